"""Steps that move an order from state to state: asked of the rules, written down, told. No transaction opens here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import outbox
from auction.db import lock_row
from auction.errors import Absent, Conflict, Forbidden
from auction.rules import orders as law
from auction.settlement.orders.models import Order, OrderChange, OrderLot
from auction.settlement.orders.queries.orders import role_in


@dataclass(frozen=True, slots=True)
class Advanced:
    """What an order has become."""

    order_id: int
    state: str
    seq: int


@dataclass(frozen=True, slots=True)
class By:
    """Who brings a change about, and as what."""

    role: law.Role
    person_id: int | None = None


HOUSE = By("house")


def lock_order(session: Session, order_id: int) -> Order:
    """A step: the order's row, locked. The first statement of every verb about an order. Raises Absent."""
    return lock_row(session, Order, order_id)


def by_person(session: Session, order: Order, person_id: int) -> By:
    """A step: what somebody is in an order. Raises Absent for whoever is nothing in it."""
    role = role_in(order, person_id, session)
    if role is None:
        raise Absent(kind="orders")
    return By(role, person_id)


def advance(
    session: Session,
    order: Order,
    step: law.Step,
    *,
    by: By,
    at: datetime,
    why: str = "",
    facts: Mapping[str, Any] | None = None,
) -> Advanced:
    """A step: take a locked order on, write the change down and record the fact `order_changed`.

    Raises Forbidden (not_your_step), Conflict (order_moved_on, with its `state`).
    """
    match law.follow(_state(order), step, by.role):
        case law.NotYours():
            raise Forbidden("not_your_step")
        case law.NotNow():
            raise Conflict("order_moved_on", state=order.state)
        case law.Moved(state):
            order.state = state
    if step == "pay":
        order.paid_at = at
    if state in ("delivered", "completed") and order.delivered_at is None:
        order.delivered_at = at
    if state == "completed":
        order.completed_at = at
    if state in ("cancelled", "refunded"):
        session.execute(sa.update(OrderLot).where(OrderLot.order_id == order.id).values(is_live=False))
    note_change(session, order, step, by=by, at=at, why=why, facts=facts)
    return Advanced(order.id, order.state, order.seq)


def note_change(
    session: Session,
    order: Order,
    step: str,
    *,
    by: By,
    at: datetime,
    why: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """A step: write one line of an order's course, also where its state stays, and record the fact of it."""
    order.seq += 1
    order.changed_at = at
    session.add(
        OrderChange(
            order_id=order.id, seq=order.seq, step=step, state=order.state, at=at, by_id=by.person_id, role=by.role,
            why=why, facts=dict(facts or {}),
        )
    )  # fmt: skip
    session.flush()
    record_change(session, order, step, by, at, why, facts or {})


def record_change(
    session: Session, order: Order, step: str, by: By, at: datetime, why: str, facts: Mapping[str, Any]
) -> None:
    """The fact of a change, with all that telling people of it needs: others know no order."""
    titles = session.execute(
        sa.select(OrderLot.title, OrderLot.auction_id).where(OrderLot.order_id == order.id).order_by(OrderLot.id)
    ).all()
    outbox.record(
        session,
        "order_changed",
        at,
        order_id=order.id,
        seq=order.seq,
        step=step,
        state=order.state,
        buyer_id=order.buyer_id,
        seller_id=order.seller_id,
        by_role=by.role,
        title=titles[0].title if titles else "",
        auction_id=titles[0].auction_id if titles else None,
        lots=len(titles),
        currency=order.currency,
        total_minor=order.total_minor,
        due_at=order.due_at.isoformat(),
        why=why,
        facts=dict(facts),
    )


def _state(order: Order) -> law.State:
    return order.state  # type: ignore[return-value]  # a check constraint holds it to the states of the law


def is_overdue(order: Order, now: datetime, grace: timedelta = timedelta()) -> bool:
    """Whether an order that awaits payment has had its time."""
    return order.state == "awaiting_payment" and now >= order.due_at + grace
