"""Which variants of a test the usual run plays. Most tests say the same on both databases, and journeys the same in
both languages and at several sizes: the usual run plays one variant of each, drawn by its name, so that every database,
language and size has its share of the suite. `--whole`, or naming files, plays them all.

What is about the databases themselves, or about many hands at once, always runs on both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from zlib import crc32

import pytest

ON_BOTH = (
    "tests/races/",
    "tests/ground/",
    "tests/test_migrations.py",
    "tests/bidding/test_placing_bids.py",
    "tests/bidding/test_closing.py",
    "tests/bidding/test_searching.py",
    "tests/bidding/test_search_live.py",
    "tests/settlement/test_dying.py",
    "tests/settlement/test_ledger",
    "tests/api/test_alike",
)


def draw(items: Sequence[pytest.Item], kinds: Sequence[str]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Those to play and those to leave. `kinds` are the databases that are there."""
    groups: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        groups[_group(item)].append(item)
    chosen = {id(item) for name, group in groups.items() for item in _drawn(name, group, kinds)}
    return [item for item in items if id(item) in chosen], [item for item in items if id(item) not in chosen]


def _group(item: pytest.Item) -> str:
    """What the variants of one test have in common."""
    function, _, variant = item.nodeid.partition("[")
    return function if _is_journey(item) else f"{function}[{variant.replace(_kind(item), '', 1)}"


def _drawn(name: str, group: list[pytest.Item], kinds: Sequence[str]) -> Iterable[pytest.Item]:
    if name.startswith(ON_BOTH) or len(group) == 1 or group[0].get_closest_marker("every_variant"):
        return group
    there = [item for item in group if _kind(item) in (*kinds, "")]
    return [there[crc32(name.encode()) % len(there)]] if there else group


def _is_journey(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


def _kind(item: pytest.Item) -> str:
    callspec = getattr(item, "callspec", None)
    return "" if callspec is None else callspec.params.get("database_kind", "")
