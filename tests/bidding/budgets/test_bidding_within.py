"""Bids of a person with a budget: what fits, what is refused and in which words, and what stands all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import clock
from auction.bidding import queries, service
from auction.bidding.budgets.models import BudgetLot
from auction.bidding.budgets.service import BudgetWords, change_budget, put_lots, remove_budget, take_lot_out
from auction.db import db
from auction.errors import Conflict, Forbidden
from tests.bidding.budgets.builders import a_budget, seen, stands
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.seeing import facts, kinds, refused

pytestmark = pytest.mark.usefixtures("house", "moment", "without_premium")


def test_maxima_together_stay_within_the_total():
    ann, one, two = a_person(), an_auction(), an_auction()
    budget = a_budget(ann, one, two)
    assert refused(bid, one, ann, "60") == "accepted"
    with pytest.raises(Conflict) as refusal:
        bid(two, ann, "50")
    assert refusal.value.code == "budget_exceeded"
    assert refusal.value.facts == {
        "free_minor": 4000, "total_minor": 10_000, "budget": "Clocks", "currency": "USD",
    }  # fmt: skip
    assert kinds(two) == ["opened"]
    assert refused(bid, two, ann, "40") == "accepted"
    assert stands(budget, ann).free_minor == 0


def test_a_raise_counts_in_place_of_what_was_there():
    ann, one, two = a_person(), an_auction(), an_auction()
    budget = a_budget(ann, one, two)
    bid(one, ann, "50")
    bid(two, ann, "20")
    assert refused(bid, one, ann, "81") == "budget_exceeded"
    assert refused(bid, one, ann, "80") == "accepted"
    assert stands(budget, ann).exposure_minor == 10_000


def test_a_lot_outside_and_a_person_without_are_free():
    ann, ben, one, outside = a_person(), a_person(), an_auction(), an_auction()
    a_budget(ann, one)
    assert refused(bid, outside, ann, "99") == "accepted"
    assert refused(bid, one, ann, "100") == "accepted"
    assert refused(bid, one, ben, "250", is_confirmed=True) == "accepted"


def test_being_outbid_frees_and_coming_back_is_judged_anew():
    ann, ben, one, two = a_person(), a_person(), an_auction(), an_auction()
    a_budget(ann, one, two)
    bid(one, ann, "70")
    assert refused(bid, two, ann, "70") == "budget_exceeded"
    bid(one, ben, "90")
    assert refused(bid, two, ann, "70") == "accepted"
    assert refused(bid, one, ann, "95") == "budget_exceeded"


def test_a_bid_is_judged_by_its_amount_and_not_by_whether_it_would_lead():
    """Otherwise a refusal would say that the leader's secret maximum is lower."""
    ann, ben = a_person(), a_person()
    low, high = an_auction(), an_auction()
    bid(low, ben, "15")
    bid(high, ben, "900", is_confirmed=True)
    a_budget(ann, low, high, total="50")
    assert refused(bid, low, ann, "60") == refused(bid, high, ann, "60") == "budget_exceeded"


def test_no_more_lots_are_led_or_won_than_the_number():
    ann, ben, lots = a_person(), a_person(), [an_auction() for _ in range(3)]
    budget = a_budget(ann, *lots, total="", most="2")
    bid(lots[0], ann, "20")
    bid(lots[1], ann, "900", is_confirmed=True)
    with pytest.raises(Conflict) as refusal:
        bid(lots[2], ann, "20")
    assert (refusal.value.code, refusal.value.facts["most"]) == ("budget_lots_reached", 2)
    assert refused(bid, lots[0], ann, "30") == "accepted"
    bid(lots[0], ben, "50")
    assert refused(bid, lots[2], ann, "20") == "accepted"
    assert stands(budget, ann).free_lots == 0


def test_what_is_won_counts_at_its_hammer_price(travel):
    now = clock.now()
    ann, ben = a_person(), a_person()
    first, second = an_auction(closes_at=now + timedelta(hours=1)), an_auction()
    budget = a_budget(ann, first, second)
    bid(first, ann, "80")
    bid(first, ben, "30")
    assert refused(bid, second, ann, "60") == "budget_exceeded"
    travel(hours=2)
    service.close_due()
    hammer = queries.summary(first).hammer_minor
    assert hammer == 3100
    assert stands(budget, ann).exposure_minor == hammer
    assert refused(bid, second, ann, "69") == "accepted"


def test_what_is_lost_or_not_sold_counts_nothing(travel):
    now = clock.now()
    ann, ben = a_person(), a_person()
    lost = an_auction(closes_at=now + timedelta(hours=1))
    unsold = an_auction(closes_at=now + timedelta(hours=1), reserve_minor=90_000)
    budget = a_budget(ann, lost, unsold)
    bid(lost, ann, "40")
    bid(lost, ben, "70")
    bid(unsold, ann, "60")
    travel(hours=2)
    service.close_due()
    assert stands(budget, ann).exposure_minor == 0


def test_buying_at_once_must_fit_too():
    ann, first, dear = a_person(), an_auction(), an_auction(buy_now_minor=9000)
    budget = a_budget(ann, first, dear)
    bid(first, ann, "20")
    assert refused(service.buy_now, auction_id=dear, person_id=ann) == "budget_exceeded"
    assert kinds(dear) == ["opened"]
    service.retract_bid(auction_id=first, person_id=ann, reason="amount_error")
    service.buy_now(auction_id=dear, person_id=ann)
    assert (stands(budget, ann).exposure_minor, stands(budget, ann).lots) == (9000, 1)


def test_a_retraction_frees():
    ann, one, two = a_person(), an_auction(), an_auction()
    a_budget(ann, one, two)
    bid(one, ann, "100")
    assert refused(bid, two, ann, "10") == "budget_exceeded"
    service.retract_bid(auction_id=one, person_id=ann, reason="amount_error")
    assert refused(bid, two, ann, "100") == "accepted"


def test_a_bid_that_leads_again_because_another_is_taken_back_stands_above_the_total():
    ann, ben, one, two = a_person(), a_person(), an_auction(), an_auction()
    budget = a_budget(ann, one, two)
    bid(one, ann, "70")
    bid(one, ben, "90")
    bid(two, ann, "80")
    service.retract_bid(auction_id=one, person_id=ben, reason="amount_error")
    assert queries.own_parts(ann, [one])[one].is_leading
    assert (stands(budget, ann).over_minor, stands(budget, ann).is_over) == (5000, True)
    assert refused(bid, one, ann, "71") == refused(bid, two, ann, "81") == "budget_exceeded"


def test_the_amount_asked_once_more_is_judged_by_the_budget_first():
    ann, one = a_person(), an_auction()
    a_budget(ann, one)
    assert refused(bid, one, ann, "9000") == "budget_exceeded"


def test_the_law_of_the_lot_speaks_before_the_budget():
    ann, one = a_person(), an_auction()
    a_budget(ann, one, total="5")
    assert refused(bid, one, ann, "9") == "below_minimum"


def test_a_bid_sent_again_gets_its_first_answer_though_nothing_more_fits():
    ann, one = a_person(), an_auction()
    budget = a_budget(ann, one)
    first = bid(one, ann, "90", key="one-and-the-same")
    change_budget(budget_id=budget, person_id=ann, asked=BudgetWords("Clocks", "20"))
    again = bid(one, ann, "90", key="one-and-the-same")
    assert (again.seq, again.is_repeat) == (first.seq, True)
    assert stands(budget, ann).over_minor == 7000


def test_a_lot_already_led_may_be_put_in_and_then_counts():
    ann, one, two = a_person(), an_auction(), an_auction()
    bid(one, ann, "150", is_confirmed=True)
    budget = a_budget(ann, one, two)
    assert stands(budget, ann).over_minor == 5000
    assert refused(bid, two, ann, "10") == "budget_exceeded"
    take_lot_out(person_id=ann, auction_id=one)
    assert refused(bid, two, ann, "10") == "accepted"


def test_a_lot_stands_in_one_budget_of_a_person_and_moves():
    ann, ben, lot = a_person(), a_person(), an_auction()
    first, second = a_budget(ann, lot), a_budget(ann, lot, total="30")
    a_budget(ben, lot, total="20")
    assert (seen(first, ann).lot_count, seen(second, ann).lot_count) == (0, 1)
    assert refused(bid, lot, ann, "31") == "budget_exceeded"
    assert put_lots(budget_id=second, person_id=ann, auction_ids=[lot]) == 0
    assert refused(bid, lot, ann, "30") == "accepted"
    assert take_lot_out(person_id=ann, auction_id=lot)
    assert not take_lot_out(person_id=ann, auction_id=lot)
    assert seen(second, ann).lot_count == 0


def test_a_removed_budget_limits_nothing_and_leaves_no_trace():
    ann, lot = a_person(), an_auction()
    remove_budget(budget_id=a_budget(ann, lot), person_id=ann)
    assert refused(bid, lot, ann, "500", is_confirmed=True) == "accepted"
    assert db.session.execute(sa.select(sa.func.count()).select_from(BudgetLot)).scalar_one() == 0


def test_a_budget_is_its_owners_alone():
    ann, ben, lot = a_person(), a_person(), an_auction()
    budget = a_budget(ann, lot)
    for verb, given in (
        (remove_budget, {}),
        (change_budget, {"asked": BudgetWords("Mine", "1")}),
        (put_lots, {"auction_ids": [lot]}),
    ):
        assert refused(verb, budget_id=budget, person_id=ben, **given) == "not_found"
    assert refused(seen, budget, ben) == "not_found"
    bid(lot, ann, "100")
    said = [str(fact) for fact in facts()]
    assert not [text for text in said if "Clocks" in text or "budget" in text]


def test_what_does_not_belong_in_a_budget_is_refused():
    seller = a_seller()
    ann, own, pounds = a_person(), an_auction(seller), an_auction(currency="GBP")
    soon = an_auction(opens_at=clock.now() + timedelta(hours=1))
    with pytest.raises(Forbidden, match="own_lot"):
        a_budget(seller, own)
    assert refused(a_budget, ann, pounds) == "budget_other_currency"
    assert refused(a_budget, ann, soon) == "not_found"
    assert refused(a_budget, ann, 40404) == "not_found"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"total": "", "most": ""}, "total:limit_needed"),
        ({"total": "ten"}, "total:not_a_number"),
        ({"total": "0"}, "total:zero"),
        ({"total": "", "most": "0"}, "most:out_of_range"),
        ({"total": "", "most": "two"}, "most:not_a_number"),
        ({"name": "  "}, "name:needed"),
        ({"name": "x" * 81}, "name:too_long"),
        ({"currency": "XXX"}, "currency:unknown_currency"),
    ],
)
def test_words_that_make_no_budget(words, said):
    assert refused(a_budget, a_person(), **words) == f"invalid {said}"


def test_numbers_are_read_in_both_sets_of_digits():
    ann = a_person()
    budget = seen(a_budget(ann, total="١٢٥٠٫٥٠", most="٣"), ann)
    assert (budget.limits.total_minor, budget.limits.most_lots) == (125_050, 3)


def test_budgets_have_an_end():
    ann = a_person()
    for _ in range(30):
        a_budget(ann)
    assert refused(a_budget, ann) == "too_many_budgets"
