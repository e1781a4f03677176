"""What a person has looked at: the newest listings of each, unless they do not want it kept. Never on a bid's road."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.catalogue.models import Listing, View, ViewCount, ViewRefusal
from auction.catalogue.service.watching import add_once
from auction.db import time_under_lock, transaction

MOST_KEPT = 30
NOTED_EVERY = timedelta(minutes=1)


def note_view(*, person_id: int, listing_id: int) -> None:
    """A person looks at somebody else's published listing. Within a minute of the last time nothing is written.

    Locks the person's views. What is beyond the newest MOST_KEPT is forgotten.
    """
    with transaction() as session:
        seen = {
            row.listing_id: row.viewed_at
            for row in session.execute(
                sa.select(View.listing_id, View.viewed_at)
                .where(View.person_id == person_id)
                .order_by(View.listing_id)
                .with_for_update()
            )
        }
        now = time_under_lock(session)
        if not _is_to_note(session, person_id, listing_id):
            return
        if listing_id not in seen:
            if add_once(session, View, person_id=person_id, listing_id=listing_id, viewed_at=now):
                _count(session, listing_id)
            _forget(session, person_id, sorted(seen, key=lambda each: seen[each], reverse=True)[MOST_KEPT - 1 :])
        elif seen[listing_id] <= now - NOTED_EVERY:
            this = sa.and_(View.person_id == person_id, View.listing_id == listing_id)
            session.execute(sa.update(View).where(this).values(viewed_at=now))


def _is_to_note(session: Session, person_id: int, listing_id: int) -> bool:
    is_theirs = sa.exists().where(ViewRefusal.person_id == person_id)
    statement = sa.select(Listing.id).where(
        Listing.id == listing_id, Listing.state == "published", Listing.seller_id != person_id, ~is_theirs
    )
    return session.execute(statement).first() is not None


def _count(session: Session, listing_id: int) -> None:
    if not add_once(session, ViewCount, listing_id=listing_id, people=1):
        session.execute(
            sa.update(ViewCount).where(ViewCount.listing_id == listing_id).values(people=ViewCount.people + 1)
        )


def _forget(session: Session, person_id: int, listing_ids: list[int]) -> None:
    if listing_ids:
        session.execute(sa.delete(View).where(View.person_id == person_id, View.listing_id.in_(listing_ids)))


def clear_views(*, person_id: int) -> None:
    """Forget all that a person has looked at."""
    with transaction() as session:
        session.execute(sa.delete(View).where(View.person_id == person_id))


def keep_views(*, person_id: int, is_kept: bool) -> None:
    """Keep from now on what a person looks at, or keep nothing and forget what there is."""
    with transaction() as session:
        if is_kept:
            session.execute(sa.delete(ViewRefusal).where(ViewRefusal.person_id == person_id))
        else:
            add_once(session, ViewRefusal, person_id=person_id, since=time_under_lock(session))
            session.execute(sa.delete(View).where(View.person_id == person_id))
