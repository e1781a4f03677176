"""A seller's page of their money, and the operator's of what goes to the bank."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import clock, languages, web, wording
from auction.bidding.queries import CURRENCIES_OFFERED
from auction.errors import Conflict, Invalid
from auction.rules.money import plain
from auction.settlement.invoices import queries as invoices
from auction.settlement.payouts import queries, service
from auction.settlement.payouts.files import csv_file, signed
from auction.settlement.payouts.months import Month, month_named, months_since
from auction.settlement.payouts.wording import MOVE_NAMES, STATE_NAMES

blueprint = Blueprint("payouts", __name__)


@blueprint.get("/sell/payouts")
@web.allow(web.PERSON)
def mine() -> ResponseReturnValue:
    """What is on one's account and where it goes."""
    details = queries.details_of(web.person_id())
    return _page({"iban": details.iban, "holder": details.holder} if details else {}, {})


@blueprint.post("/sell/payouts")
@web.allow(web.PERSON)
@web.limiter.limit("20/hour")
def keep_details() -> ResponseReturnValue:
    """Say where one's money goes."""
    words = dict(request.form.items())
    try:
        service.keep_details(
            person_id=web.person_id(), iban=words.get("iban", ""), holder=words.get("holder", "")
        )  # fmt: skip
    except Invalid as refusal:
        said = {name: wording.say(codes[0], {}) for name, codes in refusal.fields.items()}
        return _page(words, said), int(web.status_of(refusal))
    flash(_("Kept. Your next payout goes there."), "good")
    return redirect(url_for("payouts.mine"), 303)


def _page(words: Mapping[str, str], errors: Mapping[str, str]) -> str:
    person_id = web.person_id()
    months, month, currency, purses = _asked(person_id)
    return render_template(
        "settlement/payouts.html",
        purses=purses,
        has_debt=any(purse.balance_minor < 0 for purse in purses),
        details=queries.details_of(person_id),
        words=words,
        errors=errors,
        payouts=queries.payouts_of(person_id),
        states=STATE_NAMES,
        statement=queries.statement(person_id, currency, month.since, month.until),
        moves=MOVE_NAMES,
        charges=invoices.charges_without_paper(person_id),
        papers=invoices.charges_papers_of(person_id),
        months=months,
        month=month,
    )


@blueprint.get("/sell/payouts/statement.csv")
@web.allow(web.PERSON)
def statement() -> ResponseReturnValue:
    """A month's statement as a file."""
    _months, month, currency, _purses = _asked(web.person_id())
    found = queries.statement(web.person_id(), currency, month.since, month.until)
    head = [_("Time (UTC)"), _("What"), _("Order"), _("Amount"), _("Balance"), _("Currency")]
    rows = [
        (
            f"{line.at:%Y-%m-%d %H:%M:%S}", str(MOVE_NAMES.get(line.what, line.what)), line.order_id or "",
            signed(line.amount_minor, currency), signed(line.balance_minor, currency), currency,
        )
        for line in found.lines
    ]  # fmt: skip
    return csv_file(f"statement-{month.name}-{currency}.csv", head, rows)


def _asked(person_id: int) -> tuple[list[Month], Month, str, list[queries.Purse]]:
    """The months there are, the month and the currency asked for, else the newest and the first."""
    zone = ZoneInfo(languages.reader().time_zone)
    now = clock.now()
    months = months_since(queries.first_move_of(person_id) or now, now, zone)
    month = month_named(request.args.get("month", ""), months)
    purses = queries.purses(person_id)
    used = [purse.currency for purse in purses] or [CURRENCIES_OFFERED[0]]
    wanted = request.args.get("currency", "")
    return months, month, wanted if wanted in used else used[0], purses


@blueprint.get("/operator/payouts")
@web.allow(web.OPERATOR)
def waiting() -> ResponseReturnValue:
    """What is due, the files for the bank, and what went by itself."""
    return _operators_page({})


def _operators_page(errors: Mapping[int, str], why: str = "") -> str:
    return render_template(
        "settlement/payouts_out.html",
        waiting=queries.waiting(),
        batches=queries.batches(),
        recent=queries.recent(),
        states=STATE_NAMES,
        errors=errors,
        why=why,
    )


@blueprint.post("/operator/payouts/batches")
@web.allow(web.OPERATOR)
def make_batch() -> ResponseReturnValue:
    """Put all that is due into a file for the bank."""
    try:
        made = service.make_batch(by_id=web.person_id())
    except Conflict as refusal:
        flash(wording.say(refusal.code, refusal.facts), "bad")
        return redirect(url_for("payouts.waiting"), 303)
    flash(
        _("File %(number)s is made. Give it to the bank, then say here that it was sent.", number=made.batch_id), "good"
    )
    return redirect(url_for("payouts.waiting"), 303)


@blueprint.get("/operator/payouts/batches/<int:batch_id>.csv")
@web.allow(web.OPERATOR)
def batch_file(batch_id: int) -> ResponseReturnValue:
    """The file for the bank: the same whenever it is asked for."""
    rows = [
        (line.reference, line.iban, line.holder, plain(line.amount_minor, line.currency), line.currency)
        for line in queries.for_bank(batch_id)
    ]
    return csv_file(f"payouts-{batch_id}.csv", ["reference", "iban", "holder", "amount", "currency"], rows)


@blueprint.post("/operator/payouts/batches/<int:batch_id>/sent")
@web.allow(web.OPERATOR)
def mark_sent(batch_id: int) -> ResponseReturnValue:
    """The bank has the file."""
    try:
        service.mark_sent(batch_id=batch_id, by_id=web.person_id())
        flash(_("Noted. The sellers are told."), "good")
    except Conflict as refusal:
        flash(wording.say(refusal.code, refusal.facts), "bad")
    return redirect(url_for("payouts.waiting"), 303)


@blueprint.post("/operator/payouts/<int:payout_id>/failed")
@web.allow(web.OPERATOR)
def mark_failed(payout_id: int) -> ResponseReturnValue:
    """A payout came back, or cannot be sent."""
    why = request.form.get("why", "")
    try:
        service.mark_failed(payout_id=payout_id, by_id=web.person_id(), why=why)
        flash(_("Noted. The amount is on the seller’s account again, and they are told."), "good")
    except Invalid as refusal:
        said = wording.say(next(iter(refusal.fields.values()))[0], {})
        return _operators_page({payout_id: said}, why), int(web.status_of(refusal))
    except Conflict as refusal:
        flash(wording.say(refusal.code, refusal.facts), "bad")
    return redirect(url_for("payouts.waiting"), 303)
