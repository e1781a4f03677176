"""The words for this room's codes, states and ways. No decision lives here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from auction import wording

wording.add(
    {
        "not_overdue": _l("The time to pay is not over yet. The order can be cancelled from the fifth day on."),
        "not_to_be_offered": _l("Please choose one of the bidders in the list. It may have changed in the meantime."),
        "offered_elsewhere": _l("This lot is offered to another bidder just now."),
        "already_relisted": _l("This lot is listed anew already."),
        "too_late_to_offer": _l("More than 60 days have passed since the end. You can still list the lot anew."),
        "offer_over": _l("This offer is over."),
        "still_running": _l("This auction has not ended yet."),
        "strike_over": _l("This strike counts no more."),
        "no_strike": _l("No strike was recorded for this order."),
        "too_late_to_pay": _l("The 14 days in which this could be paid after all are over."),
        "already_appealed": _l("You have said what you think of this strike. The staff will decide."),
        "no_appeal": _l("Nobody has appealed against this strike."),
        "already_decided": _l("This has been decided already."),
        # a sanction's reason, where it is the house's own
        "unpaid_orders": _l("Three orders were not paid within twelve months."),
    }
)

OFFER_STATES: Final[Mapping[str, LazyString]] = {
    "open": _l("Open"),
    "accepted": _l("Accepted"),
    "declined": _l("Declined"),
    "withdrawn": _l("Taken back"),
    "lapsed": _l("Lapsed"),
}

STRIKE_STATES: Final[Mapping[str, LazyString]] = {
    "in_force": _l("In force"),
    "redeemed": _l("Redeemed"),
    "expired": _l("Expired"),
}
