"""The pages of notices: the list, marking as read, and what comes by e-mail. Decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, has_request_context, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from auction import clock, languages, web
from auction.errors import Absent
from auction.notices import announcing, queries, service, wording
from auction.notices.models import (
    ALWAYS_MAILED,
    APPROVAL_ASKED,
    BID_RETRACTED,
    KINDS,
    LATE_ASKED,
    OF_BOUGHT_ORDERS,
    OF_FEEDBACK,
    OF_FOLLOWING,
    OF_PAYOUTS,
    OF_SOLD_ORDERS,
    QUESTION,
    SECOND_CHANCE_ENDED,
    SOLD,
    UNSOLD,
)
from auction.notices.queries import NoticeView
from auction.notices.routes.api import mark_read

blueprint = Blueprint("notices", __name__)

_OF_SELLERS = (
    SOLD,
    UNSOLD,
    BID_RETRACTED,
    QUESTION,
    APPROVAL_ASKED,
    *OF_SOLD_ORDERS,
    SECOND_CHANCE_ENDED,
    LATE_ASKED,
    *OF_PAYOUTS,
)


@dataclass(frozen=True, slots=True)
class Day:
    """The notices of one day, under its name."""

    name: str
    notices: list[NoticeView]


@blueprint.get("/notices")
@web.allow(web.PERSON)
def list_notices() -> ResponseReturnValue:
    """One's own notices, newest first, by day."""
    page = queries.page(web.person_id(), request.args.get("after", ""))
    return render_template(
        "notices/list.html", days=_by_day(page.notices), after=page.after, words=wording, path_of=announcing.path_of
    )


@blueprint.post("/notices/read")
@web.allow(web.PERSON)
def read_notices() -> ResponseReturnValue:
    """Mark one as read, or all, and go back to where one was."""
    mark_read(web.person_id(), _notice_id(request.form.get("notice_id", "")))
    return redirect(web.safe_next(url_for("notices.list_notices")), 303)


def _notice_id(typed: str) -> int | None:
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) <= 18):
        raise Absent
    return int(typed) if typed else None


@blueprint.get("/notices/settings")
@web.allow(web.PERSON)
def settings() -> ResponseReturnValue:
    """Which kinds come by e-mail."""
    groups = [
        (
            gettext("When you bid"),
            [kind for kind in KINDS if kind not in (*_OF_SELLERS, *OF_BOUGHT_ORDERS, *OF_FOLLOWING, *OF_FEEDBACK)],
        ),
        (gettext("When you have bought"), list(OF_BOUGHT_ORDERS)),
        (gettext("When you sell"), [kind for kind in KINDS if kind in _OF_SELLERS]),
        (gettext("What you watch and follow"), list(OF_FOLLOWING)),
        (gettext("Feedback"), list(OF_FEEDBACK)),
    ]
    return render_template(
        "notices/settings.html",
        groups=groups,
        chosen=queries.mailed_kinds(web.person_id()),
        choices=wording.CHOICES,
        always=ALWAYS_MAILED,
    )


@blueprint.post("/notices/settings")
@web.allow(web.PERSON)
def choose_mails() -> ResponseReturnValue:
    """Set which kinds come by e-mail."""
    service.choose_mails(person_id=web.person_id(), kinds=request.form.getlist("kinds"))
    flash(gettext("Saved."), "success")
    return redirect(url_for("notices.settings"), 303)


def _by_day(notices: list[NoticeView]) -> list[Day]:
    zone = ZoneInfo(languages.reader().time_zone)
    today = clock.now().astimezone(zone).date()
    named = {today: gettext("Today"), today - timedelta(days=1): gettext("Yesterday")}
    by_date = groupby(notices, key=lambda notice: notice.created_at.astimezone(zone).date())
    found = [(date, list(group)) for date, group in by_date]
    return [Day(named.get(date) or languages.day(group[0].created_at), group) for date, group in found]


def read_what_is_in_view() -> None:
    """Whoever opens the page of a lot or an order has read what they were told about it; a browser that looks ahead
    has not.
    """
    if request.endpoint not in ("bidding.lot", "settlement.order") or request.method != "GET":
        return
    person_id = web.find_person_id()
    if person_id is None or "prefetch" in _purpose():
        return
    about = dict(request.view_args or {})
    if queries.has_unread_of(person_id, **about):
        service.read_about(person_id=person_id, **about)


def _purpose() -> str:
    return request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")


def count_unread() -> dict[str, int]:
    """`unread_count` for the bell on every page."""
    person_id = web.find_person_id() if has_request_context() else None
    if person_id is None:
        return {"unread_count": 0}
    if "unread_count" not in g:
        g.unread_count = queries.unread_count(person_id)
    return {"unread_count": g.unread_count}
