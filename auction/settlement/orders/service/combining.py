"""Several unpaid orders of one buyer from one seller become one: one bill, one parcel, one payment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.errors import Conflict, Invalid
from auction.rules.delivery import PICKUP, fits
from auction.settlement.orders.models import Order, OrderChange, OrderLot
from auction.settlement.orders.service.advancing import By, advance, by_person, lock_order, record_change
from auction.settlement.orders.service.choosing import ways_of_order
from auction.settlement.orders.service.reckoning import reckon_anew

MOST_ORDERS = 50


@dataclass(frozen=True, slots=True)
class Combined:
    order_id: int
    combined: tuple[int, ...]
    total_minor: int


def lock_orders(session: Session, order_ids: Sequence[int]) -> list[Order]:
    """A step: several orders, locked in the order of their ids, so that two who combine never wait for each other.

    Raises Absent, Invalid (orders: too_few_orders, too_many_orders).
    """
    wanted = sorted(set(order_ids))
    if len(wanted) < 2:
        raise Invalid("too_few_orders")
    if len(wanted) > MOST_ORDERS:
        raise Invalid("too_many_orders", limit=MOST_ORDERS)
    return [lock_order(session, order_id) for order_id in wanted]


def combine(session: Session, orders: Sequence[Order], *, person_id: int, now: datetime) -> Combined:
    """A step: make one order of locked ones. Their buyer's or their seller's. It is due when the first of them is.

    The way and the address of the first that has one stay, where they still fit. Raises Absent, Conflict
    (order_moved_on, cannot_combine).
    """
    roles = {by_person(session, order, person_id).role for order in orders}
    if len({_what_must_agree(order) for order in orders}) > 1 or roles not in ({"buyer"}, {"seller"}):
        raise Conflict("cannot_combine")
    for order in orders:
        if order.state != "awaiting_payment":
            raise Conflict("order_moved_on", state=order.state)
    by = By("house", person_id)
    made = _new(session, orders, now)
    for order in orders:
        order.combined_into_id = made.id
        advance(session, order, "combine", by=by, at=now, facts={"combined_into_id": made.id})
    ids = [order.id for order in orders]
    session.execute(sa.update(OrderLot).where(OrderLot.order_id.in_(ids)).values(order_id=made.id))
    _keep_way(session, made, orders)
    bill = reckon_anew(session, made)
    facts = {"combined_from": ids}
    session.add(
        OrderChange(
            order_id=made.id, seq=1, step="open", state=made.state, at=now, by_id=person_id, role="house", facts=facts
        )
    )  # fmt: skip
    session.flush()
    record_change(session, made, "open", by, now, "", facts)
    return Combined(made.id, tuple(ids), bill.total_minor)


def _what_must_agree(order: Order) -> tuple[object, ...]:
    return order.buyer_id, order.seller_id, order.currency, order.seller_country


def _new(session: Session, orders: Sequence[Order], now: datetime) -> Order:
    first = orders[0]
    made = Order(
        seller_id=first.seller_id, buyer_id=first.buyer_id, currency=first.currency, origin="combined",
        state="awaiting_payment", seq=1, created_at=now, due_at=min(order.due_at for order in orders), changed_at=now,
        bill={}, total_minor=0, refunded_minor=0, reminders=max(order.reminders for order in orders),
        seller_country=first.seller_country,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _keep_way(session: Session, made: Order, orders: Sequence[Order]) -> None:
    ways = {way.zone for way in ways_of_order(session, made)}
    for order in orders:
        zone = order.zone
        if zone is not None and zone in ways and (zone == PICKUP or order.address is not None):
            if fits(zone, made.seller_country, order.buyer_country):
                made.zone, made.buyer_country = zone, order.buyer_country
                if order.address is not None:
                    made.address = dict(order.address)
            break
    for order in orders:
        order.address = sa.null()  # one copy is enough
    session.flush()
