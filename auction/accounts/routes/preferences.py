"""How one reads and is called: settings for those signed in, language and looks for everybody."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from zoneinfo import available_timezones

from babel import Locale, numbers
from flask import flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import languages, web, wording
from auction.accounts import queries, service
from auction.accounts.routes.blueprint import blueprint, page
from auction.accounts.schemas import HandleIn, LanguageIn, SchemeIn, SettingsIn
from auction.errors import Refusal
from auction.shapes import read_form

A_YEAR = 31_536_000
# Those most people here count in come first; any other currency of the house follows by its name.
CURRENCIES = ("USD", "EUR", "GBP", "SAR", "AED", "EGP", "KWD", "QAR", "BHD", "OMR", "JOD", "MAD", "TRY", "JPY")


@blueprint.get("/settings")
@web.allow(web.PERSON)
def settings() -> ResponseReturnValue:
    return _settings_page()


@blueprint.post("/settings")
@web.allow(web.PERSON)
def change_settings() -> ResponseReturnValue:
    """Replace the settings; the cookies of this device follow."""
    try:
        given = read_form(SettingsIn(), request.form)
        changed = service.change_settings(person_id=web.person_id(), settings=service.Settings(**given))
    except Refusal as refusal:
        return _settings_page(refusal)
    languages.forget_reader()
    flash(_("Your settings are saved."), "success")
    answer = make_response(redirect(url_for("accounts.settings")))
    _remember(answer, languages.LANGUAGE_COOKIE, changed.settings.language)
    _remember(answer, languages.SCHEME_COOKIE, changed.settings.scheme)
    return answer


@blueprint.post("/settings/handle")
@web.allow(web.PERSON)
@web.limiter.limit("10 per day")
def change_handle() -> ResponseReturnValue:
    try:
        given = read_form(HandleIn(), request.form)
        service.change_handle(person_id=web.person_id(), handle=given["handle"])
    except Refusal as refusal:
        return _settings_page(refusal)
    flash(_("Your public name is changed."), "success")
    return redirect(url_for("accounts.settings"))


@blueprint.post("/language")
@web.allow(web.ANYONE)
def set_language() -> ResponseReturnValue:
    """Change the language of this device, and of the account when somebody is signed in."""
    language = read_form(LanguageIn(), request.form)["language"]
    person_id = web.find_person_id()
    if person_id is not None:
        service.set_language(person_id=person_id, language=language)
    answer = make_response(redirect(_without_language(web.safe_next("/"))))
    _remember(answer, languages.LANGUAGE_COOKIE, language)
    return answer


@blueprint.post("/scheme")
@web.allow(web.ANYONE)
def set_scheme() -> ResponseReturnValue:
    """Change light or dark of this device, and of the account when somebody is signed in."""
    scheme = read_form(SchemeIn(), request.form)["scheme"]
    person_id = web.find_person_id()
    if person_id is not None:
        service.set_scheme(person_id=person_id, scheme=scheme)
    answer = make_response(("", 204) if web.wants_json() else redirect(web.safe_next("/")))
    _remember(answer, languages.SCHEME_COOKIE, scheme)
    return answer


def _settings_page(refusal: Refusal | None = None) -> ResponseReturnValue:
    viewer = queries.viewer()
    reader = languages.reader()
    return page(
        "settings",
        refusal,
        person=viewer,
        zones=_zones(),
        currencies=_currencies(reader.language),
        # a reason is the staff's own words, or a code of the house
        sanctions=[replace(one, reason=wording.say(one.reason, {})) for one in queries.sanctions_of(web.person_id())],
    )


@lru_cache(maxsize=1)
def _zones() -> list[str]:
    """Every zone by its place, without the old and the technical names."""
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))


@lru_cache(maxsize=4)
def _currencies(language: str) -> list[tuple[str, str]]:
    locale = Locale.parse(language)
    return [(code, f"{numbers.get_currency_name(code, locale=locale)} ({code})") for code in CURRENCIES]


def _remember(answer: object, name: str, value: str) -> None:
    answer.set_cookie(  # type: ignore[attr-defined]
        name, value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure, httponly=False
    )


def _without_language(path: str) -> str:
    """A `?lang=` of the address before would win over what has just been chosen."""
    base, _mark, query = path.partition("?")
    kept = "&".join(part for part in query.split("&") if part and not part.startswith("lang="))
    return f"{base}?{kept}" if kept else base
