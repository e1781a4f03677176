"""A seller's words, read: what is wrong with each field, however absurd. No database is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from auction.bidding import queries, service
from tests.builders_catalogue import TERMS
from tests.conftest import MOMENT


def read(zone="Asia/Dubai", **wanted):
    return service.terms_of({**TERMS, **wanted}, MOMENT, zone, queries.built_in_table)


def wrong(**wanted):
    return read(**wanted)[1]


def test_a_day_is_a_day_of_the_clock_on_the_wall():
    """In Berlin the clock goes forward in the night of 29 March 2026; the form promises the same hour."""
    terms, _faults = read("Europe/Berlin", opening="later", opens_at="2026-03-28T12:00", duration="1d")
    assert terms is not None
    assert (terms.opens_at, terms.closes_at) == (
        datetime(2026, 3, 28, 11, tzinfo=UTC),
        datetime(2026, 3, 29, 10, tzinfo=UTC),
    )
    assert terms.closes_at - terms.opens_at == timedelta(hours=23)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"starting": "0"}, {"starting": ["too_small"]}),
        ({"starting": "-5"}, {"starting": ["negative"]}),
        ({"starting": "10.001"}, {"starting": ["ambiguous"]}),
        ({"starting": "9" * 20}, {"starting": ["too_large"]}),
        ({"starting": "NaN"}, {"starting": ["not_a_number"]}),
        ({"starting": "10 EUR"}, {"starting": ["other_currency"]}),
        ({"currency": "XAU"}, {"currency": ["unknown_currency"]}),
        ({"reserve": "9.99"}, {"reserve": ["below_starting"]}),
        ({"buy_now": "12.99"}, {"buy_now": ["below_least_buy_now"]}),
        ({"buy_now": "13"}, {}),
        ({"buy_now": "19.99", "reserve": "20"}, {"buy_now": ["below_least_buy_now"]}),
        ({"duration": "2d"}, {"duration": ["unknown_choice"]}),
        ({"duration": "exact"}, {"ends_at": ["needed"]}),
        ({"duration": "exact", "ends_at": "tomorrow"}, {"ends_at": ["not_a_time"]}),
        ({"duration": "exact", "ends_at": "2026-02-30T10:00"}, {"ends_at": ["not_a_time"]}),
        ({"duration": "exact", "ends_at": "2026-05-14T12:00"}, {"ends_at": ["too_long_open"]}),
        ({"opening": "later"}, {"opens_at": ["needed"]}),
        ({"opening": "later", "opens_at": "2026-03-14T15:59"}, {"opens_at": ["in_the_past"]}),
        ({"opening": "later", "opens_at": "2026-06-12T16:01"}, {"opens_at": ["opens_too_late"]}),
        ({"opening": "later", "opens_at": "2026-06-12T16:00"}, {}),
        ({"window_minutes": "-1"}, {"window_minutes": ["out_of_range"]}),
        ({"window_minutes": "9" * 90}, {"window_minutes": ["out_of_range"]}),
        ({"window_minutes": "1.5"}, {"window_minutes": ["not_a_number"]}),
    ],
)
def test_what_is_wrong_is_named_by_its_field(wanted, expected):
    assert wrong(**wanted) == expected


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "UTC"])
@pytest.mark.parametrize(
    "absurd", ["9999-12-31T23:59", "9999-12-31", "0001-01-01T00:00", "1999-12-31T00:00", "9999-12-31T23:59-12:00"]
)
def test_absurd_dates_are_faults_like_any_other(absurd, zone):
    for wanted in (
        {"opening": "later", "opens_at": absurd},
        {"duration": "exact", "ends_at": absurd},
        {"opening": "later", "opens_at": absurd, "duration": "exact", "ends_at": absurd},
    ):
        terms, found = service.terms_of({**TERMS, **wanted}, MOMENT, zone, queries.built_in_table)
        assert terms is None
        assert found == {name: ["out_of_range"] for name in wanted if name in ("opens_at", "ends_at")}
