"""Reading by program: lists page by page, one auction and what was missed of it, its book, the clock."""

from __future__ import annotations

import random
import re
from datetime import timedelta

import pytest

from auction import clock
from auction.bidding import service
from auction.bidding.schemas import StateOut
from auction.rules import chain
from tests.bidding.builders import a_listing, a_person, a_seller, an_auction, bid

pytestmark = pytest.mark.usefixtures("moment")
PUBLIC = set(StateOut().fields)


@pytest.fixture
def shop(inside):
    def fill():
        seller, now = a_seller(), clock.now()
        listing = a_listing(seller)
        return [an_auction(seller, listing, closes_at=now + timedelta(days=1 + number % 3)) for number in range(11)]

    return inside(fill)


def test_a_list_is_walked_by_its_cursor(nobody, shop, inside):
    ann = inside(a_person)
    for sort in ("ending", "new", "price", "price_down", "bids"):
        seen, query = [], {"sort": sort, "limit": 4}
        while True:
            page = nobody.get("/auctions", **query).get_json()
            assert (set(page), page["is_exact"]) == ({"lots", "after", "total", "is_exact", "meant"}, True)
            assert page["total"] == len(shop)
            seen += [lot["auction_id"] for lot in page["lots"]]
            if page["after"] is None:
                break
            query["after"] = page["after"]
        assert sorted(seen) == shop, sort
        inside(bid, random.Random(sort).choice(shop), ann, "2000", is_confirmed=True)


def test_a_lot_in_a_list_is_its_public_state_and_how_to_find_it(nobody, inside):
    lot = inside(an_auction, listing={"title": "ساعة نحاسية"})
    (found,) = nobody.get("/auctions").get_json()["lots"]
    assert set(found) == {"auction_id", "title", "url", "picture", "state"}
    assert (found["title"], found["url"], found["picture"]) == ("ساعة نحاسية", f"/auctions/{lot}", None)
    assert set(found["state"]) == PUBLIC
    shown = nobody.get(f"/auctions/{lot}").get_json()
    assert set(shown) == PUBLIC | {"deposit", "is_promoted"}
    assert found["state"] == {name: shown[name] for name in PUBLIC}


def test_a_list_can_be_narrowed(nobody, inside):
    clock_lot = inside(an_auction)
    book_lot = inside(an_auction, listing={"title": "An almanac", "category": "books"})

    def found(**query):
        return [lot["auction_id"] for lot in nobody.get("/auctions", **query).get_json()["lots"]]

    assert found(category="books") == [book_lot]
    assert found(category="watches") == [clock_lot]
    assert found(q="almanac") == [book_lot]
    assert found(q="almanac", category="watches") == []
    assert found(limit="١") == [clock_lot], "a number in either digits"
    assert found(q="clokc") == [clock_lot]
    assert nobody.get("/auctions", q="clokc").get_json()["meant"] == "clock"
    assert found(currency="USD", **{"from": "٩٫٥٠", "to": "10"}) == [clock_lot, book_lot]
    assert found(currency="USD", **{"from": "10.01"}) == found(condition="new") == found(state="ended") == []
    assert found(q="almanac", sort="relevance", condition="good", bids="without", ending="7d") == [book_lot]


def test_a_price_that_cannot_be_read_is_told(nobody, inside):
    inside(an_auction)
    answer = nobody.get("/auctions", currency="JPY", to="1.50")
    assert (answer.status_code, list(answer.get_json()["fields"])) == (422, ["to"])


def test_titles_and_categories_are_suggested(nobody, inside):
    lot = inside(an_auction, listing={"title": 'Watch by "Benson" & <b>Sons</b>'})
    told = nobody.get("/suggestions", q="wat").get_json()
    assert told["lots"] == [{"title": 'Watch by "Benson" & <b>Sons</b>', "url": f"/auctions/{lot}"}]
    assert [one["name"] for one in told["categories"]] == ["Watches", "Pocket watches"]
    assert nobody.get("/suggestions", q="ساعات").get_json()["categories"][0]["url"] == "/c/watches"
    assert nobody.get("/suggestions").get_json() == {"lots": [], "categories": []}
    assert nobody.get("/suggestions", q="x" * 201).status_code == 422


def test_what_was_missed_comes_in_order_and_ends_at_the_state(nobody, inside):
    lot, ann, ben = inside(an_auction), inside(a_person), inside(a_person)
    for number in range(4):
        inside(bid, lot, (ann, ben)[number % 2], str(20 + 20 * number))
    for after in range(7):
        told = nobody.get(f"/auctions/{lot}", after=after).get_json()
        assert [entry["seq"] for entry in told["entries"]] == list(range(after + 1, 6))
        assert (told["seq"], set(told)) == (5, PUBLIC | {"entries", "deposit", "is_promoted"})
    assert "entries" not in nobody.get(f"/auctions/{lot}").get_json()
    last = nobody.get(f"/auctions/{lot}", after=4).get_json()
    assert (last["entries"][0]["price_minor"], last["entries"][0]["leader"]) == (last["price_minor"], last["leader"])


def test_a_state_tells_its_whole_life(nobody, inside, travel):
    lot, ann = inside(an_auction, reserve_minor=3000, buy_now_minor=9000), inside(a_person)

    def told(*names):
        state = nobody.get(f"/auctions/{lot}").get_json()
        return tuple(state[name] for name in names)

    names = ("phase", "price_minor", "minimum_minor", "count", "leader", "reserve", "buy_now_minor", "outcome")
    assert told(*names) == ("open", 1000, 1000, 0, None, "not_met", 9000, None)
    inside(bid, lot, ann, "20")
    assert told(*names) == ("open", 1000, 1050, 1, 1, "not_met", 9000, None)
    inside(bid, lot, ann, "30")
    assert told(*names) == ("open", 3000, 3100, 2, 1, "met", None, None)
    travel(days=3)
    assert told(*names) == ("closing", 3000, None, 2, 1, "met", None, None)
    inside(service.close_due)
    assert told(*names, "hammer_minor") == ("ended", 3000, None, 2, 1, "met", None, "sold", 3000)


def test_the_book_is_whole_and_sound(nobody, inside):
    lot, ann = inside(an_auction), inside(a_person)
    inside(bid, lot, ann, "20")
    answer = nobody.get(f"/auctions/{lot}/book")
    book = chain.read(answer.text)
    assert chain.verify(book) is None
    assert set(book) == {"auction_id", "terms", "entries"}
    assert [entry["kind"] for entry in book["entries"]] == ["opened", "bid"]
    assert book == nobody.client.get(f"/auctions/{lot}/book.json").get_json()


def test_the_clock_is_the_houses(nobody, moment, travel):
    assert nobody.get("/clock").get_json() == {"now": moment.isoformat()}
    travel(seconds=90)
    assert nobody.get("/clock").get_json() == {"now": "2026-03-14T12:01:30+00:00"}


def test_amounts_are_whole_minor_units_in_every_currency(nobody, program, inside):
    ann = program()
    for currency, typed, minor in (("JPY", "١٢٬٠٠٠", 12_000), ("KWD", "12.345 KWD", 12_345), ("USD", "١٢٫٥٠", 1250)):
        lot = inside(an_auction, currency=currency, large_bid_floor_minor=10**9)
        placed = ann.bid(lot, typed).get_json()
        assert (placed["maximum_minor"], placed["auction"]["currency"]) == (minor, currency)
    text = " ".join(nobody.get(path).text for path in ("/auctions", f"/auctions/{lot}", f"/auctions/{lot}/book"))
    assert not re.search(r'_minor":\s*(?!null|-?\d+[,}\s])', text)
