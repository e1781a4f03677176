"""Amounts of money: whole minor units of an ISO 4217 currency, read from and written as text. Never a float.

Reading follows these rules, in this order:
- Digits are ASCII (0-9), Arabic-Indic (٠-٩) or extended Arabic-Indic (۰-۹). `٫` is always the decimal
  sign, `٬` always groups.
- The code or sign of the currency may stand before or after; that of another currency is refused.
- Spaces of any width and apostrophes only group thousands.
- Where both point and comma occur, the last one is the decimal sign. One that occurs twice or more groups.
- A single comma or point followed by three digits: a comma groups ("1,234" is 1234), a point is decimal; where that
  point has too many decimals for the currency ("1.234" dollars), or that comma could be a decimal sign of a currency
  with three decimals ("1,234" dinars), the text is `ambiguous` and refused: a factor of a thousand is not guessed.
- A single comma or point followed by fewer digits is decimal ("1,50" is 1.50).
"""

import re
from typing import Final

from auction.rules.actions import Facts

_WITHOUT_MINOR: Final = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_WITH_THREE: Final = "BHD IQD JOD KWD LYD OMR TND"
_WITH_TWO: Final = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY "
    "COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS "
    "INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR "
    "MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
    "SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW"
)
CURRENCIES: Final[dict[str, int]] = {
    **dict.fromkeys(_WITHOUT_MINOR.split(), 0),
    **dict.fromkeys(_WITH_TWO.split(), 2),
    **dict.fromkeys(_WITH_THREE.split(), 3),
}
MAX_MINOR: Final = 10**15
_LONGEST_TEXT: Final = 64

_SIGNS: Final[dict[str, frozenset[str]]] = {
    "US$": frozenset({"USD"}),
    "$": frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP", "EGP"}),
    "E£": frozenset({"EGP"}),
    "¥": frozenset({"JPY", "CNY"}),
    "￥": frozenset({"JPY", "CNY"}),
    "円": frozenset({"JPY"}),
    "₹": frozenset({"INR"}),
    "₺": frozenset({"TRY"}),
    "﷼": frozenset({"SAR", "QAR", "OMR", "YER", "IRR"}),
    "د.إ": frozenset({"AED"}),
    "ر.س": frozenset({"SAR"}),
    "ج.م": frozenset({"EGP"}),
    "د.ك": frozenset({"KWD"}),
    "د.ب": frozenset({"BHD"}),
    "ر.ق": frozenset({"QAR"}),
    "ر.ع": frozenset({"OMR"}),
    "د.أ": frozenset({"JOD"}),
    "د.م": frozenset({"MAD"}),
    "د.ت": frozenset({"TND"}),
}
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\ufeff"))
DIGITS: Final = {
    **{ord(digit): str(value) for value, digit in enumerate("٠١٢٣٤٥٦٧٨٩")},
    **{ord(digit): str(value) for value, digit in enumerate("۰۱۲۳۴۵۶۷۸۹")},
    ord("،"): ",",
}
_ARABIC_DECIMAL: Final = "٫"
_ARABIC_GROUP: Final = "٬"
_SIGN: Final = "|".join(sorted((re.escape(sign) for sign in _SIGNS), key=len, reverse=True))
_CODE: Final = r"[A-Za-z]{3}"
_FRONT: Final = re.compile(rf"(?P<sign>{_CODE}(?![A-Za-z])|{_SIGN})(?P<rest>.*)", re.DOTALL)
_BACK: Final = re.compile(rf"(?P<rest>.*?)(?P<sign>(?<![A-Za-z]){_CODE}|{_SIGN})\.?", re.DOTALL)
_DASHES: Final = "-\u2212\u2010\u2011\u2013\u2014"
_NEGATIVE: Final = re.compile(rf"[{_DASHES}].*|.*[{_DASHES}]|\(.*\)", re.DOTALL)
_SPACED: Final = re.compile(r"(?<=[0-9])[\s'\u2019\u066c](?=[0-9])")
_NUMBER: Final = re.compile(r"(?P<whole>[0-9_]*)(?:!(?P<decimals>[0-9]*))?")
_GROUPED: Final = re.compile(r"[0-9]*|[0-9]{1,3}(?:_[0-9]{3})+|[0-9]{1,2}(?:_[0-9]{2})+_[0-9]{3}")
_BARE: Final = re.compile(r"[0-9]+(?:\.[0-9]{1,2})?")
_ALLOWED: Final = re.compile(r"[0-9.,\u066b\u066c\u2019'\s]*[0-9][0-9.,\u066b\u066c\u2019'\s]*")


class AmountError(ValueError):
    """Text that is no amount: `empty`, `not_a_number`, `negative`, `zero`, `too_many_decimals`, `ambiguous`,
    `other_currency`, `too_large` or `unknown_currency`."""

    def __init__(self, code: str, **facts: int | str) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Facts = facts


def exponent(currency: str) -> int:
    try:
        return CURRENCIES[currency]
    except KeyError:
        raise AmountError("unknown_currency", currency=currency) from None


def plain(minor: int, currency: str) -> str:
    """`125050` US cents as `1250.50`: for files, JSON and input fields, not for readers."""
    places = exponent(currency)
    sign, digits = ("-" if minor < 0 else ""), str(abs(minor)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits


def parse_amount(text: str, currency: str, *, allow_zero: bool = True) -> int:
    """What a person typed, as minor units. Raises AmountError."""
    places = exponent(currency)
    if len(text) > _LONGEST_TEXT:
        raise AmountError("too_large", maximum=plain(MAX_MINOR, currency))
    if _BARE.fullmatch(text):  # as programs and our own pages write it: what follows would read it the same
        whole, _, decimals = text.partition(".")
    else:
        whole, decimals = _read(text, currency, places)
    if len(decimals.rstrip("0")) > places:
        raise AmountError("too_many_decimals", currency=currency, decimals=places)
    minor = int((whole or "0") + decimals[:places].ljust(places, "0"))
    if minor > MAX_MINOR:
        raise AmountError("too_large", maximum=plain(MAX_MINOR, currency))
    if minor == 0 and not allow_zero:
        raise AmountError("zero")
    return minor


def _read(text: str, currency: str, places: int) -> tuple[str, str]:
    """Whole part and decimals of what somebody wrote in their own way."""
    return _parts(_without_currency(text.translate(_INVISIBLE).translate(DIGITS).strip(), currency), places)


def _without_currency(text: str, currency: str) -> str:
    """The bare number: one code or sign taken off either end, unless it belongs to another currency."""
    _refuse_negative(text)
    found = _FRONT.fullmatch(text) or _BACK.fullmatch(text)
    if found is None:
        return text
    sign, rest = found["sign"].upper(), found["rest"].strip()
    if sign in CURRENCIES or sign in _SIGNS:
        if currency not in _SIGNS.get(sign, {sign}):
            raise AmountError("other_currency", currency=currency, found=sign)
        _refuse_negative(rest)
        return rest
    return text


def _refuse_negative(text: str) -> None:
    if _NEGATIVE.fullmatch(text) and any(letter.isdigit() for letter in text):
        raise AmountError("negative")


def _parts(number: str, places: int) -> tuple[str, str]:
    """Whole part and decimals, ASCII digits only."""
    if not number:
        raise AmountError("empty")
    if not _ALLOWED.fullmatch(number):
        raise AmountError("not_a_number")
    found = _NUMBER.fullmatch(_marked(_SPACED.sub("_", number), places))
    if found is None or not _GROUPED.fullmatch(found["whole"]):
        raise AmountError("not_a_number")
    return found["whole"].replace("_", ""), found["decimals"] or ""


def _marked(number: str, places: int) -> str:
    """Every grouping sign as `_`, the decimal sign as `!`."""
    commas, points = number.count(","), number.count(".")
    if "٫" in number:
        decimal = "٫"
    elif commas and points:
        decimal = max(",.", key=number.rfind)
    elif commas + points == 1:
        sign = "," if commas else "."
        decimal = sign if "_" in number or not _is_grouping(number, sign, places) else ""
    else:
        decimal = ""
    marked = number.replace(decimal, "!") if decimal else number
    return marked.replace(",", "_").replace(".", "_")


def _is_grouping(number: str, sign: str, places: int) -> bool:
    before, after = number.split(sign)
    if len(after) != 3 or not 1 <= len(before) <= 3 or before[0] == "0":
        return False
    if (sign == ",") == (places == 3):
        raise AmountError("ambiguous", text=number)
    return sign == ","
