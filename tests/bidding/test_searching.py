"""Searching: the written list on both databases, and the index in step with what is published."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from auction import clock
from auction.accounts import service as accounts
from auction.bidding.queries.finding import SORTS, Wanted, find_lots, query_of, read_query, search_lots, suggest
from auction.bidding.service import close_due
from auction.catalogue import queries as catalogue
from auction.catalogue import service
from auction.catalogue.models import SearchEntry, TitleWord
from auction.db import db, transaction
from tests.bidding.builders import a_listing, a_person, a_seller, an_auction, bid
from tests.bidding.search_queries import LOTS, QUERIES, SELLERS, SHELVES
from tests.builders_catalogue import make_draft, make_shelves

pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def stock(house) -> dict[str, int]:
    """The lots of the written list, ending one after the other in its order: auctions by their short names."""
    service.seed_categories(shelves=SHELVES)
    usual = a_seller()
    owner = {name: a_seller(handle=handle) for handle, names in SELLERS.items() for name in names[:1]}
    owner |= {names[1]: owner[names[0]] for names in SELLERS.values()}
    return {
        name: an_auction(owner.get(name, usual), listing, closes_at=clock.now() + timedelta(days=1, minutes=place))
        for place, (name, listing) in enumerate(LOTS.items())
    }


def names(found, stock) -> list[str]:
    known = {auction_id: name for name, auction_id in stock.items()}
    return [known[card.auction_id] for card in found.page.cards]


def search(text, stock, **wanted) -> list[str]:
    return names(search_lots(Wanted(text=text, sort="relevance", limit=100, **wanted)), stock)


def test_the_written_list_finds_what_it_says(stock):
    wrong = []
    for typed, expected in QUERIES:
        text = read_query([("q", typed)]).text
        found = search(text, stock)
        first, _, rest = expected.partition("|")
        ahead, behind = set(first.split()), set(rest.split()) - set(first.split())
        if not behind:
            ahead, behind = set(), ahead
        if set(found[: len(ahead)]) != ahead or set(found[len(ahead) :]) != behind or len(found) != len(set(found)):
            wrong.append(f"{typed[:60]!r}: {' '.join(found)}; expected {expected}")
    assert not wrong, "\n".join(wrong)
    assert len({typed for typed, _ in QUERIES}) >= 60


def test_pages_of_every_order_hold_every_lot_once(stock):
    people = a_person(), a_person()
    for place, lot in enumerate(stock.values()):
        for person, amount in zip(people[: place % 3], ("20", "30"), strict=False):
            bid(lot, person, amount)
    for text in ("", "brass نحاس", "ساعة", "oud"):
        for sort in SORTS:
            wanted, seen = Wanted(text=text, sort=sort, limit=2), []
            whole = [card.auction_id for card in find_lots(Wanted(text=text, sort=sort, limit=100)).cards]
            after: str | None = ""
            while after is not None:
                page = find_lots(Wanted(text=text, sort=sort, limit=2, after=after))
                seen += [card.auction_id for card in page.cards]
                after = page.after
            assert seen == whole, (text, sort)
            assert len(seen) == page.total == len(set(seen)), (text, sort, wanted)


def test_prices_are_compared_within_a_currency(house):
    service.seed_categories(shelves=SHELVES)
    seller = a_seller()
    listing = a_listing(seller, title="A carpet", category="carpets")
    prices = [("USD", 5000), ("JPY", 600), ("USD", 300), ("KWD", 1000), ("JPY", 90000)]
    lots = [an_auction(seller, listing, currency=currency, starting_minor=minor) for currency, minor in prices]

    def order(**wanted):
        return [lots.index(card.auction_id) for card in find_lots(Wanted(text="carpet", **wanted)).cards]

    assert order(sort="price") == [1, 4, 3, 2, 0]
    assert order(sort="price_down") == [4, 1, 3, 0, 2]
    assert order(sort="price", currency="USD") == [2, 0]
    assert order(sort="price", currency="USD", least="٤") == [0]
    assert order(sort="price", currency="KWD", most="1") == [3]
    assert order(sort="price", least="4", most="10") == [1, 4, 3, 2, 0], "no bounds without a currency"


def options(found, facet):
    return {option.value: option.count for option in found.facets.options[facet]}


def test_facets_count_what_else_there_is(house):
    service.seed_categories(shelves=SHELVES)
    seller, now = a_seller(), clock.now()
    one = {"title": "A carpet", "category": "carpets"}
    new = a_listing(seller, condition="new", **one)
    good = a_listing(seller, condition="good", **one)
    an_auction(seller, new, currency="USD", starting_minor=1_000, closes_at=now + timedelta(minutes=30))
    an_auction(seller, new, currency="USD", starting_minor=90_000, closes_at=now + timedelta(hours=5))
    lot = an_auction(seller, good, currency="USD", starting_minor=10_000, buy_now_minor=50_000)
    an_auction(seller, good, currency="JPY", starting_minor=10_000)
    bid(an_auction(seller, good, currency="JPY", starting_minor=7_000), a_person(), "8000")

    everything = search_lots(Wanted(text="carpet"))
    assert (everything.facets.total, everything.page.total) == (5, 5)
    assert options(everything, "condition") == {"new": 2, "good": 3}
    assert options(everything, "currency") == {"USD": 3, "JPY": 2}
    assert options(everything, "ending") == {"1h": 1, "1d": 2, "3d": 5, "7d": 5}
    assert options(everything, "bids") == {"with": 1, "without": 4}
    assert options(everything, "buy_now") == {"1": 1}
    assert options(everything, "price") == {}, "of two currencies"

    dollars = search_lots(Wanted(text="carpet", currency="USD", conditions=("good",)))
    assert [card.auction_id for card in dollars.page.cards] == [lot]
    assert options(dollars, "currency") == {"JPY": 2, "USD": 1}, "what there is when the currency is left"
    assert options(dollars, "condition") == {"new": 2, "good": 1}
    assert options(dollars, "price") == {"1": 1}
    assert dollars.facets.without == {"condition": 3, "currency": 3}

    none = search_lots(Wanted(text="carpet", currency="USD", conditions=("fair",)))
    assert none.page.cards == []
    assert none.facets.without == {"condition": 3, "currency": 0}
    assert [option.value for option in none.facets.options["condition"] if option.is_chosen] == ["fair"]


def test_of_very_many_lots_nothing_is_counted_but_all_are_found(stock, monkeypatch):
    from auction.bidding.queries.finding import facets, lots

    for module in (facets, lots):
        monkeypatch.setattr(module, "MOST_COUNTED", 10)
    found = search_lots(Wanted(limit=100))
    assert (len(found.page.cards), found.page.is_exact) == (len(LOTS), False)
    assert found.page.total >= 10
    assert {option.count for name in found.facets.options for option in found.facets.options[name]} == {None}
    some = search_lots(Wanted(limit=5, conditions=("good",)))
    assert (len(some.page.cards), some.page.is_exact, some.page.after is None) == (5, False, False)
    assert search_lots(Wanted(conditions=("fair",))).page.total == 0
    few = search_lots(Wanted(text="ساعة", limit=100))
    assert (few.page.total, few.page.is_exact) == (4, True)


def test_misspelt_words_are_respelt_only_where_nothing_is_found(stock):
    found = search_lots(Wanted(text="wacth", sort="relevance"))
    assert (found.meant, len(found.page.cards)) == ("watch", 4)
    assert search_lots(Wanted(text="wacth xyzzy", sort="relevance")).page.cards == []
    narrow = search_lots(Wanted(text="watch", conditions=("fair",)))
    assert (narrow.meant, narrow.page.total) == ("", 0)


def test_where_nothing_is_found_there_is_a_way_out(stock):
    found = search_lots(Wanted(text="oud", category_slug="books"))
    assert (found.page.total, found.elsewhere, found.ended) == (0, 1, 0)


def test_ended_lots_are_found_apart(stock, travel):
    travel(days=1, minutes=1)
    close_due()
    assert search("automatic", stock) == []
    assert search("automatic", stock, state="ended") == ["diver"]


def test_titles_are_suggested_while_one_types(stock):
    known = {auction_id: name for name, auction_id in stock.items()}
    assert [known[one.auction_id] for one in suggest("mor")] == ["lantern"]
    assert [known[one.auction_id] for one in suggest("ساع")][:1] == ["sand"]
    assert len(suggest("watch")) == 4
    assert suggest("") == suggest("%") == []


def test_the_index_keeps_step(house):
    service.seed_categories(shelves=SHELVES)
    seller = a_seller(handle="first_name")
    listing = a_listing(seller, title="A brass sundial", category="metal")
    lot = an_auction(seller, listing)

    def finds(text):
        return [card.auction_id for card in find_lots(Wanted(text=text)).cards] == [lot]

    assert not finds("gnomon")
    service.add_to_description(listing_id=listing, person_id=seller, text="The gnomon is new.")
    assert finds("gnomon")
    assert not finds("timepieces")
    service.seed_categories(shelves=[{"slug": "metal", "en": "Timepieces", "ar": "مواقيت"}])
    assert finds("timepiece")
    assert finds("المواقيت")
    assert finds("first_name")
    accounts.change_handle(person_id=seller, handle="second_name")
    assert finds("second_name")
    assert not finds("first_name")


def test_drafts_are_not_found(house):
    make_shelves()
    make_draft(a_seller(), has_picture=False, title="A secret sundial")
    assert db.session.execute(sa.select(sa.func.count()).select_from(SearchEntry)).scalar_one() == 0


def test_the_index_can_be_built_anew(stock):
    before = db.session.execute(sa.select(SearchEntry.listing_id, SearchEntry.words).order_by(SearchEntry.listing_id))
    before = before.all()
    with transaction() as session:
        session.execute(sa.delete(SearchEntry))
        session.add(TitleWord(word="wacht", initial="w", letters=5))
    assert catalogue.is_unindexed()
    assert search("watch", stock) == []
    heard = []
    assert service.reindex(step=lambda done, total: heard.append((done, total))) == len(LOTS)
    assert heard == [(len(LOTS), len(LOTS))]
    assert not catalogue.is_unindexed()
    after = db.session.execute(sa.select(SearchEntry.listing_id, SearchEntry.words).order_by(SearchEntry.listing_id))
    assert after.all() == before
    assert db.session.get(TitleWord, "wacht") is None
    assert db.session.get(TitleWord, "watch") is not None


@pytest.mark.postgres_only
def test_trigrams_and_plain_letters_find_the_same_words(stock, monkeypatch):
    from auction.catalogue.queries import search as engines

    assert engines.has_trigrams()
    misspelt = [
        "wacth",
        "lantren",
        "diamomd",
        "chronogrpah",
        "armeniam-style",
        "كهرمانن",
        "شيرازيه",
        "لولؤ",
        "gufl",
        "sttar",
    ]
    with_trigrams = [catalogue.corrected(catalogue.asked_for(word)) for word in misspelt]
    monkeypatch.setattr(engines, "has_trigrams", lambda: False)
    assert [catalogue.corrected(catalogue.asked_for(word)) for word in misspelt] == with_trigrams
    assert sum(found is not None for found in with_trigrams) >= 7
    assert "pg_trgm" in catalogue.search_troubles()[0]


def test_an_address_says_what_is_wanted_and_back():
    address = [
        ("q", "ساعة"), ("category", "watches"), ("condition", "new"), ("condition", "good"), ("currency", "USD"),
        ("from", "١٠"), ("to", "99.50"), ("format", "english"), ("ending", "1d"), ("bids", "with"), ("buy_now", "1"),
        ("state", "ended"), ("sort", "price"),
    ]  # fmt: skip
    assert query_of(read_query(address)) == address
    odd = [("condition", "odd"), ("currency", "XXX"), ("ending", "2y"), ("bids", "maybe"), ("state", "odd"), ("x", "y")]
    assert read_query(odd) == read_query([]) == Wanted()
    assert read_query([("q", "a")]).sort == "relevance"
