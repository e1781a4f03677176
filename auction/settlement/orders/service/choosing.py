"""What the buyer chooses before paying: how the lots come to them. The bill follows."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from auction.db import time_under_lock, transaction
from auction.errors import Absent, Conflict, Invalid
from auction.settlement.orders.models import OrderLot
from auction.settlement.orders.queries.delivering import ways_of
from auction.settlement.orders.service.advancing import lock_order
from auction.settlement.orders.service.reckoning import reckon_anew


@dataclass(frozen=True, slots=True)
class Chosen:
    order_id: int
    zone: str
    total_minor: int


def choose_way(*, order_id: int, person_id: int, zone: str) -> Chosen:
    """Choose the way to the buyer and reckon the bill anew. The buyer's alone, until it is paid.

    Locks the order. Raises Absent, Conflict (order_moved_on), Invalid (zone: not_a_choice).
    """
    with transaction() as session:
        order = lock_order(session, order_id)
        if order.buyer_id != person_id:
            raise Absent(kind="orders")
        if order.state != "awaiting_payment":
            raise Conflict("order_moved_on", state=order.state)
        promises = session.execute(sa.select(OrderLot.promise).where(OrderLot.order_id == order_id)).scalars().all()
        if zone not in {way.zone for way in ways_of(promises, order.currency)}:
            raise Invalid(fields={"zone": ["not_a_choice"]})
        order.zone, order.changed_at = zone, time_under_lock(session)
        bill = reckon_anew(session, order)
        return Chosen(order_id, zone, bill.total_minor)
