"""A draft's pictures: added, put in order, described, removed. Image work is done before, files go after the commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.catalogue import media
from auction.catalogue.models import Listing, Picture
from auction.catalogue.service.drafts import LONGEST_ALTERNATIVE, one_line, own_draft
from auction.db import after_commit, time_under_lock, transaction
from auction.errors import Absent, Conflict, Invalid

MOST_PICTURES = 24


@dataclass(frozen=True, slots=True)
class PictureAdded:
    """`is_new` is false when the very same picture was there already: an upload that was sent twice."""

    picture_id: int
    position: int
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class PicturesKept:
    """The listing's pictures in their order, by id."""

    listing_id: int
    order: tuple[int, ...]


def add_picture(
    *,
    listing_id: int,
    person_id: int,
    key: str,
    width: int,
    height: int,
    widths: Sequence[int],
    colour: str,
    alternative: str = "",
) -> PictureAdded:
    """Hang a picture, whose files are on the shelf, behind the others of a draft. Locks the listing.

    Raises Absent, Conflict (already_published, too_many_pictures).
    """
    with transaction() as session:
        row = own_draft(session, listing_id, person_id)
        pictures = _pictures(session, listing_id)
        known = next((picture for picture in pictures if picture.key == key), None)
        if known is not None:
            return PictureAdded(known.id, known.position, is_new=False)
        if len(pictures) >= MOST_PICTURES:
            raise Conflict("too_many_pictures", limit=MOST_PICTURES)
        now = time_under_lock(session)
        added = Picture(
            listing_id=listing_id,
            position=pictures[-1].position + 1 if pictures else 0,
            key=key,
            width=width,
            height=height,
            widths=list(widths),
            colour=colour,
            alternative=one_line(alternative)[:LONGEST_ALTERNATIVE],
            added_at=now,
        )
        session.add(added)
        row.updated_at = now
        session.flush()
        return PictureAdded(added.id, added.position)


def arrange_pictures(*, listing_id: int, person_id: int, order: Sequence[int]) -> PicturesKept:
    """Put the pictures in this order. Ids that are not of this listing are passed over; pictures that are not named
    stay behind the others in their old order, so that an upload in another tab is not lost. Locks the listing.

    Raises Absent, Conflict (already_published).
    """
    with transaction() as session:
        row = own_draft(session, listing_id, person_id)
        pictures = _pictures(session, listing_id)
        wanted = {picture_id: place for place, picture_id in reversed(list(enumerate(order)))}
        pictures.sort(key=lambda picture: (wanted.get(picture.id, len(order)), picture.position, picture.id))
        return _kept(session, row, pictures)


def move_picture(*, listing_id: int, person_id: int, picture_id: int, by: int) -> PicturesKept:
    """Move one picture by some places towards the end, or, with a negative number, towards the front.

    Locks the listing. Raises Absent, Conflict (already_published).
    """
    with transaction() as session:
        row = own_draft(session, listing_id, person_id)
        pictures = _pictures(session, listing_id)
        moved = _one(pictures, picture_id)
        place = pictures.index(moved)
        pictures.remove(moved)
        pictures.insert(max(0, place + by), moved)
        return _kept(session, row, pictures)


def describe_picture(*, listing_id: int, person_id: int, picture_id: int, alternative: str) -> None:
    """Say in words what a picture shows, for those who do not see it. Locks the listing.

    Raises Absent, Conflict (already_published), Invalid (alternative: too_long).
    """
    words = one_line(alternative)
    if len(words) > LONGEST_ALTERNATIVE:
        raise Invalid(fields={"alternative": ["too_long"]}, limit=LONGEST_ALTERNATIVE)
    with transaction() as session:
        own_draft(session, listing_id, person_id)
        _one(_pictures(session, listing_id), picture_id).alternative = words


def remove_picture(*, listing_id: int, person_id: int, picture_id: int) -> PicturesKept:
    """Take a picture down; its files go once nobody shows them any more. Locks the listing.

    Raises Absent, Conflict (already_published).
    """
    with transaction() as session:
        row = own_draft(session, listing_id, person_id)
        pictures = _pictures(session, listing_id)
        removed = _one(pictures, picture_id)
        pictures.remove(removed)
        session.delete(removed)
        after_commit(session, partial(media.drop_unused, [removed.key]))
        return _kept(session, row, pictures)


def _kept(session: Session, row: Listing, pictures: Sequence[Picture]) -> PicturesKept:
    for place, picture in enumerate(pictures):
        picture.position = place
    row.updated_at = time_under_lock(session)
    return PicturesKept(row.id, tuple(picture.id for picture in pictures))


def _pictures(session: Session, listing_id: int) -> list[Picture]:
    statement = sa.select(Picture).where(Picture.listing_id == listing_id).order_by(Picture.position, Picture.id)
    return list(session.execute(statement).scalars())


def _one(pictures: Sequence[Picture], picture_id: int) -> Picture:
    for picture in pictures:
        if picture.id == picture_id:
            return picture
    raise Absent(kind="pictures")
