"""Invented streams of bids, in four kinds. They are made by chance from a seed, so that the same question has the same
answer, and are not taken from anybody's auction."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from auction.rules.streams import Bid, Stream

STARTING: Final = 1_000
"""Where every invented stream begins; it is scaled to the seller's own price afterwards."""
LENGTH: Final = timedelta(days=7)
EACH: Final = 25


def streams_of(kind: str) -> tuple[Stream, ...]:
    """All streams of a kind. KeyError for one that there is not."""
    return tuple(_stream(kind, number) for number in range(1, EACH + 1))


def _stream(kind: str, number: int) -> Stream:
    chance = random.Random(f"{kind} {number}")
    bids = sorted(KINDS[kind](chance), key=lambda bid: bid.offset)
    best: dict[int, int] = {}
    for bid in bids:
        best[bid.bidder_id] = max(bid.amount_minor, best.get(bid.bidder_id, 0))
    runner_up = sorted(best.values())[-2] if len(best) > 1 else STARTING
    return Stream(f"{kind}-{number}", STARTING, max(STARTING, runner_up), LENGTH, tuple(bids))


def _at(chance: random.Random, first: int, last: int) -> timedelta:
    """A moment between two permilles of the auction's time."""
    return timedelta(seconds=chance.randint(first, last) * int(LENGTH.total_seconds()) // 1_000 + chance.randint(0, 59))


def _rising(chance: random.Random, bidder_id: int, most: int, times: list[timedelta]) -> Iterator[Bid]:
    """Somebody who goes up to `most` in as many bids as there are times."""
    for turn, offset in enumerate(sorted(times), start=1):
        so_far = most if turn == len(times) else STARTING + (most - STARTING) * turn // (len(times) + 1)
        yield Bid(bidder_id, so_far - chance.randint(0, so_far // 50), offset)


def _quiet(chance: random.Random) -> Iterator[Bid]:
    """Hardly anybody: from nobody to three, each with one bid not far above the start."""
    for bidder_id in range(1, chance.choice((0, 1, 1, 2, 2, 2, 3, 3)) + 1):
        yield Bid(bidder_id, chance.randint(1_000, 1_700), _at(chance, 50, 950))


def _steady(chance: random.Random) -> Iterator[Bid]:
    """Five to nine people, one to three bids each, all through the auction."""
    for bidder_id in range(1, chance.randint(5, 9) + 1):
        times = [_at(chance, 20, 980) for _turn in range(chance.randint(1, 3))]
        yield from _rising(chance, bidder_id, chance.randint(1_300, 4_500), times)


def _war(chance: random.Random) -> Iterator[Bid]:
    """A few early ones, then three to five who strike in the last two minutes and answer each other while they can."""
    for bidder_id in (1, 2):
        yield Bid(bidder_id, chance.randint(1_200, 2_500), _at(chance, 100, 900))
    for bidder_id in range(3, chance.randint(5, 7) + 1):
        most = chance.randint(2_500, 6_000)
        first = LENGTH - timedelta(seconds=chance.randint(3, 115))
        raises = [first + timedelta(seconds=chance.randint(10, 240)) for _turn in range(chance.randint(2, 5))]
        yield from _rising(chance, bidder_id, most, [first, *raises])


def _collector(chance: random.Random) -> Iterator[Bid]:
    """One who must have it, early or late, and two to four who would take it at a fair price."""
    yield Bid(1, chance.randint(6_000, 12_000), _at(chance, 100, 990))
    for bidder_id in range(2, chance.randint(3, 5) + 1):
        times = [_at(chance, 50, 970) for _turn in range(chance.randint(1, 2))]
        yield from _rising(chance, bidder_id, chance.randint(1_200, 3_000), times)


KINDS: Final[dict[str, Callable[[random.Random], Iterator[Bid]]]] = {
    "quiet": _quiet,
    "steady": _steady,
    "war": _war,
    "collector": _collector,
}
