"""Orders as their two people and the staff see them: lists, one order whole, and its course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.catalogue import queries as catalogue
from auction.catalogue.delivery import Way
from auction.catalogue.queries import PictureView
from auction.db import db
from auction.errors import Absent
from auction.rules.bill import Bill
from auction.rules.delivery import PICKUP, fits
from auction.rules.orders import ENDS, Role
from auction.settlement.orders.models import Order, OrderChange, OrderLot
from auction.settlement.orders.queries.delivering import ways_of

STAFF = ("moderator", "operator")


@dataclass(frozen=True, slots=True)
class OrderedLot:
    auction_id: int
    listing_id: int
    title: str
    hammer_minor: int
    picture: PictureView | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One line of an order's course. `handle` is whoever brought it about, None for the house."""

    seq: int
    step: str
    state: str
    at: datetime
    role: str
    handle: str | None
    why: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OrderCard:
    """One order in a list. `other` is the public name of the other person."""

    id: int
    state: str
    currency: str
    total_minor: int
    created_at: datetime
    due_at: datetime
    other: str
    lots: tuple[OrderedLot, ...]


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order whole, for somebody who may see it. `role` is what the reader is in it.

    `address` is None for whoever need not know it.
    """

    id: int
    role: Role
    state: str
    seq: int
    origin: str
    currency: str
    seller_id: int
    buyer_id: int
    seller: str
    buyer: str
    created_at: datetime
    due_at: datetime
    paid_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    zone: str | None
    seller_country: str | None
    buyer_country: str | None
    address: Mapping[str, Any] | None
    bill: Bill
    total_minor: int
    refunded_minor: int
    combined_into_id: int | None
    lots: tuple[OrderedLot, ...]
    ways: tuple[Way, ...]
    changes: tuple[ChangeView, ...]
    is_ready_to_pay: bool


def order(order_id: int, reader_id: int) -> OrderView:
    """Raises Absent, also for whoever is neither its buyer nor its seller nor of the staff."""
    row = db.session.get(Order, order_id)
    if row is None:
        raise Absent(kind="orders")
    role = role_in(row, reader_id)
    if role is None:
        raise Absent(kind="orders")
    lots = db.session.execute(
        sa.select(OrderLot).where(OrderLot.order_id == order_id).order_by(OrderLot.id)
    ).scalars().all()  # fmt: skip
    handles = accounts.handles([row.seller_id, row.buyer_id])
    ways = ways_of([lot.promise for lot in lots], row.currency)
    return OrderView(
        id=row.id,
        role=role,
        state=row.state,
        seq=row.seq,
        origin=row.origin,
        currency=row.currency,
        seller_id=row.seller_id,
        buyer_id=row.buyer_id,
        seller=handles[row.seller_id],
        buyer=handles[row.buyer_id],
        created_at=row.created_at,
        due_at=row.due_at,
        paid_at=row.paid_at,
        delivered_at=row.delivered_at,
        completed_at=row.completed_at,
        zone=row.zone,
        seller_country=row.seller_country,
        buyer_country=row.buyer_country,
        address=row.address if _may_see_address(row, role) else None,
        bill=Bill.from_plain(row.bill),
        total_minor=row.total_minor,
        refunded_minor=row.refunded_minor,
        combined_into_id=row.combined_into_id,
        lots=_lots(lots),
        ways=ways,
        changes=_changes(order_id),
        is_ready_to_pay=row.state == "awaiting_payment" and _has_way(row, ways),
    )


def _has_way(row: Order, ways: Sequence[Way]) -> bool:
    if row.zone == PICKUP or row.address is None:
        return row.zone == PICKUP and any(way.zone == PICKUP for way in ways)
    return not ways or any(
        way.zone == row.zone and fits(way.zone, row.seller_country, row.buyer_country) for way in ways
    )


def _may_see_address(row: Order, role: Role) -> bool:
    """The buyer, whose it is; the seller while there is something to send or to take back, and never before."""
    return role == "buyer" or (role == "seller" and row.paid_at is not None and row.state not in ENDS)


def role_in(row: Order, reader_id: int, session: Session | None = None) -> Role | None:
    """What somebody is in an order; None when it is not theirs to see."""
    if reader_id == row.buyer_id:
        return "buyer"
    if reader_id == row.seller_id:
        return "seller"
    return "staff" if accounts.roles_of(reader_id, session).intersection(STAFF) else None


def _lots(rows: Sequence[OrderLot]) -> tuple[OrderedLot, ...]:
    pictures = catalogue.covers([row.listing_id for row in rows])
    return tuple(
        OrderedLot(row.auction_id, row.listing_id, row.title, row.hammer_minor, pictures.get(row.listing_id))
        for row in rows
    )


def _changes(order_id: int) -> tuple[ChangeView, ...]:
    rows = db.session.execute(
        sa.select(OrderChange).where(OrderChange.order_id == order_id).order_by(OrderChange.seq)
    ).scalars().all()  # fmt: skip
    handles = accounts.handles([row.by_id for row in rows if row.by_id is not None])
    return tuple(
        ChangeView(
            row.seq, row.step, row.state, row.at, row.role, handles.get(row.by_id or 0), row.why, dict(row.facts)
        )
        for row in rows
    )


def bought_by(person_id: int, *, state: str = "", before: int | None = None, limit: int = 30) -> list[OrderCard]:
    """What somebody has bought, newest first; `before` is the id that the page before ended with."""
    return _cards(Order.buyer_id == person_id, Order.seller_id, state, before, limit)


def sold_by(person_id: int, *, state: str = "", before: int | None = None, limit: int = 30) -> list[OrderCard]:
    """What somebody has sold, newest first."""
    return _cards(Order.seller_id == person_id, Order.buyer_id, state, before, limit)


def combinable_with(order_id: int, person_id: int) -> list[OrderCard]:
    """An order that awaits payment and all that may be combined with it, oldest first; none where it stands alone."""
    row = db.session.get(Order, order_id)
    if row is None or row.state != "awaiting_payment" or person_id not in (row.buyer_id, row.seller_id):
        return []
    other = Order.seller_id if person_id == row.buyer_id else Order.buyer_id
    alike = (
        Order.buyer_id == row.buyer_id,
        Order.seller_id == row.seller_id,
        Order.currency == row.currency,
        Order.seller_country.is_not_distinct_from(row.seller_country),
    )
    found = _cards(sa.and_(*alike), other, "awaiting_payment", None, 50)
    return found[::-1] if len(found) > 1 else []


def combinable(person_id: int) -> list[list[OrderCard]]:
    """What a buyer could pay together: groups of two or more orders from one seller."""
    key = Order.seller_id, Order.currency, Order.seller_country
    is_theirs = Order.buyer_id == person_id, Order.state == "awaiting_payment"
    groups = db.session.execute(
        sa.select(sa.func.min(Order.id)).where(*is_theirs).group_by(*key).having(sa.func.count() > 1).limit(10)
    ).scalars()
    return [combinable_with(order_id, person_id) for order_id in groups]


def counts_of(person_id: int, *, is_seller: bool) -> dict[str, int]:
    """How many orders stand in each state."""
    whose = Order.seller_id if is_seller else Order.buyer_id
    rows = db.session.execute(
        sa.select(Order.state, sa.func.count())
        .where(whose == person_id, Order.state != "combined")
        .group_by(Order.state)
    )
    return {state: count for state, count in rows}  # noqa: C416


def _cards(
    whose: sa.ColumnElement[bool],
    other: sa.orm.InstrumentedAttribute[int],
    state: str,
    before: int | None,
    limit: int,
) -> list[OrderCard]:
    statement = sa.select(Order, other.label("other_id")).where(whose).order_by(Order.id.desc()).limit(limit)
    statement = statement.where(Order.state == state) if state else statement.where(Order.state != "combined")
    if before is not None:
        statement = statement.where(Order.id < before)
    rows = db.session.execute(statement).all()
    lots: dict[int, list[OrderLot]] = {}
    for lot in db.session.execute(
        sa.select(OrderLot).where(OrderLot.order_id.in_([row.Order.id for row in rows])).order_by(OrderLot.id)
    ).scalars():
        lots.setdefault(lot.order_id, []).append(lot)
    handles = accounts.handles([row.other_id for row in rows])
    return [
        OrderCard(
            row.Order.id,
            row.Order.state,
            row.Order.currency,
            row.Order.total_minor,
            row.Order.created_at,
            row.Order.due_at,
            handles[row.other_id],
            _lots(lots.get(row.Order.id, [])),
        )
        for row in rows
    ]


def people_of(order_id: int) -> tuple[int, int]:
    """The buyer and the seller of an order. Raises Absent."""
    row = db.session.execute(sa.select(Order.buyer_id, Order.seller_id).where(Order.id == order_id)).one_or_none()
    if row is None:
        raise Absent(kind="orders")
    return row.buyer_id, row.seller_id


def state_of(order_id: int) -> str:
    """Raises Absent."""
    state = db.session.execute(sa.select(Order.state).where(Order.id == order_id)).scalar_one_or_none()
    if state is None:
        raise Absent(kind="orders")
    return state
