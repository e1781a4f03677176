"""Reads of what is not paid; every one hands out frozen values. Writes nothing."""

from auction.settlement.unpaid.queries.choices import Choices, LotChoices, UnpaidState, choices_of, unpaid_state
from auction.settlement.unpaid.queries.offers import OfferView, offer, offers_to
from auction.settlement.unpaid.queries.strikes import (
    StrikeView,
    count_in_force,
    strike_of_order,
    strikes_for_staff,
    strikes_of,
    struck_of,
)

__all__ = [
    "Choices",
    "LotChoices",
    "OfferView",
    "StrikeView",
    "UnpaidState",
    "choices_of",
    "count_in_force",
    "offer",
    "offers_to",
    "strike_of_order",
    "strikes_for_staff",
    "strikes_of",
    "struck_of",
    "unpaid_state",
]
