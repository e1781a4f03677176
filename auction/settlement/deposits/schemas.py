"""The shape of deposits in the API."""

from __future__ import annotations

from marshmallow import fields, validate

from auction.shapes import LONGEST_AMOUNT, Shape


class DepositIn(Shape):
    """Which provider is to take the money; and the limit, where the deposit is a share of it."""

    provider = fields.String(required=True, validate=validate.Length(max=20, error="too_long"))
    limit = fields.String(load_default="", validate=validate.Length(max=LONGEST_AMOUNT, error="too_long"))


class DepositOut(Shape):
    """What is asked for before bidding on a lot, and how the caller stands with it."""

    auction_id = fields.Integer(allow_none=True)
    sale_id = fields.Integer(allow_none=True, metadata={"description": "The sale all of whose lots it opens."})
    currency = fields.String(required=True)
    amount_minor = fields.Integer(allow_none=True, metadata={"description": "A fixed deposit."})
    basis_points = fields.Integer(required=True, metadata={"description": "The share of the limit; 0 with an amount."})
    is_put_down = fields.Boolean(required=True)
    put_down_minor = fields.Integer(required=True)
    limit_minor = fields.Integer(allow_none=True, metadata={"description": "Up to which amount the caller may bid."})
    is_under_way = fields.Boolean(required=True, metadata={"description": "Whether a payment for it waits."})
    next_url = fields.String(allow_none=True, metadata={"description": "Where the payer goes on."})
