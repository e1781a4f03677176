"""Reading what listings of a category are asked, and their answers. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import clock
from auction.catalogue import specifics
from auction.catalogue.models import Attribute, Category, Listing
from auction.catalogue.specifics import AttributeView, Choice, Specific
from auction.db import db
from auction.errors import Absent

_COLUMNS = (
    Attribute.id,
    Attribute.category_id,
    Attribute.slug,
    Attribute.kind,
    Attribute.name_en,
    Attribute.name_ar,
    Attribute.unit_en,
    Attribute.unit_ar,
    Attribute.choices,
    Attribute.is_needed,
    Attribute.retired_at,
)


def attributes_asked(category_id: int | None, session: Session | None = None) -> list[AttributeView]:
    """What listings of a category are asked: by its parent first, then by itself, each in the operator's order."""
    if category_id is None:
        return []
    ranks = _ranks(category_id, session)
    is_asked = Attribute.category_id.in_(ranks), Attribute.retired_at.is_(None)
    found = _views(sa.select(*_COLUMNS).where(*is_asked).order_by(Attribute.position, Attribute.id), session)
    return sorted(found, key=lambda attribute: ranks[attribute.category_id])


def attributes_of(category_id: int) -> list[AttributeView]:
    """A category's own attributes for the operator, retired ones last."""
    order = Attribute.retired_at.is_not(None), Attribute.position, Attribute.id
    return _views(sa.select(*_COLUMNS).where(Attribute.category_id == category_id).order_by(*order))


def attribute(attribute_id: int) -> AttributeView:
    """One attribute. Raises Absent."""
    found = _views(sa.select(*_COLUMNS).where(Attribute.id == attribute_id))
    if not found:
        raise Absent(kind="attributes")
    return found[0]


def count_attributes() -> dict[int, int]:
    """How many attributes each category asks for by itself; those without any are missing."""
    statement = sa.select(Attribute.category_id, sa.func.count()).where(Attribute.retired_at.is_(None))
    return {row[0]: row[1] for row in db.session.execute(statement.group_by(Attribute.category_id))}


def specifics_of(category_id: int | None, typed: Mapping[str, Any]) -> tuple[Specific, ...]:
    """A listing's answers for its page, those to retired attributes among them."""
    return specifics.shown(_answered(category_id, typed), typed, this_year())


def specifics_words(listing: int | Listing, session: Session | None = None) -> str:
    """The answers of a listing as a search finds them, in both languages. Usable in a write transaction.

    Raises Absent for an id that is none.
    """
    if isinstance(listing, int):
        statement = sa.select(Listing.category_id, Listing.specifics).where(Listing.id == listing)
        row = (session or db.session).execute(statement).one_or_none()
        if row is None:
            raise Absent(kind="listings")
        category_id, typed = row
    else:
        category_id, typed = listing.category_id, listing.specifics or {}
    return specifics.search_words(_answered(category_id, typed, session), typed, this_year())


def this_year() -> int:
    return clock.now().year


def _answered(category_id: int | None, typed: Mapping[str, Any], session: Session | None = None) -> list[AttributeView]:
    """The attributes of a listing's shelves that were answered. What was said on another shelf does not count."""
    ids = [int(key) for key, words in typed.items() if words]
    if not ids or category_id is None:
        return []
    ranks = _ranks(category_id, session)
    is_answered = Attribute.id.in_(ids), Attribute.category_id.in_(ranks)
    found = _views(sa.select(*_COLUMNS).where(*is_answered).order_by(Attribute.position, Attribute.id), session)
    return sorted(found, key=lambda attribute: ranks[attribute.category_id])


def _ranks(category_id: int, session: Session | None) -> dict[int, int]:
    """The category and what is above it, the highest first."""
    way: list[int] = []
    current: int | None = category_id
    while current is not None:
        way.insert(0, current)
        parent = sa.select(Category.parent_id).where(Category.id == current)
        current = (session or db.session).execute(parent).scalar_one_or_none()
    return {each: rank for rank, each in enumerate(way)}


def _views(statement: sa.Select[Any], session: Session | None = None) -> list[AttributeView]:
    rows: Sequence[Any] = (session or db.session).execute(statement).all()
    return [
        AttributeView(
            id=row.id,
            category_id=row.category_id,
            slug=row.slug,
            kind=row.kind,
            name_en=row.name_en,
            name_ar=row.name_ar,
            unit_en=row.unit_en,
            unit_ar=row.unit_ar,
            choices=tuple(Choice(**choice) for choice in row.choices),
            is_needed=row.is_needed,
            is_retired=row.retired_at is not None,
        )
        for row in rows
    ]
