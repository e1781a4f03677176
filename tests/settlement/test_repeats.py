"""Double clicks, two tabs, two providers, messages that come again and in any order: charged once, shown once."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auction import outbox
from auction.db import db, time_under_lock, transaction
from auction.errors import Conflict
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.service import provider
from auction.settlement.orders import queries as orders
from auction.settlement.orders.service import advance, lock_order
from auction.settlement.orders.service.advancing import HOUSE
from auction.settlement.payments import queries, service
from auction.settlement.payments.models import Payment, ProviderEvent, TestCharge
from auction.settlement.payments.providers import Event, Known
from auction.settlement.payments.providers import test as test_provider
from auction.settlement.payments.providers.bank import BankProvider
from tests.builders_settlement import a_paid_order, an_order, assert_ledger_sound, pay


def begin(order_id: int, name: str = "test") -> service.Begun:
    return service.begin_payment(order_id=order_id, person_id=orders.people_of(order_id)[0], provider=name)


def ref_of(begun: service.Begun) -> str:
    return str(begun.next_url).rpartition("/")[2]


def count(model: Any, *where: Any) -> int:
    return db.session.execute(sa.select(sa.func.count()).select_from(model).where(*where)).scalar_one()


def cancel(order_id: int) -> None:
    with transaction() as session:
        advance(session, lock_order(session, order_id), "cancel", by=HOUSE, at=time_under_lock(session))


def test_many_clicks_at_once_ask_once(app: Flask, inside):
    order_id = inside(an_order)
    with ThreadPoolExecutor(6) as pool:
        begun = list(pool.map(lambda _click: inside(begin, order_id), range(12)))
    assert len({each.payment_id for each in begun}) == 1
    assert inside(count, TestCharge) == 1
    inside(assert_ledger_sound)


def test_two_providers_at_once_leave_one_open_and_charge_once(app: Flask, inside, bank: BankProvider):
    order_id = inside(an_order)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: inside(begin, order_id, name), ["test", "bank"] * 4))
    assert inside(count, Payment, Payment.state.in_(("created", "waiting", "held"))) == 1
    assert inside(pay, order_id) == "paid"
    assert inside(count, TestCharge, TestCharge.state == "succeeded") == 1
    inside(assert_ledger_sound)


def test_two_tabs_with_two_ways_pay_once(house: Flask, bank: BankProvider):
    order_id = an_order()
    first = begin(order_id)
    begin(order_id, "bank")
    with pytest.raises(Conflict, match="payment_settled"):
        test_provider.settle(ref=ref_of(first), choice="approve")
    assert queries.find_last_payment(order_id).provider == "bank"
    assert_ledger_sound()


def test_a_payment_under_way_is_not_given_up_for_another(house: Flask, bank: BankProvider, monkeypatch):
    order_id = an_order()
    begun = begin(order_id)
    ref = ref_of(begun)
    on_its_way = Known(ref, "waiting", 117_00, "USD")
    monkeypatch.setattr(test_provider.TestProvider, "cancel", lambda _self, _ref: on_its_way)
    with pytest.raises(Conflict, match="payment_on_its_way"):
        begin(order_id, "bank")
    assert queries.find_last_payment(order_id).is_on_its_way


def test_an_old_message_takes_nothing_back(house: Flask):
    order_id = an_order()
    begun = begin(order_id)
    ref = ref_of(begun)
    for state, expected in (("declined", "declined"), ("waiting", "declined"), ("succeeded", "succeeded"),
                            ("declined", "succeeded"), ("cancelled", "succeeded")):  # fmt: skip
        known = Known(ref, state, 117_00, "USD", next_url="/")
        assert service.learn(payment_id=begun.payment_id, known=known).state == expected
    assert orders.state_of(order_id) == "paid"
    assert_ledger_sound()


def test_another_amount_than_was_asked_for_is_not_believed_and_shown_to_people(house: Flask):
    order_id = an_order()
    begun = begin(order_id)
    known = Known(ref_of(begun), "succeeded", 1_00, "USD")
    assert not service.learn(payment_id=begun.payment_id, known=known).is_news
    assert orders.state_of(order_id) == "awaiting_payment"
    assert [each.id for each in queries.odd_payments()] == [begun.payment_id]


def test_a_payment_of_a_cancelled_order_is_given_up_by_looking(house: Flask, moment, travel):
    order_id = an_order()
    begun = begin(order_id)
    cancel(order_id)
    travel(minutes=1)
    assert service.look_after() == 1
    with pytest.raises(Conflict, match="payment_settled"):
        test_provider.settle(ref=ref_of(begun), choice="approve")


def test_a_refund_takes_the_payment_that_paid_and_not_one_that_came_too_late(house: Flask):
    order_id = an_order()
    first = begin(order_id)
    service.learn(
        payment_id=first.payment_id, known=Known(ref_of(first), "declined", 117_00, "USD", "declined_by_bank")
    )
    second = begin(order_id)
    for begun in (second, first):
        test_provider.settle(ref=ref_of(begun), choice="approve")
        service.hear_of(provider="test", ref=ref_of(begun))
    service.refund_order(order_id=order_id, person_id=orders.people_of(order_id)[1], why="It broke.")
    outbox.drain()
    assert ledger.balance(provider("test"), "USD") == 0
    assert count(TestCharge, TestCharge.kind == "refund", TestCharge.state == "succeeded") == 2
    assert_ledger_sound()


def test_a_thousand_messages_in_any_order_end_in_the_same_state(house: Flask):
    dice = random.Random(7)
    stories = {"approve": an_order(), "decline": an_order(), "cancelled": an_order()}
    refs = {name: ref_of(begin(order_id)) for name, order_id in stories.items()}
    paid = a_paid_order()
    refs["again"] = str(queries.find_last_payment(paid).ref)
    events = [Event(f"event-{ref}-{number}", "charge", ref, {}) for ref in refs.values() for number in range(5)]
    acts = {150: ("approve", "approve"), 300: ("decline", "decline"), 450: ("cancelled", "approve")}
    for at in range(1000):
        if at == 400:
            cancel(stories["cancelled"])
        if at in acts:
            name, choice = acts[at]
            test_provider.settle(ref=refs[name], choice=choice)
            for event in events:  # what is told after the act, by a message that nobody heard before
                if event.ref == refs[name]:
                    events.append(Event(f"{event.id}-after", event.kind, event.ref, {}))
                    break
        service.hear(provider="test", event=dice.choice(events))
    for event in events:
        service.hear(provider="test", event=event)
    outbox.drain()
    states = [orders.state_of(order_id) for order_id in (*stories.values(), paid)]
    assert states == ["paid", "awaiting_payment", "cancelled", "paid"]
    assert -ledger.balance(provider("test"), "USD") == 2 * 117_00
    assert count(ProviderEvent) == len(events)
    assert_ledger_sound()
