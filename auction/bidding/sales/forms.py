"""The forms of a sale: which fields they have, and how what was typed is read. Writes nothing and decides nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from auction import languages
from auction.bidding.sales.queries import WORDS
from auction.bidding.sales.service import TERM_WORDS, Arrangement, LotWords, SaleWords
from auction.bidding.sales.views import OwnSale
from auction.errors import Invalid

DEFAULTS = {
    "currency": "USD",
    "soft_close": "on",
    "window_minutes": "2",
    "extension_minutes": "2",
    "cap_minutes": "60",
    "needs_verified": "on",
    "needs_paid_up": "off",
    "needs_approval": "off",
    "deposit": "none",
    "deposit_amount": "",
    "deposit_percent": "",
}
TIMES = ("opens_at", "first_closes_at")
LOT_WORDS = re.compile(r"(number|starting|reserve)-([0-9]{1,9})", re.ASCII)
LONGEST_WORD = 40

Values = dict[str, str]


def values_of(own: OwnSale) -> Values:
    """Every field as the seller left it, times in their own zone."""
    wanted = {name: str(own.wanted_terms[name]) for name in TERM_WORDS if own.wanted_terms.get(name)}
    times = {"opens_at": _local(own.opens_at), "first_closes_at": _local(own.first_closes_at)}
    return dict(own.words) | DEFAULTS | wanted | times | {"closing": own.closing, "interval": str(own.interval_seconds)}


def typed_in(form: MultiDict[str, str]) -> Values:
    """Of a box that may be ticked the last word counts: before it stands an "off"."""
    known = (*WORDS, *TERM_WORDS, *TIMES, "closing", "interval")
    return {name: form.getlist(name)[-1] for name in known if name in form}


def words_of(typed: Values) -> SaleWords:
    """Raises Invalid by field for what cannot be read as a time or a number."""
    faults: dict[str, list[str]] = {}
    times = {name: _instant(typed.get(name, ""), name, faults) for name in TIMES}
    interval = typed.get("interval", "60")
    if not (interval.isdecimal() and len(interval) < 6):
        faults["interval"] = ["unknown_choice"]
    if faults:
        raise Invalid(fields=faults)
    return SaleWords(
        words={name: typed.get(name, "") for name in WORDS},
        wanted_terms={name: typed.get(name, "") for name in TERM_WORDS},
        closing=typed.get("closing", "interval"),
        interval_seconds=int(interval),
        **times,
    )


def arrangement_of(form: Mapping[str, str]) -> Arrangement:
    """The words of all lots, and which button was pressed: `up`, `down` and `remove` carry a lot."""
    typed: dict[int, dict[str, str]] = {}
    for name, word in form.items():
        found = LOT_WORDS.fullmatch(name)
        if found is not None:
            typed.setdefault(int(found[2]), {})[found[1]] = word[:LONGEST_WORD]
    up, down = number(form.get("up")), number(form.get("down"))
    return Arrangement(
        words={
            lot_id: LotWords(words.get("number", ""), words.get("starting", ""), words.get("reserve", ""))
            for lot_id, words in typed.items()
        },
        cover=number(form.get("cover")),
        move=(up, -1) if up else (down, 1) if down else None,
        remove=number(form.get("remove")),
        is_renumbered=form.get("then") == "renumber",
    )


def number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 9 else None


def _local(instant: datetime | None) -> str:
    if instant is None:
        return ""
    return instant.astimezone(ZoneInfo(languages.reader().time_zone)).strftime("%Y-%m-%dT%H:%M")


def _instant(text: str, name: str, faults: dict[str, list[str]]) -> datetime | None:
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        faults[name] = ["not_a_time"]
        return None
    if not 2000 < moment.year < 2200:  # far enough from both ends of the calendar to be reckoned with
        faults[name] = ["out_of_range"]
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(languages.reader().time_zone))
