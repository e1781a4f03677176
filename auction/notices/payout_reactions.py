"""What notices do when a payout was sent or came back: its seller is told. The fact carries all that is told of it."""

from __future__ import annotations

from auction.notices import service
from auction.notices.models import PAYOUT_FAILED, PAYOUT_SENT
from auction.notices.service import News
from auction.outbox import Fact, on


@on("payout_sent")
def tell_of_payout(fact: Fact) -> None:
    """Tell the seller that money is on its way."""
    _tell(fact, PAYOUT_SENT)


@on("payout_failed")
def tell_of_failed_payout(fact: Fact) -> None:
    """Tell the seller that it came back, and what to do."""
    _tell(fact, PAYOUT_FAILED)


def _tell(fact: Fact, kind: str) -> None:
    told = fact.payload
    payload = {
        "title": told["title"],
        "payout_id": told["payout_id"],
        "currency": told["currency"],
        "price_minor": told["amount_minor"],
        "public_reason": told["why"],
    }
    service.tell_people(fact_id=fact.id, auction_id=None, news=[News(told["seller_id"], kind, payload)])
