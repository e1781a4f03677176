"""Reading how the price of an auction went, from its public book, as finely as a drawing can show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from auction import clock
from auction.bidding.graph import Course, Step, changes
from auction.bidding.models import Auction, BookEntry
from auction.db import db

FINEST = 240
"""A drawing has no room for more steps: of a longer book every second, third … line is read."""
_HEAD = (
    Auction.id,
    Auction.currency,
    Auction.starting_minor,
    Auction.price_minor,
    Auction.opens_at,
    Auction.scheduled_closes_at,
    Auction.closes_at,
    Auction.ended_at,
    Auction.bid_count,
    Auction.seq,
)


def price_courses(auction_ids: Sequence[int], finest: int = FINEST) -> dict[int, Course]:
    """The courses of those auctions that have opened and whose price the public may know."""
    now = clock.now()
    heads = db.session.execute(sa.select(*_HEAD).where(Auction.id.in_(auction_ids), Auction.opens_at <= now)).all()
    if not heads:
        return {}
    lines: dict[int, list[Any]] = {head.id: [] for head in heads}
    wanted = sa.or_(
        *(
            sa.and_(
                BookEntry.auction_id == head.id,
                BookEntry.seq % (head.seq // finest + 1) == head.seq % (head.seq // finest + 1),
            )
            for head in heads
        )
    )
    statement = sa.select(BookEntry.auction_id, BookEntry.at, BookEntry.kind, BookEntry.public).where(wanted)
    for row in db.session.execute(statement.order_by(BookEntry.auction_id, BookEntry.seq)):
        lines[row.auction_id].append(row)
    return {head.id: _course(head, lines[head.id], now) for head in heads if _is_public(head, lines[head.id])}


def price_course(auction_id: int) -> Course | None:
    """One auction's course; None before it opens and where its price is sealed."""
    return price_courses([auction_id]).get(auction_id)


def _is_public(head: Any, lines: Sequence[Any]) -> bool:
    return not head.bid_count or any(line.public["price_minor"] is not None for line in lines)


def _course(head: Any, lines: Sequence[Any], now: datetime) -> Course:
    end = head.ended_at or head.closes_at
    steps = tuple(
        Step(line.at, price if (price := line.public["price_minor"]) is not None else head.starting_minor, moved)
        for line in lines
        if line.kind != "opened" and ((moved := line.kind == "extension") or line.public["price_minor"] is not None)
    )
    return Course(
        currency=head.currency,
        starting_minor=head.starting_minor,
        opens_at=head.opens_at,
        planned_end=min(head.scheduled_closes_at, end),
        end=end,
        until=min(now, end),
        steps=changes(steps),
        bid_count=head.bid_count,
        seq=head.seq,
    )
