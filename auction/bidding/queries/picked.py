"""Lots picked for one person: open ones of the shelves where they have bid or watch something, and which shelves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa

from auction import clock
from auction.bidding.models import Auction, Bidder
from auction.bidding.queries.cards import LotCard, cards_of
from auction.bidding.queries.finding import is_running
from auction.bidding.queries.lots import PUBLIC_COLUMNS
from auction.catalogue import queries as catalogue
from auction.catalogue.models import Listing
from auction.db import db

SHELVES = 3
EACH = 4
NEWEST = 50
"""Of so many of the lots a person last bid on, and as many they watch, the shelves are told."""


@dataclass(frozen=True, slots=True)
class Picked:
    """Lots, and the reason for them: the shelves where this person has bid, and those where they only watch."""

    cards: list[LotCard]
    bid_in: list[catalogue.CategoryView]
    watch_in: list[catalogue.CategoryView]


NOTHING_PICKED = Picked([], [], [])


def picked_for(person_id: int | None) -> Picked:
    """What is open on a person's favourite shelves, by turns; not their own lots, nor what they know already."""
    if person_id is None:
        return NOTHING_PICKED
    bids = _shelves_of(sa.select(Auction.listing_id).join(Bidder).where(Bidder.person_id == person_id))
    watches = _shelves_of(catalogue.watched_by(person_id))
    favourites = sorted({*bids, *watches}, key=lambda shelf: (-2 * bids.get(shelf, 0) - watches.get(shelf, 0), shelf))
    found = {shelf: ids for shelf in favourites if (ids := _open_on(shelf, person_id))}
    chosen = dict(list(found.items())[:SHELVES])
    if not chosen:
        return NOTHING_PICKED
    by_turns = [ids[place] for place in range(EACH) for ids in chosen.values() if place < len(ids)]
    rows = db.session.execute(
        sa.select(*PUBLIC_COLUMNS, Listing.title)
        .join(Listing, Listing.id == Auction.listing_id)
        .where(Auction.id.in_(by_turns[: 2 * EACH]))
    ).all()
    cards = sorted(cards_of(rows, clock.now(), person_id), key=lambda card: by_turns.index(card.auction_id))
    views = [catalogue.breadcrumbs(shelf)[-1] for shelf in chosen]
    return Picked(
        cards=cards,
        bid_in=[view for view in views if view.id in bids],
        watch_in=[view for view in views if view.id not in bids],
    )


def _shelves_of(listings: sa.Select[int]) -> dict[int, int]:
    """How many of the newest of these listings lie on each shelf."""
    newest = (
        sa.select(Listing.category_id)
        .where(Listing.id.in_(listings), Listing.category_id.is_not(None))
        .order_by(Listing.id.desc())
        .limit(NEWEST)
    )
    counts: dict[int, int] = defaultdict(int)
    for shelf in db.session.execute(newest).scalars():
        if shelf is not None:
            counts[shelf] += 1
    return counts


def _open_on(shelf: int, person_id: int) -> list[int]:
    known = sa.select(Bidder.auction_id).where(Bidder.person_id == person_id)
    statement = (
        sa.select(Auction.id)
        .join(Listing, Listing.id == Auction.listing_id)
        .where(
            is_running(clock.now()),
            Listing.category_id == shelf,
            Auction.seller_id != person_id,
            Auction.id.not_in(known),
            Auction.listing_id.not_in(catalogue.watched_by(person_id)),
        )
        .order_by(Auction.closes_at, Auction.id)
        .limit(EACH)
    )
    return list(db.session.execute(statement).scalars())
