"""The staff hides words that may not stand by law: openly, with the reason, written down and counted."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from auction.accounts import queries as accounts
from auction.accounts.service import audit
from auction.catalogue.service.drafts import one_line
from auction.db import time_under_lock, transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid
from auction.reputation.models import PARTS, FeedbackHiding, FeedbackReply
from auction.reputation.service.replying import revealed_feedback

LONGEST_WHY = 300


@dataclass(frozen=True, slots=True)
class Hidden:
    feedback_id: int
    part: str
    about_id: int


def hide_part(*, feedback_id: int, part: str, why: str, by_id: int) -> Hidden:
    """Hide the words and pictures of a feedback, or the reply to it, for a reason that stands there instead for all.

    The stars stay. Locks the window of its order. Raises Absent, Forbidden (role_needed), Conflict (hidden_already),
    Invalid (part: not_a_choice; why: needed, too_long).
    """
    reason = one_line(why)
    if part not in PARTS:
        raise Invalid(fields={"part": ["not_a_choice"]})
    if not reason or len(reason) > LONGEST_WHY:
        raise Invalid(fields={"why": ["too_long" if reason else "needed"]}, limit=LONGEST_WHY)
    with transaction() as session:
        if not accounts.roles_of(by_id, session).intersection(("moderator", "operator")):
            raise Forbidden("role_needed", role="moderator")
        row, _window = revealed_feedback(session, feedback_id)
        now = time_under_lock(session)
        if part == "reply" and session.get(FeedbackReply, feedback_id) is None:
            raise Absent(kind="replies")
        if session.get(FeedbackHiding, (feedback_id, part)) is not None:
            raise Conflict("hidden_already")
        session.execute(
            sa.insert(FeedbackHiding).values(feedback_id=feedback_id, part=part, why=reason, by_id=by_id, hidden_at=now)
        )
        audit(
            session, actor_id=by_id, act="hide_feedback", subject=f"feedback:{feedback_id}",
            details={"part": part, "why": reason}, at=now,
        )  # fmt: skip
        return Hidden(feedback_id, part, row.about_id)
