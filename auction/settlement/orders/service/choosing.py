"""What the buyer chooses before paying: how the lots come to them, and to which address. The bill follows.

An order keeps a copy of the address: it stays when the book changes, and is forgotten when nobody needs it any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.catalogue.delivery import Way
from auction.db import time_under_lock, transaction
from auction.errors import Absent, Conflict, Invalid
from auction.rules.delivery import PICKUP, fits
from auction.rules.orders import ENDS
from auction.settlement.orders.models import Order, OrderLot
from auction.settlement.orders.queries.delivering import ways_of
from auction.settlement.orders.service.advancing import lock_order
from auction.settlement.orders.service.reckoning import reckon_anew

Address = Mapping[str, Any]
OVER = ("completed", *ENDS)
"""States in which nothing is under way any more."""


@dataclass(frozen=True, slots=True)
class Chosen:
    order_id: int
    zone: str | None
    total_minor: int


def choose_way(*, order_id: int, person_id: int, zone: str | None, address: Address | None = None) -> Chosen:
    """Choose the way to the buyer and the address, and reckon the bill anew. The buyer's alone, until it is paid.

    Locks the order. Raises as `set_way`.
    """
    with transaction() as session:
        order = lock_order(session, order_id)
        return set_way(session, order, person_id=person_id, zone=zone, address=address, now=time_under_lock(session))


def set_way(
    session: Session, order: Order, *, person_id: int, zone: str | None, address: Address | None, now: datetime
) -> Chosen:
    """A step: put way and address into a locked order. Without an address the one it has stays; picking up needs none.

    `address` holds "country", and whatever else writes it. Raises Absent, Conflict (order_moved_on), Invalid (zone:
    not_a_choice, way_does_not_fit; address: address_needed).
    """
    if order.buyer_id != person_id:
        raise Absent(kind="orders")
    if order.state != "awaiting_payment":
        raise Conflict("order_moved_on", state=order.state)
    zone = zone or None
    offered: set[str | None] = {way.zone for way in ways_of_order(session, order)}
    if zone not in (offered or {None}):
        raise Invalid(fields={"zone": ["not_a_choice"]})
    if zone == PICKUP:
        order.address, order.buyer_country = sa.null(), None  # nothing is sent, so nobody is told where to
    elif address is not None:
        if zone is not None and not fits(zone, order.seller_country, address["country"]):
            raise Invalid(fields={"zone": ["way_does_not_fit"]})
        order.address, order.buyer_country = dict(address), address["country"]
    elif order.address is None:
        raise Invalid(fields={"address": ["address_needed"]})
    elif zone is not None and not fits(zone, order.seller_country, order.buyer_country):
        raise Invalid(fields={"zone": ["way_does_not_fit"]})
    order.zone, order.changed_at = zone, now
    bill = reckon_anew(session, order)
    return Chosen(order.id, zone, bill.total_minor)


def need_way(session: Session, order: Order) -> None:
    """A step: an order is paid once it says how and where it goes.

    Raises Conflict (choose_delivery_first, choose_address_first).
    """
    ways = ways_of_order(session, order)
    if ways and order.zone not in {way.zone for way in ways}:
        raise Conflict("choose_delivery_first")
    if order.zone == PICKUP:
        return
    if order.address is None:
        raise Conflict("choose_address_first")
    if order.zone is not None and not fits(order.zone, order.seller_country, order.buyer_country):
        raise Conflict("choose_delivery_first")


def ways_of_order(session: Session, order: Order) -> tuple[Way, ...]:
    """A read: the ways that all lots of an order can take."""
    promises = session.execute(sa.select(OrderLot.promise).where(OrderLot.order_id == order.id)).scalars().all()
    return ways_of(promises, order.currency)


def forget_address(session: Session, *, buyer_id: int, address_id: int) -> int:
    """A step: take a deleted address out of its owner's orders that are over or not yet paid. Returns of how many.

    What is on its way keeps it until it is over.
    """
    return _forget(
        session,
        Order.buyer_id == buyer_id,
        Order.address["id"].as_integer() == address_id,
        Order.state.in_((*OVER, "awaiting_payment")),
    )


def forget_old_addresses(session: Session, *, before: datetime) -> list[int]:
    """A step: take the address out of every order that has been over since an instant. Returns which."""
    old = Order.state.in_(OVER), Order.changed_at <= before
    ids = session.execute(sa.select(Order.id).where(*old, _HAS_ADDRESS)).scalars().all()
    _forget(session, Order.id.in_(ids))
    return list(ids)


_HAS_ADDRESS = Order.address["country"].as_string().is_not(None)


def _forget(session: Session, *which: sa.ColumnElement[bool]) -> int:
    forgotten = sa.update(Order).where(*which, _HAS_ADDRESS).values(address=sa.null())
    return int(session.execute(forgotten).rowcount)  # type: ignore[attr-defined]  # an update has one
