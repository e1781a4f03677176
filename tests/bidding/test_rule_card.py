"""The rules in words: from the machine's own terms, in both languages, and never the reserve's amount."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from auction import clock
from auction.bidding.rule_card import rules_in_words
from auction.catalogue import forms
from auction.languages import Reader, reading_as
from auction.rules import increments
from auction.rules.terms import SoftClose
from tests import builders_catalogue as build
from tests import builders_people as people
from tests.bidding.builders import an_auction, some_terms
from tests.conftest import Hand


def card(**terms: Any) -> dict[str, str]:
    return dict(rules_in_words(some_terms(**terms)))


def test_the_steps_are_those_from_the_start_on(house: Any) -> None:
    steps = card(starting_minor=60_000)["Steps"]
    assert steps.startswith("Up to $1,000.00: steps of $10.00; up to $2,500.00: steps of $25.00")
    assert steps.endswith("above that: steps of $100.00.")
    assert card(increments=increments.flat("flat", 500))["Steps"] == "Steps of $5.00."
    assert "5% above the price" in card(increments=increments.percent("percent", 500, 100))["Steps"]
    ladder = card(starting_minor=300_000, increments=increments.ladder("ladder"))["Steps"]
    assert "$3,000.00, $3,200.00, $3,500.00, $3,800.00" in ladder


def test_what_is_not_in_the_terms_is_not_on_the_card(house: Any) -> None:
    plain = card()
    assert "Buy now" not in plain
    assert plain["Reserve"] == "None: the highest bid buys, however low."
    assert "ends exactly at its time" in card(soft_close=None)["The last minutes"]
    assert "Steps" not in card(format="sealed", soft_close=None)


def test_the_reserves_amount_is_never_said(house: Any) -> None:
    low, high = (rules_in_words(some_terms(reserve_minor=reserve)) for reserve in (1_000, 98_765))
    assert low == high


def test_both_languages_say_the_same_numbers(house: Any) -> None:
    terms = some_terms(
        buy_now_minor=9_900,
        reserve_minor=5_000,
        soft_close=SoftClose(180, 240, 0),
        closes_at=clock.now() + timedelta(days=2),
    )
    english = rules_in_words(terms)
    with reading_as(Reader("ar", numerals="arab")):
        arabic = rules_in_words(terms)
    assert len(english) == len(arabic) == 11
    said = " ".join(rule.sentence for rule in arabic)
    for number in ("٩٩٫٠٠", "٣ دقائق", "٤ دقائق", "١٢ ساعة"):
        assert number in said
    strange = re.findall(r"[A-Za-z]+", said)
    assert set(strange) <= {"US", "USD", "UTC"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_form_and_the_lot_say_the_same(inside: Any, new_client: Any, language: str) -> None:
    inside(build.make_shelves)
    seller_id = inside(people.seller, language=language)
    listing_id = inside(build.make_draft, seller_id, wanted_terms={**build.TERMS, "reserve": "77.77"})
    hand = Hand(people.signed_in(new_client(), seller_id))
    form = hand.get(f"/sell/{listing_id}?step=review").text
    lot = hand.get(hand.post(f"/sell/{listing_id}/publish").location).text
    sentence = {"en": "Bidding begins at $10.00.", "ar": "تبدأ المزايدة من"}[language]
    assert sentence in form
    assert sentence in lot
    hidden = {"en": "There is a hidden reserve price.", "ar": "سعر احتياطي"}[language]
    assert hidden in form
    assert hidden in lot
    assert "77.77" not in lot


def test_words_that_make_no_terms_make_no_rules(house: Any) -> None:
    assert forms.rules_of({"starting": "lots"}) == []
    assert forms.rules_of({"starting": "5", "duration": "7d"})


def test_a_strangers_page_carries_the_card(inside: Any, client: Any) -> None:
    page = client.get(f"/auctions/{inside(an_auction)}").text
    assert "The rules of this auction" in page
    assert "Taking a bid back" in page
