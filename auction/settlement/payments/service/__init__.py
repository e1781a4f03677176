"""Verbs and steps of payments; the only writer of their tables."""

from auction.settlement.payments.service.beginning import Begun, begin_payment
from auction.settlement.payments.service.combining import combine_orders
from auction.settlement.payments.service.escrow import confirm_received, hold, release, settle_problem, settle_quiet
from auction.settlement.payments.service.learning import Learned, hear, hear_of, learn, order_of
from auction.settlement.payments.service.looking import look_after
from auction.settlement.payments.service.refunding import Refunding, refund_order, send_back

__all__ = [
    "Begun",
    "Learned",
    "Refunding",
    "begin_payment",
    "combine_orders",
    "confirm_received",
    "hear",
    "hear_of",
    "hold",
    "learn",
    "look_after",
    "order_of",
    "refund_order",
    "release",
    "send_back",
    "settle_problem",
    "settle_quiet",
]
