"""Many hands on the feedback of one order: one for each side, told once. With the lock taken away it goes wrong."""

from __future__ import annotations

from functools import partial

import pytest
import sqlalchemy as sa

from auction.db import db
from auction.errors import Refusal
from auction.outbox import FactRow
from auction.reputation import queries
from auction.reputation.models import Feedback
from auction.reputation.service import giving
from tests.builders_reputation import Deal, a_deal, give
from tests.races.crowd import crowd

HANDS = 8


@pytest.fixture
def deal(app) -> Deal:
    with app.app_context():
        return a_deal()


def count(app, statement) -> int:
    with app.app_context():
        return int(db.session.execute(statement).scalar_one())


def all_give(deal: Deal):
    return [partial(give, deal, side, 5, f"{side} {number}") for side in ("buyer", "seller") for number in range(HANDS)]


def test_each_side_gives_once_and_both_are_told_once(app, deal):
    outcome = crowd(app, all_give(deal))
    assert [error for error in outcome.errors if not isinstance(error, Refusal)] == []
    assert {error.code for error in outcome.errors} == {"feedback_given"}
    assert sorted(given.side for given in outcome.answers) == ["buyer", "seller"]
    assert [given.is_revealed for given in outcome.answers].count(True) == 1
    assert count(app, sa.select(sa.func.count()).select_from(Feedback)) == 2
    told = sa.select(sa.func.count()).select_from(FactRow).where(FactRow.kind == "feedback_revealed")
    assert count(app, told) == 1
    with app.app_context():
        assert len(queries.received_by(deal.seller_id, "buyer").feedback) == 1


@pytest.mark.postgres_only
def test_without_the_lock_of_the_order_a_side_meets_the_last_guard(app, deal, monkeypatch):
    from auction.settlement.orders.models import Order

    monkeypatch.setattr(giving, "lock_order", lambda session, order_id: session.get_one(Order, order_id))
    outcome = crowd(app, all_give(deal))
    bugs = [error for error in outcome.errors if not isinstance(error, Refusal)]
    revealed = [given.is_revealed for given in outcome.answers].count(True)
    assert bugs or revealed != 1
    assert count(app, sa.select(sa.func.count()).select_from(Feedback)) == 2  # the constraint holds in any case
