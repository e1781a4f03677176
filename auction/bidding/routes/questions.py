"""HTTP of questions on the page of a lot: asking, and the seller's answer. Decides nothing."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import db, web
from auction.bidding import service
from auction.bidding.routes.lots import show_refused
from auction.bidding.routes.shelves import blueprint
from auction.catalogue import service as catalogue
from auction.errors import Refusal


@blueprint.post("/auctions/<int:auction_id>/questions")
@web.allow(web.PERSON)
@web.limiter.limit("30/hour")
def ask_question(auction_id: int) -> ResponseReturnValue:
    """Ask the seller something; refused, the question stands in its box with the reason."""
    text = request.form.get("question", "")
    try:
        service.ask_question(auction_id=auction_id, person_id=web.person_id(), text=text)
    except Refusal as refusal:
        db.end_read()
        return show_refused(auction_id, refusal, "question", {"question": text})
    flash(_("Your question is with the seller. You are told of the answer."), "good")
    return _back(auction_id)


@blueprint.post("/auctions/<int:auction_id>/questions/<int:question_id>")
@web.allow(web.SELLER)
@web.limiter.limit("60/minute")
def answer_question(auction_id: int, question_id: int) -> ResponseReturnValue:
    """The seller answers on the lot's page; refused, the answer stands in its box with the reason."""
    text, field = request.form.get("answer", ""), f"answer-{question_id}"
    try:
        catalogue.answer_question(question_id=question_id, person_id=web.person_id(), text=text)
    except Refusal as refusal:
        db.end_read()
        return show_refused(auction_id, refusal, field, {field: text})
    flash(_("Your answer is public, and the one who asked is told."), "good")
    return _back(auction_id)


@blueprint.get("/auctions/<int:auction_id>/questions")
@blueprint.get("/auctions/<int:auction_id>/questions/<int:_question_id>")
@web.allow(web.ANYONE)
def questions(auction_id: int, _question_id: int = 0) -> ResponseReturnValue:
    """A page that answered a form stands at the form's address: whoever loads it again means the lot."""
    return _back(auction_id)


def _back(auction_id: int) -> ResponseReturnValue:
    return redirect(url_for("bidding.lot", auction_id=auction_id, _anchor="questions"), HTTPStatus.SEE_OTHER)
