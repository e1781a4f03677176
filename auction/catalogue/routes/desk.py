"""HTTP of the seller's desk: what is begun and published, templates and copies, questions that wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from auction import db, web, wording
from auction.catalogue import queries, service
from auction.catalogue.routes.sale import blueprint, keep_words
from auction.errors import Invalid

Offered = Callable[[int, str, int], Any]
_tellers: list[Offered] = []


def teller(tell: Offered) -> Offered:
    """Register who knows what has become of a seller's published listings, of one phase and on one page."""
    _tellers[:] = [tell]
    return tell


def _offered(person_id: int, show: str, page: int) -> Any:
    return next(tell(person_id, show, page) for tell in _tellers)


@blueprint.get("/sell")
@web.allow(web.PERSON)
def desk() -> ResponseReturnValue:
    return _desk()


def _desk(typed: Mapping[int, str] | None = None, errors: Mapping[int, str] | None = None) -> str:
    person_id = web.person_id()
    return render_template(
        "catalogue/desk.html",
        may_sell=current_user.has_role(web.SELLER),
        drafts=queries.drafts_of(person_id),
        templates=queries.templates_of(person_id),
        offered=_offered(person_id, request.args.get("show", ""), request.args.get("page", 1, int)),
        questions=queries.questions_waiting(person_id),
        typed=typed or {},
        errors=errors or {},
    )


@blueprint.post("/sell/<int:listing_id>/copies")
@web.allow(web.SELLER)
@web.limiter.limit("60/hour")
def copy(listing_id: int) -> ResponseReturnValue:
    """A draft like this listing; or, on the seller's wish, a template like it."""
    keep_words(listing_id)
    as_template = request.form.get("as") == "template"
    made = service.copy_listing(listing_id=listing_id, person_id=web.person_id(), as_template=as_template)
    if as_template:
        flash(_("Kept as a template. Begin your next listing from it."), "good")
    else:
        flash(_("Here is a listing like it. Change what is different."), "good")
    return redirect(url_for("catalogue.edit", listing_id=made.listing_id), HTTPStatus.SEE_OTHER)


@blueprint.post("/sell/questions/<int:question_id>/answer")
@web.allow(web.SELLER)
@web.limiter.limit("60/minute")
def answer_question(question_id: int) -> ResponseReturnValue:
    """Answer from the desk; what was refused stands there again with the reason."""
    text = request.form.get("answer", "")
    try:
        service.answer_question(question_id=question_id, person_id=web.person_id(), text=text)
    except Invalid as refusal:
        db.end_read()
        reason = wording.say(refusal.fields["answer"][0], refusal.facts)
        return _desk({question_id: text}, {question_id: reason}), web.status_of(refusal)
    flash(_("Your answer is public, and the one who asked is told."), "good")
    return redirect(web.safe_next(url_for("catalogue.desk", _anchor="questions")), HTTPStatus.SEE_OTHER)


@blueprint.post("/sell/questions/<int:question_id>/remove")
@web.allow(web.SELLER)
@web.limiter.limit("60/minute")
def remove_question(question_id: int) -> ResponseReturnValue:
    service.remove_question(question_id=question_id, person_id=web.person_id())
    flash(_("The question is put aside."), "note")
    return redirect(web.safe_next(url_for("catalogue.desk", _anchor="questions")), HTTPStatus.SEE_OTHER)


@blueprint.get("/sell/questions/<int:_question_id>/answer")
@web.allow(web.PERSON)
def after_a_refused_answer(_question_id: int) -> ResponseReturnValue:
    """A page that answered a form stands at the form's address: whoever loads it again means the desk."""
    return redirect(url_for("catalogue.desk", _anchor="questions"))
