"""Streams of bids to play under terms they were not made under: other amounts, another length, no secret maximum.

- Scaled: every amount of a stream grows or shrinks by one factor, to whole minor units, never below one.
- Fitted: the stream takes as long as the auction. Its last hour (at most half of either length), and what came after
  its end, keeps its distance from the end, because the last minutes are what soft close is about; before it time is
  stretched or shrunk evenly. The order of the bids stays.
- Masked: a winner's bids above the price count as bids AT the price, as the public sees them. What the winner would
  have paid at most is in no masked stream, so no terms can make it show.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from auction.rules.money import MAX_MINOR

LAST_STRETCH: Final = timedelta(hours=1)
_MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Bid:
    """One bid: a maximum, by somebody counted within the stream, so long after the opening."""

    bidder_id: int
    amount_minor: int
    offset: timedelta


@dataclass(frozen=True, slots=True)
class Stream:
    """The bids of one auction in their order, where it began, where it ended, and how long it was planned to run."""

    name: str
    starting_minor: int
    price_minor: int
    length: timedelta
    bids: tuple[Bid, ...]


def scaled(stream: Stream, times: int, by: int) -> Stream:
    """Every amount times `times` / `by`."""

    def of(minor: int) -> int:
        return min(MAX_MINOR, max(1, (2 * minor * times + by) // (2 * by)))

    bids = tuple(replace(bid, amount_minor=of(bid.amount_minor)) for bid in stream.bids)
    return replace(stream, starting_minor=of(stream.starting_minor), price_minor=of(stream.price_minor), bids=bids)


def fitted(stream: Stream, length: timedelta) -> Stream:
    """The same bids in an auction that runs for `length`."""
    if length == stream.length:
        return stream
    kept = min(LAST_STRETCH, stream.length // 2, length // 2)
    wide, narrow = (length - kept) // _MICROSECOND, (stream.length - kept) // _MICROSECOND

    def moved(offset: timedelta) -> timedelta:
        left = stream.length - offset
        if left > kept:
            left = kept + ((left - kept) // _MICROSECOND * wide // narrow) * _MICROSECOND
        return length - left

    return replace(stream, length=length, bids=tuple(replace(bid, offset=moved(bid.offset)) for bid in stream.bids))


def masked(bids: tuple[Bid, ...], leader_id: int | None, price_minor: int) -> tuple[Bid, ...]:
    """The bids with those of whoever led at the end shown at no more than the price."""
    return tuple(
        replace(bid, amount_minor=price_minor) if bid.bidder_id == leader_id and bid.amount_minor > price_minor else bid
        for bid in bids
    )
