"""What goes out: the one sender of a process, and the only emit. Whoever has news leaves it here and goes on."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_socketio import SocketIO

from auction import clock, logs, metrics
from auction.live.frames import Frames
from auction.live.pace import GAP_SECONDS, News, Pace
from auction.live.relay import Relay

YIELD_EVERY = 200

log = logs.get("live")


@dataclass(slots=True)
class Roads:
    """The ways news can take in this process: straight to the sockets, and to the other processes."""

    frames: Frames | None = None
    relay: Relay | None = None
    is_direct: bool = True


class Line(SocketIO):  # type: ignore[misc]  # the library carries no types
    """Socket.IO with the roads of the app it is bound to."""

    roads = Roads()


socketio = Line()
_pace = Pace()
_told: deque[News] = deque(maxlen=10_000)
_woken = threading.Event()


def roads() -> Roads:
    found: Roads = socketio.roads
    return found


def push(room: str, event: str, payload: Mapping[str, Any]) -> None:
    """Send the complete state of a room soon: at once when it has been quiet, else ten times a second, the last always.

    Never raises and never waits: what is lost here, the page asks for by its `seq`. Of two states the one with the
    higher `seq` stands, whichever was pushed last.
    """
    _put(News(room, event, payload, GAP_SECONDS))


def push_here(room: str, event: str, payload: Mapping[str, Any], gap_seconds: float = GAP_SECONDS) -> None:
    """As `push`, to the listeners of this process alone."""
    _put(News(room, event, payload, gap_seconds, is_for_all=False))


def tell(room: str, event: str, payload: Mapping[str, Any]) -> None:
    """Send one piece of news to a room soon: each arrives, in order, and none takes another's place.

    Never raises and never waits. For what concerns one person and is rare; a state belongs to `push`. After an outage
    between processes a piece may come twice: its payload carries an id.
    """
    _told.append(News(room, event, payload))
    _woken.set()


def take_in(news: News) -> None:
    """Pass on to our own listeners what another process has sent."""
    if news.gap_seconds is None:
        _told.append(news)
        _woken.set()
    else:
        _put(news)


def write_directly(wanted: bool) -> bool:
    """Choose between the direct road and the stock emit, to compare them. Tells whether the direct one is in use."""
    roads().is_direct = wanted
    return wanted and roads().frames is not None


def send_forever() -> None:
    """The work of the one sender."""
    while True:
        wait = send_due()
        _woken.wait(wait)
        _woken.clear()


def send_due(now: float | None = None) -> float | None:
    """Send all that was told, and every state whose room has rested.

    Returns the seconds until there is more to do, None when nothing waits.
    """
    now = clock.monotonic() if now is None else now
    told = [_told.popleft() for _ in range(len(_told))]
    for number, news in enumerate((*told, *_pace.take(now)), 1):
        _send(news)
        if number % YIELD_EVERY == 0 and roads().frames is not None:
            socketio.sleep(0)
    return _pace.rest(now)


def forget() -> None:
    """Forget all that waits or was sent, for tests."""
    _told.clear()
    _pace.forget()
    _woken.clear()


def _put(state: News) -> None:
    if _pace.put(state, clock.monotonic()):
        _woken.set()


def _send(news: News) -> None:
    """To the other processes first: their road is longer. Nothing that goes wrong here may stop the sender."""
    try:
        relay = roads().relay
        if relay is not None and news.is_for_all:
            relay.carry(news)
        _deliver(news)
        metrics.live_pushes.labels("sent").inc()
    except Exception:
        metrics.live_pushes.labels("failed").inc()
        log.exception("push failed", room=news.room)


def _deliver(news: News) -> None:
    """Send to the listeners of this process."""
    if news.room not in socketio.server.manager.rooms.get("/", ()):
        return
    frames = roads().frames
    if frames is not None and roads().is_direct:
        frames.deliver(news)
    else:
        socketio.emit(news.event, dict(news.payload), to=news.room)
