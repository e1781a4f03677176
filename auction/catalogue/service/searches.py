"""Saved searches: kept by their query string, with how far their person was told. Knows not what a search finds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import outbox
from auction.catalogue.models import SavedSearch
from auction.catalogue.service.watching import add_once
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Invalid

MOST_SEARCHES = 50
LONGEST_NAME, LONGEST_QUERY = 80, 1000
LOOK_EVERY = timedelta(minutes=10)
ALERT_EVERY = timedelta(days=1)
ALERT_EVERY_WHEN_URGENT = timedelta(hours=1)
URGENT = timedelta(hours=24)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Saved:
    """A search that is kept; `is_new` is False when it was kept before."""

    search_id: int
    name: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A search to be run: for whom, and from when on its finds are news."""

    search_id: int
    person_id: int
    wanted: str
    since: datetime


def save_search(*, person_id: int, name: str, wanted: str) -> Saved:
    """Keep a search under a name; alerts are on. The same search is kept once. `wanted`: its query string.

    Raises Invalid (name needed or too long) and Conflict (too_many_searches, search_too_long).
    """
    name = _good_name(name)
    if len(wanted) > LONGEST_QUERY:
        raise Conflict("search_too_long")
    with transaction() as session:
        own = SavedSearch.person_id == person_id
        if session.execute(sa.select(sa.func.count()).where(own)).scalar_one() >= MOST_SEARCHES:
            raise Conflict("too_many_searches", most=MOST_SEARCHES)
        now = time_under_lock(session)
        is_new = add_once(
            session,
            SavedSearch,
            person_id=person_id,
            name=name,
            wanted=wanted,
            is_alerting=True,
            created_at=now,
            looked_at=now,
            told_until=now,
        )
        this = sa.select(SavedSearch.id, SavedSearch.name).where(own, SavedSearch.wanted == wanted)
        row = session.execute(this).one()
        return Saved(row.id, row.name, is_new)


def change_search(*, person_id: int, search_id: int, name: str, is_alerting: bool) -> None:
    """Rename a search and switch its alerts. What opened while they were off is no news. Locks the search.

    Raises Absent, also for somebody else's, and Invalid.
    """
    name = _good_name(name)
    with transaction() as session:
        search = _own(session, person_id, search_id)
        if is_alerting and not search.is_alerting:
            search.told_until = time_under_lock(session)
        search.name, search.is_alerting = name, is_alerting


def delete_search(*, person_id: int, search_id: int) -> None:
    """Forget a search. Locks it. Raises Absent, also for somebody else's."""
    with transaction() as session:
        session.delete(_own(session, person_id, search_id))


def claim_searches(*, limit: int = 100) -> list[Due]:
    """Take up searches that nobody has run for a while, those that have waited longest first.

    Locks them; what another process has in hand is left out.
    """
    with transaction() as session:
        now = time_under_lock(session)
        rows = session.scalars(
            sa.select(SavedSearch)
            .where(SavedSearch.is_alerting, SavedSearch.looked_at <= now - LOOK_EVERY)
            .order_by(SavedSearch.looked_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            row.looked_at = now
        return [Due(row.id, row.person_id, row.wanted, row.told_until) for row in rows]


def alert(
    *,
    due: Due,
    until: datetime,
    ends_first_at: datetime,
    finds: Sequence[Mapping[str, Any]],
    total: int,
) -> bool:
    """Have a person told what a search has found up to `until`, unless they heard of it too short a time ago.

    At most once a day; once an hour when one of the finds ends within a day. `finds` are plain values to tell, `total`
    counts them all. Locks the search. Says whether they are told; if not, the finds are news the next time, too.
    """
    with transaction() as session:
        search = session.get(SavedSearch, due.search_id, with_for_update=True)
        now = time_under_lock(session)
        if search is None or not search.is_alerting or search.told_until != due.since:
            return False
        if not is_time(search.alerted_at, ends_first_at, now):
            return False
        search.told_until, search.alerted_at = until, now
        payload = {"search_id": search.id, "person_id": search.person_id, "name": search.name, "total": total}
        outbox.record(session, "search_matched", now, **payload, wanted=search.wanted, finds=[*map(dict, finds)])
        return True


def is_time(alerted_at: datetime | None, ends_first_at: datetime, now: datetime) -> bool:
    """Whether a search may be told of again: once a day, and once an hour when something in it ends within a day."""
    if alerted_at is None:
        return True
    apart = ALERT_EVERY_WHEN_URGENT if ends_first_at - now <= URGENT else ALERT_EVERY
    return now - alerted_at >= apart


def _good_name(name: str) -> str:
    name = " ".join(_CONTROLS.sub(" ", name).split())
    if not name:
        raise Invalid(fields={"name": ["needed"]})
    if len(name) > LONGEST_NAME:
        raise Invalid(fields={"name": ["too_long"]})
    return name


def _own(session: Session, person_id: int, search_id: int) -> SavedSearch:
    search = lock_row(session, SavedSearch, search_id)
    if search.person_id != person_id:
        raise Absent(kind=SavedSearch.__tablename__)
    return search
