"""Bidding on a page without scripts: what is said, what is kept, and the way back."""

from __future__ import annotations

import pytest

from auction.accounts.service import block_person, sanction_person
from auction.bidding import queries
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.paper import alerts, errors, find_form, form, links, said, send, typed
from tests.bidding.seeing import kinds
from tests.builders_people import PASSWORD, row_of

pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def lot(inside):
    return inside(an_auction)


@pytest.fixture
def ann(enter):
    return enter(a_person)


def bid_on_page(guest, lot, amount, **more):
    page = guest.client.get(f"/auctions/{lot}")
    return send(guest.client, page, "/bids", amount=amount, **more)


def test_an_accepted_bid_leads_back_to_the_page_which_says_so(enter, lot, ann):
    answer = bid_on_page(ann, lot, "٥١")
    assert (answer.status_code, answer.location) == (302, f"/auctions/{lot}")
    page = ann.client.get(answer.location)
    assert alerts(page)[0] == "Your bid is placed. You are the leading bidder."
    assert "Your maximum is $51.00. Nobody else can see it." in said(page)
    assert "Raise my maximum" in said(page)
    assert typed(page, "/bids", "amount") == ""
    again = ann.client.get(f"/auctions/{lot}")
    assert "Your bid is placed" not in said(again)
    for other in (enter(), enter(a_person)):
        text = said(other.client.get(f"/auctions/{lot}"))
        assert "$10.00" in text
        assert "$51.00" not in text


def test_a_bid_below_a_hidden_maximum_is_told_at_once(inside, lot, ann):
    inside(bid, lot, inside(a_person), "80")
    answer = bid_on_page(ann, lot, "50")
    page = ann.client.get(answer.location)
    assert alerts(page)[0] == "Your bid is placed, but another bidder's maximum is higher."
    assert "You have been outbid Bid $52.00 or more to lead again." in said(page)
    page = ann.client.get(bid_on_page(ann, lot, "80").location)
    assert alerts(page)[0].startswith("Your bid is placed, but another bidder offered the same amount earlier")


@pytest.mark.parametrize(
    ("amount", "status", "sentence"),
    [
        ("9.99", 409, "The least bid is now $10.00. Please raise your maximum."),
        ("", 422, "Please enter an amount."),
        ("-5", 422, "An amount cannot be negative."),
        ("twelve", 422, "This is not a number. Write it in digits, such as 1250.50."),
        ("10.1234", 422, "This currency does not have that many decimal places."),
        ("10 EUR", 422, "This lot is sold in USD. Please give the amount in that currency."),
        ("9" * 70, 422, "This amount is too large."),
        ('5"><script>alert(1)</script>', 422, "This is not a number. Write it in digits, such as 1250.50."),
    ],
)
def test_a_refused_bid_shows_the_page_again_with_the_reason_and_what_was_typed(
    inside, ann, lot, amount, status, sentence
):
    answer = bid_on_page(ann, lot, amount)
    assert (answer.status_code, errors(answer)) == (status, {"amount": sentence})
    assert typed(answer, "/bids", "amount") == amount
    assert "<script>alert" not in answer.text
    assert inside(kinds, lot) == ["opened"]
    assert send(ann.client, answer, "/bids", amount="10").status_code == 302


def test_the_answer_speaks_the_readers_language(enter, inside, lot):
    nora = enter(a_person, language="ar", numerals="arab")
    answer = bid_on_page(nora, lot, "٥")
    assert (answer.status_code, 'dir="rtl"' in answer.text) == (409, True)
    assert "١٠٫٠٠" in errors(answer)["amount"]
    assert typed(answer, "/bids", "amount") == "٥"
    page = nora.client.get(bid_on_page(nora, lot, "٥٠").location)
    assert 'lang="ar"' in page.text
    assert "You are" not in said(page)


def test_a_leader_must_go_above_their_own_maximum(lot, ann):
    bid_on_page(ann, lot, "50")
    answer = bid_on_page(ann, lot, "50")
    assert errors(answer)["amount"] == "You already lead with a maximum of $50.00. A new one must be higher."
    assert bid_on_page(ann, lot, "50.01").status_code == 302


def test_an_unusually_large_bid_is_asked_about_once(inside, lot, ann):
    asked = bid_on_page(ann, lot, "1000.01")
    assert (asked.status_code, errors(asked)) == (409, {})
    assert any("$1,000.01 is far above the present price of $10.00" in text for text in alerts(asked))
    assert typed(asked, "/bids", "amount") == "1000.01"
    assert inside(kinds, lot) == ["opened"]
    form_again = form(asked, "/bids").fields
    answer = ann.client.post(f"/auctions/{lot}/bids", data=form_again)
    assert answer.status_code == 302
    assert inside(queries.own_parts, ann.id, [lot])[lot].maximum_minor == 100_001


def test_another_large_amount_than_the_one_confirmed_is_asked_about_anew(inside, lot, ann):
    asked = bid_on_page(ann, lot, "1000.01")
    asked = send(ann.client, asked, "/bids", amount="100000.10")
    assert asked.status_code == 409
    assert any("$100,000.10 is far above" in text for text in alerts(asked))
    assert inside(kinds, lot) == ["opened"]
    assert send(ann.client, asked, "/bids", amount="20").status_code == 302


def test_the_same_form_sent_twice_is_one_bid(inside, lot, ann):
    page = ann.client.get(f"/auctions/{lot}")
    assert [send(ann.client, page, "/bids", amount="50").status_code for _ in range(2)] == [302, 302]
    assert inside(kinds, lot) == ["opened", "bid"]


def test_a_bid_needs_a_key_as_the_page_makes_them(inside, lot, ann):
    for key in ("", "short", "x" * 65, "with-a-\0-in-it", "مفتاح-طويل-بما-يكفي"):
        answer = bid_on_page(ann, lot, "50", key=key)
        assert answer.status_code == 422
        assert errors(answer) == {"amount": "The bid carries no key. Please reload the page and try again."}
        assert typed(answer, "/bids", "amount") == "50"
    assert inside(kinds, lot) == ["opened"]
    assert send(ann.client, answer, "/bids").status_code == 302


def test_a_form_without_its_token_does_nothing(inside, lot, ann):
    answer = ann.client.post(f"/auctions/{lot}/bids", data={"amount": "50", "key": "long-enough"})
    assert answer.status_code == 403
    assert inside(kinds, lot) == ["opened"]


def test_a_guest_signs_in_and_comes_back_to_the_lot(enter, inside, lot):
    guest = enter()
    inside(a_person, email="ann@people.example")
    page = guest.client.get(f"/auctions/{lot}")
    assert find_form(page, "/bids") is None
    way, *_others = [href for href in links(page) if href.startswith(f"/login?next=/auctions/{lot}")]
    sheet = guest.client.get(way)
    answer = send(guest.client, sheet, "/login", "password", email="ann@people.example", password=PASSWORD)
    assert (answer.status_code, answer.location) == (302, f"/auctions/{lot}")
    assert find_form(guest.client.get(answer.location), "/bids") is not None


@pytest.mark.parametrize("ending", ["/bids", "/purchase", "/retraction", "/reserve"])
def test_whoever_was_signed_out_meanwhile_finds_the_way_back(enter, inside, ending):
    seller, ann = enter(a_seller), enter(a_person, email="ann@people.example")
    lot = inside(an_auction, seller.id, reserve_minor=9000, buy_now_minor=20000)
    inside(bid, lot, ann.id, "20")
    who = seller if ending == "/reserve" else ann
    page = who.client.get(f"/auctions/{lot}")
    who.client.delete_cookie("session")
    answer = send(who.client, page, ending, amount="50")
    assert answer.status_code == 302
    assert answer.location == f"/login?next=/auctions/{lot}"


def test_a_page_that_answered_a_form_may_be_loaded_again(ann, lot):
    """Its address is the form's; the switch of languages leads back there as well."""
    for ending in ("bids", "purchase", "retraction", "reserve", "early-end"):
        assert ann.client.get(f"/auctions/{lot}/{ending}").location == f"/auctions/{lot}"


def test_who_may_not_bid_is_told_on_the_page(enter, inside):
    """Also where the page holds no form: a form may be older than the state of things."""
    seller, ann, ben = enter(a_seller), enter(a_person), enter(a_person)
    new = enter(a_person, is_confirmed=False)
    lot = inside(an_auction, seller.id)
    inside(sanction_person, person_id=ann.id, kind="no_bidding", reason="unpaid")
    inside(lambda: block_person(owner_id=seller.id, handle=row_of(ben.id).handle))
    for who, sentence in (
        (seller, "This is your own lot. Sellers never bid on what they sell."),
        (ann, "Your account may not bid at present."),
        (ben, "This seller does not accept bids from your account."),
        (new, "Please confirm your e-mail address first; then you can bid."),
    ):
        token = next(one.fields["csrf_token"] for one in [form(who.client.get("/settings"), "", "csrf_token")])
        answer = who.client.post(
            f"/auctions/{lot}/bids", data={"amount": "50", "key": "long-enough", "csrf_token": token}
        )
        assert answer.status_code == 403
        assert sentence in said(answer)
    assert inside(kinds, lot) == ["opened"]


def test_a_bid_that_comes_after_the_end_is_told_so(inside, lot, ann, travel):
    page = ann.client.get(f"/auctions/{lot}")
    travel(days=3)
    answer = send(ann.client, page, "/bids", amount="50")
    assert answer.status_code == 409
    assert "This auction has ended. Bids are counted by the house's clock, and this one came after the end." in said(
        answer
    )


def test_a_lot_that_is_not_there(enter, ann):
    for path in (
        "/auctions/404",
        "/auctions/404/history",
        "/auctions/404/book",
        "/auctions/404/book.json",
        "/listings/404/auction",
        "/c/nothing",
        f"/auctions/{2**31}",
        f"/auctions/{10**30}",
    ):
        answer = enter().client.get(path)
        assert (answer.status_code, "To the front page" in said(answer)) == (404, True), path


def test_the_end_is_told_by_the_sellers_clock_too_where_it_shows_another_time(inside, enter):
    tokyo = inside(an_auction, inside(a_seller, time_zone="Asia/Tokyo"))
    near = inside(an_auction)
    ann = enter(a_person)
    page = ann.client.get(f"/auctions/{tokyo}")
    assert "Where the seller is:" in said(page)
    assert "UTC+9" in said(page)
    assert 'data-closes-there="Asia/Tokyo"' in page.text
    assert "حيث البائع:" in said(ann.client.get(f"/auctions/{tokyo}?lang=ar"))
    assert "Where the seller is:" not in said(ann.client.get(f"/auctions/{near}"))
