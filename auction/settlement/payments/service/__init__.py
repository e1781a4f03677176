"""Verbs and steps of payments; the only writer of their tables."""

from auction.settlement.payments.service.banking import (
    Imported,
    Preview,
    Seen,
    import_statement,
    mark_return,
    match_line,
    preview,
    send_line_back,
)
from auction.settlement.payments.service.beginning import Begun, begin_deposit, begin_payment, give_up
from auction.settlement.payments.service.combining import combine_orders
from auction.settlement.payments.service.deposits import deposit_payment, write_deposit
from auction.settlement.payments.service.escrow import confirm_received, hold, release, settle_problem, settle_quiet
from auction.settlement.payments.service.learning import Learned, hear, hear_of, learn
from auction.settlement.payments.service.looking import look_after
from auction.settlement.payments.service.offsets import due_minor, offer, take_offer_back, used_minor
from auction.settlement.payments.service.refunding import Refunding, ask_back, refund_order
from auction.settlement.payments.service.sending_back import learn_refund, look_after_refunds, send_again, send_back
from auction.settlement.payments.service.taking import return_deposit, take_held

__all__ = [
    "Begun",
    "Imported",
    "Learned",
    "Preview",
    "Refunding",
    "Seen",
    "ask_back",
    "begin_deposit",
    "begin_payment",
    "combine_orders",
    "confirm_received",
    "deposit_payment",
    "due_minor",
    "give_up",
    "hear",
    "hear_of",
    "hold",
    "import_statement",
    "learn",
    "learn_refund",
    "look_after",
    "look_after_refunds",
    "mark_return",
    "match_line",
    "offer",
    "preview",
    "refund_order",
    "release",
    "return_deposit",
    "send_again",
    "send_back",
    "send_line_back",
    "settle_problem",
    "settle_quiet",
    "take_held",
    "take_offer_back",
    "used_minor",
    "write_deposit",
]
