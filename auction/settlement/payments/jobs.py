"""Find what is due in payments and call one verb for each batch. Decides nothing."""

from __future__ import annotations

from auction.settlement.payments import service

BATCH = 50


def look_after_payments() -> int:
    """Ask the providers about payments of which nothing was heard."""
    return service.look_after(limit=BATCH)


def look_after_refunds() -> int:
    """Ask the providers about refunds that are under way."""
    return service.look_after_refunds(limit=BATCH)


def complete_quiet_orders() -> int:
    """Complete what was delivered and about which nobody has complained."""
    done = 0
    while (batch := service.settle_quiet(limit=BATCH)) > 0:
        done += batch
    return done
