"""The operator's pages of fees and tax: what holds, what is to come, and the forms that add a version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import clock, languages, web, wording
from auction.bidding.queries import CURRENCIES_OFFERED
from auction.catalogue import delivery
from auction.errors import Invalid, Refusal
from auction.rules.fees import Schedule
from auction.rules.tax import LINES
from auction.settlement.fees import queries, service
from auction.settlement.fees.typed import ROWS, SHARES, read_schedule, written
from auction.settlement.fees.wording import LINE_NAMES, SHARE_NAMES

EXAMPLES = (10, 100, 1_000, 10_000)

blueprint = Blueprint("fees", __name__)


@blueprint.get("/operator/fees")
@web.allow(web.OPERATOR)
def index() -> ResponseReturnValue:
    """What the house charges in each currency, and the tax rules."""
    now = clock.now()
    schedules = [(currency, queries.schedule_at(currency, now)) for currency in CURRENCIES_OFFERED]
    return render_template(
        "settlement/fees.html", schedules=schedules, examples=_examples, rules=queries.tax_rules(now), lines=LINE_NAMES
    )


@blueprint.get("/operator/fees/<currency>")
@web.allow(web.OPERATOR)
def edit(currency: str) -> ResponseReturnValue:
    """The form of one currency, filled with what holds now."""
    return _form(currency, written(queries.schedule_at(currency, clock.now())), {})


@blueprint.post("/operator/fees/<currency>")
@web.allow(web.OPERATOR)
def add(currency: str) -> ResponseReturnValue:
    """Add the version typed; or only look at what it would charge."""
    words = dict(request.form.items())
    if words.get("then") == "preview":
        seen, faults = read_schedule(currency, words)
        return _form(currency, words, _said(faults, currency), seen)
    try:
        service.add_schedule(currency=currency, words=words, from_at=_moment(words), by_id=web.person_id())
    except Invalid as refusal:
        return _form(currency, words, _said(refusal.fields, currency)), int(web.status_of(refusal))
    except Refusal as refusal:
        return _form(currency, words, {"from_at": wording.say(refusal.code, {})}), int(web.status_of(refusal))
    flash(_("Kept. Auctions that open from that moment on are charged by it; those already open are not."), "good")
    return redirect(url_for("fees.index"), 303)


def _form(currency: str, words: Mapping[str, str], errors: Mapping[str, str], seen: Schedule | None = None) -> str:
    return render_template(
        "settlement/fees_form.html",
        currency=currency,
        words=words,
        errors=errors,
        shares=[(name, SHARE_NAMES[name]) for name in SHARES],
        rows=range(1, ROWS + 1),
        versions=queries.versions(currency),
        seen=seen,
        examples=_examples,
    )


@blueprint.get("/operator/taxes/new")
@web.allow(web.OPERATOR)
def new_tax() -> ResponseReturnValue:
    return _tax_form({"line": "premium"}, {})


@blueprint.post("/operator/taxes")
@web.allow(web.OPERATOR)
def add_tax() -> ResponseReturnValue:
    """Add a tax rule."""
    words = dict(request.form.items())
    try:
        service.add_tax_rule(words=words, from_at=_moment(words), by_id=web.person_id())
    except Invalid as refusal:
        return _tax_form(words, _said(refusal.fields, "USD")), int(web.status_of(refusal))
    flash(_("Kept. The rule holds for auctions that open from that moment on."), "good")
    return redirect(url_for("fees.index"), 303)


def _tax_form(words: Mapping[str, str], errors: Mapping[str, str]) -> str:
    anywhere = [("", _("Any country")), *delivery.countries()]
    lines = [(line, LINE_NAMES[line]) for line in LINES]
    return render_template("settlement/tax_form.html", words=words, errors=errors, countries=anywhere, lines=lines)


@blueprint.post("/operator/taxes/<int:rule_id>/end")
@web.allow(web.OPERATOR)
def end_tax(rule_id: int) -> ResponseReturnValue:
    """Let a rule hold no more for auctions still to open."""
    service.end_tax_rule(rule_id=rule_id, by_id=web.person_id())
    flash(_("The rule no longer holds for auctions that open from now on."), "good")
    return redirect(url_for("fees.index"), 303)


def _moment(words: Mapping[str, str]) -> datetime | None:
    """The moment typed, in the operator's own zone; None for at once. Raises Invalid."""
    text = words.get("from_at", "").strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(fields={"from_at": ["not_a_time"]}) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(languages.reader().time_zone))


def _said(faults: Mapping[str, list[str]], currency: str) -> dict[str, str]:
    return {name: wording.say(codes[0], {"currency": currency}) for name, codes in faults.items()}


def _examples(schedule: Schedule) -> list[tuple[int, int, int]]:
    """For a few hammer prices: the price, the premium, the final value fee."""
    unit = queries.unit_of(schedule.currency)
    return [
        (price * unit, schedule.premium.of(price * unit), schedule.final_value.of(price * unit)) for price in EXAMPLES
    ]
