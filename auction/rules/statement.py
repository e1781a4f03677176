"""A bank's statement as a table of text: what came in, line by line, and what could not be read.

- Columns are found by their heading, in English or Arabic: date, amount, currency, reference or text, payer. Commas,
  semicolons or tabs stand between them. Several columns of text are read as one.
- Both digit sets are read. Dates are `2026-03-14`, `14.03.2026` or `14/03/2026`: the day first, as banks print it.
- What went out (an amount below nothing, or nothing) is no business of ours and left out, but counted.
- A line has a fingerprint of its own: two that look the same on one statement are two; the same statement, read again,
  has the same ones.
"""

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from auction.rules.money import CURRENCIES, AmountError, parse_amount

MOST_LINES: Final = 5_000
_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "date": ("date", "bookingdate", "valuedate", "booked", "التاريخ", "تاريخ", "تاريخالقيد", "تاريخالعملية"),
    "amount": ("amount", "credit", "المبلغ", "مبلغ", "القيمة", "دائن"),
    "currency": ("currency", "ccy", "العملة", "عملة"),
    "text": (
        "reference", "text", "purpose", "description", "details", "remittanceinformation", "المرجع", "مرجع", "البيان",
        "الوصف", "التفاصيل",
    ),
    "payer": ("payer", "name", "from", "sender", "debtor", "الدافع", "المرسل", "الاسم", "من"),
}  # fmt: skip
_DIGITS: Final = {
    ord(digit): str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)
}
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u2066\u2067\u2068\u2069\ufeff"))
_OUTGOING: Final = ("negative", "zero")


@dataclass(frozen=True, slots=True)
class Line:
    """Money that came in. `number` is the line of the file, as an editor counts it."""

    number: int
    dated: date
    currency: str
    amount_minor: int
    text: str
    payer: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that could not be read: which, the column, and the code of what is wrong."""

    number: int
    column: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """`faults` with the number 0 concern the whole file. `left_out` counts what went out of the account."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    left_out: int = 0


def read_statement(text: str) -> Statement:
    """Read a whole file. What is wrong is told line by line; the other lines stand."""
    plain = text.translate(_INVISIBLE)
    heading = next((line for line in plain.splitlines() if line.strip()), "")
    separator = max(";\t,", key=heading.count)
    try:
        rows = list(_numbered(csv.reader(plain.splitlines(keepends=True), delimiter=separator, strict=True)))
    except csv.Error:
        return Statement((), (Fault(0, "", "not_a_table"),))
    if not rows:
        return Statement((), (Fault(0, "", "empty_statement"),))
    columns = _columns(rows[0][1])
    missing = [
        Fault(0, name, "column_missing") for name in ("date", "amount", "currency", "text") if name not in columns
    ]
    if missing:
        return Statement((), tuple(missing))
    if len(rows) - 1 > MOST_LINES:
        return Statement((), (Fault(0, "", "too_many_lines"),))
    return _read(rows[1:], columns)


def _numbered(reader: "csv._reader") -> Sequence[tuple[int, list[str]]]:  # type: ignore[name-defined]
    return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]


def _columns(headings: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, heading in enumerate(headings):
        plain = re.sub(r"[\W_]", "", heading).casefold()
        for name, spellings in _HEADINGS.items():
            if plain in spellings:
                found.setdefault(name, []).append(at)
    return found


def _read(rows: Sequence[tuple[int, list[str]]], columns: Mapping[str, Sequence[int]]) -> Statement:
    lines: list[Line] = []
    faults: list[Fault] = []
    seen: Counter[tuple[object, ...]] = Counter()
    left_out = 0
    for number, row in rows:
        cells = {name: _cell(row, at) for name, at in columns.items()}
        dated, currency = _date(cells["date"]), cells["currency"].upper()
        if currency not in CURRENCIES:
            faults.append(Fault(number, "currency", "unknown_currency", cells["currency"][:20]))
            continue
        try:
            amount_minor = parse_amount(cells["amount"].replace("+", "", 1), currency, allow_zero=False)
        except AmountError as error:
            if error.code in _OUTGOING:
                left_out += 1
            else:
                faults.append(Fault(number, "amount", error.code, cells["amount"][:40]))
            continue
        if dated is None:
            faults.append(Fault(number, "date", "not_a_date", cells["date"][:20]))
            continue
        what = (dated, currency, amount_minor, cells["text"][:300], cells.get("payer", "")[:140])
        seen[what] += 1
        lines.append(Line(number, *what, _fingerprint(*what, seen[what])))
    return Statement(tuple(lines), tuple(faults), left_out)


def _cell(row: Sequence[str], at: Sequence[int]) -> str:
    return " ".join(" ".join(row[index].split()) for index in at if index < len(row)).strip()


def _date(text: str) -> date | None:
    plain = text.translate(_DIGITS)
    order = re.match(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:$|[T ])", plain) or re.fullmatch(
        r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})", plain
    )
    if order is None:
        return None
    try:
        return date(int(order["year"]), int(order["month"]), int(order["day"]))
    except ValueError:
        return None


def _fingerprint(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
