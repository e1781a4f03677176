"""What other rooms' templates show of this room: given to them as globals, so that they need not know it."""

from __future__ import annotations

from auction import web
from auction.settlement.unpaid.queries import count_in_force, offers_to, unpaid_state
from auction.settlement.unpaid.queries.offers import OfferView


def offers_to_me() -> list[OfferView]:
    """The second chances that the reader may still take."""
    person_id = web.find_person_id()
    return [] if person_id is None else offers_to(person_id)


def strikes_against_me() -> int:
    """How many strikes count against the reader."""
    person_id = web.find_person_id()
    return 0 if person_id is None else count_in_force(person_id)


GLOBALS = (offers_to_me, strikes_against_me, unpaid_state)
