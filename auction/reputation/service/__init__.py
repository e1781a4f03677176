"""Verbs of reputation; the only writer of its tables."""

from auction.reputation.service.cards import CardsKept, keep_cards
from auction.reputation.service.giving import Given, NewPicture, Said, give_feedback
from auction.reputation.service.hiding import Hidden, hide_part
from auction.reputation.service.replying import Replied, reply_to_feedback
from auction.reputation.service.windows import open_window, remind_of_feedback, reveal_at_end

__all__ = [
    "CardsKept",
    "Given",
    "Hidden",
    "NewPicture",
    "Replied",
    "Said",
    "give_feedback",
    "hide_part",
    "keep_cards",
    "open_window",
    "remind_of_feedback",
    "reply_to_feedback",
    "reveal_at_end",
]
