"""Finding auctions: by words, by what they are, in some order, a page at a time, with counts to choose by."""

from auction.bidding.queries.finding.facets import Facets, Option, edges_of
from auction.bidding.queries.finding.lots import Found, Page, Suggestion, find_lots, is_running, search_lots, suggest
from auction.bidding.queries.finding.orders import SORTS
from auction.bidding.queries.finding.wanted import ENDINGS, MOST_TEXT, Wanted, bounds, query_of, read_query

__all__ = [
    "ENDINGS",
    "MOST_TEXT",
    "SORTS",
    "Facets",
    "Found",
    "Option",
    "Page",
    "Suggestion",
    "Wanted",
    "bounds",
    "edges_of",
    "find_lots",
    "is_running",
    "query_of",
    "read_query",
    "search_lots",
    "suggest",
]
