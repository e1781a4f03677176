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
from auction.settlement.payments.service.beginning import Begun, begin_payment
from auction.settlement.payments.service.escrow import confirm_received, hold, release, settle_quiet
from auction.settlement.payments.service.learning import Learned, hear, hear_of, learn
from auction.settlement.payments.service.looking import look_after
from auction.settlement.payments.service.refunding import Refunding, ask_back, refund_order
from auction.settlement.payments.service.sending_back import learn_refund, look_after_refunds, send_again, send_back

__all__ = [
    "Begun",
    "Imported",
    "Learned",
    "Preview",
    "Refunding",
    "Seen",
    "ask_back",
    "begin_payment",
    "confirm_received",
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
    "preview",
    "refund_order",
    "release",
    "send_again",
    "send_back",
    "send_line_back",
    "settle_quiet",
]
