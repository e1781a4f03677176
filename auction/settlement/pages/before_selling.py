"""What a draft would cost its seller and leave them: by the same reckoning that is charged later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from auction import clock, languages
from auction.bidding import queries as bidding
from auction.bidding.service import terms_of
from auction.catalogue.fee_preview import FeePreview, Proceeds, fee_teller
from auction.catalogue.queries import OwnListing
from auction.db import db
from auction.rules import money
from auction.settlement.fees import queries as fees
from auction.settlement.fees.queries import Offer


@dataclass(frozen=True, slots=True)
class _Lot:
    auction_id: int
    hammer_minor: int
    opened_at: datetime
    category_path: Sequence[int]


@fee_teller
def fees_before_selling(own: OwnListing) -> FeePreview:
    """By what holds at the moment at which it would open, for a buyer in the seller's own country."""
    offer = _offer(own)
    found = {fee.kind: fee.taxed.gross_minor for fee in fees.seller_fees(offer, is_promoted=True)}
    promotion_minor = found.get("promotion", 0)
    if own.wanted_terms.get("promote") != "on":
        found.pop("promotion", None)
    return FeePreview(
        currency=offer.currency,
        offering=tuple(found.items()),
        promotion_minor=promotion_minor,
        at_start=_proceeds(offer, _amount(own, "starting", offer.currency), sum(found.values())),
        at_hoped=_proceeds(offer, _amount(own, "hoped", offer.currency), sum(found.values())),
    )


def _offer(own: OwnListing) -> Offer:
    wanted, now = own.wanted_terms, clock.now()
    terms, _faults = terms_of(wanted, now, languages.reader().time_zone, bidding.currency_table)
    currency = str(wanted.get("currency") or "USD")
    return Offer(
        currency=currency if currency in bidding.CURRENCIES_OFFERED else "USD",
        opens_at=terms.opens_at if terms else now,
        reserve_minor=_amount(own, "reserve", currency),
        country=own.view.place.country,
        category_path=tuple(shelf.id for shelf in reversed(own.view.breadcrumbs)),
    )


def _amount(own: OwnListing, name: str, currency: str) -> int | None:
    """An amount as typed so far; what cannot be read yet is none."""
    try:
        return money.parse_amount(str(own.wanted_terms.get(name) or ""), currency)
    except (money.AmountError, KeyError):
        return None


def _proceeds(offer: Offer, hammer_minor: int | None, offering_minor: int) -> Proceeds | None:
    if not hammer_minor:
        return None
    lot = _Lot(0, hammer_minor, offer.opens_at, offer.category_path)
    bill = fees.bill_of(
        [lot], currency=offer.currency, seller_country=offer.country, buyer_country=offer.country, delivery_minor=None
    )
    final_value = fees.final_value_of(
        lot, currency=offer.currency, seller_country=offer.country, buyer_country=offer.country, session=db.session()
    )
    # Tax that is added to the price is the buyer's; what is in it goes from the seller's part.
    net_minor = bill.sum_of("hammer") - bill.tax_of("hammer")
    return Proceeds(hammer_minor, hammer_minor - net_minor, final_value.gross_minor, offering_minor)
