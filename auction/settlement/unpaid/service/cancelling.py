"""What a seller does with an order that is not paid: wait longer, or cancel it, with a strike or without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from auction import outbox
from auction.accounts import service as accounts
from auction.db import time_under_lock, transaction
from auction.errors import Absent, Conflict, Invalid
from auction.rules import unpaid as law
from auction.settlement.orders.models import Order
from auction.settlement.orders.service import advance, lock_order, note_change
from auction.settlement.orders.service.advancing import By
from auction.settlement.unpaid.service.striking import record_strike
from auction.settlement.unpaid.service.telling import about

LONGEST_WHY = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    order_id: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Cancelled:
    """`strike_id` is None where none was recorded."""

    order_id: int
    strike_id: int | None


def wait_longer(*, order_id: int, person_id: int, days: int) -> Waiting:
    """Give the buyer more time. The seller's alone, as often as they like. Records `payment_put_off`.

    Locks the order. Raises Absent, Conflict (order_moved_on), Invalid (days: not_a_choice).
    """
    if days not in law.WAITS:
        raise Invalid(fields={"days": ["not_a_choice"]})
    with transaction() as session:
        order = own_unpaid(session, order_id, person_id)
        now = time_under_lock(session)
        order.due_at = law.waited_until(order.due_at, now, days)
        order.reminders = law.reminders_passed(order.due_at, now)  # they are told now: only what comes later is left
        facts = {"due_at": order.due_at.isoformat()}
        note_change(session, order, "put_off", by=By("seller", person_id), at=now, facts=facts)
        outbox.record(session, "payment_put_off", now, **about(session, order))
        return Waiting(order_id, order.due_at)


def cancel_unpaid(*, order_id: int, person_id: int, with_strike: bool, why: str = "") -> Cancelled:
    """Cancel an order that was not paid in time; its lots are free again. The seller's alone, from day 5 on.

    With a strike: recorded in the same transaction, and the buyer barred from bidding if it is the third in force.
    Without: agreed with the buyer. Locks the order, then the buyer. Raises Absent, Conflict (order_moved_on,
    not_overdue with its `when`), Invalid (why: too_long).
    """
    why = " ".join(why.split())
    if len(why) > LONGEST_WHY:
        raise Invalid(fields={"why": ["too_long"]})
    with transaction() as session:
        order = own_unpaid(session, order_id, person_id)
        now = time_under_lock(session)
        if now < law.may_cancel_from(order.due_at):
            raise Conflict("not_overdue", when=law.may_cancel_from(order.due_at).isoformat())
        if with_strike:
            accounts.hold_person(session, order.buyer_id)
        facts = {"with_strike": with_strike}
        advance(session, order, "cancel", by=By("seller", person_id), at=now, why=why, facts=facts)
        return Cancelled(order_id, record_strike(session, order, now) if with_strike else None)


def own_unpaid(session: Session, order_id: int, person_id: int) -> Order:
    """A step: a seller's own order that awaits payment, locked. Raises Absent, Conflict (order_moved_on)."""
    order = lock_order(session, order_id)
    if order.seller_id != person_id:
        raise Absent(kind="orders")
    if order.state != "awaiting_payment":
        raise Conflict("order_moved_on", state=order.state)
    return order
