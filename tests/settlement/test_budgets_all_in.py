"""Budgets count what one pays: hammer price, premium and the taxes on both, as the orders will; not the delivery."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import clock, outbox
from auction.bidding import jobs as closing
from auction.bidding.budgets.queries import line_for
from auction.db import db
from auction.errors import Conflict
from auction.settlement.fees import service as fees
from auction.settlement.orders.models import Order
from auction.settlement.orders.queries import order as order_of
from tests import builders_people as people
from tests.bidding.budgets.builders import a_budget, seen, stands
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.seeing import refused

TEN_PERCENT = {"premium_from_1": "0", "premium_percent_1": "10"}
VAT = {"line": "premium", "percent": "20", "name_en": "VAT", "name_ar": "ضريبة القيمة المضافة"}
pytestmark = pytest.mark.usefixtures("house", "moment")


@pytest.fixture
def lots():
    """Three lots that open under 10 % premium with 20 % tax on it, and 5 % on the goods themselves."""
    operator_id = people.operator()
    fees.add_schedule(currency="USD", words=TEN_PERCENT, from_at=None, by_id=operator_id)
    fees.add_tax_rule(words=VAT, from_at=None, by_id=operator_id)
    fees.add_tax_rule(words=VAT | {"line": "goods", "percent": "5"}, from_at=None, by_id=operator_id)
    seller, now = a_seller(), clock.now()
    return [an_auction(seller, opens_at=now, closes_at=now + timedelta(days=1)) for _ in range(3)]


def test_a_maximum_counts_with_premium_and_taxes(lots):
    ann = a_person()
    budget = a_budget(ann, *lots, total="100")
    assert refused(bid, lots[0], ann, "50") == "accepted"
    view = seen(budget, ann)
    # 50.00, 5 % on it; 5.00 premium, 20 % on it
    assert (view.costs, view.stands.free_minor) == ({lots[0]: 58_50}, 41_50)
    with pytest.raises(Conflict) as refusal:
        bid(lots[1], ann, "35.50")
    assert refusal.value.code == "budget_exceeded"
    fits = refusal.value.facts["free_minor"]
    assert fits == line_for(lots[1], "USD", ann).free_minor == 35_47
    assert refused(bid, lots[1], ann, "35.48") == "budget_exceeded"
    assert refused(bid, lots[1], ann, "35.47") == "accepted"
    assert stands(budget, ann).free_minor == 0


def test_the_orders_together_never_come_to_more_without_delivery(lots, travel):
    ann, ben = a_person(), a_person()
    budget = a_budget(ann, *lots, total="150")
    for lot, amount in zip(lots, ("60", "45", "30"), strict=True):
        bid(lot, ben, "12")
        refused(bid, lot, ann, amount)
        refused(bid, lot, ben, str(int(amount) - 1))
    travel(days=2)
    closing.close_due()
    outbox.drain()
    won = list(db.session.execute(sa.select(Order.id).where(Order.buyer_id == ann)).scalars())
    bills = [order_of(order_id, ann).bill for order_id in won]
    without_delivery = sum(bill.sum_of("hammer", "premium") for bill in bills)
    assert len(won) >= 2
    assert without_delivery == stands(budget, ann).exposure_minor <= 150_00


def test_a_number_of_lots_alone_reckons_no_bill(lots, monkeypatch):
    monkeypatch.setattr("auction.bidding.budgets.guard.prices_of", None)
    ann = a_person()
    a_budget(ann, *lots, total="", most="1")
    assert refused(bid, lots[0], ann, "50") == "accepted"
    assert refused(bid, lots[1], ann, "50") == "budget_lots_reached"


def test_a_raise_and_a_purchase_are_judged_by_their_whole_cost(lots):
    ann = a_person()
    a_budget(ann, *lots, total="60")
    assert refused(bid, lots[0], ann, "51.29") == "budget_exceeded"
    assert refused(bid, lots[0], ann, "50") == "accepted"
    assert refused(bid, lots[0], ann, "51.29") == "budget_exceeded"
    assert refused(bid, lots[0], ann, "51.28") == "accepted"
