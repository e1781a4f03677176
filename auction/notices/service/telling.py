"""Telling people: one fact tells one person one thing, once.

- A fact that is delivered again makes nothing new: a notice is known by its fact, its person and its kind.
- News about a running lot (PASSING) goes out of date. A newer notice about the lot takes the place of those which the
  person has not read yet, so that a bidding war is one line in their list and not twenty. What comes too late, after
  the person was told of something newer, is not told at all. That a lot ends soon takes no other news' place.
- Whether a notice also goes out by e-mail is settled here: to a confirmed address, unless the person has declined that
  kind. The mail itself follows by the fact `notice_made`, outside this transaction (see `letters`).
- A crowd's letters are spread over time, the first to be named first, so that whatever else is to be delivered
  meanwhile does not wait behind thousands of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction import outbox
from auction.accounts import queries as accounts
from auction.db import after_commit, time_under_lock, transaction
from auction.notices import announcing, queries
from auction.notices.models import ENDING_SOON, OF_QUESTIONS, PASSING, Notice

LETTERS_A_FACT = 20
LETTERS_A_SECOND = 40


@dataclass(frozen=True, slots=True)
class News:
    """What one person is to be told. `payload`: plain values that this person may see."""

    person_id: int
    kind: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """The notices that came of it; those told before are not among them."""

    notice_ids: tuple[int, ...]


def tell_people(
    *,
    fact_id: int,
    auction_id: int | None,
    news: Sequence[News],
    told_before: int = 0,
    mail_after: timedelta = timedelta(),
) -> Told:
    """Write a notice for each person, once, and have it announced live and mailed. Locks nothing: the unique
    constraint decides. For some hundred people at a time; `told_before` says how many the same fact has told already,
    `mail_after` how long its letters wait for what may still be added to it.
    """
    with transaction() as session:
        now = time_under_lock(session)
        fresh = _without_stale(session, fact_id, auction_id, news)
        if not fresh:
            return Told(())
        mailed = _whom_to_mail(session, fresh)
        made = _insert(
            session,
            [
                {
                    "person_id": one.person_id,
                    "kind": one.kind,
                    "fact_id": fact_id,
                    "auction_id": auction_id,
                    "payload": dict(one.payload),
                    "created_at": now,
                    "mail_state": "due" if (one.person_id, one.kind) in mailed else "none",
                }
                for one in fresh
            ],
        )
        newer = [row.person_id for row in made if row.kind not in (ENDING_SOON, *OF_QUESTIONS)]
        _replace_older(session, fact_id, auction_id, newer, now)
        letters = [row.id for row in made if (row.person_id, row.kind) in mailed]
        _record_letters(session, letters, told_before, now + mail_after)
        after_commit(session, partial(announcing.announce, [row.id for row in made]))
    return Told(tuple(row.id for row in made))


def _without_stale(session: Session, fact_id: int, auction_id: int | None, news: Sequence[News]) -> list[News]:
    """Drop passing news about a lot of which the person has been told something newer."""
    passing = [one.person_id for one in news if one.kind in PASSING]
    if auction_id is None or not passing:
        return list(news)
    ahead = set(
        session.execute(
            sa.select(Notice.person_id).where(
                Notice.auction_id == auction_id,
                Notice.person_id.in_(passing),
                Notice.fact_id > fact_id,
                Notice.kind.not_in(OF_QUESTIONS),
            )
        ).scalars()
    )
    return [one for one in news if one.kind not in PASSING or one.person_id not in ahead]


def _whom_to_mail(session: Session, news: Sequence[News]) -> set[tuple[int, str]]:
    people = [one.person_id for one in news]
    readers = accounts.readers_of(people, session)
    declined = queries.declined(people, session)
    return {
        (one.person_id, one.kind)
        for one in news
        if (reader := readers.get(one.person_id)) is not None
        and reader.is_confirmed
        and (one.person_id, one.kind) not in declined
    }


def _insert(session: Session, rows: list[dict[str, Any]]) -> Sequence[sa.Row[int, int, str]]:
    """Add what is not there yet, and say what was added."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(Notice).on_conflict_do_nothing().returning(Notice.id, Notice.person_id, Notice.kind)
    return session.execute(statement, rows).all()


def _record_letters(session: Session, notice_ids: Sequence[int], before: int, now: datetime) -> None:
    for start in range(0, len(notice_ids), LETTERS_A_FACT):
        due_at = now + timedelta(seconds=(before + start) / LETTERS_A_SECOND)
        outbox.record(session, "notice_made", due_at, notice_ids=list(notice_ids[start : start + LETTERS_A_FACT]))


def _replace_older(
    session: Session, fact_id: int, auction_id: int | None, people: Sequence[int], now: datetime
) -> None:
    if auction_id is None or not people:
        return
    session.execute(
        sa.update(Notice)
        .where(
            Notice.auction_id == auction_id,
            Notice.person_id.in_(people),
            Notice.kind.in_(PASSING),
            Notice.fact_id < fact_id,
            Notice.read_at.is_(None),
            Notice.replaced_at.is_(None),
        )
        .values(replaced_at=now)
        .execution_options(synchronize_session=False)
    )
