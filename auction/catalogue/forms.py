"""The sale form: which fields it has, what was typed into them, and how the house reads that so far. Writes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from auction import languages, wording
from auction.catalogue import delivery, queries, specifics
from auction.catalogue.queries import OwnListing
from auction.catalogue.service import TERM_WORDS, DraftFields
from auction.rules import money
from auction.rules.delivery import PICKUP, ZONES

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
    "needs_verified": "on",
    "needs_paid_up": "off",
    "promote": "off",
    "hoped": "",
    "deposit": "none",
    "deposit_amount": "",
    "deposit_percent": "",
}
AMOUNTS = ("starting", "reserve", "buy_now", "hoped")
SHIPPING = tuple(f"ship_{zone}" for zone in ZONES)
WORDS = ("title", "description", "category", "condition", "country", "town")
NUMBERED = re.compile(r"(alternative|caption|specific)-([0-9]{1,9})", re.ASCII)

# The form a step at a time, as a phone shows it; in their order.
STEPS = ("what", "pictures", "specifics", "price", "delivery", "review")

Values = dict[str, str]
"""Words by the names of the form. Several answers to one question stand on lines of their own."""

Explainer = Callable[[Mapping[str, str]], Sequence[tuple[str, str]]]
_explainers: list[Explainer] = []


def explainer(explain: Explainer) -> Explainer:
    """Register who reads a seller's words about the terms back to them as the rules of their auction."""
    _explainers[:] = [explain]
    return explain


def rules_of(wanted: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """The rules of the auction that these words make: (what it is about, a sentence). Empty while they make none."""
    return [line for explain in _explainers for line in explain(wanted)]


def values_of(own: OwnListing) -> Values:
    """Every field as the seller left it, with the house's proposal where they have not been."""
    view = own.view
    words = {
        "title": view.title,
        "description": view.description,
        "category": view.category.slug if view.category else "",
        "condition": view.condition or "",
        "country": view.place.country or "",
        "town": view.place.town,
    }
    wanted = {name: str(own.wanted_terms[name]) for name in TERM_WORDS if name in own.wanted_terms}
    pictures = {f"alternative-{picture.id}": picture.alternative for picture in view.pictures}
    captions = {f"caption-{picture.id}": picture.caption for picture in view.pictures}
    answers = {f"specific-{key}": "\n".join(answer) for key, answer in own.specifics.items()}
    return words | DEFAULTS | wanted | {**delivery.DEFAULTS} | {**own.delivery} | pictures | captions | answers


def typed_in(form: MultiDict[str, str]) -> Values:
    """What a request carries of the form. Of a box that may be ticked the last word counts: before it stands an empty
    one, so that taking the tick away is said, too."""
    known = {*WORDS, *TERM_WORDS, *delivery.WORDS}
    typed: Values = {}
    for name, words in form.lists():
        if name in known:
            typed[name] = words[-1]
        elif NUMBERED.fullmatch(name):
            typed[name] = "\n".join(word for word in words if word) if name.startswith("specific") else words[-1]
    return typed


def fields_of(typed: Values) -> DraftFields:
    numbered: dict[str, dict[int, str]] = {"alternative": {}, "caption": {}, "specific": {}}
    for name, word in typed.items():
        if found := NUMBERED.fullmatch(name):
            numbered[found[1]][int(found[2])] = word
    return DraftFields(
        title=typed.get("title"),
        description=typed.get("description"),
        category=typed.get("category"),
        condition=typed.get("condition"),
        country=typed.get("country"),
        town=typed.get("town"),
        wanted_terms={name: typed[name] for name in TERM_WORDS if name in typed},
        delivery={name: typed[name] for name in delivery.WORDS if name in typed},
        alternatives=numbered["alternative"],
        captions=numbered["caption"],
        specifics={attribute_id: word.split("\n") for attribute_id, word in numbered["specific"].items()},
    )


def hints_of(values: Values, now: datetime, asked: Sequence[specifics.AttributeView] = ()) -> dict[str, str]:
    """How the house reads the amounts, the time and the answers so far, field by field; nothing where it cannot."""
    hints = {name: _amount(values[name], values["currency"]) for name in AMOUNTS}
    hints |= {name: _shipping(values[name], values["currency"]) for name in SHIPPING}
    hints |= {attribute.field: _answer(attribute, values, now) for attribute in asked if attribute.is_number}
    return hints | {"ends_at": _end(values, now), "opens_at": _opening(values), "weight": _by_table(values)}


def _by_table(values: Values) -> str:
    """The prices that the chosen table gives for the weight typed."""
    promised, _faults = delivery.read(values, values["currency"]) if values.get(delivery.TABLE) else (None, {})
    if promised is None:
        return ""
    sent = [way for way in promised.ways if way.zone != PICKUP]
    prices = ((way.name, languages.money_text(way.price_minor, promised.currency)) for way in sent)
    return " · ".join(str(_("%(way)s: %(price)s", way=name, price=price)) for name, price in prices)


def _shipping(text: str, currency: str) -> str:
    try:
        price_minor = delivery.price(text, currency)
    except money.AmountError:
        return ""
    if price_minor is None:
        return str(_("Not sent there"))
    return languages.money_text(price_minor, currency) if price_minor else str(_("Free of charge"))


def _answer(attribute: specifics.AttributeView, values: Values, now: datetime) -> str:
    answer = specifics.read(attribute, values.get(attribute.field, "").split("\n"), now.year)
    if isinstance(answer, specifics.Unread):
        return wording.say(answer.code, {})
    return specifics.written(attribute, answer) if answer else ""


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


def choices_of_dispatch() -> list[tuple[str, str]]:
    days = [(word, int(word)) for word in delivery.DISPATCH_DAYS]
    return [
        (word, ngettext("Within %(count)s day", "Within %(count)s days", count, count=languages.number(count)))
        for word, count in days
    ]


def choices_of_return() -> list[tuple[str, str]]:
    return [
        ("none", _("No returns")),
        *((word, _length(timedelta(days=int(word)))) for word in delivery.RETURNS if word != "none"),
    ]


def choices_of_table(seller_id: int) -> list[tuple[str, str]]:
    tables = queries.shipping_tables(seller_id)
    return [("", _("Flat prices")), *((str(one.id), f"{one.name} · {one.currency}") for one in tables)]


def choices_of_country() -> list[tuple[str, str]]:
    return [("", _("Please choose")), *delivery.countries()]


def choices_of_time() -> list[tuple[str, str]]:
    return [*((name, _length(span)) for name, span in DURATIONS.items()), (EXACT, _("Until an exact time"))]


def _length(span: timedelta) -> str:
    hours, days = span.seconds // 3600, span.days
    if days:
        return str(ngettext("%(count)s day", "%(count)s days", days, count=languages.number(days)))
    return str(ngettext("%(count)s hour", "%(count)s hours", hours, count=languages.number(hours)))
