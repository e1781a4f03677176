"""How an English auction stands: its state, its price, and what of it is public. No question is answered here.

W is the leader's maximum, R the best maximum of anybody else.
- price = the starting price for a sole bidder, otherwise min(W, R + inc(R));
- when the reserve is met the price is at least the reserve;
- the least bid for others = price + inc(price), or the starting price when nobody has bid;
- of equal maxima the earlier one leads.
The reserve is met by an accepted bid or raise that reaches the reserve of its moment, or by the leader's confirmation;
never by a maximum that was there before the reserve came down.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from auction.rules.actions import (
    BookBid,
    Event,
    Facts,
    Kind,
    Outcome,
    ReserveChange,
    ReserveState,
    Sold,
    Standing,
    Unsold,
)
from auction.rules.terms import Terms


class State(NamedTuple):
    """Secret as a whole: `leader_max`, `runner_max` and `reserve_minor` never leave the house.

    `reserve_minor` is the reserve of this moment: None when there is none, 0 when it was taken away under a leader
    whom that does not bind. `is_reserve_met` is True where there is no reserve.
    """

    closes_at: datetime
    reserve_minor: int | None = None
    is_reserve_met: bool = True
    leader_id: int | None = None
    leader_max: int | None = None
    runner_max: int | None = None
    bid_count: int = 0
    price_minor: int | None = None
    outcome: Outcome | None = None

    @property
    def is_ended(self) -> bool:
        return self.outcome is not None


def opening(terms: Terms) -> State:
    return State(terms.closes_at, terms.reserve_minor, terms.reserve_minor is None)


def price(terms: Terms, leader_max: int, runner_max: int | None, met_reserve: int) -> int:
    """What the leader pays if nothing more happens; `met_reserve` is 0 unless there is one and it is met."""
    base = terms.starting_minor if runner_max is None else min(leader_max, terms.increments.after(runner_max))
    return max(base, met_reserve)


def minimum(terms: Terms, state: State) -> int:
    """The least bid of anybody but the leader."""
    return terms.starting_minor if state.price_minor is None else terms.increments.after(state.price_minor)


def reserve_state(state: State) -> ReserveState:
    if state.reserve_minor is None:
        return "none"
    return "met" if state.is_reserve_met else "not_met"


def entered(terms: Terms, state: State, bidder_id: int, amount: int) -> State:
    """The state after an accepted bid or raise. Whether it is acceptable was decided before."""
    leader_id, leader_max, runner_max = state.leader_id, state.leader_max, state.runner_max
    if leader_max is None or bidder_id == leader_id:
        leader_id, leader_max = bidder_id, max(amount, leader_max or 0)
    elif amount > leader_max:
        leader_id, leader_max, runner_max = bidder_id, amount, leader_max
    else:
        runner_max = max(amount, runner_max or 0)
    reserve = state.reserve_minor or 0
    is_met = state.is_reserve_met or amount >= reserve
    return State(
        state.closes_at,
        state.reserve_minor,
        is_met,
        leader_id,
        leader_max,
        runner_max,
        state.bid_count + 1,
        price(terms, leader_max, runner_max, reserve if is_met else 0),
    )


def with_reserve(terms: Terms, state: State, reserve_minor: int | None, *, is_met: bool) -> State:
    """The same bids under another reserve, or with the reserve met."""
    new = state.price_minor
    if state.leader_max is not None:
        new = price(terms, state.leader_max, state.runner_max, (reserve_minor or 0) if is_met else 0)
    return state._replace(reserve_minor=reserve_minor, is_reserve_met=is_met, price_minor=new)


def with_end(state: State, closes_at: datetime) -> State:
    return state._replace(closes_at=closes_at)


def lowered(terms: Terms, state: State, amount: int) -> State:
    """The reserve comes down to `amount`; 0 takes it away, at once only where nobody has bid."""
    if amount == 0 and state.leader_id is None:
        return with_reserve(terms, state, None, is_met=True)
    return with_reserve(terms, state, amount, is_met=False)


def confirmed(terms: Terms, state: State) -> State:
    return with_reserve(terms, state, state.reserve_minor, is_met=True)


def can_confirm(state: State) -> bool:
    """Whether the leader's maximum would meet the reserve if the leader wished."""
    return not state.is_reserve_met and (state.leader_max or 0) >= max(1, state.reserve_minor or 0)


def recomputed(
    terms: Terms, bids: Iterable[BookBid], reserve_changes: Iterable[ReserveChange], closes_at: datetime
) -> State:
    """The state that these bids and reserve changes alone would have led to, in the order of the book."""
    state = opening(terms)._replace(closes_at=closes_at)
    entries: list[BookBid | ReserveChange] = sorted([*bids, *reserve_changes], key=lambda entry: entry.seq)
    for entry in entries:
        match entry:
            case BookBid():
                state = entered(terms, state, entry.bidder_id, entry.amount_minor)
            case ReserveChange(kind="lowered"):
                state = lowered(terms, state, entry.amount_minor or 0)
            case ReserveChange():
                if entry.bidder_id == state.leader_id and can_confirm(state):
                    state = confirmed(terms, state)
    return state


def would_settle(state: State) -> Outcome:
    """Who pays what if it ended now."""
    if state.outcome is not None:
        return state.outcome
    if state.leader_id is None or state.price_minor is None:
        return Unsold("no_bids")
    return Sold(state.leader_id, state.price_minor) if state.is_reserve_met else Unsold("reserve_not_met")


def event(
    kind: Kind,
    state: State,
    *,
    bidder_id: int | None = None,
    secret_minor: int | None = None,
    standing: Standing | None = None,
    facts: Facts | None = None,
) -> Event:
    """The line for the book that leads to `state`."""
    return Event(
        kind,
        bidder_id,
        secret_minor,
        state.price_minor,
        state.leader_id,
        state.closes_at,
        state.bid_count,
        reserve_state(state),
        standing,
        facts or {},
    )


def ended(state: State, outcome: Outcome) -> State:
    return state._replace(outcome=outcome)


def cancelled(state: State) -> State:
    """All bids fall and nothing is sold. Whether a reserve was there stays visible."""
    return State(state.closes_at, state.reserve_minor, state.reserve_minor is None, outcome=Unsold("cancelled"))
