"""From draft to published: steps for the transaction that opens the auction, and what may be said afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.catalogue import delivery, specifics
from auction.catalogue.models import Addition, Category, Listing, Picture
from auction.catalogue.queries.attributes import attributes_asked, this_year
from auction.catalogue.service.drafts import lock_own, own_draft, plain
from auction.catalogue.service.indexing import index_listings
from auction.catalogue.service.rates import renew_rates, words_now
from auction.db import time_under_lock, transaction
from auction.errors import Conflict, Invalid

SHORTEST_TITLE, LONGEST_TITLE = 5, 140
SHORTEST_DESCRIPTION, LONGEST_DESCRIPTION = 20, 20_000
LONGEST_ADDITION, MOST_ADDITIONS = 4_000, 50


@dataclass(frozen=True, slots=True)
class ToPublish:
    """A draft with its seller's words about the terms."""

    id: int
    seller_id: int
    title: str
    wanted_terms: Mapping[str, Any]
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Added:
    listing_id: int
    added_at: datetime


def take_for_publishing(session: Session, *, listing_id: int, person_id: int) -> ToPublish:
    """A step: lock a seller's own draft until the transaction ends.

    Raises Absent, Conflict (already_published, is_template).
    """
    row = own_draft(session, listing_id, person_id)
    if row.is_template:
        raise Conflict("is_template", listing_id=listing_id)
    return _to_publish(row)


def _to_publish(row: Listing) -> ToPublish:
    return ToPublish(row.id, row.seller_id, row.title, dict(row.wanted_terms), row.updated_at)


def publishing_faults(session: Session, *, listing_id: int) -> dict[str, list[str]]:
    """A step: what a draft lacks to be shown to buyers, by the fields of the form. Empty when it may be published."""
    row = session.get_one(Listing, listing_id)
    asked = attributes_asked(row.category_id, session)
    currency = str(row.wanted_terms.get("currency") or "USD")
    words = words_now(session, row)
    promised, unread = delivery.read(words, currency)
    faults = {
        "pictures": None if _has_picture(session, listing_id) else "picture_needed",
        "title": _fault_of_title(row.title),
        "category": _fault_of_category(session, row.category_id),
        "condition": None if row.condition else "condition_needed",
        "description": _fault_of_description(row.description),
    }
    return {
        **{field: [code] for field, code in faults.items() if code is not None},
        **specifics.faults(asked, row.specifics, this_year()),
        **unread,
        **delivery.missing(words, promised, delivery.Place(row.country, row.town)),
    }


def mark_published(session: Session, *, listing_id: int, now: datetime) -> None:
    """A step: the listing is now for everybody to see, and its words are fixed."""
    row = session.get_one(Listing, listing_id)
    renew_rates(session, row)
    row.state = "published"
    row.published_at = row.updated_at = now
    index_listings(session, [row])


def drafts_to_publish(session: Session, *, listing_ids: Sequence[int], person_id: int) -> dict[int, ToPublish]:
    """A step: those of these listings that are drafts of this person, as they are now; locks nothing."""
    return {row.id: _to_publish(row) for row in session.execute(_drafts(listing_ids, person_id)).scalars()}


def publish_unchanged(session: Session, *, listings: Mapping[int, datetime], person_id: int, now: datetime) -> bool:
    """A step: lock many drafts of one person and publish them, if each is as it was at its instant; else none.

    Whoever checked them before, without a lock, gives the time each was last changed.
    """
    rows = session.execute(_drafts(list(listings), person_id).with_for_update()).scalars().all()
    if {row.id: row.updated_at for row in rows} != dict(listings):
        return False
    for row in rows:
        renew_rates(session, row)
        row.state = "published"
        row.published_at = row.updated_at = now
    index_listings(session, rows)
    return True


def _drafts(listing_ids: Sequence[int], person_id: int) -> sa.Select[Listing]:
    is_theirs = Listing.seller_id == person_id, Listing.state == "draft", Listing.is_template.is_(False)
    return sa.select(Listing).where(Listing.id.in_(listing_ids), *is_theirs).order_by(Listing.id)


def add_to_description(*, listing_id: int, person_id: int, text: str) -> Added:
    """Add dated words to a published description; nothing that was said is ever changed. Locks the listing.

    Whoever bid before may now retract. Raises Absent, Conflict (not_published, too_many_additions), Invalid (text).
    """
    words = plain(text).strip()
    if not words or len(words) > LONGEST_ADDITION:
        raise Invalid(fields={"text": ["too_long" if words else "needed"]}, limit=LONGEST_ADDITION)
    with transaction() as session:
        row = lock_own(session, listing_id, person_id)
        if row.state != "published":
            raise Conflict("not_published", listing_id=listing_id)
        count = sa.select(sa.func.count()).where(Addition.listing_id == listing_id)
        if session.execute(count).scalar_one() >= MOST_ADDITIONS:
            raise Conflict("too_many_additions", limit=MOST_ADDITIONS)
        now = time_under_lock(session)
        session.add(Addition(listing_id=listing_id, text=words, added_at=now))
        row.updated_at = now
        index_listings(session, [row])
    return Added(listing_id, now)


def _has_picture(session: Session, listing_id: int) -> bool:
    return session.execute(sa.select(Picture.id).where(Picture.listing_id == listing_id).limit(1)).first() is not None


def _fault_of_title(title: str) -> str | None:
    if not title:
        return "title_needed"
    if len(title) < SHORTEST_TITLE:
        return "title_too_short"
    return "title_too_long" if len(title) > LONGEST_TITLE else None


def _fault_of_description(description: str) -> str | None:
    words = description.strip()
    if not words:
        return "description_needed"
    if len(words) < SHORTEST_DESCRIPTION:
        return "description_too_short"
    return "description_too_long" if len(words) > LONGEST_DESCRIPTION else None


def _fault_of_category(session: Session, category_id: int | None) -> str | None:
    if category_id is None:
        return "category_needed"
    below = session.execute(sa.select(Category.id).where(Category.parent_id == category_id).limit(1)).first()
    return "category_too_wide" if below else None
