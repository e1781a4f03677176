"""Saved searches: keep one, rename it, switch its alerts, forget it. Decides nothing."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import db, web
from auction.bidding import queries
from auction.bidding.routes.shelves import blueprint
from auction.catalogue import queries as catalogue
from auction.catalogue import service
from auction.errors import Invalid, Refusal


@blueprint.get("/saved-searches")
@web.allow(web.PERSON)
def saved_searches() -> ResponseReturnValue:
    """One's saved searches."""
    return _page()


def _page(refusal: Refusal | None = None, at: int | None = None) -> ResponseReturnValue:
    """The list; after a refusal with what was typed, beside the search it is about (`at`; None: the new one)."""
    problem = None
    if refusal is not None:
        db.end_read()
        body = web.body_of(refusal)
        problem = {"at": at, "fields": body.get("fields", {}), "message": body["message"], "typed": request.form}
    shown = render_template(
        "bidding/saved_searches.html", searches=catalogue.saved_searches(web.person_id()), problem=problem
    )
    return shown, 200 if refusal is None else int(web.status_of(refusal))


@blueprint.post("/saved-searches")
@web.allow(web.PERSON)
@web.limiter.limit("60/hour")
def save_search() -> ResponseReturnValue:
    """Keep a search by its query string, or by its words alone."""
    if "q" in request.form and not request.form["q"].strip():
        return _page(Invalid(fields={"q": ["needed"]}))
    wanted = queries.normal_query(request.form.get("wanted") or queries.query_of_words(request.form.get("q", "")))
    name = request.form.get("name", "").strip() or queries.name_of(wanted)[: service.LONGEST_NAME]
    try:
        saved = service.save_search(person_id=web.person_id(), name=name or _("All open lots"), wanted=wanted)
    except Refusal as refusal:
        return _page(refusal)
    if saved.is_new:
        flash(_("The search is saved. We tell you when something new matches it."), "good")
    else:
        flash(_("You have saved this search before, as “%(name)s”.", name=saved.name), "note")
    return redirect(web.safe_next(url_for("bidding.saved_searches")), 303)


@blueprint.post("/saved-searches/<int:search_id>")
@web.allow(web.PERSON)
def change_search(search_id: int) -> ResponseReturnValue:
    """Rename a search, and switch its alerts."""
    is_alerting = request.form.get("alerts") == "on"
    try:
        service.change_search(
            person_id=web.person_id(),
            search_id=search_id,
            name=request.form.get("name", ""),
            is_alerting=is_alerting,
        )
    except Invalid as refusal:
        return _page(refusal, search_id)
    flash(_("Saved."), "good")
    return redirect(url_for("bidding.saved_searches"), 303)


@blueprint.post("/saved-searches/<int:search_id>/delete")
@web.allow(web.PERSON)
def delete_search(search_id: int) -> ResponseReturnValue:
    service.delete_search(person_id=web.person_id(), search_id=search_id)
    flash(_("The search is deleted."), "good")
    return redirect(url_for("bidding.saved_searches"), 303)
