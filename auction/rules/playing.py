"""Plays a stream of bids under any terms and tells its course. Nothing is decided here: the format answers each bid.

- Bids are played in the order they stand in, each at the opening plus its own offset. Whoever wrote them down was
  good to bid, and meant it: a large bid counts as confirmed.
- A refused bid changes nothing but the list of refusals.
- When all have been played the auction is closed at its end, wherever soft close has moved that to. A stream does not
  know that the end moved: nobody in it answers who did not bid when it was recorded.
- What is told is what the public would have seen: prices, the end, whether the reserve is met. Never a maximum.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from auction.rules import formats
from auction.rules.actions import Accept, Bidder, Close, Outcome, PlaceBid, ReserveState
from auction.rules.terms import Terms


class RecordedBid(Protocol):
    """One bid of a stream: who (counted within the stream), how much at most, and how long after the opening."""

    @property
    def bidder_id(self) -> int: ...

    @property
    def amount_minor(self) -> int: ...

    @property
    def offset(self) -> timedelta: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """What the public saw right after an accepted bid."""

    at: datetime
    bidder_id: int
    price_minor: int | None
    reserve: ReserveState
    has_moved_end: bool


@dataclass(frozen=True, slots=True)
class Played:
    """How it went: the end, what came of it, every accepted bid, and for each bid None or the code of its refusal."""

    opens_at: datetime
    planned_end: datetime
    ended_at: datetime
    outcome: Outcome
    moments: tuple[Moment, ...]
    refusals: tuple[str | None, ...]

    @property
    def price_minor(self) -> int | None:
        """Where the price stood at the end, whether or not it was sold. None when nobody bid."""
        return self.moments[-1].price_minor if self.moments else None

    @property
    def bidder_count(self) -> int:
        return len({moment.bidder_id for moment in self.moments})

    @property
    def moves(self) -> int:
        """How often soft close moved the end."""
        return sum(moment.has_moved_end for moment in self.moments)

    @property
    def reserve_met_at(self) -> datetime | None:
        """When the reserve was met; None where there is none, or it never was."""
        return next((moment.at for moment in self.moments if moment.reserve == "met"), None)


def play(terms: Terms, bids: Iterable[RecordedBid]) -> Played:
    """The course of these bids under these terms. The same two always give the same course."""
    format_ = formats.of(terms.format)
    state = format_.opening(terms)
    closes_at = terms.closes_at
    moments: list[Moment] = []
    refusals: list[str | None] = []
    for bid in bids:
        now = terms.opens_at + bid.offset
        action = PlaceBid(Bidder(bid.bidder_id), bid.amount_minor, is_confirmed=True)
        answer = format_.consider(terms, state, action, now)
        if not isinstance(answer, Accept):
            refusals.append(answer.code)
            continue
        state, last = answer.state, answer.events[-1]
        moved, closes_at = last.closes_at != closes_at, last.closes_at
        moments.append(Moment(now, bid.bidder_id, last.price_minor, last.reserve, moved))
        refusals.append(None)
    closed = format_.consider(terms, state, Close(), closes_at)
    if isinstance(closed, Accept):
        state = closed.state
    outcome = format_.settle(terms, state)
    return Played(terms.opens_at, terms.closes_at, closes_at, outcome, tuple(moments), tuple(refusals))
