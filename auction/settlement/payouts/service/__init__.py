"""Verbs of payouts; the only writer of their tables."""

from auction.settlement.payouts.service.batches import BatchMade, make_batch, mark_failed, mark_sent
from auction.settlement.payouts.service.details import Kept, keep_details
from auction.settlement.payouts.service.paying import MINIMUM, open_due, pay_at_once, settle_sent

__all__ = [
    "MINIMUM",
    "BatchMade",
    "Kept",
    "keep_details",
    "make_batch",
    "mark_failed",
    "mark_sent",
    "open_due",
    "pay_at_once",
    "settle_sent",
]
