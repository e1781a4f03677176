"""A house to measure: its settings, and people and lots by the thousand, made in bulk before the clock runs."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from auction import clock, config, db
from auction.accounts.models import BUYER, ApiToken, Person, PersonRole, Role
from auction.accounts.service.tokens import TOKEN_PREFIX, token_hash
from auction.app import create_app
from auction.bidding.service.opening import open_auction
from auction.catalogue.models import Category, Listing
from auction.rules import increments
from auction.rules.terms import Terms
from bench.questions import Tell

TOGETHER = 500


def settings(database_url: str, instance: Path, **more: str) -> dict[str, str]:
    """What a web process is given. The jobs run in a process of their own, as on servers."""
    return {
        "MAZAD_INSTANCE": str(instance),
        "MAZAD_DATABASE_URL": database_url,
        "MAZAD_SCHEDULER": "off",
        "MAZAD_LOG_LEVEL": "WARNING",
        **{f"MAZAD_{name.upper()}": value for name, value in more.items()},
    }


@contextmanager
def opened(given: dict[str, str]) -> Iterator[Flask]:
    """The house in this process, with the newest tables, in its context."""
    app = create_app(config.from_environment(given))
    with app.app_context():
        db.upgrade()
        yield app
        db.db.session.remove()
        db.db.engine.dispose()


@dataclass(frozen=True, slots=True)
class Program:
    """Somebody's program, with the token that opens their account to it."""

    person_id: int
    token: str


def people(count: int) -> list[int]:
    """Buyers who may bid."""
    now = clock.now()
    with db.transaction() as session:
        role_id = session.execute(sa.select(Role.id).where(Role.name == BUYER)).scalar()
        if role_id is None:
            role_id = session.execute(sa.insert(Role).values(name=BUYER).returning(Role.id)).scalar_one()
        rows = [
            {
                "email": f"{name}@bench.example",
                "handle": name,
                "handle_folded": name,
                "fs_uniquifier": secrets.token_hex(16),
                "confirmed_at": now,
                "created_at": now,
            }
            for name in (f"b-{secrets.token_hex(8)}" for _ in range(count))
        ]
        ids = list(session.execute(sa.insert(Person).returning(Person.id), rows).scalars())
        session.execute(sa.insert(PersonRole), [{"person_id": person_id, "role_id": role_id} for person_id in ids])
    return ids


def programs(count: int) -> list[Program]:
    """Buyers with a token each, last used at some moment of the last minute, as in a house that has been busy."""
    made = [Program(person_id, TOKEN_PREFIX + secrets.token_urlsafe(32)) for person_id in people(count)]
    now = clock.now()
    rows = [
        {
            "person_id": one.person_id,
            "name": "bench",
            "hash": token_hash(one.token),
            "prefix": one.token[:12],
            "created_at": now,
            "last_used_at": now - timedelta(seconds=number % 60),
        }
        for number, one in enumerate(made)
    ]
    with db.transaction() as session:
        session.execute(sa.insert(ApiToken), rows)
    return made


def a_seller() -> int:
    return people(1)[0]


def terms(closes_at: datetime | None = None) -> Terms:
    """An English auction from 1.00 USD with steps of 1.00, open for an hour already; three days long unless told."""
    now = clock.now()
    return Terms(
        format="english",
        currency="USD",
        opens_at=now - timedelta(hours=1),
        closes_at=closes_at or now + timedelta(days=3),
        starting_minor=100,
        increments=increments.TABLES["flat"],
    )


def auctions(count: int, seller_id: int, tell: Tell) -> list[int]:
    """Running lots that nobody has bid on."""
    made: list[int] = []
    while len(made) < count:
        most = min(TOGETHER, count - len(made))
        with db.transaction() as session:
            now = db.time_under_lock(session)
            for listing_id in listings(session, most, seller_id):
                lot = open_auction(session, listing_id=listing_id, seller_id=seller_id, terms=terms(), now=now)
                made.append(lot.id)
        tell(f"opening auctions: {len(made)} of {count}")
    return made


def listings(session: sa.orm.Session, count: int, seller_id: int) -> list[int]:
    """Published listings, for use inside a transaction."""
    now = clock.now()
    category_id = session.execute(sa.select(Category.id).limit(1)).scalar()
    if category_id is None:
        row = {"slug": "bench", "name_en": "Bench", "name_ar": "تجربة"}
        category_id = session.execute(sa.insert(Category).values(row).returning(Category.id)).scalar_one()
    rows = [
        {
            "seller_id": seller_id,
            "category_id": category_id,
            "title": f"Lot {number}",
            "description": "To be measured.",
            "condition": "good",
            "state": "published",
            "wanted_terms": {},
            "created_at": now,
            "updated_at": now,
            "published_at": now,
        }
        for number in range(count)
    ]
    return list(session.execute(sa.insert(Listing).returning(Listing.id), rows).scalars())


def ending(closes_at: datetime) -> Terms:
    """As `terms`, without a soft close, so that the end is the end."""
    return replace(terms(closes_at), soft_close=None)
