"""The usual run leaves out variants of a test, and never a test or a case."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from auction.config import ROOT
from tests import drawing
from tests.databases import KINDS

READERS = {"language": ["en", "ar"], "viewport": ["phone", "desk"]}


def variants(name: str, *, marks: tuple[str, ...] = (), is_journey: bool = False, **given: list[str]) -> list[Any]:
    """A test as pytest collects it: an item for each way to choose from what is given."""
    items = []
    for chosen in product(*given.values()):
        params = dict(zip(given, chosen, strict=True))
        items.append(
            SimpleNamespace(
                nodeid=f"tests/{name}[{'-'.join(params.values())}]",
                fixturenames=["browser"] if is_journey else [],
                callspec=SimpleNamespace(params=params),
                get_closest_marker=lambda mark: mark in marks or None,
            )
        )
    return items


def played(items: list[Any], kinds: tuple[str, ...] = KINDS) -> list[dict[str, str]]:
    there, left = drawing.draw(items, kinds)
    assert len(there) + len(left) == len(items)
    return [item.callspec.params for item in there]


def test_one_database_of_two_is_drawn_for_each_case_and_both_have_their_share():
    found = [one for number in range(100) for one in played(variants(f"test_{number}", database_kind=[*KINDS]))]
    assert len(found) == 100
    assert {one["database_kind"] for one in found} == set(KINDS)
    assert 25 < sum(one["database_kind"] == "sqlite" for one in found) < 75


def test_a_database_that_is_not_there_is_not_drawn():
    found = [
        one for number in range(20) for one in played(variants(f"test_{number}", database_kind=[*KINDS]), ("sqlite",))
    ]
    assert [one["database_kind"] for one in found] == ["sqlite"] * 20
    alone = variants("test_x", database_kind=["postgres"])
    assert played(alone, ("sqlite",)), "it is played, and says itself that it skips"


def test_every_case_of_a_test_is_played():
    found = played(variants("test_x", database_kind=[*KINDS], amount=["1", "2", "3"]))
    assert [one["amount"] for one in sorted(found, key=lambda one: one["amount"])] == ["1", "2", "3"]


def test_a_journey_is_played_for_one_reader_and_a_page_for_all():
    journey = variants("test_x", is_journey=True, scheme=["light", "dark"], **READERS)
    assert sorted(one["scheme"] for one in played(journey)) == ["dark", "light"]
    assert len(played(variants("test_x", **READERS))) == 4


@pytest.mark.parametrize("name", ["races/test_x", "test_migrations.py::test_x"])
def test_what_is_about_databases_runs_on_both(name: str):
    assert len(played(variants(name, database_kind=[*KINDS]))) == 2


def test_a_marked_test_is_played_in_every_variant():
    assert len(played(variants("test_x", marks=("every_variant",), is_journey=True, **READERS))) == 4


def test_the_same_is_drawn_each_time():
    items = [item for number in range(30) for item in variants(f"test_{number}", database_kind=[*KINDS])]
    assert played(items) == played(items)


def test_another_test_changes_nothing_for_those_there_are():
    other = variants("test_a", database_kind=[*KINDS], amount=["1", "2"])
    one = variants("test_x", database_kind=[*KINDS], amount=["3", "4", "5"])
    assert played([*other, *one])[2:] == played(one)


def test_what_runs_on_both_is_there():
    assert [path for path in drawing.ON_BOTH if not (ROOT / path).exists()] == []
