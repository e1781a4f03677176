"""HTTP of budgets: one's own pages, the choice on a lot's page, and the API. Each endpoint makes one call."""

from auction.bidding.budgets import wording
from auction.bidding.budgets.routes import api, pages
from auction.bidding.budgets.routes.pages import blueprint

__all__ = ["api", "blueprint", "pages", "wording"]
