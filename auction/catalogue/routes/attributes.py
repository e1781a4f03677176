"""HTTP of what categories ask: an operator's pages to add, name, order and retire attributes. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from auction import db, web, wording
from auction.catalogue import queries, service
from auction.catalogue.models import ATTRIBUTE_KINDS
from auction.catalogue.routes.sale import blueprint
from auction.catalogue.service import AttributeFields
from auction.catalogue.specifics import AttributeView
from auction.catalogue.wording import ATTRIBUTE_KIND_NAMES
from auction.errors import Invalid

TEXTS = ("name_en", "name_ar", "kind", "unit_en", "unit_ar", "choices")


@blueprint.get("/operator/categories")
@web.allow(web.OPERATOR)
def all_attributes() -> ResponseReturnValue:
    """Every category, and how much it asks."""
    return render_template(
        "catalogue/attributes_all.html", shelves=queries.categories(), counts=queries.count_attributes()
    )


@blueprint.get("/operator/categories/<slug>")
@web.allow(web.OPERATOR)
def attributes(slug: str) -> ResponseReturnValue:
    """What one category asks, and a form for one thing more."""
    return _page(slug)


@blueprint.post("/operator/categories/<slug>")
@web.allow(web.OPERATOR)
def create_attribute(slug: str) -> ResponseReturnValue:
    try:
        service.create_attribute(operator_id=web.person_id(), category=slug, fields=_fields())
    except Invalid as refusal:
        return _page(slug, None, refusal), web.status_of(refusal)
    flash(_("Sellers are asked for this from now on."), "good")
    return _back(slug)


@blueprint.get("/operator/attributes/<int:attribute_id>")
@web.allow(web.OPERATOR)
def attribute(attribute_id: int) -> ResponseReturnValue:
    """One attribute, to be changed."""
    found = queries.attribute(attribute_id)
    return _page(_slug_of(found), found)


@blueprint.post("/operator/attributes/<int:attribute_id>")
@web.allow(web.OPERATOR)
def change_attribute(attribute_id: int) -> ResponseReturnValue:
    try:
        service.change_attribute(operator_id=web.person_id(), attribute_id=attribute_id, fields=_fields())
    except Invalid as refusal:
        found = queries.attribute(attribute_id)
        return _page(_slug_of(found), found, refusal), web.status_of(refusal)
    flash(_("The attribute is changed."), "good")
    return _back(_slug_of(queries.attribute(attribute_id)))


@blueprint.post("/operator/attributes/<int:attribute_id>/<any(up, down):way>")
@web.allow(web.OPERATOR)
def move_attribute(attribute_id: int, way: str) -> ResponseReturnValue:
    by = -1 if way == "up" else 1
    service.move_attribute(operator_id=web.person_id(), attribute_id=attribute_id, by=by)
    return _back(_slug_of(queries.attribute(attribute_id)))


@blueprint.post("/operator/attributes/<int:attribute_id>/<any(retire, restore):what>")
@web.allow(web.OPERATOR)
def retire_attribute(attribute_id: int, what: str) -> ResponseReturnValue:
    is_retired = what == "retire"
    service.retire_attribute(operator_id=web.person_id(), attribute_id=attribute_id, is_retired=is_retired)
    if is_retired:
        flash(_("Sellers are not asked for it any more. What was answered stays."), "note")
    else:
        flash(_("Sellers are asked for this from now on."), "good")
    return _back(_slug_of(queries.attribute(attribute_id)))


def _fields() -> AttributeFields:
    texts: dict[str, Any] = {name: request.form.get(name, "") for name in TEXTS}
    return AttributeFields(**texts, is_needed=bool(request.form.get("is_needed")))


def _page(slug: str, changed: AttributeView | None = None, refusal: Invalid | None = None) -> str:
    """The category's attributes with the form for a new one, or for the one being changed."""
    db.end_read()
    shelf = queries.category(slug)
    way = queries.breadcrumbs(shelf.id)
    errors = refusal.fields if refusal else {}
    return render_template(
        "catalogue/attributes.html",
        shelf=shelf,
        parents=way[:-1],
        inherited=[] if len(way) < 2 else queries.attributes_asked(way[-2].id),
        attributes=queries.attributes_of(shelf.id),
        changed=changed,
        values=dict(request.form) if refusal else _values_of(changed),
        errors={name: [wording.say(code, refusal.facts) for code in codes] for name, codes in errors.items()}
        if refusal
        else {},
        kinds=ATTRIBUTE_KIND_NAMES,
    )


def _values_of(changed: AttributeView | None) -> Mapping[str, Any]:
    if changed is None:
        return {"kind": ATTRIBUTE_KINDS[0]}
    texts = {name: getattr(changed, name) for name in TEXTS if name != "choices"}
    lines = (f"{choice.en} | {choice.ar}" for choice in changed.offered)
    return texts | {"choices": "\n".join(lines), "is_needed": changed.is_needed}


def _slug_of(found: AttributeView) -> str:
    return queries.breadcrumbs(found.category_id)[-1].slug


def _back(slug: str) -> Response:
    return redirect(url_for("catalogue.attributes", slug=slug), HTTPStatus.SEE_OTHER)
