"""A thousand watchers in one thread: Socket.IO by hand over bare websockets. Notes what arrives and when, no more."""

from __future__ import annotations

import json
import os
import select
import socket
import struct
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PATIENCE_SECONDS = 20.0
_PING = b"\x81\x012"
_KEY = b"dGhlIHNhbXBsZSBub25jZQ=="


@dataclass(frozen=True, slots=True)
class Heard:
    """One state that one watcher heard."""

    watcher: int
    seq: int
    at: float


@dataclass(slots=True)
class Crowd:
    """Watchers of one room. `listen` for a while, then ask what was `heard`."""

    sockets: dict[int, socket.socket] = field(default_factory=dict)
    _poll: select.epoll = field(default_factory=select.epoll)
    _raw: list[tuple[int, float, bytes]] = field(default_factory=list)

    def join(self, url: str, wish: dict[str, object]) -> None:
        """Connect one more and have it watch."""
        parts = urlsplit(url)
        line = socket.create_connection((parts.hostname or "", parts.port or 80), PATIENCE_SECONDS)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.sendall(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: %b\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: %b\r\nSec-WebSocket-Version: 13\r\n\r\n"
            % (parts.netloc.encode(), _KEY)
        )
        said = _read_until(line, b"\r\n\r\n")
        if not said.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(said[:200])
        line.sendall(_frame("40"))
        line.sendall(_frame("421" + json.dumps(["watch", wish])))
        _read_until(line, b"431[")
        line.setblocking(False)
        self.sockets[line.fileno()] = line
        self._poll.register(line, select.EPOLLIN)

    def listen(self, seconds: float) -> None:
        """Take in all that comes, with the time at which it came. Answers pings."""
        end = time.monotonic() + seconds
        raw, poll, read, now = self._raw, self._poll.poll, os.read, time.time_ns
        while time.monotonic() < end:
            for number, _event in poll(0.02):
                received = read(number, 65536)
                raw.append((number, now() / 1e9, received))
                if _PING in received:
                    self.sockets[number].send(_frame("3"))
                if not received:
                    raise ConnectionError("the house put a watcher out")

    def heard(self, event: str) -> list[Heard]:
        """Every state heard since the last time, by this event."""
        heard: list[Heard] = []
        rest: dict[int, bytes] = {}
        known: dict[bytes, int | None] = {}
        for number, at, received in self._raw:
            waiting = rest.get(number, b"") + received
            while (text := _first_text(waiting)) is not None:
                message, waiting = text
                if message not in known:
                    known[message] = _seq(message, event)
                seq = known[message]
                if seq is not None:
                    heard.append(Heard(number, seq, at))
            rest[number] = waiting
        self._raw.clear()
        return heard

    def leave(self) -> None:
        for line in self.sockets.values():
            line.close()
        self._poll.close()


def _seq(message: bytes, event: str) -> int | None:
    if not message.startswith(b"42["):
        return None
    name, payload = json.loads(message[2:])
    return int(payload["seq"]) if name == event else None


def _frame(text: str) -> bytes:
    """A short text from a client: masked, with a mask of zeros."""
    body = text.encode()
    if len(body) < 126:
        return bytes((0x81, 0x80 | len(body))) + b"\0\0\0\0" + body
    return b"\x81\xfe" + struct.pack("!H", len(body)) + b"\0\0\0\0" + body


def _first_text(received: bytes) -> tuple[bytes, bytes] | None:
    """The first whole frame from a server and what follows it; None while it is not all there."""
    if len(received) < 2:
        return None
    length, start = received[1], 2
    if length == 126:
        if len(received) < 4:
            return None
        length, start = int.from_bytes(received[2:4]), 4
    if len(received) < start + length:
        return None
    return received[start : start + length], received[start + length :]


def _read_until(line: socket.socket, wanted: bytes) -> bytes:
    said = b""
    while wanted not in said:
        more = line.recv(65536)
        if not more:
            raise ConnectionError(said[:200])
        said += more
    return said
