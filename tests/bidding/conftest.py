"""What every story of bidding ends with: each book it has written is sound, to the house and to a stranger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from auction.bidding import audit, queries
from auction.bidding.models import Auction
from auction.db import db
from auction.rules import chain
from tests.builders_people import signed_in


@dataclass(frozen=True)
class Guest:
    """Somebody at their browser; `id` is 0 for one who has not signed in."""

    id: int
    client: FlaskClient


@pytest.fixture(autouse=True)
def _books_are_sound(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test on a database, unless it has spoilt a book on purpose: see `spoilt`."""
    if "app" not in request.fixturenames:
        yield
        return
    app = request.getfixturevalue("app")
    yield
    if "spoilt" in request.fixturenames:
        return
    with app.app_context():
        for auction_id in db.session.execute(sa.select(Auction.id).order_by(Auction.id)).scalars().all():
            finding = audit.verify(auction_id)
            assert finding.is_sound, finding.text
            assert chain.verify(queries.whole_book(auction_id).to_public()) is None


@pytest.fixture
def spoilt() -> None:
    """This test spoils a book: its soundness is not looked at afterwards."""


@pytest.fixture
def enter(inside: Callable[..., Any], new_client: Callable[[], FlaskClient]) -> Callable[..., Guest]:
    """`enter()` a guest; `enter(a_person)`, `enter(a_seller, language="ar")` somebody new; `enter(7)` person 7."""

    def come(who: Callable[..., int] | int | None = None, **changes: Any) -> Guest:
        if who is None:
            return Guest(0, new_client())
        person_id = inside(who, **changes) if callable(who) else who
        return Guest(person_id, signed_in(new_client(), person_id))

    return come
