"""Placing a bid: the hot path. Bids that arrive together for one lot in one process are entered in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from auction import clock, metrics
from auction.bidding import book, queries
from auction.bidding.book import Lot
from auction.bidding.desk import Desks
from auction.bidding.queries import AtDesk
from auction.bidding.service.road import Leaders, amount_of, announce, need_visible, record_outbid, refusal_of
from auction.bidding.views import Placed
from auction.db import end_read, transaction
from auction.errors import Absent, Conflict, Invalid, Refusal
from auction.rules.actions import Bidder, PlaceBid, Reject


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


def _enter_bids(auction_id: int, asked: Sequence[BidAsked]) -> list[Placed | Exception]:
    """Enter all bids that lie on one lot's desk, in their order, in one transaction."""
    with transaction() as session:
        lot = book.take(session, auction_id)
        desk = queries.at_desk(
            session,
            auction_id=lot.id,
            seller_id=lot.seller_id,
            people=[one.person_id for one in asked],
            keys=[one.key for one in asked],
        )
        lot.aliases |= desk.aliases
        now = max(desk.now, lot.last_at)
        leaders = Leaders(lot)
        answers: list[Placed | Exception] = []
        for one in asked:
            answer = _repeat(lot, desk, one) or _enter_bid(lot, one, desk.asker(one.person_id), now)
            if isinstance(answer, Placed) and not answer.is_repeat:
                desk.answered[one.person_id, one.key] = lot.line(answer.seq)
                leaders.note(lot)
            answers.append(answer)
        if lot.lines:
            book.put_back(session, [lot], now)
            record_outbid(session, lot, leaders, now)
            announce(session, lot.public(now))
    metrics.bids_per_transaction.observe(len(asked))
    return answers


_desks: Desks[BidAsked, Placed] = Desks(_enter_bids)


def _enter_bid(lot: Lot, asked: BidAsked, bidder: Bidder, now: datetime) -> Placed | Exception:
    try:
        need_visible(lot, bidder, now)
        amount_minor = amount_of(asked.amount, lot)
    except (Absent, Invalid) as refusal:
        return refusal
    answer = lot.format.consider(lot.terms, lot.state, PlaceBid(bidder, amount_minor, asked.is_confirmed), now)
    if isinstance(answer, Reject):
        return refusal_of(lot, answer)
    seq = lot.enter(answer, now, asked.key)
    return _placed(lot, asked.person_id, lot.line(seq), now)


def _repeat(lot: Lot, desk: AtDesk, asked: BidAsked) -> Placed | Exception | None:
    """The first answer again, if this very bid was entered before; another amount with its key is not that bid."""
    line = desk.answered.get((asked.person_id, asked.key))
    if line is None:
        return None
    try:
        is_same = amount_of(asked.amount, lot) == line["secret_minor"]
    except Invalid as refusal:
        return refusal
    return _placed(lot, asked.person_id, line, desk.now, is_repeat=True) if is_same else Conflict("key_used")


def _placed(lot: Lot, person_id: int, line: dict[str, object], now: datetime, *, is_repeat: bool = False) -> Placed:
    return Placed(
        auction_id=lot.id,
        seq=int(str(line["seq"])),
        alias=lot.alias_of(person_id),
        standing=str(line["standing"]),
        maximum_minor=int(str(line["secret_minor"])),
        salt=str(line["salt"]),
        state=lot.public(now),
        is_repeat=is_repeat,
    )
