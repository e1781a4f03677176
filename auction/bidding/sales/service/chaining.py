"""Keeping a chain: while a lot is extended, the next one waits. One lot is locked at a time: no two wait crosswise."""

from __future__ import annotations

from auction.bidding import book
from auction.bidding.service.road import announce, refusal_of
from auction.db import time_under_lock, transaction
from auction.rules.actions import Postpone, Reject


def put_off(*, auction_id: int, postponement: Postpone) -> None:
    """Move the end of a chained lot behind that of the lot before it: a line of its own in its book.

    Locks the auction. Raises Absent, Conflict (ended, not_later, out_of_place, not_open_yet).
    """
    with transaction() as session:
        lot = book.take(session, auction_id)
        now = max(time_under_lock(session), lot.last_at)
        answer = lot.format.consider(lot.terms, lot.state, postponement, now)
        if isinstance(answer, Reject):
            raise refusal_of(lot, answer)
        lot.enter(answer, now)
        book.put_back(session, [lot])
        announce(session, lot.public(now))
