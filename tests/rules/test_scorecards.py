"""Scorecards by their rules alone: medians, shares, and what is too little to be told."""

from __future__ import annotations

import statistics
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from auction.rules import scorecards as law
from auction.rules.scorecards import Asked, Facts, Figure, Sold

AS_OF = datetime(2026, 3, 1, tzinfo=UTC)
PAID = datetime(2026, 2, 1, tzinfo=UTC)


def sold(**changes: object) -> Sold:
    plain: dict[str, object] = {
        "paid_at": PAID, "dispatched_at": PAID + timedelta(days=1), "promised_days": 3, "is_disputed": False,
        "is_called_off": False, "is_refunded": False,
    }  # fmt: skip
    return Sold(**(plain | changes))  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 10**7), min_size=1))
def test_a_time_is_the_median_in_whole_seconds(seconds: list[int]):
    figure = law.reckon(Facts(refunds=[timedelta(seconds=one) for one in seconds]), AS_OF)["refund"]
    assert figure == Figure(len(seconds), int(statistics.median(seconds)))


def test_nothing_is_told_that_rests_on_fewer_than_five():
    for count in range(8):
        figures = law.reckon(Facts(orders=[sold()] * count), AS_OF)
        assert figures["disputed"].is_told == (count >= 5)


def test_shares_are_of_all_that_could_have_gone_either_way():
    orders = [sold()] * 4 + [sold(is_disputed=True), sold(is_called_off=True, dispatched_at=None, is_refunded=True)]
    figures = law.reckon(Facts(orders=orders), AS_OF)
    assert figures["disputed"] == Figure(6, 1666)
    assert figures["called_off"] == Figure(6, 1666)
    assert figures["on_time"] == Figure(5, 10_000)


def test_what_should_have_left_and_has_not_is_late_and_what_still_may_is_not_counted():
    overdue = sold(dispatched_at=None)
    in_time = sold(dispatched_at=None, paid_at=AS_OF - timedelta(days=3))
    late = sold(dispatched_at=PAID + timedelta(days=3, seconds=1))
    figures = law.reckon(Facts(orders=[overdue, in_time, late, sold(promised_days=None)]), AS_OF)
    assert figures["on_time"] == Figure(2, 0)


def test_questions_without_an_answer_have_no_time_and_count_as_unanswered():
    questions = [Asked(PAID, PAID + timedelta(hours=1)), Asked(PAID, None)]
    figures = law.reckon(Facts(questions=questions), AS_OF)
    assert (figures["reply"], figures["answered"]) == (Figure(1, 3600), Figure(2, 5000))


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))
def test_months_go_back_one_by_one(now: datetime):
    months = law.last_months(now, 12)
    assert months[0] <= now < months[0] + timedelta(days=31)
    assert all(one.day == 1 and one.hour == 0 for one in months)
    assert [one.month for one in months] == [(months[0].month - 1 - back) % 12 + 1 for back in range(12)]


def test_a_card_comes_back_from_how_it_is_kept():
    figures = law.reckon(Facts(orders=[sold()] * 7), AS_OF)
    assert law.from_plain(law.to_plain(figures, law.OF_SELLERS)) == {name: figures[name] for name in law.OF_SELLERS}
