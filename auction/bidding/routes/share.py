"""How pages are shown elsewhere: absolute addresses for other sites, and the pictures that the house draws for them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _

from auction import languages, web
from auction.bidding.queries.cards import LotCard, card
from auction.bidding.queries.lots import public_state
from auction.bidding.routes.shelves import blueprint
from auction.bidding.share_card import ShareCard, can_paint, paint
from auction.catalogue import media
from auction.catalogue import queries as catalogue
from auction.catalogue.storage import NotOnShelf
from auction.config import Config
from auction.errors import Absent

LONGEST = 200
KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Sharing:
    """What other sites are told of a page. Addresses are absolute."""

    title: str
    description: str
    address: str
    picture: str | None
    picture_alt: str
    is_drawn: bool


def absolute(path: str) -> str:
    config: Config = current_app.config["MAZAD"]
    return config.public_url + path


def sharing_of_lot(lot: LotCard) -> Sharing | None:
    """None for a draft's preview, which nobody else may see."""
    if not lot.auction_id:
        return None
    language = languages.reader().language
    drawn = url_for("bidding.lot_picture", auction_id=lot.auction_id, lang=language, seq=lot.seq)
    plain = lot.picture.largest if lot.picture else None
    picture = drawn if can_paint() else plain
    label = _lot_words(lot)
    return Sharing(
        title=lot.title,
        description=f"{label[0]} {label[1]} · {label[2]}",
        address=absolute(url_for("bidding.lot", auction_id=lot.auction_id)),
        picture=absolute(picture) if picture else None,
        picture_alt=lot.picture.alt if lot.picture else lot.title,
        is_drawn=can_paint(),
    )


def sharing_of_house(slug: str | None = None) -> Sharing:
    """The front page, or a category's."""
    title = catalogue.category(slug).name if slug else _("Mazad")
    path = url_for("bidding.category", slug=slug) if slug else url_for("bidding.home")
    picture = url_for("bidding.house_picture", lang=languages.reader().language, shelf=slug)
    return Sharing(
        title=title,
        description=_("An auction house in the open: bid live, see every bid, and trust the clock."),
        address=absolute(path),
        picture=absolute(picture) if can_paint() else None,
        picture_alt=title,
        is_drawn=True,
    )


def _lot_words(lot: LotCard) -> tuple[str, str, str]:
    """What the price is called, the price, and when it ends."""
    if lot.phase == "ended":
        label = _("Sold for") if lot.outcome == "sold" else _("Highest bid") if lot.has_bids else _("Starting price")
        end = _("Ended %(when)s", when=languages.when(lot.ended_at or lot.closes_at))
    else:
        label = _("Current bid") if lot.has_bids else _("Starting price")
        end = _("Closes %(when)s", when=languages.when(lot.closes_at))
    price = "" if lot.price_minor is None else languages.money_text(lot.price_minor, lot.currency)
    return label, price, end


def _plain_reader() -> languages.Reader:
    """Pictures are kept by others for everybody: in the language asked for, otherwise as nobody in particular."""
    return languages.Reader(language=languages.reader().language)


@blueprint.get("/auctions/<int:auction_id>/share.png")
@web.allow(web.ANYONE)
@web.limiter.limit("120/minute")
def lot_picture(auction_id: int) -> Response:
    """A lot as a picture for other sites."""
    public_state(auction_id)  # before it opens it is nobody's business
    lot = card(auction_id)
    with languages.reading_as(_plain_reader()):
        label, price, end = _lot_words(lot)
        drawn = ShareCard(_("Mazad"), lot.title, label, price, end, languages.reader().direction == "rtl")
    if lot.picture:
        drawn = replace(drawn, picture=(lot.picture.key, lot.picture.src.rpartition("/")[2]))
    return _answer(drawn)


@blueprint.get("/share.png")
@web.allow(web.ANYONE)
@web.limiter.limit("120/minute")
def house_picture() -> Response:
    """The house, or one of its shelves, as a picture for other sites."""
    with languages.reading_as(_plain_reader()):
        slug = request.args.get("shelf")
        title = catalogue.category(slug).name if slug else _("Bid in the open, win by the clock.")
        words = _("An auction house in the open: bid live, see every bid, and trust the clock.")
        return _answer(ShareCard(_("Mazad"), title, "", "", words, languages.reader().direction == "rtl"))


def _answer(drawn: ShareCard) -> Response:
    if not can_paint():
        raise Absent
    answer = Response(mimetype="image/png")
    answer.set_etag(hashlib.sha256(repr(drawn).encode()).hexdigest()[:32])
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    if request.if_none_match.contains(answer.get_etag()[0] or ""):
        answer.status_code = 304
        return answer
    answer.set_data(_painted(drawn))
    return answer


@lru_cache(maxsize=64)
def _painted(drawn: ShareCard) -> bytes:
    """A card says all that is on it, so that the same card is the same picture."""
    content = None
    if drawn.picture:
        try:
            content = media.shelf().read(*drawn.picture)
        except NotOnShelf:
            content = None
    return media.beside_the_sockets(lambda: paint(drawn, content))
