"""What reputation does when a fact has happened: a finished order opens the time for feedback. Bears a repeat."""

from __future__ import annotations

from auction.outbox import Fact, on
from auction.reputation import service
from auction.settlement.orders.queries.courses import FINISHED


@on("order_changed")
def open_time_for_feedback(fact: Fact) -> None:
    """Both sides may give feedback from here on."""
    if fact.payload["state"] in FINISHED:
        service.open_window(order_id=fact.payload["order_id"])
