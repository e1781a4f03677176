"""The ledger: what a move does, what it never does, and the look that proves it. The database holds the last word."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auction import clock
from auction.db import db, transaction
from auction.settlement.ledger import queries
from auction.settlement.ledger.models import Account, Move
from auction.settlement.ledger.service import (
    ESCROW,
    REVENUE,
    Overdrawn,
    Transfer,
    buyer,
    move,
    provider,
    seller,
)
from tests import builders_people as people


def moved(cause: str, *transfers: Transfer, currency: str = "USD") -> int:
    with transaction() as session:
        return move(session, cause=cause, currency=currency, transfers=transfers, at=clock.now())


def test_a_move_takes_from_one_and_gives_to_another(house: Flask):
    moved("payment:1", Transfer("payment", provider("test"), ESCROW, 500))
    assert (queries.balance(provider("test"), "USD"), queries.balance(ESCROW, "USD")) == (-500, 500)
    assert queries.balance(ESCROW, "EUR") == 0
    assert queries.check().faults == ()


def test_the_same_cause_moves_nothing_twice(house: Flask):
    transfers = [Transfer("payment", provider("test"), ESCROW, 500), Transfer("fee", ESCROW, REVENUE, 20)]
    assert [moved("payment:1", *transfers), moved("payment:1", *transfers)] == [2, 0]
    assert queries.balance(ESCROW, "USD") == 480


def test_nothing_moves_nothing_and_less_than_nothing_is_refused(house: Flask):
    assert moved("a", Transfer("x", ESCROW, REVENUE, 0)) == 0
    with pytest.raises(ValueError, match="below nothing"):
        moved("a", Transfer("x", ESCROW, REVENUE, -1))


def test_escrow_never_pays_what_it_does_not_hold(house: Flask):
    moved("payment:1", Transfer("payment", provider("test"), ESCROW, 500))
    with pytest.raises(Overdrawn):
        moved("order:1", Transfer("goods", ESCROW, REVENUE, 501))
    assert queries.balance(ESCROW, "USD") == 500
    assert queries.check().moves == 1


@pytest.mark.parametrize("change", ["UPDATE ledger_moves SET amount_minor = 1", "DELETE FROM ledger_moves"])
def test_the_database_refuses_to_change_a_move(house: Flask, change: str):
    moved("payment:1", Transfer("payment", provider("test"), ESCROW, 500))
    with pytest.raises(sa.exc.DBAPIError, match="only added to"), transaction() as session:
        session.execute(sa.text(change))
    assert queries.balance(ESCROW, "USD") == 500


def test_the_database_refuses_a_move_between_currencies(house: Flask):
    moved("a", Transfer("x", provider("test"), ESCROW, 5))
    moved("b", Transfer("x", provider("test"), ESCROW, 5), currency="EUR")
    ids = {row.key: row.id for row in db.session.execute(sa.select(Account.key, Account.id))}
    row = {
        "cause": "c", "what": "x", "from_id": ids["escrow:USD"], "to_id": ids["escrow:EUR"], "currency": "USD",
        "amount_minor": 1, "at": clock.now(),
    }  # fmt: skip
    with pytest.raises(sa.exc.IntegrityError), transaction() as session:
        session.execute(sa.insert(Move).values(row))


@pytest.mark.usefixtures("spoilt")
@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        ("UPDATE ledger_accounts SET balance_minor = balance_minor + 1 WHERE kind = 'escrow'", "its moves make"),
        ("UPDATE ledger_accounts SET balance_minor = balance_minor + 1 WHERE kind = 'escrow'", "together hold 1"),
    ],
)
def test_the_look_finds_money_that_was_made(house: Flask, spoil: str, says: str):
    moved("payment:1", Transfer("payment", provider("test"), ESCROW, 500))
    with transaction() as session:
        session.execute(sa.text(spoil))
    assert any(says in fault for fault in queries.check().faults)


STEPS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 10**6), st.booleans()), min_size=1, max_size=60
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_moved_the_sum_is_nothing(house: Flask, steps):
    """Each example goes on in the same house: the sums of all of them must hold."""
    mine = _person()
    accounts = [provider("test"), buyer(mine), seller(mine), ESCROW, REVENUE]
    for number, (source, target, minor, again) in enumerate(steps):
        if source == target:
            continue
        transfer = Transfer("x", accounts[source], accounts[target], minor)
        for _time in range(1 + again):
            try:
                moved(f"{len(steps)}:{number}:{minor}", transfer)
            except Overdrawn:
                assert accounts[source] == ESCROW
    assert queries.check().faults == ()


def _person() -> int:
    found = db.session.execute(sa.text("SELECT min(id) FROM people")).scalar_one()
    return found or people.person()
