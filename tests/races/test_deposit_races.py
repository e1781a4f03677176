"""Many hands on deposits: two tabs that pay one, a bid against taking it back, money that comes at the close."""

from __future__ import annotations

import time
from functools import partial

import pytest
import sqlalchemy as sa

from auction.bidding import service as bidding
from auction.bidding.admissions import queries as admitting
from auction.bidding.admissions import service as admissions
from auction.bidding.admissions.queries import Scope
from auction.bidding.queries import standing_book
from auction.db import db
from auction.errors import Refusal
from auction.settlement.deposits import queries, service
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.service import DEPOSITS, provider
from auction.settlement.payments import service as payments
from auction.settlement.payments.models import Payment
from auction.settlement.payments.providers import test as test_provider
from tests.bidding.builders import a_person, bid
from tests.builders_deposits import a_guarded_lot, put_down, settle
from tests.builders_settlement import assert_ledger_sound
from tests.races.crowd import crowd

PEOPLE = 6


def test_eight_tabs_put_one_deposit_down_once(app):
    with app.app_context():
        lot, ann = a_guarded_lot(), a_person()
    begin = partial(service.put_down, scope=Scope(lot), person_id=ann, provider="test")
    begun = crowd(app, [begin] * 8)
    assert begun.errors == []
    assert len({one.payment_id for one in begun.answers}) == 1
    ref = str(begun.answers[0].next_url).rpartition("/")[2]
    with app.app_context():
        test_provider.settle(ref=ref, choice="approve")
    hear = partial(payments.hear_of, provider="test", ref=ref)
    take = partial(service.take_in, payment_id=begun.answers[0].payment_id)
    outcome = crowd(app, [hear, take] * 5)
    assert outcome.errors == []
    with app.app_context():
        settle()
        assert [one.state for one in queries.deposits_of(ann)] == ["held"]
        assert db.session.execute(sa.select(sa.func.count(Payment.id))).scalar_one() == 1
        assert ledger.balance(DEPOSITS, "USD") == 20_00
        assert_ledger_sound()


def bids_without_deposit(app) -> int:
    """Everybody bids and takes their deposit back at the same moment. How many bids then stand without one?"""
    with app.app_context():
        lot, people = a_guarded_lot(), [a_person() for _ in range(PEOPLE)]
        for person in people:
            assert put_down(lot, person) == "held"
    calls = [partial(service.withdraw, scope=Scope(lot), person_id=person) for person in people]
    calls += [partial(bid, lot, person, f"{20 + 10 * place}") for place, person in enumerate(people)]
    outcome = crowd(app, calls)
    assert all(isinstance(error, Refusal) for error in outcome.errors), outcome.errors
    with app.app_context():
        bound = {one.bidder_id for one in standing_book(db.session(), lot).bids}
        secured = {person for person in people if admitting.find_admitted(Scope(lot), person) is not None}
        settle()
        assert_ledger_sound()
        return len(bound - secured)


@pytest.mark.usefixtures("apart")
def test_no_bid_is_left_without_its_deposit(app):
    assert bids_without_deposit(app) == 0


@pytest.mark.postgres_only
@pytest.mark.usefixtures("apart")
def test_control_without_the_lots_lock_one_is(app, monkeypatch):
    """On PostgreSQL, where the lot's row is the guard; on SQLite it is the one write lock, as in all races."""
    really = admitting.is_bound

    def slowly(scope, person_id, session):
        found = really(scope, person_id, session)
        time.sleep(0.2)
        return found

    monkeypatch.setattr(admissions, "hold_lots", lambda _session, _scope: True)
    monkeypatch.setattr(admitting, "is_bound", slowly)
    assert bids_without_deposit(app) > 0


def test_money_that_comes_while_the_lot_closes_is_never_left_behind(app, travel):
    with app.app_context():
        lot, people = a_guarded_lot(), [a_person() for _ in range(PEOPLE)]
        refs = []
        for person in people:
            done = service.put_down(scope=Scope(lot), person_id=person, provider="test")
            refs.append(str(done.next_url).rpartition("/")[2])
            test_provider.settle(ref=refs[-1], choice="approve")
        travel(days=3, seconds=1)
    calls = [partial(payments.hear_of, provider="test", ref=ref) for ref in refs]
    outcome = crowd(app, [*calls, bidding.close_due, settle])
    assert outcome.errors == []
    with app.app_context():
        settle()
        assert queries.in_hand() == []
        assert ledger.balance(DEPOSITS, "USD") == 0
        assert ledger.balance(provider("test"), "USD") == 0
        assert_ledger_sound()
