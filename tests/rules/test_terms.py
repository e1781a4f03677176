"""Terms that may be published, and those that may not."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from auction.rules import formats
from auction.rules.increments import TABLES
from auction.rules.money import MAX_MINOR
from auction.rules.terms import FORMAT_NAMES, SoftClose, Terms, least_buy_now, problems
from tests.rules.builders import CLOSES_AT, OPENS_AT, terms


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"soft_close": None},
        {"reserve_minor": 100},
        {"reserve_minor": 5_000, "buy_now_minor": 5_000},
        {"buy_now_minor": 130},
        {"starting_minor": 3, "buy_now_minor": 4},
        {"soft_close": SoftClose(1, 1, 0)},
        {"format": "sealed"},
    ],
)
def test_fit_terms_have_no_problems(changes: dict[str, Any]) -> None:
    assert problems(terms(**changes), OPENS_AT) == ()


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"format": "dutch"}, "format", "unknown_format"),
        ({"format": "sealed", "buy_now_minor": 500}, "buy_now_minor", "not_in_this_format"),
        ({"currency": "XYZ"}, "currency", "unknown_currency"),
        ({"starting_minor": 0}, "starting_minor", "too_small"),
        ({"starting_minor": MAX_MINOR + 1}, "starting_minor", "too_large"),
        ({"reserve_minor": 0}, "reserve_minor", "too_small"),
        ({"reserve_minor": 99}, "reserve_minor", "below_starting"),
        ({"buy_now_minor": 129}, "buy_now_minor", "below_minimum"),
        ({"reserve_minor": 5_000, "buy_now_minor": 4_999}, "buy_now_minor", "below_minimum"),
        ({"starting_minor": 3, "buy_now_minor": 3}, "buy_now_minor", "below_minimum"),
        ({"closes_at": OPENS_AT}, "closes_at", "not_after_opening"),
        ({"closes_at": OPENS_AT + timedelta(seconds=1)}, "closes_at", "in_the_past"),
        ({"closes_at": datetime(2027, 1, 1)}, "closes_at", "without_time_zone"),
        ({"soft_close": SoftClose(0, 120, 0)}, "soft_close.window_seconds", "out_of_range"),
        ({"soft_close": SoftClose(120, 0, 0)}, "soft_close.extension_seconds", "out_of_range"),
        ({"soft_close": SoftClose(120, 120, -1)}, "soft_close.cap_seconds", "out_of_range"),
        ({"soft_close": SoftClose(90_000, 120, 0)}, "soft_close.window_seconds", "out_of_range"),
        ({"large_bid_factor": 0}, "large_bid_factor", "too_small"),
        ({"large_bid_floor_minor": -1}, "large_bid_floor_minor", "too_small"),
    ],
)
def test_each_problem_is_named_with_its_field(changes: dict[str, Any], field: str, code: str) -> None:
    found = problems(terms(**changes), OPENS_AT + timedelta(seconds=1))
    assert (field, code) in [(problem.field, problem.code) for problem in found]


def test_all_problems_are_told_at_once() -> None:
    bad = terms(starting_minor=0, closes_at=OPENS_AT, large_bid_factor=0)
    assert len(problems(bad, CLOSES_AT)) == 4


def test_the_least_fixed_price_is_130_percent_rounded_up() -> None:
    assert [least_buy_now(starting) for starting in (1, 3, 10, 100, 999)] == [2, 4, 13, 130, 1_299]


@pytest.mark.parametrize("soft_close", [None, SoftClose(60, 90, 0)])
@pytest.mark.parametrize("name", ["usd", "ladder-2-5-8", "percent", "flat"])
def test_terms_survive_storing(soft_close: SoftClose | None, name: str) -> None:
    whole = terms(soft_close=soft_close, increments=TABLES[name], reserve_minor=700, buy_now_minor=900)
    assert Terms.from_plain(json.loads(json.dumps(whole.to_plain()))) == whole


def test_public_terms_tell_of_the_reserve_only_that_it_is_there() -> None:
    public = terms(reserve_minor=987_654).to_public(7, "committed")
    assert "987654" not in json.dumps(public)
    assert (public["auction_id"], public["reserve_commitment"]) == (7, "committed")


def test_every_named_format_is_there() -> None:
    assert set(formats.FORMATS) == set(FORMAT_NAMES)
    assert formats.of("english") is formats.FORMATS["english"]
