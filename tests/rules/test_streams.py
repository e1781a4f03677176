"""Streams made fit for other terms: the order stays, the last hour stays, and no winner's maximum is left in them."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from auction.rules.money import MAX_MINOR
from auction.rules.streams import LAST_STRETCH, Bid, Stream, fitted, masked, scaled

lengths = st.integers(120, 30 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


@st.composite
def any_stream(draw: st.DrawFn) -> Stream:
    length = draw(lengths)
    last = int(length.total_seconds()) + 900
    seconds = sorted(draw(st.lists(st.integers(0, last), max_size=20)))
    bids = tuple(
        Bid(draw(st.integers(1, 4)), draw(st.integers(1, 10**9)), timedelta(seconds=second)) for second in seconds
    )
    return Stream("a", draw(st.integers(1, 10**6)), draw(st.integers(1, 10**9)), length, bids)


@given(any_stream(), lengths)
def test_a_fitted_stream_keeps_its_order_and_its_end(stream: Stream, length: timedelta):
    moved = fitted(stream, length)
    assert moved.length == length
    assert [bid.amount_minor for bid in moved.bids] == [bid.amount_minor for bid in stream.bids]
    assert all(one.offset <= other.offset for one, other in pairwise(moved.bids))
    kept = min(LAST_STRETCH, stream.length // 2, length // 2)
    for before, after in zip(stream.bids, moved.bids, strict=True):
        assert after.offset >= timedelta(0)
        assert (before.offset < stream.length) == (after.offset < length)
        if stream.length - before.offset <= kept:
            assert length - after.offset == stream.length - before.offset


@given(any_stream())
def test_fitted_to_its_own_length_nothing_moves(stream: Stream):
    assert fitted(stream, stream.length) is stream


@given(any_stream(), st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_scaled_stream_keeps_who_is_above_whom(stream: Stream, times: int, by: int):
    changed = scaled(stream, times, by)
    for one, other in pairwise(zip(stream.bids, changed.bids, strict=True)):
        assert (one[0].amount_minor > other[0].amount_minor) <= (one[1].amount_minor >= other[1].amount_minor)
    assert all(1 <= bid.amount_minor <= MAX_MINOR for bid in changed.bids)
    assert scaled(stream, times, times) == stream


@given(any_stream(), st.integers(1, 4), st.integers(1, 10**9))
def test_whoever_led_is_masked_at_the_price_and_nobody_else(stream: Stream, leader_id: int, price_minor: int):
    hidden = masked(stream.bids, leader_id, price_minor)
    for before, after in zip(stream.bids, hidden, strict=True):
        if before.bidder_id == leader_id:
            assert after.amount_minor == min(before.amount_minor, price_minor)
        else:
            assert after == before
