"""The clock: aware, in UTC, and held still on request."""

from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

import pytest

from auction import clock

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def test_the_clock_runs_in_utc():
    before = clock.now()
    assert before.tzinfo is UTC
    assert clock.now() >= before
    assert clock.given() is None


def test_a_given_time_stands_still_for_every_thread():
    seen = []
    with clock.at(NOON):
        thread = Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
        assert clock.now() == clock.given() == NOON
    assert seen == [NOON]
    assert clock.given() is None


def test_a_given_time_of_another_zone_is_told_in_utc():
    with clock.at(NOON.astimezone(timezone(timedelta(hours=3)))):
        assert clock.now() == NOON
        assert clock.now().tzinfo is UTC


def test_times_nest_and_come_back_after_a_fault():
    with clock.at(NOON):
        with pytest.raises(KeyError), clock.at(NOON + timedelta(days=1)):
            raise KeyError
        assert clock.now() == NOON


def test_a_time_without_zone_is_refused():
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 3, 14)):
        pass


def test_seconds_for_measuring_never_stand_still():
    with clock.at(NOON):
        first = clock.monotonic()
        assert clock.monotonic() >= first


def test_travel_goes_on_from_where_the_clock_stands(moment, travel):
    assert travel(minutes=5) == moment + timedelta(minutes=5)
    assert travel(hours=1) == clock.now() == moment + timedelta(minutes=65)
    assert travel(to=moment) == moment
