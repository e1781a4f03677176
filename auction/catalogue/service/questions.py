"""Questions about a published listing: asked by people, answered or put aside by its seller. Rows are never deleted.

Who asks is known to the house alone. An open question is seen by its asker and the seller, an answered one by all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import outbox
from auction.accounts import queries as accounts
from auction.catalogue.models import Listing, Question
from auction.catalogue.service.drafts import lock_own, plain
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid, TooMany

SHORTEST_QUESTION, LONGEST_QUESTION, LONGEST_ANSWER = 5, 1_000, 2_000
MOST_WAITING, MOST_A_DAY = 3, 20
DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Asked:
    question_id: int
    listing_id: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    question_id: int
    listing_id: int


def tidy_question(text: str) -> str:
    """A question as it can be kept. Raises Invalid (question: needed, question_too_short, too_long)."""
    words = plain(text).strip()
    if len(words) > LONGEST_QUESTION or len(words) < SHORTEST_QUESTION:
        code = "too_long" if words and len(words) > LONGEST_QUESTION else "question_too_short" if words else "needed"
        raise Invalid(fields={"question": [code]}, limit=LONGEST_QUESTION)
    return words


def enter_question(session: Session, *, listing_id: int, person_id: int, words: str) -> Asked:
    """A step: ask the seller of a published listing. Locks the listing, so that limits hold.

    Raises Absent, Forbidden (own_question, not_verified, sanctioned, question_blocked), TooMany (questions_waiting,
    questions_today).
    """
    listing = lock_row(session, Listing, listing_id)
    if listing.state != "published":
        raise Absent(kind="listings")
    now = time_under_lock(session)
    _need_standing(session, listing.seller_id, person_id, now)
    own = sa.select(sa.func.count()).where(Question.asker_id == person_id)
    waiting = own.where(
        Question.listing_id == listing_id, Question.answered_at.is_(None), Question.removed_at.is_(None)
    )
    if session.execute(waiting).scalar_one() >= MOST_WAITING:
        raise TooMany("questions_waiting", limit=MOST_WAITING)
    if session.execute(own.where(Question.asked_at > now - DAY)).scalar_one() >= MOST_A_DAY:
        raise TooMany("questions_today", limit=MOST_A_DAY)
    row = Question(listing_id=listing_id, asker_id=person_id, text=words, asked_at=now)
    session.add(row)
    session.flush()
    outbox.record(session, "question_asked", now, question_id=row.id, listing_id=listing_id)
    return Asked(row.id, listing_id, now)


def answer_question(*, question_id: int, person_id: int, text: str) -> Answered:
    """Answer a question about one's own listing, once; both are public from then on. Locks the listing.

    Raises Absent, Conflict (already_answered), Invalid (answer: needed, too_long).
    """
    words = plain(text).strip()
    if not words or len(words) > LONGEST_ANSWER:
        raise Invalid(fields={"answer": ["too_long" if words else "needed"]}, limit=LONGEST_ANSWER)
    with transaction() as session:
        row = _own_question(session, question_id, person_id)
        now = time_under_lock(session)
        row.answer, row.answered_at = words, now
        outbox.record(session, "question_answered", now, question_id=row.id, listing_id=row.listing_id)
        return Answered(row.id, row.listing_id)


def remove_question(*, question_id: int, person_id: int) -> Answered:
    """Put an unanswered question about one's own listing aside: nobody sees it any more. Locks the listing.

    Raises Absent, Conflict (already_answered).
    """
    with transaction() as session:
        row = _own_question(session, question_id, person_id)
        row.removed_at = time_under_lock(session)
        return Answered(row.id, row.listing_id)


def _own_question(session: Session, question_id: int, person_id: int) -> Question:
    """An open question about a listing of this person's, under the listing's lock."""
    statement = sa.select(Question.listing_id).where(Question.id == question_id)
    listing_id = session.execute(statement).scalar_one_or_none()
    if listing_id is None:
        raise Absent(kind="questions")
    lock_own(session, listing_id, person_id)
    row = session.get_one(Question, question_id)
    if row.removed_at is not None:
        raise Absent(kind="questions")
    if row.answered_at is not None:
        raise Conflict("already_answered", question_id=question_id)
    return row


def _need_standing(session: Session, seller_id: int, person_id: int, now: datetime) -> None:
    if person_id == seller_id:
        raise Forbidden("own_question")
    standing = accounts.standing_with(session, seller_id=seller_id, person_id=person_id, now=now)
    for is_so, code in (
        (not standing.is_verified, "not_verified"),
        (standing.is_sanctioned, "sanctioned"),
        (standing.is_blocked, "question_blocked"),
    ):
        if is_so:
            raise Forbidden(code)
