"""What the demo house offers: believable, complete, and fit for the terms that the rules allow."""

import json
import re
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from auction.accounts import names
from auction.accounts.models import ROLES
from auction.catalogue.models import CONDITIONS
from auction.catalogue.text import markdown_to_text
from auction.demo.art import KINDS
from auction.demo.good import words
from auction.demo.goods import BUYERS, BY_TITLE, CATEGORIES, GOODS, SELLERS, STAFF
from auction.rules.money import CURRENCIES
from auction.rules.terms import least_buy_now

ICONS = Path(__file__).resolve().parents[2] / "static" / "icons.json"
ARABIC = re.compile("[\u0600-\u06ff]")
EVERYBODY = (*SELLERS, *BUYERS, *STAFF)


def shelves():
    for shelf in CATEGORIES:
        yield shelf
        yield from shelf.get("children", ())


def leaves():
    return {shelf["slug"] for shelf in shelves() if not shelf.get("children")}


def test_there_are_forty_two_listings_and_no_two_share_a_title_or_a_picture():
    assert len(GOODS) == len(BY_TITLE) == 42
    assert len({(good.art_kind, good.art_seed) for good in GOODS}) == 42


def test_two_fifths_are_in_arabic():
    assert 0.35 <= Counter(good.language for good in GOODS)["ar"] / len(GOODS) <= 0.45


@pytest.mark.parametrize("good", GOODS, ids=lambda good: f"{good.art_kind}{good.art_seed}")
def test_each_is_believable(good):
    plain = markdown_to_text(good.description)
    assert 50 <= len(plain.split()) <= 150
    assert 12 <= len(good.title) <= 90
    if good.language == "ar":
        assert ARABIC.search(good.title)
        assert len(ARABIC.findall(plain)) > len(plain) * 0.6
    else:
        assert not ARABIC.search(good.title + plain)


@pytest.mark.parametrize("good", GOODS, ids=lambda good: f"{good.art_kind}{good.art_seed}")
def test_each_fits_the_house(good):
    assert good.category in leaves()
    assert good.condition in CONDITIONS
    assert good.art_kind in KINDS
    assert good.seller in {one.handle for one in SELLERS}
    assert good.slot in ("minutes", "hours", "days")
    assert good.currency in CURRENCIES


@pytest.mark.parametrize("good", GOODS, ids=lambda good: f"{good.art_kind}{good.art_seed}")
def test_the_amounts_of_each_make_sense(good):
    assert 0 < good.starting_minor < good.value_minor
    if good.reserve_minor is not None:
        assert good.starting_minor < good.reserve_minor < good.value_minor
    if good.buy_now_minor is not None:
        assert good.buy_now_minor >= max(least_buy_now(good.starting_minor), good.reserve_minor or 0)


def test_every_leaf_of_the_shelves_holds_something_and_every_kind_is_shown():
    assert leaves() == {good.category for good in GOODS}
    assert {good.art_kind for good in GOODS} == set(KINDS)


def test_lots_end_in_minutes_hours_and_days_about_equally():
    assert min(Counter(good.slot for good in GOODS).values()) >= 12


def test_money_of_no_two_and_three_decimals_is_offered():
    assert {CURRENCIES[good.currency] for good in GOODS} == {0, 2, 3}
    assert Counter(good.currency for good in GOODS).most_common(1)[0][0] == "USD"


def test_shelves_are_named_in_both_languages_with_icons_the_house_carries():
    icons = set(json.loads(ICONS.read_text()))
    slugs = [shelf["slug"] for shelf in shelves()]
    assert len(slugs) == len(set(slugs))
    for shelf in shelves():
        assert ARABIC.search(shelf["ar"])
        assert not ARABIC.search(shelf["en"])
        assert shelf["icon"] in icons


def test_people_have_good_names_and_addresses_that_lead_nowhere():
    assert (len(SELLERS), len(BUYERS)) == (6, 14)
    assert len({one.handle for one in EVERYBODY}) == len(EVERYBODY)
    for one in EVERYBODY:
        assert names.fault(one.handle) is None, one.handle
        assert re.fullmatch(r"[a-z.]+@mazad\.example", one.email)
        assert ZoneInfo(one.time_zone)
        assert set(one.roles) <= set(ROLES)
        assert (one.language == "ar") == bool(ARABIC.search(one.name))
    assert [one.roles[-1] for one in STAFF] == ["moderator", "operator"]


def test_short_lines_become_paragraphs_and_lists_stay_lists():
    assert (
        words("""
        One
        two.

        - a
          b
        - c
    """)
        == "One two.\n\n- a b\n- c"
    )
