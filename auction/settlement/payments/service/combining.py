"""Combining unpaid orders: what was begun to pay any of them is given up first, then one order takes their place."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.db import time_under_lock, transaction
from auction.errors import Conflict
from auction.settlement.orders import service as orders
from auction.settlement.orders.service import Combined
from auction.settlement.orders.service.advancing import by_person
from auction.settlement.payments.models import OPEN, Payment
from auction.settlement.payments.service.beginning import give_up


def combine_orders(*, order_ids: Sequence[int], person_id: int) -> Combined:
    """Make one order of several that await payment, of one buyer, one seller, one currency. Theirs alone, either's.

    Payments under way are given up with their providers; one whose money has come meanwhile has paid its order, and
    nothing is combined. Then locks all orders, in the order of their ids. Raises Absent, Conflict (order_moved_on,
    cannot_combine, payment_under_way), Invalid (too_few_orders, too_many_orders), ProviderDown.
    """
    for payment_id in _under_way(order_ids, person_id):
        give_up(payment_id=payment_id)
    with transaction() as session:
        locked = orders.lock_orders(session, order_ids)
        if _open_payments(session, order_ids):
            raise Conflict("payment_under_way")
        return orders.combine(session, locked, person_id=person_id, now=time_under_lock(session))


def _under_way(order_ids: Sequence[int], person_id: int) -> list[int]:
    """The open payments of orders that may be combined by this person. Raises as they would be refused."""
    with transaction() as session:
        for order in orders.lock_orders(session, order_ids):
            by_person(session, order, person_id)
            if person_id not in (order.buyer_id, order.seller_id):
                raise Conflict("cannot_combine")
            if order.state != "awaiting_payment":
                raise Conflict("order_moved_on", state=order.state)
        return _open_payments(session, order_ids)


def _open_payments(session: Session, order_ids: Sequence[int]) -> list[int]:
    found = sa.select(Payment.id).where(Payment.order_id.in_(order_ids), Payment.state.in_(OPEN)).order_by(Payment.id)
    return list(session.execute(found).scalars())
