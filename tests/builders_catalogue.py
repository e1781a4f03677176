"""Builders of the catalogue: shelves, drafts and uploads with good defaults. No assertion lives here."""

from __future__ import annotations

import io
from functools import cache
from itertools import count
from typing import Any

from PIL import ExifTags, Image, ImageDraw

from auction.catalogue import media, service
from auction.catalogue.pictures import Picture
from auction.catalogue.service import DraftFields

_numbers = count(1)

SHELVES = [
    {
        "slug": "watches",
        "en": "Watches",
        "ar": "ساعات",
        "icon": "watch",
        "children": [
            {"slug": "wristwatches", "en": "Wristwatches", "ar": "ساعات يد"},
            {"slug": "pocket-watches", "en": "Pocket watches", "ar": "ساعات جيب"},
        ],
    },
    {"slug": "books", "en": "Books", "ar": "كتب", "icon": "book"},
]

TERMS = {"currency": "USD", "starting": "10", "duration": "7d", "soft_close": "on"}


def make_shelves() -> dict[str, int]:
    return service.seed_categories(shelves=SHELVES)


def make_draft(person_id: int, *, has_picture: bool = True, **fields: Any) -> int:
    """A draft that may be published; `fields` are those of DraftFields. Needs make_shelves()."""
    good: dict[str, Any] = {
        "title": "A silver pocket watch",
        "description": "Made about 1890, still running, with its key and its chain.",
        "category": "pocket-watches",
        "condition": "good",
        "wanted_terms": TERMS,
    }
    listing_id = service.create_draft(person_id=person_id).listing_id
    service.save_draft(listing_id=listing_id, person_id=person_id, fields=DraftFields(**(good | fields)))
    if has_picture:
        hang_picture(listing_id, person_id)
    return listing_id


def hang_picture(listing_id: int, person_id: int, *, hue: int | None = None) -> int:
    """Add a small real picture to a draft, files and all. A `hue` of its own makes it another picture."""
    picture = media.shelve(_rendered((37 * (next(_numbers) % 16) if hue is None else hue) % 256), listing_id)
    added = service.add_picture(
        listing_id=listing_id,
        person_id=person_id,
        key=picture.key,
        width=picture.width,
        height=picture.height,
        widths=picture.widths,
        colour=picture.colour,
    )
    return added.picture_id


@cache
def _rendered(hue: int) -> Picture:
    """What the house makes of an upload; the same hue is worked on once in a run."""
    return media.render(upload(hue=hue))


def upload(*, size: tuple[int, int] = (320, 240), kind: str = "JPEG", hue: int = 20, orientation: int = 1) -> bytes:
    """The bytes of a picture: red in its upper half, of this hue below, with a camera's metadata."""
    image = Image.new("HSV", size, (hue % 256, 90, 200)).convert("RGB")
    ImageDraw.Draw(image).rectangle((0, 0, size[0], size[1] // 2), fill="red")
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "A camera that tells"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (24.0, 28.0, 1.0)
    out = io.BytesIO()
    image.save(out, kind, exif=exif.tobytes())
    return out.getvalue()
