"""HTTP of the house's account, for its operator: bring in a statement, settle what it leaves open, send money back."""

from __future__ import annotations

import csv
import io

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from auction import web, wording
from auction.errors import Conflict, Invalid, Refusal
from auction.rules.money import plain
from auction.rules.references import find_references
from auction.settlement.payments import providers, queries, service
from auction.settlement.payments.providers import bank
from auction.settlement.payments.routes.blueprint import blueprint
from auction.settlement.payments.wording import COLUMN_NAMES, PROVIDER_NAMES, statement_words

LARGEST = 2 * 1024 * 1024
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/operator/payments")
@web.allow(web.OPERATOR)
def desk() -> ResponseReturnValue:
    """What waits for the operator's hand: lines without an order, money to be sent, what a provider would not do."""
    return _desk()


def _desk(errors: dict[str, str] | None = None, typed: dict[str, str] | None = None, of_line: int = 0) -> str:
    return render_template(
        "settlement/operator_payments.html",
        lines=queries.bank_lines("unmatched"),
        matched=queries.bank_lines("matched", limit=20),
        returns=queries.bank_returns("to_make"),
        made=queries.bank_returns("made", limit=20),
        failed=queries.failed_refunds(),
        odd=queries.odd_payments(),
        names=PROVIDER_NAMES,
        has_bank=bank.NAME in providers.offered(),
        guess=_guess,
        errors=errors or {},
        typed=typed or {},
        of_line=of_line,
    )


def _guess(text: str) -> str:
    """The order that the text of a line speaks of, where it does."""
    return next((each[5:] for each in find_references(text) if each[4] == "M" and each[5:].isdigit()), "")


@blueprint.post("/operator/payments/statement")
@web.allow(web.OPERATOR)
def preview_statement() -> ResponseReturnValue:
    """Look through a statement before anything is written."""
    file = request.files.get("file")
    text = _read(file.read(LARGEST + 1)) if file is not None and file.filename else request.form.get("text", "")
    if not text.strip():
        code = "statement_unreadable" if file is not None and file.filename else "needed"
        return _desk({"file": wording.say(code, {})}), 422
    return _shown(text, service.preview(text))


def _shown(text: str, seen: service.Preview, error: str = "") -> str:
    return render_template(
        "settlement/statement.html", text=text, seen=seen, words=statement_words, columns=COLUMN_NAMES, error=error
    )


def _read(body: bytes) -> str:
    """A bank's file as text; nothing for what is none, or is too large."""
    if len(body) > LARGEST or (b"\0" in body[:2000] and not body.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return ""
    encodings = ("utf-16",) if body.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "windows-1256")
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


@blueprint.post("/operator/payments/statement/import")
@web.allow(web.OPERATOR)
def import_statement() -> ResponseReturnValue:
    text = request.form.get("text", "")
    try:
        done = service.import_statement(text=text, person_id=web.person_id())
    except Invalid:
        return _shown(text, service.preview(text)), 422
    if not done.new:
        flash(_("Every line of this statement was here before. Nothing has changed."), "info")
    else:
        lines = ngettext("%(num)s new line was taken in.", "%(num)s new lines were taken in.", done.new)
        paid = ngettext("%(num)s of them paid an order.", "%(num)s of them paid orders.", done.matched)
        flash(f"{lines} {paid}", "good")
    return redirect(url_for("payments.desk"), 303)


@blueprint.post("/operator/payments/lines/<int:line_id>/match")
@web.allow(web.OPERATOR)
def match_line(line_id: int) -> ResponseReturnValue:
    """Say for which order a line came."""
    typed = request.form.get("order", "")
    try:
        order_id = _number(typed)
        service.match_line(line_id=line_id, order_id=order_id, person_id=web.person_id())
    except Refusal as refusal:
        return _refused(refusal, line_id, {"order": typed})
    flash(_("The line belongs to order %(number)s now.", number=order_id), "good")
    return redirect(url_for("payments.desk"), 303)


@blueprint.post("/operator/payments/lines/<int:line_id>/send-back")
@web.allow(web.OPERATOR)
def send_line_back(line_id: int) -> ResponseReturnValue:
    """Have the money of a line sent back."""
    why = request.form.get("why", "")
    try:
        service.send_line_back(line_id=line_id, person_id=web.person_id(), why=why)
    except Refusal as refusal:
        return _refused(refusal, line_id, {"why": why})
    flash(_("It stands in the list of what is to be sent now."), "good")
    return redirect(url_for("payments.desk"), 303)


def _number(typed: str) -> int:
    """The number of an order as typed, in either digit set. Raises Invalid."""
    try:
        return web.a_number(typed.strip())
    except ValueError:
        raise Invalid(fields={"order": ["no_such_order"]}) from None


def _refused(refusal: Refusal, line_id: int, typed: dict[str, str]) -> ResponseReturnValue:
    """Beside the field where there is one; what was typed stays."""
    if isinstance(refusal, Invalid) and refusal.fields:
        errors = {name: wording.say(codes[0], refusal.facts) for name, codes in refusal.fields.items()}
        return _desk(errors, typed, line_id), 422
    if not isinstance(refusal, Conflict | providers.ProviderDown):
        raise refusal
    flash(wording.say(refusal.code, refusal.facts), "bad")
    return redirect(url_for("payments.desk"), 303)


@blueprint.post("/operator/payments/returns/<int:return_id>")
@web.allow(web.OPERATOR)
def mark_return(return_id: int) -> ResponseReturnValue:
    """Money has been sent by hand; or the bank would not take the order."""
    try:
        is_made = request.form.get("mark") == "made"
        service.mark_return(return_id=return_id, person_id=web.person_id(), is_made=is_made)
    except Conflict as refusal:
        flash(wording.say(refusal.code, refusal.facts), "bad")
    else:
        flash(_("Noted: it has been sent.") if is_made else _("Noted: the bank did not take it."), "good")
    return redirect(url_for("payments.desk"), 303)


@blueprint.post("/operator/payments/refunds/<int:refund_id>")
@web.allow(web.OPERATOR)
def send_again(refund_id: int) -> ResponseReturnValue:
    """Have a failed refund tried once more."""
    try:
        service.send_again(refund_id=refund_id, person_id=web.person_id())
    except Conflict as refusal:
        flash(wording.say(refusal.code, refusal.facts), "bad")
    else:
        flash(_("The refund will be tried again."), "good")
    return redirect(url_for("payments.desk"), 303)


@blueprint.get("/operator/payments/returns.csv")
@web.allow(web.OPERATOR)
def returns_file() -> ResponseReturnValue:
    """The list of what is to be sent, for the bank's own program."""
    page = io.StringIO()
    table = csv.writer(page)
    table.writerow(["reference", "amount", "currency", "payer", "came_with", "came_on"])
    for each in queries.bank_returns("to_make", limit=5000):
        amount = plain(each.amount_minor, each.currency)
        table.writerow([each.ref, amount, each.currency, _inert(each.payer), _inert(each.text), each.dated or ""])
    headers = {"Content-Disposition": "attachment; filename=returns.csv"}
    return Response("\ufeff" + page.getvalue(), mimetype="text/csv", headers=headers)


def _inert(text: str) -> str:
    """What a stranger wrote is text to a spreadsheet, never a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
