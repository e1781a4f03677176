"""The shape of what comes in and goes out of bidding. No business meaning."""

from __future__ import annotations

from marshmallow import fields, validate

from auction.bidding.queries.finding import ENDINGS
from auction.catalogue.wording import CONDITIONS
from auction.rules.actions import RETRACTION_REASONS
from auction.rules.formats import FORMATS
from auction.rules.money import CURRENCIES
from auction.shapes import LARGEST_ID, AmountText, Shape, WholeNumber, between, one_of

BID_KEY = "[!-~]{8,64}"  # what any database, log and program can hold


class BidIn(Shape):
    """A proxy maximum as the bidder typed it, in the lot's currency and either digit set."""

    amount = AmountText(required=True, metadata={"example": "1250.50"})
    key = fields.String(
        required=True,
        validate=[
            validate.Length(min=8, max=64, error="invalid_value"),
            validate.Regexp(f"^{BID_KEY}$", error="invalid_value"),
        ],
        metadata={"description": "Made by the caller, one for each bid: a repeat of it gets the first answer."},
    )
    confirmed = fields.Boolean(
        load_default=False, metadata={"description": "Yes, this unusually large amount is meant."}
    )


class RetractIn(Shape):
    reason = fields.String(required=True, validate=one_of(RETRACTION_REASONS))


class StateOut(Shape):
    """The complete public state of an auction at one `seq`. Amounts in minor units of `currency`."""

    auction_id = fields.Integer(required=True)
    seq = fields.Integer(required=True, metadata={"description": "Grows by one with every entry of the book."})
    currency = fields.String(required=True)
    phase = fields.String(required=True, metadata={"enum": ["scheduled", "open", "closing", "ended"]})
    price_minor = fields.Integer(allow_none=True)
    minimum_minor = fields.Integer(
        allow_none=True, metadata={"description": "The least next bid of others than the leader."}
    )
    count = fields.Integer(required=True)
    leader = fields.Integer(allow_none=True, metadata={"description": "The leader's number in this auction."})
    closes_at = fields.String(required=True)
    opens_at = fields.String(required=True)
    ended_at = fields.String(allow_none=True, metadata={"description": "When it really ended."})
    reserve = fields.String(required=True, metadata={"enum": ["none", "met", "not_met"]})
    buy_now_minor = fields.Integer(allow_none=True)
    outcome = fields.String(allow_none=True, metadata={"enum": ["sold", "unsold", None]})
    hammer_minor = fields.Integer(allow_none=True)
    server_now = fields.String(required=True)


class LotOut(Shape):
    """An auction in a list."""

    auction_id = fields.Integer(required=True)
    title = fields.String(required=True)
    url = fields.String(required=True)
    picture = fields.String(allow_none=True)
    state = fields.Nested(StateOut, required=True)


class LotsOut(Shape):
    lots = fields.List(fields.Nested(LotOut), required=True)
    after = fields.String(allow_none=True, metadata={"description": "Cursor of the next page."})
    total = fields.Integer(required=True)
    is_exact = fields.Boolean(
        required=True, metadata={"description": "Whether these are all; if not, there are more than `total`."}
    )
    meant = fields.String(
        required=True, metadata={"description": "The words searched for, where those asked for find nothing; or empty."}
    )


SORTS = ("ending", "new", "price", "price_down", "bids", "relevance")


class LotsIn(Shape):
    """What to list."""

    category = fields.String(load_default=None)
    q = fields.String(load_default="", validate=validate.Length(max=200, error="too_long"))
    sort = fields.String(load_default="ending", validate=one_of(SORTS))
    condition = fields.List(fields.String(validate=one_of(CONDITIONS)), load_default=[])
    currency = fields.String(load_default="", validate=one_of(["", *CURRENCIES]))
    from_ = fields.String(
        data_key="from",
        load_default="",
        validate=validate.Length(max=32, error="too_long"),
        metadata={"description": "The lowest price in `currency`, as text."},
    )
    to = fields.String(load_default="", validate=validate.Length(max=32, error="too_long"))
    format = fields.String(load_default="", validate=one_of(["", *FORMATS]))
    ending = fields.String(load_default="", validate=one_of(["", *ENDINGS]))
    bids = fields.String(load_default="", validate=one_of(["", "with", "without"]))
    buy_now = fields.Boolean(load_default=False)
    state = fields.String(load_default="running", validate=one_of(["running", "ended"]))
    after = fields.String(load_default="", validate=validate.Length(max=120, error="too_long"))
    limit = WholeNumber(load_default=24, validate=between(1, 100))


class OwnOut(Shape):
    """One's own part in an auction, for the caller alone."""

    alias = fields.Integer(allow_none=True)
    has_bid = fields.Boolean(required=True)
    is_leading = fields.Boolean(required=True)
    maximum_minor = fields.Integer(allow_none=True)


class AskedDepositOut(Shape):
    """What is to be put down before bidding: an amount, or a share of the limit; and how the caller stands with it."""

    amount_minor = fields.Integer(allow_none=True)
    basis_points = fields.Integer(required=True, metadata={"description": "The share of the limit; 0 with an amount."})
    sale_id = fields.Integer(allow_none=True, metadata={"description": "The sale all of whose lots it opens."})
    is_put_down = fields.Boolean(required=True)
    limit_minor = fields.Integer(allow_none=True, metadata={"description": "Up to which amount the caller may bid."})


class AuctionOut(StateOut):
    """A state, with the caller's own part when they are signed in, and the book's entries after `?after=`."""

    is_promoted = fields.Boolean(
        required=True, metadata={"description": "Whether it stands, by its turn and labelled, among the promoted lots."}
    )
    deposit = fields.Nested(AskedDepositOut, allow_none=True)
    you = fields.Nested(OwnOut, allow_none=True)
    entries = fields.List(fields.Dict(), metadata={"description": "Public entries after the given seq, oldest first."})


class PlacedOut(Shape):
    """How an accepted bid stands. `salt` is the bidder's receipt for the commitment in the public book."""

    seq = fields.Integer(required=True)
    alias = fields.Integer(required=True, metadata={"description": "Your number in this auction."})
    is_leading = fields.Boolean(required=True)
    outcome = fields.String(required=True, metadata={"enum": ["leading", "outbid", "outbid_by_equal"]})
    maximum_minor = fields.Integer(required=True)
    salt = fields.String(required=True)
    is_repeat = fields.Boolean(required=True)
    auction = fields.Nested(StateOut, required=True)


class ChangedOut(Shape):
    """The state after any other accepted change."""

    seq = fields.Integer(required=True)
    auction = fields.Nested(StateOut, required=True)


class BookOut(Shape):
    """The public book; check it with the verifier that the house offers."""

    auction_id = fields.Integer(required=True)
    terms = fields.Dict(required=True)
    entries = fields.List(fields.Dict(), required=True)


class AfterIn(Shape):
    after = WholeNumber(load_default=None, validate=between(0, LARGEST_ID))


class ClockOut(Shape):
    now = fields.String(required=True)


class WatchedOut(Shape):
    auction_id = fields.Integer(required=True)
    is_watched = fields.Boolean(required=True)
    watchers = fields.Integer(required=True, metadata={"description": "How many people watch the lot."})


class WatchListOut(Shape):
    lots = fields.List(fields.Nested(LotOut), required=True)


class SuggestIn(Shape):
    q = fields.String(load_default="", validate=validate.Length(max=200, error="too_long"))


class SuggestedLotOut(Shape):
    title = fields.String(required=True)
    url = fields.String(required=True)


class SuggestedCategoryOut(Shape):
    name = fields.String(required=True, metadata={"description": "In the reader's language."})
    url = fields.String(required=True)


class SuggestionsOut(Shape):
    """What somebody may be about to type, the likeliest first."""

    lots = fields.List(fields.Nested(SuggestedLotOut), required=True)
    categories = fields.List(fields.Nested(SuggestedCategoryOut), required=True)
