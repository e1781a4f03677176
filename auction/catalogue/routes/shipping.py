"""HTTP of a seller's tables of prices for sending: listed, made, changed, thrown away. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from auction import db, languages, web, wording
from auction.accounts import queries as accounts
from auction.catalogue import forms, queries, service
from auction.catalogue.routes.sale import blueprint
from auction.errors import Invalid
from auction.rules import money
from auction.rules.delivery import ZONES, Rates

SPARE_ROWS = 2
FEWEST_ROWS = 4


@blueprint.get("/sell/shipping")
@web.allow(web.SELLER)
def shipping() -> ResponseReturnValue:
    """One's tables of prices for sending."""
    return render_template("catalogue/shipping.html", tables=queries.shipping_tables(web.person_id()))


@blueprint.get("/sell/shipping/new")
@web.allow(web.SELLER)
def new_shipping_table() -> ResponseReturnValue:
    viewer = accounts.viewer()
    wished = viewer.display_currency if viewer else ""
    return _form(None, {"currency": wished if wished in forms.CURRENCIES else "USD", "further": "weight"})


@blueprint.get("/sell/shipping/<int:table_id>")
@web.allow(web.SELLER)
def shipping_table(table_id: int) -> ResponseReturnValue:
    return _form(table_id, _values(queries.shipping_table(table_id, web.person_id())))


@blueprint.post("/sell/shipping/new")
@web.allow(web.SELLER)
@web.limiter.limit("60/hour")
def create_shipping_table() -> ResponseReturnValue:
    return _keep(None)


@blueprint.post("/sell/shipping/<int:table_id>")
@web.allow(web.SELLER)
@web.limiter.limit("60/minute")
def change_shipping_table(table_id: int) -> ResponseReturnValue:
    return _keep(table_id)


@blueprint.post("/sell/shipping/<int:table_id>/delete")
@web.allow(web.SELLER)
def delete_shipping_table(table_id: int) -> ResponseReturnValue:
    service.delete_table(table_id=table_id, person_id=web.person_id())
    flash(_("The table is thrown away. What is published keeps its prices."), "good")
    return redirect(url_for("catalogue.shipping"), HTTPStatus.SEE_OTHER)


def _keep(table_id: int | None) -> ResponseReturnValue:
    """Keep the table, or show it with one row more, or with what is wrong."""
    typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
    if request.form.get("then") == "row":
        return _form(table_id, typed, rows=_rows_typed(typed) + 1)
    try:
        service.keep_table(person_id=web.person_id(), table_id=table_id, fields=_fields(typed))
    except Invalid as refusal:
        db.end_read()
        errors = {name: [wording.say(code, refusal.facts) for code in codes] for name, codes in refusal.fields.items()}
        return _form(table_id, typed, errors, rows=_rows_typed(typed)), web.status_of(refusal)
    flash(_("The table is kept. Choose it on the form of a listing."), "good")
    return redirect(url_for("catalogue.shipping"), HTTPStatus.SEE_OTHER)


def _fields(typed: Mapping[str, str]) -> service.TableFields:
    columns = ("weight", *ZONES)
    return service.TableFields(
        name=typed.get("name", ""),
        currency=typed.get("currency", ""),
        bands=[{name: typed.get(f"{name}-{row}", "") for name in columns} for row in range(service.MOST_BANDS)],
        further=typed.get("further", ""),
        further_value=typed.get("further_value", ""),
    )


def _values(table: queries.TableView) -> dict[str, str]:
    """A kept table as it would be typed."""
    values = {"name": table.name, "currency": table.currency, "further": table.rates.further}
    for row, band in enumerate(table.rates.bands):
        values[f"weight-{row}"] = str(band.to_grams)
        values |= {f"{zone}-{row}": money.plain(minor, table.currency) for zone, minor in band.prices.items()}
    return values | {"further_value": _further_value(table.rates, table.currency)}


def _further_value(rates: Rates, currency: str) -> str:
    if rates.further == "percent":
        return str(rates.further_value // 100)
    return money.plain(rates.further_value, currency) if rates.further == "price" else ""


def _rows_typed(values: Mapping[str, str]) -> int:
    return sum(f"weight-{row}" in values for row in range(service.MOST_BANDS))


def _form(
    table_id: int | None, values: Mapping[str, str], errors: Mapping[str, list[str]] | None = None, rows: int = 0
) -> str:
    return render_template(
        "catalogue/shipping_table.html",
        table_id=table_id,
        values=values,
        errors=errors or {},
        rows=min(service.MOST_BANDS, max(rows, FEWEST_ROWS, _rows_typed(values) + (0 if rows else SPARE_ROWS))),
        most_rows=service.MOST_BANDS,
        currencies=forms.choices_of_currency(),
        reader_language=languages.reader().language,
    )
