"""When a state goes out, by given time: the first at once, ten a second in a storm, the last always."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auction.live import pace
from auction.live.pace import GAP_SECONDS, KEEP_SECONDS, News, Pace


def state(seq: int | None = None, room: str = "auction:1", **more: Any) -> News:
    payload = {"price": more.pop("price", 1)} | ({} if seq is None else {"seq": seq})
    return News(room, "auction", payload, more.pop("gap", GAP_SECONDS), **more)


def seqs(news: list[News]) -> list[int | None]:
    return [each.seq for each in news]


def test_the_first_goes_at_once_and_the_next_waits_for_its_gap():
    line = Pace()
    assert line.put(state(1), 10.0)
    assert line.rest(10.0) == 0
    assert seqs(line.take(10.0)) == [1]
    line.put(state(2), 10.03)
    assert line.take(10.03) == []
    assert line.rest(10.03) == pytest.approx(0.07)
    assert seqs(line.take(10.11)) == [2]


def test_a_state_that_waits_is_replaced_by_the_later_one():
    line = Pace()
    line.put(state(1), 0)
    line.take(0)
    for seq in (2, 3, 4):
        line.put(state(seq), 0.02)
    assert seqs(line.take(0.2)) == [4]


def test_rooms_do_not_wait_for_each_other():
    line = Pace()
    line.put(state(1, room="auction:1"), 0)
    line.take(0)
    line.put(state(2, room="auction:1"), 0.01)
    assert line.put(state(1, room="auction:2"), 0.01), "the sender is woken for the one that is due sooner"
    assert [news.room for news in line.take(0.01)] == ["auction:2"]


def test_two_events_of_one_room_do_not_replace_each_other():
    line = Pace()
    line.put(state(5), 0)
    line.put(News("auction:1", "presence", {"watching": 3}, 1.0), 0)
    assert {news.event for news in line.take(0)} == {"auction", "presence"}


@pytest.mark.parametrize("when", ["waiting", "sent"])
def test_a_lower_seq_never_takes_the_place_of_a_higher(when: str):
    line = Pace()
    line.put(state(7), 0)
    if when == "sent":
        line.take(0)
    line.put(state(6), 0.01)
    line.put(state(6), 5)
    assert seqs(line.take(5)) == ([7] if when == "waiting" else [])


def test_the_same_seq_may_come_again():
    """After an outage the present state is pushed anew, to those who may have missed it."""
    line = Pace()
    line.put(state(7), 0)
    line.take(0)
    line.put(state(7), 1)
    assert seqs(line.take(1)) == [7]


def test_without_seq_the_later_stands():
    line = Pace()
    line.put(state(price=5), 0)
    line.put(state(price=4), 0)
    assert [news.payload["price"] for news in line.take(0)] == [4]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.05), st.integers(0, 3)), min_size=1, max_size=300))
def test_a_storm_is_ten_a_second_in_order_and_ends_with_the_last(pushes: list[tuple[float, int]]):
    """Verbs push a little out of order; the sender looks whenever it was told to."""
    line, now, sent = Pace(), 0.0, []
    pushed = [max(1, number - behind) for number, (_pause, behind) in enumerate(pushes, 1)]
    for (pause, _behind), seq in zip(pushes, pushed, strict=True):
        now += pause
        sent += [(now, news.seq) for news in line.take(now)]
        line.put(state(seq), now)
    while (rest := line.rest(now)) is not None and rest < KEEP_SECONDS:
        now += rest + 1e-9
        sent += [(now, news.seq) for news in line.take(now)]
    assert [seq for _at, seq in sent] == sorted(seq for _at, seq in sent)
    assert sent[-1][1] == max(pushed)
    assert all(later - earlier > GAP_SECONDS - 1e-6 for (earlier, _), (later, _) in pairwise(sent))


def test_quiet_rooms_are_forgotten():
    line = Pace()
    for number in range(1000):
        line.put(state(1, room=f"auction:{number}"), number / 1000)
        line.take(number / 1000)
    assert len(line) == 1000
    assert line.rest(1.0) == KEEP_SECONDS, "the sender comes back to forget"
    line.take(1.0 + KEEP_SECONDS)
    assert len(line) == 0
    assert line.rest(1.0 + KEEP_SECONDS) is None


def test_a_process_without_a_sender_does_not_hoard(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pace, "MOST_WAITING", 100)
    line = Pace()
    for number in range(1_000):
        line.put(state(1, room=f"auction:{number}"), 0)
    assert len(line) <= 100
    assert len(line._due) <= 100


def test_what_another_process_sent_is_not_sent_round_again():
    line = Pace()
    line.put(state(1), 0)
    line.put(state(2, is_for_all=False), 0)
    assert [(news.seq, news.is_for_all) for news in line.take(0)] == [(2, False)]


def test_our_own_state_still_goes_to_all_when_it_came_back_to_us():
    line = Pace()
    line.put(state(2), 0)
    line.put(state(2, is_for_all=False), 0)
    assert [(news.seq, news.is_for_all) for news in line.take(0)] == [(2, True)]
