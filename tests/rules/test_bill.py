"""Fees, tax and the bill: against a slow model, and what a reader may rely on for any terms."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules.bill import Bill, LotBilled, reckon
from auction.rules.fees import FREE, Schedule, Tiers, percent, share
from auction.rules.tax import LINES, TaxRule, rule_for, taxed

AMOUNTS = st.integers(0, 10**12)
POINTS = st.integers(0, 10_000)


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


@st.composite
def tiers(draw: st.DrawFn) -> Tiers:
    above = draw(st.lists(st.integers(1, 10**9), max_size=4, unique=True).map(sorted))
    points = draw(st.lists(POINTS, min_size=len(above) + 1, max_size=len(above) + 1))
    least = draw(st.sampled_from([0, 0, 50, 500]))
    cap = draw(st.one_of(st.none(), st.integers(least, 10**9)))
    return Tiers((0, *above), tuple(points), draw(st.sampled_from([0, 0, 30])), least, cap)


def charged_slowly(table: Tiers, amount: int) -> int:
    """The same fee by fractions, band by band, without any of the code's own tricks."""
    if amount == 0:
        return 0
    total = Fraction(0)
    for number, start in enumerate(table.starts):
        end = table.starts[number + 1] if number + 1 < len(table.starts) else amount
        total += Fraction(max(0, min(end, amount) - start) * table.basis_points[number], 10_000)
    fee = max(table.least_minor, table.fixed_minor + half_up(total))
    return fee if table.cap_minor is None else min(fee, table.cap_minor)


@given(tiers(), AMOUNTS)
def test_a_tiered_share_is_what_the_slow_model_says(table, amount):
    assert table.of(amount) == charged_slowly(table, amount)


@given(tiers(), AMOUNTS, st.integers(0, 10**6))
def test_more_is_never_charged_less(table, amount, more):
    assert table.of(amount) <= table.of(amount + more)


def test_bands_are_taxed_like_income():
    table = Tiers((0, 100_00), (1000, 500))
    assert [table.of(minor) for minor in (0, 1, 50_00, 100_00, 150_00)] == [0, 0, 5_00, 10_00, 12_50]


@given(tiers())
def test_tiers_are_read_as_they_are_written(table):
    assert Tiers.from_plain(table.to_plain()) == table
    schedule = Schedule("USD", table, FREE, 100, table, 5)
    assert Schedule.from_plain(schedule.to_plain()) == schedule


@pytest.mark.parametrize(
    "bad",
    [
        {"starts": (1,)},
        {"starts": (0, 5, 5), "basis_points": (1, 2, 3)},
        {"basis_points": (10_001,)},
        {"basis_points": (1, 2)},
        {"fixed_minor": -1},
        {"least_minor": 10, "cap_minor": 9},
    ],
)
def test_tiers_that_are_none_are_refused(bad):
    with pytest.raises(ValueError):  # noqa: PT011 - which of them it is, the message says
        Tiers(**bad)


@pytest.mark.parametrize("plain", [{}, {"bands": 1}, {"currency": "USD"}])
def test_what_is_no_table_is_not_read(plain):
    with pytest.raises(ValueError, match="not a"):
        Tiers.from_plain(plain)
    with pytest.raises(ValueError, match="not a"):
        Schedule.from_plain(plain)


def test_opening_a_lot_costs_what_the_schedule_says():
    schedule = Schedule("USD", insertion_minor=35, reserve=percent(100, cap_minor=50_00), promotion_minor=2_00)
    assert schedule.opening_fees(None) == (("insertion", 35),)
    assert schedule.opening_fees(300_00, is_promoted=True) == (("insertion", 35), ("reserve", 3_00), ("promotion", 200))
    assert Schedule("USD").opening_fees(300_00) == ()


# --- tax --------------------------------------------------------------------------------------------------------


def rule(number: int = 1, line="goods", points: int = 500, *, inclusive: bool = False, **where) -> TaxRule:
    return TaxRule(number, line, points, inclusive, "VAT", "ضريبة", **where)


@given(AMOUNTS, POINTS)
def test_tax_on_top_and_tax_within_agree_with_fractions(amount, points):
    on_top, within = taxed(amount, rule(points=points)), taxed(amount, rule(points=points, inclusive=True))
    assert on_top.tax_minor == half_up(Fraction(amount * points, 10_000))
    assert on_top.gross_minor == amount + on_top.tax_minor
    assert within.gross_minor == amount
    assert within.tax_minor == half_up(Fraction(amount * points, 10_000 + points))
    assert on_top.net_minor + on_top.tax_minor == on_top.gross_minor


def test_the_most_particular_rule_holds():
    rules = [
        rule(1),
        rule(2, seller_country="AE"),
        rule(3, buyer_country="AE"),
        rule(4, category_id=7),
        rule(5, category_id=3),
        rule(6, line="premium"),
        rule(7, buyer_country="DE", category_id=7),
    ]

    def chosen(seller, buyer, *path, line="goods"):
        found = rule_for(rules, line, seller_country=seller, buyer_country=buyer, category_path=path)
        return found and found.id

    assert chosen("US", "US") == 1
    assert chosen("AE", "US") == 2
    assert chosen("AE", "AE") == 3
    assert chosen("AE", "AE", 7, 3) == 4
    assert chosen("AE", "AE", 8, 3) == 5
    assert chosen("AE", "DE", 7, 3) == 7
    assert chosen("AE", "DE", line="premium") == 6
    assert chosen("AE", "DE", line="delivery") is None


# --- the bill ---------------------------------------------------------------------------------------------------

WHERE = st.sampled_from([None, "AE", "DE"])
RULES = st.lists(
    st.builds(
        TaxRule, st.integers(1, 99), st.sampled_from(LINES), POINTS, st.booleans(), st.just("VAT"), st.just("ض"),
        WHERE, WHERE, st.sampled_from([None, 1, 2]),
    ),
    max_size=6,
)  # fmt: skip
LOTS = st.lists(
    st.builds(
        LotBilled, st.integers(1, 99), st.integers(1, 10**9), st.builds(Schedule, st.just("USD"), tiers()),
        st.sampled_from([(), (1,), (2, 1)]),
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@given(LOTS, RULES, WHERE, WHERE, st.one_of(st.none(), st.integers(0, 10**6)))
def test_a_bill_adds_up_and_is_the_same_whenever_it_is_reckoned(lots, rules, seller, buyer, delivery):
    """What was shown before bidding is what the invoice says: the same values in make the same bill."""
    given_ = {"currency": "USD", "lots": lots, "taxes": rules, "seller_country": seller, "buyer_country": buyer}
    bill = reckon(**given_, delivery_minor=delivery)
    assert bill == reckon(**given_, delivery_minor=delivery) == Bill.from_plain(bill.to_plain())
    assert bill.total_minor == sum(line.net_minor + line.tax_minor for line in bill.lines)
    assert bill.total_minor == bill.sum_of("hammer", "premium", "delivery")
    assert bill.tax_minor == bill.tax_of("hammer") + bill.tax_of("premium") + bill.tax_of("delivery")
    hammers = [line for line in bill.lines if line.kind == "hammer"]
    assert [line.amount_minor for line in hammers] == [lot.hammer_minor for lot in lots]
    for line in bill.lines:
        extra = 0 if line.is_inclusive or not line.basis_points else share(line.amount_minor, line.basis_points)
        assert line.gross_minor == line.amount_minor + extra


def test_a_premium_of_nothing_stands_on_no_line():
    bill = reckon(
        currency="USD", lots=[LotBilled(1, 100_00, Schedule("USD"))], taxes=(), seller_country=None,
        buyer_country=None, delivery_minor=None,
    )  # fmt: skip
    assert [line.kind for line in bill.lines] == ["hammer"]
