"""Builders for auctions: good defaults, every one changeable. Call inside an app context."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from auction import clock
from auction.accounts.service import NewPerson, create_person
from auction.bidding import service
from auction.bidding.service.opening import open_auction
from auction.catalogue.models import Category, Listing
from auction.db import transaction
from auction.rules import increments
from auction.rules.terms import Terms

_numbers = itertools.count(1)


def a_person(**changes: Any) -> int:
    number = next(_numbers)
    defaults = {"email": f"p{number}@mazad.example", "handle": f"person-{number}", "is_confirmed": True}
    return create_person(new=NewPerson(**(defaults | changes))).id


def a_seller(**changes: Any) -> int:
    return a_person(**({"roles": ("seller",)} | changes))


def a_listing(seller_id: int, **changes: Any) -> int:
    now = clock.now()
    with transaction() as session:
        category = session.query(Category).first()
        if category is None:
            category = Category(slug="clocks", name_en="Clocks", name_ar="ساعات", icon="clock")
            session.add(category)
            session.flush()
        values = {
            "seller_id": seller_id,
            "category_id": category.id,
            "title": "A brass clock",
            "description": "Runs well, strikes the hours.",
            "condition": "good",
            "state": "published",
            "folded": "a brass clock",
            "created_at": now,
            "updated_at": now,
            "published_at": now,
        }
        listing = Listing(**(values | changes))
        session.add(listing)
        session.flush()
        return listing.id


def some_terms(now: datetime | None = None, **changes: Any) -> Terms:
    now = now or clock.now()
    terms = Terms(
        format="english",
        currency="USD",
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=3),
        starting_minor=1000,
        increments=increments.for_currency("USD"),
    )
    return replace(terms, **changes)


def an_auction(seller_id: int | None = None, listing: dict[str, Any] | None = None, **terms: Any) -> int:
    """An auction that has been open for an hour and ends in three days, from 10.00 USD."""
    seller_id = seller_id or a_seller()
    listing_id = a_listing(seller_id, **(listing or {}))
    with transaction() as session:
        lot = open_auction(
            session, listing_id=listing_id, seller_id=seller_id, terms=some_terms(**terms), now=clock.now()
        )
    return lot.id


def bid(auction_id: int, person_id: int, amount: str, key: str | None = None, **changes: Any) -> Any:
    return service.place_bid(
        auction_id=auction_id, person_id=person_id, amount=amount, key=key or f"key-{next(_numbers)}", **changes
    )
