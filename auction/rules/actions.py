"""What may be asked of an auction and what the rules answer. Values only; no rule is decided here.

Every action carries all that the rules need to know about the person, so that a format never has to ask.
Amounts are whole minor units of the auction's currency, instants are aware and in UTC.
What every bid makes anew is a NamedTuple: as fixed as a frozen dataclass, and made in a fifth of the time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

Fact: TypeAlias = int | str | tuple[int, ...] | None
Facts: TypeAlias = Mapping[str, Fact]
Kind: TypeAlias = Literal[
    "opened",
    "bid",
    "raise",
    "retraction",
    "bids_cancelled",
    "extension",
    "postponed",
    "extended_with",
    "reserve_lowered",
    "reserve_confirmed",
    "bought",
    "cancelled",
    "ended_early",
    "closed",
]
Phase: TypeAlias = Literal["scheduled", "open", "closing", "ended"]
ReserveState: TypeAlias = Literal["none", "met", "not_met", "hidden"]
Standing: TypeAlias = Literal["leading", "outbid", "outbid_by_equal", "sealed", "bought"]
RetractionReason: TypeAlias = Literal["amount_error", "description_changed"]
UnsoldReason: TypeAlias = Literal["no_bids", "reserve_not_met", "cancelled"]

RETRACTION_REASONS: tuple[RetractionReason, ...] = ("amount_error", "description_changed")


class Bidder(NamedTuple):
    """Who acts, with everything about them that the law asks for.

    `has_deposit` and `limit_minor` tell of what the lot's own terms ask for: whether it is put down, and for bids up to
    which amount, None where nothing limits them.
    """

    id: int
    is_seller: bool = False
    is_sanctioned: bool = False
    is_verified: bool = True
    is_blocked: bool = False
    has_open_unpaid: bool = False
    is_approved: bool = True
    has_deposit: bool = True
    limit_minor: int | None = None


@dataclass(frozen=True, slots=True)
class BookBid:
    """One bid or raise that still stands in the book."""

    seq: int
    bidder_id: int
    amount_minor: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ReserveChange:
    """A lowering of the reserve by the seller, or its confirmation by the leader of that moment."""

    seq: int
    kind: Literal["lowered", "confirmed"]
    amount_minor: int | None = None
    bidder_id: int | None = None


class PlaceBid(NamedTuple):
    bidder: Bidder
    amount_minor: int
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class BuyNow:
    bidder: Bidder


@dataclass(frozen=True, slots=True)
class Retract:
    """`bids` are all standing bids and raises of the lot in book order, everybody's."""

    bidder_id: int
    reason: str
    bids: tuple[BookBid, ...]
    reserve_changes: tuple[ReserveChange, ...] = ()
    description_changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CancelBids:
    """The seller, or the house, takes all bids of one bidder away, for a public reason; the rest is as in Retract."""

    bidder_id: int
    reason: str
    bids: tuple[BookBid, ...]
    reserve_changes: tuple[ReserveChange, ...] = ()
    by: Literal["seller", "house"] = "seller"


@dataclass(frozen=True, slots=True)
class LowerReserve:
    """None or 0 takes the reserve away."""

    amount_minor: int | None


@dataclass(frozen=True, slots=True)
class ConfirmReserve:
    bidder_id: int


@dataclass(frozen=True, slots=True)
class EndEarly:
    how: Literal["sell", "cancel"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """The end has come: asked by anybody's alarm clock, decided by `closes_at`."""


@dataclass(frozen=True, slots=True)
class Postpone:
    """A chained lot waits until another has closed: its end moves to `closes_at`. `behind` is the other's auction."""

    closes_at: datetime
    behind: int


@dataclass(frozen=True, slots=True)
class ExtendWith:
    """A lot that ends with others follows their common end to `closes_at`: moved at `since` by a late bid on the other
    lot `auction_id`.
    """

    closes_at: datetime
    auction_id: int
    since: datetime


Action: TypeAlias = (
    PlaceBid | BuyNow | Retract | CancelBids | LowerReserve | ConfirmReserve | EndEarly | Close | Postpone | ExtendWith
)


@dataclass(frozen=True, slots=True)
class Sold:
    winner_id: int
    hammer_minor: int


@dataclass(frozen=True, slots=True)
class Unsold:
    reason: UnsoldReason


Outcome: TypeAlias = Sold | Unsold


class Event(NamedTuple):
    """One line for the book: what happened and the public state after it.

    `secret_minor` and `standing` are for the one who acted and never enter a public place;
    the book shows a commitment in place of the first. `facts` are public.
    """

    kind: Kind
    bidder_id: int | None
    secret_minor: int | None
    price_minor: int | None
    leader_id: int | None
    closes_at: datetime
    bid_count: int
    reserve: ReserveState
    standing: Standing | None
    facts: Facts


class Quote(NamedTuple):
    """All that the public may see now. `price_minor` is None while nobody has bid or may know."""

    phase: Phase
    starting_minor: int
    price_minor: int | None
    minimum_minor: int | None
    bid_count: int
    leader_id: int | None
    closes_at: datetime
    reserve: ReserveState
    buy_now_minor: int | None
    outcome: Outcome | None


S = TypeVar("S")


class Accept(NamedTuple, Generic[S]):
    state: S
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Reject:
    code: str
    facts: Facts = field(default_factory=dict)
