"""When things go wrong round an auction: a full pool, a stopped waiter, a bad row, a clock stepping back."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import clock, desk
from auction.bidding import audit, queries, service
from auction.bidding.models import Auction
from auction.bidding.queries import books
from auction.db import db, transaction
from auction.desk import Desks
from auction.errors import Conflict
from tests.bidding.builders import a_person, an_auction, bid
from tests.bidding.seeing import facts
from tests.races.crowd import crowd


def test_who_waits_at_a_desk_holds_no_connection(new_app, inside):
    """Forty bidders who have all just read something share two connections, and nobody waits for a free one."""
    app = new_app(pool_size=1)
    with app.app_context():
        lots = [an_auction(soft_close=None) for _lot in range(2)]
        people = [a_person() for _person in range(40)]

    def call(number):
        def run():
            db.session.execute(sa.select(1)).all()
            return bid(lots[number % 2], people[number], f"{50 + number}.00", is_confirmed=True)

        return run

    begun = time.monotonic()
    outcome = crowd(app, [call(number) for number in range(40)])
    assert [error for error in outcome.errors if not isinstance(error, Conflict)] == []
    assert time.monotonic() - begun < 12


class Stopped(BaseException):
    """As gevent stops a greenlet."""


def test_a_waiter_who_is_stopped_leaves_the_desk_to_the_others(monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def enter(_lot_id, collect):
        asked = collect(None)
        begun.set()
        assert go_on.wait(10)
        return [f"answer to {one}" for one in asked]

    desks = Desks(enter)
    answers = []
    first = threading.Thread(target=lambda: answers.append(desks.ask(7, "first")))
    first.start()
    assert begun.wait(10)
    wait = desk._Slip.wait

    def stop(slip):
        if slip.asked == "second":
            raise Stopped
        wait(slip)

    monkeypatch.setattr(desk._Slip, "wait", stop)
    ended = []

    def ask_and_be_stopped():
        with pytest.raises(Stopped):
            desks.ask(7, "second")
        ended.append(True)

    second = threading.Thread(target=ask_and_be_stopped)
    second.start()
    second.join(10)
    third = threading.Thread(target=lambda: answers.append(desks.ask(7, "third")))
    third.start()
    go_on.set()
    first.join(10)
    third.join(10)
    assert ended == [True]
    assert sorted(answers) == ["answer to first", "answer to third"]
    assert desks._waiting == {}


@pytest.mark.usefixtures("house")
def test_a_row_that_cannot_be_read_holds_up_no_other(travel):
    bad, good = an_auction(), an_auction()
    bid(good, a_person(), "50")
    with transaction() as session:
        terms = session.execute(sa.select(Auction.terms).where(Auction.id == bad)).scalar_one()
        session.execute(sa.update(Auction).where(Auction.id == bad).values(terms=terms | {"format": "of tomorrow"}))
    travel(days=3)
    assert service.close_due() == 1
    assert queries.summary(good).outcome == "sold"
    travel(seconds=3)
    assert queries.count_overdue() == 1
    with transaction() as session:
        session.execute(sa.update(Auction).where(Auction.id == bad).values(terms=terms))


@pytest.mark.usefixtures("house")
def test_a_clock_that_steps_back_leaves_the_book_sound(travel):
    lot, ann, ben = an_auction(), a_person(), a_person()
    later = travel(minutes=10)
    bid(lot, ann, "50")
    with clock.at(later - timedelta(seconds=2)):
        bid(lot, ben, "80")
    assert audit.verify(lot).is_sound
    times = [line.at for line in queries.whole_book(lot).lines]
    assert times == sorted(times)


@pytest.mark.usefixtures("house")
def test_buying_twice_is_one_purchase_and_says_so_again(moment):
    lot, ann, ben = an_auction(buy_now_minor=9000), a_person(), a_person()
    first = service.buy_now(auction_id=lot, person_id=ann)
    again = service.buy_now(auction_id=lot, person_id=ann)
    assert (again.seq, again.state.outcome, again.state.hammer_minor) == (first.seq, "sold", 9000)
    with pytest.raises(Conflict) as refused:
        service.buy_now(auction_id=lot, person_id=ben)
    assert refused.value.code == "ended"
    assert len(facts("auction_closed")) == 1
    assert queries.public_state(lot).ended_at == moment


@pytest.mark.usefixtures("house", "moment")
def test_a_book_is_checked_again_only_when_it_has_grown(monkeypatch):
    books._checked.cache_clear()
    checked = []
    monkeypatch.setattr("auction.bidding.queries.books.chain.verify", lambda book: checked.append(len(book["entries"])))
    lot = an_auction()
    assert [queries.soundness(lot).entry_count for _look in range(3)] == [1, 1, 1]
    bid(lot, a_person(), "50")
    assert queries.soundness(lot).entry_count == 2
    assert checked == [1, 2]
    monkeypatch.undo()
