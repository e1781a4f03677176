"""Reads of notices. Everything here is asked by and for one person; a stranger's notice does not exist."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.bidding import queries as bidding
from auction.db import db
from auction.notices.models import ALWAYS_MAILED, KINDS, Notice, NoticePreference

PAGE = 30
MOST = 100


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice as its person may see it."""

    id: int
    person_id: int
    kind: str
    auction_id: int | None
    payload: Mapping[str, Any]
    created_at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a person's notices, newest first. `after` is the cursor of the next page, None at the end."""

    notices: list[NoticeView]
    after: str | None


_COLUMNS = (
    Notice.id,
    Notice.person_id,
    Notice.kind,
    Notice.auction_id,
    Notice.payload,
    Notice.created_at,
    Notice.read_at.is_not(None).label("is_read"),
)
_WAITING = sa.and_(Notice.read_at.is_(None), Notice.replaced_at.is_(None))


def page(person_id: int, after: str = "", limit: int = PAGE) -> Page:
    """A person's notices from a cursor on. A cursor that is none begins at the newest."""
    statement = (
        sa.select(*_COLUMNS)
        .where(Notice.person_id == person_id, Notice.replaced_at.is_(None))
        .order_by(Notice.id.desc())
        .limit(limit + 1)
    )
    if after.isascii() and after.isdigit() and len(after) <= 18:
        statement = statement.where(Notice.id < int(after))
    found = [_view(row) for row in db.session.execute(statement)]
    return Page(found[:limit], str(found[limit - 1].id) if len(found) > limit else None)


def some(notice_ids: Collection[int]) -> list[NoticeView]:
    """Certain notices, oldest first, for telling their people."""
    statement = sa.select(*_COLUMNS).where(Notice.id.in_(notice_ids)).order_by(Notice.id)
    return [_view(row) for row in db.session.execute(statement)]


def _view(row: sa.Row[Any]) -> NoticeView:
    return NoticeView(row.id, row.person_id, row.kind, row.auction_id, row.payload, row.created_at, bool(row.is_read))


def unread_count(person_id: int) -> int:
    return unread_counts([person_id]).get(person_id, 0)


def unread_counts(people: Collection[int]) -> dict[int, int]:
    """How many unread notices each has; those with none are missing."""
    statement = (
        sa.select(Notice.person_id, sa.func.count().label("unread"))
        .where(Notice.person_id.in_(people), _WAITING)
        .group_by(Notice.person_id)
    )
    return {row.person_id: row.unread for row in db.session.execute(statement)}


def about(*, auction_id: int | None = None, order_id: int | None = None) -> sa.ColumnElement[bool]:
    """A condition on notices: those about one lot, or about one order."""
    wanted: sa.ColumnElement[bool] = Notice.auction_id == auction_id
    if order_id is not None:
        wanted = Notice.payload["order_id"].as_integer() == order_id
    return wanted


def has_unread_of(person_id: int, *, auction_id: int | None = None, order_id: int | None = None) -> bool:
    """Whether a person has unread notices about one lot, or one order."""
    what = about(auction_id=auction_id, order_id=order_id)
    statement = sa.select(Notice.id).where(Notice.person_id == person_id, _WAITING, what)
    return db.session.execute(statement.limit(1)).first() is not None


def declined(people: Collection[int], session: Session | None = None) -> set[tuple[int, str]]:
    """Which kinds these people do not want by e-mail: (person, kind)."""
    rows = (session or db.session).execute(
        sa.select(NoticePreference.person_id, NoticePreference.kind).where(
            NoticePreference.person_id.in_(people),
            sa.not_(NoticePreference.by_email),
            NoticePreference.kind.not_in(ALWAYS_MAILED),
        )
    )
    return {(person_id, kind) for person_id, kind in rows}


def mailed_kinds(person_id: int) -> frozenset[str]:
    """The kinds of which a person gets mail."""
    refused = {kind for _person_id, kind in declined([person_id])}
    return frozenset(kind for kind in KINDS if kind not in refused)


def has_leader_changed(auction_id: int, seq: int) -> bool:
    """Whether somebody else led after a line of a lot's book than before it."""
    lines = bidding.entries_after(auction_id, seq - 2, limit=2)
    return len(lines) == 2 and lines[0]["leader"] != lines[1]["leader"]


def cancelling_reason(auction_id: int) -> str:
    """The public reason a seller gave for cancelling; empty when there is none. It stands in the book's last line."""
    facts = bidding.whole_book(auction_id).lines[-1].public["facts"]
    return str(facts.get("public_reason", ""))
