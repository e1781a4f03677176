"""Lots that a person keeps an eye on: watched, recently viewed, of the sellers they follow; and a seller's own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auction import clock
from auction.accounts import queries as accounts
from auction.bidding.models import Auction
from auction.bidding.queries.cards import LotCard, cards_of
from auction.bidding.queries.lots import PUBLIC_COLUMNS
from auction.bidding.sales.models import SaleLot
from auction.catalogue import queries as catalogue
from auction.catalogue.models import Listing
from auction.db import db
from auction.errors import Absent

SHELF = 8
MOST_ENDED = 24
MOST_RUNNING = 96


STANDINGS = ("leading", "outbid", "won", "lost", "unsold", "withdrawn")


def standing(card: LotCard) -> str:
    """How a person who has bid stands on a lot, in one word."""
    if card.phase == "ended":
        if card.outcome != "sold":
            return "unsold"
        return "won" if card.own.is_leading else "lost"
    if not card.own.has_bid:
        return "withdrawn"
    return "leading" if card.own.is_leading else "outbid"


def is_public(now: datetime) -> sa.ColumnElement[bool]:
    """What has opened, and what stands in a sale, which shows its lots before they open."""
    in_a_sale = sa.select(SaleLot.auction_id).where(SaleLot.auction_id == Auction.id)
    return sa.or_(Auction.opens_at <= now, in_a_sale.exists())


def visible_listing(auction_id: int, viewer_id: int) -> int:
    """The listing of an auction that this reader may see. Raises Absent."""
    may_see = sa.or_(is_public(clock.now()), Auction.seller_id == viewer_id)
    listing_id = db.session.execute(
        sa.select(Auction.listing_id).where(Auction.id == auction_id, may_see)
    ).scalar_one_or_none()
    if listing_id is None:
        raise Absent(auction_id=auction_id)
    return listing_id


def watched_auctions(person_id: int) -> frozenset[int]:
    """Every auction of the listings a person watches."""
    statement = sa.select(Auction.id).where(Auction.listing_id.in_(catalogue.watched_by(person_id)))
    return frozenset(db.session.execute(statement).scalars())


def newest_cards(listing_ids: Sequence[int] | sa.Select[int], viewer_id: int | None) -> list[LotCard]:
    """The newest auction of each of these listings, those that nobody may see yet left out. In no order."""
    now = clock.now()
    newest = (
        sa.select(sa.func.max(Auction.id))
        .where(Auction.listing_id.in_(listing_ids), is_public(now))
        .group_by(Auction.listing_id)
    )
    return _cards(Auction.id.in_(newest), viewer_id, now)


def _cards(chosen: sa.ColumnElement[bool], viewer_id: int | None, now: datetime) -> list[LotCard]:
    statement = sa.select(*PUBLIC_COLUMNS, Listing.title).join(Listing, Listing.id == Auction.listing_id).where(chosen)
    return cards_of(db.session.execute(statement).all(), now, viewer_id)


@dataclass(frozen=True, slots=True)
class WatchList:
    """Running lots by what ends soonest; ended ones, the last first."""

    running: list[LotCard]
    ended: list[LotCard]


def watch_list(person_id: int) -> WatchList:
    return _by_time(newest_cards(catalogue.watched_by(person_id), person_id))


def _by_time(cards: list[LotCard]) -> WatchList:
    running = sorted((card for card in cards if card.phase != "ended"), key=lambda card: card.closes_at)
    ended = [card for card in cards if card.phase == "ended"]
    ended.sort(key=lambda card: (card.ended_at or card.closes_at, card.closes_at, card.auction_id), reverse=True)
    return WatchList(running, ended)


def recently_viewed(person_id: int | None, *, but_for: int | None = None, limit: int = SHELF) -> list[LotCard]:
    """What a person has looked at, the last first, without the lot they look at now. Nothing for whoever is nobody."""
    if person_id is None:
        return []
    order = {listing_id: place for place, listing_id in enumerate(catalogue.viewed_by(person_id))}
    if not order:
        return []
    cards = [card for card in newest_cards(list(order), person_id) if card.auction_id != but_for]
    places = _listings_of([card.auction_id for card in cards])
    return sorted(cards, key=lambda card: order[places[card.auction_id]])[:limit]


def _listings_of(auction_ids: Sequence[int]) -> dict[int, int]:
    rows = db.session.execute(sa.select(Auction.id, Auction.listing_id).where(Auction.id.in_(auction_ids)))
    return {row.id: row.listing_id for row in rows}


@dataclass(frozen=True, slots=True)
class SellerPage:
    """A seller as everybody may see them, and how this reader stands with them."""

    id: int
    handle: str
    since: datetime
    running: list[LotCard]
    ended: list[LotCard]
    running_count: int
    sold_count: int
    is_you: bool
    is_followed: bool
    is_blocked: bool


def seller_page(handle: str, viewer_id: int | None) -> SellerPage:
    """Raises Absent for somebody who does not sell."""
    seller = accounts.find_by_handle(handle)
    if seller is None or seller.seller_since is None:
        raise Absent(kind="people")
    now = clock.now()
    of_seller = sa.and_(Auction.seller_id == seller.id, Auction.opens_at <= now)
    counts = db.session.execute(
        sa.select(
            sa.func.count().filter(Auction.ended_at.is_(None)).label("running"),
            sa.func.count().filter(Auction.winner_id.is_not(None)).label("sold"),
        ).where(of_seller)
    ).one()
    running = sa.select(Auction.id).where(of_seller, Auction.ended_at.is_(None))
    ended = sa.select(Auction.id).where(of_seller, Auction.ended_at.is_not(None))
    lots = _by_time(
        _cards(Auction.id.in_(running.order_by(Auction.closes_at).limit(MOST_RUNNING)), viewer_id, now)
        + _cards(Auction.id.in_(ended.order_by(Auction.ended_at.desc()).limit(MOST_ENDED)), viewer_id, now)
    )
    return SellerPage(
        id=seller.id,
        handle=seller.handle,
        since=seller.seller_since,
        running=lots.running,
        ended=lots.ended,
        running_count=counts.running,
        sold_count=counts.sold,
        is_you=seller.id == viewer_id,
        is_followed=viewer_id is not None and catalogue.is_following(viewer_id, seller.id),
        is_blocked=viewer_id is not None and seller.handle in accounts.blocked_by(viewer_id),
    )


@dataclass(frozen=True, slots=True)
class FollowedSeller:
    handle: str
    since: datetime | None
    running_count: int


def following(person_id: int) -> list[FollowedSeller]:
    """The sellers a person follows, with how many of their lots are open."""
    seller_ids = catalogue.sellers_followed_by(person_id)
    people = accounts.people(seller_ids)
    now = clock.now()
    rows = db.session.execute(
        sa.select(Auction.seller_id, sa.func.count())
        .where(Auction.seller_id.in_(seller_ids), Auction.ended_at.is_(None), Auction.opens_at <= now)
        .group_by(Auction.seller_id)
    )
    running = {row[0]: row[1] for row in rows}
    return [FollowedSeller(people[each].handle, people[each].seller_since, running.get(each, 0)) for each in seller_ids]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a lot on its page: who watches it, whether one follows its seller, what one looked at."""

    watchers: int
    is_followed: bool
    viewed: list[LotCard]


def beside(auction_id: int, listing_id: int, seller_id: int, viewer_id: int | None) -> Beside:
    return Beside(
        watchers=catalogue.audiences([listing_id])[listing_id].watchers,
        is_followed=viewer_id is not None and catalogue.is_following(viewer_id, seller_id),
        viewed=recently_viewed(viewer_id, but_for=auction_id),
    )
