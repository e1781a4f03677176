"""HTTP of disputes: the page on which a listing is reported, and the moderators' list. Decides nothing."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import db, web, wording
from auction.bidding import queries as bidding
from auction.disputes import queries, service
from auction.disputes import wording as words
from auction.errors import Invalid, Refusal

blueprint = Blueprint("disputes", __name__)


@blueprint.get("/auctions/<int:auction_id>/report")
@web.allow(web.PERSON)
def report(auction_id: int) -> ResponseReturnValue:
    """The form; who has reported the listing before is told so."""
    return _form(auction_id)


@blueprint.post("/auctions/<int:auction_id>/report")
@web.allow(web.PERSON)
@web.limiter.limit("20/hour")
def report_listing(auction_id: int) -> ResponseReturnValue:
    """Report; refused, the words stand there again with the reason."""
    reason, text = request.form.get("reason", ""), request.form.get("text", "")
    try:
        service.report_listing(auction_id=auction_id, person_id=web.person_id(), reason=reason, text=text)
    except Invalid as refusal:
        db.end_read()
        errors = {name: wording.say(codes[0], refusal.facts) for name, codes in refusal.fields.items()}
        return _form(auction_id, reason, text, errors), web.status_of(refusal)
    flash(_("Thank you. The moderators will look at it; the seller is not told who reported it."), "good")
    return redirect(url_for("bidding.lot", auction_id=auction_id), HTTPStatus.SEE_OTHER)


def _form(auction_id: int, reason: str = "", text: str = "", errors: dict[str, str] | None = None) -> str:
    person_id = web.person_id()
    bidding.visible_listing(auction_id, person_id)
    return render_template(
        "disputes/report.html",
        lot=bidding.card(auction_id),
        reasons=words.REASONS,
        typed={"reason": reason, "text": text},
        errors=errors or {},
        has_reported=queries.has_reported(person_id, auction_id),
        is_own=bidding.summary(auction_id).seller_id == person_id,
        longest=service.LONGEST_TEXT,
    )


@blueprint.get("/moderator/reports")
@web.allow(web.MODERATOR)
def reports() -> ResponseReturnValue:
    """What waits, and what was settled."""
    return _reports()


@blueprint.post("/moderator/reports/<int:report_id>")
@web.allow(web.MODERATOR)
def settle_report(report_id: int) -> ResponseReturnValue:
    """Settle one; refused, the list with the reason."""
    try:
        service.settle_report(
            report_id=report_id,
            by_id=web.person_id(),
            outcome=request.form.get("outcome", ""),
            note=request.form.get("note", ""),
        )
    except Refusal as refusal:
        db.end_read()
        said = next(iter(refusal.fields.values()))[0] if isinstance(refusal, Invalid) else refusal.code
        return _reports(report_id, wording.say(said, refusal.facts)), web.status_of(refusal)
    flash(_("The report is settled."), "good")
    return redirect(url_for("disputes.reports"), HTTPStatus.SEE_OTHER)


@blueprint.get("/moderator/reports/<int:_report_id>")
@web.allow(web.MODERATOR)
def after_a_refused_settling(_report_id: int) -> ResponseReturnValue:
    """A page that answered a form stands at the form's address: whoever loads it again means the list."""
    return redirect(url_for("disputes.reports"))


def _reports(refused_id: int = 0, refusal: str = "") -> str:
    is_settled = request.args.get("show") == "settled"
    return render_template(
        "disputes/reports.html",
        reports=queries.reports(is_settled=is_settled),
        is_settled=is_settled,
        reasons=words.REASONS,
        outcomes=words.OUTCOMES,
        refused_id=refused_id,
        refusal=refusal,
        note=request.form.get("note", ""),
        longest=service.LONGEST_NOTE,
    )
