"""A process that ends between what a provider has done and what the house has noted: nothing is lost, nothing doubled.

Each story is told in a process of its own that is really gone (`os._exit`) at the marked point. Afterwards the house
does what it does by itself after a restart: it looks after payments and refunds and drains the outbox. Then the buyer
comes back, as people do, and the story goes on to its end.
"""

from __future__ import annotations

import contextlib
import os
import traceback
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auction import outbox
from auction.bidding.admissions.queries import Scope
from auction.db import db
from auction.errors import Conflict
from auction.settlement.deposits import service as deposits
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.service import DEPOSITS, buyer, provider
from auction.settlement.orders import queries as orders
from auction.settlement.payments import service
from auction.settlement.payments.models import Payment, TestCharge
from auction.settlement.payments.providers import Event
from auction.settlement.payments.providers import test as test_provider
from auction.settlement.payments.providers.test import TestProvider
from auction.settlement.payments.service import escrow, learning, refunding, sending_back
from tests.bidding.builders import a_person
from tests.builders_deposits import a_guarded_lot
from tests.builders_settlement import an_order, assert_ledger_sound

GONE = 9
TOTAL = 117_00


def before(place: Any, name: str) -> None:
    setattr(place, name, lambda *_given, **_named: os._exit(GONE))


def after(place: Any, name: str) -> None:
    whole = getattr(place, name)

    def and_die(*given, **named):
        whole(*given, **named)
        os._exit(GONE)

    setattr(place, name, and_die)


# The point -> how it is marked.
POINTS: dict[str, Callable[[], None]] = {
    "begin: written down, not yet asked": lambda: before(TestProvider, "begin"),
    "begin: asked, not noted": lambda: after(TestProvider, "begin"),
    "learn: that it waits, not committed": lambda: after(learning, "_is_further"),
    "charged, and nobody has told": lambda: after(test_provider, "settle"),
    "hear: looked, not learned": lambda: after(TestProvider, "look"),
    "learn: in escrow, not committed": lambda: after(escrow, "hold"),
    "learn: paid, not committed": lambda: after(learning, "advance"),
    "hear: learned, the message not noted": lambda: after(learning, "learn"),
    "refund: decided, not committed": lambda: after(refunding, "ask_back"),
    "send back: claimed, not yet asked": lambda: before(TestProvider, "refund"),
    "send back: sent, not noted": lambda: after(TestProvider, "refund"),
    "send back: noted, not committed": lambda: after(sending_back, "_move"),
    "send back: noted, the fact not settled": lambda: after(service, "send_back"),
}
LOOKING: dict[str, Callable[[], None]] = {
    "look after: stamped, not yet asked": lambda: before(TestProvider, "look"),
    "look after: asked, not learned": lambda: after(TestProvider, "look"),
    "look after: learned, not committed": lambda: after(learning, "advance"),
}


def pay_and_refund(order_id: int) -> None:
    """The whole story: begun, charged, told by a message, refunded, sent back. What was done is not done again."""
    buyer_id, seller_id = orders.people_of(order_id)
    with contextlib.suppress(Conflict):  # it was paid, or refunded, before
        begun = service.begin_payment(order_id=order_id, person_id=buyer_id, provider="test")
        ref = str(begun.next_url).rpartition("/")[2]
        test_provider.settle(ref=ref, choice="approve")
        service.hear(provider="test", event=Event(f"event-{ref}", "charge", ref, {}))
    with contextlib.suppress(Conflict):
        service.refund_order(order_id=order_id, person_id=seller_id, why="It broke.")
    outbox.drain()


def die_in(mark: Callable[[], None], story: Callable[[], object]) -> None:
    """Tell a story in a process of its own, which must end at its mark."""
    db.session.remove()
    db.engine.dispose()
    child = os.fork()
    if child == 0:
        try:
            mark()
            story()
        except BaseException:  # noqa: BLE001 - this process must not go on in the tests of the other
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == GONE, "the mark was never reached"


def look_after_everything(travel) -> None:
    """What the jobs of a house do in the quarter of an hour after its start."""
    for _round in range(5):
        travel(minutes=3)
        service.look_after()
        service.look_after_refunds()
        outbox.drain()


def charged(kind: str) -> list[int]:
    statement = sa.select(TestCharge.amount_minor).where(TestCharge.kind == kind, TestCharge.state == "succeeded")
    return list(db.session.execute(statement).scalars())


def assert_books_agree() -> None:
    """What the provider holds is what the ledger says that it holds."""
    db.session.rollback()
    assert sum(charged("charge")) - sum(charged("refund")) == -ledger.balance(provider("test"), "USD")
    assert_ledger_sound()


@pytest.mark.parametrize("point", POINTS)
def test_nothing_is_lost_or_doubled_when_the_process_ends(point: str, house: Flask, travel):
    order_id = an_order()
    die_in(POINTS[point], lambda: pay_and_refund(order_id))
    was_charged = charged("charge")
    look_after_everything(travel)
    assert_books_agree()
    if was_charged:
        assert orders.state_of(order_id) in ("paid", "refunded"), "the money was taken and nobody came to know"
    pay_and_refund(order_id)
    look_after_everything(travel)
    assert_books_agree()
    assert orders.state_of(order_id) == "refunded"
    assert (charged("charge"), charged("refund")) == ([TOTAL], [TOTAL])
    assert ledger.balance(buyer(orders.people_of(order_id)[0]), "USD") == 0
    states = db.session.execute(sa.select(Payment.state).where(Payment.order_id == order_id)).scalars().all()
    assert states == ["succeeded"]


@pytest.mark.parametrize("point", LOOKING)
def test_nothing_is_lost_or_doubled_when_the_one_who_looks_ends(point: str, house: Flask, travel):
    order_id = an_order()
    begun = service.begin_payment(order_id=order_id, person_id=orders.people_of(order_id)[0], provider="test")
    test_provider.settle(ref=str(begun.next_url).rpartition("/")[2], choice="approve")
    travel(minutes=1)
    die_in(LOOKING[point], service.look_after)
    look_after_everything(travel)
    assert_books_agree()
    assert orders.state_of(order_id) == "paid"
    assert charged("charge") == [TOTAL]


def test_the_marks_are_no_part_of_a_story_that_goes_well(house: Flask, travel):
    """The control: without a mark the story comes to its end, and leaves the same books."""
    order_id = an_order()
    pay_and_refund(order_id)
    assert_books_agree()
    assert orders.state_of(order_id) == "refunded"
    assert (charged("charge"), charged("refund")) == ([TOTAL], [TOTAL])


def put_down_and_take_back(lot: int, person_id: int) -> None:
    """A deposit asked for, set aside, told by a message, and taken back. What was done is not done again."""
    with contextlib.suppress(Conflict):  # it was put down, or decided, before
        done = deposits.put_down(scope=Scope(lot), person_id=person_id, provider="test")
        ref = str(done.next_url).rpartition("/")[2]
        with contextlib.suppress(Conflict):
            test_provider.settle(ref=ref, choice="approve")
        service.hear(provider="test", event=Event(f"event-{ref}", "hold", ref, {}))
    for _round in range(3):
        outbox.drain()
    with contextlib.suppress(Conflict):
        deposits.withdraw(scope=Scope(lot), person_id=person_id)
    for _round in range(3):
        outbox.drain()


OF_DEPOSITS: dict[str, Callable[[], None]] = {
    "deposit: written down, not yet asked": lambda: before(TestProvider, "begin"),
    "deposit: asked, not noted": lambda: after(TestProvider, "begin"),
    "deposit: set aside, and nobody has told": lambda: after(test_provider, "settle"),
    "deposit: in the ledger, not committed": lambda: after(learning, "note_deposit"),
    "deposit: taken back, not yet set free": lambda: before(TestProvider, "cancel"),
    "deposit: set free, not noted": lambda: after(TestProvider, "cancel"),
}


@pytest.mark.parametrize("point", OF_DEPOSITS)
def test_no_deposit_is_lost_or_doubled_when_the_process_ends(point: str, house: Flask, travel):
    lot, ann = a_guarded_lot(), a_person()
    die_in(OF_DEPOSITS[point], lambda: put_down_and_take_back(lot, ann))
    look_after_everything(travel)
    put_down_and_take_back(lot, ann)
    look_after_everything(travel)
    db.session.rollback()
    assert ledger.balance(DEPOSITS, "USD") == ledger.balance(provider("test"), "USD") == 0
    held = sa.select(sa.func.count()).where(TestCharge.state.in_(("held", "succeeded")))
    assert db.session.execute(held).scalar_one() == 0
    assert_ledger_sound()
