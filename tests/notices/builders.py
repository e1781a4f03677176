"""Builders for people who read, and an auction that has run. Call inside an app context."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from auction import clock, outbox
from auction.accounts.service import Settings
from auction.bidding import service as bidding
from auction.languages import Reader
from tests.bidding.builders import a_person, an_auction, bid

ENDED = {
    "title": "A clock",
    "price_minor": 1250,
    "hammer_minor": 1250,
    "currency": "USD",
    "reason": None,
    "public_reason": "",
    "how": "closed",
}
ARABIC = Settings(language="ar", time_zone="Asia/Riyadh", numerals="arab")
ARABIC_READER = Reader(ARABIC.language, ARABIC.time_zone, ARABIC.numerals)


def an_arab(**changes: Any) -> int:
    return a_person(**({"settings": ARABIC} | changes))


@dataclass(frozen=True)
class Sale:
    auction_id: int
    seller_id: int
    first_id: int
    second_id: int


def a_contest(reserve_minor: int | None = None, title: str = "A brass clock", **terms: Any) -> Sale:
    """The second bidder has outbid the first, secretly up to 77.77; the facts wait in the outbox."""
    seller_id = an_arab(email="seller@mazad.example", roles=("seller",))
    first_id = an_arab(email="first@mazad.example")
    second_id = a_person(email="second@mazad.example")
    auction_id = an_auction(seller_id, listing={"title": title}, reserve_minor=reserve_minor, **terms)
    bid(auction_id, first_id, "33.33")
    bid(auction_id, second_id, "77.77")
    return Sale(auction_id, seller_id, first_id, second_id)


def close(travel: Any) -> None:
    """Let the end come, close what is due, and deliver everything."""
    travel(to=clock.now() + timedelta(days=4))
    bidding.close_due()
    outbox.drain()
