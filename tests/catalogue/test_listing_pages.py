"""The desk and the sale form: every word kept, every fault beside its field, and nobody else's paper on the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from auction.bidding import queries as bidding
from auction.bidding.service import opening
from auction.catalogue import forms, queries
from tests import builders_catalogue as build
from tests import builders_people as people
from tests.conftest import Hand

JSON = {"Accept": "application/json"}


@dataclass
class Seller:
    id: int
    hand: Hand


@pytest.fixture
def sign_in(inside: Callable[..., Any], new_client: Callable[[], FlaskClient]) -> Callable[[int], Hand]:
    return lambda person_id: Hand(people.signed_in(new_client(), person_id))


@pytest.fixture
def seller(inside: Callable[..., Any], sign_in: Callable[[int], Hand]) -> Seller:
    inside(build.make_shelves)
    person_id = inside(people.seller, time_zone="Asia/Dubai")
    return Seller(person_id, sign_in(person_id))


def errors_in(page: str) -> dict[str, str]:
    found = re.findall(r'id="([\w-]+)-error">.*?<span>(.*?)</span>', page, re.DOTALL)
    return {field.removesuffix("-choice"): sentence for field, sentence in found}


def test_a_person_who_does_not_sell_yet_is_led_to_it(inside: Any, sign_in: Callable[[int], Hand]) -> None:
    hand = sign_in(inside(people.person))
    page = hand.get("/sell").text
    assert "Start selling" in page
    assert hand.post("/sell/new").status_code == 403
    assert hand.post("/settings/sell", data={"next": "/sell"}).location == "/sell"
    assert "New listing" in hand.get("/sell").text


def test_nobody_signed_in_is_asked_to(client: FlaskClient) -> None:
    assert client.get("/sell").status_code == 302
    assert client.get("/sell", headers=JSON).status_code == 401


def test_the_desk_shows_ones_own_papers_alone(seller: Seller, inside: Any) -> None:
    inside(build.make_draft, inside(people.seller), has_picture=False, title="Somebody else’s fork")
    listing_id = inside(build.make_draft, seller.id, has_picture=False)
    page = seller.hand.get("/sell").text
    assert f'href="/sell/{listing_id}"' in page
    assert "Somebody else" not in page


def test_a_new_listing_is_begun_as_its_seller_reads(inside: Any, sign_in: Callable[[int], Hand]) -> None:
    inside(build.make_shelves)
    hand = sign_in(inside(people.seller, language="ar"))
    answer = hand.post("/sell/new")
    assert answer.status_code == 303
    page = hand.get(answer.location).text
    assert '<html lang="ar" dir="rtl"' in page
    assert "ساعات جيب" in page


def test_a_draft_saves_itself_with_all_that_was_typed(seller: Seller, inside: Any, moment: Any) -> None:
    listing_id = inside(build.make_draft, seller.id, has_picture=False)
    typed = {
        "title": "Half a ti",
        "currency": "KWD",
        "starting": "١٢٥٠٫٥٠٠",
        "reserve": "a lot",
        "buy_now": "",
        "duration": "exact",
        "ends_at": "2026-03-20T21:30",
        "window_minutes": "٣",
    }
    answer = seller.hand.post(f"/sell/{listing_id}", data=typed, headers=JSON)
    assert answer.status_code == 200
    assert answer.json["saved_at"] == moment.isoformat()
    hints = answer.json["hints"]
    assert hints["starting"].replace("\xa0", "") == "KWD1,250.500"
    assert hints["reserve"] == hints["buy_now"] == hints["opens_at"] == ""
    assert "20 Mar 2026, 21:30" in hints["ends_at"]

    own = inside(queries.own_listing, listing_id, seller.id)
    assert {name: own.wanted_terms[name] for name in typed if name != "title"} == {
        name: word for name, word in typed.items() if name != "title"
    }
    page = seller.hand.get(f"/sell/{listing_id}").text
    for word in ("Half a ti", "١٢٥٠٫٥٠٠", "a lot", "2026-03-20T21:30", 'value="٣"', "A silver"):
        assert (word in page) == (word != "A silver"), word


def test_what_cannot_be_kept_is_shown_again_beside_its_fault(seller: Seller, inside: Any) -> None:
    listing_id = inside(build.make_draft, seller.id, has_picture=False)
    typed = {"title": "T" * 301, "description": "A new & better story", "category": "dragons"}
    answer = seller.hand.post(f"/sell/{listing_id}", data=typed)
    assert answer.status_code == 422
    assert "T" * 301 in answer.text
    assert "A new &amp; better story" in answer.text
    assert errors_in(answer.text) == {"title": "This is too long."}
    refused = seller.hand.post(f"/sell/{listing_id}", data=typed, headers=JSON)
    assert refused.json["fields"] == {"title": ["This is too long."]}
    del typed["title"]
    answer = seller.hand.post(f"/sell/{listing_id}", data=typed)
    assert errors_in(answer.text) == {"category": "Please choose a category from the list."}


@pytest.mark.parametrize(("language", "sentence"), [("en", "Please choose a category."), ("ar", "يرجى اختيار فئة.")])
def test_publishing_too_early_says_what_is_missing_where(
    seller: Seller, inside: Any, language: str, sentence: str
) -> None:
    location = seller.hand.post("/sell/new").location
    typed = {"title": "Fork", "starting": "ten", "cap_minutes": "9999", "then": "publish"}
    answer = seller.hand.post(location, data=typed)
    assert (answer.status_code, answer.location) == (307, f"{location}/publish")
    refused = seller.hand.post(f"{answer.location}?lang={language}", data=typed)
    assert refused.status_code == 422
    errors = errors_in(refused.text)
    assert {"pictures", "title", "category", "condition", "description", "starting"} <= set(errors)
    assert errors["category"] == sentence
    assert f'action="{location}"' in refused.text
    assert 'value="Fork"' in refused.text
    assert 'value="ten"' in refused.text


def test_a_finished_draft_is_published_and_stays_open_to_additions(seller: Seller, inside: Any) -> None:
    listing_id = inside(build.make_draft, seller.id)
    url = f"/sell/{listing_id}"
    assert seller.hand.post(url, data={"then": "preview"}).location == f"{url}/preview"
    assert seller.hand.post(f"{url}/publish").status_code == 302
    assert seller.hand.post(url, data={"title": "Another"}, headers=JSON).status_code == 409

    desk = seller.hand.get("/sell").text
    assert 'href="/auctions/1"' in desk
    assert "Add to the description" in seller.hand.get(url).text
    refused = seller.hand.post(f"{url}/additions", data={"text": " "})
    assert (refused.status_code, errors_in(refused.text)) == (422, {"text": "Please fill in this field."})
    assert seller.hand.post(f"{url}/additions", data={"text": "The *key* is lost."}).status_code == 303
    assert "<em>key</em>" in seller.hand.get(url).text


def test_a_draft_is_deleted(seller: Seller, inside: Any) -> None:
    listing_id = inside(build.make_draft, seller.id, has_picture=False)
    assert seller.hand.post(f"/sell/{listing_id}/delete").location == "/sell"
    assert seller.hand.get(f"/sell/{listing_id}").status_code == 404


def test_the_enter_key_saves_and_touches_no_picture(seller: Seller, inside: Any) -> None:
    listing_id = inside(build.make_draft, seller.id)
    form = seller.hand.get(f"/sell/{listing_id}").text.partition('id="sale"')[2]
    first = re.search(r"<button[^>]*>", form)
    assert first is not None
    assert "formaction" not in first[0]


def test_the_form_offers_what_bidding_accepts() -> None:
    assert forms.DURATIONS == opening.DURATIONS
    assert forms.CURRENCIES == bidding.CURRENCIES_OFFERED


@pytest.mark.parametrize("when", ["9999-12-31T23:59", "0001-01-01T00:00", "soon", "", "2026-13-01T00:00"])
def test_an_impossible_time_is_kept_and_breaks_nothing(seller: Seller, inside: Any, when: str) -> None:
    listing_id = inside(build.make_draft, seller.id, has_picture=False)
    typed = {"opening": "later", "opens_at": when, "duration": "30d"}
    answer = seller.hand.post(f"/sell/{listing_id}", data=typed, headers=JSON)
    assert (answer.status_code, answer.json["hints"]["ends_at"]) == (200, "")
    assert seller.hand.get(f"/sell/{listing_id}").status_code == 200
