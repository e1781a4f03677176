"""Group commit. Bids that wait for one lot in one process are entered together; a lone one is entered at once.

Knows nothing of bids or databases: whoever comes first to a free desk becomes its clerk, enters what lies there, and
hands the pen to the first of those who came meanwhile. So nobody waits for company, and nobody serves others for long.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

MOST_TOGETHER = 128


class _Slip(Generic[Asked, Answer]):
    """One question lying on a desk, and in the end its answer."""

    __slots__ = ("answer", "asked", "batch", "done")

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.answer: Answer | Exception | None = None
        self.batch: list[_Slip[Asked, Answer]] | None = None
        self.done = threading.Event()


class Desks(Generic[Asked, Answer]):
    """The desks of one process, one for each lot that somebody is bidding on just now.

    `enter(lot_id, asked)` answers every question in order; an answer that is an exception is raised to its asker.
    When `enter` itself raises and several were entered together, each is entered again alone, so that one bad
    question spoils no other.
    """

    def __init__(self, enter: Callable[[int, Sequence[Asked]], Sequence[Answer | Exception]]) -> None:
        self._enter = enter
        self._lock = threading.Lock()
        self._waiting: dict[int, list[_Slip[Asked, Answer]]] = {}

    def ask(self, lot_id: int, asked: Asked) -> Answer:
        """Lay a question on the lot's desk and wait for its answer."""
        slip: _Slip[Asked, Answer] = _Slip(asked)
        with self._lock:
            waiting = self._waiting.get(lot_id)
            if waiting is None:
                self._waiting[lot_id] = []
                slip.batch = [slip]
            else:
                waiting.append(slip)
        if slip.batch is None:
            self._wait(lot_id, slip)
        if slip.batch is not None:
            try:
                self._answer(lot_id, slip.batch)
            finally:
                self._hand_over(lot_id)
        if slip.answer is None:
            raise RuntimeError("the clerk of this desk was stopped")
        if isinstance(slip.answer, Exception):
            raise slip.answer
        return slip.answer

    def _wait(self, lot_id: int, slip: _Slip[Asked, Answer]) -> None:
        """Until answered or made clerk. Whoever is stopped while waiting (a greenlet killed) leaves the desk usable."""
        try:
            slip.done.wait()
        except BaseException:
            with self._lock:
                waiting = self._waiting.get(lot_id, [])
                if slip in waiting:
                    waiting.remove(slip)
                elif slip.batch is not None:
                    self._waiting[lot_id] = slip.batch[1:] + waiting
            if slip.batch is not None:
                self._hand_over(lot_id)
            raise

    def _answer(self, lot_id: int, batch: list[_Slip[Asked, Answer]]) -> None:
        try:
            answers = self._enter(lot_id, [slip.asked for slip in batch])
        except Exception as error:  # noqa: BLE001 - not swallowed: raised to each asker, in their own thread
            if len(batch) == 1:
                batch[0].answer = error
            else:
                for slip in batch:
                    self._answer(lot_id, [slip])
        else:
            for slip, answer in zip(batch, answers, strict=True):
                slip.answer = answer
        finally:
            for slip in batch[1:]:
                slip.done.set()

    def _hand_over(self, lot_id: int) -> None:
        with self._lock:
            waiting = self._waiting[lot_id]
            if not waiting:
                del self._waiting[lot_id]
                return
            batch, self._waiting[lot_id] = waiting[:MOST_TOGETHER], waiting[MOST_TOGETHER:]
        batch[0].batch = batch
        batch[0].done.set()
