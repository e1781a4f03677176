"""HTTP of payments: a buyer pays, a provider tells, an operator sees to the house's account."""

from auction.settlement.payments.routes import banking, cards, paying
from auction.settlement.payments.routes.blueprint import blueprint

__all__ = ["banking", "blueprint", "cards", "paying"]
