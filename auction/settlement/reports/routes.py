"""The operator's pages of the ledger and of how the house does, and the latter as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import clock, web
from auction.bidding.graph import Course, Graph, Step, draw
from auction.bidding.queries import CURRENCIES_OFFERED
from auction.catalogue import queries as catalogue
from auction.rules.money import plain
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.models import KINDS
from auction.settlement.payouts.files import csv_file, signed
from auction.settlement.reports import queries, service
from auction.settlement.reports.wording import KIND_NAMES

MOVES = 50
DAYS = 30
MOST_DAYS = 366
EARLIEST = date(2000, 1, 1)

blueprint = Blueprint("reports", __name__)


@blueprint.get("/operator/ledger")
@web.allow(web.OPERATOR)
def show_ledger() -> ResponseReturnValue:
    """What the accounts hold, the last moves, and the last look through all of it."""
    kind, currency = request.args.get("kind", ""), request.args.get("currency", "")
    cause, before = request.args.get("cause", "").strip()[:60], request.args.get("before", type=web.a_number)
    found = ledger.last_moves(
        kind=kind if kind in KINDS else "", currency=currency if currency in CURRENCIES_OFFERED else "", cause=cause,
        before=before, limit=MOVES + 1,
    )  # fmt: skip
    return render_template(
        "settlement/ledger.html",
        sums=ledger.sums_by_kind(),
        kinds=KIND_NAMES,
        moves=found[:MOVES],
        older=found[MOVES - 1].id if len(found) > MOVES else None,
        is_first=before is None,
        wanted={"kind": kind, "currency": currency, "cause": cause},
        currencies=CURRENCIES_OFFERED,
        check=queries.last_check(),
    )


@blueprint.post("/operator/ledger/check")
@web.allow(web.OPERATOR)
@web.limiter.limit("10/minute")
def check_ledger() -> ResponseReturnValue:
    """Look through the whole ledger now."""
    found = service.check_ledger()
    if found.faults:
        flash(_("The ledger is not sound. Please see below what was found."), "bad")
    else:
        flash(_("The ledger is sound: every balance is what its moves make, and nothing is lost."), "good")
    return redirect(url_for("reports.show_ledger"), 303)


@dataclass(frozen=True, slots=True)
class Range:
    """Whole days of UTC, both the first and the last among them."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first, time(), UTC)

    @property
    def until(self) -> datetime:
        return datetime.combine(self.last, time(), UTC) + timedelta(days=1)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


@blueprint.get("/operator/reports")
@web.allow(web.OPERATOR)
def show() -> ResponseReturnValue:
    """How the house did in some days, in one currency: a graph, the days, the shelves."""
    asked = _asked()
    found = queries.cells(asked.since, asked.until, clock.now())
    used = sorted({cell.currency for cell in found}) or [CURRENCIES_OFFERED[0]]
    currency = request.args.get("currency", "")
    currency = currency if currency in CURRENCIES_OFFERED else used[0]
    ours = [cell for cell in found if cell.currency == currency]
    by_day = queries.folded(ours, lambda cell: cell.day)
    by_shelf = queries.folded(ours, lambda cell: cell.category_id)
    names = _shelf_names()
    return render_template(
        "settlement/reports.html",
        asked=asked,
        currency=currency,
        currencies=sorted({*used, *CURRENCIES_OFFERED}),
        total=sum(by_day.values(), queries.Figures()),
        days=[
            (datetime.combine(day, time(12), UTC), by_day[str(day)])
            for day in reversed(asked.days)
            if str(day) in by_day
        ],
        shelves=sorted(
            ((names.get(shelf_id, _("Of no category")), figures) for shelf_id, figures in by_shelf.items()),
            key=lambda row: -row[1].value_minor,
        ),
        graph=_drawn(asked, by_day, currency),
    )


def _drawn(asked: Range, by_day: dict[str, queries.Figures], currency: str) -> Graph:
    """The value of each day as a line of steps, drawn as the price of a lot is."""
    values = [by_day.get(str(day), queries.Figures()).value_minor for day in asked.days]
    steps = [Step(datetime.combine(day, time(), UTC), value) for day, value in zip(asked.days, values, strict=True)]
    return draw(
        Course(
            currency=currency, starting_minor=0, opens_at=asked.since, planned_end=asked.until, end=asked.until,
            until=asked.until, steps=tuple(steps), bid_count=0, seq=0,
        )
    )  # fmt: skip


@blueprint.get("/operator/reports.csv")
@web.allow(web.OPERATOR)
def as_csv() -> ResponseReturnValue:
    """Every day, shelf and currency as a line of a file."""
    asked, names = _asked(), _shelf_names()
    head = [
        "day", "category", "currency", "closed", "sold", "value", "revenue", "orders", "unpaid", "mean_seconds_late",
        "worst_seconds_late",
    ]  # fmt: skip
    rows = [
        (
            cell.day, names.get(cell.category_id, ""), cell.currency, cell.figures.closed, cell.figures.sold,
            plain(cell.figures.value_minor, cell.currency), signed(cell.figures.revenue_minor, cell.currency),
            cell.figures.orders, cell.figures.unpaid, _seconds(cell.figures.mean_seconds),
            _seconds(cell.figures.worst_seconds),
        )
        for cell in queries.cells(asked.since, asked.until, clock.now())
    ]  # fmt: skip
    return csv_file(f"mazad-{asked.first}-{asked.last}.csv", head, rows)


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _shelf_names() -> dict[int | None, str]:
    return {shelf.id: shelf.name for shelf in catalogue.categories()}


def _asked() -> Range:
    """The days asked for, a year at most; without any, the last thirty."""
    today = clock.now().date()
    last = max(min(_date("until") or today, today), EARLIEST)
    first = min(_date("since") or last - timedelta(days=DAYS - 1), last)
    return Range(max(first, last - timedelta(days=MOST_DAYS - 1)), last)


def _date(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
