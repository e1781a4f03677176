"""The tables: their edges as the law gives them, and what every table must keep."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules.increments import TABLES, Increments, flat, for_currency, ladder, percent
from auction.rules.money import CURRENCIES
from tests.rules.model import usd_step

EDGES = {
    "usd": [(1, 5), (99, 5), (100, 25), (499, 25), (500, 50), (2_499, 50), (2_500, 100), (9_999, 100), (10_000, 250),
            (24_999, 250), (25_000, 500), (49_999, 500), (50_000, 1_000), (99_999, 1_000), (100_000, 2_500),
            (249_999, 2_500), (250_000, 5_000), (499_999, 5_000), (500_000, 10_000), (10**9, 10_000)],
    "gbp": [(1, 5), (99, 5), (100, 20), (499, 20), (500, 50), (1_499, 50), (1_500, 100), (5_999, 100), (6_000, 200),
            (14_999, 200), (15_000, 500), (29_999, 500), (30_000, 1_000), (59_999, 1_000), (60_000, 2_000),
            (149_999, 2_000), (150_000, 5_000), (299_999, 5_000), (300_000, 10_000)],
    "kwd": [(1, 10), (249, 10), (250, 50), (1_999, 50), (2_000, 100), (1_500_000, 25_000)],
    "jpy": [(1, 1), (49, 1), (50, 5), (999, 20), (1_000, 50), (9_999, 100), (10_000, 250), (500_000, 5_000)],
}  # fmt: skip
some_tables = st.sampled_from([*TABLES.values(), flat("x", 7), percent("y", 333, 10), ladder("z", 50)])


@pytest.mark.parametrize(
    ("name", "amount", "step"), [(name, amount, step) for name, edges in EDGES.items() for amount, step in edges]
)
def test_edges(name: str, amount: int, step: int) -> None:
    assert TABLES[name].step(amount) == step
    assert TABLES[name].after(amount) == amount + step


@given(st.integers(0, 10**7))
def test_the_dollar_table_is_the_one_in_the_law(amount: int) -> None:
    assert TABLES["usd"].step(amount) == usd_step(amount)


def test_the_ladder_of_the_saleroom() -> None:
    rungs, amount = [], 1_000
    while amount < 20_000:
        rungs.append(amount)
        amount = TABLES["ladder-2-5-8"].after(amount)
    assert rungs == [
        1_000, 1_100, 1_200, 1_300, 1_400, 1_500, 1_600, 1_700, 1_800, 1_900,
        2_000, 2_200, 2_400, 2_600, 2_800, 3_000, 3_200, 3_500, 3_800, 4_000, 4_200, 4_500, 4_800,
        5_000, 5_500, 6_000, 6_500, 7_000, 7_500, 8_000, 8_500, 9_000, 9_500,
        10_000, 11_000, 12_000, 13_000, 14_000, 15_000, 16_000, 17_000, 18_000, 19_000,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "following"),
    [(3_001, 3_200), (3_199, 3_200), (4_801, 5_000), (1_999, 2_000), (7, 8), (0, 1), (9, 10), (32, 35)],
)
def test_between_rungs_the_next_rung_follows(amount: int, following: int) -> None:
    assert TABLES["ladder-2-5-8"].after(amount) == following


def test_percent_rounds_up_to_whole_units() -> None:
    table = percent("five", 500, least=100)
    assert [table.step(amount) for amount in (1, 2_000, 2_001, 10_000)] == [100, 100, 200, 500]


@given(some_tables, st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_higher_amount_never_has_a_lower_next_bid(table: Increments, amount: int, more: int) -> None:
    assert amount < table.after(amount) <= table.after(amount + more)


@given(some_tables)
def test_a_table_survives_storing(table: Increments) -> None:
    assert Increments.from_plain(json.loads(json.dumps(table.to_plain()))) == table


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"name": "x", "kind": "bands", "bands": []},
        {"name": "x", "kind": "bands", "bands": [[1, 5]]},
        {"name": "x", "kind": "bands", "bands": [[0, 0]]},
        {"name": "x", "kind": "bands", "bands": [[0, 5], [0, 6]]},
        {"name": "x", "kind": "bands", "bands": [[0, 5], [10, 4]]},
        {"name": "x", "kind": "bands", "bands": [[0, 5, 6]]},
        {"name": "x", "kind": "bands", "bands": [[0, 1.5]]},
        {"name": "x", "kind": "percent", "basis_points": 0},
        {"name": "x", "kind": "percent", "basis_points": 10_001},
        {"name": "x", "kind": "ladder", "least": 0},
        {"name": "x", "kind": "steps"},
    ],
)
def test_what_is_no_table_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Increments.from_plain(plain)


def test_every_currency_has_a_table() -> None:
    for currency in CURRENCIES:
        assert for_currency(currency).after(1) > 1
    for currency in ("USD", "GBP", "EUR", "AED", "SAR", "EGP", "KWD", "JPY"):
        assert for_currency(currency) is TABLES[currency.lower()]
    assert for_currency("TND").step(1_000) == 250
    assert for_currency("KRW").step(1_000) == 50
