"""Pages on which feedback is read: one's own, and what everybody may read of a person. Decides nothing."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from auction import web
from auction.accounts import queries as accounts
from auction.errors import Absent
from auction.reputation import queries
from auction.rules.feedback import Side

SHOWN = ("waiting", "received", "given")

blueprint = Blueprint("reputation", __name__)


@blueprint.get("/my/feedback")
@web.allow(web.PERSON)
def mine() -> ResponseReturnValue:
    """One's own: what waits to be given, what was received, what was given."""
    person_id, after = web.person_id(), request.args.get("after", type=web.a_number)
    waiting = queries.waiting_for(person_id)
    wanted = request.args.get("show", "")
    show = wanted if wanted in SHOWN else "waiting" if waiting else "received"
    page = None
    if show != "waiting":
        page = queries.received_or_given(person_id, is_given=show == "given", after=after)
    return render_template(
        "reputation/mine.html", show=show, waiting=waiting, page=page, is_first=after is None, person_id=person_id
    )


@blueprint.get("/people/<handle>/feedback")
@web.allow(web.ANYONE)
def of_person(handle: str) -> ResponseReturnValue:
    """What was said of a person, as a seller or as a buyer, newest first."""
    person = accounts.find_by_handle(handle)
    if person is None:
        raise Absent(kind="people")
    role = "buyer" if request.args.get("as") == "buyer" else "seller"
    side: Side = "seller" if role == "buyer" else "buyer"
    after = request.args.get("after", type=web.a_number)
    viewer = accounts.viewer()
    return render_template(
        "reputation/person.html",
        person=person,
        role=role,
        summary=queries.summary_of(person.id, side),
        page=queries.received_by(person.id, side, after=after),
        is_first=after is None,
        is_staff=viewer is not None and bool(viewer.roles & {"moderator", "operator"}),
        is_you=viewer is not None and viewer.id == person.id,
    )
