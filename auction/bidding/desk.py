"""Group commit. Bids that wait for one lot in one process are entered together; a lone one is entered at once.

Knows nothing of bids or databases: whoever comes first to a free desk becomes its clerk. The clerk collects what lies
there as late as possible, once the lot is locked, and hands the pen to the first of those who came meanwhile. So nobody
waits for company, nobody serves others for long, and what comes while the lock is fetched goes along.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeAlias, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
Collect: TypeAlias = Callable[[], Sequence[Asked]]

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
    """The desks of one process, one for each lot that somebody is bidding on just now.

    `enter(lot_id, collect)` locks the lot, calls `collect()` once, and answers every question in order; an answer that
    is an exception is raised to its asker. When `enter` itself raises and several were entered together, each is
    entered again alone, so that one bad question spoils no other.
    """

    def __init__(self, enter: Callable[[int, Collect[Asked]], Sequence[Answer | Exception]]) -> None:
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
                slip.is_clerks = True
            else:
                waiting.append(slip)
        if not slip.is_clerks:
            self._wait(lot_id, slip)
        if slip.is_clerks:
            self._serve(lot_id, slip)
        if slip.answer is None:
            raise RuntimeError("the clerk of this desk was stopped")
        if isinstance(slip.answer, Exception):
            raise slip.answer
        return slip.answer

    def _wait(self, lot_id: int, slip: _Slip[Asked, Answer]) -> None:
        """Whoever is stopped while waiting (a greenlet killed) leaves the desk usable."""
        try:
            slip.wait()
        except BaseException:
            with self._lock:
                waiting = self._waiting.get(lot_id, [])
                if slip in waiting:
                    waiting.remove(slip)
            if slip.is_clerks:
                self._hand_over(lot_id)
            raise

    def _serve(self, lot_id: int, slip: _Slip[Asked, Answer]) -> None:
        batch = [slip]

        def collect() -> Sequence[Asked]:
            with self._lock:
                waiting = self._waiting[lot_id]
                batch.extend(waiting[: MOST_TOGETHER - 1])
                del waiting[: MOST_TOGETHER - 1]
            return [one.asked for one in batch]

        try:
            self._answer(lot_id, batch, collect)
        finally:
            self._hand_over(lot_id)
            for other in batch[1:]:
                other.call()

    def _answer(self, lot_id: int, batch: list[_Slip[Asked, Answer]], collect: Collect[Asked]) -> None:
        try:
            answers = self._enter(lot_id, collect)
        except Exception as error:  # noqa: BLE001 - not swallowed: raised to each asker, in their own thread
            if len(batch) == 1:
                batch[0].answer = error
                return
            for slip in batch:
                self._answer(lot_id, [slip], lambda alone=slip.asked: [alone])  # type: ignore[misc]
        else:
            for slip, answer in zip(batch, answers, strict=True):
                slip.answer = answer

    def _hand_over(self, lot_id: int) -> None:
        with self._lock:
            waiting = self._waiting[lot_id]
            if not waiting:
                del self._waiting[lot_id]
                return
            next_clerk = waiting.pop(0)
            next_clerk.is_clerks = True
        next_clerk.call()
