"""Asking together. What waits at a desk is entered at once: bids in one transaction, look-ups in one statement.

Knows nothing of what is asked: whoever comes first to a free desk becomes its clerk, collects what lies there, and
hands the pen to the first of those who came meanwhile. A clerk may collect again as late as it likes, so that what
comes while a lock is fetched goes along. So nobody waits for company, and nobody serves others for long.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Generic, TypeAlias, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
Fit: TypeAlias = Callable[[Asked], bool]
# What has been asked so far, with more from the desk: all that waits (None), or only what is fit to go along.
Collect: TypeAlias = Callable[[Fit[Asked] | None], Sequence[Asked]]

MOST_TOGETHER = 128


class _Slip(Generic[Asked, Answer]):
    """One question lying on a desk, and in the end its answer."""

    __slots__ = ("answer", "asked", "is_clerks", "turn")

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.answer: Answer | Exception | None = None
        self.is_clerks = False
        self.turn = threading.Lock()  # held until the asker may go on; cheaper than an Event by half
        self.turn.acquire()

    def wait(self) -> None:
        """Until answered or made clerk."""
        self.turn.acquire()

    def call(self) -> None:
        """To whoever waits, once: your turn."""
        self.turn.release()


class Desks(Generic[Asked, Answer]):
    """The desks of one process, by number; one is there as long as somebody stands at it.

    `enter(desk, collect)` calls `collect(None)` at least once and answers every question in order; an answer that is an
    exception is raised to its asker. When `enter` itself raises and several were entered together, each is entered
    again alone, so that one bad question spoils no other.
    """

    def __init__(self, enter: Callable[[int, Collect[Asked]], Sequence[Answer | Exception]]) -> None:
        self._enter = enter
        self._lock = threading.Lock()
        self._waiting: dict[int, list[_Slip[Asked, Answer]]] = {}

    def ask(self, desk: int, asked: Asked) -> Answer:
        """Lay a question on a desk and wait for its answer."""
        slip: _Slip[Asked, Answer] = _Slip(asked)
        with self._lock:
            waiting = self._waiting.get(desk)
            if waiting is None:
                self._waiting[desk] = []
                slip.is_clerks = True
            else:
                waiting.append(slip)
        if slip.is_clerks:
            time.sleep(0)  # no wait: whoever could run already may come along, instead of the first going alone
        else:
            self._wait(desk, slip)
        if slip.is_clerks:
            self._serve(desk, slip)
        if slip.answer is None:
            raise RuntimeError("the clerk of this desk was stopped")
        if isinstance(slip.answer, Exception):
            raise slip.answer
        return slip.answer

    def _wait(self, desk: int, slip: _Slip[Asked, Answer]) -> None:
        """Whoever is stopped while waiting (a greenlet killed) leaves the desk usable."""
        try:
            slip.wait()
        except BaseException:
            with self._lock:
                waiting = self._waiting.get(desk, [])
                if slip in waiting:
                    waiting.remove(slip)
            if slip.is_clerks:
                self._hand_over(desk)
            raise

    def _serve(self, desk: int, slip: _Slip[Asked, Answer]) -> None:
        batch = [slip]

        def collect(fit: Fit[Asked] | None) -> Sequence[Asked]:
            with self._lock:
                waiting = self._waiting[desk]
                going = [one for one in waiting if fit is None or fit(one.asked)][: MOST_TOGETHER - len(batch)]
                if going:
                    batch.extend(going)
                    self._waiting[desk] = [one for one in waiting if one not in going]
            return [one.asked for one in batch]

        try:
            self._answer(desk, batch, collect)
        finally:
            self._hand_over(desk)
            for other in batch[1:]:
                other.call()

    def _answer(self, desk: int, batch: list[_Slip[Asked, Answer]], collect: Collect[Asked]) -> None:
        try:
            answers = self._enter(desk, collect)
        except Exception as error:  # noqa: BLE001 - not swallowed: raised to each asker, in their own thread
            if len(batch) == 1:
                batch[0].answer = error
                return
            for slip in batch:
                self._answer(desk, [slip], alone(slip.asked))
        else:
            for slip, answer in zip(batch, answers, strict=True):
                slip.answer = answer

    def _hand_over(self, desk: int) -> None:
        with self._lock:
            waiting = self._waiting[desk]
            if not waiting:
                del self._waiting[desk]
                return
            next_clerk = waiting.pop(0)
            next_clerk.is_clerks = True
        next_clerk.call()


def alone(asked: Asked) -> Collect[Asked]:
    """A desk at which one question lies and no other comes."""

    def collect(fit: Fit[Asked] | None) -> Sequence[Asked]:  # noqa: ARG001 - it lies there already
        return [asked]

    return collect
