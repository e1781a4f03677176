"""What this room does when a fact has happened: an order paid after all redeems its strike. Bears repeats."""

from __future__ import annotations

from auction.outbox import Fact, on
from auction.settlement.unpaid import service


@on("order_changed")
def redeem_when_paid(fact: Fact) -> None:
    """Most orders that are paid have no strike behind them: then nothing happens."""
    if fact.payload["step"] == "pay":
        service.redeem_paid(order_id=fact.payload["order_id"])
