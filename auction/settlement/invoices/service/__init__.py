"""Steps and verbs that issue papers; the only writer of them."""

from auction.settlement.invoices.service.charges import invoice_past_months, issue_for_charges
from auction.settlement.invoices.service.orders import issue_on_completion, issue_on_payment, issue_on_refund

__all__ = [
    "invoice_past_months",
    "issue_for_charges",
    "issue_on_completion",
    "issue_on_payment",
    "issue_on_refund",
]
