"""The verb of reports: to look through the ledger and write down what was found."""

from __future__ import annotations

from dataclasses import dataclass

from auction.db import time_under_lock, transaction
from auction.settlement.reports import audit
from auction.settlement.reports.models import LedgerCheck


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found, and written down."""

    check_id: int
    faults: tuple[str, ...]


def check_ledger() -> Looked:
    """Look through the whole ledger, then write down what was found. Locks nothing: it reads as of one moment."""
    found = audit.look()
    with transaction() as session:
        check = LedgerCheck(
            at=time_under_lock(session), accounts=found.accounts, moves=found.moves, faults=list(found.faults)
        )
        session.add(check)
        session.flush()
        return Looked(check.id, found.faults)
