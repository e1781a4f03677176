"""Which variants of a test the usual run plays. Most tests say the same on both databases, and journeys the same in
both languages and at several sizes: the usual run plays one variant of each, drawn by its name, so that every database,
language and size has its share of the suite. `--whole`, or naming files, plays them all.

What is about the databases themselves, or about many hands at once, always runs on both. Any other parameter makes
another case of a test, and every case is played.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias
from zlib import crc32

import pytest

ON_BOTH = (
    "tests/races/",
    "tests/ground/",
    "tests/test_migrations.py",
    "tests/bidding/test_alike.py",
    "tests/bidding/test_placing_bids.py",
    "tests/bidding/test_closing.py",
    "tests/bidding/test_searching.py",
    "tests/bidding/test_search_live.py",
    "tests/settlement/test_dying.py",
    "tests/settlement/test_ledger.py",
    "tests/settlement/test_ledger_streams.py",
    "tests/settlement/test_ledger_tools.py",
)
KIND = "database_kind"
# The parameters by which a journey is the same again for somebody else.
READERS = ("language", "sellers", "viewport", "device")
# For each parameter of a test, its values in the order in which they came.
_Seen: TypeAlias = defaultdict[tuple[str, str], dict[int, int]]


def draw(items: Sequence[pytest.Item], kinds: Sequence[str]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Those to play and those to leave. `kinds` are the databases that are there."""
    cases: dict[Hashable, list[pytest.Item]] = defaultdict(list)
    seen: _Seen = defaultdict(dict)
    for item in items:
        cases[_case(item, seen)].append(item)
    played = {id(item) for case, variants in cases.items() for item in _drawn(case, variants, kinds)}
    return [item for item in items if id(item) in played], [item for item in items if id(item) not in played]


def _case(item: pytest.Item, seen: _Seen) -> Hashable:
    """What the variants of one case have in common: the test, and what it is given beside them. A value is known by
    when it came first: variants are given the same object, and its text may name a place in memory.
    """
    drawn = {KIND, *READERS} if "browser" in getattr(item, "fixturenames", ()) else {KIND}
    name = item.nodeid.partition("[")[0]
    given = []
    for parameter in sorted(_params(item).keys() - drawn):
        values = seen[name, parameter]
        given.append((parameter, values.setdefault(id(_params(item)[parameter]), len(values))))
    return name, tuple(given)


def _drawn(case: Hashable, variants: list[pytest.Item], kinds: Sequence[str]) -> Iterable[pytest.Item]:
    first = variants[0]
    if first.nodeid.startswith(ON_BOTH) or first.get_closest_marker("every_variant"):
        return variants
    there = [item for item in variants if _kind(item) in (*kinds, None)] or variants
    return [there[crc32(repr(case).encode()) % len(there)]]


def _kind(item: pytest.Item) -> str | None:
    return _params(item).get(KIND)


def _params(item: pytest.Item) -> Mapping[str, Any]:
    callspec = getattr(item, "callspec", None)
    return {} if callspec is None else callspec.params
