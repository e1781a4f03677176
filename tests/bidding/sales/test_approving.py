"""A sale whose seller lets people in one by one: asking, deciding, being told, and who may bid."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction import clock, outbox
from auction.accounts.service import block_person
from auction.bidding import jobs as closing
from auction.bidding.sales import approvals, service
from auction.bidding.sales.service import ask_to_bid, decide_approval
from auction.notices import queries as notices
from tests.bidding.builders import a_person, a_seller, bid
from tests.bidding.sales.builders import a_sale, announced, auctions
from tests.bidding.seeing import facts, refused
from tests.builders_people import row_of

pytestmark = pytest.mark.usefixtures("house", "moment")
CLOSED = {"needs_approval": "on"}


def a_closed_sale(seller, lots=2, **changes):
    return announced(seller, lots, wanted=CLOSED, **changes)


def decide(sale, seller, person, is_approved=True):
    return decide_approval(sale_id=sale, person_id=seller, handle=row_of(person).handle, is_approved=is_approved)


def told(person):
    outbox.drain()
    return [notice.kind for notice in notices.page(person).notices if notice.kind != "seller_opened"]


def test_only_those_who_were_let_in_may_bid_in_any_lot():
    seller, ann, ben = a_seller(), a_person(), a_person()
    sale = a_closed_sale(seller)
    lots = auctions(sale)
    assert refused(bid, lots[0], ann, "50") == "approval_needed"
    assert ask_to_bid(sale_id=sale, person_id=ann) == "asked"
    assert refused(bid, lots[0], ann, "50") == "approval_needed"
    decide(sale, seller, ann)
    assert [refused(bid, lot, ann, "50") for lot in lots] == ["accepted", "accepted"]
    assert refused(bid, lots[0], ben, "80") == "approval_needed"


def test_being_let_into_one_sale_says_nothing_of_another():
    seller, ann = a_seller(), a_person()
    one, other = a_closed_sale(seller), a_closed_sale(seller)
    decide(one, seller, ann)
    assert refused(bid, auctions(other)[0], ann, "50") == "approval_needed"
    assert refused(bid, auctions(announced(seller, 1))[0], ann, "50") == "accepted"


def test_a_change_of_mind_counts_for_bids_to_come():
    seller, ann = a_seller(), a_person()
    sale = a_closed_sale(seller)
    lot = auctions(sale)[0]
    decide(sale, seller, ann)
    placed = bid(lot, ann, "50")
    decide(sale, seller, ann, is_approved=False)
    assert refused(bid, lot, ann, "60") == "approval_needed"
    assert placed.is_leading
    decide(sale, seller, ann)
    assert refused(bid, lot, ann, "60") == "accepted"


def test_seller_and_asker_are_told_each_once():
    seller, ann = a_seller(), a_person()
    sale = a_closed_sale(seller, name_en="Spring clocks")
    for _ in range(2):
        ask_to_bid(sale_id=sale, person_id=ann)
    assert told(seller) == ["approval_asked"]
    notice = next(one for one in notices.page(seller).notices if one.kind == "approval_asked")
    assert notice.payload == {"title": "Spring clocks", "sale_id": sale, "handle": row_of(ann).handle}
    decide(sale, seller, ann)
    decide(sale, seller, ann)
    assert told(ann) == ["approved"]
    decide(sale, seller, ann, is_approved=False)
    assert told(ann) == ["declined", "approved"]


def test_whom_the_seller_names_unasked_is_not_bothered():
    seller, ann = a_seller(), a_person()
    sale = a_closed_sale(seller)
    decide(sale, seller, ann)
    assert told(ann) == []
    assert refused(bid, auctions(sale)[0], ann, "50") == "accepted"
    assert approvals.approval_list(sale).approved[0].asked_at is None


def test_a_decision_that_was_changed_before_it_was_told_is_not_told():
    seller, ann = a_seller(), a_person()
    sale = a_closed_sale(seller)
    ask_to_bid(sale_id=sale, person_id=ann)
    decide(sale, seller, ann, is_approved=False)
    decide(sale, seller, ann)
    assert told(ann) == ["approved"]
    assert told(seller) == []


def test_each_is_told_in_their_own_language(mail_box):
    seller = a_seller(email="seller@mazad.example", language="ar")
    ann = a_person(email="ann@mazad.example", handle="ann")
    sale = a_closed_sale(seller, name_en="Spring clocks", name_ar="ساعات الربيع")
    ask_to_bid(sale_id=sale, person_id=ann)
    outbox.drain()
    outbox.drain()
    (letter,) = [one for one in mail_box(to="seller@mazad.example") if "طلب" in one.subject]
    assert "ساعات الربيع" in letter.subject
    assert f"/sell/sales/{sale}/approvals" in letter.text
    decide(sale, seller, ann)
    outbox.drain()
    outbox.drain()
    (letter,) = mail_box(to="ann@mazad.example")
    assert letter.subject.strip() == "You may bid in this sale: Spring clocks"
    assert f"/sales/{sale}" in letter.text


def test_who_may_not_ask():
    seller, ann = a_seller(), a_person()
    sale = a_closed_sale(seller)
    assert refused(ask_to_bid, sale_id=sale, person_id=seller) == "own_lot"
    assert refused(ask_to_bid, sale_id=announced(seller, 1), person_id=ann) == "no_approval_needed"
    assert refused(ask_to_bid, sale_id=a_sale(seller, 1, wanted=CLOSED), person_id=ann) == "not_found"
    assert refused(ask_to_bid, sale_id=40404, person_id=ann) == "not_found"
    decide(sale, seller, ann, is_approved=False)
    assert refused(ask_to_bid, sale_id=sale, person_id=ann) == "approval_declined"
    ben = a_person()
    block_person(owner_id=seller, handle=row_of(ben).handle)
    assert refused(ask_to_bid, sale_id=sale, person_id=ben) == "blocked"
    assert facts("approval_asked") == []


def test_a_sale_that_is_over_lets_nobody_in(travel):
    seller, ann = a_seller(), a_person()
    sale = a_closed_sale(seller, first_closes_at=clock.now() + timedelta(hours=1))
    travel(days=1)
    closing.close_due()
    assert refused(ask_to_bid, sale_id=sale, person_id=ann) == "sale_over"


def test_nobody_but_the_seller_decides():
    seller, other, ann = a_seller(), a_seller(), a_person()
    sale = a_closed_sale(seller)
    assert refused(decide, sale, other, ann) == "not_found"
    assert refused(decide, sale, seller, seller) == "invalid handle:approve_oneself"
    nobody = {"sale_id": sale, "person_id": seller, "handle": "nobody-of-that-name", "is_approved": True}
    assert refused(decide_approval, **nobody) == "invalid handle:person_unknown"
    assert refused(decide, announced(seller, 1), seller, ann) == "no_approval_needed"


def test_a_list_may_be_made_before_the_sale_is_announced_and_goes_with_it_when_it_is_deleted():
    seller, ann = a_seller(), a_person()
    sale = a_sale(seller, 1, wanted=CLOSED)
    decide(sale, seller, ann)
    service.delete_sale(sale_id=sale, person_id=seller)
    assert approvals.approval_of(sale, ann) is None
