"""Asking together: who could run already comes along, and everybody gets their own answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest
import redis

from auction.counting import GATHERED, GatheredRedis
from auction.desk import Collect, Desks
from tests.services import free_port, wait_until


def all_at_once(calls: Sequence[Callable[[], object]]) -> None:
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        gate.wait(10)
        call()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)


def test_what_comes_while_one_is_asked_is_asked_together():
    asked_together: list[list[str]] = []
    begun, go_on = threading.Event(), threading.Event()

    def enter(_desk: int, collect: Collect[str]) -> list[str]:
        asked = list(collect(None))
        asked_together.append(asked)
        begun.set()
        assert go_on.wait(10)
        return [f"answer to {one}" for one in asked]

    desks: Desks[str, str] = Desks(enter)
    answers: list[str] = []
    threads = [threading.Thread(target=lambda: answers.append(desks.ask(0, "first")))]
    threads[0].start()
    assert begun.wait(10)
    for name in ("second", "third"):
        threads.append(threading.Thread(target=lambda name=name: answers.append(desks.ask(0, name))))
        threads[-1].start()
    wait_until(lambda: len(desks._waiting[0]) == 2, 10, "two who wait")
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert [sorted(asked) for asked in asked_together] == [["first"], ["second", "third"]]
    assert sorted(answers) == ["answer to first", "answer to second", "answer to third"]


@pytest.mark.redis
def test_calls_that_come_together_are_counted_one_by_one(redis_url: str):
    storage = GatheredRedis(GATHERED + redis_url)
    counts: list[int] = []
    all_at_once([lambda: counts.append(storage.incr("a", 60)) for _call in range(12)])
    assert sorted(counts) == list(range(1, 13))
    assert storage.incr("b", 60, 3) == 3
    assert storage.get("a") == 12
    with redis.Redis.from_url(redis_url) as client:
        assert 0 < client.ttl(storage.prefixed_key("a")) <= 60
        assert 0 < client.ttl(storage.prefixed_key("b")) <= 60


def test_while_redis_is_away_everybody_hears_so_at_once():
    storage = GatheredRedis(f"{GATHERED}redis://127.0.0.1:{free_port()}/0", socket_connect_timeout=0.5)
    heard: list[Exception] = []

    def call() -> None:
        try:
            storage.incr("a", 60)
        except redis.RedisError as error:
            heard.append(error)

    all_at_once([call] * 8)
    assert len(heard) == 8
