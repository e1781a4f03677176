"""The words for this room's codes, states and the moves of a seller's account. No decision lives here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from auction import wording

wording.add(
    {
        "not_an_iban": _l("This is no IBAN. It begins with two letters and two digits, such as AE07 0331 2345 …"),
        "iban_country": _l("No country whose accounts have an IBAN begins with these two letters."),
        "iban_length": _l("This IBAN is too short or too long for its country."),
        "iban_checksum": _l("The check digits do not fit: one sign or more is mistyped."),
        "holder_form": _l("Please write the name as the bank knows it. It begins with a letter."),
        "no_payouts_due": _l("No payout waits for a file."),
        "payouts_moved_on": _l("These payouts have moved on in the meantime. Please look again."),
    }
)

STATE_NAMES: Final[Mapping[str, LazyString]] = {
    "due": _l("Being prepared"),
    "sent": _l("On its way to the bank"),
    "done": _l("Paid out"),
    "failed": _l("Came back"),
}

# What a line of a seller's statement says.
MOVE_NAMES: Final[Mapping[str, LazyString]] = {
    "goods": _l("Sold goods"),
    "delivery": _l("Delivery"),
    "final_value": _l("Final value fee"),
    "fee_tax": _l("Tax on the fee"),
    "insertion": _l("For opening a lot"),
    "insertion_tax": _l("Tax on the fee"),
    "reserve": _l("Fee for a reserve price"),
    "reserve_tax": _l("Tax on the fee"),
    "promotion": _l("For promoting a lot"),
    "promotion_tax": _l("Tax on the fee"),
    "refund": _l("Refund to the buyer"),
    "forfeit": _l("Forfeited deposit"),
    "payout": _l("Payout"),
    "returned": _l("Payout that came back"),
}
