"""Cards by Stripe, against a stateful stand-in: charged once, whatever is repeated, lost or late."""

from __future__ import annotations

import json

import pytest
import stripe
from flask import Flask

from auction import clock, outbox
from auction.errors import Absent, Unavailable
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.service import buyer, provider
from auction.settlement.orders import queries as orders
from auction.settlement.payments import providers, queries, service
from auction.settlement.payments.providers import Asked, BadEvent
from tests.bidding.builders import a_person
from tests.builders_settlement import an_order, assert_ledger_sound
from tests.settlement.conftest import SECRET, StripeHouse

TOTAL = 117_00


@pytest.fixture(autouse=True)
def _sound(house: Flask):
    yield
    assert_ledger_sound()


def begin(order_id: int, name: str = "stripe") -> service.Begun:
    return service.begin_payment(order_id=order_id, person_id=orders.people_of(order_id)[0], provider=name)


def ref_of(order_id: int) -> str:
    return str(begin(order_id).next_url).rpartition("/")[2]


def hear(ref: str) -> str:
    learned = service.hear_of(provider="stripe", ref=ref)
    assert learned is not None
    return learned.state


def held() -> int:
    return -ledger.balance(provider("stripe"), "USD")


def event(ref: str, name: str = "evt_1", kind: str = "payment_intent", at: float | None = None) -> tuple[bytes, dict]:
    told = {"id": name, "object": "event", "type": f"{kind}.x", "data": {"object": {"id": ref, "object": kind}}}
    body = json.dumps(told)
    stamp = int(at or clock.now().timestamp())
    return body.encode(), {"Stripe-Signature": stripe.WebhookSignature.generate_signature_header(body, SECRET, stamp)}


def test_a_card_pays_an_order_once(stripe_house: StripeHouse):
    order_id = an_order()
    ref = ref_of(order_id)
    assert ref_of(order_id) == ref
    assert stripe_house.pay(ref) == 200
    assert [hear(ref), hear(ref)] == ["succeeded", "succeeded"]
    assert orders.state_of(order_id) == "paid"
    assert stripe_house.held() == held() == TOTAL
    assert (stripe_house.books()["charges"], stripe_house.books()["customers"]) == (1, 1)


def test_a_declined_card_can_be_followed_by_a_good_one(stripe_house: StripeHouse):
    order_id = an_order()
    ref = ref_of(order_id)
    assert stripe_house.pay(ref, "pm_card_chargeCustomerFail") == 402
    assert [hear(ref), hear(ref)] == ["waiting", "waiting"]
    payment = queries.find_last_payment(order_id)
    assert payment is not None
    assert (payment.why, payment.is_on_its_way) == ("card_declined", False)
    stripe_house.pay(ref)
    assert hear(ref) == "succeeded"
    view = orders.order(order_id, orders.people_of(order_id)[0])
    assert [change.step for change in view.changes] == ["open", "payment_declined", "pay"]
    assert stripe_house.books()["charges"] == 1


def test_an_answer_that_gets_lost_is_asked_for_again(stripe_house: StripeHouse):
    order_id = an_order()
    for _time in range(9):  # the library itself asks again, too
        stripe_house.lose("/v1/payment_intents")
    with pytest.raises(providers.ProviderDown):
        begin(order_id)
    stripe_house.find_again()
    ref = ref_of(order_id)
    stripe_house.pay(ref)
    hear(ref)
    assert list(stripe_house.books()["moved"]) == [ref]


def test_a_stripe_that_is_away_loses_nothing(stripe_house: StripeHouse, add_provider):
    order_id = an_order()
    add_provider(stripe_house.provider(api_base="http://127.0.0.1:9"))
    with pytest.raises(Unavailable, match="provider_down"):
        begin(order_id)
    add_provider(stripe_house.provider())
    stripe_house.pay(ref_of(order_id))
    assert orders.state_of(order_id) == "awaiting_payment"


def test_what_nobody_told_is_found_by_looking(stripe_house: StripeHouse, moment, travel):
    order_id = an_order()
    stripe_house.pay(ref_of(order_id))
    travel(minutes=1)
    assert service.look_after() == 1
    assert orders.state_of(order_id) == "paid"


def test_another_way_to_pay_gives_the_first_one_up(stripe_house: StripeHouse):
    order_id = an_order()
    ref = ref_of(order_id)
    begin(order_id, "test")
    assert providers.provider("stripe").look(ref).state == "cancelled"
    assert stripe_house.pay(ref) == 400


def test_money_that_had_come_before_another_way_was_chosen_pays_the_order(stripe_house: StripeHouse):
    order_id = an_order()
    stripe_house.pay(ref_of(order_id))
    assert begin(order_id, "test").state == "succeeded"
    assert orders.state_of(order_id) == "paid"
    assert stripe_house.held() == held() == TOTAL


def test_a_refund_is_sent_once(stripe_house: StripeHouse):
    order_id = an_order()
    ref = ref_of(order_id)
    stripe_house.pay(ref)
    hear(ref)
    refunding = service.refund_order(order_id=order_id, person_id=orders.people_of(order_id)[1], why="It broke.")
    for _time in range(9):
        stripe_house.lose("/v1/refunds")
    with pytest.raises(providers.ProviderDown):
        service.send_back(refund_id=refunding.refund_id)
    stripe_house.forget()  # our keys, as Stripe does after a day
    outbox.drain()
    assert service.send_back(refund_id=refunding.refund_id) == "succeeded"
    assert stripe_house.held() == held() == ledger.balance(buyer(orders.people_of(order_id)[0]), "USD") == 0


def test_a_card_is_kept_only_when_asked_for_and_pays_the_next_order(stripe_house: StripeHouse):
    buyer_id = a_person()
    asker = providers.provider("stripe")
    first, second = an_order(buyer_id), an_order(buyer_id)
    stripe_house.pay(ref_of(first))
    assert asker.cards(buyer_id) == []
    ref = ref_of(second)
    asker.keep_card(ref, is_kept=True)
    stripe_house.pay(ref)
    (card,) = asker.cards(buyer_id)
    assert card.last4 == "4242"
    third = an_order(buyer_id)
    assert asker.pay_by_card(ref_of(third), card.id, buyer_id, "http://127.0.0.1/back").state == "succeeded"
    stranger_id = a_person()
    with pytest.raises(Absent):
        asker.pay_by_card(ref_of(an_order(stranger_id)), card.id, stranger_id, "http://127.0.0.1/back")
    asker.forget_card(card.id, buyer_id)
    assert asker.cards(buyer_id) == []


def test_a_hold_is_captured_in_part(stripe_house: StripeHouse):
    person_id = a_person()
    asker = providers.provider("stripe")
    known = asker.begin(Asked("deposit-1", person_id, 50_00, "USD", "A deposit", "D1", is_hold=True))
    stripe_house.pay(known.ref)
    assert asker.look(known.ref).state == "held"
    assert asker.capture(known.ref, 50_00, "capture-1").state == "succeeded"


def test_a_message_counts_by_its_signature_and_once(stripe_house: StripeHouse):
    order_id = an_order()
    ref = ref_of(order_id)
    stripe_house.pay(ref)
    asker = providers.provider("stripe")
    body, headers = event(ref)
    for wrong in ({}, {"Stripe-Signature": "t=1,v1=00"}, event(ref, at=clock.now().timestamp() - 600)[1]):
        with pytest.raises(BadEvent):
            asker.read_event(body, wrong)
    with pytest.raises(BadEvent):
        asker.read_event(body + b" ", headers)
    told = asker.read_event(body, headers)
    assert [service.hear(provider="stripe", event=told) for _time in range(2)] == [True, False]
    assert orders.state_of(order_id) == "paid"


def test_amounts_are_counted_as_stripe_counts_them(stripe_house: StripeHouse):
    known = providers.provider("stripe").begin(Asked("k", a_person(), 700, "ISK", "x", "M1"))
    assert (known.amount_minor, known.currency) == (700, "ISK")
    intent = stripe.StripeClient("sk_test_x", base_addresses={"api": stripe_house.url}).v1.payment_intents.retrieve(
        known.ref
    )
    assert intent.amount == 700_00
