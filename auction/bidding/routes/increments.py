"""The operator's pages of increments: every currency's table, and the form that changes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from babel import numbers
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import languages, web, wording
from auction.bidding import queries, service
from auction.bidding.queries import CurrencyTable
from auction.bidding.routes.shelves import blueprint
from auction.bidding.service import TableTyped
from auction.errors import Invalid
from auction.rules import money

EMPTY_ROWS = 4
MOST_ROWS = 80
PRICES = (1, 5, 10, 50, 100, 250, 1_000, 5_000, 25_000, 100_000)


@dataclass(frozen=True, slots=True)
class TablePage:
    """One currency as its page shows it: what holds, what was typed, and what bids the table at hand would ask."""

    table: CurrencyTable
    name: str
    typed: TableTyped
    next_bids: list[tuple[int, int]]
    errors: Mapping[str, str]
    is_preview: bool


@blueprint.get("/operator/increments")
@web.allow(web.OPERATOR)
def list_increments() -> ResponseReturnValue:
    """What new auctions in each currency open with."""
    tables = [(table, currency_name(table.currency)) for table in queries.currency_tables()]
    return render_template("bidding/increments.html", tables=tables, share=share)


@blueprint.get("/operator/increments/<currency>")
@web.allow(web.OPERATOR)
def edit_increments(currency: str) -> ResponseReturnValue:
    """The form of one currency's table, filled with the one that holds."""
    table = queries.currency_table(currency)
    return _page(table, typed_as(table), table)


@blueprint.post("/operator/increments/<currency>")
@web.allow(web.OPERATOR)
def change_increments(currency: str) -> ResponseReturnValue:
    """Keep the table typed; or only look at it, or get more rows to fill."""
    typed, then = _typed(request.form), request.form.get("then", "save")
    if then == "rows":
        return _page(queries.currency_table(currency), typed, None)
    try:
        if then == "preview":
            seen = service.read_table(currency, typed)
            return _page(queries.currency_table(currency), typed, seen, is_preview=True)
        service.change_currency_terms(currency=currency, typed=typed, by_id=web.person_id())
    except Invalid as refusal:
        errors = {name: wording.say(codes[0], refusal.facts) for name, codes in refusal.fields.items()}
        return _page(queries.currency_table(currency), typed, None, errors), int(web.status_of(refusal))
    flash(_("The table is kept. Auctions that open from now on take it; those already open keep theirs."), "good")
    return redirect(url_for("bidding.edit_increments", currency=currency))


@blueprint.post("/operator/increments/<currency>/built-in")
@web.allow(web.OPERATOR)
def restore_increments(currency: str) -> ResponseReturnValue:
    """Back to the table that the house brings along."""
    service.restore_currency_terms(currency=currency, by_id=web.person_id())
    flash(_("The built-in table holds again for auctions that open from now on."), "good")
    return redirect(url_for("bidding.edit_increments", currency=currency))


def _page(
    table: CurrencyTable,
    typed: TableTyped,
    seen: CurrencyTable | None,
    errors: Mapping[str, str] | None = None,
    *,
    is_preview: bool = False,
) -> str:
    """The form with what was typed and some empty rows after it, and the next bids of the table that is `seen`."""
    rows = list(typed.bands) if errors else [row for row in typed.bands if any(text.strip() for text in row)]
    while rows and not any(text.strip() for text in rows[-1]):
        rows.pop()
    rows = [*rows, *[("", "")] * EMPTY_ROWS][:MOST_ROWS]
    page = TablePage(
        table=table,
        name=currency_name(table.currency),
        typed=replace(typed, bands=tuple(rows)),
        next_bids=next_bids(seen) if seen else [],
        errors=errors or {},
        is_preview=is_preview,
    )
    return render_template("bidding/increments_form.html", page=page, share=share)


def _typed(form: Mapping[str, str]) -> TableTyped:
    numbers_given = [number for number in range(1, MOST_ROWS + 1) if f"from_{number}" in form]
    return TableTyped(
        kind=form.get("kind", ""),
        bands=tuple((form[f"from_{number}"], form.get(f"step_{number}", "")) for number in numbers_given),
        flat=form.get("flat", ""),
        percent=form.get("percent", ""),
        least=form.get("least", ""),
        floor=form.get("floor", ""),
    )


def typed_as(table: CurrencyTable) -> TableTyped:
    """A table as its operator would have typed it."""

    def text(minor: int) -> str:
        return money.plain(minor, table.currency)

    steps = table.increments
    typed = TableTyped(kind=steps.kind, floor=text(table.large_bid_floor_minor))
    match steps.kind:
        case "bands":
            pairs = zip(steps.starts, steps.steps, strict=True)
            return replace(typed, bands=tuple((text(start), text(step)) for start, step in pairs))
        case "flat":
            return replace(typed, flat=text(steps.steps[0]))
        case "percent":
            return replace(typed, percent=str(_percent(steps.basis_points)), least=text(steps.least))
        case "ladder":
            return replace(typed, least=text(steps.least))


def next_bids(table: CurrencyTable) -> list[tuple[int, int]]:
    """For a few prices: the price and the least next bid."""
    unit = 10 ** money.exponent(table.currency) if money.exponent(table.currency) else 100
    steps = table.increments
    return [(price, steps.after(price)) for price in (unit * units for units in PRICES)]


def currency_name(currency: str) -> str:
    return str(numbers.get_currency_name(currency, locale=languages.reader().locale))


def share(basis_points: int) -> str:
    """A percentage in the reader's digits: 250 -> "2.5"."""
    return languages.number(_percent(basis_points))


def _percent(basis_points: int) -> Decimal:
    whole, rest = divmod(basis_points, 100)
    return Decimal(whole) if not rest else (Decimal(basis_points) / 100).normalize()
