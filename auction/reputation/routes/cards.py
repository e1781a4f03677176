"""The house's own scorecard, for everybody. Decides nothing."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from auction import web
from auction.reputation import queries
from auction.reputation.routes.reading import blueprint


@blueprint.get("/house/scorecard")
@web.allow(web.ANYONE)
def house_scorecard() -> ResponseReturnValue:
    """What the facts of the last year say of the house, month by month."""
    return render_template(
        "reputation/house.html",
        card=queries.house_card(),
        history=queries.history_of(None),
        counts=queries.house_counts(),
    )
