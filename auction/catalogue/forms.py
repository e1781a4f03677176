"""The sale form: which fields it has, what was typed into them, and how the house reads that so far. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from auction import languages
from auction.catalogue.queries import OwnListing
from auction.catalogue.service import TERM_WORDS, DraftFields
from auction.rules import money

CURRENCIES = ("USD", "EUR", "GBP", "AED", "SAR", "EGP", "KWD", "JPY")
DURATIONS = {"1h": timedelta(hours=1), **{f"{days}d": timedelta(days=days) for days in (1, 3, 5, 7, 10, 14, 30)}}
EXACT = "exact"
DEFAULTS = {
    "currency": "USD",
    "starting": "",
    "reserve": "",
    "buy_now": "",
    "opening": "now",
    "opens_at": "",
    "duration": "7d",
    "ends_at": "",
    "soft_close": "on",
    "window_minutes": "2",
    "extension_minutes": "2",
    "cap_minutes": "60",
}
AMOUNTS = ("starting", "reserve", "buy_now")
WORDS = ("title", "description", "category", "condition")
ALTERNATIVE = re.compile(r"alternative-([0-9]{1,9})", re.ASCII)

Values = dict[str, str]


def values_of(own: OwnListing) -> Values:
    """Every field as the seller left it, with the house's proposal where they have not been."""
    view = own.view
    words = {
        "title": view.title,
        "description": view.description,
        "category": view.category.slug if view.category else "",
        "condition": view.condition or "",
    }
    wanted = {name: str(own.wanted_terms[name]) for name in TERM_WORDS if name in own.wanted_terms}
    pictures = {f"alternative-{picture.id}": picture.alternative for picture in view.pictures}
    return words | DEFAULTS | wanted | pictures


def typed_in(form: Mapping[str, str]) -> Values:
    """What a request carries of the form, the words about pictures as `alternative-7`."""
    return {name: word for name, word in form.items() if name in (*WORDS, *TERM_WORDS) or ALTERNATIVE.fullmatch(name)}


def fields_of(typed: Values) -> DraftFields:
    pictures = {int(found[1]): word for name, word in typed.items() if (found := ALTERNATIVE.fullmatch(name))}
    return DraftFields(
        title=typed.get("title"),
        description=typed.get("description"),
        category=typed.get("category"),
        condition=typed.get("condition"),
        wanted_terms={name: typed[name] for name in TERM_WORDS if name in typed},
        alternatives=pictures,
    )


def hints_of(values: Values, now: datetime) -> dict[str, str]:
    """How the house reads the amounts and the time so far, field by field; nothing where it cannot."""
    hints = {name: _amount(values[name], values["currency"]) for name in AMOUNTS}
    return hints | {"ends_at": _end(values, now), "opens_at": _opening(values)}


def _amount(text: str, currency: str) -> str:
    try:
        return languages.money_text(money.parse_amount(text, currency), currency)
    except money.AmountError:
        return ""


def _opening(values: Values) -> str:
    moment = _moment(values["opens_at"]) if values["opening"] == "later" else None
    return str(_("Opens %(when)s", when=languages.when(moment))) if moment else ""


def _end(values: Values, now: datetime) -> str:
    begins = _moment(values["opens_at"]) if values["opening"] == "later" else now
    if values["duration"] == EXACT:
        ends = _moment(values["ends_at"])
    else:
        ends = begins + DURATIONS[values["duration"]] if begins and values["duration"] in DURATIONS else None
    if ends is None:
        return ""
    if values["duration"] != EXACT and values["opening"] != "later":
        return str(_("Published now, it would end %(when)s", when=languages.when(ends)))
    return str(_("Ends %(when)s", when=languages.when(ends)))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if not 2000 < moment.year < 2200:  # far enough from both ends of the calendar to be reckoned with
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(languages.reader().time_zone))


def faults_by_field(faults: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Faults by the names of the form: the law counts soft close in seconds, the form in minutes."""
    named: dict[str, list[str]] = {}
    for field, codes in faults.items():
        named.setdefault(re.sub(r"^(?:soft_close\.)?(\w+)_seconds$", r"\1_minutes", field), []).extend(codes)
    return named


def choices_of_currency() -> list[tuple[str, str]]:
    names = languages.reader().locale.currencies
    return [(code, f"{code} · {names[code]}") for code in CURRENCIES]


def choices_of_time() -> list[tuple[str, str]]:
    return [*((name, _length(span)) for name, span in DURATIONS.items()), (EXACT, _("Until an exact time"))]


def _length(span: timedelta) -> str:
    hours, days = span.seconds // 3600, span.days
    if days:
        return str(ngettext("%(count)s day", "%(count)s days", days, count=languages.number(days)))
    return str(ngettext("%(count)s hour", "%(count)s hours", hours, count=languages.number(hours)))
