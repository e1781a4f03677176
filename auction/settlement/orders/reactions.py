"""What orders do when a fact has happened: a sold auction becomes an order. Every reaction bears a repeat."""

from __future__ import annotations

from auction.outbox import Fact, on
from auction.settlement.orders import service


@on("auction_closed")
def open_order_of_sale(fact: Fact) -> None:
    """Open the winner's order; an auction that sold nothing has none."""
    winner_id = fact.payload["winner_id"]
    if winner_id is not None:
        service.open_from_sale(
            auction_id=fact.payload["auction_id"],
            buyer_id=winner_id,
            hammer_minor=fact.payload["hammer_minor"],
            origin="bought" if fact.payload["kind"] == "bought" else "won",
        )
