"""Find whether a look through the ledger is due, and have it done. Two processes at once look twice: no harm."""

from __future__ import annotations

from datetime import timedelta

from auction import clock
from auction.settlement.reports import queries, service

EVERY = timedelta(days=1)


def check_daily() -> int:
    """Look through the ledger when the last look was a day ago. Returns how many looks were done."""
    last = queries.last_check()
    if last is not None and clock.now() - last.at < EVERY:
        return 0
    service.check_ledger()
    return 1
