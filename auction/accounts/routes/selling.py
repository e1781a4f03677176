"""Becoming a seller, and a seller's block list."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import web
from auction.accounts import queries, service
from auction.accounts.routes.blueprint import blueprint, page
from auction.accounts.schemas import HandleIn
from auction.errors import Refusal
from auction.shapes import read_form


@blueprint.post("/settings/sell")
@web.allow(web.PERSON)
def start_selling() -> ResponseReturnValue:
    service.start_selling(person_id=web.person_id())
    flash(_("You can sell now. Your public name stands on your listings."), "success")
    return redirect(web.safe_next(url_for("accounts.settings")))


@blueprint.get("/settings/blocks")
@web.allow(web.PERSON)
def blocks() -> ResponseReturnValue:
    return _blocks_page()


@blueprint.post("/settings/blocks")
@web.allow(web.PERSON)
def block_person() -> ResponseReturnValue:
    try:
        handle = read_form(HandleIn(), request.form)["handle"]
        blocked = service.block_person(owner_id=web.person_id(), handle=handle)
    except Refusal as refusal:
        return _blocks_page(refusal)
    flash(_("%(handle)s can no longer bid with you.", handle=blocked.handle), "success")
    return redirect(url_for("accounts.blocks"))


@blueprint.post("/settings/blocks/remove")
@web.allow(web.PERSON)
def unblock_person() -> ResponseReturnValue:
    try:
        handle = read_form(HandleIn(), request.form)["handle"]
        freed = service.unblock_person(owner_id=web.person_id(), handle=handle)
    except Refusal as refusal:
        return _blocks_page(refusal)
    flash(_("%(handle)s can bid with you again.", handle=freed.handle), "success")
    return redirect(url_for("accounts.blocks"))


@blueprint.post("/settings/blocks/<int:block_id>/remove")
@web.allow(web.PERSON)
def unblock_unnamed(block_id: int) -> ResponseReturnValue:
    """Let in again somebody whom the seller knows only as a bidder on one lot."""
    service.unblock_unnamed(owner_id=web.person_id(), block_id=block_id)
    flash(_("They can bid with you again."), "success")
    return redirect(url_for("accounts.blocks"))


def _blocks_page(refusal: Refusal | None = None) -> ResponseReturnValue:
    return page(
        "blocks", refusal, blocked=queries.blocked_by(web.person_id()), unnamed=queries.blocked_unnamed(web.person_id())
    )
