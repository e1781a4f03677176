"""The time. The only module that may ask the machine for it; everybody else is given an instant."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_given: datetime | None = None


def now() -> datetime:
    """The present instant: aware, UTC, whole microseconds."""
    return _given or datetime.now(UTC)  # noqa: TID251 - the one place


def given() -> datetime | None:
    """The instant a test has set, or None when the clock runs freely."""
    return _given


def monotonic() -> float:
    """Seconds that never go back, for measuring how long a thing took."""
    return time.monotonic()


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Hold the clock at `instant`, for tests and rehearsals. Holds for every thread of the process."""
    global _given  # noqa: PLW0603 - one process has one time
    if instant.tzinfo is None:
        raise ValueError("an instant is aware")
    before, _given = _given, instant.astimezone(UTC)
    try:
        yield
    finally:
        _given = before
