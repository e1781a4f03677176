"""Lots that end together: one common end, which every open lot follows, whatever order things happen in."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules import book, chain
from auction.rules.actions import Close, EndEarly, ExtendWith
from auction.rules.sealed import SealedFirstPrice
from auction.rules.terms import SoftClose, problems
from auction.rules.together import Move, following, lags
from tests.rules.builders import ALI, BOB, CLOSES_AT, NOON, Lot, before_end, bid, lot, public_book, terms
from tests.rules.test_chain import changed, leaves, other, rehashed

MINUTE = timedelta(minutes=1)
OTHER = 6
LATER, AT_ITS_END = "2026-03-08T11:59:30.000000Z", "2026-03-08T12:01:00.000000Z"


def one_of_many(*pairs: tuple[int, int], **changes: object) -> Lot:
    return lot(*pairs, is_together=True, **changes)


def played_together() -> Lot:
    """It follows in time, then a moment after its own end had come; then a bid of its own moves it."""
    played = one_of_many((ALI, 1_000))
    played.accept(ExtendWith(CLOSES_AT + MINUTE, OTHER, before_end(seconds=60)), before_end(seconds=59))
    played.accept(ExtendWith(CLOSES_AT + 2 * MINUTE, OTHER, CLOSES_AT), CLOSES_AT + 1.01 * MINUTE)
    played.accept(bid(BOB, 2_000), CLOSES_AT + 1.5 * MINUTE)
    played.accept(Close(), played.state.closes_at)
    return played


def test_to_follow_is_a_line_of_its_own_and_changes_the_end_alone() -> None:
    played = played_together()
    assert [line.kind for line in played.entries] == [
        "opened", "bid", "extended_with", "extended_with", "bid", "extension", "closed",
    ]  # fmt: skip
    assert played.entries[2].facts == {"with": OTHER, "since": "2026-03-08T11:59:00.000000Z"}
    assert played.entries[3].price_minor == played.entries[1].price_minor
    assert played.state.closes_at == CLOSES_AT + 3.5 * MINUTE


def test_its_book_replays_and_is_sound_and_any_change_is_found() -> None:
    played = played_together()
    assert book.replay(played.terms, played.entries) == book.Replay(played.state, None)
    whole = public_book(played.terms, played.entries)
    assert chain.verify(whole) is None
    assert [path for path in leaves(whole) if path and chain.verify(changed(whole, path, other)) is None] == []


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("terms", "is_together"), False, "this lot ends with no other"),
        (("entries", 2, "facts", "with"), None, "this lot ends with no other"),
        (("entries", 2, "facts", "since"), "today", "it does not say when the common end was moved"),
        (("entries", 2, "facts", "since"), LATER, "it does not say when the common end was moved"),
        (("entries", 3, "facts", "since"), AT_ITS_END, "the common end was moved after this lot had ended"),
        (("entries", 3, "closes_at"), "2026-03-08T12:01:00.000000Z", "the common end moves to later, never to earlier"),
        (("entries", 3, "closes_at"), "2026-03-08T13:00:01.000000Z", "the end was moved further than the terms allow"),
        (("entries", 3, "kind"), "extension", "it was entered at the end or after it"),
    ],
)  # fmt: skip
def test_a_forger_who_hashes_anew_is_found(path: tuple[object, ...], value: object, why: str) -> None:
    played = played_together()
    difference = chain.verify(rehashed(changed(public_book(played.terms, played.entries), path, lambda _old: value)))
    assert difference is not None
    assert difference.why == why


def test_only_what_came_before_its_end_is_followed_and_only_by_a_lot_that_is_still_open() -> None:
    in_time = ExtendWith(CLOSES_AT + MINUTE, OTHER, before_end(seconds=1))
    assert lot((ALI, 1_000)).code(in_time, CLOSES_AT) == "out_of_place"
    assert one_of_many().code(in_time, NOON) == "out_of_place", "it has not happened yet"
    assert one_of_many().code(ExtendWith(CLOSES_AT + MINUTE, OTHER, CLOSES_AT), CLOSES_AT) == "ended"
    assert one_of_many().code(ExtendWith(CLOSES_AT, OTHER, NOON), CLOSES_AT) == "not_later"
    assert one_of_many().code(ExtendWith(CLOSES_AT + 61 * MINUTE, OTHER, NOON), CLOSES_AT) == "not_later"
    closed = one_of_many()
    closed.accept(EndEarly("cancel", "It fell."))
    assert closed.code(in_time, CLOSES_AT) == "ended"
    sealed = Lot(terms(format="sealed", is_together=True), SealedFirstPrice())
    assert sealed.code(in_time, CLOSES_AT) == "not_in_this_format"


def test_a_lot_of_a_chain_has_no_common_end_and_older_terms_stay_as_they_were_hashed() -> None:
    both = terms(is_together=True, is_chained=True, soft_close=SoftClose(cap_seconds=0))
    assert [(each.field, each.code) for each in problems(both, NOON)] == [("is_together", "out_of_place")]
    assert "is_together" not in terms().to_plain()


HAPPENINGS = st.lists(
    st.tuples(st.sampled_from(["bid", "follow", "close"]), st.integers(0, 3), st.integers(0, 40)),
    min_size=5,
    max_size=60,
)


@given(HAPPENINGS, st.sampled_from([0, 60, 300]))
def test_in_any_order_all_close_at_one_end_that_never_came_nearer(
    happenings: list[tuple[str, int, int]], cap: int
) -> None:
    """Bids, lots that follow and closings come as they like; whoever takes a lot first lets it follow."""
    lots = [one_of_many(soft_close=SoftClose(60, 60, cap)) for _ in range(4)]
    moves: list[Move] = []
    now, most = before_end(seconds=90), 1_000

    def common_end() -> datetime:
        return max((move.ends_at for move in moves), default=CLOSES_AT)

    def take(one: Lot) -> None:
        step = following(one.terms, one.state.closes_at, moves)
        assert lags(one.terms, one.state.closes_at, common_end()) == (step is not None)
        if step is not None and not one.state.is_ended:
            one.accept(step, now)
            assert one.state.closes_at == common_end()

    for happening, place, seconds in happenings:
        now += timedelta(seconds=seconds)
        one = lots[place]
        take(one)
        if happening == "bid" and now < one.state.closes_at and not one.state.is_ended:
            most += 1_000
            one.accept(bid(BOB if one.state.leader_id == ALI else ALI, most), now)
            if one.state.closes_at > common_end():
                moves.append(Move(now, place, one.state.closes_at))
        elif happening == "close":
            one.ask(Close(), now)
            assert not one.state.is_ended or now >= common_end()
    now = max(now, common_end())
    for one in lots:
        take(one)
        one.ask(Close(), now)
    assert {one.state.closes_at for one in lots} == {common_end()}
    assert cap == 0 or common_end() <= CLOSES_AT + timedelta(seconds=cap)
    for one in lots:
        ends = [line.closes_at for line in one.entries]
        assert ends == sorted(ends), "never brought forward"
        assert [line.kind for line in one.entries].count("closed") == 1
        assert chain.verify(public_book(one.terms, one.entries)) is None
        assert book.replay(one.terms, one.entries) == book.Replay(one.state, None)
