"""The turns of promoted lots: no more than there is room for, and all equally often."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from auction.rules.promotion import on_turn

LOTS = some.sets(some.integers(1, 10_000), min_size=1, max_size=30)
HOURS = some.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(LOTS, HOURS, some.integers(1, 8))
def test_there_are_no_more_than_there_is_room_for_and_none_twice(lots, now, most):
    shown = on_turn(lots, now, most)
    assert len(shown) == len(set(shown)) == min(most, len(lots))
    assert set(shown) <= lots


@given(LOTS, HOURS, some.integers(1, 8))
def test_each_is_shown_equally_often(lots, now, most):
    rounds = Counter(lot for hour in range(len(lots)) for lot in on_turn(lots, now + timedelta(hours=hour), most))
    assert set(rounds) == lots
    assert len(set(rounds.values())) == 1


@given(LOTS, HOURS, some.integers(1, 8))
def test_nobody_waits_longer_than_it_takes_to_go_round(lots, now, most):
    hours = -(-len(lots) // most)
    seen = {lot for hour in range(hours) for lot in on_turn(lots, now + timedelta(hours=hour), most)}
    assert seen == lots


@given(LOTS, HOURS, some.integers(1, 8))
def test_within_an_hour_it_is_the_same_for_everybody(lots, now, most):
    begun = now.replace(minute=0, second=0, microsecond=0)
    assert on_turn(lots, now, most) == on_turn(sorted(lots, reverse=True), begun, most)
