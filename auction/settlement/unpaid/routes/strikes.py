"""Strikes: a buyer's own with the ways to redeem them, and all of them for the staff, appeals first."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import db, web, wording
from auction.errors import Invalid
from auction.settlement.unpaid import queries, service
from auction.settlement.unpaid.routes.choices import blueprint
from auction.settlement.unpaid.wording import STRIKE_STATES

PAGE = 50


@blueprint.get("/my/strikes")
@web.allow(web.PERSON)
def my_strikes() -> ResponseReturnValue:
    """One's own strikes and how each may be redeemed."""
    return _mine()


def _mine(strike_id: int = 0, error: str = "") -> str:
    person_id = web.person_id()
    return render_template(
        "settlement/strikes.html",
        strikes=queries.strikes_of(person_id),
        count=queries.count_in_force(person_id),
        states=STRIKE_STATES,
        errors={strike_id: error} if error else {},
        typed={strike_id: request.form.get("text", "")},
    )


@blueprint.post("/my/strikes/<int:strike_id>/late")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def ask_late(strike_id: int) -> ResponseReturnValue:
    """Ask the seller to be allowed to pay after all."""
    service.ask_to_pay_late(strike_id=strike_id, person_id=web.person_id())
    flash(_("The seller is asked. If they agree, a new order waits for you here."), "good")
    return redirect(url_for("unpaid.my_strikes"), 303)


@blueprint.post("/my/strikes/<int:strike_id>/appeal")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
def appeal(strike_id: int) -> ResponseReturnValue:
    """Say why a strike is wrong."""
    try:
        service.appeal_strike(strike_id=strike_id, person_id=web.person_id(), text=request.form.get("text", ""))
    except Invalid as refusal:
        db.end_read()
        return _mine(strike_id, _first(refusal)), int(web.status_of(refusal))
    flash(_("Thank you. The staff will look at it and answer you."), "good")
    return redirect(url_for("unpaid.my_strikes"), 303)


@blueprint.get("/my/strikes/<int:_strike_id>/appeal")
@web.allow(web.PERSON)
def after_a_refused_appeal(_strike_id: int) -> ResponseReturnValue:
    """A page that answered a form stands at the form's address: whoever loads it again means the list."""
    return redirect(url_for("unpaid.my_strikes"))


def _first(refusal: Invalid) -> str:
    return wording.say(next(iter(refusal.fields.values()))[0], refusal.facts)


@blueprint.get("/staff/strikes")
@web.allow(web.MODERATOR)
def staff_strikes() -> ResponseReturnValue:
    """All strikes, a page at a time; those whose appeal waits at the head."""
    return _for_staff()


def _for_staff(errors: Mapping[int, str] | None = None) -> str:
    before = request.args.get("before", type=web.a_number)
    found = queries.strikes_for_staff(is_waiting=False, before=before, limit=PAGE + 1)
    return render_template(
        "settlement/staff_strikes.html",
        waiting=queries.strikes_for_staff(is_waiting=True),
        strikes=found[:PAGE],
        older=found[PAGE - 1].id if len(found) > PAGE else None,
        is_first=before is None,
        states=STRIKE_STATES,
        errors=errors or {},
        typed=request.form.get("reason", ""),
    )


@blueprint.post("/staff/strikes/<int:strike_id>/decision")
@web.allow(web.MODERATOR)
@web.limiter.limit("60/minute")
def decide(strike_id: int) -> ResponseReturnValue:
    """Take a strike away, or turn an appeal down; with a reason."""
    is_granted = request.form.get("decision") == "redeem"
    try:
        service.decide_appeal(
            strike_id=strike_id, person_id=web.person_id(), is_granted=is_granted, reason=request.form.get("reason", "")
        )
    except Invalid as refusal:
        db.end_read()
        return _for_staff({strike_id: _first(refusal)}), int(web.status_of(refusal))
    flash(_("The strike is taken away.") if is_granted else _("The strike stands. The buyer is told why."), "good")
    return redirect(url_for("unpaid.staff_strikes"), 303)


@blueprint.get("/staff/strikes/<int:_strike_id>/decision")
@web.allow(web.MODERATOR)
def after_a_refused_decision(_strike_id: int) -> ResponseReturnValue:
    """A page that answered a form stands at the form's address: whoever loads it again means the list."""
    return redirect(url_for("unpaid.staff_strikes"))
