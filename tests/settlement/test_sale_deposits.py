"""One deposit for all lots of a sale: it waits for the last lot, and goes from one unpaid order to the next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from auction import clock
from auction.accounts.service import hold_for_unpaid
from auction.bidding import service as bidding
from auction.bidding.admissions.queries import Scope
from auction.db import transaction
from auction.errors import Conflict, Forbidden
from auction.settlement.deposits import queries, service
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.service import DEPOSITS, provider, seller
from auction.settlement.orders import queries as orders
from auction.settlement.orders import service as ordering
from auction.settlement.payments import service as payments
from auction.settlement.unpaid import service as unpaid
from tests.bidding.builders import a_person, a_seller, bid
from tests.bidding.sales.builders import announced, auctions
from tests.builders_deposits import put_down, settle
from tests.builders_settlement import HOME, pay

pytestmark = pytest.mark.usefixtures("moment")
FIXED = {"deposit": "fixed", "deposit_amount": "60"}


@pytest.fixture(autouse=True)
def _settled(house: Flask):
    """What is due is done before the ledger is looked through."""
    yield
    settle()


def held(account=DEPOSITS) -> int:
    return ledger.balance(account, "USD")


def states(person_id: int) -> list[str]:
    return [one.state for one in queries.deposits_of(person_id)]


def close_first(travel) -> None:
    travel(days=2, seconds=1)
    bidding.close_due()
    settle()


def close_last(travel) -> None:
    travel(hours=1)
    bidding.close_due()
    settle()


def ready(order_id: int, person_id: int) -> int:
    ordering.choose_way(order_id=order_id, person_id=person_id, zone=None, address=HOME)
    return orders.order(order_id, person_id).total_minor


def test_one_deposit_opens_all_lots_and_comes_back_after_the_last(house: Flask, travel):
    owner, ann, ben = a_seller(), a_person(), a_person()
    sale = announced(owner, 2, wanted=FIXED)
    first, last = auctions(sale)
    with pytest.raises(Forbidden, match="deposit_needed"):
        bid(first, ann, "50")
    assert put_down(last, ann) == "held"
    assert put_down(first, ben) == "held"
    bid(first, ann, "50")
    bid(first, ben, "60")
    close_first(travel)
    assert states(ann) == ["held"]
    bid(last, ann, "50")
    bid(last, ben, "60")
    close_last(travel)
    assert states(ann) == ["released"]
    assert states(ben) == ["applied"]
    assert held() == 60_00


def both_lots_won(travel):
    """The seller, and who has won both lots of a sale under one deposit of 200, with their two orders."""
    owner, ann = a_seller(), a_person()
    sale = announced(owner, 2, wanted={"deposit": "share", "deposit_percent": "100"})
    put_down(auctions(sale)[0], ann, "200")
    for lot in auctions(sale):
        bid(lot, ann, "50")
    close_first(travel)
    close_last(travel)
    return owner, ann, sorted(card.id for card in orders.bought_by(ann))


def test_another_sale_asks_anew(house: Flask):
    owner, ann = a_seller(), a_person()
    one, other = (auctions(announced(owner, 1, wanted=FIXED))[0] for _sale in range(2))
    put_down(one, ann)
    with pytest.raises(Forbidden, match="deposit_needed"):
        bid(other, ann, "50")


def test_what_one_order_does_not_use_goes_on_to_the_next_and_then_back(house: Flask, travel):
    _owner, ann, (one, other) = both_lots_won(travel)
    total, second = ready(one, ann), ready(other, ann)
    assert payments.begin_payment(order_id=one, person_id=ann, provider="deposit").state == "succeeded"
    settle()
    assert queries.on_order(other).counts_minor == min(second, 200_00 - total)
    assert payments.begin_payment(order_id=other, person_id=ann, provider="deposit").state == "succeeded"
    settle()
    (deposit,) = queries.deposits_of(ann)
    assert (deposit.left_minor, deposit.returned_minor) == (0, 200_00 - total - second)
    assert held() == 0


def test_whoever_has_paid_before_the_sale_is_over_has_it_back_then(house: Flask, travel):
    owner, ann = a_seller(), a_person()
    sale = announced(owner, 2, wanted=FIXED, interval_seconds=600)
    first, _last = auctions(sale)
    put_down(first, ann)
    bid(first, ann, "50")
    close_first(travel)
    (card,) = orders.bought_by(ann)
    ready(card.id, ann)
    assert queries.on_order(card.id).counts_minor == 0
    assert pay(card.id) == "paid"
    settle()
    assert states(ann) == ["held"]
    with pytest.raises(Conflict, match="deposit_bound"):
        service.withdraw(scope=Scope(sale_id=sale), person_id=ann)
    close_last(travel)
    assert states(ann) == ["released"]
    assert held() == 0


def test_it_is_forfeited_while_other_lots_are_open(house: Flask, travel):
    owner, ann = a_seller(), a_person()
    sale = announced(owner, 2, wanted=FIXED, first_closes_at=clock.now() + timedelta(days=20))
    first, last = auctions(sale)
    put_down(first, ann)
    bid(first, ann, "50")
    bidding.end_early(auction_id=first, person_id=owner, how="sell")
    settle()
    (card,) = orders.bought_by(ann)
    travel(days=6)
    unpaid.cancel_unpaid(order_id=card.id, person_id=owner, with_strike=True)
    settle()
    (deposit,) = queries.deposits_of(ann)
    owed = orders.order(card.id, ann).total_minor
    assert deposit.state == "forfeited"
    assert deposit.forfeited_minor == min(60_00, owed)
    assert held(seller(owner)) == deposit.forfeited_minor
    assert held(provider("test")) == -deposit.forfeited_minor
    with pytest.raises(Forbidden, match="deposit_needed"):
        bid(last, ann, "50")


def test_two_unpaid_orders_forfeit_each_their_own(house: Flask, travel):
    owner, ann, both = both_lots_won(travel)
    owed = {order_id: orders.order(order_id, ann).total_minor for order_id in both}
    travel(days=6)
    for order_id in both:
        unpaid.cancel_unpaid(order_id=order_id, person_id=owner, with_strike=True)
        settle()
    (deposit,) = queries.deposits_of(ann)
    assert {order_id: queries.on_order(order_id).forfeited_minor for order_id in both} == owed
    assert deposit.forfeited_minor == sum(owed.values()) == held(seller(owner))
    assert deposit.returned_minor == 200_00 - sum(owed.values())


def test_whoever_could_not_bid_is_not_made_to_pay_first(house: Flask):
    owner, ann = a_seller(), a_person()
    (lot,) = auctions(announced(owner, 1, wanted={**FIXED, "needs_approval": "on"}))
    with pytest.raises(Forbidden, match="approval_needed"):
        put_down(lot, ann)
    (lot,) = auctions(announced(owner, 1, wanted={**FIXED, "needs_paid_up": "on"}))
    with transaction() as session:
        hold_for_unpaid(session, person_id=ann, ref="order:7", at=clock.now())
    with pytest.raises(Forbidden, match="open_unpaid"):
        put_down(lot, ann)
    assert states(ann) == []
