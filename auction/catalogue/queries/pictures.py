"""Reading pictures: what a page needs to show them. Knows their addresses, never their files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.catalogue.models import Listing, Picture
from auction.db import db

LARGE, SMALL = 960, 240


@dataclass(frozen=True, slots=True)
class PictureView:
    """One picture for a page. `width` and `height` give its shape, `colour` stands there until it has come."""

    id: int
    key: str
    alt: str
    width: int
    height: int
    colour: str
    src: str
    thumb: str
    largest: str
    srcset_webp: str
    srcset_jpeg: str
    alternative: str
    """What the seller wrote; `alt` makes do with the title where this is empty."""
    caption: str
    """What stands below it for everybody; often empty."""


_COLUMNS = (
    Picture.id,
    Picture.listing_id,
    Picture.key,
    Picture.width,
    Picture.height,
    Picture.widths,
    Picture.colour,
    Picture.alternative,
    Picture.caption,
    Listing.title,
)


def pictures_of(listing_id: int) -> tuple[PictureView, ...]:
    """Every picture of a listing in the seller's order; the first is its cover."""
    statement = (
        sa.select(*_COLUMNS)
        .join(Listing, Listing.id == Picture.listing_id)
        .where(Picture.listing_id == listing_id)
        .order_by(Picture.position, Picture.id)
    )
    return tuple(_view(row, number) for number, row in enumerate(db.session.execute(statement), 1))


def covers(listing_ids: Sequence[int]) -> dict[int, PictureView]:
    """The first picture of each listing that has one, in one statement."""
    if not listing_ids:
        return {}
    place = sa.func.row_number().over(partition_by=Picture.listing_id, order_by=(Picture.position, Picture.id))
    ranked = (
        sa.select(*_COLUMNS, place.label("place"))
        .join(Listing, Listing.id == Picture.listing_id)
        .where(Picture.listing_id.in_(listing_ids))
        .subquery()
    )
    statement = sa.select(ranked).where(ranked.c.place == 1)
    return {row.listing_id: _view(row, 1) for row in db.session.execute(statement)}


def keys_in_use(keys: Iterable[str], session: Session | None = None) -> frozenset[str]:
    """Which of these keys any listing still shows."""
    statement = sa.select(Picture.key).where(Picture.key.in_(list(keys))).distinct()
    return frozenset((session or db.session).execute(statement).scalars())


def _view(row: sa.Row[Any], number: int) -> PictureView:
    return picture_view(
        id=row.id,
        key=row.key,
        size=(row.width, row.height),
        widths=row.widths,
        colour=row.colour,
        alt=row.alternative or (row.title if number == 1 else f"{row.title} ({number})"),
        alternative=row.alternative,
        caption=row.caption,
    )


def picture_view(
    *,
    id: int,
    key: str,
    size: tuple[int, int],
    widths: Sequence[int],
    colour: str,
    alt: str,
    alternative: str = "",
    caption: str = "",
) -> PictureView:
    """A picture on the shelf as a page needs it, also for rooms that keep rows of pictures of their own."""
    widths = sorted(widths)
    large = min((width for width in widths if width >= LARGE), default=widths[-1])
    small = min((width for width in widths if width >= SMALL), default=widths[-1])
    return PictureView(
        id=id,
        key=key,
        alt=alt,
        width=size[0],
        height=size[1],
        colour=colour,
        src=_address(key, large, "jpg"),
        thumb=_address(key, small, "jpg"),
        largest=_address(key, widths[-1], "jpg"),
        srcset_webp=_set(key, widths, "webp"),
        srcset_jpeg=_set(key, widths, "jpg"),
        alternative=alternative,
        caption=caption,
    )


def _address(key: str, width: int, kind: str) -> str:
    return f"/media/{key}/{width}.{kind}"


def _set(key: str, widths: Sequence[int], kind: str) -> str:
    return ", ".join(f"{_address(key, width, kind)} {width}w" for width in widths)
