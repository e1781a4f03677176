"""Builders for auctions: good defaults, every one changeable. Call inside an app context."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from auction import clock
from auction.bidding import service
from auction.bidding.service.opening import open_auction
from auction.catalogue.models import Category
from auction.catalogue.service import mark_published
from auction.db import db, transaction
from auction.rules import increments
from auction.rules.terms import Terms
from tests.builders_catalogue import make_draft, make_shelves
from tests.builders_people import person as a_person
from tests.builders_people import seller as a_seller

__all__ = ["a_listing", "a_person", "a_seller", "an_auction", "bid", "some_terms"]

_numbers = itertools.count(1)


def a_listing(seller_id: int, **fields: Any) -> int:
    """A published listing without pictures; `fields` are those of DraftFields."""
    if db.session.execute(sa.select(Category.id).limit(1)).first() is None:
        make_shelves()
    listing_id = make_draft(seller_id, **({"has_picture": False, "title": "A brass clock"} | fields))
    with transaction() as session:
        mark_published(session, listing_id=listing_id, now=clock.now())
    return listing_id


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


def an_auction(seller_id: int | None = None, listing: dict[str, Any] | int | None = None, **terms: Any) -> int:
    """An auction that has been open for an hour and ends in three days, from 10.00 USD.

    `listing` holds fields of a new one, or is the id of one that is there: of many auctions, the quickest way.
    """
    seller_id = seller_id or a_seller()
    listing_id = listing if isinstance(listing, int) else a_listing(seller_id, **(listing or {}))
    with transaction() as session:
        lot = open_auction(
            session, listing_id=listing_id, seller_id=seller_id, terms=some_terms(**terms), now=clock.now()
        )
    return lot.id


def bid(auction_id: int, person_id: int, amount: str, key: str | None = None, **changes: Any) -> Any:
    return service.place_bid(
        auction_id=auction_id, person_id=person_id, amount=amount, key=key or f"key-{next(_numbers)}", **changes
    )
