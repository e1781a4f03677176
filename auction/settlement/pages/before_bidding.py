"""What a bid would come to, for the lot's page: the same reckoning that later makes the order and the invoice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from auction.bidding.before_bidding import Prospect, reckoner
from auction.rules.bill import Bill
from auction.settlement.fees import queries as fees


@dataclass(frozen=True, slots=True)
class _Lot:
    auction_id: int
    hammer_minor: int
    opened_at: datetime
    category_path: Sequence[int]


@reckoner
def bill_before_bidding(prospect: Prospect) -> Bill:
    """The bill of a lot as if it were won at this price, by what holds from its opening on."""
    lot = _Lot(prospect.auction_id, prospect.hammer_minor, prospect.opens_at, prospect.category_path)
    return fees.bill_of(
        [lot],
        currency=prospect.currency,
        seller_country=prospect.seller_country,
        buyer_country=None,
        delivery_minor=prospect.delivery_minor,
    )
