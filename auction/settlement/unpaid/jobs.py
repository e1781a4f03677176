"""Find what is due of what is not paid and call one verb for each batch. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable

from auction.settlement.unpaid import service


def remind_unpaid() -> int:
    """Remind buyers whose time to pay comes near."""
    return _while_there_are(service.remind_unpaid)


def lapse_offers() -> int:
    """End second chance offers whose time is over."""
    return _while_there_are(service.lapse_offers)


def _while_there_are(batch: Callable[[], int]) -> int:
    done = 0
    while (found := batch()) > 0:
        done += found
    return done
