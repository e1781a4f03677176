"""HTTP of the catalogue: the seller's desk, the sale form, pictures in and out. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from auction import clock, db, languages, web, wording
from auction.accounts import queries as accounts
from auction.catalogue import forms, media, queries, service
from auction.catalogue.storage import BadShelfName
from auction.catalogue.uploads import LONGEST_READ, Taken, Upload, take_uploads
from auction.catalogue.wording import CONDITIONS
from auction.errors import Absent, Invalid

# Two dozen pictures as phones make them, sent at once by a browser without scripts. With them, one at a time.
MANY_PICTURES_BYTES = 128 * 1024 * 1024
KEPT_SECONDS = 365 * 24 * 3600
MEDIA_TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}

blueprint = Blueprint("catalogue", __name__)


@blueprint.url_value_preprocessor
def _expect_pictures(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the request: a form with pictures may be longer than others, once somebody is known."""
    if endpoint in ("catalogue.save", "catalogue.add_pictures") and current_user.is_authenticated:
        request.max_content_length = MANY_PICTURES_BYTES


@blueprint.get("/sell")
@web.allow(web.PERSON)
def desk() -> ResponseReturnValue:
    person_id = web.person_id()
    return render_template(
        "catalogue/desk.html",
        may_sell=current_user.has_role(web.SELLER),
        drafts=queries.drafts_of(person_id),
        published=queries.published_of(person_id),
    )


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
    return _form(own, forms.values_of(own))


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
        values = forms.values_of(queries.own_listing(listing_id, web.person_id()))
        return jsonify(saved_at=saved.updated_at.isoformat(), hints=forms.hints_of(values, clock.now()))
    return _go_on(listing_id, _take(listing_id))


def _go_on(listing_id: int, taken: Taken) -> Response:
    """After saving: to where the pressed button leads, unless pictures that came along want to be looked at first."""
    then = "" if taken.picture_ids or taken.refused else request.form.get("then", "")
    if then == "publish":  # 307 asks the browser to send the very same form on
        return redirect(url_for("bidding.publish", listing_id=listing_id), HTTPStatus.TEMPORARY_REDIRECT)
    if then == "preview":
        return redirect(url_for("bidding.preview", listing_id=listing_id), HTTPStatus.SEE_OTHER)
    flash(_("Your draft is saved."), "good")
    return redirect(url_for("catalogue.edit", listing_id=listing_id), HTTPStatus.SEE_OTHER)


@blueprint.post("/sell/<int:listing_id>/delete")
@web.allow(web.SELLER)
def delete(listing_id: int) -> ResponseReturnValue:
    service.delete_draft(listing_id=listing_id, person_id=web.person_id())
    flash(_("The draft is deleted."), "good")
    return redirect(url_for("catalogue.desk"), HTTPStatus.SEE_OTHER)


@blueprint.post("/sell/<int:listing_id>/pictures")
@web.allow(web.SELLER)
@web.limiter.limit("120/minute")
def add_pictures(listing_id: int) -> ResponseReturnValue:
    _keep_words(listing_id)
    taken = _take(listing_id)
    if not taken.picture_ids and not taken.refused:
        raise Invalid(fields={"pictures": ["no_upload"]})
    if not web.wants_json():
        return _back_to_pictures(listing_id)
    if not taken.picture_ids:
        raise taken.refused[0][1]
    return jsonify(
        pictures=_tiles(listing_id, taken.picture_ids),
        refused=[
            {"name": name, "code": refusal.code, "message": wording.say(refusal.code, refusal.facts)}
            for name, refusal in taken.refused
        ],
    ), HTTPStatus.CREATED


@blueprint.post("/sell/<int:listing_id>/pictures/order")
@web.allow(web.SELLER)
@web.limiter.limit("240/minute")
def arrange_pictures(listing_id: int) -> ResponseReturnValue:
    """Either the whole order, or one picture a place `up` or `down`."""
    _keep_words(listing_id)
    step = next((name for name in ("up", "down") if name in request.form), None)
    whose = {"listing_id": listing_id, "person_id": web.person_id()}
    if step:
        kept = service.move_picture(**whose, picture_id=_number(request.form[step]), by=-1 if step == "up" else 1)
    else:
        kept = service.arrange_pictures(**whose, order=[_number(text) for text in request.form.getlist("order")])
    return jsonify(order=kept.order) if web.wants_json() else _back_to_pictures(listing_id)


@blueprint.post("/sell/<int:listing_id>/pictures/<int:picture_id>/words")
@web.allow(web.SELLER)
@web.limiter.limit("240/minute")
def describe_picture(listing_id: int, picture_id: int) -> ResponseReturnValue:
    words = request.form.get("alternative", "")
    whose = {"listing_id": listing_id, "person_id": web.person_id()}
    service.describe_picture(**whose, picture_id=picture_id, alternative=words)
    return jsonify(id=picture_id) if web.wants_json() else _back_to_pictures(listing_id)


@blueprint.post("/sell/<int:listing_id>/pictures/<int:picture_id>/remove")
@web.allow(web.SELLER)
@web.limiter.limit("240/minute")
def remove_picture(listing_id: int, picture_id: int) -> ResponseReturnValue:
    _keep_words(listing_id)
    whose = {"listing_id": listing_id, "person_id": web.person_id()}
    kept = service.remove_picture(**whose, picture_id=picture_id)
    return jsonify(order=kept.order) if web.wants_json() else _back_to_pictures(listing_id)


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


@blueprint.get("/media/<key>/<name>")
@web.allow(web.ANYONE)
def picture(key: str, name: str) -> ResponseReturnValue:
    """One rendition. What lies under a key never changes, so that everybody may keep it for good."""
    media_type = MEDIA_TYPES.get(name.rpartition(".")[2])
    if media_type is None:
        raise Absent(kind="pictures")
    try:
        file = media.shelf().open(key, name)
    except BadShelfName:
        raise Absent(kind="pictures") from None
    answer = send_file(file, media_type, etag=f"{key}-{name}", max_age=KEPT_SECONDS, conditional=True)
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def render_edit(listing_id: int, person_id: int, refusal: Invalid, typed: forms.Values | None = None) -> str:
    """The sale form with what is wrong beside each field, also for bidding when publishing was refused."""
    db.end_read()
    own = queries.own_listing(listing_id, person_id)
    return _form(own, forms.values_of(own) | (typed or {}), _sentences(refusal))


def _form(own: queries.OwnListing, values: forms.Values, errors: Mapping[str, list[str]] | None = None) -> str:
    return render_template(
        "catalogue/edit.html",
        listing=own.view,
        values=values,
        errors=errors or {},
        hints=forms.hints_of(values, clock.now()),
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


def _keep_words(listing_id: int) -> None:
    """Without scripts a button about pictures sends the whole form: its words are kept first, so a click loses none.

    This makes a second call in one request, against the house style, because a form cannot be sent twice.
    """
    typed = forms.typed_in(request.form)
    if typed:
        service.save_draft(listing_id=listing_id, person_id=web.person_id(), fields=forms.fields_of(typed))


def _take(listing_id: int) -> Taken:
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


def _tiles(listing_id: int, picture_ids: list[int]) -> list[dict[str, object]]:
    """New pictures as the page shows them, for its script to put in place."""
    view = queries.listing(listing_id, viewer_id=web.person_id())
    return [
        {"id": shown.id, "html": render_template("catalogue/_tile.html", listing=view, picture=shown)}
        for shown in view.pictures
        if shown.id in picture_ids
    ]


def _back_to_pictures(listing_id: int) -> Response:
    return redirect(url_for("catalogue.edit", listing_id=listing_id, _anchor="pictures"), HTTPStatus.SEE_OTHER)


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Invalid(fields={"order": ["not_a_number"]})
    return int(text)
