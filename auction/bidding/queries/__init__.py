"""Reads of bidding; every one hands out frozen values."""

from auction.bidding.queries.at_desk import AtDesk, at_desk
from auction.bidding.queries.books import (
    Soundness,
    WholeBook,
    entries_after,
    own_purchase,
    soundness,
    standing_book,
    whole_book,
)
from auction.bidding.queries.currencies import (
    CURRENCIES_OFFERED,
    CurrencyTable,
    built_in_table,
    currency_table,
    currency_tables,
    increments_of,
    need_offered,
)
from auction.bidding.queries.ended_streams import ended_streams
from auction.bidding.queries.lots import (
    LotSummary,
    Opening,
    OwnPart,
    bidders_of,
    latest_auction_of,
    latest_auctions_of,
    opening_of,
    own_parts,
    public_state,
    public_states,
    summary,
)
from auction.bidding.queries.pages import LotCard, Wanted, card, count_overdue, count_running, find_lots, lateness
from auction.bidding.queries.relisting import EndedLot, Relisting, ended_lot, ended_lots, relisting_of, underbids
from auction.bidding.queries.saved import find_new, name_of, normal_query, query_of_words
from auction.bidding.queries.watching import visible_listing, watched_auctions

__all__ = [
    "CURRENCIES_OFFERED",
    "AtDesk",
    "CurrencyTable",
    "EndedLot",
    "LotCard",
    "LotSummary",
    "Opening",
    "OwnPart",
    "Relisting",
    "Soundness",
    "Wanted",
    "WholeBook",
    "at_desk",
    "bidders_of",
    "built_in_table",
    "card",
    "count_overdue",
    "count_running",
    "currency_table",
    "currency_tables",
    "ended_lot",
    "ended_lots",
    "ended_streams",
    "entries_after",
    "find_lots",
    "find_new",
    "increments_of",
    "lateness",
    "latest_auction_of",
    "latest_auctions_of",
    "name_of",
    "need_offered",
    "normal_query",
    "opening_of",
    "own_parts",
    "own_purchase",
    "public_state",
    "public_states",
    "query_of_words",
    "relisting_of",
    "soundness",
    "standing_book",
    "summary",
    "underbids",
    "visible_listing",
    "watched_auctions",
    "whole_book",
]
