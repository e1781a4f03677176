"""The seller's pages of sales: words and dates, lots and their numbers, announcing. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from auction import db, languages, web, wording
from auction.accounts import queries as accounts
from auction.bidding.sales import forms, queries, service
from auction.bidding.sales.routes.shows import blueprint
from auction.bidding.sales.service.building import INTERVALS
from auction.bidding.sales.views import OwnSale
from auction.bidding.sales.wording import FIELDS
from auction.catalogue import forms as listing_forms
from auction.errors import Conflict, Invalid, Refusal

LotFaults = dict[int, list[str]]


@blueprint.get("/sell/sales")
@web.allow(web.SELLER)
def mine() -> ResponseReturnValue:
    """A seller's sales."""
    return render_template("bidding/sales/mine.html", sales=queries.own_sales(web.person_id()))


@blueprint.post("/sell/sales")
@web.allow(web.SELLER)
@web.limiter.limit("60/hour")
def create() -> ResponseReturnValue:
    viewer = accounts.viewer()
    wished = viewer.display_currency if viewer else ""
    currency = wished if wished in listing_forms.CURRENCIES else "USD"
    return _to("sales.edit", service.create_sale(person_id=web.person_id(), currency=currency))


@blueprint.get("/sell/sales/<int:sale_id>")
@web.allow(web.SELLER)
def edit(sale_id: int) -> ResponseReturnValue:
    """Names, descriptions, dates and terms. An announced sale has no form."""
    own = queries.own_sale(sale_id, web.person_id())
    if not own.is_draft:
        return _to("sales.catalogue", sale_id)
    return _words_page(own, forms.values_of(own), {})


@blueprint.post("/sell/sales/<int:sale_id>")
@web.allow(web.SELLER)
@web.limiter.limit("120/minute")
def save(sale_id: int) -> ResponseReturnValue:
    typed = forms.typed_in(request.form)
    try:
        service.save_sale(sale_id=sale_id, person_id=web.person_id(), asked=forms.words_of(typed))
    except Invalid as refusal:
        db.end_read()
        own = queries.own_sale(sale_id, web.person_id())
        return _words_page(own, forms.values_of(own) | typed, _sentences(refusal)), web.status_of(refusal)
    flash(_("The sale is saved."), "good")
    return _to("sales.lots" if request.form.get("then") == "lots" else "sales.edit", sale_id)


@blueprint.get("/sell/sales/<int:sale_id>/lots")
@web.allow(web.SELLER)
def lots(sale_id: int) -> ResponseReturnValue:
    """The lots in their order, and the drafts that could join them."""
    own = queries.own_sale(sale_id, web.person_id())
    return _lots_page(own, {}) if own.is_draft else _to("sales.catalogue", sale_id)


@blueprint.post("/sell/sales/<int:sale_id>/lots")
@web.allow(web.SELLER)
@web.limiter.limit("240/minute")
def arrange(sale_id: int) -> ResponseReturnValue:
    """Keep numbers and amounts; with `up`, `down`, `remove` or `renumber` do that, too."""
    try:
        service.arrange_lots(sale_id=sale_id, person_id=web.person_id(), asked=forms.arrangement_of(request.form))
    except Invalid as refusal:
        return _lots_refused(sale_id, refusal, request.form)
    if request.form.get("then") == "announce":  # 307 asks the browser to send its form on
        return redirect(url_for("sales.announce", sale_id=sale_id), HTTPStatus.TEMPORARY_REDIRECT)
    flash(_("The lots are saved."), "good")
    return _to("sales.lots", sale_id)


@blueprint.post("/sell/sales/<int:sale_id>/lots/add")
@web.allow(web.SELLER)
@web.limiter.limit("120/minute")
def add(sale_id: int) -> ResponseReturnValue:
    """Put the ticked drafts into the sale."""
    chosen = [found for text in request.form.getlist("draft") if (found := forms.number(text))]
    try:
        count = service.add_lots(sale_id=sale_id, person_id=web.person_id(), listing_ids=chosen)
    except Conflict as refusal:
        return _said_again(sale_id, refusal)
    if count:
        flash(ngettext("%(count)s lot added.", "%(count)s lots added.", count, count=languages.number(count)), "good")
    else:
        flash(_("Tick the drafts you want to add."), "note")
    return _to("sales.lots", sale_id)


@blueprint.post("/sell/sales/<int:sale_id>/announce")
@web.allow(web.SELLER)
@web.limiter.limit("60/hour")
def announce(sale_id: int) -> ResponseReturnValue:
    """Announce the whole sale, or say everything that is still wrong, lot by lot."""
    try:
        service.announce_sale(sale_id=sale_id, person_id=web.person_id())
    except Invalid as refusal:
        return _lots_refused(sale_id, refusal, {})
    except Conflict as refusal:
        return _said_again(sale_id, refusal)
    flash(_("Your sale is announced. Its lots are being opened."), "good")
    return _to("sales.catalogue", sale_id)


@blueprint.post("/sell/sales/<int:sale_id>/delete")
@web.allow(web.SELLER)
def delete(sale_id: int) -> ResponseReturnValue:
    service.delete_sale(sale_id=sale_id, person_id=web.person_id())
    flash(_("The sale is deleted. Its lots are drafts as before."), "good")
    return redirect(url_for("sales.mine"), HTTPStatus.SEE_OTHER)


@blueprint.get("/sell/sales/<int:sale_id>/<any(announce, delete, 'lots/add'):_act>")
@web.allow(web.SELLER)
def after_a_refusal(sale_id: int, _act: str) -> ResponseReturnValue:
    """A page that answered a form stands at the form's address: whoever loads it again means the lots."""
    return _to("sales.lots", sale_id)


def _words_page(own: OwnSale, values: forms.Values, errors: Mapping[str, list[str]]) -> str:
    return render_template(
        "bidding/sales/edit.html",
        sale=own,
        values=values,
        errors=errors,
        currencies=listing_forms.choices_of_currency(),
        intervals=[(seconds, languages.duration(seconds)) for seconds in INTERVALS],
        time_zone=languages.reader().time_zone,
    )


def _lots_page(own: OwnSale, errors: Mapping[str, list[str]], typed: Mapping[str, str] | None = None) -> str:
    of_lots: LotFaults = {}
    for name, sentences in errors.items():
        place, _dash, _field = name.removeprefix("lot-").partition("-")
        if name.startswith("lot-") and place.isdigit():
            of_lots.setdefault(int(place), []).extend(sentences)
    return render_template(
        "bidding/sales/lots.html",
        sale=own,
        typed=typed or {},
        errors=errors,
        lot_faults=of_lots,
        sale_faults=[_told(name, text) for name, texts in errors.items() if "-" not in name for text in texts],
        drafts=queries.drafts_to_add(web.person_id()),
    )


def _told(field: str, problem: str) -> str:
    return _("%(name)s: %(problem)s", name=FIELDS[field], problem=problem) if field in FIELDS else problem


def _lots_refused(sale_id: int, refusal: Invalid, typed: Mapping[str, str]) -> ResponseReturnValue:
    db.end_read()
    own = queries.own_sale(sale_id, web.person_id())
    return _lots_page(own, _sentences(refusal), typed), web.status_of(refusal)


def _said_again(sale_id: int, refusal: Conflict) -> ResponseReturnValue:
    """Why it could not be done, over the lots as they are; once it is announced that leads to the catalogue."""
    flash(wording.say(refusal.code, refusal.facts), "bad")
    return _to("sales.lots", sale_id)


def _sentences(refusal: Refusal) -> dict[str, list[str]]:
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    return {name: [wording.say(code, refusal.facts) for code in codes] for name, codes in fields.items()}


def _to(endpoint: str, sale_id: int) -> Response:
    return redirect(url_for(endpoint, sale_id=sale_id), HTTPStatus.SEE_OTHER)
