"""Streams under terms in numbers: invented ones are always the same, summaries are of what came out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rehearsal import invented, outcomes, sources
from auction.rehearsal.outcomes import middle_one, rehearse, spread_of, summary_of
from auction.rules.increments import TABLES
from auction.rules.streams import Bid, Stream
from auction.rules.terms import SoftClose, Terms

OPENS = datetime(2026, 3, 1, tzinfo=UTC)
WEEK = timedelta(days=7)


def terms(**changes: object) -> Terms:
    return replace(Terms("english", "USD", OPENS, OPENS + WEEK, 1_000, TABLES["usd"]), **changes)


def stream(*given_: tuple[int, int, timedelta]) -> Stream:
    return Stream("a", 1_000, 2_000, WEEK, tuple(Bid(*each) for each in given_))


@pytest.mark.parametrize("kind", list(invented.KINDS))
def test_invented_streams_are_always_the_same_and_in_order(kind: str):
    once = invented.streams_of(kind)
    assert once == invented.streams_of(kind)
    assert len({each.bids for each in once}) > invented.EACH // 2
    for each in once:
        assert [bid.offset for bid in each.bids] == sorted(bid.offset for bid in each.bids)
        assert all(bid.offset >= timedelta(0) and bid.amount_minor > 0 for bid in each.bids)


def test_each_kind_is_what_it_is_called():
    of = {kind: summary_of(rehearse(terms(), sources.invented_streams(kind).streams)) for kind in invented.KINDS}
    assert of["quiet"].without_bids
    assert of["quiet"].prices.middle < of["steady"].prices.middle
    assert of["war"].extended > of["war"].streams // 2
    assert not of["steady"].extended
    reserve = terms(reserve_minor=5_500)
    with_reserve = {
        kind: summary_of(rehearse(reserve, sources.invented_streams(kind).streams)) for kind in ("quiet", "collector")
    }
    assert with_reserve["quiet"].sold == 0
    assert with_reserve["collector"].sold == with_reserve["collector"].streams


def test_soft_close_lets_the_war_go_on():
    war = sources.invented_streams("war").streams
    with_it, without = rehearse(terms(), war), rehearse(terms(soft_close=None), war)
    assert sum(outcome.bid_count for outcome in with_it) > sum(outcome.bid_count for outcome in without)
    moved, fixed = summary_of(with_it), summary_of(without)
    assert (fixed.extended, fixed.longest_added) == (0, timedelta(0))
    assert moved.prices.middle > fixed.prices.middle


def test_streams_are_fitted_to_the_time_there_is():
    late = stream((1, 2_000, timedelta(days=3)), (2, 3_000, WEEK - timedelta(seconds=30)))
    (short,) = rehearse(terms(closes_at=OPENS + timedelta(hours=1)), [late])
    assert short.bid_count == 2
    assert short.played.ended_at == OPENS + timedelta(hours=1) - timedelta(seconds=30) + timedelta(seconds=120)
    assert short.added == timedelta(seconds=90)


def test_scaled_to_the_starting_price_or_to_what_it_should_fetch():
    streams = (stream((1, 2_000, WEEK / 2)), replace(stream(), price_minor=4_000), replace(stream(), price_minor=9_000))
    begun = sources.to_start_at(streams, 500)
    assert [(each.starting_minor, each.price_minor) for each in begun] == [(500, 1_000), (500, 2_000), (500, 4_500)]
    assert begun[0].bids[0].amount_minor == 1_000
    assert [each.price_minor for each in sources.to_fetch(begun, 30_000)] == [15_000, 30_000, 67_500]


@given(st.lists(st.integers(1, 10**9), min_size=1))
def test_a_spread_holds_amounts_that_came_out(values: list[int]):
    spread = spread_of(values)
    five = (spread.least, spread.lower_quarter, spread.middle, spread.upper_quarter, spread.most)
    assert list(five) == sorted(five)
    assert set(five) <= set(values)
    assert (spread.least, spread.most) == (min(values), max(values))


def test_the_middle_one_is_in_the_middle_by_price():
    found = rehearse(
        terms(), [stream(), stream((1, 5_000, WEEK / 2), (2, 4_000, WEEK / 2)), stream((1, 5_000, WEEK / 2))]
    )
    assert [outcome.price_minor for outcome in found] == [None, 4_100, 1_000]
    assert middle_one(found) == 2


def test_of_nothing_there_is_no_summary():
    with pytest.raises(ValueError, match="nothing"):
        summary_of(())


def test_the_graph_marks_where_the_end_moved():
    late = stream((1, 2_000, WEEK / 2), (2, 3_000, WEEK - timedelta(seconds=30)))
    (outcome,) = outcomes.rehearse(terms(), [late])
    assert len(outcome.graph.moves) == 1
    assert outcome.graph.planned_x is not None
    (fixed,) = rehearse(terms(soft_close=SoftClose(10, 10, 0)), [late])
    assert (fixed.graph.moves, fixed.graph.planned_x) == ((), None)
