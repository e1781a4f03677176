"""HTTP of deposits: the pages on which they are put down and seen, and their part of the API."""

from auction.settlement.deposits.routes import pages, panels
from auction.settlement.deposits.routes.api import blueprint as api
from auction.settlement.deposits.routes.pages import blueprint

__all__ = ["api", "blueprint", "pages", "panels"]
