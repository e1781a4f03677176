"""The verbs of notices, and the only writer of its tables."""

from auction.notices.service.gathering import Gathered, gather_opening, renew_gathered
from auction.notices.service.mailing import BeingMailed, Letter, claim_letter, give_back_letter, note_mailed
from auction.notices.service.reading import choose_mails, forget_old, read_about, read_all, read_notice
from auction.notices.service.telling import News, Told, tell_people

__all__ = [
    "BeingMailed",
    "Gathered",
    "Letter",
    "News",
    "Told",
    "choose_mails",
    "claim_letter",
    "forget_old",
    "gather_opening",
    "give_back_letter",
    "note_mailed",
    "read_about",
    "read_all",
    "read_notice",
    "renew_gathered",
    "tell_people",
]
