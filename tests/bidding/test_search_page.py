"""The page of search: choices that are addresses, chips that take them back, ways out of nothing, in both languages."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

from auction import clock
from auction.bidding.service import close_due
from tests.bidding.builders import a_listing, a_person, a_seller, an_auction, bid
from tests.bidding.paper import links, said

pytestmark = pytest.mark.usefixtures("moment")


def lots_on(page) -> list[int]:
    found = re.findall(r'class="card__link" href="/auctions/(\d+)"', page.text)
    return list(dict.fromkeys(int(auction_id) for auction_id in found))


def link(page, words: str) -> str:
    """Where the link that says so leads."""
    for href, inner in re.findall(r'<a[^>]*href="([^"]*)"[^>]*>(.*?)</a>', page.text, re.DOTALL):
        text = " ".join(re.sub(r"<[^>]+>", " ", inner).split())
        if text == words or text.startswith(f"{words} "):
            return href.replace("&amp;", "&")
    raise AssertionError(f"no link {words!r}: {said(page)}")


@pytest.fixture
def shop(inside) -> dict[str, int]:
    def fill():
        seller, now = a_seller(), clock.now()
        new = a_listing(seller, title="A brass clock", condition="new")
        good = a_listing(seller, title="ساعة نحاسية brass", condition="good", category="wristwatches")
        lots = {
            "cheap": an_auction(seller, new, starting_minor=1000, closes_at=now + timedelta(minutes=30)),
            "dear": an_auction(seller, new, starting_minor=90_000),
            "yen": an_auction(seller, good, currency="JPY", starting_minor=500, buy_now_minor=900),
        }
        bid(lots["dear"], a_person(), "1000")
        return lots

    return inside(fill)


def test_a_choice_is_an_address_and_a_chip_takes_it_back(client, shop):
    page = client.get("/search?q=brass")
    assert "3 open lots" in said(page)
    assert client.get(link(page, "New 2")).status_code == 200
    narrow = client.get(link(page, "New"))
    assert (lots_on(narrow), "2 open lots" in said(narrow)) == ([shop["cheap"], shop["dear"]], True)
    assert "New Remove this filter" in said(narrow)
    both = client.get(link(narrow, "Good 1"))
    assert len(lots_on(both)) == 3
    assert dict(parse_qsl(urlsplit(link(narrow, "New Remove")).query)) == {"q": "brass"}
    low = client.get(link(narrow, "Under $50.00"))
    assert lots_on(low) == [shop["cheap"]]
    assert 'name="to" value="49.99"' in low.text
    assert urlsplit(link(low, "Clear all filters")).query == "q=brass"


def test_every_choice_finds_what_it_counts(client, shop):
    page = client.get("/search?q=brass")
    facets = page.text[page.text.index('id="filters"') : page.text.index('class="finding__lots"')]
    counted = re.findall(
        r'<a class="facet__choice" href="([^"]+)"[^>]*>(?:(?!</a>).)*?facet__count num">(\d+)<', facets, re.DOTALL
    )
    assert len(counted) > 10
    for href, count in counted:
        assert len(lots_on(client.get(href.replace("&amp;", "&")))) == int(count), href


def test_prices_of_several_currencies_are_told_apart(client, shop):
    page = client.get("/search?q=brass&sort=price")
    assert lots_on(page) == [shop["yen"], shop["cheap"], shop["dear"]]
    assert "Prices are compared within one currency" in said(page)
    assert "Prices are compared" not in said(client.get("/search?q=brass&sort=price&currency=USD"))


def test_a_price_that_cannot_be_read_is_said_beside_it_and_kept(client, shop):
    page = client.get("/search?q=brass&currency=USD&from=ten&to=2000")
    assert 'name="from" value="ten"' in page.text
    assert 'aria-describedby="facet-fault-from"' in page.text
    assert len(lots_on(page)) == 2


def test_misspelt_words_are_searched_for_as_they_were_meant(client, shop):
    page = client.get("/search?q=clokc")
    assert "Nothing is listed as clokc . These are the lots for clock" in said(page)
    assert lots_on(page) == [shop["cheap"], shop["dear"]]
    assert link(page, "clock") == "/search?q=clock"


def test_nothing_found_says_what_to_do(client, shop):
    page = client.get("/search?q=brass&condition=fair&currency=USD")
    assert "No open lot matches" in said(page)
    assert len(lots_on(client.get(link(page, "in any condition 2")))) == 2
    elsewhere = client.get("/search?q=brass&category=books")
    assert len(lots_on(client.get(link(elsewhere, "in all categories 3")))) == 3


def test_ended_lots_have_a_list_of_their_own(client, inside, shop, travel):
    travel(hours=1)
    inside(close_due)
    page = client.get("/search?q=clock&state=ended")
    assert (lots_on(page), "1 ended lot" in said(page)) == ([shop["cheap"]], True)
    assert lots_on(client.get(link(page, "Open lots"))) == [shop["dear"]]


def test_a_category_has_one_address_with_breadcrumbs_and_the_same_choices(client, shop):
    page = client.get("/c/watches?condition=good&category=books")
    assert lots_on(page) == [shop["yen"]]
    assert "Lots Watches" in said(page)
    assert link(page, "Wristwatches 1") == "/c/wristwatches?condition=good"
    assert link(client.get("/c/wristwatches"), "Watches") == "/c/watches"
    assert client.get("/c/dragons").status_code == 404


def test_the_page_speaks_arabic_with_its_plurals(client, shop):
    assert "3 قطع مفتوحة" in said(client.get("/search?q=brass&lang=ar"))
    page = client.get("/search?q=ساعه&condition=good&lang=ar")
    assert "قطعة مفتوحة واحدة" in said(page)
    assert "الأكثر صلة" not in said(page), "one lot has no order"
    assert "إزالة هذا العامل" in said(page)
    assert 'dir="rtl"' in page.text
    assert "لا شيء معروض باسم" in said(client.get("/search?q=نحاسسيه&lang=ar"))


def test_the_words_of_the_page_are_kept_by_every_form_and_link(client, shop):
    page = client.get('/search?q=brass+"clock"&condition=new&sort=new')
    for href in links(page):
        if href.startswith("/search?"):
            assert dict(parse_qsl(urlsplit(href).query)).get("q", 'brass "clock"') == 'brass "clock"', href
    assert page.text.count('name="condition" value="new"') == 2, "the order and the price carry it along"
