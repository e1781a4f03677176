"""The verbs of sales, and the only writer of their tables. Every one locks the sale's row first."""

from auction.bidding.sales.service.announcing import announce_sale, open_lots
from auction.bidding.sales.service.approving import Decided, ask_to_bid, decide_approval
from auction.bidding.sales.service.building import (
    MOST_LOTS,
    TERM_WORDS,
    Arrangement,
    LotWords,
    SaleWords,
    add_lots,
    arrange_lots,
    create_sale,
    delete_sale,
    save_sale,
)
from auction.bidding.sales.service.chaining import put_off
from auction.bidding.sales.service.ending_together import follow_common_end

__all__ = [
    "MOST_LOTS",
    "TERM_WORDS",
    "Arrangement",
    "Decided",
    "LotWords",
    "SaleWords",
    "add_lots",
    "announce_sale",
    "arrange_lots",
    "ask_to_bid",
    "create_sale",
    "decide_approval",
    "delete_sale",
    "follow_common_end",
    "open_lots",
    "put_off",
    "save_sale",
]
