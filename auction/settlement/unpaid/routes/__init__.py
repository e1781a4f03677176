"""HTTP of what is not paid: the seller's choices, second chance offers, strikes. Each endpoint makes one call."""

from auction.settlement.unpaid.routes import choices, offers, strikes
from auction.settlement.unpaid.routes.choices import blueprint

__all__ = ["blueprint", "choices", "offers", "strikes"]
