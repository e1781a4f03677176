"""Find what is due in payouts and call one verb for each batch. Decides nothing."""

from __future__ import annotations

from flask import current_app

from auction.settlement.payouts import service

BATCH = 100


def pay_sellers() -> int:
    """Open what is due, send what can be sent without a hand, and finish what has not come back."""
    provider = current_app.config["MAZAD"].payouts
    opened = service.open_due(provider=provider, limit=BATCH)
    service.pay_at_once()
    service.settle_sent(limit=BATCH)
    return opened
