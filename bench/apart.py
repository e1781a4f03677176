"""Work in a process of its own, so that nothing shares its interpreter. What it tells meanwhile is passed on."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from bench.questions import Tell

Result = TypeVar("Result")


class Failed(Exception):
    """The work ended without a result; what went wrong stands in its own output."""


def apart(work: Callable[..., Result], *given: Any, tell: Tell) -> Result:
    """Call `work(*given, tell)` in a fresh process. Raises Failed."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(work, given, theirs))
    process.start()
    theirs.close()
    try:
        while True:
            is_last, said = ours.recv()
            if is_last:
                result: Result = said
                return result
            tell(said)
    except EOFError:
        raise Failed(getattr(work, "__module__", "")) from None
    finally:
        process.join(30)
        if process.is_alive():
            process.terminate()
            process.join()


def _run(work: Callable[..., Any], given: tuple[Any, ...], line: Connection) -> None:
    line.send((True, work(*given, lambda said: line.send((False, said)))))
