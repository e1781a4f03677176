"""What a seller asks of bidders, on the form of a listing and on the page of its lot."""

from __future__ import annotations

import pytest

from auction import clock
from auction.accounts.service import hold_for_unpaid
from auction.db import transaction
from tests import builders_catalogue as build
from tests.bidding.builders import a_person, a_seller, an_auction
from tests.bidding.paper import said

pytestmark = pytest.mark.usefixtures("moment")


def hold(person):
    with transaction() as session:
        hold_for_unpaid(session, person_id=person, ref="order:7", at=clock.now())


def test_the_form_of_a_listing_asks_and_keeps_the_answer(inside, enter, csrf):
    inside(build.make_shelves)
    seller = enter(a_seller)
    listing = inside(build.make_draft, seller.id, wanted_terms=build.TERMS)
    form = seller.client.get(f"/sell/{listing}").text
    assert "Only people with a confirmed e-mail address" in form
    words = {"needs_verified": ["off"], "needs_paid_up": ["off", "on"]}
    csrf(seller.client).post(f"/sell/{listing}", data=words)
    form = seller.client.get(f"/sell/{listing}").text
    boxes = {name: 'name="' + name + '" value="on" checked' in form for name in words}
    assert boxes == {"needs_verified": False, "needs_paid_up": True}
    lot = csrf(seller.client).post(f"/sell/{listing}/publish", data={}).headers["Location"]
    assert "No unpaid case may be open on your account." in enter().client.get(lot).text
    unconfirmed = enter(a_person, is_confirmed=False)
    assert "data-bid-form" in unconfirmed.client.get(lot).text


def test_the_lots_page_says_before_a_bid_what_is_missing(inside, enter):
    lot, ann = inside(an_auction, needs_paid_up=True), enter(a_person)
    assert "data-bid-form" in ann.client.get(f"/auctions/{lot}").text
    inside(hold, ann.id)
    page = said(ann.client.get(f"/auctions/{lot}"))
    assert "An unpaid case is open on your account" in page
    assert "data-bid-form" not in ann.client.get(f"/auctions/{lot}").text
    assert "لم يُدفع" in said(ann.client.get(f"/auctions/{lot}?lang=ar"))


def test_the_api_says_why(inside, enter, csrf):
    lot, ann = inside(an_auction, needs_paid_up=True), enter(a_person)
    inside(hold, ann.id)
    answer = csrf(ann.client).post(f"/api/v1/auctions/{lot}/bids", json={"amount": "50", "key": "long-enough"})
    assert (answer.status_code, answer.json["code"]) == (403, "open_unpaid")
