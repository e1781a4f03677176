"""Reading auctions that have ended as streams of bids, for sellers to rehearse with: nobody is named, no lot either,
and whoever led at the end is shown at the price. What they would have paid at most stays in the book.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from auction.bidding.models import Auction
from auction.bidding.queries.books import standing_bids_of
from auction.catalogue.models import Category, Listing
from auction.db import AnyRow, db
from auction.rules.actions import BookBid
from auction.rules.streams import Bid, Stream, masked

_HEAD = (
    Auction.id,
    Auction.opens_at,
    Auction.scheduled_closes_at,
    Auction.starting_minor,
    Auction.price_minor,
    Auction.bid_count,
    Auction.leader_id,
)


def ended_streams(currency: str, *, category: str | None, streams: int, bids: int) -> tuple[Stream, ...]:
    """The newest English auctions in this currency that ran to their end, of one category (a slug) or of all.

    At most `streams` of them and `bids` bids together. One that was bought at its fixed price is none: it says
    nothing of what bidding would have brought.
    """
    was_bidding = Auction.ended_at >= Auction.scheduled_closes_at
    wanted = [Auction.currency == currency, Auction.format == "english", was_bidding]
    if category is not None:
        of_category = sa.select(Listing.id).join(Category).where(Category.slug == category)
        wanted.append(Auction.listing_id.in_(of_category))
    statement = sa.select(*_HEAD).where(*wanted).order_by(Auction.ended_at.desc(), Auction.id.desc()).limit(streams)
    heads = _within(db.session.execute(statement).all(), bids)
    books = standing_bids_of([head.id for head in heads])
    return tuple(_stream(str(number), head, books) for number, head in enumerate(heads, start=1))


def _within(heads: Sequence[AnyRow], bids: int) -> list[AnyRow]:
    """The first of these auctions, as long as their bids together are not too many."""
    kept = []
    for head in heads:
        bids -= head.bid_count
        if bids < 0:
            break
        kept.append(head)
    return kept


def _stream(name: str, head: AnyRow, books: Mapping[int, Sequence[BookBid]]) -> Stream:
    """Bidders are counted as they come, so that no number tells who somebody is elsewhere in the house."""
    number_of: dict[int, int] = {}
    bids = tuple(
        Bid(number_of.setdefault(bid.bidder_id, len(number_of) + 1), bid.amount_minor, bid.at - head.opens_at)
        for bid in books.get(head.id, ())
    )
    price_minor = head.starting_minor if head.price_minor is None else head.price_minor
    length = head.scheduled_closes_at - head.opens_at
    return Stream(
        name, head.starting_minor, price_minor, length, masked(bids, number_of.get(head.leader_id), price_minor)
    )
