"""Reading listings: what the public may see, what their seller may, and how a search finds them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import Session

from auction.catalogue import delivery, text
from auction.catalogue.delivery import Delivery, Place
from auction.catalogue.models import Addition, Category, Listing
from auction.catalogue.queries.attributes import attributes_asked, specifics_of
from auction.catalogue.queries.categories import CategoryView, breadcrumbs
from auction.catalogue.queries.pictures import PictureView, covers, pictures_of
from auction.catalogue.specifics import AttributeView, Specific
from auction.db import db
from auction.errors import Absent


@dataclass(frozen=True, slots=True)
class AdditionView:
    """Words added to a description once it was published."""

    text: str
    added_at: datetime

    @property
    def html(self) -> Markup:
        return text.markdown_to_html(self.text)


@dataclass(frozen=True, slots=True)
class ListingView:
    """What is offered, as a page shows it. Nothing of the terms is in here."""

    id: int
    seller_id: int
    title: str
    description: str
    language: str
    condition: str | None
    state: str
    published_at: datetime | None
    updated_at: datetime
    breadcrumbs: tuple[CategoryView, ...]
    pictures: tuple[PictureView, ...]
    additions: tuple[AdditionView, ...]
    specifics: tuple[Specific, ...]
    delivery: Delivery | None
    place: Place
    is_template: bool

    @property
    def description_html(self) -> Markup:
        return text.markdown_to_html(self.description)

    @property
    def category(self) -> CategoryView | None:
        return self.breadcrumbs[-1] if self.breadcrumbs else None


@dataclass(frozen=True, slots=True)
class OwnListing:
    """A listing as its seller works on it, with every word they have typed."""

    view: ListingView
    wanted_terms: Mapping[str, Any]
    specifics: Mapping[str, list[str]]
    delivery: Mapping[str, str]
    asked: tuple[AttributeView, ...]

    @property
    def id(self) -> int:
        return self.view.id

    @property
    def is_draft(self) -> bool:
        return self.view.state == "draft"


@dataclass(frozen=True, slots=True)
class ListingCard:
    """One line on the seller's desk."""

    id: int
    title: str
    state: str
    updated_at: datetime
    published_at: datetime | None
    picture: PictureView | None


_COLUMNS = (
    Listing.id,
    Listing.seller_id,
    Listing.title,
    Listing.description,
    Listing.language,
    Listing.condition,
    Listing.state,
    Listing.published_at,
    Listing.updated_at,
    Listing.category_id,
    Listing.wanted_terms,
    Listing.specifics,
    Listing.delivery,
    Listing.country,
    Listing.town,
    Listing.is_template,
)


def listing(listing_id: int, *, viewer_id: int | None = None) -> ListingView:
    """A listing for whoever looks: a draft is there for its seller alone. Raises Absent."""
    row = _row(listing_id)
    if row.state == "draft" and row.seller_id != viewer_id:
        raise Absent(kind="listings")
    return _view(row)


def own_listing(listing_id: int, person_id: int) -> OwnListing:
    """A listing for its seller, with the terms they wish for. Raises Absent for anybody else."""
    row = _row(listing_id)
    if row.seller_id != person_id:
        raise Absent(kind="listings")
    asked = tuple(attributes_asked(row.category_id))
    return OwnListing(_view(row), dict(row.wanted_terms), dict(row.specifics), dict(row.delivery), asked)


def drafts_of(person_id: int) -> list[ListingCard]:
    """A seller's drafts, the last touched first."""
    return _cards(*_drafts(person_id, is_template=False), order=Listing.updated_at.desc())


def templates_of(person_id: int) -> list[ListingCard]:
    """What a seller begins new listings from, the last touched first."""
    return _cards(*_drafts(person_id, is_template=True), order=Listing.updated_at.desc())


def _drafts(person_id: int, *, is_template: bool) -> tuple[sa.ColumnElement[bool], ...]:
    return Listing.seller_id == person_id, Listing.state == "draft", Listing.is_template.is_(is_template)


def newest_by_title(person_id: int, title: str) -> int | None:
    """A seller's published listing of exactly this title, the newest; None when there is none."""
    is_it = Listing.seller_id == person_id, Listing.state == "published", Listing.title == title
    statement = sa.select(Listing.id).where(*is_it).order_by(Listing.published_at.desc(), Listing.id.desc()).limit(1)
    return db.session.execute(statement).scalar_one_or_none()


def description_changed_at(session: Session, listing_id: int) -> datetime | None:
    """When a published description was last added to; the law of retraction asks. Usable in a write transaction."""
    statement = sa.select(sa.func.max(Addition.added_at)).where(Addition.listing_id == listing_id)
    return session.execute(statement).scalar_one()


def shelves_of(session: Session, listing_ids: Collection[int]) -> dict[int, tuple[tuple[int, ...], str | None]]:
    """Of each listing the path of its categories, its own first, and the country it is in: what taxes ask for. Usable
    in a write transaction.
    """
    rows = session.execute(
        sa.select(Listing.id, Listing.category_id, Listing.country).where(Listing.id.in_(listing_ids))
    ).all()
    above = {row.id: row.parent_id for row in session.execute(sa.select(Category.id, Category.parent_id))}
    return {row.id: (_path(row.category_id, above), row.country) for row in rows}


def _path(category_id: int | None, above: Mapping[int, int | None]) -> tuple[int, ...]:
    path: list[int] = []
    while category_id is not None and category_id not in path:
        path.append(category_id)
        category_id = above.get(category_id)
    return tuple(path)


def title_of(session: Session, listing_id: int) -> str:
    """Usable in a write transaction."""
    return session.execute(sa.select(Listing.title).where(Listing.id == listing_id)).scalar_one()


def _row(listing_id: int) -> sa.Row[Any]:
    row = db.session.execute(sa.select(*_COLUMNS).where(Listing.id == listing_id)).one_or_none()
    if row is None:
        raise Absent(kind="listings")
    return row


def _view(row: sa.Row[Any]) -> ListingView:
    additions = sa.select(Addition.text, Addition.added_at).where(Addition.listing_id == row.id).order_by(Addition.id)
    return ListingView(
        id=row.id,
        seller_id=row.seller_id,
        title=row.title,
        description=row.description,
        language=row.language,
        condition=row.condition,
        state=row.state,
        published_at=row.published_at,
        updated_at=row.updated_at,
        breadcrumbs=tuple(breadcrumbs(row.category_id)),
        pictures=pictures_of(row.id),
        additions=tuple(AdditionView(*found) for found in db.session.execute(additions)),
        specifics=specifics_of(row.category_id, row.specifics),
        delivery=delivery.read(row.delivery, str(row.wanted_terms.get("currency") or "USD"))[0],
        place=Place(row.country, row.town),
        is_template=row.is_template,
    )


def _cards(*conditions: sa.ColumnElement[bool], order: sa.ColumnElement[Any], limit: int = 200) -> list[ListingCard]:
    columns = Listing.id, Listing.title, Listing.state, Listing.updated_at, Listing.published_at
    rows = db.session.execute(
        sa.select(*columns).where(*conditions).order_by(order, Listing.id.desc()).limit(limit)
    ).all()
    pictures = covers([row.id for row in rows])
    return [ListingCard(*row, picture=pictures.get(row.id)) for row in rows]
