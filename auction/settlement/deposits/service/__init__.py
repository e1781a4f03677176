"""Verbs of deposits; the only writer of their table."""

from auction.settlement.deposits.service.putting_down import PutDown, put_down
from auction.settlement.deposits.service.settling import (
    after_cancelling,
    after_payment,
    follow_combined,
    settle_lot,
    settle_order,
)
from auction.settlement.deposits.service.taking_in import take_in
from auction.settlement.deposits.service.withdrawing import withdraw

__all__ = [
    "PutDown",
    "after_cancelling",
    "after_payment",
    "follow_combined",
    "put_down",
    "settle_lot",
    "settle_order",
    "take_in",
    "withdraw",
]
