"""From the hammer to a paid order and on: the states of an order, and the money behind each of them."""

from __future__ import annotations

import pytest
from flask import Flask

from auction import outbox
from auction.errors import Absent, Conflict, Forbidden, Invalid
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.service import ESCROW, REVENUE, TAX, buyer, provider, seller
from auction.settlement.orders import queries as orders
from auction.settlement.orders import service
from auction.settlement.payments import service as payments
from auction.settlement.payments.providers import test as test_provider
from tests.builders_settlement import a_paid_order, an_order, pay


def held(account, currency: str = "USD") -> int:
    return ledger.balance(account, currency)


def test_the_bill_of_an_order_has_hammer_premium_and_delivery(house: Flask):
    order_id = an_order(hammer_minor=100_00)
    view = orders.order(order_id, orders.people_of(order_id)[0])
    assert [(line.kind, line.gross_minor) for line in view.bill.lines] == [
        ("hammer", 100_00),
        ("premium", 5_00),
        ("delivery", 12_00),
    ]
    assert view.total_minor == 117_00


def test_a_sold_lot_is_ordered_once(house: Flask):
    order_id = an_order()
    view = orders.order(order_id, orders.people_of(order_id)[0])
    again = service.open_from_sale(
        auction_id=view.lots[0].auction_id, buyer_id=view.buyer_id, hammer_minor=100_00, origin="won"
    )
    assert (again.order_id, again.is_new) == (order_id, False)


def test_a_paid_order_holds_the_whole_amount_in_escrow(house: Flask):
    order_id = a_paid_order()
    buyer_id, seller_id = orders.people_of(order_id)
    assert (held(ESCROW), held(provider("test")), held(buyer(buyer_id)), held(seller(seller_id))) == (
        117_00, -117_00, 0, 0,
    )  # fmt: skip


def test_paying_twice_charges_once(house: Flask):
    order_id = an_order()
    buyer_id, _seller_id = orders.people_of(order_id)
    first = payments.begin_payment(order_id=order_id, person_id=buyer_id, provider="test")
    second = payments.begin_payment(order_id=order_id, person_id=buyer_id, provider="test")
    assert first == second
    assert pay(order_id) == "paid"
    with pytest.raises(Conflict, match="order_moved_on"):
        payments.begin_payment(order_id=order_id, person_id=buyer_id, provider="test")
    assert held(provider("test")) == -117_00


def test_a_declined_payment_leaves_the_order_and_can_be_tried_again(house: Flask):
    order_id = an_order()
    assert pay(order_id, "decline") == "awaiting_payment"
    assert held(provider("test")) == 0
    assert pay(order_id) == "paid"


def test_only_the_buyer_pays(house: Flask):
    order_id = an_order()
    _buyer_id, seller_id = orders.people_of(order_id)
    with pytest.raises(Absent):
        payments.begin_payment(order_id=order_id, person_id=seller_id, provider="test")


def test_a_way_is_chosen_before_paying(house: Flask):
    order_id = an_order(zone=None)
    buyer_id, _seller_id = orders.people_of(order_id)
    with pytest.raises(Conflict, match="choose_delivery_first"):
        payments.begin_payment(order_id=order_id, person_id=buyer_id, provider="test")


def test_a_payment_that_takes_its_time_is_found_by_looking(house: Flask, moment, travel):
    order_id = an_order()
    assert pay(order_id, "later") == "awaiting_payment"
    travel(minutes=2)
    assert payments.look_after() == 1
    assert orders.state_of(order_id) == "paid"


def test_whoever_confirms_sets_the_money_free(house: Flask):
    order_id = a_paid_order()
    buyer_id, seller_id = orders.people_of(order_id)
    with pytest.raises(Conflict, match="order_moved_on"):
        payments.confirm_received(order_id=order_id, person_id=buyer_id)
    _ship(order_id, seller_id)
    with pytest.raises(Forbidden, match="not_your_step"):
        payments.confirm_received(order_id=order_id, person_id=seller_id)
    payments.confirm_received(order_id=order_id, person_id=buyer_id)
    assert orders.state_of(order_id) == "completed"
    # hammer 100.00 and delivery 12.00, less the final value fee of 8 %
    assert (held(ESCROW), held(seller(seller_id)), held(REVENUE), held(TAX)) == (0, 104_00, 13_00, 0)


def test_a_refund_in_escrow_sends_all_of_it_back(house: Flask):
    order_id = a_paid_order()
    buyer_id, seller_id = orders.people_of(order_id)
    with pytest.raises(Invalid):
        payments.refund_order(order_id=order_id, person_id=seller_id, why=" ")
    payments.refund_order(order_id=order_id, person_id=seller_id, why="It broke.")
    assert held(buyer(buyer_id)) == 117_00
    outbox.drain()
    assert (held(buyer(buyer_id)), held(provider("test")), held(ESCROW)) == (0, 0, 0)
    assert orders.state_of(order_id) == "refunded"


def test_a_refund_after_completion_comes_from_whoever_got_it(house: Flask):
    order_id = a_paid_order()
    buyer_id, seller_id = orders.people_of(order_id)
    _ship(order_id, seller_id)
    payments.confirm_received(order_id=order_id, person_id=buyer_id)
    payments.refund_order(order_id=order_id, person_id=seller_id, why="Sent back.")
    outbox.drain()
    assert [held(account) for account in (seller(seller_id), REVENUE, provider("test"), buyer(buyer_id))] == [0] * 4


def test_a_part_given_back_leaves_the_seller_the_rest(house: Flask):
    order_id = a_paid_order()
    buyer_id, seller_id = orders.people_of(order_id)
    payments.refund_order(order_id=order_id, person_id=seller_id, why="A scratch.", amount="20")
    _ship(order_id, seller_id)
    payments.confirm_received(order_id=order_id, person_id=buyer_id)
    outbox.drain()
    assert (held(seller(seller_id)), held(provider("test")), held(ESCROW)) == (84_00, -97_00, 0)


def test_money_that_comes_for_a_cancelled_order_goes_back(house: Flask):
    order_id = an_order()
    buyer_id, _seller_id = orders.people_of(order_id)
    begun = payments.begin_payment(order_id=order_id, person_id=buyer_id, provider="test")
    ref = str(begun.next_url).rpartition("/")[2]
    _cancel(order_id)
    test_provider.settle(ref=ref, choice="approve")
    payments.hear_of(provider="test", ref=ref)
    outbox.drain()
    assert orders.state_of(order_id) == "cancelled"
    assert (held(provider("test")), held(buyer(buyer_id))) == (0, 0)


def _ship(order_id: int, seller_id: int) -> None:
    _step(order_id, "ship", "seller", seller_id)


def _cancel(order_id: int) -> None:
    _step(order_id, "cancel", "house", None)


def _step(order_id: int, step, role, person_id) -> None:
    from auction.db import time_under_lock, transaction
    from auction.settlement.orders.service.advancing import By, advance

    with transaction() as session:
        order = service.lock_order(session, order_id)
        advance(session, order, step, by=By(role, person_id), at=time_under_lock(session))
