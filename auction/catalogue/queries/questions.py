"""Reading questions: what everybody sees, what their asker sees besides, what waits for a seller. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auction.catalogue.models import Listing, Question
from auction.db import db
from auction.errors import Absent
from auction.rules.scorecards import Asked


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question, without its asker's name; `is_yours` to the one who asked."""

    id: int
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    is_yours: bool

    @property
    def is_waiting(self) -> bool:
        return self.answered_at is None


@dataclass(frozen=True, slots=True)
class WaitingQuestion:
    """A question on a seller's desk."""

    id: int
    listing_id: int
    title: str
    text: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionToTell:
    """What notices need to know; the asker's id is for the house alone."""

    id: int
    listing_id: int
    asker_id: int
    seller_id: int
    text: str
    answer: str
    is_removed: bool


def questions_about(listing_id: int, viewer_id: int | None) -> list[QuestionView]:
    """What this reader may see, the newest first: answered questions; one's own; all that wait, for the seller."""
    is_seller = sa.exists().where(Listing.id == Question.listing_id, Listing.seller_id == viewer_id)
    may_see = sa.or_(Question.answered_at.is_not(None), Question.asker_id == viewer_id, is_seller)
    statement = (
        sa.select(
            Question.id,
            Question.text,
            Question.asked_at,
            Question.answer,
            Question.answered_at,
            Question.asker_id == sa.literal(viewer_id, sa.Integer),
        )
        .where(Question.listing_id == listing_id, Question.removed_at.is_(None), may_see)
        .order_by(Question.id.desc())
        .limit(200)
    )
    return [QuestionView(*row[:5], is_yours=bool(row[5])) for row in db.session.execute(statement)]


def questions_waiting(seller_id: int, limit: int = 100) -> list[WaitingQuestion]:
    """What buyers wait for an answer to, the oldest first."""
    statement = (
        sa.select(Question.id, Question.listing_id, Listing.title, Question.text, Question.asked_at)
        .join(Listing, Listing.id == Question.listing_id)
        .where(Listing.seller_id == seller_id, Question.answered_at.is_(None), Question.removed_at.is_(None))
        .order_by(Question.id)
        .limit(limit)
    )
    return [WaitingQuestion(*row) for row in db.session.execute(statement)]


def question(question_id: int) -> QuestionToTell:
    """One question, for the house's own rooms. Raises Absent."""
    row = db.session.execute(
        sa.select(
            Question.id,
            Question.listing_id,
            Question.asker_id,
            Listing.seller_id,
            Question.text,
            Question.answer,
            Question.removed_at.is_not(None),
        )
        .join(Listing, Listing.id == Question.listing_id)
        .where(Question.id == question_id)
    ).one_or_none()
    if row is None:
        raise Absent(kind="questions")
    return QuestionToTell(*row)


def questions_between(since: datetime, until: datetime, seller_id: int | None = None) -> list[Asked]:
    """When questions were asked, from one instant until before another, and when they were answered by the second; to
    one seller or to all. Those that were put aside by then are left out."""
    statement = sa.select(Question.asked_at, Question.answered_at).where(
        Question.asked_at >= since,
        Question.asked_at < until,
        sa.or_(Question.removed_at.is_(None), Question.removed_at >= until),
    )
    if seller_id is not None:
        statement = statement.join(Listing, Listing.id == Question.listing_id).where(Listing.seller_id == seller_id)
    return [
        Asked(row.asked_at, row.answered_at if row.answered_at is not None and row.answered_at < until else None)
        for row in db.session.execute(statement)
    ]
