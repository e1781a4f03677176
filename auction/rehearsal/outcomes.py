"""What comes of streams under terms: each by itself, and many together. Only numbers and times; no words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from auction.bidding.graph import Course, Graph, Step, changes, draw
from auction.rules.actions import Sold
from auction.rules.playing import Played, play
from auction.rules.streams import Stream, fitted
from auction.rules.terms import Terms

Value = TypeVar("Value", int, timedelta)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One stream under one set of terms."""

    name: str
    terms: Terms
    played: Played

    @property
    def is_sold(self) -> bool:
        return isinstance(self.played.outcome, Sold)

    @property
    def why_unsold(self) -> str:
        """no_bids or reserve_not_met; empty where it is sold."""
        outcome = self.played.outcome
        return "" if isinstance(outcome, Sold) else outcome.reason

    @property
    def price_minor(self) -> int | None:
        """Where bidding ended, sold or not; None where nobody bid."""
        return self.played.price_minor

    @property
    def bid_count(self) -> int:
        return len(self.played.moments)

    @property
    def refused_count(self) -> int:
        return len(self.played.refusals) - self.bid_count

    @property
    def length(self) -> timedelta:
        return self.played.ended_at - self.played.opens_at

    @property
    def added(self) -> timedelta:
        """How long after the planned end it would have ended."""
        return self.played.ended_at - self.played.planned_end

    @property
    def graph(self) -> Graph:
        return draw(self._course())

    def _course(self) -> Course:
        played = self.played
        steps = [
            Step(moment.at, moment.price_minor, moment.has_moved_end)
            for moment in played.moments
            if moment.price_minor is not None
        ]
        return Course(
            currency=self.terms.currency,
            starting_minor=self.terms.starting_minor,
            opens_at=played.opens_at,
            planned_end=played.planned_end,
            end=played.ended_at,
            until=played.ended_at,
            steps=changes(steps),
            bid_count=self.bid_count,
            seq=0,
        )


@dataclass(frozen=True, slots=True)
class Spread:
    """Where many values lie: half of them between the quarters."""

    least: int
    lower_quarter: int
    middle: int
    upper_quarter: int
    most: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Many streams under one set of terms. `prices` are of the sold ones, None where none is."""

    streams: int
    sold: int
    without_bids: int
    below_reserve: int
    reserve_met: int
    prices: Spread | None
    bids: int
    bidders: int
    length: timedelta
    extended: int
    longest_added: timedelta


def rehearse(terms: Terms, streams: Iterable[Stream]) -> tuple[Outcome, ...]:
    """Every stream under these terms, each fitted into the time they give."""
    length = terms.closes_at - terms.opens_at
    return tuple(Outcome(stream.name, terms, play(terms, fitted(stream, length).bids)) for stream in streams)


def summary_of(outcomes: Sequence[Outcome]) -> Summary:
    """Raises ValueError when there are none."""
    if not outcomes:
        raise ValueError("nothing was played")
    prices = [outcome.price_minor for outcome in outcomes if outcome.is_sold and outcome.price_minor is not None]
    return Summary(
        streams=len(outcomes),
        sold=len(prices),
        without_bids=_count(outcomes, lambda outcome: outcome.why_unsold == "no_bids"),
        below_reserve=_count(outcomes, lambda outcome: outcome.why_unsold == "reserve_not_met"),
        reserve_met=_count(outcomes, lambda outcome: outcome.played.reserve_met_at is not None),
        prices=spread_of(prices) if prices else None,
        bids=_middle([outcome.bid_count for outcome in outcomes]),
        bidders=_middle([outcome.played.bidder_count for outcome in outcomes]),
        length=_middle([outcome.length for outcome in outcomes]),
        extended=_count(outcomes, lambda outcome: outcome.played.moves > 0),
        longest_added=max(outcome.added for outcome in outcomes),
    )


def spread_of(values: Sequence[int]) -> Spread:
    """Each of the five is one of the values, so that an amount that is shown is one that came out."""
    ordered = sorted(values)

    def at(quarters: int) -> int:
        return ordered[(len(ordered) - 1) * quarters // 4]

    return Spread(at(0), at(1), at(2), at(3), at(4))


def middle_one(outcomes: Sequence[Outcome]) -> int:
    """Which of them is in the middle by price: the one to look at when there is room for one."""
    order = sorted(range(len(outcomes)), key=lambda place: outcomes[place].price_minor or 0)
    return order[(len(order) - 1) // 2]


def _middle(values: Sequence[Value]) -> Value:
    return sorted(values)[(len(values) - 1) // 2]


def _count(outcomes: Sequence[Outcome], is_one: Callable[[Outcome], bool]) -> int:
    return sum(is_one(outcome) for outcome in outcomes)
