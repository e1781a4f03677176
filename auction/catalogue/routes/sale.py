"""HTTP of the sale form: begun, kept, step by step or all at once, deleted; and words added later. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from auction import clock, db, languages, web, wording
from auction.accounts import queries as accounts
from auction.catalogue import forms, queries, service
from auction.catalogue.fee_preview import fees_of
from auction.catalogue.uploads import LONGEST_READ, Taken, Upload, take_uploads
from auction.catalogue.wording import CONDITIONS
from auction.errors import Invalid

# Two dozen pictures as phones make them, sent at once by a browser without scripts. With them, one at a time.
MANY_PICTURES_BYTES = 128 * 1024 * 1024

# What else there is to see of a draft, by the button that leads there.
BESIDE_THE_FORM = {"preview": "bidding.preview", "rehearsal": "rehearsal.show"}

blueprint = Blueprint("catalogue", __name__)


@blueprint.url_value_preprocessor
def _expect_pictures(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the request: a form with pictures may be longer than others, once somebody is known."""
    if endpoint in ("catalogue.save", "catalogue.add_pictures") and current_user.is_authenticated:
        request.max_content_length = MANY_PICTURES_BYTES


@blueprint.post("/sell/new")
@web.allow(web.SELLER)
@web.limiter.limit("60/hour")
def create() -> ResponseReturnValue:
    viewer = accounts.viewer()
    wished = viewer.display_currency if viewer else ""
    begun = service.create_draft(
        person_id=web.person_id(),
        language=languages.reader().language,
        currency=wished if wished in forms.CURRENCIES else "USD",
    )
    return redirect(url_for("catalogue.edit", listing_id=begun.listing_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/sell/<int:listing_id>")
@web.allow(web.SELLER)
def edit(listing_id: int) -> ResponseReturnValue:
    own = queries.own_listing(listing_id, web.person_id())
    if not own.is_draft:
        return render_template("catalogue/published.html", listing=own.view, text="", errors={})
    step = request.args.get("step", "")
    return _form(own, forms.values_of(own), step=step if step in forms.STEPS else forms.STEPS[0])


@blueprint.post("/sell/<int:listing_id>")
@web.allow(web.SELLER)
@web.limiter.limit("120/minute")
def save(listing_id: int) -> ResponseReturnValue:
    typed = forms.typed_in(request.form)
    try:
        saved = service.save_draft(listing_id=listing_id, person_id=web.person_id(), fields=forms.fields_of(typed))
    except Invalid as refusal:
        if web.wants_json():
            raise
        return render_edit(listing_id, web.person_id(), refusal, typed), web.status_of(refusal)
    if web.wants_json():
        return jsonify(_news(queries.own_listing(listing_id, web.person_id()), saved))
    return _go_on(listing_id, take(listing_id))


def _news(own: queries.OwnListing, saved: service.Saved) -> dict[str, Any]:
    """What the page shows of a draft that was just kept: how its words are read, what its category asks, its fees."""
    values = forms.values_of(own)
    news = {
        "saved_at": saved.updated_at.isoformat(),
        "hints": forms.hints_of(values, clock.now(), own.asked),
        "rules": forms.rules_of(own.wanted_terms),
        "fees": "",
    }
    if fees := fees_of(own):
        news["fees"] = render_template("catalogue/_fee_lines.html", fees=fees)
    if request.form.get("asked_by", values["category"]) != values["category"]:
        news["specifics"] = render_template("catalogue/_specifics.html", own=own, values=values, errors={}, hints={})
    return news


def _go_on(listing_id: int, taken: Taken) -> Response:
    """After saving: to where the pressed button leads, unless pictures that came along want to be looked at first."""
    then = "" if taken.picture_ids or taken.refused else request.form.get("then", "")
    if then == "publish":  # 307 asks the browser to send the very same form on
        return redirect(url_for("bidding.publish", listing_id=listing_id), HTTPStatus.TEMPORARY_REDIRECT)
    if then in BESIDE_THE_FORM:
        return redirect(url_for(BESIDE_THE_FORM[then], listing_id=listing_id), HTTPStatus.SEE_OTHER)
    if then in forms.STEPS:
        address = url_for("catalogue.edit", listing_id=listing_id, step=then, _anchor=then)
        return redirect(address, HTTPStatus.SEE_OTHER)
    flash(_("Your draft is saved."), "good")
    step = request.form.get("step") or None
    return redirect(url_for("catalogue.edit", listing_id=listing_id, step=step), HTTPStatus.SEE_OTHER)


@blueprint.post("/sell/<int:listing_id>/delete")
@web.allow(web.SELLER)
def delete(listing_id: int) -> ResponseReturnValue:
    service.delete_draft(listing_id=listing_id, person_id=web.person_id())
    flash(_("The draft is deleted."), "good")
    return redirect(url_for("catalogue.desk"), HTTPStatus.SEE_OTHER)


@blueprint.post("/sell/<int:listing_id>/additions")
@web.allow(web.SELLER)
@web.limiter.limit("20/minute")
def add_to_description(listing_id: int) -> ResponseReturnValue:
    text = request.form.get("text", "")
    try:
        service.add_to_description(listing_id=listing_id, person_id=web.person_id(), text=text)
    except Invalid as refusal:
        if web.wants_json():
            raise
        own = queries.own_listing(listing_id, web.person_id())
        page = render_template("catalogue/published.html", listing=own.view, text=text, errors=_sentences(refusal))
        return page, web.status_of(refusal)
    flash(_("Your words are added, with today’s date."), "good")
    return redirect(url_for("catalogue.edit", listing_id=listing_id), HTTPStatus.SEE_OTHER)


def render_edit(listing_id: int, person_id: int, refusal: Invalid, typed: forms.Values | None = None) -> str:
    """The sale form with what is wrong beside each field, also for bidding when publishing was refused."""
    db.end_read()
    own = queries.own_listing(listing_id, person_id)
    return _form(own, forms.values_of(own) | (typed or {}), _sentences(refusal))


def _form(
    own: queries.OwnListing, values: forms.Values, errors: Mapping[str, list[str]] | None = None, step: str = ""
) -> str:
    """At one step, or, without one, all of it at once: where there are faults to see."""
    return render_template(
        "catalogue/edit.html",
        own=own,
        listing=own.view,
        step=step,
        steps=forms.STEPS,
        rules=forms.rules_of(own.wanted_terms),
        fees=fees_of(own),
        countries=forms.choices_of_country(),
        tables=forms.choices_of_table(own.view.seller_id),
        dispatch=forms.choices_of_dispatch(),
        returns=forms.choices_of_return(),
        values=values,
        errors=errors or {},
        hints=forms.hints_of(values, clock.now(), own.asked),
        shelves=queries.categories(),
        conditions=CONDITIONS,
        currencies=forms.choices_of_currency(),
        durations=forms.choices_of_time(),
        most_pictures=service.MOST_PICTURES,
        time_zone=languages.reader().time_zone,
    )


def _sentences(refusal: Invalid) -> dict[str, list[str]]:
    faults = forms.faults_by_field(refusal.fields)
    return {field: [wording.say(code, refusal.facts) for code in codes] for field, codes in faults.items()}


def keep_words(listing_id: int) -> None:
    """Without scripts a button about pictures sends the whole form: its words are kept first, so a click loses none.

    This makes a second call in one request, against the house style, because a form cannot be sent twice.
    """
    typed = forms.typed_in(request.form)
    if typed:
        service.save_draft(listing_id=listing_id, person_id=web.person_id(), fields=forms.fields_of(typed))


def take(listing_id: int) -> Taken:
    """Hang the pictures that came with the form; tell a reader without scripts which ones were refused."""
    files = [file for file in request.files.getlist("pictures") if file.filename]
    if not files:
        return Taken()
    uploads = (Upload(file.filename or "", file.stream.read(LONGEST_READ)) for file in files)
    taken = take_uploads(listing_id=listing_id, person_id=web.person_id(), uploads=uploads)
    if not web.wants_json():
        for name, refusal in taken.refused:
            isolated = f"\u2068{name[:80]}\u2069"  # a name keeps its own direction inside any sentence
            message = wording.say(refusal.code, refusal.facts)
            flash(_("%(name)s: %(problem)s", name=isolated, problem=message), "bad")
    return taken
