"""Closing. The row's `closes_at` is the truth; the scheduler is only an alarm clock."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from auction import bulk, clock, metrics, outbox
from auction.bidding import book
from auction.bidding.book import Lot
from auction.bidding.sales.common_end import hold_common_ends
from auction.bidding.service.road import announce, closing_fact
from auction.db import after_commit, time_under_lock, transaction
from auction.rules.actions import Accept, Close


def close_due(*, limit: int = 500) -> int:
    """Close auctions whose end has come, at most `limit`, in one transaction. Returns how many.

    Claims each row; one that is being bid on or closed elsewhere is left to the next call. The row's `closes_at` is
    the truth: whoever calls, and however often, each auction closes once. A row that cannot be read is logged and left.
    A lot that ends with others looks at their common end, under its lock: if that has moved, it follows instead.
    """
    with transaction() as session:
        now = time_under_lock(session)
        lots = book.take_due(session, now, limit)
        ends = hold_common_ends(session, lots)
        now = ends.after(now)
        facts: list[tuple[str, dict[str, object]]] = []
        for lot in lots:
            ends.follow(lot, now)
            answer = lot.format.consider(lot.terms, lot.state, Close(), now)
            if isinstance(answer, Accept):
                due_at = lot.public(now).closes_at
                lot.enter(answer, max(now, lot.last_at))
                ends.note_closing(lot, now)
                facts.append(("auction_closed", closing_fact(lot)))
                after_commit(session, partial(_note_closing, lot, due_at))
            if lot.lines:
                announce(session, lot.public(max(now, lot.last_at)))
        with bulk.together(session):
            book.put_back(session, lots)
            outbox.record_many(session, now, facts)
        ends.put_back()
    return len(facts)


def _note_closing(lot: Lot, due_at: datetime) -> None:
    outcome = lot.format.settle(lot.terms, lot.state)
    metrics.closings.labels(type(outcome).__name__.lower()).inc()
    metrics.closing_lateness_seconds.observe(max(0.0, (clock.now() - due_at).total_seconds()))
