"""What happens to the pictures somebody sends for a draft: each is cleaned, shelved and hung, or refused by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from auction.catalogue import media, queries, service
from auction.catalogue.pictures import MAX_BYTES
from auction.errors import Conflict, Refusal


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came. Its name is only shown back to its sender."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of each: the ids of the pictures that hang now, and why the others do not."""

    picture_ids: list[int] = field(default_factory=list)
    refused: list[tuple[str, Refusal]] = field(default_factory=list)


LONGEST_READ = MAX_BYTES + 1
"""Reading a little more than is allowed is enough to know that it is too much."""


def take_uploads(*, listing_id: int, person_id: int, uploads: Iterable[Upload]) -> Taken:
    """Hang these pictures on a draft, one transaction each and no lock during image work. One bad file spoils no other.

    Raises Absent, Conflict (already_published).
    """
    own = queries.own_listing(listing_id, person_id)
    if not own.is_draft:
        raise Conflict("already_published", listing_id=listing_id)
    room = service.MOST_PICTURES - len(own.view.pictures)
    taken = Taken()
    for upload in uploads:
        try:
            if len(taken.picture_ids) >= room:
                raise Conflict("too_many_pictures", limit=service.MOST_PICTURES)
            taken.picture_ids.append(_hang(listing_id, person_id, upload))
        except Refusal as refusal:
            taken.refused.append((upload.name, refusal))
    return taken


def _hang(listing_id: int, person_id: int, upload: Upload) -> int:
    picture = media.shelve_upload(upload.content, listing_id)
    try:
        added = service.add_picture(
            listing_id=listing_id,
            person_id=person_id,
            key=picture.key,
            width=picture.width,
            height=picture.height,
            widths=picture.widths,
            colour=picture.colour,
        )
    except Refusal:
        media.drop_unused([picture.key])
        raise
    return added.picture_id
