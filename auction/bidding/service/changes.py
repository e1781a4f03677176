"""Every change of a running auction that is not a bid: buying, retracting, the seller's changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from auction import outbox
from auction.bidding import book, queries
from auction.bidding.book import Lot
from auction.bidding.budgets.guard import hold_budgets
from auction.bidding.sales.common_end import hold_common_ends
from auction.bidding.service.road import (
    Leaders,
    amount_of,
    announce,
    closing_fact,
    need_visible,
    record_outbid,
    refusal_of,
)
from auction.bidding.views import Changed
from auction.catalogue import queries as catalogue
from auction.db import transaction
from auction.errors import Conflict, Forbidden, Invalid
from auction.rules.actions import (
    Accept,
    Action,
    Bidder,
    BuyNow,
    ConfirmReserve,
    EndEarly,
    LowerReserve,
    Reject,
    Retract,
)

LONGEST_REASON = 300


def buy_now(*, auction_id: int, person_id: int) -> Changed:
    """Buy at the fixed price and end the auction at once. Of two buyers one wins.

    Locks the auction, then the buyer's budget that it stands in. Raises Absent, Forbidden (as place_bid), Conflict
    (buy_now_not_offered, ended, budget_exceeded, budget_lots_reached). Whoever has bought it already (a double click, a
    lost answer) is told so again.
    """
    try:
        return change(auction_id, person_id, lambda _session, _lot, bidder, _now: BuyNow(bidder))
    except Conflict:
        seq = queries.own_purchase(auction_id, person_id)
        if seq is None:
            raise
        return Changed(auction_id, seq, queries.public_state(auction_id))


def retract_bid(*, auction_id: int, person_id: int, reason: str) -> Changed:
    """Take back one's bids, as far as the law of retraction goes; the price is recomputed from the book.

    Locks the auction. Raises Absent, Conflict (no_bid_to_retract, unknown_reason, description_unchanged,
    retraction_too_late, ended).
    """

    def action(session: Session, lot: Lot, bidder: Bidder, _now: datetime) -> Action:
        standing = queries.standing_book(session, lot.id)
        changed_at = catalogue.description_changed_at(session, lot.listing_id)
        return Retract(bidder.id, reason, standing.bids, standing.reserve_changes, changed_at)

    return change(auction_id, person_id, action)


def lower_reserve(*, auction_id: int, person_id: int, amount: str) -> Changed:
    """Bring the hidden reserve down while the auction runs; an empty amount takes it away. The seller's alone.

    Locks the auction. Raises Absent, Forbidden (not_your_lot), Invalid, Conflict (see rules.seller_changes).
    """

    def action(_session: Session, lot: Lot, bidder: Bidder, _now: datetime) -> Action:
        _need_seller(bidder)
        return LowerReserve(amount_of(amount, lot) if amount.strip() else None)

    return change(auction_id, person_id, action)


def confirm_reserve(*, auction_id: int, person_id: int) -> Changed:
    """The leader agrees that their maximum meets a lowered reserve. Locks the auction. Raises Absent, Conflict."""
    return change(auction_id, person_id, lambda _session, _lot, bidder, _now: ConfirmReserve(bidder.id))


def end_early(*, auction_id: int, person_id: int, how: str, reason: str = "") -> Changed:
    """End before the time: sell to the leader, or cancel with a public reason, as the law allows. The seller's alone.

    Locks the auction. Raises Absent, Forbidden (not_your_lot), Invalid (how: unknown_choice; reason: too_long),
    Conflict (see rules.seller_changes).
    """

    def action(_session: Session, _lot: Lot, bidder: Bidder, _now: datetime) -> Action:
        _need_seller(bidder)
        return _ending(how, reason)

    return change(auction_id, person_id, action)


def _ending(how: str, reason: str) -> EndEarly:
    """Nothing is guessed here: an end cannot be undone."""
    if how not in ("sell", "cancel"):
        raise Invalid(fields={"how": ["unknown_choice"]})
    return EndEarly("sell" if how == "sell" else "cancel", kept_reason(reason))


def kept_reason(reason: str) -> str:
    """A public reason as the book can hold it. Raises Invalid (reason: too_long)."""
    kept = reason.replace("\0", "").encode("utf-8", "ignore").decode().strip()
    if len(kept) > LONGEST_REASON:
        raise Invalid(fields={"reason": ["too_long"]}, limit=LONGEST_REASON)
    return kept


def _need_seller(bidder: Bidder) -> None:
    if not bidder.is_seller:
        raise Forbidden("not_your_lot")


def change(auction_id: int, person_id: int, action_of: Callable[[Session, Lot, Bidder, datetime], Action]) -> Changed:
    """A step of the verbs that are no bid, which opens their one transaction: lock, clock, rules, book, facts."""
    with transaction() as session:
        lot = book.take(session, auction_id)
        desk = queries.at_desk(session, [(lot, person_id, None)])
        ends = hold_common_ends(session, [lot])
        now, bidder = max(ends.after(desk.now), lot.last_at), desk.asker(lot, person_id)
        ends.follow(lot, now)
        need_visible(lot, bidder, now)
        leaders = Leaders(lot)
        action = action_of(session, lot, bidder, now)
        answer = lot.format.consider(lot.terms, lot.state, action, now)
        if isinstance(action, BuyNow) and isinstance(answer, Accept):
            guard = hold_budgets(session, {lot.id: lot}, desk.budgets)
            answer = guard.refusal(lot, person_id, lot.terms.buy_now_minor or 0) or answer
        if isinstance(answer, Reject):
            raise refusal_of(lot, answer)
        _learn_new_leader(session, lot, answer)
        seq = lot.enter(answer, now)
        book.put_back(session, [lot])
        state = lot.public(now)
        _record_change(session, lot, answer, leaders, now)
        announce(session, state)
    return Changed(lot.id, seq, state, dict(answer.events[0].facts))


def _learn_new_leader(session: Session, lot: Lot, accepted: Accept[object]) -> None:
    """A retraction may bring back a leader whose alias this transaction has not met."""
    wanted = {event.leader_id for event in accepted.events if event.leader_id is not None} - set(lot.aliases)
    if wanted:
        book.learn_aliases(session, lot, sorted(wanted))


def _record_change(session: Session, lot: Lot, accepted: Accept[object], leaders: Leaders, now: datetime) -> None:
    event = accepted.events[0]
    settled = lot.public(now).outcome is not None
    if settled:
        outbox.record(session, "auction_closed", now, **closing_fact(lot))
        return
    record_outbid(session, now, [(lot, leaders.overtaken(lot, but_for=event.bidder_id))])
    if event.kind == "retraction":
        fact = {"auction_id": lot.id, "person_id": event.bidder_id, "new_leader_id": event.leader_id, "seq": lot.seq}
        outbox.record(session, "bid_retracted", now, **fact)
    elif event.kind == "bids_cancelled":
        told = {name: event.facts[name] for name in ("by", "public_reason")}
        fact = {"auction_id": lot.id, "person_id": event.bidder_id, "new_leader_id": event.leader_id, "seq": lot.seq}
        outbox.record(session, "bids_cancelled", now, **fact, **told)
    elif event.kind == "reserve_lowered":
        outbox.record(session, "reserve_lowered", now, auction_id=lot.id, leader_id=event.leader_id, seq=lot.seq)
