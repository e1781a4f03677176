"""Placing a bid: the hot path. Bids that arrive together for one lot in one process are entered in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from auction import clock, metrics
from auction.bidding import book, queries
from auction.bidding.book import Lot
from auction.bidding.desk import Collect, Desks
from auction.bidding.service.road import Leaders, amount_of, announce, need_visible, record_outbid, refusal_of
from auction.bidding.views import Placed, PublicState
from auction.db import end_read, transaction
from auction.errors import Absent, Conflict, Invalid, Refusal
from auction.rules.actions import Bidder, PlaceBid, Reject

Line: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BidAsked:
    """One bid as it lies on a desk. `amount` is the text the bidder typed; the lot's currency gives it meaning."""

    person_id: int
    amount: str
    key: str
    is_confirmed: bool = False


def place_bid(*, auction_id: int, person_id: int, amount: str, key: str, is_confirmed: bool = False) -> Placed:
    """Enter a proxy maximum. The same bid with the same `key` gets the first answer again.

    Locks the auction; bids that arrive together are entered in one transaction. Raises Absent; Invalid (the amount is
    no amount); Forbidden (own_lot, sanctioned, blocked, not_verified); Conflict (ended, below_minimum,
    not_above_own_maximum, confirm_large_bid, key_used).
    Before the opening it is Absent; for its seller Conflict (not_open_yet).
    """
    started = clock.monotonic()
    end_read()  # whoever waits at the desk holds no connection: the clerk needs one
    try:
        placed = _desks.ask(auction_id, BidAsked(person_id, amount, key, is_confirmed))
    except Refusal as refusal:
        metrics.bids.labels(refusal.code).inc()
        raise
    metrics.bids.labels("repeated" if placed.is_repeat else placed.standing).inc()
    metrics.bid_seconds.observe(clock.monotonic() - started)
    return placed


def _enter_bids(auction_id: int, collect: Collect[BidAsked]) -> list[Placed | Exception]:
    """Enter all bids that lie on one lot's desk, in their order, in one transaction.

    Each answer carries the lot's state at the transaction's end: what stood between two of them nobody ever saw.
    """
    with transaction() as session:
        lot = book.take(session, auction_id)
        asked = collect()
        desk = queries.at_desk(
            session,
            auction_id=lot.id,
            seller_id=lot.seller_id,
            asked=[(one.person_id, one.key) for one in asked],
        )
        lot.aliases |= desk.aliases
        now = max(desk.now, lot.last_at)
        leaders = Leaders(lot)
        lines: list[Line | Refusal] = []
        for one in asked:
            before = desk.answered.get((one.person_id, one.key))
            if before is not None:
                lines.append(_repeated(lot, before, one))
                continue
            line = _enter_bid(lot, one, desk.asker(one.person_id), now)
            lines.append(line)
            if not isinstance(line, Refusal):
                desk.answered[one.person_id, one.key] = line
                leaders.note(lot)
        state = lot.public(now)
        if lot.lines:
            book.put_back(session, [lot], now)
            record_outbid(session, lot, leaders, now)
            announce(session, state)
    metrics.bids_per_transaction.observe(len(asked))
    return [
        line if isinstance(line, Refusal) else _placed(lot, one.person_id, line, state)
        for one, line in zip(asked, lines, strict=True)
    ]


_desks: Desks[BidAsked, Placed] = Desks(_enter_bids)


def _enter_bid(lot: Lot, asked: BidAsked, bidder: Bidder, now: datetime) -> Line | Refusal:
    try:
        need_visible(lot, bidder, now)
        amount_minor = amount_of(asked.amount, lot)
    except (Absent, Invalid) as refusal:
        return refusal
    answer = lot.format.consider(lot.terms, lot.state, PlaceBid(bidder, amount_minor, asked.is_confirmed), now)
    if isinstance(answer, Reject):
        return refusal_of(lot, answer)
    return lot.line(lot.enter(answer, now, asked.key))


def _repeated(lot: Lot, line: Line, asked: BidAsked) -> Line | Refusal:
    """The first answer again, if this very bid was entered before; another amount with its key is not that bid."""
    try:
        is_same = amount_of(asked.amount, lot) == line["secret_minor"]
    except Invalid as refusal:
        return refusal
    return {**line, "is_repeat": True} if is_same else Conflict("key_used")


def _placed(lot: Lot, person_id: int, line: Line, state: PublicState) -> Placed:
    return Placed(
        auction_id=lot.id,
        seq=line["seq"],
        alias=lot.alias_of(person_id),
        standing=line["standing"],
        maximum_minor=line["secret_minor"],
        salt=line["salt"],
        state=state,
        is_repeat=line.get("is_repeat", False),
    )
