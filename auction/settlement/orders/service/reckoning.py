"""The bill of an order, by the fees and taxes that held when its auctions opened. Here the rules are fed."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.rules.bill import Bill, LotBilled, reckon
from auction.settlement.fees import queries as fees
from auction.settlement.orders.models import Order, OrderLot
from auction.settlement.orders.queries.delivering import delivery_price


def reckon_anew(session: Session, order: Order) -> Bill:
    """A step: reckon an unpaid order's bill from its lots, country and way, and keep it with the order."""
    lots = session.execute(
        sa.select(OrderLot).where(OrderLot.order_id == order.id).order_by(OrderLot.id)
    ).scalars().all()  # fmt: skip
    bill = bill_of(session, order, lots)
    order.bill, order.total_minor = bill.to_plain(), bill.total_minor
    return bill


def bill_of(session: Session, order: Order, lots: Sequence[OrderLot]) -> Bill:
    """What these lots come to for this order's buyer."""
    billed = [
        LotBilled(
            lot.auction_id,
            lot.hammer_minor,
            fees.schedule_at(order.currency, lot.opened_at, session),
            tuple(lot.category_path),
        )
        for lot in lots
    ]
    taxes = fees.taxes_at(min(lot.opened_at for lot in lots), session) if lots else ()
    return reckon(
        currency=order.currency,
        lots=billed,
        taxes=taxes,
        seller_country=order.seller_country,
        buyer_country=order.buyer_country or order.seller_country,
        delivery_minor=delivery_price([lot.promise for lot in lots], order.zone, order.currency),
    )
