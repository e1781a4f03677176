"""An auction that is not open yet: there for its seller, and for nobody else by any road."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auction import clock, live
from auction.bidding import service
from tests.bidding.builders import a_person, a_seller, an_auction
from tests.bidding.paper import find_form, said
from tests.bidding.seeing import kinds
from tests.conftest import Hand

pytestmark = pytest.mark.usefixtures("moment")
OWN = ("", "/history", "/book", "/book.json")


@pytest.fixture
def seller(enter):
    return enter(a_seller)


@pytest.fixture
def lot(inside, seller):
    opens_at = clock.now() + timedelta(hours=1)
    times = {"opens_at": opens_at, "closes_at": opens_at + timedelta(days=1)}
    return inside(
        an_auction, seller.id, listing={"title": "A secret carafe"}, reserve_minor=7000, buy_now_minor=9000, **times
    )


def test_its_seller_sees_every_page_of_it(seller, lot):
    for tail in OWN:
        assert seller.client.get(f"/auctions/{lot}{tail}").status_code == 200
    page = seller.client.get(f"/auctions/{lot}")
    assert "A secret carafe" in said(page)
    assert "Opens in" in said(page)
    assert find_form(page, "/early-end") is not None
    listing = "/listings/1/auction"
    assert seller.client.get(listing).location == f"/auctions/{lot}"


def test_nobody_else_finds_it_by_any_road(app, enter, inside, lot):
    for guest in (enter(), enter(a_person), enter(a_seller), enter(a_person, roles=("moderator", "operator"))):
        gets = [f"/auctions/{lot}{tail}" for tail in OWN]
        gets += ["/listings/1/auction", *(f"/api/v1/auctions/{lot}{tail}" for tail in ("", "?after=0", "/book"))]
        assert {guest.client.get(path).status_code for path in gets} == {404}
        for path in ("/", "/search", "/search?q=carafe", "/c/watches", "/api/v1/auctions?q=carafe"):
            assert "secret" not in guest.client.get(path).text
        page = live.socketio.test_client(app, flask_test_client=guest.client)
        heard = page.emit("watch", {"auction_ids": [lot], "here": lot}, callback=True)
        page.disconnect()
        assert heard == {"states": [], "watching": None}


GUESSES = [
    ("bids", {"amount": "50", "key": "long-enough"}),
    ("bids", {"amount": "no amount", "key": "long-enough"}),
    ("purchase", {}),
    ("retraction", {"reason": "amount_error"}),
    ("reserve", {"amount": "10"}),
    ("reserve", {"confirm": "1"}),
    ("early-end", {"how": "cancel"}),
]


def test_whoever_guesses_its_number_is_told_nothing(enter, inside, lot):
    buyer, seller = Hand(enter(a_person).client), Hand(enter(a_seller).client)
    for path, words in GUESSES:
        assert seller.post(f"/auctions/{lot}/{path}", data=words).status_code == 404, path
        expected = 403 if path == "early-end" else 404  # only sellers end auctions, whichever these are
        assert buyer.post(f"/auctions/{lot}/{path}", data=words).status_code == expected, path
        if path in ("bids", "purchase", "retraction"):
            answer = buyer.post(f"/api/v1/auctions/{lot}/{path}", json=words)
            assert (answer.status_code, answer.get_json()["code"]) == (404, "not_found")
    assert inside(kinds, lot) == ["opened"]


def test_its_seller_is_told_that_it_is_too_early(seller, lot):
    for path, words in (("reserve", {"amount": "10"}), ("bids", {"amount": "50", "key": "long-enough"})):
        answer = Hand(seller.client).post(f"/auctions/{lot}/{path}", data=words)
        assert answer.status_code == 409
        assert "This auction is not open yet." in said(answer)


def test_once_it_opens_everybody_sees_it(enter, inside, lot, travel):
    travel(hours=1)
    guest = enter()
    assert [guest.client.get(f"/auctions/{lot}{tail}").status_code for tail in OWN] == [200] * 4
    assert "A secret carafe" in guest.client.get("/search?q=carafe").text
    assert guest.client.get(f"/api/v1/auctions/{lot}").get_json()["phase"] == "open"


def test_what_was_called_off_before_its_time_stays_hidden(enter, inside, seller, lot, travel):
    inside(service.end_early, auction_id=lot, person_id=seller.id, how="cancel")
    assert enter().client.get(f"/auctions/{lot}").status_code == 404
    assert seller.client.get(f"/auctions/{lot}").status_code == 200
