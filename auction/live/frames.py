"""Frames written straight to the sockets: encoded once per event, to every idle websocket without waiting.

The stock emit pays a queue, a greenlet and a frame for each client, four times the work; docs/decisions tells more.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from engineio.exceptions import EngineIOError
from engineio.packet import MESSAGE, Packet
from engineio.socket import Socket as Client
from socketio.packet import EVENT
from wsproto.frame_protocol import FrameProtocol

from auction.live.pace import Key, News

YIELD_EVERY = 500
LARGEST_MESSAGE = 20_000
_KNOWN = {"queue", "upgraded", "upgrading", "closing", "closed", "send", "sid"}


def find(server: Any) -> Frames | None:
    """The direct road for this Socket.IO server, or None where its insides are not as we know them.

    It needs greenlets: only where control changes hands at known points can one see that nothing of a client is under
    way. Threads, and any other library, keep to the stock emit.
    """
    if server.async_mode != "gevent":
        return None
    try:
        return Frames(server) if _fits(server) else None
    except (AttributeError, KeyError, TypeError):  # whatever this is, we do not know it
        return None


def _fits(server: Any) -> bool:
    from gevent import monkey  # only here: the thread mode needs no gevent

    probe = Client(server.eio, "probe")
    return (
        monkey.is_module_patched("socket")
        and monkey.is_module_patched("threading")
        and set(dir(probe)) >= _KNOWN
        and callable(probe.queue.empty)
        and isinstance(server.eio.sockets, dict)
        and isinstance(server.manager.rooms, dict)
        and callable(server.eio._async["websocket"])
    )


class Frames:
    """The websockets of one process, and the way straight to them. Used by the one sender alone."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._wires: dict[str, Wire] = {}
        self._late: WeakKeyDictionary[Any, dict[Key, _Latest]] = WeakKeyDictionary()
        self._stock = server.eio._async["websocket"]
        server.eio._async = {**server.eio._async, "websocket": self._websocket}

    def deliver(self, news: News) -> None:
        """Give an event to every listener of its room: by its idle websocket, else by its own queue."""
        text = self._server.packet_class(EVENT, namespace="/", data=[news.event, dict(news.payload)]).encode()
        packet = Packet(MESSAGE, text)
        frame = bytes(FrameProtocol(client=False, extensions=[]).send_data(packet.encode(), fin=True))
        clients = self._server.eio.sockets
        for number, (_name, sid) in enumerate(self._server.manager.get_participants("/", news.room), 1):
            client = clients.get(sid)
            if client is not None and not client.closed and not self._write(client, frame):
                self._queue(client, packet, news)
            if number % YIELD_EVERY == 0:
                self._server.sleep(0)

    def _write(self, client: Client, frame: bytes) -> bool:
        """Whether it is on its way: only when nothing older of this client waits or is half written."""
        wire = self._wires.get(client.sid)
        if wire is None or client.upgrading or client.closing or not client.upgraded:
            return False
        return client.queue.empty() and wire.write(frame)

    def _queue(self, client: Client, packet: Packet, news: News) -> None:
        """Leave it to the client's own writer. Of a room's states a slow client keeps the latest only."""
        late = self._late.setdefault(client, {})
        if news.gap_seconds is not None:
            if news.key in late:
                late[news.key].packet = packet
                return
            packet = late[news.key] = _Latest(packet, partial(late.pop, news.key, None))
        try:
            client.send(packet)
        except EngineIOError:  # it left while we were writing
            late.clear()

    def _websocket(self, handler: Any, server: Any) -> Callable[[dict[str, Any], Any], Any]:
        """What Engine.IO calls to serve a websocket: the stock one, on a socket that we can write to as well."""
        inner = self._stock(handler, server)
        if isinstance(getattr(inner, "server_args", None), dict):
            inner.server_args["max_message_size"] = LARGEST_MESSAGE

        def serve(environ: dict[str, Any], start_response: Any) -> Any:
            given = environ.get("gunicorn.socket")
            if type(given) is not socket.socket or os.get_blocking(given.fileno()):  # TLS of its own, say
                return inner(environ, start_response)
            wire = Wire(given, server.ping_interval + server.ping_timeout, server.start_background_task)
            client = handler.__self__
            self._wires[client.sid] = wire
            try:
                return inner(environ | {"gunicorn.socket": wire}, start_response)
            except ValueError:  # a frame that is no packet: the stock code would leave the client behind, and a log
                client.close(wait=False, abort=True)
                raise StopIteration from None  # as for every websocket that has ended under gunicorn
            finally:
                if self._wires.get(client.sid) is wire:
                    del self._wires[client.sid]

        return serve


class Wire:
    """A client's TCP socket, for whole messages one after the other, whoever writes them.

    Stands in for the socket that simple-websocket uses: its own `send` may break off half way at a slow client.
    """

    def __init__(self, given: socket.socket, patience_seconds: float, begin: Callable[..., object]) -> None:
        self._socket = given
        self._begin = begin
        self._lock = threading.Lock()
        self._rest = b""
        given.settimeout(patience_seconds)  # nobody holds a greenlet for ever by not reading, or by going silent

    def write(self, frame: bytes) -> bool:
        """Write now or not at all, without waiting. True when it is on its way, or the client has gone."""
        if self._rest or self._lock.locked():
            return False
        try:
            written = os.write(self._socket.fileno(), frame)
        except BlockingIOError:
            return False
        except OSError:
            return True  # gone: whoever reads from it finds out
        if written < len(frame):
            self._rest = frame[written:]
            self._begin(self._finish)
        return True

    def send(self, message: bytes) -> int:
        """Write the whole message after whatever is half written. Raises BrokenPipeError when the client has gone."""
        with self._lock:
            rest, self._rest = self._rest, b""
            try:
                self._socket.sendall(rest + message)
            except OSError as error:
                self._cut()
                raise BrokenPipeError from error
        return len(message)

    sendall = send

    def _finish(self) -> None:
        try:
            self.send(b"")
        except BrokenPipeError:
            return

    def _cut(self) -> None:
        """A message broke off: nothing more can follow, and whoever reads must not wait for the end."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)


class _Latest(Packet):  # type: ignore[misc]  # the library carries no types
    """Stands in a slow client's queue for a room's state; when its turn comes it says the newest."""

    def __init__(self, packet: Packet, taken: Callable[[], object]) -> None:
        super().__init__(MESSAGE)
        self.packet = packet
        self._taken = taken

    def encode(self, b64: bool = False) -> Any:
        self._taken()
        return self.packet.encode(b64)
