"""The shape of listings, pictures and shelves for programs. Holds no meaning; what a draft may be is the service's."""

from __future__ import annotations

from marshmallow import fields

from auction.catalogue.models import CONDITIONS
from auction.shapes import Shape, Text


class WantedTermsIn(Shape):
    """A seller's words about the terms, as typed: amounts in either digit set, times in ISO 8601."""

    currency = Text(most=100)
    starting = Text(most=100)
    reserve = Text(most=100)
    buy_now = Text(most=100)
    opening = Text(most=100, metadata={"enum": ["now", "later"]})
    opens_at = Text(most=100)
    duration = Text(most=100, metadata={"enum": ["1h", "1d", "3d", "5d", "7d", "10d", "14d", "30d", "exact"]})
    ends_at = Text(most=100)
    soft_close = Text(most=100, metadata={"enum": ["on", "off"]})
    window_minutes = Text(most=100)
    extension_minutes = Text(most=100)
    cap_minutes = Text(most=100)


class DraftIn(Shape):
    """What to keep in a draft. A field that is missing stays as it was; nothing need be complete."""

    title = Text(most=300)
    description = Text(most=40_000, metadata={"description": "CommonMark without HTML."})
    language = Text(most=2)
    category = Text(most=60, metadata={"description": "The slug of a category without children."})
    condition = Text(most=12, metadata={"enum": list(CONDITIONS)})
    wanted_terms = fields.Nested(WantedTermsIn)


class PictureOut(Shape):
    id = fields.Integer(required=True)
    alt = fields.String(required=True)
    width = fields.Integer(required=True)
    height = fields.Integer(required=True)
    colour = fields.String(required=True)
    src = fields.String(required=True)
    thumb = fields.String(required=True)
    srcset_webp = fields.String(required=True)
    srcset_jpeg = fields.String(required=True)


class CategoryOut(Shape):
    slug = fields.String(required=True)
    name = fields.String(required=True, metadata={"description": "In the reader's language."})
    icon = fields.String(required=True)
    children = fields.List(fields.Nested("CategoryOut"), required=True)


class AdditionOut(Shape):
    text = fields.String(required=True)
    added_at = fields.AwareDateTime(required=True)


class ListingOut(Shape):
    """What is offered. The terms are the auction's."""

    id = fields.Integer(required=True)
    title = fields.String(required=True)
    description = fields.String(required=True)
    language = fields.String(required=True)
    condition = fields.String(allow_none=True, metadata={"enum": [*CONDITIONS, None]})
    state = fields.String(required=True, metadata={"enum": ["draft", "published"]})
    published_at = fields.AwareDateTime(allow_none=True)
    category = fields.Pluck(CategoryOut, "slug", allow_none=True)
    pictures = fields.List(fields.Nested(PictureOut), required=True)
    additions = fields.List(fields.Nested(AdditionOut), required=True)
