"""One person's bids on many lots at the same moment, from many processes: together they never break the budget."""

from __future__ import annotations

import time
from functools import partial

import pytest

from auction.bidding.budgets import guard
from auction.bidding.budgets.service import put_lots
from auction.db import transaction
from auction.errors import Conflict
from tests.bidding.budgets.builders import a_budget, stands
from tests.bidding.builders import a_person, an_auction, bid
from tests.races.conftest import _unlocked
from tests.races.crowd import crowd

LOTS = 12  # a bid of 30.00 counts 31.50, with the premium of 5 %


@pytest.fixture
def ann(app):
    with app.app_context():
        return a_person()


@pytest.fixture
def lots(app):
    with app.app_context():
        return [an_auction() for _ in range(LOTS)]


@pytest.fixture
def without_budget_lock(monkeypatch):
    """Leave the lots' locks where they are, and take only the budget's away; rest between asking and writing."""
    monkeypatch.setattr(guard, "_TAKE", _unlocked(guard._TAKE))
    really = guard.hold_budgets

    def slowly(session, lots, places):
        held = really(session, lots, places)
        time.sleep(0.05)
        return held

    monkeypatch.setattr("auction.bidding.service.bids.hold_budgets", slowly)


def bids(lots, person, amount="30"):
    return [partial(bid, lot, person, amount) for lot in lots]


@pytest.mark.usefixtures("apart")
def test_bids_on_twelve_lots_apart_as_from_many_processes_stay_within_the_total(app, ann, lots):
    with app.app_context():
        budget = a_budget(ann, *lots, total="100")
    outcome = crowd(app, bids(lots, ann))
    assert len(outcome.answers) == 3
    assert {error.code for error in outcome.errors if isinstance(error, Conflict)} == {"budget_exceeded"}
    assert len(outcome.errors) == LOTS - 3
    with app.app_context():
        assert stands(budget, ann).exposure_minor == 9450


def test_bids_on_twelve_lots_entered_together_stay_within_the_total(app, ann, lots):
    with app.app_context():
        budget = a_budget(ann, *lots, total="100")
    outcome = crowd(app, bids(lots, ann))
    assert len(outcome.answers) == 3
    assert {getattr(error, "code", repr(error)) for error in outcome.errors} == {"budget_exceeded"}
    with app.app_context():
        assert stands(budget, ann).exposure_minor == 9450


@pytest.mark.usefixtures("apart")
def test_bids_on_twelve_lots_apart_win_no_more_than_the_number(app, ann, lots):
    with app.app_context():
        budget = a_budget(ann, *lots, total="", most="4")
    outcome = crowd(app, bids(lots, ann))
    assert len(outcome.answers) == 4
    assert {getattr(error, "code", repr(error)) for error in outcome.errors} == {"budget_lots_reached"}
    with app.app_context():
        assert stands(budget, ann).lots == 4


@pytest.mark.postgres_only
@pytest.mark.usefixtures("apart", "without_budget_lock")
def test_control_without_the_budgets_lock_it_is_broken(app, ann, lots):
    """On PostgreSQL, where each lot has a lock of its own. SQLite's one write lock has the control of all races."""
    with app.app_context():
        budget = a_budget(ann, *lots, total="100")
    crowd(app, bids(lots, ann))
    with app.app_context():
        assert stands(budget, ann).exposure_minor > 10_000


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("apart", "unguarded", "without_budget_lock")
def test_control_without_the_write_lock_it_is_broken(app, ann, lots):
    """On SQLite the write lock is the guard: without it bids fail or break the budget."""
    with app.app_context():
        budget = a_budget(ann, *lots, total="100")
    outcome = crowd(app, bids(lots, ann))
    with app.app_context():
        is_broken = stands(budget, ann).exposure_minor > 10_000
    assert is_broken or not all(isinstance(error, Conflict) for error in outcome.errors)


@pytest.mark.usefixtures("apart")
def test_crossing_budgets_of_several_people_do_not_wait_for_each_other_in_a_ring(app, lots):
    """Everybody bids on every lot, in an order of their own, while lots are put into budgets: nobody is stopped."""
    with app.app_context():
        people = [a_person() for _ in range(4)]
        budgets = {person: a_budget(person, *lots[:6], total="525") for person in people}
    calls = [
        partial(bid, lot, person, f"{20 + 5 * place}")
        for turn, person in enumerate(people)
        for place, lot in enumerate(lots[turn:] + lots[:turn])
    ]
    calls += [
        partial(put_lots, budget_id=budget, person_id=person, auction_ids=lots[6:])
        for person, budget in budgets.items()
    ]
    outcome = crowd(app, calls)
    assert {error.code for error in outcome.errors if isinstance(error, Conflict)} <= {"below_minimum"}
    assert [error for error in outcome.errors if not isinstance(error, Conflict)] == []
    with app.app_context():
        assert not any(stands(budget, person).is_over for person, budget in budgets.items())


@pytest.mark.usefixtures("apart")
def test_a_lot_put_in_while_it_is_bid_on_counts_or_is_judged(app, ann, lots):
    """Either the bid came first, and counts from then on, or it was judged by the budget: never neither."""
    one, two = lots[:2]
    with app.app_context():
        budget = a_budget(ann, two, total="100")
    calls = [
        partial(bid, one, ann, "80"),
        partial(bid, two, ann, "80"),
        partial(put_lots, budget_id=budget, person_id=ann, auction_ids=[one]),
    ]
    outcome = crowd(app, calls)
    with app.app_context():
        is_over = stands(budget, ann).is_over
        refused = [error for error in outcome.errors if getattr(error, "code", "") == "budget_exceeded"]
        assert is_over != bool(refused)
        assert len(outcome.errors) == len(refused)


@pytest.mark.usefixtures("app")
def test_a_person_without_a_budget_pays_for_no_statement_more(app, ann, lots):
    """The guard asks the database nothing where no lot of the desk stands in a budget."""
    with app.app_context(), transaction() as session:
        assert guard.hold_budgets(session, {}, {}) is guard.NO_BUDGETS
