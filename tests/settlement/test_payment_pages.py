"""The pages of paying: the payer's alone, in words, with nothing lost; and the operator's desk."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
import stripe
from flask import Flask
from flask.testing import FlaskClient

from auction import clock
from auction.settlement.orders import queries as orders
from auction.settlement.payments import queries
from auction.settlement.payments.providers import ProviderDown
from auction.settlement.payments.providers.bank import BankProvider
from auction.settlement.payments.providers.test import TestProvider
from tests.builders_people import operator, person, signed_in
from tests.builders_settlement import an_order, assert_ledger_sound
from tests.settlement.conftest import IBAN, SECRET, StripeHouse

HEAD = "date,amount,currency,reference,payer\n"


@pytest.fixture
def order_id(app: Flask, inside):
    yield inside(an_order)
    inside(assert_ledger_sound)


@pytest.fixture
def payer(app: Flask, client: FlaskClient, csrf, inside, order_id: int):
    buyer_id, _seller_id = inside(orders.people_of, order_id)
    return csrf(signed_in(client, buyer_id))


def begin(hand, order_id: int, name: str = "test") -> str:
    answer = hand.post(f"/orders/{order_id}/payment", data={"provider": name})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def test_a_payment_is_walked_through_on_its_pages(payer, order_id: int):
    page = begin(payer, order_id)
    assert "$117.00" in payer.get(page).text
    told = payer.post(page, data={"choice": "decline"}, follow_redirects=True).text
    assert "declined the payment" in told
    again = begin(payer, order_id)
    assert again != page
    assert "The order is paid" in payer.post(again, data={"choice": "approve"}, follow_redirects=True).text
    moved_on = payer.post(f"/orders/{order_id}/payment", data={"provider": "test"}, follow_redirects=True)
    assert "has moved on" in moved_on.text
    assert moved_on.status_code == 200


def test_the_second_tab_is_told_what_the_first_one_did(payer, order_id: int):
    page = begin(payer, order_id)
    payer.post(page, data={"choice": "approve"})
    told = payer.post(page, data={"choice": "decline"}, follow_redirects=True).text
    assert "has been decided already" in told
    assert payer.get(page).status_code == 200


def test_money_on_its_way_is_waited_for_without_paying_again(payer, order_id: int):
    page = begin(payer, order_id)
    shown = payer.post(page, data={"choice": "later"}, follow_redirects=True).text
    assert "Your payment is on its way" in shown
    assert "provider" not in shown.partition("order-pay")[2].partition("</section>")[0]
    look = f"/orders/{order_id}/payment/look"
    told = payer.post(look, headers={"Accept": "application/json"}).json
    assert told == {"order": "awaiting_payment", "payment": "waiting", "why": "", "is_on_its_way": True}
    assert payer.post(look).status_code == 303
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert payer.post(look, headers={"Accept": "application/json"}).json["order"] == "paid"


def test_everything_about_a_payment_is_its_payers_alone(payer, order_id: int, new_client, csrf, inside):
    page = begin(payer, order_id)
    for who in (person, operator):
        stranger = csrf(signed_in(new_client(), inside(who)))
        assert stranger.get(page).status_code == 404
        assert stranger.post(page, data={"choice": "approve"}).status_code == 404
    assert new_client().get(page).status_code == 302
    assert inside(orders.state_of, order_id) == "awaiting_payment"


def test_a_provider_that_is_away_is_told_on_the_orders_page(payer, order_id: int, monkeypatch):
    def away(*_given):
        raise ProviderDown

    monkeypatch.setattr(TestProvider, "begin", away)
    answer = payer.post(f"/orders/{order_id}/payment", data={"provider": "test"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "does not answer just now" in answer.text


def test_an_order_without_a_way_to_pay_says_so(payer, order_id: int, app: Flask, add_provider):
    app.extensions["mazad_providers"] = {}
    assert "no way to take money yet" in payer.get(f"/orders/{order_id}").text
    assert payer.post(f"/orders/{order_id}/payment", data={"provider": "test"}).status_code == 404


def test_a_transfer_is_told_with_account_amount_and_reference(
    payer, order_id: int, bank: BankProvider, new_client, inside
):
    page = begin(payer, order_id, "bank")
    shown = payer.get(page).text
    for text in (
        "GB82 WEST 1234 5698 7654 32",
        "Mazad LLC",
        "WESTGB22",
        "$117.00",
        page.rpartition("/")[2].partition(".")[0],
    ):
        assert text in shown
    assert IBAN in shown
    assert signed_in(new_client(), inside(person)).get(page).status_code == 404
    assert "You chose to pay by bank transfer" in payer.get(f"/orders/{order_id}").text


def test_the_page_of_a_card_alone_loads_from_stripe(payer, order_id: int, stripe_house: StripeHouse):
    page = begin(payer, order_id, "stripe")
    answer = payer.get(page)
    assert "https://js.stripe.com/v3/" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self' https://js.stripe.com" in policy
    assert "frame-src 'self' https://js.stripe.com" in policy
    assert "unsafe" not in policy
    order = payer.get(f"/orders/{order_id}")
    assert "stripe.com" not in order.headers["Content-Security-Policy"] + order.text
    stripe_house.pay(page.rpartition("/")[2])
    assert "The order is paid" in payer.get(f"{page}/back", follow_redirects=True).text


def test_a_card_that_is_kept_pays_from_its_page(payer, order_id: int, stripe_house: StripeHouse, inside):
    page = begin(payer, order_id, "stripe")
    assert payer.post(f"{page}/keep", data={"keep": "1"}).json == {"is_kept": True}
    stripe_house.pay(page.rpartition("/")[2])
    payer.get(f"{page}/back")
    second_id = inside(an_order, inside(orders.people_of, order_id)[0])
    page = begin(payer, second_id, "stripe")
    shown = payer.get(page).text
    assert "Pay with Visa ending in 4242" in shown
    card = shown.partition('name="card" value="')[2].partition('"')[0]
    assert payer.post(f"{page}/kept", data={"card": "pm_of_somebody"}).status_code == 404
    assert "The order is paid" in payer.post(f"{page}/kept", data={"card": card}, follow_redirects=True).text


def test_a_signed_message_needs_no_form_and_a_bad_one_is_refused(
    payer, order_id: int, stripe_house: StripeHouse, new_client
):
    ref = begin(payer, order_id, "stripe").rpartition("/")[2]
    stripe_house.pay(ref)
    told = {"id": "evt_1", "object": "event", "type": "payment_intent.succeeded"}
    body = json.dumps(told | {"data": {"object": {"id": ref, "object": "payment_intent"}}})
    signed = {"Stripe-Signature": stripe.WebhookSignature.generate_signature_header(body, SECRET)}
    bare = new_client()
    assert bare.post("/pay/stripe/events", data=body).status_code == 422
    assert bare.post("/pay/paypal/events", data=body).status_code == 404
    assert [bare.post("/pay/stripe/events", data=body, headers=signed).json for _time in "12"] == [
        {"is_new": True},
        {"is_new": False},
    ]
    assert bare.post(f"/orders/{order_id}/payment", data={"provider": "test"}).status_code in (302, 403)
    assert "Paid" in payer.get(f"/orders/{order_id}").text


def test_an_operator_brings_in_a_statement_and_settles_the_rest(
    payer, order_id: int, bank: BankProvider, new_client, csrf, inside
):
    reference = begin(payer, order_id, "bank").rpartition("/")[2].partition(".")[0]
    desk = csrf(signed_in(new_client(), inside(operator)))
    text = f"{HEAD}2026-03-14,117.00,USD,{reference},Sara\n٢٠٢٦-٠٣-١٤,٥,USD,hello,=Eve()\nsoon,1,USD,x,y\n"
    seen = desk.post("/operator/payments/statement", data={"file": (io.BytesIO(text.encode()), "march.csv")}).text
    for words in (f"Pays order {order_id}", "Waits for a hand", "Line 4", "This is not a date."):
        assert words in seen
    assert inside(queries.bank_lines, "unmatched") == []
    done = desk.post("/operator/payments/statement/import", data={"text": text}, follow_redirects=True).text
    assert "2 new lines were taken in. 1 of them paid an order." in done
    again = desk.post("/operator/payments/statement/import", data={"text": text}, follow_redirects=True).text
    assert "Nothing has changed" in again
    (line,) = inside(queries.bank_lines, "unmatched")
    at = f"/operator/payments/lines/{line.id}"
    wrong = desk.post(f"{at}/match", data={"order": "٩٩٩"})
    assert (wrong.status_code, "٩٩٩" in wrong.text, "no order with this number" in wrong.text) == (422, True, True)
    assert desk.post(f"{at}/send-back", data={"why": ""}).status_code == 422
    desk.post(f"{at}/send-back", data={"why": "Not ours."})
    file = desk.get("/operator/payments/returns.csv").text
    assert "'=Eve()" in file
    (back,) = inside(queries.bank_returns, "to_make")
    done = desk.post(f"/operator/payments/returns/{back.id}", data={"mark": "made"}, follow_redirects=True).text
    assert "it has been sent" in done
    assert "mark_bank_return" in desk.get("/operator/acts").text


@pytest.mark.parametrize("body", [b"", b"\x89PNG\x00\x00", b"a;b\n1;2\n"])
def test_a_file_that_is_no_statement_is_refused_in_words(body: bytes, client: FlaskClient, csrf, inside):
    desk = csrf(signed_in(client, inside(operator)))
    answer = desk.post("/operator/payments/statement", data={"file": (io.BytesIO(body), "x.csv")})
    assert answer.status_code in (200, 422)
    assert any(words in answer.text for words in ("cannot be read as a statement", "column is missing", "fill in"))


def test_the_desk_is_the_operators_alone(client: FlaskClient, inside):
    assert signed_in(client, inside(person)).get("/operator/payments").status_code == 403
