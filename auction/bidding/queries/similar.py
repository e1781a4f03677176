"""Reading what else a reader of a lot may like: others of its shelf near its price, and more of its seller."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from auction import clock
from auction.bidding.models import Auction
from auction.bidding.queries.cards import LotCard, cards_of
from auction.bidding.queries.lots import PUBLIC_COLUMNS
from auction.catalogue.models import Listing
from auction.db import db

SHOWN = 6
LOOKED_AT = 200
"""Among so many that end next, so that a shelf of thousands costs no more than a small one."""


@dataclass(frozen=True, slots=True)
class Alike:
    similar: list[LotCard]
    of_seller: list[LotCard]


def alike(auction_id: int, viewer_id: int | None) -> Alike:
    """Running lots alone; a seller's further lots stand on their own shelf and not among the similar ones."""
    this = db.session.execute(
        sa.select(
            Auction.seller_id,
            Auction.listing_id,
            Auction.currency,
            sa.func.coalesce(Auction.price_minor, Auction.starting_minor).label("price_minor"),
            Listing.category_id,
        )
        .join(Listing, Listing.id == Auction.listing_id)
        .where(Auction.id == auction_id)
    ).one_or_none()
    if this is None:
        return Alike([], [])
    now = clock.now()
    running = (
        sa.select(*PUBLIC_COLUMNS, Listing.title)
        .join(Listing, Listing.id == Auction.listing_id)
        .where(Auction.ended_at.is_(None), Auction.opens_at <= now, Auction.closes_at > now)
        .where(Auction.listing_id != this.listing_id)
        .order_by(Auction.closes_at, Auction.id)
    )
    near = db.session.execute(
        running.where(Listing.category_id == this.category_id, Auction.seller_id != this.seller_id).limit(LOOKED_AT)
    ).all()
    nearest = sorted(
        near,
        key=lambda row: (
            row.currency != this.currency,
            abs((row.price_minor or row.starting_minor) - this.price_minor),
            row.closes_at,
        ),
    )[:SHOWN]
    theirs = db.session.execute(running.where(Auction.seller_id == this.seller_id).limit(SHOWN)).all()
    cards = cards_of([*nearest, *theirs], now, viewer_id)
    return Alike(cards[: len(nearest)], cards[len(nearest) :])
