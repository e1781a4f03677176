"""The English auction with proxy bids: its three questions. How it stands and is priced is in `standing`.

- A bid is a secret maximum. It counts from the opening up to, not including, the end.
- The seller, and anybody sanctioned, blocked, or unverified where the terms ask for it, may not bid.
- Others than the leader bid at least the minimum; the leader raises their own maximum strictly.
- A bid above `large_bid_factor` times the price and above the floor asks once more whether it is meant.
- A bid that changes the leader or the price, late enough, moves the end (`soft_close`): a line of its own.
- The end of a chained lot may be put off, to later only and before it has come (`sales`): a line of its own.
- A lot that ends with others follows their common end (`together`): a line of its own.
- Buy now is offered while no bid stands, or, with a reserve, until it is met. It ends the auction at once.
- An auction that has reached its end is closed once: sold, or unsold for want of bids or of the reserve.
A refusal changes nothing. What the public may see is the Quote and the public part of each Event.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, assert_never

from auction.rules import standing
from auction.rules.actions import (
    Accept,
    Action,
    BookBid,
    BuyNow,
    CancelBids,
    Close,
    ConfirmReserve,
    EndEarly,
    Event,
    ExtendWith,
    Facts,
    LowerReserve,
    Outcome,
    PlaceBid,
    Postpone,
    Quote,
    Reject,
    Retract,
    Sold,
    Unsold,
)
from auction.rules.chain import instant, instant_text
from auction.rules.guards import (
    closing_refusal,
    ended_refusal,
    large_bid_refusal,
    limit_refusal,
    person_refusal,
    phase,
    time_refusal,
)
from auction.rules.outcomes import outcome_facts, outcome_from_plain, outcome_to_plain
from auction.rules.retraction import confirmations_fallen, fallen, own_bids
from auction.rules.sales import postponing_refusal
from auction.rules.seller_changes import cancelling_refusal, confirming_refusal, ending_refusal, lowering_refusal
from auction.rules.soft_close import extended
from auction.rules.standing import State
from auction.rules.terms import Terms
from auction.rules.together import following_refusal

__all__ = ["English", "State"]

Answer = Accept[State] | Reject


class English:
    """No instance holds anything: the state comes in and goes out."""

    @staticmethod
    def opening(terms: Terms) -> State:
        return standing.opening(terms)

    @staticmethod
    def opened(terms: Terms) -> Event:
        """The first line of the book."""
        return standing.event("opened", standing.opening(terms))

    @staticmethod
    def quote(terms: Terms, state: State, now: datetime) -> Quote:
        stage = phase(terms, state.closes_at, now, is_ended=state.is_ended)
        return Quote(
            phase=stage,
            starting_minor=terms.starting_minor,
            price_minor=state.price_minor,
            minimum_minor=standing.minimum(terms, state) if stage in ("scheduled", "open") else None,
            bid_count=state.bid_count,
            leader_id=state.leader_id,
            closes_at=state.closes_at,
            reserve=standing.reserve_state(state),
            buy_now_minor=terms.buy_now_minor if stage != "ended" and _offers_buy_now(state) else None,
            outcome=state.outcome,
        )

    @staticmethod
    def minimum_for(terms: Terms, state: State, bidder_id: int) -> int:
        """The least amount this person may enter. For the leader it tells their own maximum: theirs alone to see."""
        if state.leader_max is not None and bidder_id == state.leader_id:
            return state.leader_max + 1
        return standing.minimum(terms, state)

    @staticmethod
    def consider(terms: Terms, state: State, action: Action, now: datetime) -> Answer:
        match action:
            case PlaceBid():
                return _place_bid(terms, state, action, now)
            case BuyNow():
                return _buy_now(terms, state, action, now)
            case Retract():
                return _retract(terms, state, action, now)
            case CancelBids():
                return _cancel_bids(terms, state, action, now)
            case LowerReserve():
                return _lower_reserve(terms, state, action, now)
            case ConfirmReserve():
                return _confirm_reserve(terms, state, action, now)
            case EndEarly():
                return _end_early(state, action, now)
            case Close():
                return _close(state, now)
            case Postpone():
                return _postpone(terms, state, action, now)
            case ExtendWith():
                return _extend_with(terms, state, action, now)
            case _:
                assert_never(action)

    @staticmethod
    def settle(terms: Terms, state: State) -> Outcome:  # noqa: ARG004 - every format is asked alike
        """Who pays what: the decision if it has ended, otherwise what ending now would decide."""
        return standing.would_settle(state)

    @staticmethod
    def could_pay(state: State, bidder_id: int) -> int | None:
        """The leader's own maximum while it runs, the winner's hammer price at the end; nothing for anybody else."""
        match state.outcome:
            case None:
                return state.leader_max if bidder_id == state.leader_id else None
            case Sold(winner_id=winner_id, hammer_minor=hammer_minor):
                return hammer_minor if bidder_id == winner_id else None
            case Unsold():
                return None

    @staticmethod
    def state_to_plain(state: State) -> dict[str, object]:
        return {
            "closes_at": instant_text(state.closes_at),
            "reserve": state.reserve_minor,
            "met": state.is_reserve_met,
            "leader": state.leader_id,
            "max": state.leader_max,
            "runner": state.runner_max,
            "count": state.bid_count,
            "price": state.price_minor,
            "outcome": outcome_to_plain(state.outcome),
        }

    @staticmethod
    def state_from_plain(plain: Mapping[str, Any]) -> State:
        return State(
            instant(plain["closes_at"]),
            plain["reserve"],
            plain["met"],
            plain["leader"],
            plain["max"],
            plain["runner"],
            plain["count"],
            plain["price"],
            outcome_from_plain(plain["outcome"]),
        )


def _offers_buy_now(state: State) -> bool:
    return state.bid_count == 0 if state.reserve_minor is None else not state.is_reserve_met


def _time_refusal(terms: Terms, state: State, now: datetime) -> Reject | None:
    return time_refusal(terms, state.closes_at, now, is_ended=state.outcome is not None)


def _bid_refusal(terms: Terms, state: State, action: PlaceBid, now: datetime) -> Reject | None:
    refusal = _time_refusal(terms, state, now) or person_refusal(terms, action.bidder)
    if refusal is not None:
        return refusal
    if action.bidder.id == state.leader_id:
        if action.amount_minor <= (state.leader_max or 0):
            return Reject("not_above_own_maximum", {"maximum_minor": state.leader_max})
    elif action.amount_minor < (least := standing.minimum(terms, state)):
        return Reject("below_minimum", {"minimum_minor": least})
    price_minor = state.price_minor or terms.starting_minor
    return limit_refusal(terms, action.bidder, action.amount_minor) or large_bid_refusal(terms, action, price_minor)


def _place_bid(terms: Terms, state: State, action: PlaceBid, now: datetime) -> Answer:
    refusal = _bid_refusal(terms, state, action, now)
    if refusal is not None:
        return refusal
    bidder_id, amount = action.bidder.id, action.amount_minor
    new = standing.entered(terms, state, bidder_id, amount)
    event = standing.event(
        "raise" if bidder_id == state.leader_id else "bid",
        new,
        bidder_id=bidder_id,
        secret_minor=amount,
        standing="leading"
        if new.leader_id == bidder_id
        else ("outbid_by_equal" if amount == new.leader_max else "outbid"),
    )
    if new.price_minor == state.price_minor and new.leader_id == state.leader_id:
        return Accept(new, (event,))
    closes_at = extended(terms, new.closes_at, now)
    if closes_at == new.closes_at:
        return Accept(new, (event,))
    later = standing.with_end(new, closes_at)
    return Accept(later, (event, standing.event("extension", later)))


def _buy_now(terms: Terms, state: State, action: BuyNow, now: datetime) -> Answer:
    refusal = _time_refusal(terms, state, now) or person_refusal(terms, action.bidder)
    if refusal is not None:
        return refusal
    fixed = terms.buy_now_minor
    if fixed is None or not _offers_buy_now(state):
        return Reject("buy_now_not_offered")
    refusal = limit_refusal(terms, action.bidder, fixed)
    if refusal is not None:
        return refusal
    buyer_id = action.bidder.id
    runner = state.runner_max if buyer_id == state.leader_id else state.leader_max
    outcome = Sold(buyer_id, fixed)
    new = state._replace(
        is_reserve_met=True,
        leader_id=buyer_id,
        leader_max=fixed,
        runner_max=runner,
        price_minor=fixed,
        outcome=outcome,
    )
    facts = outcome_facts(outcome)
    return Accept(new, (standing.event("bought", new, bidder_id=buyer_id, standing="bought", facts=facts),))


def _retract(terms: Terms, state: State, action: Retract, now: datetime) -> Answer:
    refusal = _time_refusal(terms, state, now)
    if refusal is not None:
        return refusal
    falling = fallen(action, state.closes_at, now)
    if isinstance(falling, Reject):
        return falling
    new, seqs = _without(terms, state, action, falling)
    facts: Facts = {"reason": action.reason, "fallen": seqs}
    return Accept(new, (standing.event("retraction", new, bidder_id=action.bidder_id, facts=facts),))


def _cancel_bids(terms: Terms, state: State, action: CancelBids, now: datetime) -> Answer:
    has_qualifying_bid = state.bid_count > 0 and state.is_reserve_met
    refusal = _time_refusal(terms, state, now) or cancelling_refusal(
        action, state.closes_at, now, has_qualifying_bid=has_qualifying_bid
    )
    if refusal is not None:
        return refusal
    new, seqs = _without(terms, state, action, own_bids(action))
    facts: Facts = {"public_reason": action.reason.strip(), "by": action.by, "fallen": seqs}
    return Accept(new, (standing.event("bids_cancelled", new, bidder_id=action.bidder_id, facts=facts),))


def _without(
    terms: Terms, state: State, action: Retract | CancelBids, falling: tuple[BookBid, ...]
) -> tuple[State, tuple[int, ...]]:
    """The state that the book without these entries leads to, and the lines that fall."""
    seqs = (*(bid.seq for bid in falling), *confirmations_fallen(action, falling))
    bids = (bid for bid in action.bids if bid.seq not in seqs)
    changes = (change for change in action.reserve_changes if change.seq not in seqs)
    return standing.recomputed(terms, bids, changes, state.closes_at), seqs


def _lower_reserve(terms: Terms, state: State, action: LowerReserve, now: datetime) -> Answer:
    refusal = _time_refusal(terms, state, now) or lowering_refusal(state.reserve_minor, state.is_reserve_met, action)
    if refusal is not None:
        return refusal
    amount = action.amount_minor or 0
    new = standing.lowered(terms, state, amount)
    return Accept(new, (standing.event("reserve_lowered", new, secret_minor=amount),))


def _confirm_reserve(terms: Terms, state: State, action: ConfirmReserve, now: datetime) -> Answer:
    refusal = _time_refusal(terms, state, now) or confirming_refusal(state, action.bidder_id)
    if refusal is not None:
        return refusal
    new = standing.confirmed(terms, state)
    return Accept(new, (standing.event("reserve_confirmed", new, bidder_id=action.bidder_id),))


def _end_early(state: State, action: EndEarly, now: datetime) -> Answer:
    refusal = ended_refusal(state.closes_at, now, is_ended=state.is_ended) or ending_refusal(
        action, state.closes_at, now, has_bids=state.bid_count > 0, is_reserve_met=state.is_reserve_met
    )
    if refusal is not None:
        return refusal
    if action.how == "sell":
        outcome = standing.would_settle(state)
        new = standing.ended(state, outcome)
        return Accept(new, (standing.event("ended_early", new, facts=outcome_facts(outcome)),))
    new = standing.cancelled(state)
    facts = {**outcome_facts(Unsold("cancelled")), "public_reason": action.reason.strip()}
    return Accept(new, (standing.event("cancelled", new, facts=facts),))


def _postpone(terms: Terms, state: State, action: Postpone, now: datetime) -> Answer:
    refusal = _time_refusal(terms, state, now) or postponing_refusal(terms, state.closes_at, action)
    if refusal is not None:
        return refusal
    new = standing.with_end(state, action.closes_at)
    return Accept(new, (standing.event("postponed", new, facts={"behind": action.behind}),))


def _extend_with(terms: Terms, state: State, action: ExtendWith, now: datetime) -> Answer:
    if state.is_ended:
        return Reject("ended", {"closes_at": instant_text(state.closes_at)})
    refusal = following_refusal(terms, state.closes_at, action, now)
    if refusal is not None:
        return refusal
    new = standing.with_end(state, action.closes_at)
    facts: Facts = {"with": action.auction_id, "since": instant_text(action.since)}
    return Accept(new, (standing.event("extended_with", new, facts=facts),))


def _close(state: State, now: datetime) -> Answer:
    refusal = closing_refusal(state.closes_at, now, is_ended=state.is_ended)
    if refusal is not None:
        return refusal
    outcome = standing.would_settle(state)
    new = standing.ended(state, outcome)
    return Accept(new, (standing.event("closed", new, facts=outcome_facts(outcome)),))
