"""The shape of what comes in and goes out of reputation. No business meaning."""

from __future__ import annotations

from marshmallow import fields

from auction.reputation.queries.given import MOST, PAGE
from auction.rules.feedback import LONGEST_TEXT
from auction.rules.scorecards import OF_THE_HOUSE, SHARES, TIMES
from auction.shapes import LARGEST_ID, Shape, Text, WholeNumber, between, one_of


class SaidIn(Shape):
    """What a form of feedback says. Details that were not rated are left out."""

    stars = WholeNumber(required=True, validate=between(1, 5), error_messages={"required": "stars_needed"})
    description = WholeNumber(validate=between(1, 5))
    communication = WholeNumber(validate=between(1, 5))
    dispatch = WholeNumber(validate=between(1, 5))
    charges = WholeNumber(validate=between(1, 5))
    text = Text(most=2 * LONGEST_TEXT, load_default="")  # a form sends each end of line as two letters


class FeedbackIn(Shape):
    """Which feedback to list."""

    side = fields.String(
        data_key="as",
        load_default="seller",
        validate=one_of(["seller", "buyer"]),
        metadata={"description": "What was said of the person as a seller, or as a buyer."},
    )
    after = WholeNumber(load_default=None, validate=between(0, LARGEST_ID))
    limit = WholeNumber(load_default=PAGE, validate=between(1, MOST))


class FeedbackOut(Shape):
    """One feedback. Who gave it is not told; nor, of a buyer, for which lot."""

    id = fields.Integer(required=True)
    stars = fields.Integer(required=True)
    text = fields.String(required=True)
    pictures = fields.List(fields.String(), required=True)
    given_at = fields.String(required=True)
    reply = fields.String(required=True)
    replied_at = fields.String(allow_none=True)
    words_hidden = fields.String(
        required=True, metadata={"description": "Why the staff has hidden the words; or empty."}
    )
    reply_hidden = fields.String(
        required=True, metadata={"description": "Why the staff has hidden the reply; or empty."}
    )
    auction_id = fields.Integer(allow_none=True)
    title = fields.String(allow_none=True)


class SummaryOut(Shape):
    """All of it together. Means in tenths of a star."""

    count = fields.Integer(required=True)
    mean_tenths = fields.Integer(allow_none=True)
    by_stars = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    details_tenths = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "What at least five buyers have rated in detail."},
    )


class FeedbackPageOut(Shape):
    summary = fields.Nested(SummaryOut, required=True)
    feedback = fields.List(fields.Nested(FeedbackOut), required=True)
    after = fields.Integer(allow_none=True, metadata={"description": "Cursor of the next page."})


class FigureOut(Shape):
    """One figure. Without cases and value where it rests on fewer than five cases."""

    name = fields.String(required=True, metadata={"enum": list(OF_THE_HOUSE)})
    unit = fields.String(
        required=True,
        metadata={"enum": ["seconds", "share"], "description": f"Medians: {', '.join(TIMES)}. "
                  f"Shares, in hundredths of a percent: {', '.join(SHARES)}."},
    )  # fmt: skip
    cases = fields.Integer(allow_none=True)
    value = fields.Integer(allow_none=True)


class CardOut(Shape):
    as_of = fields.String(required=True, metadata={"description": "Nothing that happened later is in it."})
    figures = fields.List(fields.Nested(FigureOut), required=True)


class ScorecardOut(CardOut):
    """A scorecard, with those kept at the beginning of each month, newest first."""

    period_days = fields.Integer(required=True)
    orders = fields.Integer(required=True, metadata={"description": "Paid orders in the period."})
    history = fields.List(fields.Nested(CardOut), required=True)
