"""The mail of a house that sends none: kept in a folder on this machine and shown here. Never in production."""

from __future__ import annotations

import re

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from auction import mail, web
from auction.accounts.routes.blueprint import blueprint, page
from auction.errors import Absent

_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,)]")
# The letter is shown as it would be read elsewhere: its own styles and nothing that acts or loads; links open outside.
_LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
)


@blueprint.get("/outbox")
@web.allow(web.DEVELOPMENT_ONLY)
def mail_outbox() -> ResponseReturnValue:
    return page("outbox", letters=_letters(), to=request.args.get("to", ""))


@blueprint.get("/outbox/<name>")
@web.allow(web.DEVELOPMENT_ONLY)
def mail_letter(name: str) -> ResponseReturnValue:
    letter = _letter(name)
    return page("letter", letter=letter, text=_linked(letter.text))


@blueprint.get("/outbox/<name>/html")
@web.allow(web.DEVELOPMENT_ONLY)
def mail_html(name: str) -> Response:
    """The letter's own page, for a frame: it can do nothing but be read."""
    html = _letter(name).html
    if html is None:
        raise Absent
    return Response(html, headers={"Content-Security-Policy": _LETTER_POLICY})


def _letters() -> list[mail.Kept]:
    settings = current_app.config["MAZAD"]
    if not settings.has_mail_outbox:
        raise Absent
    wanted = request.args.get("to", "").strip().lower()
    return [letter for letter in mail.kept(settings.instance / "mail") if wanted in letter.to.lower()]


def _letter(name: str) -> mail.Kept:
    found = next((letter for letter in _letters() if letter.name == name), None)
    if found is None:
        raise Absent
    return found


def _linked(text: str) -> Markup:
    """Plain text with its addresses made to work."""
    parts, end = [], 0
    for match in _ADDRESS.finditer(text):
        parts += [escape(text[end : match.start()]), Markup('<a href="{0}">{0}</a>').format(match.group())]
        end = match.end()
    return Markup("").join([*parts, escape(text[end:])])
