"""What notices do when a deposit is held, given back, counted or forfeited. The fact carries all that is told of it."""

from __future__ import annotations

from typing import Any

from auction.accounts import queries as accounts
from auction.notices import service
from auction.notices.models import DEPOSIT_FORFEITED, DEPOSIT_RECEIVED
from auction.notices.service import News
from auction.outbox import Fact, on


@on("deposit_held")
@on("deposit_released")
@on("deposit_applied")
def tell_of_deposit(fact: Fact) -> None:
    """Tell whoever has put it down."""
    _tell(fact, [(fact.payload["person_id"], fact.kind)])


@on("deposit_forfeited")
def tell_of_forfeit(fact: Fact) -> None:
    """Tell both: whose it was, and who gets it."""
    _tell(fact, [(fact.payload["person_id"], DEPOSIT_FORFEITED), (fact.payload["seller_id"], DEPOSIT_RECEIVED)])


def _tell(fact: Fact, whom: list[tuple[int, str]]) -> None:
    news = [News(person_id, kind, _payload(fact, person_id)) for person_id, kind in whom]
    service.tell_people(fact_id=fact.id, auction_id=None, news=news)


def _payload(fact: Fact, reader_id: int) -> dict[str, Any]:
    """A lot by its title, a sale under the name that its reader knows it by."""
    told, names = fact.payload, fact.payload["names"]
    name = names.get(accounts.reader_of(reader_id).reader.language) or names["en"] or names["ar"]
    payload = {
        "title": name,
        "deposit_id": told["deposit_id"],
        "currency": told["currency"],
        "price_minor": told["amount_minor"],
        "why": told["why"],
    }
    for place in ("auction_id", "sale_id", "order_id"):
        if told[place] is not None:
            payload[f"of_{place}"] = told[place]
    return payload
