"""How many listen to a room, here and in the other processes. Counts sockets; knows no person, sends nothing."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SILENCE_SECONDS = 25.0  # a process that was not heard of for so long is gone; each is heard every ten seconds


@dataclass(slots=True)
class _Elsewhere:
    """What another process last said of its listeners."""

    heard_at: float
    counts: dict[str, int] = field(default_factory=dict)


class Presence:
    """The listeners of each room. Every method that changes a number tells for which of our own rooms it changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._here: dict[str, set[str]] = {}
        self._about: dict[str, Mapping[str, Any]] = {}
        self._elsewhere: dict[str, _Elsewhere] = {}

    def enter(self, room: str, socket: str, about: Mapping[str, Any]) -> bool:
        """Count a socket once, however often it comes. `about` goes along with the room's number."""
        with self._lock:
            sockets = self._here.setdefault(room, set())
            is_new = socket not in sockets
            sockets.add(socket)
            self._about[room] = about
        return is_new

    def leave(self, room: str, socket: str) -> bool:
        with self._lock:
            sockets = self._here.get(room, set())
            was_here = socket in sockets
            sockets.discard(socket)
            if not sockets:
                self._here.pop(room, None)
                self._about.pop(room, None)
        return was_here

    def count_here(self, room: str) -> int:
        with self._lock:
            return len(self._here.get(room, ()))

    def counts_here(self) -> dict[str, int]:
        with self._lock:
            return {room: len(sockets) for room, sockets in self._here.items()}

    def count(self, room: str) -> int:
        """How many listen, in all processes."""
        with self._lock:
            elsewhere = sum(other.counts.get(room, 0) for other in self._elsewhere.values())
            return len(self._here.get(room, ())) + elsewhere

    def said_of(self, room: str) -> dict[str, Any] | None:
        """What to tell a room about itself, or None when nobody is here to be told."""
        watching = self.count(room)
        with self._lock:
            about = self._about.get(room)
        return None if about is None else {**about, "watching": watching}

    def hear(self, process: str, counts: Mapping[str, int], now: float, *, is_whole: bool) -> set[str]:
        """Another process tells its numbers: all of them, or those that changed."""
        with self._lock:
            other = self._elsewhere.setdefault(process, _Elsewhere(now))
            other.heard_at = now
            before = dict(other.counts) if is_whole else {room: other.counts.get(room, 0) for room in counts}
            if is_whole:
                other.counts.clear()
            other.counts.update(counts)
            for room in [room for room, number in counts.items() if number <= 0]:
                del other.counts[room]
            touched = before.keys() | counts.keys()
            changed = {room for room in touched if before.get(room, 0) != other.counts.get(room, 0)}
            return changed & self._here.keys()

    def forget_silent(self, now: float) -> set[str]:
        """Let go of processes that are heard of no more."""
        with self._lock:
            gone = [name for name, other in self._elsewhere.items() if now - other.heard_at > SILENCE_SECONDS]
            rooms = {room for name in gone for room in self._elsewhere.pop(name).counts}
            return rooms & self._here.keys()

    def forget(self) -> None:
        with self._lock:
            self._here.clear()
            self._about.clear()
            self._elsewhere.clear()
