"""Every component of the house on one page, in both directions and both schemes side by side. In development only."""

from __future__ import annotations

from flask import Blueprint, Flask, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from auction import languages, web
from auction.bidding.graph import draw
from auction.bidding.queries import Wanted, find_lots
from auction.bidding.queries import lot_page as pages
from auction.bidding.queries.price_course import price_course
from auction.bidding.routes.presenting import Typed, lot_page
from auction.bidding.routes.share import sharing_of_lot
from auction.languages import Reader

blueprint = Blueprint("styleguide", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)


@blueprint.get("/styleguide")
@web.allow(web.DEVELOPMENT_ONLY)
def show() -> ResponseReturnValue:
    """The components of lots are shown on the lots that are open now: the more bids, the more there is to see."""
    frames = [(Reader(language=language), _components(language)) for language in languages.LANGUAGES]
    return render_template("styleguide/page.html", frames=frames, schemes=("light", "dark"))


def _components(language: str) -> Markup:
    with languages.reading_as(Reader(language=language)):
        cards = find_lots(Wanted(sort="bids", limit=4)).cards
        if not cards:
            return Markup(render_template("styleguide/_components.html", cards=[], lot=None))  # noqa: S704 - our own
        view = pages.lot_view(cards[0].auction_id, None)
        course = price_course(view.card.auction_id)
        words = render_template(
            "styleguide/_components.html",
            cards=cards,
            lot=lot_page(view, Typed({"amount": "12"}, {})),
            card=view.card,
            graph=draw(course) if course else None,
            sharing=sharing_of_lot(view.card),
        )
    return Markup(words)  # noqa: S704 - rendered a line above, every value escaped there
