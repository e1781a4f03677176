"""The blueprint of this slice, and how a refused form is shown again with all that was typed."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from auction import db, web
from auction.errors import Refusal

blueprint = Blueprint("accounts", __name__)


def page(template: str, refusal: Refusal | None = None, **given: object) -> ResponseReturnValue:
    """Show a page; after a refusal, the same page with what was typed, what is wrong with it, and the refusal's status.

    Templates read `errors` (field -> sentences), `problem` (one sentence on the whole) and `typed` (what was sent).
    """
    if refusal is None:
        return render_template(f"accounts/{template}.html", errors={}, problem=None, typed=None, **given)
    if web.wants_json():
        raise refusal
    db.end_read()
    body = web.body_of(refusal)
    errors = body.get("fields")
    typed: Mapping[str, str] = request.form
    shown = render_template(
        f"accounts/{template}.html",
        errors=errors or {},
        problem=None if errors else body["message"],
        typed=typed,
        **given,
    )
    return shown, web.status_of(refusal)
