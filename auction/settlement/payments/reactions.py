"""What payments do when a fact has happened: money that is to go back is sent. Every reaction bears a repeat."""

from __future__ import annotations

from auction.outbox import Fact, on
from auction.settlement.payments import service


@on("refund_asked")
def send_refund(fact: Fact) -> None:
    """Have the provider send it; while it cannot, the outbox comes again."""
    service.send_back(refund_id=fact.payload["refund_id"])
