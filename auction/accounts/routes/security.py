"""How an account is kept safe: an overview, the sessions, the tokens of programs, the address to confirm."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import logout_user
from flask_security.confirmable import send_confirmation_instructions

from auction import web
from auction.accounts import queries, service
from auction.accounts.routes.blueprint import blueprint, page
from auction.accounts.schemas import TokenIn
from auction.errors import Refusal
from auction.shapes import read_form


@blueprint.get("/welcome")
@web.allow(web.ANYONE)
def welcome() -> ResponseReturnValue:
    """After registering: what to do next. The same for everybody, whether the address was new or not."""
    return page("welcome", next=web.safe_next("/"))


@blueprint.get("/settings/security")
@web.allow(web.PERSON)
def security() -> ResponseReturnValue:
    return page("security", **asdict(queries.protection_of(web.person_id())))


@blueprint.post("/settings/security/end-sessions")
@web.allow(web.PERSON)
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere, here too."""
    service.end_sessions(person_id=web.person_id())
    logout_user()
    flash(_("You are signed out on all devices."), "success")
    return redirect(url_for("security.login"))


@blueprint.post("/settings/confirm")
@web.allow(web.PERSON)
@web.limiter.limit("5 per hour")
def resend_confirmation() -> ResponseReturnValue:
    """Send the link again to one's own address."""
    person = queries.person_to_confirm()
    if person is None:
        flash(_("Your address was confirmed before."), "info")
    else:
        send_confirmation_instructions(person)  # type: ignore[no-untyped-call]
        flash(_("A new link is on its way to %(email)s.", email=person.email), "success")
    return redirect(web.safe_next(url_for("accounts.settings")))


@blueprint.get("/settings/tokens")
@web.allow(web.PERSON)
def tokens() -> ResponseReturnValue:
    return _tokens_page()


@blueprint.post("/settings/tokens")
@web.allow(web.PERSON)
@web.limiter.limit("20 per hour")
def create_token() -> ResponseReturnValue:
    """Make a token and show it, this once."""
    try:
        name = read_form(TokenIn(), request.form)["name"]
        made = service.create_token(person_id=web.person_id(), name=name)
    except Refusal as refusal:
        return _tokens_page(refusal)
    return _unkept(_tokens_page(made=made))


@blueprint.post("/settings/tokens/<int:token_id>/revoke")
@web.allow(web.PERSON)
def revoke_token(token_id: int) -> ResponseReturnValue:
    service.revoke_token(person_id=web.person_id(), token_id=token_id)
    flash(_("The token is revoked."), "success")
    return redirect(url_for("accounts.tokens"))


def _tokens_page(refusal: Refusal | None = None, made: service.TokenMade | None = None) -> ResponseReturnValue:
    return page("tokens", refusal, tokens=queries.tokens_of(web.person_id()), made=made)


def _unkept(answer: ResponseReturnValue) -> Response:
    """A page with a secret on it is not kept by the browser."""
    response = make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    return response
