"""From one process to many clients, by both roads: written straight to the sockets, and by the stock emit.

A real gunicorn with gevent serves a house of one room; its clients are slow, polling, upgrading or suddenly gone.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.live.houses import SmallHouse
from tests.live.listeners import Gone, Listener, Poller
from tests.services import wait_until

ROADS = ("direct", "stock")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallHouse]:
    house = SmallHouse(tmp_path_factory.mktemp("small")).wait()
    yield house
    house.stop()
    assert not house.fault()


@pytest.fixture(params=ROADS)
def house(request: pytest.FixtureRequest, served: SmallHouse) -> SmallHouse:
    """The small house, sending by one road or by the other."""
    chosen = served.ask("POST", f"/road/{request.param}")
    assert chosen["is_direct"] is (request.param == "direct")
    served.road = request.param
    return served


@pytest.fixture
def listen(house: SmallHouse) -> Iterator[Callable[..., Listener]]:
    """Another listener in the room."""
    listeners: list[Listener] = []

    def enter(**options: Any) -> Listener:
        listener = Listener(house.url, **options)
        listeners.append(listener)
        listener.ask("enter")
        return listener

    yield enter
    for listener in listeners:
        listener.close()
    wait_until(lambda: house.state()["watching"] == 0, 10, "all have left")


def seqs(listener: Listener, event: str, last: int, seconds: float = 10) -> list[int]:
    """The numbers of an event, up to the last."""
    found: list[int] = []
    while not found or found[-1] < last:
        name, payload = listener.next(seconds)
        if name == event:
            found.append(payload["seq"])
    return found


def test_every_client_hears_all_in_order(house: SmallHouse, listen: Callable[..., Listener]):
    listeners = [listen() for _ in range(5)]
    for first in range(1, 200, 20):
        house.say("tell", first, first + 19)
    for listener in listeners:
        assert seqs(listener, "tell", 200) == list(range(1, 201))


def test_the_direct_road_needs_no_queue(house: SmallHouse, listen: Callable[..., Listener]):
    listeners = [listen() for _ in range(4)]
    before = house.state()["queued"]
    for number in range(1, 26):
        house.say("tell", number, number)
    for listener in listeners:
        seqs(listener, "tell", 25)
    queued = house.state()["queued"] - before
    assert queued < 25 if house.road == "direct" else queued >= 100


def test_answers_and_news_of_one_client_keep_their_order(house: SmallHouse, listen: Callable[..., Listener]):
    """Answers go by the client's queue and news goes straight: neither spoils the other."""
    listener = listen()
    for number in range(1, 31):
        listener._asked += 1
        listener.send(f'42{listener._asked}["enter"]')
        house.say("tell", number, number)
    assert seqs(listener, "tell", 30) == list(range(1, 31))
    assert listener.ask("enter") == 1
    assert len(listener.answers) == 30


def test_a_slow_client_delays_nobody_and_keeps_the_latest_state(house: SmallHouse, listen: Callable[..., Listener]):
    quick, slow = listen(), listen(room_for=4096)
    last = 15
    worst = 0.0
    for number in range(1, last + 1):
        begun = time.monotonic()
        house.say("push", number, number, size=700_000)
        quick.wait_for("push", seq=number)
        worst = max(worst, time.monotonic() - begun)
    assert worst < 2, "the quick one waits for nobody"
    heard = seqs(slow, "push", last)
    assert heard == sorted(set(heard))
    assert heard[-1] == last


def test_a_slow_client_is_no_burden_on_the_memory(served: SmallHouse):
    """By the direct road its queue holds one state, whatever has come meanwhile."""
    served.ask("POST", "/road/direct")
    slow = Listener(served.url, room_for=4096)
    slow.ask("enter")
    for number in range(1, 19):
        served.say("push", number, number, size=500_000)
        time.sleep(0.1)
    assert served.state()["waiting"] <= 3
    heard = seqs(slow, "push", 18)
    assert len(heard) < 15
    assert heard == sorted(set(heard))
    slow.close()
    wait_until(lambda: served.state()["watching"] == 0, 10, "it has left")


def test_clients_that_vanish_do_no_harm(house: SmallHouse, listen: Callable[..., Listener]):
    staying = listen()
    for round_ in range(4):
        leaving = [listen(room_for=4096) for _ in range(3)]
        house.say("tell", round_ * 3 + 1, round_ * 3 + 1, size=400_000)
        for listener in leaving:
            listener.cut()
        house.say("tell", round_ * 3 + 2, round_ * 3 + 3)
    assert seqs(staying, "tell", 12) == list(range(1, 13))
    wait_until(lambda: house.state()["watching"] == 1, 10, "those that are gone are no longer counted")
    assert house.state()["wires"] == 1


def test_a_client_on_polling_hears_the_same(house: SmallHouse, listen: Callable[..., Listener]):
    other, poller = listen(), Poller(house.url)
    poller.post('42["enter"]')
    house.say("tell", 1, 10)
    found: list[int] = []
    while len(found) < 10:
        found += [payload["seq"] for event, payload in poller.events() if event == "tell"]
    assert found == list(range(1, 11))
    assert seqs(other, "tell", 10) == found
    poller.post("1")


def test_nothing_is_lost_when_polling_becomes_a_websocket(house: SmallHouse, listen: Callable[..., Listener]):
    poller = Poller(house.url)
    poller.post('42["enter"]')
    house.say("tell", 1, 3)
    path = f"/socket.io/?EIO=4&transport=websocket&sid={poller.sid}"
    found = [payload["seq"] for event, payload in poller.events() if event == "tell"]
    socket = Listener(house.url, path=path)
    socket.send("2probe")
    assert socket._text(5) == "3probe"
    house.say("tell", 4, 6)
    found += [payload["seq"] for event, payload in poller.events() if event == "tell"]
    socket.send("5")
    house.say("tell", 7, 12)
    found += seqs(socket, "tell", 12)
    assert found == list(range(1, 13))
    socket.close()
    wait_until(lambda: house.state()["watching"] == 0, 10, "it has left")


def test_nothing_is_compressed_even_when_a_browser_offers_it(house: SmallHouse):
    listener = Listener(house.url, compresses=True)
    assert listener.extensions == []
    listener.close()


def test_pings_suit_a_phone(served: SmallHouse):
    listener = Listener(served.url)
    assert listener.opened["pingInterval"] + listener.opened["pingTimeout"] <= 30_000
    assert listener.opened["maxPayload"] <= 20_000
    listener.close()


@pytest.mark.parametrize("frame", ["x", "4", "42", "42{", "42[]", "4999", "42[1]", "43[", "451-[]", "42" + "[" * 9000])
def test_broken_frames_end_at_most_their_own_socket(served: SmallHouse, frame: str):
    """They leave no line in the log either: the fixture reads it at the end."""
    with Listener(served.url) as listener, contextlib.suppress(Gone, TimeoutError):
        listener.send(frame)
        listener.ask("enter", seconds=0.3)
    wait_until(lambda: served.state()["watching"] == 0, 10, "it has left")
    with Listener(served.url) as other:
        assert other.ask("enter") == 1
    wait_until(lambda: served.state()["watching"] == 0, 10, "it has left")


def test_a_message_that_is_far_too_long_ends_its_socket(served: SmallHouse):
    with Listener(served.url) as listener, pytest.raises((Gone, OSError)):
        listener.send('42["enter","' + "x" * 5_000_000 + '"]')
        listener.ask("enter", seconds=5)


@pytest.mark.parametrize(("origin", "is_let_in"), [("https://evil.example", False), (None, True), ("own", True)])
def test_pages_of_other_houses_get_no_socket(served: SmallHouse, origin: str | None, is_let_in: bool):
    headers = {} if origin is None else {"Origin": served.url if origin == "own" else origin}
    if is_let_in:
        Listener(served.url, headers=headers).close()
        return
    with pytest.raises(Gone):
        Listener(served.url, headers=headers)
