"""Playing a stream: the same as asking the format bid by bid, closed at its end, and a refusal changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from auction.rules.actions import Accept, Bidder, Close, PlaceBid, Sold, Unsold
from auction.rules.english import English
from auction.rules.increments import TABLES
from auction.rules.playing import play
from auction.rules.streams import Bid
from auction.rules.terms import SoftClose, Terms

OPENS = datetime(2026, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)

amounts = st.integers(1, 60_000)
soft_closes = st.none() | st.builds(
    SoftClose,
    window_seconds=st.integers(1, 600),
    extension_seconds=st.integers(1, 600),
    cap_seconds=st.sampled_from((0, 60, 900)),
)
many_terms = st.builds(
    Terms,
    format=st.sampled_from(("english", "sealed")),
    currency=st.just("USD"),
    opens_at=st.just(OPENS),
    closes_at=st.just(OPENS + HOUR),
    starting_minor=st.integers(1, 20_000),
    increments=st.sampled_from(sorted(TABLES.values(), key=lambda table: table.name)),
    reserve_minor=st.none() | st.integers(20_000, 60_000),
    soft_close=soft_closes,
)
streams = st.lists(
    st.builds(Bid, st.integers(1, 5), amounts, st.integers(-5, 4_200).map(lambda seconds: timedelta(seconds=seconds))),
    max_size=25,
).map(lambda bids: tuple(sorted(bids, key=lambda bid: bid.offset)))


def english(**changes: object) -> Terms:
    terms = Terms("english", "USD", OPENS, OPENS + HOUR, 1_000, TABLES["usd"])
    return replace(terms, **changes)


def bids(*given_: tuple[int, int, int]) -> tuple[Bid, ...]:
    """(bidder, amount, seconds since the opening) each."""
    return tuple(Bid(bidder, amount, timedelta(seconds=seconds)) for bidder, amount, seconds in given_)


@given(many_terms, streams)
def test_the_same_bids_under_the_same_terms_have_the_same_course(terms: Terms, stream: tuple[Bid, ...]):
    assert play(terms, stream) == play(terms, list(stream))


@given(many_terms.filter(lambda terms: terms.format == "english"), streams)
def test_it_is_what_the_engine_says_bid_by_bid(terms: Terms, stream: tuple[Bid, ...]):
    state, refusals = English.opening(terms), []
    for bid in stream:
        action = PlaceBid(Bidder(bid.bidder_id), bid.amount_minor, is_confirmed=True)
        answer = English.consider(terms, state, action, OPENS + bid.offset)
        refusals.append(None if isinstance(answer, Accept) else answer.code)
        state = answer.state if isinstance(answer, Accept) else state
    closed = English.consider(terms, state, Close(), state.closes_at)
    assert isinstance(closed, Accept)
    played = play(terms, stream)
    assert played.ended_at == state.closes_at
    assert played.price_minor == state.price_minor
    assert played.outcome == closed.state.outcome
    assert played.refusals == tuple(refusals)
    assert (played.reserve_met_at is not None) == (terms.reserve_minor is not None and state.is_reserve_met)


@given(many_terms, streams)
def test_refused_bids_change_nothing(terms: Terms, stream: tuple[Bid, ...]):
    played = play(terms, stream)
    good = tuple(bid for bid, code in zip(stream, played.refusals, strict=True) if code is None)
    without = play(terms, good)
    assert replace(without, refusals=played.refusals) == played
    assert len(played.moments) == len(good)


@given(many_terms, streams)
def test_the_end_is_never_earlier_and_keeps_to_the_cap(terms: Terms, stream: tuple[Bid, ...]):
    played = play(terms, stream)
    added = played.ended_at - played.planned_end
    assert added >= timedelta(0)
    assert (added > timedelta(0)) == (played.moves > 0)
    if terms.soft_close is None:
        assert not added
    elif terms.soft_close.cap_seconds:
        assert added <= timedelta(seconds=terms.soft_close.cap_seconds)


def test_a_late_bid_moves_the_end_and_lets_a_later_one_in():
    stream = bids((1, 2_000, 60), (2, 3_000, 3_590), (3, 4_000, 3_650))
    moved = play(english(soft_close=SoftClose(120, 120, 3_600)), stream)
    fixed = play(english(soft_close=None), stream)
    assert (moved.moves, moved.ended_at - moved.planned_end) == (2, timedelta(seconds=170))
    assert (moved.bidder_count, moved.price_minor) == (3, 3_100)
    assert (fixed.moves, fixed.ended_at, fixed.refusals) == (0, fixed.planned_end, (None, None, "ended"))
    assert fixed.price_minor == 2_050


def test_it_tells_when_the_reserve_was_met_and_what_came_of_it():
    stream = bids((1, 2_000, 60), (2, 5_000, 120), (1, 5_500, 180))
    met = play(english(reserve_minor=4_000), stream)
    assert (met.reserve_met_at, met.outcome) == (OPENS + timedelta(seconds=120), Sold(1, 5_100))
    missed = play(english(reserve_minor=9_000), stream)
    assert (missed.reserve_met_at, missed.outcome) == (None, Unsold("reserve_not_met"))
    assert play(english(), ()).outcome == Unsold("no_bids")


def test_only_what_the_public_saw_is_told():
    secret = 59_999
    played = play(english(), bids((1, secret, 60), (2, 2_000, 120)))
    assert str(secret) not in repr(played)
