"""Keeping lots together: a late bid on one has moved the common end, and the others follow, each in its own book."""

from __future__ import annotations

from collections.abc import Collection

from auction.bidding import book
from auction.bidding.sales.common_end import hold_common_ends
from auction.bidding.service.road import announce
from auction.db import time_under_lock, transaction


def follow_common_end(*, auction_ids: Collection[int]) -> int:
    """Let lots follow their sale's common end. Called twice, or late, it changes nothing more. Returns how many moved.

    Locks those auctions that nobody else holds, then the common ends. Whoever holds one of the others lets it follow
    where the end matters, and the next call does.
    """
    with transaction() as session:
        lots = book.take_free(session, auction_ids)
        ends = hold_common_ends(session, lots)
        now = ends.after(time_under_lock(session))
        ends.follow_all(lots, now)
        moved = [lot for lot in lots if lot.lines]
        book.put_back(session, moved)
        for lot in moved:
            announce(session, lot.public(max(now, lot.last_at)))
    return len(moved)
