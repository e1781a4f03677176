"""What a bid would come to, for the lot's page: the same reckoning that later makes the order and the invoice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from auction.bidding.before_bidding import LotToPrice, Prospect, pricer, reckoner
from auction.rules.bill import AllIn, Bill
from auction.settlement.delivery import queries as delivery
from auction.settlement.fees import queries as fees


@dataclass(frozen=True, slots=True)
class _Lot:
    auction_id: int
    hammer_minor: int
    opened_at: datetime
    category_path: Sequence[int]


@reckoner
def bill_before_bidding(prospect: Prospect) -> Bill:
    """The bill of a lot as if it were won at this price, by what holds from its opening on.

    Tax is the one that holds where the reader's own address is; for a guest, where the seller is.
    """
    lot = _Lot(prospect.auction_id, prospect.hammer_minor, prospect.opens_at, prospect.category_path)
    return fees.bill_of(
        [lot],
        currency=prospect.currency,
        seller_country=prospect.seller_country,
        buyer_country=_country_of(prospect.reader_id),
        delivery_minor=prospect.delivery_minor,
    )


@pricer
def price_lots(session: Session, lots: Sequence[LotToPrice]) -> list[AllIn]:
    """What lots come to at any hammer price, by the same fees, taxes and countries: three statements, however many."""
    held = fees.all_versions(session, {lot.currency for lot in lots})
    countries = delivery.countries_of({lot.buyer_id for lot in lots}, session)
    return [
        AllIn(
            lot.currency,
            held.schedule_at(lot.currency, lot.opens_at),
            held.taxes_at(lot.opens_at),
            lot.seller_country,
            countries.get(lot.buyer_id) or lot.seller_country,
            lot.category_path,
        )
        for lot in lots
    ]


def _country_of(reader_id: int | None) -> str | None:
    """The country of a reader's own address; None where they have given none."""
    addresses = delivery.addresses_of(reader_id) if reader_id is not None else []
    return next((address.country for address in addresses if address.is_default), None)
