"""Many hands at once: threads that all start at the same moment, each in its own app context."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

from auction.bidding.service import bids
from auction.db import db
from auction.desk import alone


@dataclass
class Outcome:
    answers: list[Any] = field(default_factory=list)
    errors: list[BaseException] = field(default_factory=list)


def crowd(app: Flask, calls: list[Callable[[], Any]]) -> Outcome:
    """Run every call in a thread of its own, all let loose together. Answers come in no order."""
    gate, outcome = threading.Barrier(len(calls)), Outcome()

    def run(call: Callable[[], Any]) -> None:
        with app.app_context():
            try:
                gate.wait()
                outcome.answers.append(call())
            except BaseException as error:  # noqa: BLE001 - all of them are the finding
                outcome.errors.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome


class NoDesks:
    """Every request enters its bid by itself, as if each came to a process of its own."""

    @staticmethod
    def ask(desk: int, asked: bids.BidAsked) -> Any:
        answer = bids._enter_bids(desk, alone(asked))[0]
        if isinstance(answer, Exception):
            raise answer
        return answer
