"""Many papers at once, some of which fail: the numbers have no gap. With the guard taken away they must go wrong."""

from __future__ import annotations

import contextlib
import time
from functools import partial

import pytest
import sqlalchemy as sa

from auction import db
from auction.db import time_under_lock, transaction
from auction.settlement.invoices import service
from auction.settlement.invoices.models import Paper, PaperSeries
from auction.settlement.invoices.service import issuing
from auction.settlement.orders.service import lock_order
from tests.bidding.builders import a_person, a_seller
from tests.builders_settlement import an_order
from tests.races.crowd import Outcome, crowd

HANDS, FAILING = 16, 4
WAY = {"en": "Test payment", "ar": "دفع تجريبي"}


class Fails(Exception):
    """What goes wrong after the papers were written, and takes them back."""


@pytest.fixture
def order_ids(app):
    with app.app_context():
        seller_id, buyer_id = a_seller(), a_person()
        return [an_order(buyer_id, seller_id=seller_id, zone=None) for _ in range(HANDS)]


@pytest.fixture
def unguarded(monkeypatch, app):
    """Nobody holds the row of the series, nor, on SQLite, the database; all rest between reading and writing."""
    monkeypatch.setitem(app.extensions, "mazad_write_lock", None)
    monkeypatch.setattr(db, "_held", lambda _lock: contextlib.nullcontext())
    with app.app_context():
        monkeypatch.setitem(app.extensions, "mazad_writer", db.db.engine)

    def take(session, series, year, at):
        last = session.execute(
            sa.select(sa.func.max(Paper.number)).where(Paper.series == series, Paper.year == year)
        ).scalar_one()
        time.sleep(0.05)
        return (last or 0) + 1, at

    monkeypatch.setattr(issuing, "_take_number", take)


def issue(order_id: int, fails: bool) -> None:
    with transaction() as session:
        order = lock_order(session, order_id)
        service.issue_on_payment(session, order, paid_by=WAY, at=time_under_lock(session))
        if fails:
            raise Fails


def calls(order_ids):
    return [partial(issue, order_id, number % (HANDS // FAILING) == 1) for number, order_id in enumerate(order_ids)]


def what_is_wrong(app, outcome: Outcome) -> list[str]:
    with app.app_context():
        faults = [repr(error) for error in outcome.errors if not isinstance(error, Fails)]
        for series in "SR":
            rows = db.db.session.execute(
                sa.select(Paper.number, Paper.issued_at).where(Paper.series == series).order_by(Paper.number)
            ).all()
            if [row.number for row in rows] != list(range(1, HANDS - FAILING + 1)):
                faults.append(f"{series}: {[row.number for row in rows]}")
            if [row.issued_at for row in rows] != sorted(row.issued_at for row in rows):
                faults.append(f"{series}: a later number is dated earlier")
        last = db.db.session.execute(sa.select(PaperSeries.last)).scalars().all()
        if list(last) != [HANDS - FAILING] * 2:
            faults.append(f"the series hold {last}")
        return faults


def test_sixteen_papers_together_have_no_gap(app, order_ids):
    assert what_is_wrong(app, crowd(app, calls(order_ids))) == []


@pytest.mark.usefixtures("unguarded")
def test_control_without_the_lock_numbers_are_taken_twice(app, order_ids):
    assert what_is_wrong(app, crowd(app, calls(order_ids))) != []
