"""Home, shelves and search: which lots, in which order, page by page while prices move, and as safe text."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta

import pytest

from auction import clock
from auction.bidding import queries, service
from auction.bidding.queries.finding import SORTS, Wanted
from tests.bidding.builders import a_listing, a_person, a_seller, an_auction, bid
from tests.bidding.paper import links, said

pytestmark = pytest.mark.usefixtures("moment")
EVIL = "<script>alert('1')</script> \"quoted\" & <b>bold</b>"


def lots_on(page):
    """The lots of a page, in their order, each once."""
    return list(dict.fromkeys(int(found) for found in re.findall(r'href="/auctions/(\d+)"', page.text)))


@pytest.fixture
def shop(inside):
    """Thirty open lots of one seller: many with the same price, the same end, the same number of bids."""

    def fill():
        seller, now = a_seller(), clock.now()
        listing = a_listing(seller)
        return [
            an_auction(
                seller,
                listing,
                starting_minor=1000 + number % 3 * 500,
                closes_at=now + timedelta(days=1 + number % 4),
                opens_at=now - timedelta(hours=1 + number % 5),
            )
            for number in range(30)
        ]

    return inside(fill)


def walk(sort, limit=7, between=lambda page: None, **wanted):
    seen, after, pages = [], "", 0
    while True:
        page = queries.find_lots(Wanted(sort=sort, after=after, limit=limit, **wanted))
        seen += [(card.auction_id, card.state) for card in page.cards]
        pages += 1
        between(pages)
        if page.after is None:
            return seen
        after = page.after


KEYS = {
    "ending": lambda state: state.closes_at,
    "new": lambda state: -state.opens_at.timestamp(),
    "price": lambda state: state.price_minor,
    "price_down": lambda state: -state.price_minor,
    "bids": lambda state: -state.count,
    "relevance": lambda state: state.closes_at,  # as nothing is asked for
}


def test_every_order_shows_every_lot_once(app, shop):
    with app.app_context():
        ann, ben = a_person(), a_person()
        for number, lot in enumerate(shop):
            if number % 4 == 0:
                bid(lot, ann, "40")
            if number % 8 == 0:
                bid(lot, ben, str(50 + number))
        for sort in SORTS:
            seen = walk(sort)
            assert sorted(lot for lot, _state in seen) == shop, sort
            keys = [KEYS[sort](state) for _lot, state in seen]
            assert keys == sorted(keys), sort


def test_while_prices_move_no_lot_is_shown_twice_or_missed(app, shop):
    """By the end or the opening that holds for all. By a price or a count, for all lots that have not moved meanwhile:
    one that rises past the reader is shown where it now stands."""
    with app.app_context():
        bidders = itertools.cycle((a_person(), a_person()))
        for sort in SORTS:
            moved = set()

            def rise(page, moved=moved):
                lot = shop[page * 5 % 30]
                moved.add(lot)
                for _bid in range(2):
                    minimum = queries.public_state(lot).minimum_minor
                    bid(lot, next(bidders), f"{minimum / 100 + 1:.2f}", is_confirmed=True)

            seen = [lot for lot, _state in walk(sort, between=rise)]
            assert len(moved) == 5
            still = [lot for lot in shop if lot not in moved] if sort in ("price", "price_down", "bids") else shop
            assert sorted(lot for lot in seen if lot in still) == still, sort


def test_a_lot_that_ends_or_is_bought_between_two_pages_is_not_shown_and_hides_none(app, shop):
    with app.app_context():
        first = queries.find_lots(Wanted(limit=7))
        gone = {first.cards[-1].auction_id, shop[-1]}
        for lot in gone:
            service.end_early(auction_id=lot, person_id=queries.summary(lot).seller_id, how="cancel")
        seen = [card.auction_id for card in first.cards]
        seen += [card.auction_id for card in queries.find_lots(Wanted(limit=90, after=first.after)).cards]
        assert sorted(seen) == sorted({*shop} - {shop[-1]})


ODD_CURSORS = [
    "x", "~", "5~3", "2026-03-14T12:00:00~1", "2026-03-14T12:00:00+00:00~x", "0001-01-01T00:00:00+23:00~1",
    f"{10**30}~1", f"1~{10**30}", f"{2**31}~1", f"1~{2**31}", "NaN~1", "٥~٣", "%00~1", "\0~1", "~" * 80,
]  # fmt: skip


def test_a_cursor_that_is_none_is_answered_calmly(client, inside):
    inside(an_auction)
    for sort in SORTS:
        for after in ODD_CURSORS:
            answer = client.get("/api/v1/auctions", query_string={"sort": sort, "after": after})
            assert answer.status_code == 200, (sort, after)
    assert {client.get("/search", query_string={"after": after}).status_code for after in ODD_CURSORS} == {200}


def test_pages_follow_each_other_by_their_links(client, shop):
    for path in ("/search?q=clock&sort=price_down", "/c/watches?sort=new", "/c/pocket-watches", "/search"):
        first = client.get(path)
        assert "30 open lots" in said(first)
        (more,) = links(first, rel="next")
        second = client.get(more)
        assert links(second, rel="next") == []
        assert "To the beginning" in said(second)
        assert (len(lots_on(first)), sorted(lots_on(first) + lots_on(second))) == (24, shop)


def test_home_shows_what_is_open_and_nothing_else(client, inside, shop, travel):
    assert "See all 30 open lots" in said(client.get("/"))
    travel(days=9)
    page = client.get("/")
    assert lots_on(page) == []
    assert "No auction is open just now" in said(page)
    assert "No open lot matches" in said(client.get("/search?q=clock"))
    assert "Nothing is open on this shelf just now" in said(client.get("/c/watches"))


def test_shelves_hold_what_is_below_them_and_are_named_in_both_languages(client, inside):
    lot = inside(an_auction)
    book = inside(an_auction, listing={"title": "An old almanac", "category": "books"})
    assert lots_on(client.get("/c/watches")) == lots_on(client.get("/c/pocket-watches")) == [lot]
    assert lots_on(client.get("/c/wristwatches")) == []
    assert lots_on(client.get("/c/books")) == [book]
    assert "ساعات جيب" in said(client.get("/c/watches?lang=ar"))
    assert lots_on(client.get("/search?q=clock&category=books")) == []
    assert client.get("/search?category=dragons").status_code == 404


def test_search_finds_what_people_mean(client, inside):
    lot = inside(an_auction, listing={"title": "A brass clock مُعلّقة من الإنترنت"})
    found = ["انترنت", "الإنترنت", "إنـــترنت", "مُعَلَّقه", "معلقة انترنت", "clock", "CLÖCK brass", "ساعات"]
    not_found = ["انترنت سيارة", "lock", "%", "_", "' OR 1=1 --", "\0"]
    for words in found + not_found:
        expected = [lot] if words in found else []
        assert lots_on(client.get("/search", query_string={"q": words})) == expected, words
        answer = client.get("/api/v1/auctions", query_string={"q": words}).get_json()
        assert [one["auction_id"] for one in answer["lots"]] == expected, words


def test_what_a_seller_writes_is_text_on_every_page(client, enter, inside):
    ann = enter(a_person)
    lot = inside(an_auction, listing={"title": EVIL, "description": EVIL + " A long enough description."})
    inside(bid, lot, ann.id, "50")
    lists = ("/", "/search", "/search?q=alert", "/c/watches", "/my/bids")
    for path in (*lists, *(f"/auctions/{lot}{tail}" for tail in ("", "/history", "/book"))):
        page = ann.client.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<b>bold" not in page.text
        assert EVIL in said(page).replace("’", "'"), path
    assert client.get("/api/v1/auctions").get_json()["lots"][0]["title"] == EVIL
    echoed = client.get("/search", query_string={"q": EVIL, "sort": EVIL, "after": EVIL})
    assert "<script>alert" not in echoed.text
    assert "<b>bold" not in echoed.text


def test_an_unknown_order_is_the_usual_one(client, shop):
    assert lots_on(client.get("/search?sort=odd")) == lots_on(client.get("/search?sort=ending"))
