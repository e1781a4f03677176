"""HTTP of the import desk: a file comes in, its columns are matched, its rows looked at and imported; all goes out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from auction import clock, db, web, wording
from auction.catalogue.importing import exporting, presenting, queries, service
from auction.catalogue.importing.fields import Plan, checked
from auction.catalogue.importing.models import EFFECTS
from auction.catalogue.importing.queries import ImportView
from auction.catalogue.importing.taking import take_file
from auction.catalogue.importing.wording import EFFECTS as EFFECT_WORDS
from auction.catalogue.importing.wording import FIELDS as LABELS
from auction.catalogue.importing.wording import STATES
from auction.errors import Conflict, Invalid

LARGEST_UPLOAD = 128 * 1024 * 1024
LAST_PAGE = 1_000

blueprint = Blueprint("imports", __name__, url_prefix="/sell/imports")


@blueprint.url_value_preprocessor
def _expect_a_file(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before anything reads the request: a table with pictures may be longer than other forms, from a seller."""
    if endpoint == "imports.upload" and current_user.is_authenticated and current_user.has_role(web.SELLER):
        request.max_content_length = LARGEST_UPLOAD


@blueprint.get("")
@web.allow(web.SELLER)
def desk() -> ResponseReturnValue:
    return _desk()


def _desk(error: str = "") -> str:
    imports = queries.imports_of(web.person_id())
    return render_template("catalogue/import_desk.html", imports=imports, states=STATES, error=error)


@blueprint.post("")
@web.allow(web.SELLER)
@web.limiter.limit("30/hour")
def upload() -> ResponseReturnValue:
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise Invalid("no_file")
        import_id = take_file(person_id=web.person_id(), name=file.filename, file=file.stream)
    except (Invalid, Conflict) as refusal:
        if web.wants_json():
            raise
        db.end_read()
        return _desk(wording.say(refusal.code, refusal.facts)), web.status_of(refusal)
    return _to(import_id)


@blueprint.get("/<int:import_id>")
@web.allow(web.SELLER)
def show(import_id: int) -> ResponseReturnValue:
    """An import where it stands."""
    view = queries.import_of(import_id, web.person_id())
    if view.state == "reading":
        return redirect(url_for("imports.desk"))
    if view.is_working:
        return render_template("catalogue/import_work.html", view=view, states=STATES)
    if view.state == "mapping" or (view.state == "checked" and "columns" in request.args):
        return _columns(view, view.plan)
    return _rows(view)


def _columns(view: ImportView, plan: Plan, errors: dict[str, list[str]] | None = None) -> str:
    rows, _more = queries.rows_of(view.id)
    return render_template(
        "catalogue/import_columns.html",
        view=view,
        plan=plan,
        fields=presenting.field_rows(plan, rows),
        choices=presenting.default_choices(),
        labels=LABELS,
        errors=errors or {},
    )


def _rows(view: ImportView) -> str:
    counts = queries.counts_of(view.id)
    wanted = request.args.get("only", "")
    only = wanted if wanted in EFFECTS else ""
    page = _page_number()
    rows, has_more = queries.rows_of(view.id, effect=only, page=page)
    shelves = queries.shelves()
    shown = {
        "view": view,
        "counts": counts,
        "only": only,
        "page": page,
        "has_more": has_more,
        "rows": rows,
        "effects": EFFECT_WORDS,
        "faults": {row.id: presenting.faults_of(row, view.plan.defaults.get("currency", "USD")) for row in rows},
        "titles": {row.id: presenting.title_of(row, view.plan) for row in rows},
    }
    if view.has_ended:
        return render_template("catalogue/import_report.html", **shown)
    return render_template(
        "catalogue/import_preview.html",
        **shown,
        cards=presenting.cards_of(view, shelves),
        pairs=presenting.pairs_of(view),
        leaves=presenting.leaves(),
    )


@blueprint.post("/<int:import_id>/columns")
@web.allow(web.SELLER)
@web.limiter.limit("120/hour")
def match_columns(import_id: int) -> ResponseReturnValue:
    view = queries.import_of(import_id, web.person_id())
    typed = presenting.plan_of(request.form, view.plan)
    try:
        plan = checked(typed, view.columns, {slug: slug for slug in queries.shelves().by_slug})
    except Invalid as refusal:
        if web.wants_json():
            raise
        errors = {name: [wording.say(code, {}) for code in codes] for name, codes in refusal.fields.items()}
        return _columns(view, typed, errors), web.status_of(refusal)
    return _do(import_id, lambda: service.check_import(import_id=import_id, person_id=web.person_id(), plan=plan))


@blueprint.post("/<int:import_id>/categories")
@web.allow(web.SELLER)
@web.limiter.limit("120/hour")
def match_categories(import_id: int) -> ResponseReturnValue:
    """What each of their categories is with us: `theirs` and `ours` come in pairs."""
    view = queries.import_of(import_id, web.person_id())
    said = dict(zip(request.form.getlist("theirs"), request.form.getlist("ours"), strict=False))
    typed = Plan.of({**view.plan.to_plain(), "categories": {**view.plan.categories, **said}})
    plan = checked(typed, view.columns, {slug: slug for slug in queries.shelves().by_slug})
    return _do(import_id, lambda: service.check_import(import_id=import_id, person_id=web.person_id(), plan=plan))


@blueprint.post("/<int:import_id>/start")
@web.allow(web.SELLER)
@web.limiter.limit("60/hour")
def start(import_id: int) -> ResponseReturnValue:
    is_all = request.form.get("rows") != "valid"
    return _do(import_id, lambda: service.start_writing(import_id=import_id, person_id=web.person_id(), is_all=is_all))


@blueprint.post("/<int:import_id>/stop")
@web.allow(web.SELLER)
@web.limiter.limit("120/hour")
def stop(import_id: int) -> ResponseReturnValue:
    return _do(import_id, lambda: service.stop_import(import_id=import_id, person_id=web.person_id()))


@blueprint.post("/<int:import_id>/delete")
@web.allow(web.SELLER)
@web.limiter.limit("120/hour")
def delete(import_id: int) -> ResponseReturnValue:
    service.drop_import(import_id=import_id, person_id=web.person_id())
    flash(_("The file is deleted. Listings made from it stay."), "good")
    return redirect(url_for("imports.desk"), HTTPStatus.SEE_OTHER)


@blueprint.get("/<int:import_id>/progress")
@web.allow(web.SELLER)
@web.limiter.limit("120/minute")
def progress(import_id: int) -> ResponseReturnValue:
    view = queries.import_of(import_id, web.person_id())
    return jsonify(state=view.state, is_working=view.is_working, done=view.cursor, total=view.row_count)


@blueprint.get("/<int:import_id>/refused.csv")
@web.allow(web.SELLER)
def refused(import_id: int) -> ResponseReturnValue:
    """What was refused and why, with the row as it came, so that it can be corrected and brought again."""
    view = queries.import_of(import_id, web.person_id())
    return _sent(_refused_lines(view), "text/csv", f"refused-{import_id}.csv")


def _refused_lines(view: ImportView) -> Iterator[str]:
    yield exporting.BOM + _csv_line([_("Row"), _("What is wrong"), *view.columns])
    number = 0
    while rows := queries.rows_after(view.id, number, limit=200, effects=("refused", "published")):
        number = rows[-1].number
        for row in rows:
            faults = presenting.faults_of(row, view.plan.defaults.get("currency", "USD"))
            told = " ".join(f"{name}: {sentence}" for name, sentence in faults) or str(EFFECT_WORDS[row.effect])
            yield _csv_line([str(row.number), told, *(row.source.get(name, "") for name in view.columns)])


def _csv_line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


@blueprint.get("/export.<any(csv, json, zip):form>")
@web.allow(web.SELLER)
@web.limiter.limit("30/hour")
def export(form: str) -> ResponseReturnValue:
    person_id, day = web.person_id(), f"{clock.now():%Y-%m-%d}"
    if form == "csv":
        return _sent(exporting.as_csv(person_id), "text/csv", f"mazad-{day}.csv")
    if form == "json":
        return _sent(exporting.as_json(person_id), "application/json", f"mazad-{day}.json")
    return _sent(exporting.as_zip(person_id), "application/zip", f"mazad-{day}.zip")


def _sent(lines: Iterator[str] | Iterator[bytes], kind: str, name: str) -> Response:
    answer = Response(stream_with_context(lines), mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _do(import_id: int, verb: Callable[[], None]) -> ResponseReturnValue:
    """Call a verb and show where the import stands then; one that has moved on is shown with the reason."""
    try:
        verb()
    except Conflict as refusal:
        if web.wants_json():
            raise
        flash(wording.say(refusal.code, refusal.facts), "bad")
    return _to(import_id)


def _to(import_id: int) -> ResponseReturnValue:
    return redirect(url_for("imports.show", import_id=import_id), HTTPStatus.SEE_OTHER)


def _page_number() -> int:
    text = request.args.get("page", "1")
    return min(int(text), LAST_PAGE) if text.isascii() and text.isdigit() and 0 < len(text) < 6 and int(text) else 1
