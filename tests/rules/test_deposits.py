"""How much is put down before bidding, and what a bid must keep to."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules import formats
from auction.rules.actions import Accept, Bidder, BuyNow, PlaceBid, Reject
from auction.rules.deposits import Deposit, asked_minor, counts_minor, still_to_put_down
from auction.rules.money import MAX_MINOR
from auction.rules.terms import Terms, problems
from tests.rules.builders import OPENS_AT, terms

amounts = st.integers(1, MAX_MINOR)
shares = st.integers(1, 10_000).map(lambda points: Deposit(basis_points=points))


@given(shares, amounts)
def test_a_share_is_the_nearest_whole_unit_halves_going_up_and_never_nothing(deposit: Deposit, limit: int) -> None:
    exact, asked = Fraction(limit * deposit.basis_points, 10_000), asked_minor(deposit, limit)
    assert asked >= 1
    assert asked <= limit
    if exact >= Fraction(1, 2):
        assert -Fraction(1, 2) < asked - exact <= Fraction(1, 2)


@given(shares, st.lists(amounts, min_size=1, max_size=6))
def test_raising_a_limit_step_by_step_costs_as_much_as_naming_the_last_at_once(deposit: Deposit, limits) -> None:
    put_down = 0
    for limit in sorted(limits):
        put_down += still_to_put_down(deposit, limit, put_down)
    assert put_down == asked_minor(deposit, max(limits))


@given(amounts, st.none() | amounts)
def test_a_fixed_deposit_is_the_same_for_every_limit(amount: int, limit: int | None) -> None:
    assert asked_minor(Deposit(amount), limit) == amount
    assert still_to_put_down(Deposit(amount), limit, amount) == 0


@given(amounts, amounts)
def test_no_more_counts_than_is_left_and_than_is_owed(left: int, total: int) -> None:
    assert counts_minor(left, total) == min(left, total)


@pytest.mark.parametrize(("points", "limit", "asked"), [(1000, 5, 1), (1000, 15, 2), (1000, 14, 1), (1, 1, 1)])
def test_halves_go_up(points: int, limit: int, asked: int) -> None:
    assert asked_minor(Deposit(basis_points=points), limit) == asked


@pytest.mark.parametrize("kind", ["english", "sealed"])
@pytest.mark.parametrize(
    ("bidder", "amount", "code"),
    [
        (Bidder(7, has_deposit=False), 500, "deposit_needed"),
        (Bidder(7, limit_minor=499), 500, "above_deposit_limit"),
        (Bidder(7, limit_minor=500), 500, None),
        (Bidder(7), 500, None),
    ],
)
def test_nobody_bids_without_a_deposit_or_above_its_limit(kind: str, bidder: Bidder, amount: int, code) -> None:
    asked = terms(format=kind, deposit=Deposit(100))
    law = formats.of(kind)
    answer = law.consider(asked, law.opening(asked), PlaceBid(bidder, amount), OPENS_AT)
    assert (answer.code if isinstance(answer, Reject) else None) == code
    free = terms(format=kind)
    assert isinstance(law.consider(free, law.opening(free), PlaceBid(bidder, amount), OPENS_AT), Accept)


def test_nobody_buys_above_the_limit_of_their_deposit() -> None:
    asked = terms(deposit=Deposit(basis_points=1000), buy_now_minor=1000)
    law = formats.of("english")
    for bidder, code in (
        (Bidder(7, has_deposit=False), "deposit_needed"),
        (Bidder(7, limit_minor=999), "above_deposit_limit"),
    ):
        answer = law.consider(asked, law.opening(asked), BuyNow(bidder), OPENS_AT)
        assert isinstance(answer, Reject)
        assert answer.code == code
    assert isinstance(law.consider(asked, law.opening(asked), BuyNow(Bidder(7, limit_minor=1000)), OPENS_AT), Accept)


@pytest.mark.parametrize(
    ("deposit", "code"),
    [
        (Deposit(1), None),
        (Deposit(0), "too_small"),
        (Deposit(MAX_MINOR + 1), "too_large"),
        (Deposit(basis_points=1), None),
        (Deposit(basis_points=10_000), None),
        (Deposit(basis_points=0), "percent_range"),
        (Deposit(basis_points=10_001), "percent_range"),
    ],
)
def test_which_deposits_may_be_asked_for(deposit: Deposit, code: str | None) -> None:
    assert [problem.code for problem in problems(terms(deposit=deposit), OPENS_AT)] == ([code] if code else [])


def test_terms_keep_their_deposit_and_older_ones_know_none() -> None:
    assert "deposit" not in terms().to_plain()
    for deposit in (Deposit(500, sale_id=3), Deposit(basis_points=250)):
        asked = terms(deposit=deposit)
        assert Terms.from_plain(asked.to_plain()) == asked
