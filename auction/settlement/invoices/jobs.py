"""Find what is due in papers and call one verb for it. Decides nothing."""

from __future__ import annotations

from auction.settlement.invoices import service

BATCH = 100


def invoice_charges() -> int:
    """Invoice what sellers were charged in months that are over."""
    return service.invoice_past_months(limit=BATCH)
