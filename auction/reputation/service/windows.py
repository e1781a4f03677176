"""The time for feedback: opened when an order is finished, reminded of once, and told of when it is over.

Everything here locks the order first, so that giving, reminding and telling follow one another.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import outbox
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Conflict
from auction.reputation.models import Feedback, FeedbackWindow
from auction.reputation.queries.orders import sides_given
from auction.rules import feedback as law
from auction.settlement.orders import queries as orders
from auction.settlement.orders.service import lock_order


def open_window(*, order_id: int) -> None:
    """Open the time for feedback of a finished order; one that is open stays as it is. Locks the order.

    Raises Absent, Conflict (feedback_not_yet).
    """
    with transaction() as session:
        lock_order(session, order_id)
        window_of(session, order_id)


def window_of(session: Session, order_id: int) -> FeedbackWindow:
    """A step: the window of a locked order, opened where nobody has yet. Raises Conflict (feedback_not_yet)."""
    window = session.get(FeedbackWindow, order_id)
    if window is not None:
        return window
    found = orders.find_finished(order_id, session)
    if found is None:
        raise Conflict("feedback_not_yet")
    window = FeedbackWindow(
        order_id=order_id,
        buyer_id=found.buyer_id,
        seller_id=found.seller_id,
        auction_id=found.auction_id,
        title=found.title,
        lots=found.lots,
        finished_at=found.finished_at,
        closes_at=law.closes_at(found.finished_at),
    )
    session.add(window)
    session.flush()
    return window


def remind_of_feedback(*, order_id: int) -> bool:
    """Remind the sides that have not given theirs, once. Locks the order. Whether this was the time. Raises Absent."""
    with transaction() as session:
        lock_order(session, order_id)
        window = lock_row(session, FeedbackWindow, order_id)
        now = time_under_lock(session)
        is_due = window.finished_at + law.REMIND_AFTER <= now < window.closes_at
        if window.reminded_at is not None or not is_due:
            return False
        window.reminded_at = now
        given = sides_given(session, order_id)
        missing = [
            person_id
            for side, person_id in (("buyer", window.buyer_id), ("seller", window.seller_id))
            if side not in given
        ]
        if missing:
            outbox.record(
                session,
                "feedback_due",
                now,
                order_id=order_id,
                title=window.title,
                people=missing,
                closes_at=window.closes_at.isoformat(),
            )
        return True


def reveal_at_end(*, order_id: int) -> bool:
    """Tell that what one side alone has given can be read, as the time is over. Locks the order. Whether this was the
    time. Raises Absent."""
    with transaction() as session:
        lock_order(session, order_id)
        window = lock_row(session, FeedbackWindow, order_id)
        now = time_under_lock(session)
        if window.told_at is not None or now < window.closes_at:
            return False
        tell_revealed(session, window, now)
        return True


def tell_revealed(session: Session, window: FeedbackWindow, now: datetime) -> None:
    """A step: note that a locked order's feedback can be read, and record the fact for those whom it is about."""
    window.told_at = now
    about = session.execute(
        sa.select(Feedback.about_id, Feedback.stars).where(Feedback.order_id == window.order_id).order_by(Feedback.id)
    ).all()
    if about:
        outbox.record(
            session,
            "feedback_revealed",
            now,
            order_id=window.order_id,
            title=window.title,
            about=[{"person_id": row.about_id, "stars": row.stars} for row in about],
        )
