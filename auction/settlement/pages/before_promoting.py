"""What promoting a lot costs, for its seller's pages: the same reckoning that is charged."""

from __future__ import annotations

from auction.bidding.before_promoting import Price, pricer
from auction.settlement.fees import queries as fees


@pricer
def price_of_promoting(auction_id: int) -> Price:
    """By the fees and the tax that hold for the lot since it opened, or will when it opens."""
    offer = fees.offer_of(auction_id)
    found = fees.seller_fees(offer, is_promoted=True)
    return Price(offer.currency, sum(fee.taxed.gross_minor for fee in found if fee.kind == "promotion"))
