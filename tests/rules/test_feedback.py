"""Feedback by its rules alone: who may give it when, and from when it can be read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules import feedback as law

FINISHED = datetime(2026, 3, 1, 12, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
SIDES = st.lists(st.sampled_from(law.SIDES), unique=True)
SPANS = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=90))


@pytest.mark.parametrize(
    ("after", "given_by", "answer"),
    [
        (timedelta(), [], law.Open()),
        (timedelta(days=60) - INSTANT, ["seller"], law.Open()),
        (timedelta(days=60), [], law.TooLate()),
        (timedelta(days=1), ["buyer"], law.Given()),
        (timedelta(days=61), ["buyer"], law.Given()),
    ],
)
def test_each_side_gives_once_within_sixty_days(after: timedelta, given_by: list[str], answer: object):
    assert law.consider("buyer", given_by, FINISHED, FINISHED + after) == answer


@given(SIDES, SPANS)
def test_it_can_be_read_when_both_have_given_or_the_time_is_over_and_not_before(given_by: list[str], after: timedelta):
    is_over = after >= timedelta(days=60)
    assert law.is_revealed(given_by, FINISHED, FINISHED + after) == (len(given_by) == 2 or is_over)


@given(SIDES, SPANS, st.sampled_from(law.SIDES))
def test_nobody_can_give_who_can_read_what_the_other_side_said(given_by: list[str], after: timedelta, side: law.Side):
    now = FINISHED + after
    if law.is_revealed(given_by, FINISHED, now):
        assert law.consider(side, given_by, FINISHED, now) != law.Open()


def test_three_stars_or_fewer_want_a_reason():
    assert [stars for stars in law.STARS if law.needs_words(stars)] == [1, 2, 3]
