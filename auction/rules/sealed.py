"""The sealed first-price auction: one secret bid a person, opened at the end, the highest pays what it says.

- Every bid is at least the starting price. Until the end the public sees how many bid, nothing else: not even
  whether the reserve is met.
- A person has one standing bid; a new one replaces it and must be higher. It counts from its own time.
- The highest bid wins and pays itself; of equal bids the one entered earlier. The reserve must be reached.
- The same people may not bid, and the same large bids ask once more, as in every format.
- There is no price to answer and no leader: no soft close, no buy now, no change or confirming of the reserve,
  no early sale. A bid may be retracted by the rules of retraction; what it had replaced stands again.
- The seller may cancel with a public reason, freely without bids, but not in the last 12 hours once there are bids.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias, assert_never

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
    Kind,
    LowerReserve,
    Outcome,
    PlaceBid,
    Postpone,
    Quote,
    Reject,
    ReserveState,
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
from auction.rules.retraction import fallen, own_bids
from auction.rules.seller_changes import LAST_HOURS, cancelling_refusal
from auction.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class SealedState:
    """Secret as a whole. `bids` are the standing (bidder, amount) pairs, the earliest entry first."""

    closes_at: datetime
    bids: tuple[tuple[int, int], ...] = ()
    outcome: Outcome | None = None

    @property
    def is_ended(self) -> bool:
        return self.outcome is not None


Answer: TypeAlias = Accept[SealedState] | Reject


class SealedFirstPrice:
    """No instance holds anything: the state comes in and goes out."""

    @staticmethod
    def opening(terms: Terms) -> SealedState:
        return SealedState(terms.closes_at)

    @staticmethod
    def opened(terms: Terms) -> Event:
        return _event("opened", terms, SealedState(terms.closes_at))

    @staticmethod
    def quote(terms: Terms, state: SealedState, now: datetime) -> Quote:
        stage = phase(terms, state.closes_at, now, is_ended=state.is_ended)
        return Quote(
            phase=stage,
            starting_minor=terms.starting_minor,
            price_minor=_public_price(state),
            minimum_minor=terms.starting_minor if stage in ("scheduled", "open") else None,
            bid_count=len(state.bids),
            leader_id=_public_leader(state),
            closes_at=state.closes_at,
            reserve=_reserve_state(terms, state),
            buy_now_minor=None,
            outcome=state.outcome,
        )

    @staticmethod
    def minimum_for(terms: Terms, state: SealedState, bidder_id: int) -> int:
        own = dict(state.bids).get(bidder_id)
        return terms.starting_minor if own is None else own + 1

    @staticmethod
    def consider(terms: Terms, state: SealedState, action: Action, now: datetime) -> Answer:
        match action:
            case PlaceBid():
                return _place_bid(terms, state, action, now)
            case Retract():
                return _retract(terms, state, action, now)
            case CancelBids():
                return _cancel_bids(terms, state, action, now)
            case EndEarly():
                return _end_early(terms, state, action, now)
            case Close():
                refusal = closing_refusal(state.closes_at, now, is_ended=state.is_ended)
                return refusal or _over("closed", terms, state, SealedFirstPrice.settle(terms, state))
            case BuyNow() | LowerReserve() | ConfirmReserve() | Postpone() | ExtendWith():
                return Reject("not_in_this_format", {"format": "sealed"})
            case _:
                assert_never(action)

    @staticmethod
    def settle(terms: Terms, state: SealedState) -> Outcome:
        if state.outcome is not None:
            return state.outcome
        if not state.bids:
            return Unsold("no_bids")
        winner_id, amount = max(state.bids, key=lambda bid: bid[1])
        return Sold(winner_id, amount) if amount >= (terms.reserve_minor or 0) else Unsold("reserve_not_met")

    @staticmethod
    def could_pay(state: SealedState, bidder_id: int) -> int | None:
        """Whoever has an offer standing may win at it; at the end only the winner owes."""
        match state.outcome:
            case None:
                return dict(state.bids).get(bidder_id)
            case Sold(winner_id=winner_id, hammer_minor=hammer_minor):
                return hammer_minor if bidder_id == winner_id else None
            case Unsold():
                return None

    @staticmethod
    def state_to_plain(state: SealedState) -> dict[str, object]:
        return {
            "closes_at": instant_text(state.closes_at),
            "bids": [list(bid) for bid in state.bids],
            "outcome": outcome_to_plain(state.outcome),
        }

    @staticmethod
    def state_from_plain(plain: Mapping[str, Any]) -> SealedState:
        bids = tuple((bidder_id, amount) for bidder_id, amount in plain["bids"])
        return SealedState(instant(plain["closes_at"]), bids, outcome_from_plain(plain["outcome"]))


def _public_price(state: SealedState) -> int | None:
    return state.outcome.hammer_minor if isinstance(state.outcome, Sold) else None


def _public_leader(state: SealedState) -> int | None:
    return state.outcome.winner_id if isinstance(state.outcome, Sold) else None


def _reserve_state(terms: Terms, state: SealedState) -> ReserveState:
    if terms.reserve_minor is None:
        return "none"
    if state.outcome is None:
        return "hidden"
    return "met" if isinstance(state.outcome, Sold) else "not_met"


def _event(
    kind: Kind,
    terms: Terms,
    state: SealedState,
    *,
    bidder_id: int | None = None,
    secret_minor: int | None = None,
    facts: Facts | None = None,
) -> Event:
    return Event(
        kind,
        bidder_id,
        secret_minor,
        _public_price(state),
        _public_leader(state),
        state.closes_at,
        len(state.bids),
        _reserve_state(terms, state),
        None if secret_minor is None else "sealed",
        facts or {},
    )


def _with_bid(bids: Iterable[tuple[int, int]], bidder_id: int, amount: int) -> tuple[tuple[int, int], ...]:
    return (*(bid for bid in bids if bid[0] != bidder_id), (bidder_id, amount))


def _place_bid(terms: Terms, state: SealedState, action: PlaceBid, now: datetime) -> Answer:
    bidder_id, amount = action.bidder.id, action.amount_minor
    refusal = time_refusal(terms, state.closes_at, now, is_ended=state.is_ended) or person_refusal(terms, action.bidder)
    if refusal is not None:
        return refusal
    own = dict(state.bids).get(bidder_id)
    if own is not None and amount <= own:
        return Reject("not_above_own_maximum", {"maximum_minor": own})
    if amount < terms.starting_minor:
        return Reject("below_minimum", {"minimum_minor": terms.starting_minor})
    refusal = limit_refusal(terms, action.bidder, amount) or large_bid_refusal(terms, action, terms.starting_minor)
    if refusal is not None:
        return refusal
    new = replace(state, bids=_with_bid(state.bids, bidder_id, amount))
    kind: Kind = "bid" if own is None else "raise"
    event = _event(kind, terms, new, bidder_id=bidder_id, secret_minor=amount)
    return Accept(new, (event,))


def _retract(terms: Terms, state: SealedState, action: Retract, now: datetime) -> Answer:
    refusal = time_refusal(terms, state.closes_at, now, is_ended=state.is_ended)
    falling = refusal or fallen(action, state.closes_at, now)
    if isinstance(falling, Reject):
        return falling
    seqs = tuple(bid.seq for bid in falling)
    new = replace(state, bids=_standing(bid for bid in action.bids if bid.seq not in seqs))
    facts: Facts = {"reason": action.reason, "fallen": seqs}
    return Accept(new, (_event("retraction", terms, new, bidder_id=action.bidder_id, facts=facts),))


def _cancel_bids(terms: Terms, state: SealedState, action: CancelBids, now: datetime) -> Answer:
    """Whether a sealed bid is good enough is nobody's business yet: any bid counts as one that qualifies."""
    refusal = time_refusal(terms, state.closes_at, now, is_ended=state.is_ended) or cancelling_refusal(
        action, state.closes_at, now, has_qualifying_bid=bool(state.bids)
    )
    if refusal is not None:
        return refusal
    seqs = tuple(bid.seq for bid in own_bids(action))
    new = replace(state, bids=_standing(bid for bid in action.bids if bid.seq not in seqs))
    facts: Facts = {"public_reason": action.reason.strip(), "by": action.by, "fallen": seqs}
    return Accept(new, (_event("bids_cancelled", terms, new, bidder_id=action.bidder_id, facts=facts),))


def _standing(left: Iterable[BookBid]) -> tuple[tuple[int, int], ...]:
    bids: tuple[tuple[int, int], ...] = ()
    for bid in sorted(left, key=lambda bid: bid.seq):
        bids = _with_bid(bids, bid.bidder_id, bid.amount_minor)
    return bids


def _end_early(terms: Terms, state: SealedState, action: EndEarly, now: datetime) -> Answer:
    refusal = ended_refusal(state.closes_at, now, is_ended=state.is_ended)
    if refusal is not None:
        return refusal
    if action.how == "sell":
        return Reject("not_in_this_format", {"format": "sealed"})
    is_late = state.closes_at - now <= LAST_HOURS
    if is_late and state.bids:
        return Reject("too_late_to_cancel")
    if (is_late or state.bids) and not action.reason.strip():
        return Reject("reason_needed")
    fallen_bids = replace(state, bids=())
    return _over("cancelled", terms, fallen_bids, Unsold("cancelled"), {"public_reason": action.reason.strip()})


def _over(
    kind: Kind, terms: Terms, state: SealedState, outcome: Outcome, facts: Facts | None = None
) -> Accept[SealedState]:
    new = replace(state, outcome=outcome)
    return Accept(new, (_event(kind, terms, new, facts={**outcome_facts(outcome), **(facts or {})}),))
