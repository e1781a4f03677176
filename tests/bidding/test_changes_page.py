"""Buying, retracting and the seller's changes, by the forms of the page: each answers beside its own field."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction import clock
from auction.bidding import queries, service
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.paper import alerts, errors, find_form, form, said, send, typed
from tests.bidding.seeing import kinds

pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def seller(enter):
    return enter(a_seller)


@pytest.fixture
def ann(enter):
    return enter(a_person)


def page_of(guest, lot):
    return guest.client.get(f"/auctions/{lot}")


# --- buying now ---------------------------------------------------------------------------------------------------


def test_a_purchase_ends_the_auction_for_all_who_look(enter, inside, ann):
    lot = inside(an_auction, buy_now_minor=9000)
    assert "Buy now for $90.00" in said(page_of(ann, lot))
    answer = send(ann.client, page_of(ann, lot), "/purchase")
    assert (answer.status_code, answer.location) == (302, f"/auctions/{lot}")
    page = page_of(ann, lot)
    assert alerts(page)[0] == "It is yours: you bought this lot at the fixed price."
    assert "You won this lot" in said(page)
    other = page_of(enter(a_person), lot)
    assert "Sold The hammer fell at $90.00." in said(other)
    assert find_form(other, "/purchase") is None
    assert find_form(other, "/bids") is None


def test_whoever_buys_too_late_is_told_why(enter, inside, ann):
    ben = enter(a_person)
    lot = inside(an_auction, buy_now_minor=9000)
    page = page_of(ann, lot)
    inside(bid, lot, ben.id, "20")
    answer = send(ann.client, page, "/purchase")
    assert answer.status_code == 409
    assert "This lot can no longer be bought at the fixed price." in alerts(answer)
    assert errors(answer) == {}
    assert send(ann.client, answer, "/bids", amount="30").status_code == 302


def test_the_seller_is_not_offered_their_own_lot(inside, seller, ann):
    lot = inside(an_auction, seller.id, buy_now_minor=9000)
    page = page_of(seller, lot)
    assert find_form(page, "/purchase") is None
    answer = seller.client.post(
        f"/auctions/{lot}/purchase", data={"csrf_token": form(page, "/early-end").fields["csrf_token"]}
    )
    assert answer.status_code == 403
    assert "This is your own lot. Sellers never bid on what they sell." in alerts(answer)


# --- taking a bid back ----------------------------------------------------------------------------------------------


def test_a_bid_is_taken_back_and_the_page_says_how_much_falls(inside, ann):
    lot = inside(an_auction)
    assert find_form(page_of(ann, lot), "/retraction") is None
    inside(bid, lot, ann.id, "20")
    page = page_of(ann, lot)
    assert "All your bids on this lot will fall." in said(page)
    answer = send(ann.client, page, "/retraction", reason="amount_error")
    page = page_of(ann, lot)
    assert answer.status_code == 302
    assert alerts(page)[0] == "Your bid has been taken back. Everybody can see that in the history."
    assert "took a bid back · the amount was mistyped" in said(page)
    assert find_form(page, "/retraction") is None
    assert "Starting price $10.00" in said(page)


def test_a_refused_retraction_keeps_the_chosen_reason(inside, ann):
    lot = inside(an_auction)
    inside(bid, lot, ann.id, "20")
    answer = send(ann.client, page_of(ann, lot), "/retraction", reason="description_changed")
    assert answer.status_code == 409
    assert errors(answer) == {"reason": "The description has not changed since your last bid."}
    assert typed(answer, "/retraction", "reason") == "description_changed"
    answer = send(ann.client, answer, "/retraction", reason="boredom")
    assert errors(answer) == {"reason": "Please choose one of the reasons."}


def test_a_retraction_that_comes_too_late_is_told_so_where_no_form_is_left(inside, ann, travel):
    lot = inside(an_auction)
    inside(bid, lot, ann.id, "20")
    travel(days=2, hours=12)
    assert find_form(page_of(ann, lot), "/retraction") is None
    inside(bid, lot, ann.id, "30")
    page = page_of(ann, lot)
    assert "Less than 12 hours are left: only your newest bid will fall." in said(page)
    travel(hours=1, seconds=1)
    answer = send(ann.client, page, "/retraction")
    assert answer.status_code == 409
    sentence = "In the last 12 hours only your newest bid can be taken back, and only within an hour of placing it."
    assert sentence in alerts(answer)


# --- the seller's panel ---------------------------------------------------------------------------------------------


def test_the_panel_is_the_sellers_alone(enter, inside, seller, ann):
    lot = inside(an_auction, seller.id, reserve_minor=9000)
    assert "Your changes" in said(page_of(seller, lot))
    for other in (enter(), ann, enter(a_seller)):
        assert "Your changes" not in said(page_of(other, lot))


def test_the_seller_lowers_the_reserve_and_the_leader_agrees(inside, seller, ann):
    lot = inside(an_auction, seller.id, reserve_minor=9000)
    inside(bid, lot, ann.id, "50")
    assert find_form(page_of(ann, lot), "/reserve") is None
    assert send(seller.client, page_of(seller, lot), "/reserve", amount="٤٠").status_code == 302
    assert alerts(page_of(seller, lot))[0] == "The reserve price has been lowered."
    page = page_of(ann, lot)
    assert "Your maximum would now meet it. You are bound only if you agree." in said(page)
    assert "40" not in said(page), "the reserve stays hidden from the one who is asked"
    assert send(ann.client, page, "/reserve", "confirm").status_code == 302
    page = page_of(ann, lot)
    assert alerts(page)[0] == "Thank you. Your maximum now meets the reserve price."
    assert "Reserve met" in said(page)
    assert find_form(page_of(seller, lot), "/reserve") is None


@pytest.mark.parametrize(
    ("amount", "status", "sentence"),
    [
        ("90", 409, "The reserve price can only be lowered."),
        ("about 50", 422, "This is not a number. Write it in digits, such as 1250.50."),
        ("10 EUR", 422, "This lot is sold in USD. Please give the amount in that currency."),
    ],
)
def test_a_refused_reserve_keeps_what_was_typed(inside, seller, amount, status, sentence):
    lot = inside(an_auction, seller.id, reserve_minor=9000)
    answer = send(seller.client, page_of(seller, lot), "/reserve", amount=amount)
    assert (answer.status_code, errors(answer)) == (status, {"new-reserve": sentence})
    assert typed(answer, "/reserve", "amount") == amount
    assert inside(kinds, lot) == ["opened"]


def test_a_confirmation_that_comes_too_late_is_told_so(enter, inside, seller, ann):
    ben = enter(a_person)
    lot = inside(an_auction, seller.id, reserve_minor=9000)
    inside(bid, lot, ann.id, "50")
    inside(service.lower_reserve, auction_id=lot, person_id=seller.id, amount="40")
    page = page_of(ann, lot)
    inside(bid, lot, ben.id, "60")
    answer = send(ann.client, page, "/reserve", "confirm")
    assert answer.status_code == 403
    assert "Only the leading bidder can confirm this." in alerts(answer)


def test_words_are_added_to_the_description_for_all_to_see(enter, inside, seller):
    lot = inside(an_auction, seller.id)
    answer = send(seller.client, page_of(seller, lot), "/additions", text="One screw is <missing>.")
    assert answer.status_code in (302, 303)
    page = page_of(enter(), lot)
    assert "Added on" in said(page)
    assert "One screw is <missing>." in said(page)
    assert "<missing>" not in page.text


def test_the_seller_sells_to_the_leader(inside, seller, ann):
    lot = inside(an_auction, seller.id)
    inside(bid, lot, ann.id, "50")
    assert send(seller.client, page_of(seller, lot), "/early-end", how="sell").status_code == 302
    assert alerts(page_of(seller, lot))[0] == "The auction has been ended."
    assert "You won this lot" in said(page_of(ann, lot))


def test_a_cancellation_shows_its_reason_to_everybody(enter, inside, seller, ann):
    lot = inside(an_auction, seller.id)
    inside(bid, lot, ann.id, "50")
    answer = send(seller.client, page_of(seller, lot), "/early-end", how="cancel", reason="<b>It fell</b> وانكسر")
    assert answer.status_code == 302
    page = page_of(enter(), lot)
    assert "The seller cancelled the auction: <b>It fell</b> وانكسر" in said(page)
    assert "<b>It fell" not in page.text
    assert "Not sold The auction ended without a sale." in said(page)


@pytest.mark.parametrize(
    ("words", "status", "where", "sentence"),
    [
        ({"how": "cancel", "reason": ""}, 409, "reason", "Please give a reason. It will be public."),
        ({"how": "cancel", "reason": "x" * 301}, 422, "reason", "This is too long."),
        ({"how": "neither", "reason": "It fell"}, 422, "how", "Please choose one of the offered values."),
        (
            {"how": "sell", "reason": "It fell"},
            409,
            "how",
            "The reserve price has not been met, so the leader is not bound.",
        ),
    ],
)
def test_a_refused_end_keeps_what_was_typed(inside, seller, ann, words, status, where, sentence):
    lot = inside(an_auction, seller.id, reserve_minor=9000)
    inside(bid, lot, ann.id, "50")
    answer = send(seller.client, page_of(seller, lot), "/early-end", **words)
    assert (answer.status_code, errors(answer)) == (status, {where: sentence})
    kept = form(answer, "/early-end").fields
    assert kept["reason"] == words["reason"]
    assert kept.get("how") == (words["how"] if words["how"] != "neither" else None)
    assert inside(kinds, lot) == ["opened", "bid"]


def test_what_is_scheduled_offers_its_seller_only_what_can_be_done(inside, seller):
    opens_at = clock.now() + timedelta(hours=5)
    lot = inside(an_auction, seller.id, opens_at=opens_at, closes_at=opens_at + timedelta(days=1), reserve_minor=9000)
    page = page_of(seller, lot)
    assert find_form(page, "/reserve") is None
    assert send(seller.client, page, "/early-end", how="cancel").status_code == 302
    assert inside(queries.summary, lot).outcome == "unsold"
