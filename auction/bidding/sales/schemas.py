"""The shape of sales in the API. No business meaning."""

from __future__ import annotations

from marshmallow import fields

from auction.bidding.sales.models import APPROVAL_STATES
from auction.shapes import Shape


class ApprovalOut(Shape):
    """How you stand with a sale."""

    sale_id = fields.Integer(required=True)
    is_needed = fields.Boolean(required=True, metadata={"description": "Whether the seller lets people in one by one."})
    state = fields.String(allow_none=True, metadata={"enum": [*APPROVAL_STATES, None]})
