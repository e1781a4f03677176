"""Reading what happened on a lot since one of its bidders last looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auction.bidding.models import BookEntry
from auction.bidding.queries.cards import LotCard
from auction.catalogue import queries as catalogue
from auction.db import db


@dataclass(frozen=True, slots=True)
class Since:
    """What is new to somebody who has bid. `before_minor` is None where the price is what it was."""

    seen_at: datetime
    bids: int
    before_minor: int | None
    moved_seconds: int


def since_last_look(lot: LotCard, listing_id: int, viewer_id: int | None) -> Since | None:
    """None for somebody without a bid, on a first visit, and where nothing is new. A bid of one's own is a look."""
    own = lot.own
    if viewer_id is None or own.last_bid_at is None:
        return None
    looked_at = catalogue.viewed_at(viewer_id, listing_id)
    if looked_at is None:
        return None
    seen_at = max(looked_at, own.last_bid_at)
    lines = sa.select(BookEntry.public).where(BookEntry.auction_id == lot.auction_id)
    before = db.session.execute(
        lines.where(BookEntry.at <= seen_at).order_by(BookEntry.seq.desc()).limit(1)
    ).scalar_one_or_none()
    if before is None or before["seq"] >= lot.seq:
        return None
    bids = db.session.execute(
        sa.select(sa.func.count()).where(
            BookEntry.auction_id == lot.auction_id,
            BookEntry.seq > before["seq"],
            BookEntry.kind.in_(("bid", "raise")),
            BookEntry.person_id != viewer_id,
        )
    ).scalar_one()
    price_minor = before["price_minor"]
    moved = lot.closes_at - datetime.fromisoformat(before["closes_at"])
    found = Since(
        seen_at=seen_at,
        bids=bids,
        before_minor=price_minor if price_minor not in (None, lot.price_minor) else None,
        moved_seconds=max(0, round(moved.total_seconds())) if lot.phase != "ended" else 0,
    )
    return found if found.bids or found.before_minor is not None or found.moved_seconds else None
