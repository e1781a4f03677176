"""What the two people of an order are told as it goes on."""

from __future__ import annotations

import pytest
from flask import Flask

from auction import outbox
from auction.notices import queries
from auction.settlement.orders import queries as orders
from auction.settlement.payments import service as payments
from tests import builders_people as people
from tests.builders_settlement import a_paid_order, an_order, pay


def told(person_id: int) -> list[str]:
    return [notice.kind for notice in queries.page(person_id).notices]


def test_both_are_told_of_a_payment(house: Flask):
    buyer_id, seller_id = orders.people_of(a_paid_order())
    outbox.drain()
    assert told(buyer_id) == ["order_received"]
    assert told(seller_id) == ["order_paid"]


def test_a_declined_payment_is_told_to_its_payer_alone(house: Flask):
    order_id = an_order()
    pay(order_id, "decline")
    outbox.drain()
    buyer_id, seller_id = orders.people_of(order_id)
    assert (told(buyer_id), told(seller_id)) == (["payment_declined"], [])


def test_a_refund_is_told_with_its_reason(house: Flask, mail_box):
    order_id = a_paid_order()
    buyer_id, seller_id = orders.people_of(order_id)
    payments.refund_order(order_id=order_id, person_id=seller_id, why="It broke on the way.", amount="5")
    payments.refund_order(order_id=order_id, person_id=seller_id, why="It broke on the way.")
    outbox.drain()
    assert told(buyer_id) == ["order_refunded", "part_refunded", "order_received"]
    assert told(seller_id) == ["order_paid"]
    assert any("It broke on the way." in letter.text for letter in mail_box(to=people.row_of(buyer_id).email))


def test_a_fact_told_twice_tells_once(house: Flask):
    buyer_id, _seller_id = orders.people_of(a_paid_order())
    outbox.drain()
    facts = [outbox.Fact(row.id, row.kind, row.payload, row.recorded_at, 1) for row in _facts()]
    for fact in facts:
        for reaction in outbox.reactions()[fact.kind]:
            reaction(fact)
    assert told(buyer_id) == ["order_received"]


def _facts() -> list[outbox.FactRow]:
    from auction.db import db

    return list(db.session.query(outbox.FactRow).filter_by(kind="order_changed"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_whoever_opens_the_order_has_read_of_it(inside, client, language: str):
    order_id = inside(a_paid_order)
    inside(outbox.drain)
    buyer_id, _seller_id = inside(orders.people_of, order_id)
    people.signed_in(client, buyer_id)
    page = client.get("/notices", headers={"Accept-Language": language})
    assert f"/orders/{order_id}" in page.text
    assert inside(queries.unread_count, buyer_id) == 1
    assert client.get(f"/orders/{order_id}").status_code == 200
    assert inside(queries.unread_count, buyer_id) == 0


def test_an_order_is_nobody_elses(inside, client):
    order_id = inside(a_paid_order)
    people.signed_in(client, inside(people.person))
    assert client.get(f"/orders/{order_id}").status_code == 404
