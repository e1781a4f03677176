"""The pages of one's budgets: the list, one budget with its lots, and the choice on a lot's page. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from auction import db, languages, web, wording
from auction.accounts import queries as accounts
from auction.bidding.budgets import queries, service
from auction.bidding.budgets.service import BudgetWords
from auction.catalogue.forms import CURRENCIES, choices_of_currency
from auction.errors import Invalid, Refusal
from auction.rules import money
from auction.shapes import LARGEST_ID

blueprint = Blueprint("budgets", __name__)


@blueprint.get("/my/budgets")
@web.allow(web.PERSON)
def index() -> ResponseReturnValue:
    """One's budgets, and the form of a new one; `?lot=` is the lot that it is begun for."""
    return _index()


def _index(refusal: Refusal | None = None) -> ResponseReturnValue:
    lot = _number(request.values.get("lot"))
    proposal = {"currency": request.args.get("currency") or _currency_of_reader()}
    shown = render_template(
        "bidding/budgets/index.html",
        budgets=queries.budgets_of(web.person_id()),
        currencies=choices_of_currency(),
        lot=lot,
        problem=_problem(refusal),
        typed=request.form if refusal else proposal,
    )
    return shown, 200 if refusal is None else int(web.status_of(refusal))


@blueprint.post("/my/budgets")
@web.allow(web.PERSON)
@web.limiter.limit("60/hour")
def make() -> ResponseReturnValue:
    """Begin a budget, with the lot from whose page one came."""
    lot, person_id = _number(request.form.get("lot")), web.person_id()
    try:
        budget_id = service.make_budget(
            person_id=person_id, currency=request.form.get("currency", ""), asked=_words(request.form)
        )
    except Refusal as refusal:
        db.end_read()
        return _index(refusal)
    if lot is None:
        flash(_("The budget is made."), "good")
        return _to(budget_id)
    return _put(budget_id, [lot], url_for("bidding.lot", auction_id=lot))


@blueprint.get("/my/budgets/<int:budget_id>")
@web.allow(web.PERSON)
def show(budget_id: int) -> ResponseReturnValue:
    """One budget: what is committed, what is free, its lots, and those that could join."""
    return _show(budget_id)


def _show(budget_id: int, refusal: Refusal | None = None) -> ResponseReturnValue:
    person_id = web.person_id()
    budget = queries.own_budget(budget_id, person_id)
    shown = render_template(
        "bidding/budgets/budget.html",
        budget=budget,
        lots=queries.lots_in(budget, person_id),
        offered=queries.lots_to_add(budget, person_id),
        problem=_problem(refusal),
        typed=request.form if refusal else _typed_of(budget),
    )
    return shown, 200 if refusal is None else int(web.status_of(refusal))


@blueprint.post("/my/budgets/<int:budget_id>")
@web.allow(web.PERSON)
@web.limiter.limit("120/hour")
def change(budget_id: int) -> ResponseReturnValue:
    """Give a budget another name or other limits."""
    try:
        service.change_budget(budget_id=budget_id, person_id=web.person_id(), asked=_words(request.form))
    except Invalid as refusal:
        db.end_read()
        return _show(budget_id, refusal)
    flash(_("Saved."), "good")
    return _to(budget_id)


@blueprint.post("/my/budgets/<int:budget_id>/remove")
@web.allow(web.PERSON)
def remove(budget_id: int) -> ResponseReturnValue:
    """Throw a budget away. Bids stand."""
    service.remove_budget(budget_id=budget_id, person_id=web.person_id())
    flash(_("The budget is gone. Your bids stand, and nothing limits them together any more."), "good")
    return redirect(url_for("budgets.index"), 303)


@blueprint.post("/my/budgets/<int:budget_id>/lots")
@web.allow(web.PERSON)
@web.limiter.limit("120/minute")
def put(budget_id: int) -> ResponseReturnValue:
    """Put the ticked lots into a budget."""
    chosen = [found for text in request.form.getlist("lot") if (found := _number(text)) is not None]
    if not chosen:
        flash(_("Tick the lots you want to put in."), "note")
        return _to(budget_id)
    return _put(budget_id, chosen, url_for("budgets.show", budget_id=budget_id))


@blueprint.get("/my/budgets/<int:budget_id>/<any(lots, remove):_act>")
@web.allow(web.PERSON)
def after_a_refusal(budget_id: int, _act: str) -> ResponseReturnValue:
    """Whoever loads a form's address again means the budget."""
    return _to(budget_id)


@blueprint.post("/auctions/<int:auction_id>/budget")
@web.allow(web.PERSON)
@web.limiter.limit("120/minute")
def choose(auction_id: int) -> ResponseReturnValue:
    """On a lot's page, or a budget's: put the lot into a budget, or take it out of the one it stands in."""
    back = web.safe_next(url_for("bidding.lot", auction_id=auction_id))
    budget_id = _number(request.form.get("budget"))
    if budget_id is not None:
        return _put(budget_id, [auction_id], back)
    if service.take_lot_out(person_id=web.person_id(), auction_id=auction_id):
        flash(_("The lot stands in no budget any more."), "good")
    return redirect(back, 303)


def _put(budget_id: int, auction_ids: list[int], back: str) -> Response:
    """Put lots in, say on the next page what came of it, and go there."""
    try:
        count = service.put_lots(budget_id=budget_id, person_id=web.person_id(), auction_ids=auction_ids)
    except Refusal as refusal:
        flash(wording.say(refusal.code, refusal.facts), "bad")
        return redirect(back, 303)
    if count:
        number = languages.number(count)
        flash(
            ngettext("%(count)s lot is in the budget.", "%(count)s lots are in the budget.", count, count=number),
            "good",
        )
    return redirect(back, 303)


def _words(form: Mapping[str, str]) -> BudgetWords:
    return BudgetWords(form.get("name", ""), form.get("total", "")[:40], form.get("most", "")[:40])


def _typed_of(budget: queries.BudgetView) -> dict[str, str]:
    """The form as it was left, amounts as they would be typed."""
    total, most = budget.limits.total_minor, budget.limits.most_lots
    return {
        "name": budget.name,
        "total": "" if total is None else money.plain(total, budget.currency),
        "most": "" if most is None else str(most),
    }


def _problem(refusal: Refusal | None) -> dict[str, Any]:
    """What is wrong with the form, by field; without a field under `message`."""
    if refusal is None:
        return {}
    body = web.body_of(refusal)
    fields = body.get("fields", {})
    return {"fields": fields, "message": "" if fields else body["message"]}


def _currency_of_reader() -> str:
    viewer = accounts.viewer()
    wished = viewer.display_currency if viewer else ""
    return wished if wished in CURRENCIES else "USD"


def _number(text: str | None) -> int | None:
    found = int(text) if text and text.isascii() and text.isdigit() and len(text) <= 10 else 0
    return found if 0 < found <= LARGEST_ID else None


def _to(budget_id: int) -> Response:
    return redirect(url_for("budgets.show", budget_id=budget_id), 303)
