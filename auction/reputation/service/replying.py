"""The one public answer to a feedback, by whom it is about."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import outbox
from auction.catalogue.service.drafts import plain
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Invalid
from auction.reputation.models import Feedback, FeedbackReply, FeedbackWindow
from auction.reputation.queries.orders import sides_given
from auction.rules import feedback as law


@dataclass(frozen=True, slots=True)
class Replied:
    feedback_id: int
    order_id: int


def revealed_feedback(session: Session, feedback_id: int) -> tuple[Feedback, FeedbackWindow]:
    """A step: a feedback that everybody may read, its window locked. Raises Absent, also for one that is hidden yet."""
    order_id = session.execute(sa.select(Feedback.order_id).where(Feedback.id == feedback_id)).scalar_one_or_none()
    if order_id is None:
        raise Absent(kind="feedback")
    window = lock_row(session, FeedbackWindow, order_id)
    now = time_under_lock(session)
    if not law.is_revealed(sides_given(session, order_id), window.finished_at, now):
        raise Absent(kind="feedback")
    return session.get_one(Feedback, feedback_id), window


def reply_to_feedback(*, feedback_id: int, person_id: int, text: str) -> Replied:
    """Answer a feedback about oneself, once and for all. Locks the window of its order.

    Raises Absent, Conflict (feedback_replied), Invalid (reply: needed, too_long).
    """
    words = plain(text).strip()
    if not words or len(words) > law.LONGEST_REPLY:
        raise Invalid(fields={"reply": ["too_long" if words else "needed"]}, limit=law.LONGEST_REPLY)
    with transaction() as session:
        row, window = revealed_feedback(session, feedback_id)
        now = time_under_lock(session)
        if row.about_id != person_id:
            raise Absent(kind="feedback")
        if session.get(FeedbackReply, feedback_id) is not None:
            raise Conflict("feedback_replied")
        session.add(FeedbackReply(feedback_id=feedback_id, text=words, replied_at=now))
        outbox.record(
            session, "feedback_replied", now, order_id=row.order_id, title=window.title, person_id=row.from_id
        )
        return Replied(feedback_id, row.order_id)
