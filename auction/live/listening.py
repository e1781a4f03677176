"""Who listens: the sockets, the rooms they are in, and how often one may ask. Nobody gets into a room by its name."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_socketio import join_room, leave_room

from auction import clock, logs, web
from auction.config import Config
from auction.errors import Refusal, TooMany
from auction.live import frames, sending
from auction.live.pace import News
from auction.live.presence import Presence
from auction.live.relay import Item, Relay, channel_of
from auction.live.sending import push_here, roads, socketio

Handler = TypeVar("Handler", bound=Callable[..., Any])

# A phone that has lost its network is known within half a minute, and knows it as soon itself.
PING_SECONDS, PING_PATIENCE_SECONDS = 15, 15
MOST_ROOMS = 500  # of one socket
WISHES_AT_ONCE, WISHES_A_SECOND, REFUSED_BEFORE_CUT = 40, 4.0, 200
PRESENCE_GAP_SECONDS = 1.0

log = logs.get("live")
presence = Presence()
_hearers: dict[str, list[Callable[..., Any]]] = {}
_back: list[Callable[[list[str]], object]] = []


@dataclass(slots=True)
class _Socket:
    """What is remembered of one socket while it is connected."""

    rooms: set[str] = field(default_factory=set)
    wishes_left: float = WISHES_AT_ONCE
    asked_at: float = 0.0


_sockets: dict[str, _Socket] = {}


def init_app(app: Flask, config: Config) -> None:
    quiet = logging.getLogger("mazad.wire")  # what a stranger's client sends wrongly is no news for our log
    quiet.setLevel(logging.CRITICAL)
    socketio.init_app(
        app,
        async_mode=None if config.socket_mode == "auto" else config.socket_mode,
        async_handlers=False,  # the wishes of one socket are answered one after the other
        manage_session=False,
        http_compression=False,
        cors_allowed_origins=partial(_is_ours, config.public_url),
        ping_interval=PING_SECONDS,
        ping_timeout=PING_PATIENCE_SECONDS,
        max_http_buffer_size=frames.LARGEST_MESSAGE,
        logger=quiet,
        engineio_logger=quiet,
    )
    app.wsgi_app = partial(_uncompressed, app.wsgi_app)  # type: ignore[method-assign]
    relay = None
    if config.redis_url is not None:
        relay = Relay(
            config.redis_url,
            channel_of(config.secret_key),
            hear=_hear_of_others,
            beat=lambda: [["whole", presence.counts_here()]],
            returned=partial(_catch_up, app),
        )
    socketio.roads = sending.Roads(frames.find(socketio.server), relay)


def _is_ours(public_url: str, origin: str, environ: Mapping[str, Any]) -> bool:
    """Pages of this house alone may open a socket: those of its public address, and of the host that was asked."""
    host = environ.get("HTTP_HOST", "-")
    return origin in (public_url, f"http://{host}", f"https://{host}")


def _uncompressed(application: Any, environ: dict[str, Any], start_response: Any) -> Any:
    """No compression on the socket: it costs half the speed and three times the memory, for states of 400 bytes."""
    environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
    return application(environ, start_response)


def start(app: Flask | None = None) -> threading.Thread:
    """Run the one sender of this process. Given the app, the process has listeners, and hears the other processes."""
    thread = threading.Thread(target=sending.send_forever, name="live", daemon=True)
    thread.start()
    relay = roads().relay
    if relay is not None:
        relay.start(hears=app is not None)
    return thread


# --- what a page may ask ----------------------------------------------------------------------------------------


def hear(event: str) -> Callable[[Handler], Handler]:
    """Register what answers an event from a page. Its answer goes back to the one who asked; several may hear."""

    def register(handler: Handler) -> Handler:
        if event not in _hearers:
            _hearers[event] = []
            socketio.on_event(event, partial(_answer, event))
        _hearers[event].append(handler)
        return handler

    return register


def _answer(event: str, *given: Any) -> Any:
    """Answer one socket. Whatever it sends, nothing is raised; a no has the body it has over HTTP."""
    answer = None
    try:
        if event not in ("connect", "disconnect"):
            _need_patience()
        for handler in _hearers[event]:
            said = handler(given[0] if given else None)
            answer = said if said is not None else answer
    except Refusal as refusal:
        return {"error": web.body_of(refusal)}
    except Exception:
        log.exception("bug", wish=event)
        return False if event == "connect" else {"error": web.body_of(Refusal("bug"))}
    return answer


def _need_patience() -> None:
    """Raises TooMany for a socket that asks too often; one that goes on all the same is cut off."""
    if not current_app.config["MAZAD"].rate_limits:
        return
    name, now = _speaking(), clock.monotonic()
    socket = _sockets.setdefault(name, _Socket(asked_at=now))
    rested = (now - socket.asked_at) * WISHES_A_SECOND
    socket.wishes_left = min(WISHES_AT_ONCE, socket.wishes_left + rested) - 1
    socket.asked_at = now
    if socket.wishes_left < -REFUSED_BEFORE_CUT:
        socketio.server.disconnect(name)
    if socket.wishes_left < 0:
        raise TooMany


# --- rooms ------------------------------------------------------------------------------------------------------


def join(room: str, *, counted_as: Mapping[str, Any] | None = None) -> None:
    """Let the socket that is just speaking listen to a room. Raises TooMany when it listens to very many.

    With `counted_as` it is counted among those who watch: the room hears `presence` with these facts and the number
    `watching`, in every process, whenever the number has changed.
    """
    name = _speaking()
    rooms = _sockets.setdefault(name, _Socket()).rooms
    if room not in rooms and len(rooms) >= MOST_ROOMS:
        raise TooMany
    rooms.add(room)
    join_room(room)
    if counted_as is not None and presence.enter(room, name, counted_as):
        _count_again(room)


def leave(room: str) -> None:
    """Let the socket that is just speaking no longer listen."""
    name = _speaking()
    if name in _sockets:
        _sockets[name].rooms.discard(room)
    leave_room(room)
    if presence.leave(room, name):
        _count_again(room)


def close(room: str) -> None:
    """Put everybody out of a room, in every process: for a person whose session has ended."""
    relay = roads().relay
    if relay is not None:
        relay.say(["close", room])
    _close_here(room)


def watching(room: str) -> int:
    """How many sockets watch a room, in all processes: those that were counted on joining."""
    return presence.count(room)


def reset() -> None:
    """Forget all that waits and all who listened, for tests."""
    sending.forget()
    presence.forget()
    _sockets.clear()
    relay = roads().relay
    if relay is not None:
        relay.forget()


@hear("disconnect")
def _gone(_reason: object = None) -> None:
    name = _speaking()
    socket = _sockets.pop(name, None)
    for room in socket.rooms if socket else ():
        if presence.leave(room, name):
            _count_again(room)


def _speaking() -> str:
    return str(request.sid)  # type: ignore[attr-defined]


def _close_here(room: str) -> None:
    manager = socketio.server.manager
    names = [name for name, _sid in manager.get_participants("/", room)]
    manager.close_room(room, "/")
    for name in names:
        if name in _sockets:
            _sockets[name].rooms.discard(room)
    if sum(presence.leave(room, name) for name in names):
        _count_again(room)


def _count_again(room: str) -> None:
    """The number of our own listeners has changed: they hear it, and the other processes."""
    relay = roads().relay
    if relay is not None:
        relay.say(["count", room, presence.count_here(room)], ("count", room))
    _tell_presence(room)


def _tell_presence(room: str) -> None:
    said = presence.said_of(room)
    if said is not None:
        push_here(room, "presence", said, PRESENCE_GAP_SECONDS)


# --- the other processes ----------------------------------------------------------------------------------------


def when_back(catch_up: Callable[[list[str]], object]) -> Callable[[list[str]], object]:
    """Register what pushes, with `push_here`, the states of these rooms when the line to other processes was lost."""
    _back.append(catch_up)
    return catch_up


def _catch_up(app: Flask) -> None:
    rooms = [room for room in socketio.server.manager.rooms.get("/", {}) if isinstance(room, str) and ":" in room]
    try:
        with app.app_context():
            for catch_up in _back:
                catch_up(rooms)
    except Exception:
        log.exception("could not catch up")


def _hear_of_others(process: str, item: Item) -> None:
    """One thing that another process has said. What is not understood comes from a newer house and is let pass."""
    now = clock.monotonic()
    match item:
        case ["state", str(room), str(event), dict(payload), float(gap)]:
            sending.take_in(News(room, event, payload, gap, is_for_all=False))
        case ["told", str(room), str(event), dict(payload)]:
            sending.take_in(News(room, event, payload, is_for_all=False))
        case ["close", str(room)]:
            _close_here(room)
        case ["ask"]:
            relay = roads().relay
            if relay is not None:
                relay.say(["whole", presence.counts_here()], ("whole",))
        case ["count", str(room), int(number)]:
            changed = presence.hear(process, {room: number}, now, is_whole=False)
            _tell_all(changed)
        case ["whole", dict(counts)]:
            _tell_all(presence.hear(process, counts, now, is_whole=True))
            _tell_all(presence.forget_silent(now))


def _tell_all(rooms: set[str]) -> None:
    for room in rooms:
        _tell_presence(room)
