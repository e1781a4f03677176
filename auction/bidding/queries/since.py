"""Reading what happened on a lot since one of its bidders, or somebody who watches it, last looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auction.bidding.models import BookEntry
from auction.bidding.queries.cards import LotCard
from auction.bidding.queries.lot_page import LotView
from auction.catalogue import queries as catalogue
from auction.db import db


@dataclass(frozen=True, slots=True)
class Since:
    """What is new to somebody who has bid or watches. `before_minor` is None where the price is what it was."""

    seen_at: datetime
    bids: int = 0
    before_minor: int | None = None
    moved_seconds: int = 0
    additions: int = 0
    answers: int = 0


def since_last_look(view: LotView, viewer_id: int | None) -> Since | None:
    """None for anybody else, on a first visit, and where nothing is new. A bid of one's own is a look."""
    lot, listing = view.card, view.listing
    last_bid_at = lot.own.last_bid_at
    if viewer_id is None or (last_bid_at is None and not catalogue.is_watching(viewer_id, listing.id)):
        return None
    looked_at = catalogue.viewed_at(viewer_id, listing.id)
    if looked_at is None:
        return None
    seen_at = max(looked_at, last_bid_at or looked_at)
    bids, before_minor, moved_seconds = _of_bidding(lot, seen_at, viewer_id)
    found = Since(
        seen_at=seen_at,
        bids=bids,
        before_minor=before_minor,
        moved_seconds=moved_seconds,
        additions=sum(one.added_at > seen_at for one in listing.additions),
        answers=sum(one.answered_at is not None and one.answered_at > seen_at for one in view.questions),
    )
    return None if found == Since(seen_at) else found


def _of_bidding(lot: LotCard, seen_at: datetime, viewer_id: int) -> tuple[int, int | None, int]:
    """Others' bids since, the price of then if it was another, and by how much the end has moved."""
    lines = sa.select(BookEntry.public).where(BookEntry.auction_id == lot.auction_id)
    before = db.session.execute(
        lines.where(BookEntry.at <= seen_at).order_by(BookEntry.seq.desc()).limit(1)
    ).scalar_one_or_none()
    if before is None or before["seq"] >= lot.seq:
        return 0, None, 0
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
    return (
        bids,
        price_minor if price_minor not in (None, lot.price_minor) else None,
        max(0, round(moved.total_seconds())) if lot.phase != "ended" else 0,
    )
