"""The words of payments: for codes, providers, declines, and what is wrong with a statement. No decision lives here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from auction import wording
from auction.rules.statement import Fault

wording.add(
    {
        "provider_down": _l(
            "The payment service does not answer just now. Please try again shortly; you will not be charged twice."
        ),
        "payment_on_its_way": _l("A payment for this order is on its way already. Please wait until it has come."),
        "refund_moved_on": _l("This refund has moved on in the meantime."),
        "statement_unreadable": _l("This file cannot be read as a statement."),
        "line_settled": _l("This line has been settled already."),
        "return_marked": _l("This has been marked already."),
        "no_such_order": _l("There is no order with this number."),
        "another_amount_than_the_order": _l("This order comes to {total}: the line is of another amount."),
    }
)

PROVIDER_NAMES: Final[Mapping[str, LazyString]] = {
    "test": _l("Test payment"),
    "bank": _l("Bank transfer"),
    "stripe": _l("Card or wallet"),
    "deposit": _l("Deposit"),
}
PROVIDER_HELP: Final[Mapping[str, LazyString]] = {
    "test": _l("A bank on this machine only; no real money moves."),
    "bank": _l("You send the money yourself; it takes a day or two."),
    "stripe": _l("Visa, Mastercard, Apple Pay, Google Pay and others; paid at once."),
}

# Why a payment did not go through, by the code that the provider gave. What a thief should not learn is not told.
_TRY_ANOTHER: Final = _l("The bank declined the payment. Nothing was taken. Please try another card or way to pay.")
_ASK_YOUR_BANK: Final = _l("Your bank wants you to confirm this payment, and that did not happen. Please try again.")
_DECLINES: Final[Mapping[str, LazyString]] = {
    "declined_by_bank": _l("The bank declined the payment. Nothing was taken; you can try again."),
    "bank_failed": _l("The bank had a fault of its own. Nothing was taken; please try again."),
    "not_possible": _l("This amount cannot be paid in this way. Please choose another way to pay."),
    "insufficient_funds": _l("There is not enough money on this card. Please use another card or way to pay."),
    "card_velocity_exceeded": _l("This card has reached its limit. Please use another card or way to pay."),
    "expired_card": _l("This card has expired. Please use another one."),
    "incorrect_cvc": _l("The security code of the card is not right. Please try again."),
    "invalid_cvc": _l("The security code of the card is not right. Please try again."),
    "incorrect_number": _l("The number of the card is not right. Please try again."),
    "invalid_number": _l("The number of the card is not right. Please try again."),
    "currency_not_supported": _l("This card does not take the currency. Please use another card or way to pay."),
    "processing_error": _l("The bank had a fault of its own. Nothing was taken; please try again."),
    "try_again_later": _l("The bank had a fault of its own. Nothing was taken; please try again."),
    "authentication_required": _ASK_YOUR_BANK,
    "payment_intent_authentication_failure": _ASK_YOUR_BANK,
    "another_amount": _l(
        "The payment service tells of another amount than was asked for. The house is looking into it."
    ),
}


def decline_words(code: str) -> LazyString:
    return _DECLINES.get(code, _TRY_ANOTHER)


COLUMN_NAMES: Final[Mapping[str, LazyString]] = {
    "date": _l("Date"),
    "amount": _l("Amount"),
    "currency": _l("Currency"),
    "text": _l("Reference or text"),
    "payer": _l("Payer"),
}
_FAULTS: Final[Mapping[str, LazyString]] = {
    "not_a_table": _l("This is no table of text: its quotation marks do not close."),
    "empty_statement": _l("This file is empty."),
    "column_missing": _l(
        "This column is missing. The first line names the columns: date, amount, currency, reference."
    ),
    "too_many_lines": _l("These are more lines than one file may have. Please bring them in parts."),
    "unknown_currency": _l("This is not a currency."),
    "not_a_date": _l("This is not a date."),
}


def statement_words(fault: Fault) -> str:
    """What is wrong with a line, or with the file."""
    return (
        str(_FAULTS[fault.code]) if fault.code in _FAULTS else wording.say(fault.code, {"currency": "", "maximum": ""})
    )
