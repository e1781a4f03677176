"""The shape of budgets in the API. No business meaning."""

from __future__ import annotations

from marshmallow import fields

from auction.shapes import Shape


class BudgetOut(Shape):
    """A budget of yours. Amounts in minor units of `currency`."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    currency = fields.String(required=True)
    total_minor = fields.Integer(allow_none=True, metadata={"description": "Stop at this total; null: no total."})
    most_lots = fields.Integer(allow_none=True, metadata={"description": "Win at most so many; null: any number."})
    committed_minor = fields.Integer(
        required=True,
        metadata={
            "description": "Your maxima where you lead, and what you have won, together: with the buyer's "
            "premium and the taxes by your own address, without delivery."
        },
    )
    committed_lots = fields.Integer(required=True, metadata={"description": "Lots that you lead or have won."})
    free_minor = fields.Integer(
        allow_none=True, metadata={"description": "What is left of the total, counted in the same way."}
    )
    free_lots = fields.Integer(allow_none=True)
    over_minor = fields.Integer(
        required=True,
        metadata={"description": "How far it stands above its total, as when another takes a bid back: bids stand."},
    )
    over_lots = fields.Integer(required=True)
    auction_ids = fields.List(fields.Integer(), required=True)


class BudgetsOut(Shape):
    budgets = fields.List(fields.Nested(BudgetOut), required=True)
