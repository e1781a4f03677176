"""The bill of an order, by the fees and taxes that held when its auctions opened. Here the rules are fed."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.rules.bill import Bill
from auction.settlement.fees import queries as fees
from auction.settlement.orders.models import Order, OrderLot
from auction.settlement.orders.queries.delivering import delivery_price


def reckon_anew(session: Session, order: Order) -> Bill:
    """A step: reckon an unpaid order's bill from its lots, country and way, and keep it with the order."""
    lots = (
        session.execute(sa.select(OrderLot).where(OrderLot.order_id == order.id).order_by(OrderLot.id)).scalars().all()
    )
    bill = bill_of(session, order, lots)
    order.bill, order.total_minor = bill.to_plain(), bill.total_minor
    return bill


def bill_of(session: Session, order: Order, lots: Sequence[OrderLot]) -> Bill:
    """What these lots come to for this order's buyer."""
    return fees.bill_of(
        lots,
        currency=order.currency,
        seller_country=order.seller_country,
        buyer_country=order.buyer_country,
        delivery_minor=delivery_price([lot.promise for lot in lots], order.zone, order.currency),
        session=session,
    )
