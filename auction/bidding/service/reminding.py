"""Reminding the watchers of an auction that its end comes near: each auction calls them once."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from auction import outbox
from auction.bidding.models import Auction, Reminder
from auction.db import time_under_lock, transaction

BEFORE_END = timedelta(hours=1)


def remind_due(*, limit: int = 500) -> int:
    """Record the fact `auction_ending` for auctions that end within BEFORE_END, at most `limit`. Returns how many.

    Claims each auction's row; one that is being bid on is left to the next call. What has been reminded of once is not
    again, wherever a soft close moves the end.
    """
    with transaction() as session:
        now = time_under_lock(session)
        due = (
            session.execute(
                sa.select(Auction.id)
                .where(
                    Auction.ended_at.is_(None),
                    Auction.opens_at <= now,
                    Auction.closes_at > now,
                    Auction.closes_at <= now + BEFORE_END,
                    ~sa.exists().where(Reminder.auction_id == Auction.id),
                )
                .order_by(Auction.closes_at, Auction.id)
                .limit(limit)
                .with_for_update(skip_locked=True, of=Auction)
            )
            .scalars()
            .all()
        )
        if due:
            session.execute(sa.insert(Reminder), [{"auction_id": each, "reminded_at": now} for each in due])
        outbox.record_many(session, now, [("auction_ending", {"auction_id": auction_id}) for auction_id in due])
    return len(due)
