"""Builders for sales that come to nothing: a lot with underbidders, sold for real, not paid by its winner. Call inside
an app context, with the clock held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from auction import clock, outbox
from auction.bidding import service as bidding
from auction.settlement.orders import queries as orders
from auction.settlement.orders import service as ordering
from auction.settlement.unpaid import service
from tests.bidding.builders import a_listing, a_person, a_seller, an_auction, bid
from tests.builders_settlement import HOME, SENT


@dataclass(frozen=True)
class Sale:
    """A lot won by `winner_id` at 52.50 (a secret maximum of 90.00), with underbidders at 50.00 and 30.00."""

    auction_id: int
    order_id: int
    seller_id: int
    winner_id: int
    second_id: int
    third_id: int


def a_sale(travel: Any, *, seller_id: int | None = None, winner_id: int | None = None, **listing: Any) -> Sale:
    """Bid on, closed by the clock, ordered by the outbox; the winner's way is chosen."""
    seller_id, winner_id = seller_id or a_seller(), winner_id or a_person()
    second_id, third_id = a_person(), a_person()
    fields = {"delivery": dict(SENT), "country": "AE", "town": "Dubai"} | listing
    auction_id = an_auction(seller_id, a_listing(seller_id, **fields))
    bid(auction_id, third_id, "30")
    bid(auction_id, second_id, "50")
    bid(auction_id, winner_id, "90")
    travel(to=clock.now() + timedelta(days=3))
    bidding.close_due()
    outbox.drain()
    order_id = orders.bought_by(winner_id)[0].id
    ordering.choose_way(order_id=order_id, person_id=winner_id, zone="country", address=HOME)
    return Sale(auction_id, order_id, seller_id, winner_id, second_id, third_id)


def an_overdue_sale(travel: Any, **given: Any) -> Sale:
    """The same on day 5."""
    sale = a_sale(travel, **given)
    travel(days=5)
    return sale


def a_failed_sale(travel: Any, *, with_strike: bool = True, **given: Any) -> Sale:
    """The same, cancelled by its seller."""
    sale = an_overdue_sale(travel, **given)
    service.cancel_unpaid(order_id=sale.order_id, person_id=sale.seller_id, with_strike=with_strike)
    return sale
