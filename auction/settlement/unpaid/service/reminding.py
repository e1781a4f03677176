"""Reminding buyers of what they have to pay: when 48 and when 24 hours are left, each once."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from auction import outbox
from auction.db import time_under_lock, transaction
from auction.rules import unpaid as law
from auction.rules.orders import REMINDERS_BEFORE
from auction.settlement.orders.models import Order
from auction.settlement.unpaid.service.telling import about


def remind_unpaid(*, limit: int = 200) -> int:
    """Record the fact `payment_reminder` for orders whose time to pay comes near, at most `limit`. Returns how many.

    Claims each order's row; one that is being paid or cancelled just now is left to the next call.
    """
    with transaction() as session:
        now = time_under_lock(session)
        due = session.execute(
            sa.select(Order)
            .where(Order.state == "awaiting_payment", Order.due_at > now, sa.or_(*_passed_and_not_told(now)))
            .order_by(Order.due_at, Order.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).scalars().all()  # fmt: skip
        for order in due:
            order.reminders = law.reminders_passed(order.due_at, now)
            hours = int(REMINDERS_BEFORE[order.reminders - 1] / timedelta(hours=1))
            outbox.record(session, "payment_reminder", now, **about(session, order), hours_left=hours)
        return len(due)


def _passed_and_not_told(now: datetime) -> list[sa.ColumnElement[bool]]:
    """`law.reminder_due`, as the database finds it."""
    return [
        sa.and_(Order.due_at <= now + before, Order.reminders < number)
        for number, before in enumerate(REMINDERS_BEFORE, start=1)
    ]
