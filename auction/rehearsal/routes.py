"""HTTP of the rehearsal: the page of a draft, and taking the tried terms over. Nothing is written before that."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import clock, db, web, wording
from auction.catalogue import queries as catalogue
from auction.catalogue.media import beside_the_sockets
from auction.catalogue.queries import OwnListing
from auction.catalogue.service import DraftFields, save_draft
from auction.errors import Conflict, Invalid
from auction.rehearsal import forms, sources
from auction.rehearsal.presenting import Rehearsal, compared, length_text
from auction.rehearsal.wording import LABELS, SOURCES, name_of, said

blueprint = Blueprint("rehearsal", __name__)

Errors = dict[str, str]


@blueprint.get("/sell/<int:listing_id>/rehearsal")
@web.allow(web.SELLER)
@web.limiter.limit("60/minute")
def show(listing_id: int) -> ResponseReturnValue:
    """The draft as it stands, played with invented bids."""
    own = _own_draft(listing_id)
    return _page(own, forms.values_of(own.wanted_terms))


@blueprint.post("/sell/<int:listing_id>/rehearsal")
@web.allow(web.SELLER)
@web.limiter.limit("30/minute")
def play(listing_id: int) -> ResponseReturnValue:
    """The draft beside what is tried, with the bids that were chosen. Writes nothing."""
    own = _own_draft(listing_id)
    return _page(own, forms.values_of(own.wanted_terms) | forms.typed_in(request.form))


@blueprint.post("/sell/<int:listing_id>/rehearsal/terms")
@web.allow(web.SELLER)
@web.limiter.limit("60/minute")
def take_over(listing_id: int) -> ResponseReturnValue:
    """The tried terms go into the draft; every other word of it stays."""
    fields = DraftFields(wanted_terms=forms.words_to_keep(request.form))
    save_draft(listing_id=listing_id, person_id=web.person_id(), fields=fields)
    flash(_("The terms you tried are in your draft now."), "good")
    return redirect(
        url_for("catalogue.edit", listing_id=listing_id, step="price", _anchor="price"), HTTPStatus.SEE_OTHER
    )


@blueprint.get("/sell/<int:listing_id>/rehearsal/terms")
@web.allow(web.SELLER)
def after_taking_over(listing_id: int) -> ResponseReturnValue:
    """Whoever loads the form's address again means the rehearsal."""
    return redirect(url_for("rehearsal.show", listing_id=listing_id))


def _own_draft(listing_id: int) -> OwnListing:
    """Raises Absent for anybody else's, Conflict (already_published)."""
    own = catalogue.own_listing(listing_id, web.person_id())
    if not own.is_draft:
        raise Conflict("already_published", listing_id=listing_id)
    return own


def _page(own: OwnListing, values: forms.Values) -> ResponseReturnValue:
    """The form, with what came of it or with what is wrong beside each field."""
    sides = forms.read(own.wanted_terms, values, clock.now())
    currency = forms.currency_of(own.wanted_terms)
    errors, found, status = _worded(sides.tried.faults, {"currency": currency}), None, 200
    if not sides.tried.is_playable:
        status = 200 if request.method == "GET" else 422
    else:
        try:
            found = _played(own, sides, values, currency)
        except Invalid as refusal:
            errors, status = _worded(refusal.fields, refusal.facts), int(web.status_of(refusal))
    page = render_template(
        "rehearsal/rehearsal.html",
        own=own,
        listing=own.view,
        values=values,
        currency=currency,
        errors=errors,
        draft_errors=_worded(sides.draft.faults, {"currency": currency}),
        found=found,
        labels=LABELS,
        name_of=name_of,
        length_text=length_text,
        said=said,
        source_choices=[(name, *SOURCES[name]) for name in sources.SOURCES],
        steps=forms.choices_of_increments(currency),
        durations=forms.choices_of_duration(own.wanted_terms),
        keeps={name: values[name] for name in forms.TAKEN_OVER},
    )
    return page, status


def _worded(faults: Mapping[str, list[str]], facts: Mapping[str, object]) -> Errors:
    return {field: " ".join(wording.say(code, facts) for code in codes) for field, codes in faults.items()}


def _played(own: OwnListing, sides: forms.Sides, values: forms.Values, currency: str) -> Rehearsal:
    """Reads all that is needed, lets go of the database, and only then plays. Raises Invalid by field."""
    source = values["source"]
    estimate_minor = forms.estimate(values["estimate"], currency)
    upload = request.files.get("file") if source == "file" else None
    content = upload.stream.read(sources.LARGEST_FILE + 1) if upload else b""
    category = own.view.category
    if source not in sources.SOURCES:
        raise Invalid(fields={"source": ["unknown_choice"]})
    ended = sources.ended_streams(currency, category.slug if category else None) if source == "ended" else None
    as_written = source == "file" and values["amounts"] == "written"
    db.end_read()

    def work() -> Rehearsal:
        if source == "file":
            taken = sources.streams_of_file(content, currency)
        else:
            taken = ended or sources.invented_streams(source)
        return compared(sides, taken, estimate_minor, as_written=as_written)

    return beside_the_sockets(work)
