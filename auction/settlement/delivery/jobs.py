"""Find what is due in delivery and call one verb for each batch. Decides nothing."""

from __future__ import annotations

from auction.settlement.delivery import service

BATCH = 50


def count_old_parcels() -> int:
    """Take as delivered what was sent long ago and of which nobody has said a word."""
    done = 0
    while (batch := service.count_as_delivered(limit=BATCH)) > 0:
        done += batch
    return done


def forget_addresses() -> int:
    """Take addresses out of orders that have been over for long."""
    return service.forget_old_addresses()
