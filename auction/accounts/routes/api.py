"""The people's part of /api/v1: a program asks whom it acts for."""

from __future__ import annotations

from auction import web
from auction.accounts import queries, schemas
from auction.errors import SignInNeeded

blueprint = web.ApiBlueprint("people", __name__, url_prefix="/api/v1", description="People: whom a program acts for.")


@blueprint.get("/me")
@web.allow(web.PERSON)
@blueprint.response(200, schemas.PersonOut)
def show_me() -> queries.Viewer:
    """The person whose token or session this call carries."""
    viewer = queries.viewer()
    if viewer is None:
        raise SignInNeeded
    return viewer
