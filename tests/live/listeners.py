"""Listeners at the other end of the line: Socket.IO by hand, over a websocket that can be slow, or by polling."""

from __future__ import annotations

import json
import socket
import struct
import time
import urllib.request
from collections import deque
from typing import Any
from urllib.parse import urlsplit

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, RejectConnection, Request, TextMessage
from wsproto.extensions import PerMessageDeflate

PATIENCE = 10.0


class Gone(Exception):
    """The house has ended the connection, or never opened it."""


class Listener:
    """One page's socket. Reads only when asked to, so that it can be as slow as a test wants."""

    def __init__(
        self,
        url: str,
        *,
        headers: dict[str, str] | None = None,
        room_for: int | None = None,
        compresses: bool = False,
        path: str = "/socket.io/?EIO=4&transport=websocket",
    ) -> None:
        parts = urlsplit(url)
        self.socket = socket.socket()
        if room_for is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room_for)
        self.socket.settimeout(PATIENCE)
        self.socket.connect((parts.hostname, parts.port))
        self.answers: dict[int, Any] = {}
        self.heard: deque[tuple[str, Any]] = deque()
        self._websocket = WSConnection(ConnectionType.CLIENT)
        self._texts: deque[str] = deque()
        self._asked = 0
        self._is_open = False
        self.extensions: list[Any] = []
        try:
            self._open(path, headers or {}, compresses=compresses)
        except BaseException:
            self.socket.close()
            raise

    def _open(self, path: str, headers: dict[str, str], *, compresses: bool) -> None:
        extra = [(name.encode(), value.encode()) for name, value in headers.items()]
        extensions = [PerMessageDeflate()] if compresses else []
        host = "{}:{}".format(*self.socket.getpeername())
        self._write(Request(host=host, target=path, extra_headers=extra, extensions=extensions))
        while not self._is_open:
            self._read(PATIENCE)
        if "sid=" not in path:
            self.opened = json.loads(self._text(PATIENCE)[1:])
            self.send("40")
            while not self._text(PATIENCE).startswith("40"):
                pass

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def send(self, text: str) -> None:
        self._write(TextMessage(data=text))

    def ask(self, event: str, *given: Any, seconds: float = PATIENCE) -> Any:
        """Send an event and wait for what is answered; what is heard meanwhile is kept."""
        self._asked += 1
        number = self._asked
        self.send(f"42{number}" + json.dumps([event, *given]))
        end = time.monotonic() + seconds
        while number not in self.answers:
            self._hear_one(max(0.01, end - time.monotonic()))
        said = self.answers.pop(number)
        return said[0] if said else None

    def next(self, seconds: float = PATIENCE) -> tuple[str, Any]:
        """The next event: its name and what came with it. Raises TimeoutError, or Gone."""
        end = time.monotonic() + seconds
        while not self.heard:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._hear_one(left)
        return self.heard.popleft()

    def wait_for(self, event: str, seconds: float = PATIENCE, **wanted: Any) -> Any:
        """Read on until an event with these values comes, and give its payload."""
        end = time.monotonic() + seconds
        while True:
            name, payload = self.next(max(0.01, end - time.monotonic()))
            if name == event and all(payload.get(key) == value for key, value in wanted.items()):
                return payload

    def rest(self, seconds: float = 0.3) -> list[tuple[str, Any]]:
        """All that comes until nothing has come for a while."""
        found = []
        try:
            while True:
                found.append(self.next(seconds))
        except TimeoutError:
            return found

    def close(self) -> None:
        self.socket.close()

    def cut(self) -> None:
        """Go without a word, as a phone does in a tunnel: the other end gets a reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def _write(self, event: Any) -> None:
        self.socket.sendall(self._websocket.send(event))

    def _text(self, seconds: float) -> str:
        while not self._texts:
            self._read(seconds)
        return self._texts.popleft()

    def _hear_one(self, seconds: float) -> None:
        text = self._text(seconds)
        if text == "2":
            self.send("3")
        elif text.startswith("43"):
            start = text.index("[")
            self.answers[int(text[2:start])] = json.loads(text[start:])
        elif text.startswith("42"):
            event, payload = json.loads(text[2:])
            self.heard.append((event, payload))

    def _read(self, seconds: float) -> None:
        self.socket.settimeout(seconds)
        try:
            received = self.socket.recv(65536)
        except ConnectionError as error:
            raise Gone from error
        self._websocket.receive_data(received or None)
        for event in self._websocket.events():
            if isinstance(event, AcceptConnection):
                self._is_open = True
                self.extensions = list(event.extensions)
            elif isinstance(event, TextMessage):
                self._texts.append(self._unfinished(event))
                if not event.message_finished:
                    self._partial = self._texts.pop()
            elif isinstance(event, CloseConnection | RejectConnection):
                raise Gone

    _partial = ""  # of a message that comes in several frames

    def _unfinished(self, event: TextMessage) -> str:
        whole, self._partial = self._partial + event.data, ""
        return whole


class Poller:
    """A page whose network knows no websockets."""

    def __init__(self, url: str) -> None:
        self.address = f"{url}/socket.io/?EIO=4&transport=polling"
        self.sid = json.loads(self.get()[0][1:])["sid"]
        self.address += f"&sid={self.sid}"
        self.post("40")
        self.packets: list[str] = self.get()

    def get(self) -> list[str]:
        with urllib.request.urlopen(self.address, timeout=PATIENCE) as answer:
            return answer.read().decode().split("\x1e")

    def post(self, packet: str) -> None:
        with urllib.request.urlopen(self.address, data=packet.encode(), timeout=PATIENCE):
            pass

    def events(self) -> list[tuple[str, Any]]:
        """What the next poll brings."""
        return [tuple(json.loads(packet[2:])) for packet in self.get() if packet.startswith("42")]
