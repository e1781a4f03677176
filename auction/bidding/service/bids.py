"""Placing a bid: the hot path. Bids that arrive together in one process are entered in one transaction.

There is one desk for all lots, so that bids on many lots share a commit too. A lot that somebody else holds just then
(another process, a closer) is not waited for there: its bids go on to a desk of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple, TypeAlias

from sqlalchemy.orm import Session

from auction import bulk, clock, metrics
from auction.bidding import book, queries
from auction.bidding.book import Lot
from auction.bidding.budgets.guard import Guard, hold_budgets
from auction.bidding.models import request_name
from auction.bidding.queries import AtDesk
from auction.bidding.sales.common_end import NO_COMMON_ENDS, CommonEnds, hold_common_ends
from auction.bidding.service.road import Leaders, amount_of, announce, need_visible, record_outbid, refusal_of
from auction.bidding.views import Placed, PublicState
from auction.db import end_read, time_under_lock, transaction
from auction.desk import Collect, Desks
from auction.errors import Absent, Conflict, Invalid, Refusal
from auction.rules.actions import Accept, PlaceBid, Reject
from auction.rules.together import is_late

Line: TypeAlias = dict[str, Any]
ALL_LOTS: Final = 0


class BidAsked(NamedTuple):
    """One bid as it lies on a desk. `amount` is the text the bidder typed; the lot's currency gives it meaning."""

    auction_id: int
    person_id: int
    amount: str
    key: str
    is_confirmed: bool = False

    @property
    def request(self) -> str:
        return request_name(self.auction_id, self.person_id, self.key)


class _HeldElsewhere(Exception):
    """Somebody else holds this lot just now."""


def place_bid(*, auction_id: int, person_id: int, amount: str, key: str, is_confirmed: bool = False) -> Placed:
    """Enter a proxy maximum. The same bid with the same `key` gets the first answer again.

    Locks the auction, then the common end of its sale in its last minutes, then the bidder's budget that it stands in,
    as far as there is one; bids that arrive together are entered in one transaction. Raises Absent; Invalid (the
    amount is no amount); Forbidden (own_lot, sanctioned, blocked, not_verified, open_unpaid, approval_needed,
    deposit_needed, above_deposit_limit); Conflict (ended, below_minimum, not_above_own_maximum, confirm_large_bid,
    key_used, budget_exceeded, budget_lots_reached).
    Before the opening it is Absent; for its seller Conflict (not_open_yet).
    """
    started = clock.monotonic()
    end_read()  # whoever waits at the desk holds no connection: the clerk needs one
    asked = BidAsked(auction_id, person_id, amount, key, is_confirmed)
    try:
        try:
            placed = _desks.ask(ALL_LOTS, asked)
        except _HeldElsewhere:
            placed = _desks.ask(auction_id, asked)
    except Refusal as refusal:
        metrics.bids.labels(refusal.code).inc()
        raise
    metrics.bids.labels("repeated" if placed.is_repeat else placed.standing).inc()
    metrics.bid_seconds.observe(clock.monotonic() - started)
    return placed


def _enter_bids(desk: int, collect: Collect[BidAsked]) -> list[Placed | Exception]:
    """Enter what lies on a desk, in its order, in one transaction. What comes for a lot that is locked goes along.

    Each answer carries its lot's state at the transaction's end: what stood between two of them nobody ever saw.
    """
    with transaction() as session:
        lots = _take(session, desk, {one.auction_id for one in collect(None)})
        asked = collect(lambda one: one.auction_id in lots)
        found = queries.at_desk(session, [(lots.get(one.auction_id), one.person_id, one.request) for one in asked])
        ends, found = _hold_late_ends(session, lots, found)
        guard = hold_budgets(session, lots, found.budgets)
        leaders = {lot.id: Leaders(lot) for lot in lots.values()}
        held = _Held(found, guard, ends, leaders)
        lines = [_answer(lots.get(one.auction_id), one, held) for one in asked]
        ends.follow_all(lots.values(), found.now)
        changed = [lot for lot in lots.values() if lot.lines]
        with bulk.together(session):
            book.put_back(session, changed)
            record_outbid(session, found.now, [(lot, leaders[lot.id].overtaken(lot)) for lot in changed])
        ends.put_back()
        states = {lot.id: lot.public(max(found.now, lot.last_at)) for lot in lots.values()}
        for lot in changed:
            announce(session, states[lot.id])
    metrics.bids_per_transaction.observe(sum(one.auction_id in lots for one in asked))
    return [
        line if isinstance(line, Exception) else _placed(lots[one.auction_id], one, line, states[one.auction_id])
        for one, line in zip(asked, lines, strict=True)
    ]


_desks: Desks[BidAsked, Placed] = Desks(_enter_bids)


def _take(session: Session, desk: int, auction_ids: set[int]) -> dict[int, Lot]:
    """Lock the lots of a desk: at the common one those that nobody holds, at a lot's own that one. Raises Absent."""
    taken = book.take_free(session, auction_ids) if desk == ALL_LOTS else [book.take(session, desk)]
    return {lot.id: lot for lot in taken}


def _hold_late_ends(session: Session, lots: Mapping[int, Lot], found: AtDesk) -> tuple[CommonEnds, AtDesk]:
    """Where a lot that ends with others is in its last minutes, its common end is locked, and the clock read anew."""
    if not any(is_late(lot.terms, lot.state.closes_at, max(found.now, lot.last_at)) for lot in lots.values()):
        return NO_COMMON_ENDS, found
    ends = hold_common_ends(session, lots.values())
    return ends, replace(found, now=ends.after(time_under_lock(session)))


@dataclass(frozen=True, slots=True)
class _Held:
    """What all bids of one transaction are judged by."""

    found: AtDesk
    guard: Guard
    ends: CommonEnds
    leaders: Mapping[int, Leaders]


def _answer(lot: Lot | None, asked: BidAsked, held: _Held) -> Line | Exception:
    if lot is None:
        return _HeldElsewhere()
    found, request = held.found, asked.request
    before = found.answered.get(request)
    if before is not None:
        return _repeated(lot, before, asked)
    held.ends.follow(lot, found.now)
    line = _enter_bid(lot, asked, request, held)
    if not isinstance(line, Refusal):
        found.answered[request] = line
        held.leaders[lot.id].note(lot)
        held.ends.note(lot, found.now)
    return line


def _enter_bid(lot: Lot, asked: BidAsked, request: str, held: _Held) -> Line | Refusal:
    bidder, now = held.found.asker(lot, asked.person_id), max(held.found.now, lot.last_at)
    try:
        need_visible(lot, bidder, now)
        amount_minor = amount_of(asked.amount, lot)
    except (Absent, Invalid) as refusal:
        return refusal
    answer = lot.format.consider(lot.terms, lot.state, PlaceBid(bidder, amount_minor, asked.is_confirmed), now)
    if isinstance(answer, Accept) or answer.code == "confirm_large_bid":  # nobody confirms what would be refused anyhow
        answer = held.guard.refusal(lot, bidder.id, amount_minor) or answer
    if isinstance(answer, Reject):
        return refusal_of(lot, answer)
    return lot.line(lot.enter(answer, now, request))


def _repeated(lot: Lot, line: Line, asked: BidAsked) -> Line | Refusal:
    """The first answer again, if this very bid was entered before; another amount with its key is not that bid."""
    try:
        is_same = amount_of(asked.amount, lot) == line["secret_minor"]
    except Invalid as refusal:
        return refusal
    return {**line, "is_repeat": True} if is_same else Conflict("key_used")


def _placed(lot: Lot, asked: BidAsked, line: Line, state: PublicState) -> Placed:
    return Placed(
        auction_id=lot.id,
        seq=line["seq"],
        alias=lot.alias_of(asked.person_id),
        standing=line["standing"],
        maximum_minor=line["secret_minor"],
        salt=line["salt"],
        state=state,
        is_repeat=line.get("is_repeat", False),
    )
