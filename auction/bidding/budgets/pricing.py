"""What the lots of budgets come to, all in: how each is priced, for each budget's owner. A read, under locks or not."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import bulk
from auction.bidding.before_bidding import LotToPrice, price_lots
from auction.bidding.models import Auction
from auction.catalogue import queries as catalogue
from auction.rules.bill import AllIn

_ASKED = bulk.given("asked", id=sa.Integer)
_LOTS = sa.select(Auction.id, Auction.currency, Auction.opens_at, Auction.listing_id).where(
    Auction.id.in_(sa.select(_ASKED.c.id))
)

Prices = dict[tuple[int, int], AllIn]


def prices_of(session: Session, wanted: Collection[tuple[int, int]]) -> Prices:
    """By (auction, person), what the lot comes to for that person at any hammer price: a few statements for all."""
    asked = bulk.as_parameter([{"id": auction_id} for auction_id in {auction_id for auction_id, _person in wanted}])
    rows = {row.id: row for row in session.execute(_LOTS, {"asked": asked})}
    shelves = catalogue.shelves_of(session, [row.listing_id for row in rows.values()])
    keys = [(auction_id, person_id) for auction_id, person_id in wanted if auction_id in rows]
    lots = []
    for auction_id, person_id in keys:
        row = rows[auction_id]
        path, country = shelves[row.listing_id]
        lots.append(LotToPrice(auction_id, person_id, row.currency, row.opens_at, path, country))
    return dict(zip(keys, price_lots(session, lots), strict=True))
