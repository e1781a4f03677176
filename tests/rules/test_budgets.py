"""Budgets over several lots: what they add up, what they refuse, and what a refusal never tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules import budgets
from auction.rules.actions import Accept, BookBid, Close, EndEarly, Reject, Retract, Sold
from auction.rules.bill import AllIn, LotBilled, reckon
from auction.rules.budgets import Limits
from auction.rules.english import English
from auction.rules.fees import Schedule, Tiers
from auction.rules.sealed import SealedFirstPrice
from auction.rules.tax import TaxRule
from tests.rules.builders import ALI, BOB, CAT, CLOSES_AT, NOON, Lot, bid, terms

limits = st.builds(
    Limits,
    total_minor=st.none() | st.integers(1, 5000),
    most_lots=st.none() | st.integers(1, 4),
)
amounts = st.integers(100, 3000)


@pytest.mark.parametrize(
    ("others", "before", "cost", "code"),
    [
        ([300, 400], None, 300, None),
        ([300, 400], None, 301, "budget_exceeded"),
        ([300, 400], 200, 300, None),
        ([300, 400], 200, 301, "budget_exceeded"),
        ([], None, 1000, None),
        ([300, 300, 300], None, 1, "budget_lots_reached"),
        ([300, 300, 300], 50, 100, None),
        ([300, 900], 50, 60, "budget_exceeded"),
    ],
)
def test_what_fits(others, before, cost, code):
    no = budgets.refusal(Limits(1000, 3), others, before, cost)
    assert (no and no.code) == code


def test_a_refusal_says_what_is_still_free():
    assert budgets.refusal(Limits(1000), [300, 400], None, 500) == Reject(
        "budget_exceeded", {"free_minor": 300, "total_minor": 1000}
    )
    assert budgets.refusal(Limits(1000), [800, 400], None, 500) == Reject(
        "budget_exceeded", {"free_minor": 0, "total_minor": 1000}
    )
    assert budgets.refusal(Limits(most_lots=2), [5, 5], None, 1) == Reject("budget_lots_reached", {"most": 2})


@given(limits, st.lists(amounts, max_size=6))
def test_what_is_committed_and_what_is_free_make_the_total(limits, costs):
    stands = budgets.commitment(limits, costs)
    assert (stands.exposure_minor, stands.lots) == (sum(costs), len(costs))
    if limits.total_minor is None:
        assert (stands.free_minor, stands.over_minor) == (None, 0)
    else:
        assert stands.free_minor is not None
        assert stands.exposure_minor + stands.free_minor - stands.over_minor == limits.total_minor
        assert 0 in (stands.free_minor, stands.over_minor)
    assert stands.is_over == (stands.over_minor > 0 or stands.over_lots > 0)


@given(limits, st.lists(amounts, max_size=5), st.none() | amounts, amounts)
def test_what_fits_leaves_the_budget_within_its_limits_and_what_does_not_would_not(limits, others, before, cost):
    no = budgets.refusal(limits, others, before, cost)
    after = budgets.commitment(limits, [*others, cost])
    if no is None:
        assert after.over_minor == 0
        assert after.over_lots == 0 or before is not None
    else:
        assert after.is_over


@given(limits, st.lists(amounts, max_size=5), st.none() | amounts, amounts, amounts)
def test_less_fits_wherever_more_does(limits, others, before, one, other):
    less, more = sorted((one, other))
    if budgets.refusal(limits, others, before, more) is None:
        assert budgets.refusal(limits, others, before, less) is None
        assert budgets.refusal(limits, others[1:], before, less) is None


# --- a person with a budget among others, over several lots -------------------------------------------------------

ME = ALI
steps = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["mine", "mine", "bob", "cat", "retract_mine", "retract_others", "close", "cancel"]),
        amounts,
    ),
    max_size=30,
)


class Room:
    """Four lots and one budget over them, asked as the house asks: the law of the lot first, then the budget."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.lots = [Lot(terms()) for _ in range(4)]

    def costs(self) -> dict[int, int]:
        owed = {place: English.could_pay(lot.state, ME) for place, lot in enumerate(self.lots)}
        return {place: minor for place, minor in owed.items() if minor is not None}

    def bid(self, place: int, amount: int) -> bool:
        lot = self.lots[place]
        if not isinstance(lot.rules.consider(lot.terms, lot.state, bid(ME, amount), NOON), Accept):
            return False
        others = self.costs()
        before = others.pop(place, None)
        if budgets.refusal(self.limits, others.values(), before, amount) is not None:
            return False
        lot.accept(bid(ME, amount))
        return True

    def retract(self, place: int, who: int) -> bool:
        lot = self.lots[place]
        fallen = {seq for entry in lot.entries if entry.kind == "retraction" for seq in entry.facts["fallen"]}
        bids = tuple(
            BookBid(entry.seq, entry.bidder_id, entry.secret_minor, entry.at)
            for entry in lot.entries
            if entry.kind in ("bid", "raise") and entry.seq not in fallen
        )
        return isinstance(lot.ask(Retract(who, "amount_error", bids)), Accept)


@given(limits, steps)
def test_bids_alone_never_break_a_budget(limits, steps):
    """Whatever the others do but take back their bids, all that one could have to pay stays within what one said."""
    room = Room(limits)
    for place, what, amount in steps:
        lot = room.lots[place]
        if what == "mine":
            room.bid(place, amount)
        elif what in ("bob", "cat"):
            lot.ask(bid({"bob": BOB, "cat": CAT}[what], amount))
        elif what == "retract_mine":
            before = sum(room.costs().values())
            if room.retract(place, ME):
                assert sum(room.costs().values()) <= before
        elif what == "close":
            before = room.costs()
            lot.ask(Close(), CLOSES_AT)
            assert room.costs().get(place, 0) <= before.get(place, 0)
        elif what == "cancel":
            lot.ask(EndEarly("cancel", "a reason"))
        stands = budgets.commitment(limits, room.costs().values())
        assert not stands.is_over, (place, what, amount)
    for lot in room.lots:
        lot.ask(Close(), CLOSES_AT)
    won = [lot.state.outcome for lot in room.lots if isinstance(lot.state.outcome, Sold)]
    paid = [sold.hammer_minor for sold in won if sold.winner_id == ME]
    assert limits.total_minor is None or sum(paid) <= limits.total_minor
    assert limits.most_lots is None or len(paid) <= limits.most_lots


@given(limits, steps)
def test_only_anothers_retraction_takes_a_budget_above_its_limits_and_then_no_lot_is_added(limits, steps):
    room, was_over = Room(limits), False
    for place, what, amount in steps:
        before = room.costs()
        if what == "mine":
            is_in = room.bid(place, amount)
            if was_over and budgets.commitment(limits, before.values()).over_minor:
                assert not is_in
        elif what == "retract_others":
            was_over |= any(room.retract(place, who) for who in (BOB, CAT))
        elif what in ("bob", "cat"):
            room.lots[place].ask(bid({"bob": BOB, "cat": CAT}[what], amount))
        if not was_over:
            assert not budgets.commitment(limits, room.costs().values()).is_over


@given(amounts, amounts, amounts)
def test_a_refusal_does_not_depend_on_what_others_have_bid_in_secret(total, mine, theirs):
    """Two rooms that differ only in another's maximum: the same bid is refused, or not, in both."""
    answers = []
    for secret in (theirs, theirs + 5000):
        room = Room(Limits(total_minor=total))
        room.lots[0].accept(bid(BOB, secret))
        answers.append(room.bid(0, mine))
    assert answers[0] == answers[1]


# --- what a person could have to pay ------------------------------------------------------------------------------


def test_on_a_lot_that_is_led_it_is_ones_own_maximum_and_for_others_nothing():
    lot = Lot(terms()).bids((ALI, 900), (BOB, 400))
    assert [English.could_pay(lot.state, who) for who in (ALI, BOB, CAT)] == [900, None, None]


def test_on_a_lot_that_is_won_it_is_the_hammer_price():
    lot = Lot(terms()).bids((ALI, 900), (BOB, 400))
    lot.accept(Close(), CLOSES_AT)
    assert [English.could_pay(lot.state, who) for who in (ALI, BOB)] == [lot.state.price_minor, None]


def test_on_a_lot_that_is_not_sold_it_is_nothing():
    lot = Lot(terms(reserve_minor=5000)).bids((ALI, 900))
    assert English.could_pay(lot.state, ALI) == 900
    lot.accept(Close(), CLOSES_AT)
    assert English.could_pay(lot.state, ALI) is None


def test_a_sealed_offer_counts_until_the_end_and_then_the_winners_alone():
    lot = Lot(terms(format="sealed", soft_close=None)).bids((ALI, 900), (BOB, 400))
    assert [SealedFirstPrice.could_pay(lot.state, who) for who in (ALI, BOB, CAT)] == [900, 400, None]
    lot.accept(Close(), CLOSES_AT)
    assert [SealedFirstPrice.could_pay(lot.state, who) for who in (ALI, BOB)] == [900, None]
    unsold = replace(lot.state, outcome=None, bids=())
    assert SealedFirstPrice.could_pay(unsold, ALI) is None


SCHEDULES = st.builds(
    lambda points, fixed, least: Schedule("USD", premium=Tiers((0, 5_000), (points, points // 2), fixed, least)),
    st.integers(0, 4_000),
    st.integers(0, 300),
    st.integers(0, 300),
)
TAXES = st.lists(
    st.builds(
        TaxRule,
        id=st.integers(1, 9),
        line=st.sampled_from(["goods", "premium"]),
        basis_points=st.integers(0, 2_500),
        is_inclusive=st.booleans(),
        name_en=st.just("VAT"),
        name_ar=st.just("ضريبة"),
        seller_country=st.sampled_from([None, "DE"]),
        buyer_country=st.sampled_from([None, "DE", "FR"]),
        category_id=st.sampled_from([None, 1]),
    ),
    max_size=3,
)
PRICES = st.builds(
    AllIn,
    st.just("USD"),
    SCHEDULES,
    TAXES.map(tuple),
    st.just("DE"),
    st.sampled_from(["DE", "FR"]),
    st.sampled_from([(), (1,)]),
)


@given(PRICES, st.integers(0, 30_000))
def test_the_largest_maximum_that_fits_is_the_largest(price: AllIn, free: int):
    most = budgets.largest_within(price.of, free)
    assert price.of(most) <= free < price.of(most + 1)


@given(st.lists(PRICES, min_size=1, max_size=4), st.lists(st.tuples(st.integers(0, 3), st.integers(1, 20_000))))
def test_what_is_won_within_a_budget_is_never_billed_above_its_total(prices: list[AllIn], bids: list[tuple[int, int]]):
    """The sum of the orders without delivery, whatever each lot is sold for up to the maximum."""
    limits, led = Limits(total_minor=30_000), dict[int, int]()
    for place, maximum in bids:
        lot = place % len(prices)
        others = [prices[other].of(led[other]) for other in led if other != lot]
        before = prices[lot].of(led[lot]) if lot in led else None
        if budgets.refusal(limits, others, before, prices[lot].of(maximum)) is None:
            led[lot] = maximum
    orders = [
        reckon(
            currency="USD", lots=[LotBilled(lot, hammer, prices[lot].schedule, prices[lot].category_path)],
            taxes=prices[lot].taxes, seller_country="DE", buyer_country=prices[lot].buyer_country, delivery_minor=None,
        )
        for lot, maximum in led.items()
        for hammer in [maximum - maximum // 3]
    ]  # fmt: skip
    assert sum(order.total_minor for order in orders) <= 30_000
