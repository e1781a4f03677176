"""The verbs of bidding, and the only writer of its tables. Every one locks the auction's row first."""

from auction.bidding.service.bids import place_bid
from auction.bidding.service.changes import buy_now, confirm_reserve, end_early, lower_reserve, retract_bid
from auction.bidding.service.closing import close_due
from auction.bidding.service.opening import publish_listing, terms_of
from auction.bidding.service.questions import ask_question
from auction.bidding.service.reminding import remind_due

__all__ = [
    "ask_question",
    "buy_now",
    "close_due",
    "confirm_reserve",
    "end_early",
    "lower_reserve",
    "place_bid",
    "publish_listing",
    "remind_due",
    "retract_bid",
    "terms_of",
]
