"""What a bid would come to, all in: asked of whoever knows the house's fees and taxes, who lives above this room.

A lot's page and the API ask here, and budgets under their lock; settlement registers who answers. Bidding itself knows
the hammer price alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from auction.rules.bill import AllIn, Bill, LotBilled, reckon
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


@dataclass(frozen=True, slots=True)
class LotToPrice:
    """A lot that a buyer's budget holds: all that its whole cost follows from, but the price."""

    auction_id: int
    buyer_id: int
    currency: str
    opens_at: datetime
    category_path: tuple[int, ...]
    seller_country: str | None


Pricer = Callable[[Session, Sequence[LotToPrice]], list[AllIn]]
_pricers: list[Pricer] = []


def pricer(price_lots: Pricer) -> Pricer:
    """Register who says what lots come to, all in, for many at once. The last one registered is asked."""
    _pricers[:] = [price_lots]
    return price_lots


def price_lots(session: Session, lots: Sequence[LotToPrice]) -> list[AllIn]:
    """What each of these lots comes to at any price, in their order; without a pricer, the hammer price alone."""
    for asked in _pricers:
        return asked(session, lots)
    return [AllIn(lot.currency, Schedule(lot.currency)) for lot in lots]
