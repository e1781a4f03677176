"""For those who run the house: is it well, how does it do, what waits for a hand; and the API's documents."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from flask import Blueprint, Flask, Response, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import Session

from auction import clock, db, metrics, outbox, web
from auction.accounts import queries as accounts
from auction.accounts.service import audit
from auction.bidding import queries as bidding
from auction.catalogue.queries import search_troubles
from auction.errors import Forbidden
from auction.settlement.reports import queries as reports

ACTS = 50

blueprint = Blueprint("operations", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/healthz")
@web.allow(web.ANYONE)
@web.limiter.exempt
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@web.allow(web.ANYONE)
@web.limiter.exempt
def readyz() -> ResponseReturnValue:
    """The process can serve: its database answers, has the newest tables and our time. Without Redis it serves still,
    but other processes' pages hear of bids late, and without trigrams search is slower at misspelt words: that is told,
    and takes nobody out of service."""
    faults = db.faults()
    troubles = [*_redis_faults(), *([] if faults else search_troubles())]
    status = "unready" if faults else "degraded" if troubles else "ok"
    return jsonify(status=status, faults=faults + troubles), 503 if faults else 200


def _redis_faults() -> list[str]:
    address = current_app.config["MAZAD"].redis_url
    if address is None:
        return []
    import redis

    try:
        redis.Redis.from_url(address, socket_timeout=2, socket_connect_timeout=2).ping()
    except redis.RedisError as error:
        return [f"redis: {type(error).__name__}"]
    return []


@blueprint.get("/metrics")
@web.allow(web.ANYONE)
@web.limiter.exempt
def show_metrics() -> ResponseReturnValue:
    """Numbers for Prometheus. In production only with MAZAD_METRICS_TOKEN as the bearer token."""
    config = current_app.config["MAZAD"]
    is_open = not config.is_production and config.metrics_token is None
    if not is_open and not _is_token(config.metrics_token):
        raise Forbidden("metrics_token_needed")
    outbox.count_waiting()
    metrics.auctions_overdue.set(bidding.count_overdue())
    return Response(metrics.page(), mimetype="text/plain; version=0.0.4")


def _is_token(token: str | None) -> bool:
    """Compared as bytes: a header arrives as Latin-1, and may hold any of them."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode("latin-1", "replace")
    return token is not None and hmac.compare_digest(given, token.encode())


@blueprint.get("/operator")
@web.allow(web.OPERATOR)
def overview() -> ResponseReturnValue:
    """How late auctions close, how many facts wait, and those that were given up."""
    waiting, given_up = outbox.count_waiting()
    return render_template(
        "operations/overview.html",
        lateness=bidding.lateness(clock.now() - timedelta(days=1)),
        waiting=waiting,
        given_up=given_up,
        parked=outbox.parked(),
        running=bidding.count_running(),
        ledger=reports.last_check(),
    )


@blueprint.get("/operator/acts")
@web.allow(web.OPERATOR)
def acts() -> ResponseReturnValue:
    """What the staff has done, newest first, a page at a time."""
    before = request.args.get("before", type=web.a_number)
    found = accounts.audit_trail(before=before, limit=ACTS + 1)
    older = found[ACTS - 1].id if len(found) > ACTS else None
    return render_template("operations/acts.html", acts=found[:ACTS], older=older, is_first=before is None)


@blueprint.post("/operator/facts/<int:fact_id>/retry")
@web.allow(web.OPERATOR)
def retry_fact(fact_id: int) -> ResponseReturnValue:
    """Deliver a parked fact again."""
    operator_id = web.person_id()

    def note(session: Session, at: datetime) -> None:
        audit(session, actor_id=operator_id, act="retry_fact", subject=f"fact:{fact_id}", details={}, at=at)

    outbox.retry_parked(fact_id, note)
    flash(_("The fact will be delivered again."), "good")
    return redirect(url_for("operations.overview"))


@blueprint.get("/api")
@web.allow(web.ANYONE)
def api_page() -> ResponseReturnValue:
    """The API, to be read and tried out."""
    return render_template("operations/api.html", is_signed_in=current_user.is_authenticated)
