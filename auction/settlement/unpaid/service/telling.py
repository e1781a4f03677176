"""Steps that the verbs share: what a fact must carry so that others, who know no order, can tell people of it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.settlement.orders.models import Order, OrderLot
from auction.settlement.payments.service import due_minor


def about(session: Session, order: Order) -> dict[str, object]:
    """A step: what everybody who is told of an order's payment needs to know."""
    lots = session.execute(
        sa.select(OrderLot.title, OrderLot.auction_id).where(OrderLot.order_id == order.id).order_by(OrderLot.id)
    ).all()
    return {
        "order_id": order.id,
        "buyer_id": order.buyer_id,
        "seller_id": order.seller_id,
        "title": lots[0].title if lots else "",
        "auction_id": lots[0].auction_id if lots else None,
        "lots": len(lots),
        "currency": order.currency,
        "total_minor": due_minor(session, order),  # what a deposit pays is not asked for
        "due_at": order.due_at.isoformat(),
    }
