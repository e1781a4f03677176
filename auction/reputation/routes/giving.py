"""HTTP of giving feedback, replying to it, and of the staff's hiding of words. Decides nothing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from auction import db, web, wording
from auction.catalogue.uploads import LONGEST_READ
from auction.errors import Absent, Conflict, Invalid
from auction.reputation import queries, schemas, service
from auction.reputation.routes.reading import blueprint
from auction.reputation.service import Said
from auction.reputation.uploads import give_with_pictures
from auction.rules.feedback import DETAILS, MOST_PICTURES
from auction.shapes import read_form

PICTURES_BYTES = MOST_PICTURES * 16 * 1024 * 1024


@blueprint.url_value_preprocessor
def _expect_pictures(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the request: a form with pictures may be longer than others, once somebody is known."""
    if endpoint == "reputation.give" and request.method == "POST" and current_user.is_authenticated:
        request.max_content_length = PICTURES_BYTES


@blueprint.get("/orders/<int:order_id>/feedback")
@web.allow(web.PERSON)
def ask(order_id: int) -> ResponseReturnValue:
    """The form of feedback; back to the order where there is nothing to give any more."""
    found = queries.of_order(order_id, web.person_id())
    if found is None or not found.can_give:
        return _to_order(order_id)
    return _form(found, {}, {})


@blueprint.post("/orders/<int:order_id>/feedback")
@web.allow(web.PERSON)
@web.limiter.limit("60/hour")
def give(order_id: int) -> ResponseReturnValue:
    """Give feedback; refused, what was typed stands in the form with the reasons."""
    typed = {name: request.form[name] for name in ("stars", *DETAILS, "text") if request.form.get(name, "").strip()}
    try:
        given = give_with_pictures(order_id=order_id, person_id=web.person_id(), said=_said(typed), uploads=_uploads())
    except Invalid as refusal:
        db.end_read()
        found = queries.of_order(order_id, web.person_id())
        if found is None or not found.can_give or web.wants_json():
            raise
        return _form(found, typed, _words(refusal)), web.status_of(refusal)
    except Conflict as refusal:
        flash(wording.say(refusal.code, refusal.facts), "bad")
        return _to_order(order_id)
    said = (
        _("Thank you. Both of you have given feedback; it can be read now.")
        if given.is_revealed
        else _("Thank you. It is shown once the other side has given theirs, or the time is over.")
    )
    flash(said, "good")
    return _to_order(order_id)


def _said(typed: dict[str, str]) -> Said:
    read = read_form(schemas.SaidIn(), typed)
    return Said(read["stars"], read["text"], {name: read[name] for name in DETAILS if name in read})


def _uploads() -> list[bytes]:
    files = [file for file in request.files.getlist("pictures") if file.filename]
    if len(files) > MOST_PICTURES:
        raise Invalid(fields={"pictures": ["feedback_pictures"]}, limit=MOST_PICTURES)
    return [file.stream.read(LONGEST_READ) for file in files]


def _form(found: queries.OrderFeedback, values: dict[str, str], errors: dict[str, str]) -> str:
    return render_template("reputation/give.html", order=found, values=values, errors=errors, details=DETAILS)


def _to_order(order_id: int) -> ResponseReturnValue:
    return redirect(url_for("settlement.order", order_id=order_id, _anchor="feedback"), HTTPStatus.SEE_OTHER)


def _words(refusal: Invalid) -> dict[str, str]:
    return {
        name: " ".join(wording.say(code, refusal.facts) for code in codes) for name, codes in refusal.fields.items()
    }


@blueprint.get("/feedback/<int:feedback_id>/reply")
@web.allow(web.PERSON)
def write_reply(feedback_id: int) -> ResponseReturnValue:
    """The form of a reply, below what it replies to."""
    found = _one(feedback_id)
    if found.replied_at is not None:
        return _to_order(found.order_id)
    return render_template("reputation/reply.html", one=found, value="", error="")


@blueprint.post("/feedback/<int:feedback_id>/reply")
@web.allow(web.PERSON)
@web.limiter.limit("60/hour")
def reply(feedback_id: int) -> ResponseReturnValue:
    """Reply, once; refused, the words stand in their box with the reason."""
    text = request.form.get("reply", "")
    try:
        done = service.reply_to_feedback(feedback_id=feedback_id, person_id=web.person_id(), text=text)
    except Invalid as refusal:
        db.end_read()
        error = _words(refusal).get("reply", "")
        page = render_template("reputation/reply.html", one=_one(feedback_id), value=text, error=error)
        return page, web.status_of(refusal)
    except Conflict as refusal:
        flash(wording.say(refusal.code, refusal.facts), "bad")
        return _to_order(_one(feedback_id).order_id)
    flash(_("Your reply stands below the feedback."), "good")
    return _to_order(done.order_id)


def _one(feedback_id: int) -> queries.FeedbackView:
    found = queries.find_received(feedback_id, web.person_id())
    if found is None:
        raise Absent(kind="feedback")
    return found


@blueprint.get("/feedback/<int:feedback_id>/hide")
@web.allow(web.PERSON)
def ask_to_hide(feedback_id: int) -> ResponseReturnValue:
    """For the staff: what may be hidden of a feedback, and why."""
    return _hiding(feedback_id, {}, {})


@blueprint.post("/feedback/<int:feedback_id>/hide")
@web.allow(web.PERSON)
@web.limiter.limit("60/hour")
def hide(feedback_id: int) -> ResponseReturnValue:
    """Hide words or a reply for a reason of law. The staff's alone."""
    typed = {name: request.form.get(name, "") for name in ("part", "why")}
    try:
        service.hide_part(feedback_id=feedback_id, part=typed["part"], why=typed["why"], by_id=web.person_id())
    except Invalid as refusal:
        db.end_read()
        return _hiding(feedback_id, typed, _words(refusal)), web.status_of(refusal)
    except Conflict as refusal:
        flash(wording.say(refusal.code, refusal.facts), "bad")
    else:
        flash(_("Hidden. The reason stands in its place."), "good")
    return redirect(url_for("reputation.ask_to_hide", feedback_id=feedback_id), HTTPStatus.SEE_OTHER)


def _hiding(feedback_id: int, values: dict[str, str], errors: dict[str, str]) -> str:
    found = queries.for_staff(feedback_id, web.person_id())
    return render_template("reputation/hide.html", one=found, values=values, errors=errors)
