"""Watching listings and following sellers: what a person keeps an eye on. Doing either twice changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.catalogue.models import Follow, Listing, Watch
from auction.db import Base, time_under_lock, transaction
from auction.errors import Absent, Conflict

MOST_WATCHED = 500
MOST_FOLLOWED = 500


@dataclass(frozen=True, slots=True)
class Watched:
    """How a person stands with a listing now, and how many watch it."""

    listing_id: int
    is_watched: bool
    watchers: int


@dataclass(frozen=True, slots=True)
class Followed:
    seller_id: int
    is_followed: bool


def watch_listing(*, person_id: int, listing_id: int) -> Watched:
    """Put a listing on a person's watch list. Locks nothing: the key decides between two at once.

    Raises Absent, also for a draft, and Conflict (own_watch, too_many_watches).
    """
    with transaction() as session:
        seller_id = session.execute(
            sa.select(Listing.seller_id).where(Listing.id == listing_id, Listing.state == "published")
        ).scalar_one_or_none()
        if seller_id is None:
            raise Absent(kind="listings")
        if seller_id == person_id:
            raise Conflict("own_watch")
        _refuse_one_more(session, Watch, person_id, MOST_WATCHED, "too_many_watches")
        add_once(session, Watch, person_id=person_id, listing_id=listing_id, watched_at=time_under_lock(session))
        return Watched(listing_id, True, _watchers(session, listing_id))


def unwatch_listing(*, person_id: int, listing_id: int) -> Watched:
    """Take a listing off a person's watch list."""
    with transaction() as session:
        session.execute(sa.delete(Watch).where(Watch.person_id == person_id, Watch.listing_id == listing_id))
        return Watched(listing_id, False, _watchers(session, listing_id))


def follow_seller(*, person_id: int, seller_id: int) -> Followed:
    """Hear when a seller opens a lot. Locks nothing: the key decides between two at once.

    Raises Absent for somebody who does not sell, and Conflict (follow_oneself, too_many_follows).
    """
    with transaction() as session:
        seller = accounts.people([seller_id], session).get(seller_id)
        if seller is None or seller.seller_since is None:
            raise Absent(kind="people")
        if seller_id == person_id:
            raise Conflict("follow_oneself")
        _refuse_one_more(session, Follow, person_id, MOST_FOLLOWED, "too_many_follows")
        add_once(session, Follow, person_id=person_id, seller_id=seller_id, followed_at=time_under_lock(session))
        return Followed(seller_id, True)


def unfollow_seller(*, person_id: int, seller_id: int) -> Followed:
    """No longer hear of a seller."""
    with transaction() as session:
        session.execute(sa.delete(Follow).where(Follow.person_id == person_id, Follow.seller_id == seller_id))
        return Followed(seller_id, False)


def _refuse_one_more(session: Session, model: type[Watch] | type[Follow], person_id: int, most: int, code: str) -> None:
    """A bound on what one person can have the house look after; two at once may pass it by one."""
    kept = session.execute(sa.select(sa.func.count()).where(model.person_id == person_id)).scalar_one()
    if kept >= most:
        raise Conflict(code, most=most)


def _watchers(session: Session, listing_id: int) -> int:
    return session.execute(sa.select(sa.func.count()).where(Watch.listing_id == listing_id)).scalar_one()


def add_once(session: Session, model: type[Base], **values: object) -> bool:
    """A step: add a row unless its key is there already. Says whether it is new."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    first_key = sa.inspect(model).primary_key[0]
    statement = insert(model).values(values).on_conflict_do_nothing().returning(first_key)
    return session.execute(statement).first() is not None
