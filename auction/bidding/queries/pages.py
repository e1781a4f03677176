"""Reading for the public pages: home, one's own bids, and what the operator is told of lateness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from auction import clock
from auction.bidding.models import Auction, Bidder
from auction.bidding.queries.cards import LotCard, card, cards_of
from auction.bidding.queries.finding import Page, Wanted, find_lots, is_running
from auction.bidding.queries.lots import PUBLIC_COLUMNS
from auction.catalogue.models import Listing
from auction.db import db


def my_lots(person_id: int, limit: int = 200) -> list[LotCard]:
    """Every auction a person has bid in: running ones by their end, then those that ended, newest first."""
    now = clock.now()
    statement = (
        sa.select(*PUBLIC_COLUMNS, Listing.title)
        .join(Listing, Listing.id == Auction.listing_id)
        .join(Bidder, Bidder.auction_id == Auction.id)
        .where(Bidder.person_id == person_id)
        .order_by(Auction.ended_at.is_not(None), Auction.ended_at.desc(), Auction.closes_at.desc())
        .limit(limit)
    )
    cards = cards_of(db.session.execute(statement).all(), now, person_id)
    running = sorted((card for card in cards if card.phase != "ended"), key=lambda card: card.closes_at)
    return running + [card for card in cards if card.phase == "ended"]


@dataclass(frozen=True, slots=True)
class HomeView:
    ending: list[LotCard]
    new: list[LotCard]
    popular: list[LotCard]
    total: int


def home_view(viewer_id: int | None) -> HomeView:
    ending = find_lots(Wanted(sort="ending", limit=8), viewer_id)
    return HomeView(
        ending=ending.cards,
        new=find_lots(Wanted(sort="new", limit=8), viewer_id).cards,
        popular=find_lots(Wanted(sort="bids", limit=4), viewer_id).cards,
        total=ending.total,
    )


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late auctions were closed, for the operator. Seconds."""

    closed: int
    worst_seconds: float
    mean_seconds: float


def lateness(since: datetime) -> Lateness:
    statement = sa.select(Auction.ended_at, Auction.closes_at).where(
        Auction.ended_at >= since, Auction.ended_at >= Auction.closes_at
    )
    late = [(row.ended_at - row.closes_at) / timedelta(seconds=1) for row in db.session.execute(statement)]
    return Lateness(len(late), max(late, default=0.0), sum(late) / len(late) if late else 0.0)


def times_late(since: datetime, until: datetime) -> list[timedelta]:
    """How long after its time each auction was closed that ended from one instant until before another by its clock."""
    statement = sa.select(Auction.ended_at, Auction.closes_at).where(
        Auction.ended_at >= since, Auction.ended_at < until, Auction.ended_at >= Auction.closes_at
    )
    return [row.ended_at - row.closes_at for row in db.session.execute(statement)]


def count_running() -> int:
    """How many auctions are open now."""
    return db.session.execute(sa.select(sa.func.count()).where(is_running(clock.now()))).scalar_one()


def count_overdue() -> int:
    """How many auctions nobody has closed although their end came two seconds ago: a sign that no closer runs."""
    late = clock.now() - timedelta(seconds=2)
    return db.session.execute(
        sa.select(sa.func.count()).where(Auction.ended_at.is_(None), Auction.closes_at <= late)
    ).scalar_one()


__all__ = [
    "HomeView",
    "LotCard",
    "Page",
    "Wanted",
    "card",
    "count_overdue",
    "find_lots",
    "home_view",
    "my_lots",
    "times_late",
]
