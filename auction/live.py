"""Manners of Socket.IO, and the only emit. News goes out by here; nothing comes in but the wish to listen."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Flask
from flask_socketio import SocketIO, join_room, leave_room

from auction import clock, logs, metrics
from auction.config import Config

Handler = TypeVar("Handler", bound=Callable[..., Any])

MINIMUM_GAP_SECONDS = 0.1

log = logs.get("live")
socketio = SocketIO()
_pending: dict[tuple[str, str], Mapping[str, Any]] = {}
_sent_at: dict[tuple[str, str], float] = {}
_news: deque[tuple[str, str, Mapping[str, Any]]] = deque(maxlen=10_000)
_lock = threading.Lock()
_woken = threading.Event()


def init_app(app: Flask, config: Config) -> None:
    socketio.init_app(
        app,
        async_mode=None if config.socket_mode == "auto" else config.socket_mode,
        message_queue=config.redis_url,
        manage_session=False,
        http_compression=False,
        cors_allowed_origins=None,
    )


def push(room: str, event: str, payload: Mapping[str, Any]) -> None:
    """Send the complete state of a room soon: at once when it has been quiet, else coalesced, the last one always.

    Never raises and never waits: what is lost here, the page asks for by its `seq`.
    """
    with _lock:
        _pending[room, event] = payload
    _woken.set()


def hear(event: str) -> Callable[[Handler], Handler]:
    """Register what answers an event from a page. Its answer goes back to the one who asked."""

    def register(handler: Handler) -> Handler:
        socketio.on_event(event, handler)
        return handler

    return register


def join(room: str) -> None:
    """Let the socket that is just speaking listen to a room."""
    join_room(room)


def leave(room: str) -> None:
    leave_room(room)


def watching(room: str) -> int:
    """How many sockets of this process listen to a room."""
    return sum(1 for _socket in socketio.server.manager.get_participants("/", room))


def tell(room: str, event: str, payload: Mapping[str, Any]) -> None:
    """Send one piece of news to a room soon: each arrives, in order, and none takes another's place.

    Never raises and never waits. For what concerns one person and is rare; a state belongs to `push`.
    """
    with _lock:
        _news.append((room, event, payload))
    _woken.set()


def start() -> threading.Thread:
    """Run the one sender of this process."""
    thread = threading.Thread(target=_send_forever, name="live", daemon=True)
    thread.start()
    return thread


def _send_forever() -> None:
    while True:
        _woken.wait()
        _woken.clear()
        wait = send_due()
        while wait is not None:
            _woken.wait(wait)
            _woken.clear()
            wait = send_due()


def send_due() -> float | None:
    """Send all news, and every state whose room has rested.

    Returns the seconds until the next state is due, None when none waits.
    """
    now = clock.monotonic()
    with _lock:
        due = [key for key in _pending if now - _sent_at.get(key, 0.0) >= MINIMUM_GAP_SECONDS]
        states = [(key, _pending.pop(key)) for key in due]
        for key in due:
            _sent_at[key] = now
        rest = [MINIMUM_GAP_SECONDS - (now - _sent_at[key]) for key in _pending]
        news = list(_news)
        _news.clear()
    for room, event, payload in news:
        _emit(room, event, payload)
    for (room, event), payload in states:
        _emit(room, event, payload)
    return max(min(rest), 0.001) if rest else None


def _emit(room: str, event: str, payload: Mapping[str, Any]) -> None:
    try:
        socketio.emit(event, dict(payload), to=room)
        metrics.live_pushes.labels("sent").inc()
    except Exception:
        metrics.live_pushes.labels("failed").inc()
        log.exception("push failed", room=room)
