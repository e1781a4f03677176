"""Promoted lots: those whose turn it is to be shown, and what a seller sees of the promotion of a lot of theirs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auction import clock
from auction.bidding.before_promoting import Price, price_of
from auction.bidding.models import Auction, Promotion
from auction.bidding.queries.cards import LotCard, card, cards_of
from auction.bidding.queries.finding import is_running
from auction.bidding.queries.lots import PUBLIC_COLUMNS
from auction.catalogue import queries as catalogue
from auction.catalogue.models import Listing
from auction.db import db
from auction.errors import Absent, Forbidden
from auction.rules.promotion import on_turn

MOST = 4
"""So many stand in a row."""


@dataclass(frozen=True, slots=True)
class Promoting:
    """A lot as its seller sees it before they promote it. `from_at` is set where it is promoted already."""

    card: LotCard
    price: Price | None
    from_at: datetime | None
    most: int = MOST

    @property
    def is_over(self) -> bool:
        return self.card.phase in ("closing", "ended")


def promoted_lots(viewer_id: int | None, category_slug: str | None = None) -> list[LotCard]:
    """The promoted lots of the house, or of a category and those below it, whose turn it is."""
    now = clock.now()
    promoted = (
        sa.select(Auction.id)
        .join(Promotion, Promotion.auction_id == Auction.id)
        .join(Listing, Listing.id == Auction.listing_id)
        .where(is_running(now), Promotion.from_at <= now)
    )
    if category_slug:
        promoted = promoted.where(catalogue.in_category(category_slug))
    chosen = on_turn(db.session.execute(promoted).scalars(), now, MOST)
    if not chosen:
        return []
    rows = db.session.execute(
        sa.select(*PUBLIC_COLUMNS, Listing.title)
        .join(Listing, Listing.id == Auction.listing_id)
        .where(Auction.id.in_(chosen))
    ).all()
    return sorted(cards_of(rows, now, viewer_id), key=lambda one: chosen.index(one.auction_id))


def are_promoted(auction_ids: Collection[int]) -> set[int]:
    """Those of these auctions that are promoted, or will be from their opening on."""
    statement = sa.select(Promotion.auction_id).where(Promotion.auction_id.in_(auction_ids))
    return set(db.session.execute(statement).scalars())


def is_promoted(auction_id: int) -> bool:
    """Whether an auction is promoted now: what is over is not."""
    now = clock.now()
    statement = sa.select(Auction.id).join(Promotion, Promotion.auction_id == Auction.id)
    found = statement.where(Auction.id == auction_id, is_running(now), Promotion.from_at <= now)
    return db.session.execute(found).first() is not None


def promoting_of(auction_id: int, person_id: int) -> Promoting:
    """Raises Absent, Forbidden (not_your_lot) for anybody but the seller."""
    row = db.session.execute(
        sa.select(Auction.seller_id, Auction.opens_at, Promotion.from_at)
        .join(Promotion, Promotion.auction_id == Auction.id, isouter=True)
        .where(Auction.id == auction_id)
    ).one_or_none()
    if row is None or (row.seller_id != person_id and row.opens_at > clock.now()):
        raise Absent(auction_id=auction_id)
    if row.seller_id != person_id:
        raise Forbidden("not_your_lot")
    return Promoting(card(auction_id, person_id), price_of(auction_id), row.from_at)
