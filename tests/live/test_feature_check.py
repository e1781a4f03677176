"""The direct road is taken only where the libraries' insides are as we know them; else the stock emit does it all."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import socketio
from engineio.socket import Socket

from auction.live import frames, sending
from auction.live.pace import News


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Any:
    """As under gunicorn's gevent worker, without the patching."""
    from gevent import monkey

    monkeypatch.setattr(monkey, "is_module_patched", lambda _name: True)
    return socketio.Server(async_mode="gevent", logger=False)


def test_it_is_taken_under_gevent(server: Any):
    stock = server.eio._async["websocket"]
    assert frames.find(server) is not None
    assert server.eio._async["websocket"] is not stock
    other = socketio.Server(async_mode="gevent", logger=False)
    assert other.eio._async["websocket"] is stock, "no other server is touched"


def test_it_is_not_taken_with_threads_or_without_patching(server: Any, monkeypatch: pytest.MonkeyPatch):
    from gevent import monkey

    assert frames.find(socketio.Server(async_mode="threading", logger=False)) is None
    monkeypatch.setattr(monkey, "is_module_patched", lambda _name: False)
    assert frames.find(server) is None


def without_websocket(server: Any, _monkeypatch: pytest.MonkeyPatch) -> None:
    server.eio._async = {**server.eio._async, "websocket": None}


def without_table(server: Any, _monkeypatch: pytest.MonkeyPatch) -> None:
    server.eio._async = None


def with_other_flags(_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Changed(Socket):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given)
            del self.upgraded

    monkeypatch.setattr(frames, "Client", Changed)


def with_other_queue(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.eio, "create_queue", object)


def with_other_rooms(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.manager, "rooms", [])


CHANGES = (without_websocket, without_table, with_other_flags, with_other_queue, with_other_rooms)


@pytest.mark.parametrize("change", CHANGES)
def test_another_library_inside_is_left_alone(change: Any, server: Any, monkeypatch: pytest.MonkeyPatch):
    change(server, monkeypatch)
    before = server.eio._async
    assert frames.find(server) is None
    assert server.eio._async is before


def test_the_stock_emit_then_does_it(monkeypatch: pytest.MonkeyPatch):
    sent: list[tuple[Any, ...]] = []
    room = SimpleNamespace(manager=SimpleNamespace(rooms={"/": {"auction:1": {}}}))
    monkeypatch.setattr(sending.socketio, "server", room)
    monkeypatch.setattr(sending.socketio, "roads", sending.Roads())
    monkeypatch.setattr(sending.socketio, "emit", lambda *given, **named: sent.append((*given, named)))
    sending._deliver(News("auction:1", "auction", {"seq": 1}))
    sending._deliver(News("auction:2", "auction", {"seq": 1}))
    assert sent == [("auction", {"seq": 1}, {"to": "auction:1"})], "and a room without listeners costs nothing"
