"""Another listing like this one: a new draft, or a template to begin drafts from. Pictures share their files."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.catalogue.models import Listing, Picture
from auction.catalogue.service.drafts import Saved, lock_own, refuse_more_drafts
from auction.db import time_under_lock, transaction
from auction.errors import Forbidden

# A time belongs to one sale: a listing like it opens at once, and runs for as long as the house proposes. Promoting is
# paid for, and wished for anew.
ITS_OWN = ("opening", "opens_at", "ends_at", "promote")


def copy_listing(*, listing_id: int, person_id: int, as_template: bool = False) -> Saved:
    """Begin a draft, or a template, with everything that a listing of one's own says: a draft, a template or what is
    published. Locks the listing that is copied, so that none of its pictures goes meanwhile.

    Raises Absent, Forbidden (not_a_seller), Conflict (too_many_drafts).
    """
    with transaction() as session:
        now = time_under_lock(session)
        return copy_own(session, listing_id=listing_id, person_id=person_id, now=now, as_template=as_template)


def copy_own(session: Session, *, listing_id: int, person_id: int, now: datetime, as_template: bool = False) -> Saved:
    """A step: the same within another's transaction. Locks the listing that is copied."""
    source = lock_own(session, listing_id, person_id)
    if not accounts.may_sell(session, person_id, now):
        raise Forbidden("not_a_seller")
    refuse_more_drafts(session, person_id)
    terms = {name: word for name, word in source.wanted_terms.items() if name not in ITS_OWN}
    if terms.get("duration") == "exact":
        del terms["duration"]
    row = Listing(
        seller_id=person_id,
        category_id=source.category_id,
        title=source.title,
        description=source.description,
        language=source.language,
        condition=source.condition,
        wanted_terms=terms,
        specifics=dict(source.specifics),
        delivery=dict(source.delivery),
        country=source.country,
        town=source.town,
        is_template=as_template,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    session.flush()
    _copy_pictures(session, source.id, row.id, now)
    return Saved(row.id, now)


def _copy_pictures(session: Session, source_id: int, listing_id: int, now: datetime) -> None:
    names = ("position", "key", "width", "height", "widths", "colour", "alternative", "caption")
    statement = sa.select(*(getattr(Picture, name) for name in names)).where(Picture.listing_id == source_id)
    for found in session.execute(statement.order_by(Picture.position, Picture.id)).mappings().all():
        session.add(Picture(listing_id=listing_id, added_at=now, **found))
