"""The pace of news: which state of a room goes out, and when. Knows no socket and no clock: it is told the time."""

from __future__ import annotations

import heapq
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

GAP_SECONDS = 0.1
KEEP_SECONDS = 60.0  # how long a sent `seq` is remembered: far longer than two verbs can push out of order
MOST_WAITING = 50_000

Key: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class News:
    """One event for one room. Without a gap it is told once; with one it is a state, and any later takes its place."""

    room: str
    event: str
    payload: Mapping[str, Any]
    gap_seconds: float | None = None
    is_for_all: bool = True  # for the listeners of every process, not of this one alone

    @property
    def key(self) -> Key:
        return self.room, self.event

    @property
    def seq(self) -> int | None:
        seq = self.payload.get("seq")
        return seq if isinstance(seq, int) else None


@dataclass(frozen=True, slots=True)
class _Sent:
    at: float
    seq: int | None


class Pace:
    """States on their way out: at once where a room has been quiet, else when its gap is over, and always the last.

    A state whose `seq` is lower than one that was sent or waits is dropped: of two verbs that commit close together
    the later one may push first.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[Key, News] = {}
        self._due: list[tuple[float, Key]] = []
        self._sent: OrderedDict[Key, _Sent] = OrderedDict()

    def put(self, state: News, now: float) -> bool:
        """Lay a state ready. True when it is the next to go, so that whoever sends must look at the clock again."""
        key = state.key
        with self._lock:
            sent = self._sent.get(key)
            if sent is not None and _is_older(state.seq, sent.seq):
                return False
            waiting = self._waiting.get(key)
            if waiting is not None:
                if not _is_older(state.seq, waiting.seq):
                    self._waiting[key] = _instead_of(waiting, state)
                return False
            if len(self._waiting) >= MOST_WAITING:  # nobody sends here: this is no process with a sender
                self._waiting.clear()
                self._due.clear()
            due_at = now if sent is None else max(now, sent.at + (state.gap_seconds or 0.0))
            self._waiting[key] = state
            heapq.heappush(self._due, (due_at, key))
            return self._due[0][1] == key

    def take(self, now: float) -> list[News]:
        """What is due, oldest first."""
        states: list[News] = []
        with self._lock:
            while self._due and self._due[0][0] <= now:
                key = heapq.heappop(self._due)[1]
                state = self._waiting.pop(key)
                states.append(state)
                self._sent[key] = _Sent(now, state.seq)
                self._sent.move_to_end(key)
            while self._sent and now - next(iter(self._sent.values())).at >= KEEP_SECONDS:
                self._sent.popitem(last=False)
        return states

    def rest(self, now: float) -> float | None:
        """Seconds until there is something to do; None when nothing waits and nothing is remembered."""
        with self._lock:
            if self._due:
                return max(self._due[0][0] - now, 0.0)
            return KEEP_SECONDS if self._sent else None

    def forget(self) -> None:
        with self._lock:
            self._waiting.clear()
            self._due.clear()
            self._sent.clear()

    def __len__(self) -> int:
        """How many rooms' states it holds in memory, waiting or sent."""
        with self._lock:
            return len(self._waiting.keys() | self._sent.keys())


def _is_older(seq: int | None, than: int | None) -> bool:
    return seq is not None and than is not None and seq < than


def _instead_of(waiting: News, state: News) -> News:
    """What other processes were to hear they still hear, unless the newer state came from one of them."""
    if waiting.is_for_all and not state.is_for_all and state.seq == waiting.seq:
        return replace(state, is_for_all=True)
    return state
