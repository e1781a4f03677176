"""Lot numbers, planned ends, and the lots of a chain that wait for each other."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules import book, chain
from auction.rules.actions import Close, Postpone
from auction.rules.sales import LotEnd, LotNumber, closes_at, next_number, put_off, read_number
from auction.rules.sealed import SealedFirstPrice
from auction.rules.terms import SoftClose, Terms, problems
from tests.rules.builders import ALI, BOB, CLOSES_AT, NOON, Lot, before_end, bid, lot, public_book, terms
from tests.rules.test_chain import changed, leaves, other, rehashed

MINUTE = timedelta(minutes=1)

NUMBERS = st.builds(LotNumber, st.integers(1, 9999), st.sampled_from(["", *"ABCZ"]))


@pytest.mark.parametrize(
    ("typed", "read"),
    [("12", (12, "")), (" 12a ", (12, "A")), ("12 B", (12, "B")), ("٠١٢", (12, "")), ("١٢A", (12, "A"))],
)
def test_a_number_is_read_in_either_set_of_digits(typed, read):
    assert read_number(typed) == read


@pytest.mark.parametrize("typed", ["", "0", "A", "12AB", "-3", "1.5", "10000", "12ب", "1 2", "½"])
def test_anything_else_is_no_number(typed):
    with pytest.raises(ValueError, match="lot number"):
        read_number(typed)


@given(NUMBERS)
def test_a_number_is_read_as_it_is_written(number):
    assert read_number(str(number)) == number


@given(st.lists(NUMBERS))
def test_an_added_lot_stands_behind_all_others(taken):
    assert all(next_number(taken) > each for each in taken)
    assert next_number([]) == (1, "")


def test_letters_stand_between_whole_numbers():
    numbers = [LotNumber(13), LotNumber(12, "B"), LotNumber(2), LotNumber(12), LotNumber(12, "A")]
    assert [str(each) for each in sorted(numbers)] == ["2", "12", "12A", "12B", "13"]


@given(st.integers(1, 600), st.integers(0, 500))
def test_each_lot_closes_an_interval_after_the_one_before(interval, place):
    first = datetime(2026, 3, 1, tzinfo=UTC)
    assert closes_at(first, interval, 0) == first
    assert closes_at(first, interval, place + 1) - closes_at(first, interval, place) == timedelta(seconds=interval)


def chained(*pairs: tuple[int, int], **changes: object) -> Lot:
    return lot(*pairs, is_chained=True, soft_close=SoftClose(cap_seconds=0), **changes)


def played_in_a_chain() -> Lot:
    """A late bid after the end was put off twice."""
    played = chained((ALI, 1_000))
    played.accept(Postpone(CLOSES_AT + MINUTE, 6), before_end(seconds=30))
    played.accept(Postpone(CLOSES_AT + 3 * MINUTE, 6), CLOSES_AT)
    played.accept(bid(BOB, 2_000), CLOSES_AT + 2 * MINUTE)
    played.accept(Close(), played.state.closes_at)
    return played


def test_an_end_that_is_put_off_is_a_line_of_its_own() -> None:
    played = played_in_a_chain()
    assert [line.kind for line in played.entries] == [
        "opened", "bid", "postponed", "postponed", "bid", "extension", "closed",
    ]  # fmt: skip
    assert played.entries[2].facts == {"behind": 6}
    assert played.state.closes_at == CLOSES_AT + 4 * MINUTE


def test_its_book_replays_and_is_sound_and_any_change_is_found() -> None:
    played = played_in_a_chain()
    assert book.replay(played.terms, played.entries) == book.Replay(played.state, None)
    whole = public_book(played.terms, played.entries)
    assert chain.verify(whole) is None
    assert [path for path in leaves(whole) if path and chain.verify(changed(whole, path, other)) is None] == []


@pytest.mark.parametrize(
    ("path", "value", "why"),
    [
        (("terms", "is_chained"), False, "this lot waits for no other"),
        (("entries", 2, "facts"), {}, "this lot waits for no other"),
        (("entries", 3, "closes_at"), "2026-03-08T12:00:30.000000Z", "an end is put off to later, never to earlier"),
        (("entries", 3, "kind"), "extension", "no late bid stands before this extension"),
        (("entries", 2, "at"), "2026-03-08T12:00:00.000000Z", "it was entered at the end or after it"),
    ],
)
def test_a_forger_who_hashes_anew_is_found(path: tuple[object, ...], value: object, why: str) -> None:
    played = played_in_a_chain()
    wrong = rehashed(changed(public_book(played.terms, played.entries), path, lambda _old: value))
    difference = chain.verify(wrong)
    assert difference is not None
    assert difference.why == why


def test_a_late_bid_is_not_hidden_behind_a_postponement() -> None:
    played = chained((ALI, 1_000))
    played.accept(bid(BOB, 2_000), before_end(seconds=30))
    played.accept(Postpone(CLOSES_AT + 9 * MINUTE, 6), before_end(seconds=20))
    whole = public_book(played.terms, [line for line in played.entries if line.kind != "extension"])
    wrong = rehashed({**whole, "entries": [line | {"seq": seq} for seq, line in enumerate(whole["entries"], 1)]})
    difference = chain.verify(wrong)
    assert difference is not None
    assert difference.why == "this late bid should have moved the end"


def test_only_a_chained_lot_that_still_runs_is_put_off_and_only_to_later() -> None:
    later = Postpone(CLOSES_AT + MINUTE, 6)
    assert lot((ALI, 1_000)).code(later) == "out_of_place"
    assert chained().code(Postpone(CLOSES_AT, 6)) == "not_later"
    assert chained().code(later, CLOSES_AT) == "ended"
    assert Lot(terms(format="sealed", is_chained=True), SealedFirstPrice()).code(later) == "not_in_this_format"


def test_putting_off_changes_the_end_and_nothing_else() -> None:
    played = chained((ALI, 4_000), (BOB, 3_000), reserve_minor=5_000)
    before = played.quote()
    played.accept(Postpone(CLOSES_AT + MINUTE, 6))
    after = played.quote()
    assert after.closes_at == CLOSES_AT + MINUTE
    assert (after.price_minor, after.leader_id, after.reserve, after.minimum_minor) == (
        before.price_minor, before.leader_id, before.reserve, before.minimum_minor,
    )  # fmt: skip


def test_a_chain_has_no_cap_and_older_terms_stay_as_they_were_hashed() -> None:
    capped = terms(is_chained=True, soft_close=SoftClose(cap_seconds=60))
    assert [(each.field, each.code) for each in problems(capped, NOON)] == [
        ("soft_close.cap_seconds", "no_cap_in_a_chain")
    ]
    assert "is_chained" not in terms().to_plain()
    alone, one_of_many = terms(), chained().terms
    assert (Terms.from_plain(alone.to_plain()), Terms.from_plain(one_of_many.to_plain())) == (alone, one_of_many)


OFFSETS = st.lists(st.tuples(st.integers(-100, 900), st.integers(0, 2)), min_size=1, max_size=12)


@given(OFFSETS, st.integers(20, 600))
def test_a_chain_put_off_stands_an_interval_apart(offsets: list[tuple[int, int]], interval: int) -> None:
    lots = [
        LotEnd(place, end := CLOSES_AT + timedelta(seconds=offset), end if state == 1 else NOON if state == 2 else None)
        for place, (offset, state) in enumerate(offsets, 1)
    ]
    answers = put_off(lots, interval)
    moved = [
        lot._replace(closes_at=answer.closes_at) if answer else lot for lot, answer in zip(lots, answers, strict=True)
    ]
    assert put_off(moved, interval) == [None] * len(lots), "once is enough"
    for before, after, answer in zip(moved, moved[1:], answers[1:], strict=False):
        end = min(before.closes_at, before.ended_at or before.closes_at)
        if after.ended_at is None:
            assert after.closes_at >= end + timedelta(seconds=interval)
        if answer is not None:
            assert (answer.behind, answer.closes_at) == (before.auction_id, end + timedelta(seconds=interval))
    assert all(new.closes_at >= old.closes_at for old, new in zip(lots, moved, strict=True)), "never brought forward"
