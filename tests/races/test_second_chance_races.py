"""Many hands on one lot that was not paid: an offer accepted, taken back and lapsed, offers against listing anew, and
three strikes at once. Each race has a control: with the guard taken away it must go wrong."""

from __future__ import annotations

import contextlib
import time
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from auction import clock, db, outbox
from auction.accounts import queries as people
from auction.accounts import service as accounts
from auction.bidding import queries as bidding
from auction.bidding.service import relisting as relisting_steps
from auction.errors import Conflict, Refusal
from auction.settlement.orders.models import OrderLot
from auction.settlement.unpaid import service
from auction.settlement.unpaid.models import SecondChance
from auction.settlement.unpaid.service import offering, striking
from tests.bidding.builders import a_person
from tests.builders_settlement import assert_ledger_sound
from tests.builders_unpaid import Sale, a_failed_sale, an_overdue_sale
from tests.races.crowd import crowd


@pytest.fixture
def unguarded(monkeypatch, app):
    """No row is locked, on SQLite not even the database; and everybody rests a moment between reading and writing."""

    def read_only(session, model, row_id):
        time.sleep(0.05)
        return session.get_one(model, row_id)

    monkeypatch.setattr(offering, "lock_row", read_only)
    monkeypatch.setattr(relisting_steps, "lock_row", read_only)
    monkeypatch.setattr(accounts, "hold_person", lambda _session, _person_id: time.sleep(0.05))
    monkeypatch.setitem(app.extensions, "mazad_write_lock", None)
    monkeypatch.setattr(db, "_held", lambda _lock: contextlib.nullcontext())
    with app.app_context():
        monkeypatch.setitem(app.extensions, "mazad_writer", db.db.engine)
    for room, name in ((offering, "_need_open"), (offering, "need_free"), (striking, "struck_of")):
        monkeypatch.setattr(room, name, _resting_after(getattr(room, name)))


def _resting_after(really):
    def call(*given, **named):
        found = really(*given, **named)
        time.sleep(0.1)
        return found

    return call


@pytest.fixture
def sale(app, travel) -> Sale:
    with app.app_context():
        return a_failed_sale(travel)


def offered(app, sale: Sale, days: int = 1) -> int:
    with app.app_context():
        alias = next(one.alias for one in bidding.underbids(sale.auction_id) if one.person_id == sale.second_id)
        return service.make_offer(
            order_id=sale.order_id, auction_id=sale.auction_id, person_id=sale.seller_id, alias=alias, days=days
        ).offer_id


def what_is_wrong(app, sale: Sale, outcome) -> list[str]:
    """Everything that two answers at once would leave behind; empty when all is well."""
    with app.app_context():
        faults = [repr(error) for error in outcome.errors if not isinstance(error, Refusal)]
        read = db.db.session
        live = read.execute(
            sa.select(sa.func.count()).where(OrderLot.auction_id == sale.auction_id, OrderLot.is_live)
        ).scalar_one()
        states = list(
            read.execute(sa.select(SecondChance.state).where(SecondChance.auction_id == sale.auction_id)).scalars()
        )
        endings = read.execute(
            sa.select(sa.func.count()).where(outbox.FactRow.kind == "second_chance_ended")
        ).scalar_one()
        if live != states.count("accepted"):
            faults.append(f"{live} live orders of {states}")
        if endings != len(states) - states.count("open"):
            faults.append(f"{endings} endings were told of {states}")
        if states.count("open") + live + (bidding.relisting_of(sale.auction_id).draft_id is not None) > 1:
            faults.append("the lot is in two hands")
        assert_ledger_sound()
        return faults


def accept_against_withdraw(sale: Sale, offer_id: int):
    return [
        partial(service.accept_offer, offer_id=offer_id, person_id=sale.second_id),
        partial(service.withdraw_offer, offer_id=offer_id, person_id=sale.seller_id),
        partial(service.decline_offer, offer_id=offer_id, person_id=sale.second_id),
    ] * 2


def test_an_offer_has_one_answer(app, sale):
    offer_id = offered(app, sale)
    assert what_is_wrong(app, sale, crowd(app, accept_against_withdraw(sale, offer_id))) == []


@pytest.mark.usefixtures("unguarded")
def test_control_without_the_lock_an_offer_has_two_answers(app, sale):
    offer_id = offered(app, sale)
    assert what_is_wrong(app, sale, crowd(app, accept_against_withdraw(sale, offer_id))) != []


def test_eight_accepts_make_one_order(app, sale):
    offer_id = offered(app, sale)
    outcome = crowd(app, [partial(service.accept_offer, offer_id=offer_id, person_id=sale.second_id)] * 8)
    assert what_is_wrong(app, sale, outcome) == []
    assert len({answer.order_id for answer in outcome.answers}) == 1
    assert len(outcome.answers) == 8


def test_accepting_at_the_end_against_the_job_that_lapses(app, sale, moment):
    offer_id = offered(app, sale)
    with clock.at(clock.now() + timedelta(days=1)):
        calls = [
            partial(service.accept_offer, offer_id=offer_id, person_id=sale.second_id),
            service.lapse_offers,
            service.lapse_offers,
        ]
        outcome = crowd(app, calls)
    assert what_is_wrong(app, sale, outcome) == []
    assert [type(error) for error in outcome.errors] == [Conflict]
    assert sum(outcome.answers) == 1


def offers_against_relisting(app, sale: Sale):
    with app.app_context():
        aliases = [one.alias for one in bidding.underbids(sale.auction_id)]
    make = partial(
        service.make_offer, order_id=sale.order_id, auction_id=sale.auction_id, person_id=sale.seller_id, days=3
    )
    relist = partial(service.relist, auction_id=sale.auction_id, person_id=sale.seller_id)
    late = partial(service.accept_late_payment, order_id=sale.order_id, person_id=sale.seller_id)
    return [*(partial(make, alias=alias) for alias in aliases), relist, late]


def in_how_many_hands(app, sale: Sale) -> int:
    with app.app_context():
        read = db.db.session
        live = read.execute(
            sa.select(sa.func.count()).where(OrderLot.auction_id == sale.auction_id, OrderLot.is_live)
        ).scalar_one()
        is_open = SecondChance.auction_id == sale.auction_id, SecondChance.state == "open"
        offers = read.execute(sa.select(sa.func.count()).where(*is_open)).scalar_one()
        return live + offers + (bidding.relisting_of(sale.auction_id).draft_id is not None)


def test_a_free_lot_goes_one_way(app, sale):
    outcome = crowd(app, offers_against_relisting(app, sale))
    assert [error for error in outcome.errors if not isinstance(error, Refusal)] == []
    assert (len(outcome.answers), in_how_many_hands(app, sale)) == (1, 1)


@pytest.mark.usefixtures("unguarded")
def test_control_without_the_lock_a_free_lot_goes_several_ways(app, sale):
    outcome = crowd(app, offers_against_relisting(app, sale))
    faults = [error for error in outcome.errors if not isinstance(error, Refusal)]
    assert faults or in_how_many_hands(app, sale) != 1


def three_cancellings(app, travel):
    with app.app_context():
        winner_id = a_person()
        sales = [an_overdue_sale(travel, winner_id=winner_id) for _each in range(3)]
    calls = [
        partial(service.cancel_unpaid, order_id=each.order_id, person_id=each.seller_id, with_strike=True)
        for each in sales
    ]
    return winner_id, calls


def test_three_strikes_at_once_bar_once(app, travel):
    winner_id, calls = three_cancellings(app, travel)
    outcome = crowd(app, calls)
    assert outcome.errors == []
    with app.app_context():
        assert [one.kind for one in people.sanctions_of(winner_id)] == ["no_bidding"]


@pytest.mark.usefixtures("unguarded")
def test_control_without_the_lock_nobody_sees_the_third_strike(app, travel):
    winner_id, calls = three_cancellings(app, travel)
    outcome = crowd(app, calls)
    with app.app_context():
        assert outcome.errors or people.sanctions_of(winner_id) == []
