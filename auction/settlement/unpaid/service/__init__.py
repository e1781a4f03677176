"""Verbs and steps of what is not paid; the only writer of its tables."""

from auction.settlement.unpaid.service.appeals import Appealed, appeal_strike, decide_appeal
from auction.settlement.unpaid.service.cancelling import Cancelled, Waiting, cancel_unpaid, wait_longer
from auction.settlement.unpaid.service.late import Agreed, Asked, accept_late_payment, ask_to_pay_late, redeem_paid
from auction.settlement.unpaid.service.offering import (
    Accepted,
    Decided,
    Offered,
    accept_offer,
    decline_offer,
    lapse_offers,
    make_offer,
    withdraw_offer,
)
from auction.settlement.unpaid.service.relisting import relist
from auction.settlement.unpaid.service.reminding import remind_unpaid

__all__ = [
    "Accepted",
    "Agreed",
    "Appealed",
    "Asked",
    "Cancelled",
    "Decided",
    "Offered",
    "Waiting",
    "accept_late_payment",
    "accept_offer",
    "appeal_strike",
    "ask_to_pay_late",
    "cancel_unpaid",
    "decide_appeal",
    "decline_offer",
    "lapse_offers",
    "make_offer",
    "redeem_paid",
    "relist",
    "remind_unpaid",
    "wait_longer",
    "withdraw_offer",
]
