"""The shape of what comes in and goes out of notices. No business meaning."""

from __future__ import annotations

from marshmallow import fields

from auction.notices.models import KINDS
from auction.notices.queries import MOST, PAGE
from auction.shapes import LARGEST_ID, Shape, between


class NoticesIn(Shape):
    after = fields.String(load_default="", metadata={"description": "The cursor that the page before gave."})
    limit = fields.Integer(load_default=PAGE, validate=between(1, MOST))


class NoticeOut(Shape):
    """One notice, worded in the caller's language."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True, metadata={"enum": list(KINDS)})
    title = fields.String(required=True)
    text = fields.String(required=True)
    url = fields.String(required=True)
    auction_id = fields.Integer(allow_none=True)
    created_at = fields.String(required=True)
    is_read = fields.Boolean(required=True)


class NoticesOut(Shape):
    notices = fields.List(fields.Nested(NoticeOut), required=True)
    after = fields.String(allow_none=True, metadata={"description": "Cursor of the next page."})
    unread = fields.Integer(required=True)


class ReadIn(Shape):
    """Which notices are read: one, all about one auction, or all."""

    notice_id = fields.Integer(load_default=None, allow_none=True, validate=between(1, LARGEST_ID))
    auction_id = fields.Integer(load_default=None, allow_none=True, validate=between(1, LARGEST_ID))


class UnreadOut(Shape):
    unread = fields.Integer(required=True)
