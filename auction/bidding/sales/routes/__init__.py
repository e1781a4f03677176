"""HTTP of sales: the catalogue for everybody, the seller's pages to build and announce one."""

from auction.bidding.sales import wording
from auction.bidding.sales.routes import api, building, letting_in, shows
from auction.bidding.sales.routes.shows import blueprint

__all__ = ["api", "blueprint", "building", "letting_in", "shows", "wording"]
