"""The verbs of bidding, and the only writer of its tables. Those about an auction lock its row first."""

from auction.bidding.service.bids import place_bid
from auction.bidding.service.cancelling import Cancelling, cancel_bids
from auction.bidding.service.changes import buy_now, confirm_reserve, end_early, lower_reserve, retract_bid
from auction.bidding.service.closing import close_due
from auction.bidding.service.currencies import TableTyped, change_currency_terms, read_table, restore_currency_terms
from auction.bidding.service.opening import publish_listing, terms_of
from auction.bidding.service.promoting import Promoted, promote_lot
from auction.bidding.service.questions import ask_question
from auction.bidding.service.relisting import Relisted, lock_ended, relist_lot
from auction.bidding.service.reminding import remind_due

__all__ = [
    "Cancelling",
    "Promoted",
    "Relisted",
    "TableTyped",
    "ask_question",
    "buy_now",
    "cancel_bids",
    "change_currency_terms",
    "close_due",
    "confirm_reserve",
    "end_early",
    "lock_ended",
    "lower_reserve",
    "place_bid",
    "promote_lot",
    "publish_listing",
    "read_table",
    "relist_lot",
    "remind_due",
    "restore_currency_terms",
    "retract_bid",
    "terms_of",
]
