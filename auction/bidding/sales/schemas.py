"""The shape of sales in the API. No business meaning."""

from __future__ import annotations

from marshmallow import fields

from auction.bidding.sales.models import APPROVAL_STATES, CLOSINGS
from auction.shapes import Shape


class SaleOut(Shape):
    """An announced sale. Its lots are found by the API of lots and by its page."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    seller = fields.String(required=True)
    phase = fields.String(required=True, metadata={"enum": ["announcing", "announced", "running", "ended"]})
    currency = fields.String(required=True)
    opens_at = fields.AwareDateTime(required=True)
    first_closes_at = fields.AwareDateTime(required=True, metadata={"description": "The planned end of the first lot."})
    last_closes_at = fields.AwareDateTime(
        allow_none=True, metadata={"description": "When the last lot ends as things stand; null until lots are opened."}
    )
    closing = fields.String(
        required=True,
        metadata={
            "enum": list(CLOSINGS),
            "description": "One lot every interval; in a chain, each behind the one before; or all together, at one "
            "end that a late bid on any lot moves for all.",
        },
    )
    interval_seconds = fields.Integer(
        allow_none=True, metadata={"description": "Between two lots; null where all close together."}
    )
    lot_count = fields.Integer(required=True)
    closed_count = fields.Integer(required=True)


class ApprovalOut(Shape):
    """How you stand with a sale."""

    sale_id = fields.Integer(required=True)
    is_needed = fields.Boolean(required=True, metadata={"description": "Whether the seller lets people in one by one."})
    state = fields.String(allow_none=True, metadata={"enum": [*APPROVAL_STATES, None]})
