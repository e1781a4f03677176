"""What people keep an eye on: watched and viewed listings, followed sellers, saved searches. Knows no auctions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auction.catalogue.models import Follow, SavedSearch, View, ViewCount, ViewRefusal, Watch
from auction.db import db
from auction.errors import Absent


@dataclass(frozen=True, slots=True)
class Audience:
    """How many watch a listing, and how many have looked at it."""

    watchers: int
    viewers: int


@dataclass(frozen=True, slots=True)
class SearchView:
    """A saved search, for its person."""

    id: int
    name: str
    wanted: str
    is_alerting: bool
    created_at: datetime
    alerted_at: datetime | None


def watched_by(person_id: int) -> sa.Select[int]:
    """The listings a person watches, for a join."""
    return sa.select(Watch.listing_id).where(Watch.person_id == person_id)


def is_watching(person_id: int, listing_id: int) -> bool:
    statement = sa.select(Watch.person_id).where(Watch.person_id == person_id, Watch.listing_id == listing_id)
    return db.session.execute(statement).first() is not None


def watchers_of(listing_id: int) -> list[int]:
    """Everybody who watches a listing: for the house, not for a page."""
    statement = sa.select(Watch.person_id).where(Watch.listing_id == listing_id).order_by(Watch.watched_at)
    return list(db.session.execute(statement).scalars())


def audiences(listing_ids: Sequence[int]) -> dict[int, Audience]:
    """For each of these listings how many watch it, and how many have looked at it."""
    watchers = db.session.execute(
        sa.select(Watch.listing_id, sa.func.count()).where(Watch.listing_id.in_(listing_ids)).group_by(Watch.listing_id)
    )
    viewers = db.session.execute(
        sa.select(ViewCount.listing_id, ViewCount.people).where(ViewCount.listing_id.in_(listing_ids))
    )
    watching, viewing = ({row[0]: row[1] for row in rows} for rows in (watchers, viewers))
    return {each: Audience(watching.get(each, 0), viewing.get(each, 0)) for each in listing_ids}


def viewed_by(person_id: int) -> list[int]:
    """The listings a person has looked at, the last one first."""
    statement = sa.select(View.listing_id).where(View.person_id == person_id)
    return list(db.session.execute(statement.order_by(View.viewed_at.desc(), View.listing_id)).scalars())


def viewed_at(person_id: int, listing_id: int) -> datetime | None:
    """When a person last looked at a listing, to the minute; None when that is not known."""
    statement = sa.select(View.viewed_at).where(View.person_id == person_id, View.listing_id == listing_id)
    return db.session.execute(statement).scalar_one_or_none()


def keeps_views(person_id: int) -> bool:
    """Whether it is kept what this person looks at."""
    return db.session.execute(sa.select(ViewRefusal.since).where(ViewRefusal.person_id == person_id)).first() is None


def sellers_followed_by(person_id: int) -> list[int]:
    """The sellers a person follows, the last one first."""
    statement = sa.select(Follow.seller_id).where(Follow.person_id == person_id)
    return list(db.session.execute(statement.order_by(Follow.followed_at.desc(), Follow.seller_id)).scalars())


def followers_of(seller_id: int) -> list[int]:
    """Everybody who follows a seller: for the house, not for a page."""
    statement = sa.select(Follow.person_id).where(Follow.seller_id == seller_id).order_by(Follow.followed_at)
    return list(db.session.execute(statement).scalars())


def is_following(person_id: int, seller_id: int) -> bool:
    statement = sa.select(Follow.person_id).where(Follow.person_id == person_id, Follow.seller_id == seller_id)
    return db.session.execute(statement).first() is not None


_SEARCH = (
    SavedSearch.id,
    SavedSearch.name,
    SavedSearch.wanted,
    SavedSearch.is_alerting,
    SavedSearch.created_at,
    SavedSearch.alerted_at,
)


def saved_searches(person_id: int) -> list[SearchView]:
    """A person's saved searches, the last one first."""
    statement = sa.select(*_SEARCH).where(SavedSearch.person_id == person_id).order_by(SavedSearch.id.desc())
    return [SearchView(*row) for row in db.session.execute(statement)]


def saved_search(person_id: int, search_id: int) -> SearchView:
    """One of a person's saved searches. Raises Absent, also for somebody else's."""
    statement = sa.select(*_SEARCH).where(SavedSearch.person_id == person_id, SavedSearch.id == search_id)
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise Absent(kind="saved_searches")
    return SearchView(*row)


def find_saved(person_id: int, wanted: str) -> SearchView | None:
    """A person's saved search of this query string."""
    statement = sa.select(*_SEARCH).where(SavedSearch.person_id == person_id, SavedSearch.wanted == wanted)
    row = db.session.execute(statement).one_or_none()
    return SearchView(*row) if row else None
