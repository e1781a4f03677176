"""The international bank account number: read as people type it, proved by its check digits. Pure.

- Spaces and hyphens are left out, small letters made large, both sets of digits taken.
- It begins with a country, two check digits follow, then letters and digits, as many as that country has.
- Moved to the end, the first four are read as a number (A = 10 ... Z = 35): divided by 97 it leaves 1 (ISO 7064).
- So one wrong sign, or two neighbours changed about, is always found out.
"""

import re
from typing import Final

from auction.rules.money import DIGITS

# Country -> how long its numbers are, as registered (SWIFT IBAN registry).
LENGTHS: Final = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27, "BR": 29,
    "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29,
    "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28,
    "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28,
    "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20,
    "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25,
    "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "SO": 23, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}  # fmt: skip
_FORM = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}")
_LEFT_OUT = re.compile(r"[\s\-\u200e\u200f\u2066-\u2069]+")


class IbanError(ValueError):
    """Why this is no IBAN, by a code: not_an_iban, iban_country, iban_length, iban_checksum."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def read(text: str) -> str:
    """The number as banks write it, without spaces. Raises IbanError."""
    iban = _LEFT_OUT.sub("", text).translate(DIGITS).upper()
    if not _FORM.fullmatch(iban):
        raise IbanError("not_an_iban")
    if iban[:2] not in LENGTHS:
        raise IbanError("iban_country")
    if len(iban) != LENGTHS[iban[:2]]:
        raise IbanError("iban_length")
    if _remainder(iban) != 1:
        raise IbanError("iban_checksum")
    return iban


def with_check_digits(country: str, account: str) -> str:
    """The number of an account with its check digits reckoned."""
    return f"{country}{98 - _remainder(f'{country}00{account}'):02}{account}"


def _remainder(iban: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97


def spaced(iban: str) -> str:
    """In groups of four, to be read."""
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))


def hinted(iban: str) -> str:
    """Enough to know it again, too little to use it: the country and the last four signs."""
    return f"{iban[:2]} … {iban[-4:]}"
