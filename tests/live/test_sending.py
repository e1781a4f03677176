"""The one sender: nothing stops it, nobody waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from auction import live
from auction.live import sending
from auction.live.pace import News

ROOM = "auction:1"


@pytest.fixture(autouse=True)
def delivered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[News]]:
    """What reached the listeners of this process."""
    found: list[News] = []
    sending.forget()
    monkeypatch.setattr(sending, "_deliver", found.append)
    yield found
    sending.forget()


def numbers(news: list[News]) -> list[Any]:
    return [each.payload["seq"] for each in news]


def test_states_are_coalesced_and_news_is_not(delivered: list[News]):
    for seq in range(1, 6):
        live.push(ROOM, "auction", {"seq": seq})
        live.tell("user:1", "notice", {"seq": seq})
    live.send_due()
    assert numbers([news for news in delivered if news.event == "auction"]) == [5]
    assert numbers([news for news in delivered if news.event == "notice"]) == [1, 2, 3, 4, 5]


def test_what_cannot_be_sent_stops_neither_the_rest_nor_the_sender(
    monkeypatch: pytest.MonkeyPatch, delivered: list[News]
):
    def deliver(news: News) -> None:
        if news.room == "auction:2":
            raise OSError("gone")
        delivered.append(news)

    monkeypatch.setattr(sending, "_deliver", deliver)
    for number in (1, 2, 3):
        live.push(f"auction:{number}", "auction", {"seq": number})
    live.send_due()
    assert numbers(delivered) == [1, 3]


def test_pushing_never_raises_and_hardly_costs_anything():
    live.push(ROOM, "auction", {"seq": "not a number", "odd": object()})
    begun = time.perf_counter()
    for seq in range(20_000):
        live.push(f"auction:{seq % 50}", "auction", {"seq": seq})
    assert time.perf_counter() - begun < 2, "a push is some microseconds"


def test_the_running_sender_sends_the_first_at_once_and_the_last_within_the_gap(
    monkeypatch: pytest.MonkeyPatch, delivered: list[News]
):
    arrived = threading.Event()
    gone = threading.Event()

    class Enough(BaseException):
        """Ends the sender, which nothing else does."""

    def deliver(news: News) -> None:
        delivered.append(news)
        arrived.set()
        if news.payload["seq"] == 400:
            gone.set()
            raise Enough

    def run() -> None:
        with pytest.raises(Enough):
            sending.send_forever()

    monkeypatch.setattr(sending, "_deliver", deliver)
    sender = threading.Thread(target=run)
    sender.start()
    live.push(ROOM, "auction", {"seq": 1})
    assert arrived.wait(2)
    for seq in range(2, 401):
        live.push(ROOM, "auction", {"seq": seq})
        time.sleep(0.0005)
    assert gone.wait(2)
    sender.join(2)
    assert numbers(delivered) == sorted(numbers(delivered))
    assert len(delivered) < 15, "ten a second, for less than a second"
