"""How a lot comes to its buyer: read as typed, needed from whoever was asked, shown with what a bid comes to."""

from __future__ import annotations

import re
from typing import Any

import pytest

from auction.catalogue import delivery, forms, queries, service
from auction.catalogue.delivery import Place, Way
from auction.catalogue.service import DraftFields
from auction.errors import Invalid
from auction.languages import Reader, reading_as
from tests import builders_catalogue as build
from tests import builders_people as people
from tests.bidding.builders import a_seller, an_auction
from tests.conftest import Hand

SENT = {"pickup": "on", "ship_country": "0", "ship_region": "١٢٫٥٠", "returns": "14", "return_payer": "seller"}
WHOLE = {"delivery": SENT, "country": "JO", "town": "Amman"}


def test_prices_are_read_in_both_digit_sets_and_nothing_is_free() -> None:
    promised, faults = delivery.read(SENT, "USD")
    assert not faults
    assert promised is not None
    assert promised.ways == (Way("pickup", 0), Way("country", 0), Way("region", 1250))
    assert (promised.dispatch_days, promised.return_days, promised.return_payer) == (3, 14, "seller")


def test_who_was_never_asked_has_said_nothing() -> None:
    assert delivery.read({}, "USD") == (None, {})
    assert delivery.missing({}, None, Place(None, "")) == {}


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ({"ship_world": "lots"}, {"ship_world": ["not_a_number"]}),
        ({"ship_world": "-5"}, {"ship_world": ["negative"]}),
        ({"ship_world": "5 EUR"}, {"ship_world": ["other_currency"]}),
        ({"dispatch": "4"}, {"dispatch": ["not_a_choice"]}),
        ({"returns": "7", "return_payer": "nobody"}, {"returns": ["not_a_choice"], "return_payer": ["not_a_choice"]}),
    ],
)
def test_what_cannot_be_read_is_named_by_its_field(words: dict[str, str], faults: Any) -> None:
    assert delivery.read(words, "USD") == (None, faults)


def test_who_was_asked_says_how_and_where() -> None:
    promised, _faults = delivery.read({"returns": "none"}, "USD")
    assert delivery.missing({"returns": "none"}, promised, Place(None, "")) == {
        "delivery": ["delivery_needed"],
        "country": ["country_needed"],
        "town": ["town_needed"],
    }


def test_countries_are_named_and_sorted_for_the_reader(house: Any) -> None:
    english = delivery.countries()
    assert ("JO", "Jordan") in english
    assert [name for _code, name in english][:2] == ["Afghanistan", "Åland Islands"]
    assert "ZZ" not in dict(english)
    with reading_as(Reader("ar")):
        assert ("JO", "الأردن") in delivery.countries()
        assert Place("JO", "عمّان").text == "عمّان، الأردن"


def test_an_unknown_country_and_a_long_town_are_refused(house: Any) -> None:
    build.make_shelves()
    seller_id = people.seller()
    with pytest.raises(Invalid) as refusal:
        build.make_draft(seller_id, country="XX", town="x" * 81)
    assert refusal.value.fields == {"country": ["unknown_country"], "town": ["too_long"]}


@pytest.fixture
def hand(inside: Any, new_client: Any) -> Any:
    return lambda person_id: Hand(people.signed_in(new_client(), person_id))


def test_the_form_keeps_delivery_and_publishing_wants_it(inside: Any, hand: Any) -> None:
    inside(build.make_shelves)
    seller_id = inside(people.seller, language="ar")
    listing_id, seller = inside(build.make_draft, seller_id), hand(seller_id)
    typed = {"pickup": "", "returns": "none", "ship_world": "abc", "country": "", "town": ""}
    assert seller.post(f"/sell/{listing_id}", data=typed).status_code == 303
    refused = seller.post(f"/sell/{listing_id}/publish")
    assert refused.status_code == 422
    assert set(re.findall(r'id="([\w-]+)-error"', refused.text)) == {"ship_world", "country", "town"}
    assert "يُرجى ذكر المدينة" in refused.text
    typed |= {"ship_world": "", "country": "AE", "town": "دبي"}
    seller.post(f"/sell/{listing_id}", data=typed)
    assert "طريقة التسليم" in seller.post(f"/sell/{listing_id}/publish").text
    seller.post(f"/sell/{listing_id}", data={"pickup": ["", "on"]})
    assert seller.post(f"/sell/{listing_id}/publish").status_code == 302
    own = inside(queries.own_listing, listing_id, seller_id)
    assert own.view.place == Place("AE", "دبي")
    assert forms.values_of(own)["pickup"] == "on"


def test_the_lot_says_how_it_comes_and_what_it_comes_to(inside: Any, client: Any) -> None:
    auction_id = inside(an_auction, listing=WHOLE)
    page = client.get(f"/auctions/{auction_id}").text
    assert "Amman, Jordan" in page
    assert "the seller pays for sending it back" in page
    assert '<output class="num" data-total-sum><bdi>$10.50</bdi>' in page
    page = client.get(f"/auctions/{auction_id}?zone=region&amount=25").text
    assert '<output class="num" data-total-sum><bdi>$38.75</bdi>' in page
    page = client.get(f"/auctions/{auction_id}?zone=region&lang=ar").text
    assert "عمّان" not in page
    assert "Amman، الأردن" in page
    assert "خلال 14 يومًا" in page


def test_a_lot_of_which_nothing_was_said_shows_its_total_without_delivery(inside: Any, client: Any) -> None:
    page = client.get(f"/auctions/{inside(an_auction)}").text
    assert 'id="delivery"' not in page
    assert "Total without delivery" in page
    assert '<output class="num" data-total-sum><bdi>$10.50</bdi>' in page


def test_the_preview_shows_it_too(inside: Any, hand: Any) -> None:
    inside(build.make_shelves)
    seller_id = inside(people.seller)
    listing_id = inside(build.make_draft, seller_id, **WHOLE)
    page = hand(seller_id).get(f"/sell/{listing_id}/preview").text
    assert "Delivery and returns" in page
    assert "$12.50" in page


def test_another_listing_like_it(house: Any) -> None:
    seller_id = a_seller()
    build.make_shelves()
    listing_id = build.make_draft(
        seller_id, **WHOLE, wanted_terms={**build.TERMS, "opening": "later", "opens_at": "2026-03-20T10:00"}
    )
    source = queries.own_listing(listing_id, seller_id).view
    service.save_draft(
        listing_id=listing_id, person_id=seller_id, fields=DraftFields(captions={source.pictures[0].id: "The dial"})
    )
    made = queries.own_listing(service.copy_listing(listing_id=listing_id, person_id=seller_id).listing_id, seller_id)
    assert made.is_draft
    assert (made.view.title, made.view.place, made.delivery) == (source.title, source.place, SENT)
    assert made.wanted_terms == build.TERMS
    assert [picture.caption for picture in made.view.pictures] == ["The dial"]
    assert made.view.pictures[0].key == source.pictures[0].key
