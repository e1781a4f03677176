"""Reading what has ended: who else had bid and how much, and the next auction of a lot that was not sold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import clock
from auction.bidding.models import Auction, Bidder
from auction.bidding.models import Relisting as RelistingRow
from auction.bidding.queries.books import standing_book
from auction.catalogue.models import Listing
from auction.db import db
from auction.errors import Absent
from auction.rules.unpaid import Underbid


@dataclass(frozen=True, slots=True)
class EndedLot:
    """A lot that is over, with the people behind it: for the house, not for a page."""

    auction_id: int
    listing_id: int
    seller_id: int
    title: str
    currency: str
    winner_id: int | None
    ended_at: datetime


def ended_lots(auction_ids: Sequence[int], session: Session | None = None) -> dict[int, EndedLot]:
    """Those of these auctions that are over."""
    rows = (session or db.session).execute(
        sa.select(
            Auction.id,
            Auction.listing_id,
            Auction.seller_id,
            Listing.title,
            Auction.currency,
            Auction.winner_id,
            Auction.ended_at,
        )
        .join(Listing, Listing.id == Auction.listing_id)
        .where(Auction.id.in_(auction_ids), Auction.ended_at.is_not(None))
    )
    return {
        row.id: EndedLot(row.id, row.listing_id, row.seller_id, row.title, row.currency, row.winner_id, row.ended_at)
        for row in rows
        if row.ended_at is not None
    }


def ended_lot(auction_id: int, session: Session | None = None) -> EndedLot:
    """Raises Absent, also while it is not over."""
    found = ended_lots([auction_id], session).get(auction_id)
    if found is None:
        raise Absent(auction_id=auction_id)
    return found


def underbids(auction_id: int, session: Session | None = None) -> tuple[Underbid, ...]:
    """Everybody but the winner of an ended auction, by their own best amount that still stands.

    For settlement alone: an amount leaves the house only as the price of an offer to the very person who named it, and
    the winner's is not even asked for. Raises Absent while the auction runs: until then nobody's maximum is anybody's.
    """
    reader = session or db.session()
    winner_id = ended_lot(auction_id, reader).winner_id
    rows = reader.execute(sa.select(Bidder.person_id, Bidder.alias).where(Bidder.auction_id == auction_id))
    aliases = {row.person_id: row.alias for row in rows}
    best: dict[int, Underbid] = {}
    for bid in standing_book(reader, auction_id).bids:
        known = best.get(bid.bidder_id)
        if bid.bidder_id != winner_id and (known is None or bid.amount_minor > known.amount_minor):
            best[bid.bidder_id] = Underbid(bid.bidder_id, aliases[bid.bidder_id], bid.amount_minor, bid.at)
    return tuple(best.values())


@dataclass(frozen=True, slots=True)
class Relisting:
    """How a lot is linked: the auction before it, the one after it, and the listing drafted from it.

    `next_id` is None while that auction is not open yet; `draft_id` is the seller's own business.
    """

    previous_id: int | None = None
    next_id: int | None = None
    draft_id: int | None = None


def relisting_of(auction_id: int) -> Relisting:
    """Before and after one lot, as far as anybody may see it."""
    previous = db.session.execute(sa.select(Auction.relists_id).where(Auction.id == auction_id)).scalar_one_or_none()
    draft = db.session.execute(
        sa.select(RelistingRow.listing_id).where(RelistingRow.auction_id == auction_id)
    ).scalar_one_or_none()
    following = None
    if draft is not None:
        following = db.session.execute(
            sa.select(sa.func.max(Auction.id)).where(Auction.listing_id == draft, Auction.opens_at <= clock.now())
        ).scalar_one()
    return Relisting(previous, following, draft)
