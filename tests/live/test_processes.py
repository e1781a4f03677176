"""Several processes of one house over a real Redis: what one says all hear, and an outage delays nobody."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.live.houses import OwnRedis, SmallHouse
from tests.live.listeners import Listener
from tests.services import wait_until

pytestmark = pytest.mark.redis
AT_ONCE = 1.0  # seconds; a call that waits for Redis takes two or more


@pytest.fixture(scope="module")
def redis() -> Iterator[OwnRedis]:
    server = OwnRedis()
    yield server
    server.go_on()
    server.kill()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("houses")


NewHouse = Callable[..., SmallHouse]


@pytest.fixture(scope="module")
def new_house(redis: OwnRedis, folder: Path) -> Iterator[NewHouse]:
    houses: list[SmallHouse] = []

    def begin(folder: Path = folder, **settings: str) -> SmallHouse:
        houses.append(SmallHouse(folder, MAZAD_REDIS_URL=redis.url, SMALL_TIMES="short", **settings))
        return houses[-1]

    yield begin
    for house in houses:
        house.begin_to_stop()
    for house in houses:
        house.stop()
    assert not "".join(house.fault() for house in houses)


@pytest.fixture(scope="module")
def processes(new_house: NewHouse, tmp_path_factory: pytest.TempPathFactory) -> tuple[SmallHouse, ...]:
    """Two that serve pages, one like the scheduler's, that only speaks, and one of another house."""
    stranger = tmp_path_factory.mktemp("stranger")
    begun = new_house(), new_house(), new_house(SMALL_ROLE="scheduler"), new_house(folder=stranger)
    return tuple(house.wait() for house in begun)


@pytest.fixture
def one(processes: tuple[SmallHouse, ...]) -> SmallHouse:
    processes[0].ask("POST", "/road/direct")
    return processes[0]


@pytest.fixture
def two(processes: tuple[SmallHouse, ...]) -> SmallHouse:
    processes[1].ask("POST", "/road/direct")
    return processes[1]


@pytest.fixture
def scheduler(processes: tuple[SmallHouse, ...]) -> SmallHouse:
    processes[2].ask("POST", "/road/direct")
    return processes[2]


@pytest.fixture
def listen() -> Iterator[Callable[[SmallHouse], Listener]]:
    listeners: list[Listener] = []

    def enter(house: SmallHouse) -> Listener:
        listeners.append(Listener(house.url))
        listeners[-1].ask("enter")
        return listeners[-1]

    yield enter
    for listener in listeners:
        listener.close()


Listen = Callable[[SmallHouse], Listener]


def seqs(listener: Listener, event: str, last: int, seconds: float = 10) -> list[int]:
    found: list[int] = []
    while not found or found[-1] < last:
        name, payload = listener.next(seconds)
        if name == event:
            found.append(payload["seq"])
    return found


def test_all_hear_what_one_says_once_and_in_order(one: SmallHouse, two: SmallHouse, listen: Listen):
    here, there = listen(one), listen(two)
    for number in range(1, 31):
        one.say("tell", number, number)
    assert seqs(here, "tell", 30) == list(range(1, 31))
    assert seqs(there, "tell", 30) == list(range(1, 31))
    assert not [name for name, _payload in here.rest() + there.rest() if name == "tell"]


def test_a_process_that_has_no_listeners_is_heard_by_all(
    one: SmallHouse, two: SmallHouse, scheduler: SmallHouse, listen: Listen
):
    here, there = listen(one), listen(two)
    scheduler.say("push", 1, 5)
    assert (seqs(here, "push", 5), seqs(there, "push", 5)) == ([5], [5])


def test_what_comes_from_elsewhere_takes_the_direct_road_too(one: SmallHouse, two: SmallHouse, listen: Listen):
    listeners = [listen(two) for _ in range(4)]
    before = two.state()["queued"]
    for number in range(1, 26):
        one.say("tell", number, number)
    for listener in listeners:
        seqs(listener, "tell", 25)
    assert two.state()["queued"] - before < 25


def test_two_processes_push_into_one_room_and_the_higher_seq_stands(one: SmallHouse, two: SmallHouse, listen: Listen):
    listeners = [listen(one), listen(two)]
    for number in range(1, 61):
        later, earlier = number + number % 2, number - number % 2
        one.say("push", later, later)
        two.say("push", max(1, earlier), max(1, earlier))
    begun = time.monotonic()
    for listener in listeners:
        heard = seqs(listener, "push", 60)
        assert heard == sorted(heard)
        assert heard[-1] == 60
    assert time.monotonic() - begun < 5


def test_watchers_are_counted_over_all_processes(one: SmallHouse, two: SmallHouse, listen: Listen):
    first = listen(one)
    second = listen(two)
    third = listen(two)
    for listener in (first, second, third):
        listener.wait_for("presence", watching=3)
    third.cut()
    for listener in (first, second):
        listener.wait_for("presence", watching=2)
    assert (one.state()["watching"], two.state()["watching"]) == (2, 2)
    assert listen(one).ask("enter") == 3


def test_a_new_process_learns_at_once_how_many_watch_and_is_forgotten_when_it_is_killed(
    one: SmallHouse, new_house: NewHouse, listen: Listen
):
    staying, third = listen(one), new_house().wait()
    wait_until(lambda: third.state()["watching"] == 1, 5, "it has learned")
    going = listen(third)
    for listener in (staying, going):
        listener.wait_for("presence", watching=2)
    third.stop(signal.SIGKILL)
    staying.wait_for("presence", watching=1)


def test_a_room_is_closed_in_every_process(one: SmallHouse, two: SmallHouse, listen: Listen):
    there, other = listen(two), listen(one)
    one.ask("POST", "/close")
    wait_until(lambda: two.state()["watching"] == 0, 5, "all are out")
    one.say("tell", 1, 1)
    assert [name for name, _payload in there.rest() + other.rest() if name == "tell"] == []
    assert there.ask("enter") == 1, "the line itself stays"


def test_another_house_on_the_same_redis_hears_nothing(
    one: SmallHouse, processes: tuple[SmallHouse, ...], listen: Listen
):
    other = processes[3]
    stranger, own = listen(other), listen(one)
    one.say("tell", 1, 1)
    assert seqs(own, "tell", 1) == [1]
    assert [name for name, _payload in stranger.rest() if name == "tell"] == []
    assert other.state()["watching"] == 1


def timed(call: Callable[[], Any]) -> float:
    begun = time.monotonic()
    call()
    return time.monotonic() - begun


@pytest.mark.parametrize("manner", ["is killed", "hangs"])
def test_an_outage_delays_nobody_and_the_news_comes_back(
    manner: str, one: SmallHouse, two: SmallHouse, scheduler: SmallHouse, redis: OwnRedis, listen: Listen
):
    here, there = listen(one), listen(two)
    first = 1 if manner == "is killed" else 101  # what waits for the line may come after the test
    one.say("push", first, first)
    assert (seqs(here, "push", first), seqs(there, "push", first)) == ([first], [first])
    fail, mend = (redis.kill, redis.start) if manner == "is killed" else (redis.hang, redis.go_on)
    losses, returns = (one.log.read_text().count(word) for word in ("is down", "is back"))
    fail()
    try:
        for number in range(first + 1, first + 11):
            assert timed(lambda number=number: one.say("push", number, number)) < AT_ONCE
            here.wait_for("push", AT_ONCE, seq=number)
        assert timed(lambda: scheduler.say("push", first + 11, first + 11)) < AT_ONCE
        with suppress(TimeoutError):
            assert not there.wait_for("push", 0.5)
        wait_until(lambda: one.log.read_text().count("is down") > losses, 10, "the loss is noted")
    finally:
        mend()
    for listener in (here, there):  # what was said meanwhile, or lost and caught up with
        heard: set[tuple[str, int | None]] = set()
        while ("push", first + 11) not in heard and ("caught_up", None) not in heard:
            name, payload = listener.next()
            heard.add((name, payload.get("seq")))
    wait_until(lambda: one.log.read_text().count("is back") > returns, 10, "the return is noted")
    one.say("tell", first, first)
    assert seqs(there, "tell", first) == [first]


def test_an_outage_is_noted_once_and_without_noise(processes: tuple[SmallHouse, ...]):
    """After the outages above."""
    for house in processes:
        text = house.log.read_text()
        assert text.count("is down") <= 4, text
        assert not house.fault()
