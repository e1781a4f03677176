"""HTTP of one's address book: listed, added to, changed, one first, thrown away. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from auction import db, languages, web
from auction.catalogue.delivery import countries, country_name, is_country
from auction.errors import Invalid
from auction.settlement.delivery import presenting, queries, service
from auction.settlement.delivery.formats import FIELDS
from auction.settlement.delivery.service.addresses import KEEP_ADDRESSES

blueprint = Blueprint("delivery", __name__)


@blueprint.get("/settings/addresses")
@web.allow(web.PERSON)
def addresses() -> ResponseReturnValue:
    """One's address book."""
    return render_template(
        "settlement/addresses.html", addresses=queries.addresses_of(web.person_id()), keep_days=KEEP_ADDRESSES.days
    )


@blueprint.get("/settings/addresses/new")
@web.allow(web.PERSON)
def new_address() -> ResponseReturnValue:
    """The form of the country asked for, else of the one where the reader seems to be."""
    wished = request.args.get("country", "")
    return _form(None, wished if is_country(wished) else presenting.home_country(), {})


@blueprint.post("/settings/addresses/new")
@web.allow(web.PERSON)
@web.limiter.limit("60/hour")
def add_address() -> ResponseReturnValue:
    return _keep(None)


@blueprint.get("/settings/addresses/<int:address_id>")
@web.allow(web.PERSON)
def address(address_id: int) -> ResponseReturnValue:
    found = queries.address(address_id, web.person_id())
    return _form(address_id, found.country, {**found.parts, "is_default": "1" if found.is_default else ""})


@blueprint.post("/settings/addresses/<int:address_id>")
@web.allow(web.PERSON)
@web.limiter.limit("60/hour")
def change_address(address_id: int) -> ResponseReturnValue:
    return _keep(address_id)


@blueprint.post("/settings/addresses/<int:address_id>/default")
@web.allow(web.PERSON)
def make_default(address_id: int) -> ResponseReturnValue:
    service.make_default(address_id=address_id, person_id=web.person_id())
    flash(_("This address is proposed first from now on."), "good")
    return redirect(url_for("delivery.addresses"), HTTPStatus.SEE_OTHER)


@blueprint.post("/settings/addresses/<int:address_id>/delete")
@web.allow(web.PERSON)
def delete_address(address_id: int) -> ResponseReturnValue:
    taken_out = service.delete_address(address_id=address_id, person_id=web.person_id())
    text = _("The address is thrown away.")
    if taken_out:
        count = languages.number(taken_out)
        text += " " + ngettext(
            "It was taken out of %(num)s order, too.", "It was taken out of %(num)s orders, too.", taken_out, num=count
        )
    flash(text, "good")
    return redirect(url_for("delivery.addresses"), HTTPStatus.SEE_OTHER)


def _keep(address_id: int | None) -> ResponseReturnValue:
    """Keep an address; or show the form again: of another country, or with what is wrong."""
    typed, country = request.form, request.form.get("country", "")
    if typed.get("then") == "country":
        return _form(address_id, country, typed)
    try:
        service.keep_address(
            person_id=web.person_id(),
            address_id=address_id,
            country=country,
            typed={name: typed.get(name, "") for name in FIELDS},
            is_default=bool(typed.get("is_default")),
        )
    except Invalid as refusal:
        db.end_read()
        errors = web.body_of(refusal)["fields"]
        return _form(address_id, country, typed, errors), web.status_of(refusal)  # type: ignore[arg-type]
    flash(_("The address is kept."), "good")
    return redirect(web.safe_next(url_for("delivery.addresses")), HTTPStatus.SEE_OTHER)


def _form(
    address_id: int | None, country: str, typed: Mapping[str, str], errors: Mapping[str, list[str]] | None = None
) -> str:
    return render_template(
        "settlement/address.html",
        address_id=address_id,
        country=country,
        country_name=country_name(country),
        countries=[("", _("Please choose")), *countries()],
        fields=presenting.fields_of(country),
        typed=typed,
        errors=errors or {},
        next=web.safe_next(""),
    )
