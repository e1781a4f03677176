"""The look through the ledger: beyond its sums it knows what the orders say. By terminal, by page, by itself daily."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from flask import Flask

from auction import cli, clock
from auction.db import db, transaction
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.models import Account
from auction.settlement.ledger.service import ESCROW, REVENUE, Transfer, move
from auction.settlement.orders import queries as orders
from auction.settlement.payments import service as payments
from auction.settlement.reports import audit, jobs, queries
from auction.settlement.reports.models import LedgerCheck
from tests import builders_people as people
from tests.builders_settlement import a_paid_order


def lose(minor: int) -> None:
    """Sums that are right and mean nothing: money of an order that nobody has released."""
    with transaction() as session:
        move(
            session, cause="a:fault", currency="USD", transfers=[Transfer("x", ESCROW, REVENUE, minor)], at=clock.now()
        )  # fmt: skip


def test_escrow_is_what_the_paid_orders_make(house: Flask):
    order_id = a_paid_order()
    a_paid_order(hammer_minor=50_00)
    payments.refund_order(order_id=order_id, person_id=orders.people_of(order_id)[1], why="A scratch.", amount="3.00")
    assert audit.look().faults == ()
    lose(1)
    assert ledger.check().faults == ()
    held = 117_00 + 64_50 - 3_00
    assert audit.look().faults == (f"escrow:USD: holds {held - 1}, the paid orders make {held}",)


@pytest.mark.usefixtures("spoilt")
def test_a_balance_that_was_tampered_with_is_said(house: Flask):
    a_paid_order()
    with transaction() as session:
        session.execute(sa.update(Account).where(Account.key == "escrow:USD").values(balance_minor=5))
    faults = audit.look().faults
    assert len(faults) == 3  # the account, the sum of all, and the orders
    assert faults[0] == "escrow:USD: holds 5, its moves make 11700"


@pytest.mark.parametrize("is_lost", [False, True])
def test_the_terminal_says_what_was_found(app: Flask, inside, monkeypatch: pytest.MonkeyPatch, is_lost: bool):
    inside(a_paid_order)
    if is_lost:
        inside(lose, 1)
    monkeypatch.setattr(cli, "_app", lambda: app)
    done = CliRunner().invoke(cli.main, ["ledger", "check"])
    assert done.exit_code == (1 if is_lost else 0), done.output
    assert "3 accounts, 2 moves." in done.output or is_lost
    assert ("The ledger is not sound." if is_lost else "The ledger is sound.") in done.output


def test_it_is_looked_at_once_a_day(house: Flask, moment, travel):
    assert [jobs.check_daily(), jobs.check_daily()] == [1, 0]
    travel(hours=24)
    assert jobs.check_daily() == 1


def test_what_was_found_is_never_rewritten(house: Flask):
    jobs.check_daily()
    with pytest.raises(sa.exc.DBAPIError, match="only added to"), transaction() as session:
        session.execute(sa.update(LedgerCheck).values(moves=1))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_operator_reads_the_books_and_has_them_looked_through(app, inside, client, csrf, language: str):
    inside(a_paid_order)
    hand = csrf(people.signed_in(client, inside(people.operator, language=language)))
    assert hand.get("/operator/ledger").status_code == 200
    assert hand.post("/operator/ledger/check").status_code == 303
    assert inside(queries.last_check).faults == ()
    assert hand.get("/operator").status_code == 200
    inside(lose, 1)
    hand.post("/operator/ledger/check")
    page = hand.get("/operator/ledger?kind=revenue&currency=USD")
    assert "escrow:USD: holds 11699" in page.text
    assert "a:fault" in page.text
    assert "provider:test:USD" not in page.text
    assert "a:fault" not in hand.get("/operator/ledger?cause=payment:1").text
    assert hand.get("/operator/ledger?before=1&kind=nonsense").status_code == 200
    assert hand.get("/operator").status_code == 200


def test_nobody_else_reads_the_books(app, inside, client, csrf):
    hand = csrf(people.signed_in(client, inside(people.moderator)))
    paths = ("/operator/ledger", "/operator/reports", "/operator/reports.csv", "/operator/payouts")
    assert [hand.get(path).status_code for path in paths] == [403] * len(paths)


def test_the_newest_moves_come_first(house: Flask):
    a_paid_order()
    found = ledger.last_moves(limit=1)
    assert [one.what for one in found] == ["hold"]
    assert [one.what for one in ledger.last_moves(before=found[0].id)] == ["payment"]
    sums = {(one.kind, one.currency): one.balance_minor for one in ledger.sums_by_kind()}
    assert sums == {("buyer", "USD"): 0, ("escrow", "USD"): 117_00, ("provider", "USD"): -117_00}
    assert sum(db.session.execute(sa.select(Account.balance_minor)).scalars()) == 0
