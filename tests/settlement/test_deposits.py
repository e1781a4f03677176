"""Deposits from being put down to their end: whoever loses has theirs back, the winner pays less, who does not pay
loses it. After each story the ledger is sound and the provider holds what the house says it holds."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from auction import clock, outbox
from auction.accounts.models import Person
from auction.bidding import service as bidding
from auction.bidding.admissions.queries import Scope
from auction.db import db, transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid
from auction.rules.deposits import Deposit
from auction.settlement.deposits import queries, service
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.service import DEPOSITS, ESCROW, buyer, provider, seller
from auction.settlement.orders import queries as orders
from auction.settlement.orders import service as ordering
from auction.settlement.payments import service as payments
from auction.settlement.payments.models import TestCharge
from auction.settlement.payments.providers import test as test_provider
from auction.settlement.unpaid import service as unpaid
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.builders_deposits import TENTH, a_guarded_lot, put_down, settle
from tests.builders_settlement import HOME, pay

pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture(autouse=True)
def _settled(house: Flask):
    """What is due is done before the ledger is looked through."""
    yield
    settle()
    charges = db.session.execute(sa.select(TestCharge.kind, TestCharge.state, TestCharge.amount_minor)).all()
    sent_back = sum(minor for kind, state, minor in charges if (kind, state) == ("refund", "succeeded"))
    taken = sum(minor for kind, state, minor in charges if kind != "refund" and state in ("held", "succeeded"))
    assert taken - sent_back == -ledger.balance(provider("test"), "USD")


def held(account: Any = DEPOSITS) -> int:
    return ledger.balance(account, "USD")


def states(person_id: int) -> list[str]:
    return [one.state for one in queries.deposits_of(person_id)]


def close(travel) -> None:
    travel(days=3, hours=1)
    bidding.close_due()
    settle()


def order_of(person_id: int) -> int:
    order_id = orders.bought_by(person_id)[0].id
    ordering.choose_way(order_id=order_id, person_id=person_id, zone="country", address=HOME)
    return order_id


def test_nobody_bids_or_buys_before_it_is_put_down(house: Flask):
    lot, ann = a_guarded_lot(buy_now_minor=90_00), a_person()
    with pytest.raises(Forbidden, match="deposit_needed") as refusal:
        bid(lot, ann, "30")
    assert refusal.value.facts["put_down_at"] == f"/auctions/{lot}/deposit"
    assert refusal.value.facts["deposit"]["amount_minor"] == 20_00
    with pytest.raises(Forbidden, match="deposit_needed"):
        bidding.buy_now(auction_id=lot, person_id=ann)
    assert put_down(lot, ann) == "held"
    assert held() == 20_00
    assert bid(lot, ann, "30").standing == "leading"


def test_a_share_is_of_the_limit_and_holds_bids_below_it(house: Flask):
    lot, ann = a_guarded_lot(TENTH), a_person()
    assert put_down(lot, ann, "80") == "held"
    assert held() == 8_00
    with pytest.raises(Forbidden, match="above_deposit_limit") as refusal:
        bid(lot, ann, "80.01")
    assert refusal.value.facts["limit_minor"] == 80_00
    bid(lot, ann, "80")


def test_a_limit_is_raised_by_paying_the_difference(house: Flask):
    lot, ann = a_guarded_lot(TENTH), a_person()
    put_down(lot, ann, "80")
    with pytest.raises(Invalid) as refusal:
        put_down(lot, ann, "80")
    assert refusal.value.fields == {"limit": ["deposit_limit_not_higher"]}
    assert put_down(lot, ann, "200") == "held"
    assert held() == 20_00
    bid(lot, ann, "200", is_confirmed=True)
    assert put_down(lot, ann, "200.04") == "held"
    assert held() == 20_00
    bid(lot, ann, "200.04", is_confirmed=True)


@pytest.mark.parametrize(("typed", "code"), [("", "empty"), ("x", "not_a_number"), ("9", "deposit_limit_low")])
def test_a_limit_must_be_good_for_a_bid(typed: str, code: str, house: Flask):
    with pytest.raises(Invalid) as refusal:
        put_down(a_guarded_lot(TENTH), a_person(), typed)
    assert refusal.value.fields == {"limit": [code]}


def test_it_is_asked_only_where_and_of_whom_it_makes_sense(house: Flask):
    owner = a_seller()
    lot, ann = a_guarded_lot(seller_id=owner), a_person()
    with pytest.raises(Absent):
        put_down(an_auction(), ann)
    with pytest.raises(Forbidden, match="own_lot"):
        put_down(lot, owner)
    with transaction() as session:
        session.get_one(Person, ann).confirmed_at = None
    with pytest.raises(Forbidden, match="not_verified"):
        put_down(lot, ann)
    with pytest.raises(Absent):
        put_down(lot, a_person(), provider="nobody")


def test_twice_is_once(house: Flask):
    lot, ann = a_guarded_lot(), a_person()
    first = service.put_down(scope=Scope(lot), person_id=ann, provider="test")
    assert service.put_down(scope=Scope(lot), person_id=ann, provider="test") == first
    assert put_down(lot, ann) == "held"
    with pytest.raises(Conflict, match="deposit_put_down"):
        put_down(lot, ann)
    assert held() == 20_00


def test_another_limit_takes_the_place_of_one_that_is_under_way(house: Flask):
    lot, ann = a_guarded_lot(TENTH), a_person()
    first = service.put_down(scope=Scope(lot), person_id=ann, provider="test", limit="100")
    assert put_down(lot, ann, "50") == "held"
    assert held() == 5_00
    with pytest.raises(Conflict, match="payment_settled"):
        test_provider.settle(ref=str(first.next_url).rpartition("/")[2], choice="approve")


def test_a_declined_one_can_be_tried_again(house: Flask):
    lot, ann = a_guarded_lot(), a_person()
    assert put_down(lot, ann, choice="decline") == "given_up"
    standing = queries.standing(Scope(lot), ann)
    assert standing.declined is not None
    assert standing.declined.payment_why == "declined_by_bank"
    with pytest.raises(Forbidden, match="deposit_needed"):
        bid(lot, ann, "30")
    assert put_down(lot, ann) == "held"


def test_losers_have_it_back_when_the_lot_closes(house: Flask, travel):
    lot, ann, ben, eve = a_guarded_lot(), a_person(), a_person(), a_person()
    for person in (ann, ben, eve):
        put_down(lot, person)
    bid(lot, ann, "30")
    bid(lot, ben, "50")
    close(travel)
    assert (states(ann), states(eve), states(ben)) == (["released"], ["released"], ["applied"])
    assert held() == 20_00
    assert held(provider("test")) == -20_00


@pytest.mark.parametrize("how", ["cancelled", "reserve"])
def test_everybody_has_it_back_where_nothing_was_sold(how: str, house: Flask, travel):
    owner = a_seller()
    lot, ann = a_guarded_lot(seller_id=owner, reserve_minor=90_00), a_person()
    put_down(lot, ann)
    bid(lot, ann, "30")
    if how == "cancelled":
        bidding.end_early(auction_id=lot, person_id=owner, how="cancel", reason="It broke.")
        settle()
    else:
        close(travel)
    assert states(ann) == ["released"]
    assert held() == 0


def test_the_winner_pays_what_is_left(house: Flask, travel):
    lot, ann = a_guarded_lot(), a_person()
    put_down(lot, ann)
    bid(lot, ann, "30")
    close(travel)
    order_id = order_of(ann)
    total = orders.order(order_id, ann).total_minor
    shown = queries.on_order(order_id)
    assert (shown.counts_minor, shown.due_minor) == (20_00, total - 20_00)
    begun = payments.begin_payment(order_id=order_id, person_id=ann, provider="test")
    assert test_provider.charge_of(str(begun.next_url).rpartition("/")[2]).amount_minor == total - 20_00
    assert pay(order_id) == "paid"
    settle()
    assert states(ann) == ["spent"]
    assert (held(), held(ESCROW), held(provider("test"))) == (0, total, -total)
    whole = payments.refund_order(order_id=order_id, person_id=orders.people_of(order_id)[1], why="It broke.")
    assert whole.amount_minor == total
    settle()
    assert (held(ESCROW), held(provider("test")), held(buyer(ann))) == (0, 0, 0)


def test_a_deposit_that_pays_all_needs_no_other_payment_and_the_rest_goes_back(house: Flask, travel):
    lot, ann = a_guarded_lot(Deposit(90_00)), a_person()
    put_down(lot, ann)
    bid(lot, ann, "30")
    close(travel)
    order_id = order_of(ann)
    total = orders.order(order_id, ann).total_minor
    assert total < 90_00
    assert payments.begin_payment(order_id=order_id, person_id=ann, provider="deposit").state == "succeeded"
    settle()
    assert orders.state_of(order_id) == "paid"
    assert (held(), held(ESCROW), held(provider("test"))) == (0, total, -total)
    (deposit,) = queries.deposits_of(ann)
    assert deposit.returned_minor == 90_00 - total


def test_whoever_does_not_pay_loses_it_to_the_seller_as_far_as_they_owed(house: Flask, travel):
    lot, ann = a_guarded_lot(Deposit(90_00)), a_person()
    put_down(lot, ann)
    bid(lot, ann, "30")
    close(travel)
    order_id = order_of(ann)
    total, owner = orders.order(order_id, ann).total_minor, orders.people_of(order_id)[1]
    travel(days=6)
    unpaid.cancel_unpaid(order_id=order_id, person_id=owner, with_strike=True)
    settle()
    (deposit,) = queries.deposits_of(ann)
    assert (deposit.state, deposit.forfeited_minor, deposit.returned_minor) == ("forfeited", total, 90_00 - total)
    assert (held(seller(owner)), held()) == (total, 0)
    assert queries.on_order(order_id).forfeited_minor == total


def test_without_a_strike_it_goes_back(house: Flask, travel):
    lot, ann = a_guarded_lot(), a_person()
    put_down(lot, ann)
    bid(lot, ann, "30")
    close(travel)
    order_id = order_of(ann)
    travel(days=6)
    unpaid.cancel_unpaid(order_id=order_id, person_id=orders.people_of(order_id)[1], with_strike=False)
    settle()
    assert states(ann) == ["released"]
    assert held(provider("test")) == 0


def test_it_is_taken_back_only_while_no_bid_stands(house: Flask):
    lot, ann, ben = a_guarded_lot(), a_person(), a_person()
    put_down(lot, ann)
    assert service.withdraw(scope=Scope(lot), person_id=ann) == 20_00
    settle()
    assert held(provider("test")) == 0
    with pytest.raises(Forbidden, match="deposit_needed"):
        bid(lot, ann, "30")
    put_down(lot, ann)
    put_down(lot, ben)
    bid(lot, ann, "30")
    bid(lot, ben, "50")
    with pytest.raises(Conflict, match="deposit_bound"):
        service.withdraw(scope=Scope(lot), person_id=ann)
    bidding.retract_bid(auction_id=lot, person_id=ann, reason="amount_error")
    service.withdraw(scope=Scope(lot), person_id=ann)
    with pytest.raises(Conflict, match="no_deposit"):
        service.withdraw(scope=Scope(lot), person_id=ann)


def test_money_that_comes_too_late_goes_back(house: Flask, travel):
    lot, ann = a_guarded_lot(), a_person()
    done = service.put_down(scope=Scope(lot), person_id=ann, provider="test")
    test_provider.settle(ref=str(done.next_url).rpartition("/")[2], choice="later")
    travel(days=3, hours=1)
    bidding.close_due()
    payments.look_after()
    settle()
    assert held(provider("test")) == 0
    assert states(ann) in ([], ["released"])
    with pytest.raises(Conflict, match="deposit_too_late"):
        put_down(lot, ann)


def test_what_a_bank_sets_free_by_itself_secures_nothing_and_can_be_put_down_anew(house: Flask):
    lot, ann = a_guarded_lot(), a_person()
    done = service.put_down(scope=Scope(lot), person_id=ann, provider="test")
    ref = str(done.next_url).rpartition("/")[2]
    put_down(lot, ann)
    bid(lot, ann, "30")
    with transaction() as session:
        session.execute(sa.update(TestCharge).where(TestCharge.ref == ref).values(state="cancelled"))
    payments.hear_of(provider="test", ref=ref)
    settle()
    assert states(ann) == ["released"]
    with pytest.raises(Forbidden, match="deposit_needed"):
        bid(lot, ann, "40")
    assert put_down(lot, ann) == "held"
    bid(lot, ann, "40")


def test_every_fact_may_come_twice(house: Flask, travel):
    lot, ann, ben = a_guarded_lot(), a_person(), a_person()
    put_down(lot, ann)
    put_down(lot, ben)
    bid(lot, ann, "30")
    bid(lot, ben, "50")
    close(travel)
    pay(order_of(ben))
    settle()
    with transaction() as session:
        session.execute(sa.update(outbox.FactRow).values(done_at=None, due_at=clock.now()))
    for _round in range(20):
        outbox.drain()
    assert (states(ann), states(ben)) == (["released"], ["spent"])
    assert held() == 0


def test_combined_orders_take_their_deposits_along(house: Flask, travel):
    owner, ann = a_seller(), a_person()
    lots = [a_guarded_lot(Deposit(minor), owner) for minor in (20_00, 5_00)]
    for lot in lots:
        put_down(lot, ann)
        bid(lot, ann, "30")
    close(travel)
    made = payments.combine_orders(order_ids=[card.id for card in orders.bought_by(ann)], person_id=ann)
    settle()
    ordering.choose_way(order_id=made.order_id, person_id=ann, zone="country", address=HOME)
    assert queries.on_order(made.order_id).counts_minor == 25_00
    assert pay(made.order_id) == "paid"
    settle()
    assert states(ann) == ["spent", "spent"]


def test_a_transfer_is_received_and_sent_back(house: Flask, bank, travel):
    lot, ann = a_guarded_lot(), a_person()
    done = service.put_down(scope=Scope(lot), person_id=ann, provider="bank")
    ref = str(done.next_url).rpartition("/")[2]
    text = f"date,amount,currency,reference\n2026-11-29,20.00,USD,{ref.partition('.')[0]}\n"
    assert payments.import_statement(text=text, person_id=a_seller()).matched == 1
    settle()
    bid(lot, ann, "30")
    bid_over = a_person()
    put_down(lot, bid_over)
    bid(lot, bid_over, "60")
    close(travel)
    assert states(ann) == ["released"]
    assert held(provider("bank")) == -20_00  # until the operator has sent it
    assert held(buyer(ann)) == 20_00


def test_what_is_fixed_is_read_from_the_form_in_either_digits(house: Flask):
    from auction.bidding.queries import currency_table
    from auction.bidding.service import terms_of

    def read(**words: str):
        terms, faults = terms_of({"starting": "10", **words}, clock.now(), "UTC", currency_table)
        return faults or (terms and terms.deposit)

    assert read() is None
    assert read(deposit="fixed", deposit_amount="٢٠٫٥٠") == Deposit(20_50)
    assert read(deposit="share", deposit_percent="١٢٫٥٪") == Deposit(basis_points=1250)
    assert read(deposit="share") == {"deposit_percent": ["needed"]}
    assert read(deposit="share", deposit_percent="101") == {"deposit_percent": ["percent_range"]}
    assert read(deposit="fixed") == {"deposit_amount": ["needed"]}
    assert read(deposit="half") == {"deposit": ["unknown_choice"]}
