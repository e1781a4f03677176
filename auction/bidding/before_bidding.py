"""What a bid would come to, all in: asked of whoever knows the house's fees and taxes, who lives above this room.

A lot's page and the API ask here; settlement registers the reckoner. Bidding itself knows the hammer price alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from auction.rules.bill import Bill, LotBilled, reckon
from auction.rules.fees import Schedule


@dataclass(frozen=True, slots=True)
class Prospect:
    """A lot as if it were won: `hammer_minor` at the bid that is asked about, its delivery by the way chosen.

    `opens_at` says which fees and taxes hold; `category_path` begins with the lot's own category. `reader_id` is who
    asks, so that the country of their own address can be taken; None for a guest.
    """

    auction_id: int
    currency: str
    hammer_minor: int
    opens_at: datetime
    category_path: tuple[int, ...]
    seller_country: str | None
    delivery_minor: int | None
    reader_id: int | None


Reckoner = Callable[[Prospect], Bill]
_reckoners: list[Reckoner] = []


def reckoner(reckon_bill: Reckoner) -> Reckoner:
    """Register who reckons a bill before bidding. The last one registered is asked."""
    _reckoners[:] = [reckon_bill]
    return reckon_bill


def bill_of(prospect: Prospect) -> Bill:
    """The bill of a lot as if it were won; without a reckoner, the hammer price and the delivery alone."""
    for reckon_bill in _reckoners:
        return reckon_bill(prospect)
    return reckon(
        currency=prospect.currency,
        lots=[LotBilled(prospect.auction_id, prospect.hammer_minor, Schedule(prospect.currency))],
        taxes=(),
        seller_country=prospect.seller_country,
        buyer_country=prospect.seller_country,
        delivery_minor=prospect.delivery_minor,
    )
