"""Auctions as cards in a list, whatever list it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auction import clock
from auction.bidding.models import Auction
from auction.bidding.queries.lots import NOTHING, PUBLIC_COLUMNS, OwnPart, own_parts, state_of
from auction.bidding.views import PublicState
from auction.catalogue import queries as catalogue
from auction.catalogue.models import Listing
from auction.db import AnyRow, db
from auction.errors import Absent


@dataclass(frozen=True, slots=True)
class LotCard:
    """An auction in a list."""

    auction_id: int
    title: str
    picture: catalogue.PictureView | None
    state: PublicState
    own: OwnPart

    @property
    def currency(self) -> str:
        return self.state.currency

    @property
    def price_minor(self) -> int | None:
        return self.state.price_minor

    @property
    def has_bids(self) -> bool:
        return self.state.count > 0

    @property
    def minimum_minor(self) -> int | None:
        return self.state.minimum_minor

    @property
    def bid_count(self) -> int:
        return self.state.count

    @property
    def opens_at(self) -> datetime:
        return self.state.opens_at

    @property
    def closes_at(self) -> datetime:
        return self.state.closes_at

    @property
    def ended_at(self) -> datetime | None:
        return self.state.ended_at

    @property
    def phase(self) -> str:
        return self.state.phase

    @property
    def outcome(self) -> str | None:
        return self.state.outcome

    @property
    def reserve(self) -> str:
        return self.state.reserve

    @property
    def buy_now_minor(self) -> int | None:
        return self.state.buy_now_minor

    @property
    def seq(self) -> int:
        return self.state.seq


def cards_of(rows: Sequence[AnyRow], now: datetime, viewer_id: int | None) -> list[LotCard]:
    covers = catalogue.covers([row.listing_id for row in rows])
    parts = own_parts(viewer_id, [row.id for row in rows]) if viewer_id is not None else {}
    return [
        LotCard(row.id, row.title, covers.get(row.listing_id), state_of(row, now), parts.get(row.id, NOTHING))
        for row in rows
    ]


def card(auction_id: int, viewer_id: int | None = None) -> LotCard:
    """One auction as in a list. Raises Absent."""
    row = db.session.execute(
        sa.select(*PUBLIC_COLUMNS, Listing.title)
        .join(Listing, Listing.id == Auction.listing_id)
        .where(Auction.id == auction_id)
    ).one_or_none()
    if row is None:
        raise Absent(auction_id=auction_id)
    return cards_of([row], clock.now(), viewer_id)[0]
