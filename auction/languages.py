"""The reader's language: which one, and how money, numbers and times are written in it. No wording lives here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers
from babel.support import Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale, get_translations, gettext

from auction import clock
from auction.rules import money

LANGUAGES = {"en": "English", "ar": "العربية"}
RIGHT_TO_LEFT = {"ar"}
NUMERALS = ("latn", "arab")
AMOUNTS = ("sign", "code")
LANGUAGE_COOKIE, SCHEME_COOKIE, ZONE_COOKIE = "lang", "scheme", "zone"
SCHEMES = ("auto", "light", "dark")

babel = Babel()


@dataclass(frozen=True, slots=True)
class Reader:
    """How one person reads. Comes from their settings, else from cookies and the browser."""

    language: str = "en"
    time_zone: str = "UTC"
    numerals: str = "latn"
    scheme: str = "auto"
    amounts: str = "sign"

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    @property
    def locale(self) -> Locale:
        return _locale(self.language)


_finders: list[Callable[[], Reader | None]] = []


def init_app(app: Flask) -> None:
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    babel.init_app(app, locale_selector=lambda: reader().language, timezone_selector=lambda: reader().time_zone)
    # A page says some two hundred things: the library would look for the catalog of the language at each of them.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # the extension's own
        lambda text: _catalog().ugettext(text),
        lambda one, many, count: _catalog().ungettext(one, many, count),
        newstyle=True,
        pgettext=lambda context, text: _catalog().upgettext(context, text),
        npgettext=lambda context, one, many, count: _catalog().unpgettext(context, one, many, count),
    )
    app.jinja_env.globals.update(
        money=money_text,
        amount_plain=money.plain,
        exponent=money.exponent,
        number=number,
        percent=percent,
        when=when,
        when_elsewhere=when_elsewhere,
        when_short=when_short,
        day=day,
        date_words=date_words,
        ago=ago,
        duration=duration,
        iso=lambda instant: instant.isoformat(),
        languages=LANGUAGES,
    )

    @app.context_processor
    def _reader() -> dict[str, object]:
        who = reader()
        return {
            "reader": who,
            "locale": who.language,
            "direction": who.direction,
            "scheme": who.scheme,
            "numerals": who.numerals,
        }


def _catalog() -> Translations:
    """The words of the reader's language, found once for each answer."""
    known: tuple[str, Translations] | None = g.get("catalog") if g else None
    language = reader().language
    if known is None or known[0] != language:
        known = (language, get_translations())
        if g:
            g.catalog = known
    return known[1]


def finder(find: Callable[[], Reader | None]) -> Callable[[], Reader | None]:
    """Register where a signed-in person's own settings are found."""
    if find not in _finders:
        _finders.append(find)
    return find


def reader() -> Reader:
    """Who reads the answer to this request. Outside a request: the one given by `reading_as`, else English."""
    known: Reader | None = g.get("reader") if g else None
    if known is None:
        known = _find() if has_request_context() else Reader()
        if g:
            g.reader = known
    return known


def forget_reader() -> None:
    """Look again at the next question: the person has just changed their settings."""
    g.pop("reader", None)


@contextmanager
def reading_as(who: Reader) -> Iterator[None]:
    """Write for somebody who is not here, for a mail or a notice."""
    before = g.get("reader")
    g.reader = who
    try:
        with force_locale(who.language):
            yield
    finally:
        g.reader = before


def _find() -> Reader:
    asked = request.args.get("lang", "")
    for find in _finders:
        found = find()
        if found is not None:
            return replace(found, language=asked) if asked in LANGUAGES else found
    chosen = asked or request.cookies.get(LANGUAGE_COOKIE, "")
    language = chosen if chosen in LANGUAGES else _browsers_language()
    scheme = request.cookies.get(SCHEME_COOKIE, "auto")
    return Reader(
        language=language,
        time_zone=known_zone(unquote(request.cookies.get(ZONE_COOKIE, ""))) or "UTC",
        scheme=scheme if scheme in SCHEMES else "auto",
    )


def _browsers_language() -> str:
    """The first of the browser's languages that we speak, whatever its country: en-GB before ar means English."""
    wished = (tag.split("-")[0].lower() for tag, quality in request.accept_languages if quality > 0)
    return next((language for language in wished if language in LANGUAGES), "en")


def known_zone(name: str) -> str | None:
    """The name itself when it is a time zone, else None."""
    try:
        return name if name and ZoneInfo(name) else None
    except (KeyError, ValueError, OSError):  # unknown, malformed, or a folder of zones
        return None


@lru_cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def _system(who: Reader) -> str:
    """The marks between digits. Babel turns only these; the digits themselves are ours to turn."""
    return "arab" if who.language == "ar" and who.numerals == "arab" else "latn"


def money_text(minor: int, currency: str) -> str:
    """An amount as the reader writes it: 1250, "USD" -> "$12.50" or "US$ ١٢٫٥٠"."""
    who = reader()
    return _digits(_money(minor, currency, who.language, _system(who), who.amounts), who)


@lru_cache(maxsize=4096)
def _money(minor: int, currency: str, language: str, system: str, amounts: str) -> str:
    exact = Decimal(minor).scaleb(-money.exponent(currency))
    locale = _locale(language)
    pattern = locale.currency_formats["standard"].pattern
    text = numbers.format_currency(
        exact, currency, pattern if amounts == "sign" else pattern.replace("¤", "¤¤"), locale, numbering_system=system
    )
    text = re.sub(r"(?<=[A-Z]{3})\s?(?=\d)", "\u00a0", text)  # a code stands off its digits, a sign does not
    # In a line that runs to the left a sign such as US$ would be turned round; an isolate keeps it as it is.
    return re.sub(r"[A-Z]{1,3}[$¥£]", "\u2066\\g<0>\u2069", text) if language in RIGHT_TO_LEFT else text


def number(value: int | Decimal) -> str:
    who = reader()
    return _digits(_number(value, who.language, _system(who)), who)


@lru_cache(maxsize=4096)
def _number(value: int | Decimal, language: str, system: str) -> str:
    return numbers.format_decimal(value, locale=_locale(language), numbering_system=system)


def decimal(value: Decimal) -> str:
    """A number with its decimals, exactly as many as it has."""
    who = reader()
    text = numbers.format_decimal(value, locale=who.locale, numbering_system=_system(who), decimal_quantization=False)
    return _digits(text, who)


def percent(basis_points: int) -> str:
    """A share as the reader writes it: 750 -> "7.5%"."""
    who = reader()
    share = Decimal(basis_points) / 10_000
    text = numbers.format_percent(share, "#,##0.##%", who.locale, numbering_system=_system(who))
    return _digits(text, who)


def digits(text: str) -> str:
    """Digits as the reader writes them, with nothing between: years, numbers of models."""
    return _digits(text, reader())


def when(instant: datetime) -> str:
    """Date and time to the minute in the reader's zone, with the zone's name."""
    return _when(instant.astimezone(ZoneInfo(reader().time_zone)))


def when_elsewhere(instant: datetime, zone: str) -> str:
    """The same in another's zone; nothing where the clocks there show what the reader's show."""
    local, there = instant.astimezone(ZoneInfo(reader().time_zone)), instant.astimezone(ZoneInfo(zone))
    return "" if there.utcoffset() == local.utcoffset() else _when(there)


def _when(local: datetime) -> str:
    who = reader()
    return _digits(f"{_day_and_time(local, 'EEE d MMM y', 'HH:mm', who)} {_zone_name(local)}", who)


def _day_and_time(local: datetime, day_pattern: str, time_pattern: str, who: Reader) -> str:
    """The two with the comma of the reader's language between them: Babel turns words and digits, not this mark."""
    comma = "،" if who.language == "ar" else ","
    return str(dates.format_datetime(local, f"{day_pattern}{comma} {time_pattern}", locale=who.locale))


def _zone_name(local: datetime) -> str:
    """EDT where the language has a short name for it, else UTC, UTC+3, UTC-3:30: one piece in both directions."""
    name = dates.get_timezone_name(local, "short", locale=reader().locale)
    if name.isalpha():
        return name
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "" if minutes == 0 else f"{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")
    return f"\u2066UTC{sign}\u2069"


def when_short(instant: datetime) -> str:
    """Day, month and time to the second in the reader's zone, for histories."""
    who = reader()
    return _digits(_day_and_time(instant.astimezone(ZoneInfo(who.time_zone)), "d MMM", "HH:mm:ss", who), who)


def day(instant: datetime) -> str:
    """The date alone, in the reader's zone."""
    who = reader()
    return _digits(dates.format_date(instant.astimezone(ZoneInfo(who.time_zone)), "d MMMM y", locale=who.locale), who)


def date_words(value: date) -> str:
    """A day as it stands on a paper: of no zone, so that it is the same for every reader."""
    who = reader()
    return _digits(dates.format_date(value, "d MMMM y", locale=who.locale), who)


def ago(instant: datetime) -> str:
    """How long ago, or how long until: "3 hours ago", "in 2 days"."""
    who = reader()
    return _digits(dates.format_timedelta(instant - clock.now(), add_direction=True, locale=who.locale), who)


_EXACT_UNITS = (86_400, 3_600, 60, 1)
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_LATIN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


def _digits(text: str, who: Reader) -> str:
    if who.language != "ar":
        return text
    return text.translate(_LATIN_DIGITS if who.numerals == "latn" else _ARABIC_DIGITS)


def duration(seconds: int) -> str:
    """A length of time in the largest unit that tells it exactly: 120 -> "2 minutes", 90 -> "90 seconds"."""
    who = reader()
    least = next(seconds // size for size in _EXACT_UNITS if seconds % size == 0)
    return _digits(dates.format_timedelta(seconds, threshold=max(1, least), locale=who.locale), who)


def list_and(parts: list[str]) -> str:
    """Join names as the language does: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return str(gettext("%(first)s and %(last)s", first=gettext(", ").join(parts[:-1]), last=parts[-1]))
