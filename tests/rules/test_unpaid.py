"""The law of what is not paid: days, reminders, strikes, and whom a lot may be offered to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from auction.rules import unpaid as law
from auction.rules.orders import PAY_WITHIN
from auction.rules.unpaid import Struck, Underbid

NOW = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
spans = st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400))
instants = spans.map(lambda span: NOW + span)


def test_a_winner_is_reminded_with_48_and_with_24_hours_left():
    due_at = NOW + PAY_WITHIN
    told, seen = 0, []
    for hour in range(24 * 6):
        now = NOW + timedelta(hours=hour)
        if law.reminder_due(due_at, now, told):
            told = law.reminders_passed(due_at, now)
            seen.append(hour)
    assert seen == [48, 72]


def test_day_five_begins_five_days_after_the_sale():
    assert law.may_cancel_from(NOW + PAY_WITHIN) == NOW + timedelta(days=5)


@given(due_at=instants, looks=st.lists(instants, max_size=30))
def test_reminders_are_two_at_most_and_never_too_late(due_at, looks):
    told, count = 0, 0
    for now in sorted(looks):
        if law.reminder_due(due_at, now, told):
            assert due_at - timedelta(hours=48) <= now < due_at
            told = law.reminders_passed(due_at, now)
            count += 1
    assert count <= 2


@given(due_at=instants, now=instants, days=st.sampled_from(law.WAITS))
def test_waiting_longer_never_takes_time_away(due_at, now, days):
    until = law.waited_until(due_at, now, days)
    assert until >= due_at + timedelta(days=days)
    assert until >= now + timedelta(days=days)
    assert until in (due_at + timedelta(days=days), now + timedelta(days=days))


@given(strikes=st.lists(st.tuples(instants, st.booleans())), now=instants)
def test_a_strike_counts_for_a_year_unless_it_is_redeemed(strikes, now):
    counted = sum(1 for at, is_redeemed in strikes if not is_redeemed and at <= now and now - at < timedelta(days=365))
    assert law.in_force([Struck(at, is_redeemed) for at, is_redeemed in strikes], now) == counted


def test_the_third_strike_bars():
    assert [law.is_barred(count) for count in range(5)] == [False, False, False, True, True]


@given(struck_at=instants, waited=st.timedeltas(timedelta(0), timedelta(days=14) - timedelta(microseconds=1)))
def test_paying_after_all_ends_within_the_fourteen_days(struck_at, waited):
    now = struck_at + waited
    assert now < law.late_due_at(struck_at, now) <= struck_at + timedelta(days=14)
    assert law.late_due_at(struck_at, now) <= now + PAY_WITHIN


underbids = st.lists(
    st.builds(
        Underbid,
        person_id=st.integers(1, 12),
        alias=st.integers(1, 12),
        amount_minor=st.integers(1, 500),
        at=instants,
    ),
    unique_by=(lambda one: one.person_id, lambda one: one.alias),
)


@given(known=underbids, excluded=st.frozensets(st.integers(1, 12)))
def test_the_best_underbidder_comes_first_and_nobody_excluded_comes_at_all(known, excluded):
    fit = law.whom_to_offer(known, excluded)
    assert {one.person_id for one in fit} == {one.person_id for one in known} - excluded
    for better, worse in pairwise(fit):
        assert (better.amount_minor, worse.at) >= (worse.amount_minor, better.at) or (
            better.amount_minor > worse.amount_minor
        )


@given(ended_at=instants, days=st.sampled_from(law.OFFER_DAYS))
def test_offers_are_made_for_sixty_days_and_run_their_days_in_full(ended_at, days):
    last = law.may_offer_until(ended_at)
    assert last - ended_at == timedelta(days=60)
    assert law.offer_ends_at(last, days) - last == timedelta(days=days)
