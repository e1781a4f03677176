"""The parcel: sent with a carrier, its number put right, arrived by somebody's word or because nobody said any."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from auction.db import time_under_lock, transaction
from auction.errors import Conflict, Forbidden, Invalid
from auction.rules.delivery import PICKUP
from auction.rules.orders import SHIPPED_LONG_AGO
from auction.settlement.delivery import carriers
from auction.settlement.delivery.models import Shipment
from auction.settlement.orders.models import Order
from auction.settlement.orders.service import Advanced, advance, lock_order, note_change
from auction.settlement.orders.service.advancing import HOUSE, by_person

LONGEST_REASON = 2000


def send(*, order_id: int, person_id: int, carrier: str, tracking: str = "") -> Advanced:
    """The seller has sent a paid order. Locks the order.

    Raises Absent, Forbidden (not_your_step), Conflict (order_moved_on, is_picked_up), Invalid (carrier: not_a_choice;
    tracking: tracking_shape).
    """
    number = _read(carrier, tracking)
    with transaction() as session:
        order = lock_order(session, order_id)
        now = time_under_lock(session)
        by = by_person(session, order, person_id)
        if order.zone == PICKUP and by.role == "seller":
            raise Conflict("is_picked_up")
        done = advance(session, order, "ship", by=by, at=now, facts=_facts(carrier, number))
        session.add(Shipment(order_id=order_id, carrier=carrier, tracking=number, sent_at=now, changed_at=now))
        return done


def change_tracking(*, order_id: int, person_id: int, carrier: str, tracking: str) -> Advanced:
    """Put right with whom and under which number an order was sent, while it is on its way. Locks the order.

    Raises Absent, Forbidden (not_your_step), Conflict (order_moved_on), Invalid as `send`.
    """
    number = _read(carrier, tracking)
    with transaction() as session:
        order = lock_order(session, order_id)
        now = time_under_lock(session)
        by = by_person(session, order, person_id)
        if by.role == "buyer":
            raise Forbidden("not_your_step")
        row = session.get(Shipment, order_id)
        if row is None or order.state not in ("shipped", "delivered", "in_dispute"):
            raise Conflict("order_moved_on", state=order.state)
        if (row.carrier, row.tracking) != (carrier, number):
            row.carrier, row.tracking, row.changed_at = carrier, number, now
            note_change(session, order, "tracking_changed", by=by, at=now, facts=_facts(carrier, number))
        return Advanced(order.id, order.state, order.seq)


def say_delivered(*, order_id: int, person_id: int, day: str) -> Advanced:
    """The seller knows from the carrier on which day a parcel arrived. The buyer's three days begin now.

    Locks the order. Raises Absent, Forbidden (not_your_step), Conflict (order_moved_on), Invalid (day: not_a_day,
    day_out_of_range).
    """
    arrived = _day(day)
    with transaction() as session:
        order = lock_order(session, order_id)
        now = time_under_lock(session)
        by = by_person(session, order, person_id)
        row = session.get(Shipment, order_id)
        if by.role != "buyer" and (order.state != "shipped" or row is None):
            raise Conflict("order_moved_on", state=order.state)
        if row is not None and not _is_between(arrived, row.sent_at, now):
            raise Invalid(fields={"day": ["day_out_of_range"]})
        return advance(session, order, "deliver", by=by, at=now, facts={"day": arrived.isoformat()})


def tell_problem(*, order_id: int, person_id: int, why: str) -> Advanced:
    """The buyer says that something is wrong: nothing goes on until it is settled. Locks the order.

    Raises Absent, Forbidden (not_your_step), Conflict (order_moved_on), Invalid (why: why_needed, too_long).
    """
    reason = tidy_reason(why)
    with transaction() as session:
        order = lock_order(session, order_id)
        by = by_person(session, order, person_id)
        return advance(session, order, "dispute", by=by, at=time_under_lock(session), why=reason)


def tidy_reason(why: str) -> str:
    """Raises Invalid (why: why_needed, too_long)."""
    reason = plain(why).strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid(fields={"why": ["too_long" if reason else "why_needed"]})
    return reason


def plain(text: str) -> str:
    """Text as it can be kept: one kind of line end, no NUL and no lone surrogates."""
    return text.replace("\0", "").replace("\r\n", "\n").encode("utf-8", "ignore").decode()


def count_as_delivered(*, limit: int = 100) -> int:
    """Parcels of which nobody has said a word for so long count as delivered. Returns how many.

    Each in a transaction of its own, its order locked.
    """
    with transaction() as session:
        old = Order.state == "shipped", Order.changed_at <= time_under_lock(session) - SHIPPED_LONG_AGO
        due = session.execute(sa.select(Order.id).where(*old).order_by(Order.changed_at).limit(limit)).scalars().all()
    return sum(_count_one(order_id) for order_id in due)


def _count_one(order_id: int) -> bool:
    with transaction() as session:
        order = lock_order(session, order_id)
        now = time_under_lock(session)
        if order.state != "shipped" or order.changed_at > now - SHIPPED_LONG_AGO:
            return False
        advance(session, order, "deliver", by=HOUSE, at=now, facts={"quiet_days": SHIPPED_LONG_AGO.days})
        return True


def _read(carrier: str, tracking: str) -> str:
    number = carriers.tidy_number(tracking)
    if carrier not in carriers.CARRIERS:
        raise Invalid(fields={"carrier": ["not_a_choice"]})
    if number is None:
        raise Invalid(fields={"tracking": ["tracking_shape"]})
    return number


def _facts(carrier: str, number: str) -> dict[str, str]:
    """What whoever tells the buyer needs."""
    known = carriers.CARRIERS[carrier]
    return {"carrier": carrier, "carrier_name": known.name, "tracking": number, "link": known.link(number)}


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Invalid(fields={"day": ["not_a_day"]}) from None


def _is_between(day: date, sent_at: datetime, now: datetime) -> bool:
    """A day is longer than a date: it begins and ends in some time zone or other."""
    return sent_at.date() - timedelta(days=1) <= day <= now.date() + timedelta(days=1)
