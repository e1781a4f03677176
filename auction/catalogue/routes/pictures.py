"""HTTP of pictures: a draft's are added, put in order, described and removed; everybody may fetch a rendition."""

from __future__ import annotations

from http import HTTPStatus

from flask import jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from auction import web, wording
from auction.catalogue import media, queries, service
from auction.catalogue.routes.sale import blueprint, keep_words, take
from auction.catalogue.storage import BadShelfName
from auction.errors import Absent, Invalid

KEPT_SECONDS = 365 * 24 * 3600
MEDIA_TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}


@blueprint.post("/sell/<int:listing_id>/pictures")
@web.allow(web.SELLER)
@web.limiter.limit("120/minute")
def add_pictures(listing_id: int) -> ResponseReturnValue:
    keep_words(listing_id)
    taken = take(listing_id)
    if not taken.picture_ids and not taken.refused:
        raise Invalid(fields={"pictures": ["no_upload"]})
    if not web.wants_json():
        return _back_to_pictures(listing_id)
    if not taken.picture_ids:
        raise taken.refused[0][1]
    return jsonify(
        pictures=_tiles(listing_id, taken.picture_ids),
        refused=[
            {"name": name, "code": refusal.code, "message": wording.say(refusal.code, refusal.facts)}
            for name, refusal in taken.refused
        ],
    ), HTTPStatus.CREATED


@blueprint.post("/sell/<int:listing_id>/pictures/order")
@web.allow(web.SELLER)
@web.limiter.limit("240/minute")
def arrange_pictures(listing_id: int) -> ResponseReturnValue:
    """Either the whole order, or one picture a place `up` or `down`."""
    keep_words(listing_id)
    step = next((name for name in ("up", "down") if name in request.form), None)
    whose = {"listing_id": listing_id, "person_id": web.person_id()}
    if step:
        kept = service.move_picture(**whose, picture_id=_number(request.form[step]), by=-1 if step == "up" else 1)
    else:
        kept = service.arrange_pictures(**whose, order=[_number(text) for text in request.form.getlist("order")])
    return jsonify(order=kept.order) if web.wants_json() else _back_to_pictures(listing_id)


@blueprint.post("/sell/<int:listing_id>/pictures/<int:picture_id>/words")
@web.allow(web.SELLER)
@web.limiter.limit("240/minute")
def describe_picture(listing_id: int, picture_id: int) -> ResponseReturnValue:
    words = request.form.get("alternative", "")
    whose = {"listing_id": listing_id, "person_id": web.person_id()}
    service.describe_picture(**whose, picture_id=picture_id, alternative=words)
    return jsonify(id=picture_id) if web.wants_json() else _back_to_pictures(listing_id)


@blueprint.post("/sell/<int:listing_id>/pictures/<int:picture_id>/remove")
@web.allow(web.SELLER)
@web.limiter.limit("240/minute")
def remove_picture(listing_id: int, picture_id: int) -> ResponseReturnValue:
    keep_words(listing_id)
    whose = {"listing_id": listing_id, "person_id": web.person_id()}
    kept = service.remove_picture(**whose, picture_id=picture_id)
    return jsonify(order=kept.order) if web.wants_json() else _back_to_pictures(listing_id)


@blueprint.get("/media/<key>/<name>")
@web.allow(web.ANYONE)
def picture(key: str, name: str) -> ResponseReturnValue:
    """One rendition. What lies under a key never changes, so that everybody may keep it for good."""
    media_type = MEDIA_TYPES.get(name.rpartition(".")[2])
    if media_type is None:
        raise Absent(kind="pictures")
    try:
        file = media.shelf().open(key, name)
    except BadShelfName:
        raise Absent(kind="pictures") from None
    answer = send_file(file, media_type, etag=f"{key}-{name}", max_age=KEPT_SECONDS, conditional=True)
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _tiles(listing_id: int, picture_ids: list[int]) -> list[dict[str, object]]:
    """New pictures as the page shows them, for its script to put in place."""
    view = queries.listing(listing_id, viewer_id=web.person_id())
    return [
        {"id": shown.id, "html": render_template("catalogue/_tile.html", listing=view, picture=shown, values={})}
        for shown in view.pictures
        if shown.id in picture_ids
    ]


def _back_to_pictures(listing_id: int) -> Response:
    return redirect(
        url_for("catalogue.edit", listing_id=listing_id, step="pictures", _anchor="pictures"), HTTPStatus.SEE_OTHER
    )


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Invalid(fields={"order": ["not_a_number"]})
    return int(text)
