"""The pages that find lots: the search and the categories, and the API's suggestions while one types."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from auction import web
from auction.bidding import schemas
from auction.bidding.queries.finding import read_query, search_lots, suggest
from auction.bidding.queries.promoted import promoted_lots
from auction.bidding.routes import api, found
from auction.bidding.routes.shelves import blueprint
from auction.catalogue import queries as catalogue

MOST_SHELVES = 3


@blueprint.get("/search")
@web.allow(web.ANYONE)
def search() -> ResponseReturnValue:
    """Lots by their words, in either language, and by what they are."""
    wanted = read_query(request.args.items(multi=True))
    page = found.page_of(wanted, search_lots(wanted, web.find_person_id()))
    return render_template("bidding/search.html", page=page, category=page.category)


@blueprint.get("/c/<slug>")
@web.allow(web.ANYONE)
def category(slug: str) -> ResponseReturnValue:
    """The lots of a category and of those below it. Its promoted lots stand above the first page of all of them."""
    wanted = read_query([*((name, value) for name, value in request.args.items(multi=True) if name != "category"),
                         ("category", slug)])  # fmt: skip
    reader_id = web.find_person_id()
    page = found.page_of(wanted, search_lots(wanted, reader_id))
    is_first = not (wanted.text or wanted.after or wanted.is_ended or page.chips)
    promoted = promoted_lots(reader_id, slug) if is_first else []
    return render_template("bidding/search.html", page=page, category=page.category, promoted=promoted)


@api.blueprint.get("/suggestions")
@web.allow(web.ANYONE)
@web.limiter.limit("300/minute")
@api.blueprint.arguments(schemas.SuggestIn, location="query")
@api.blueprint.response(200, schemas.SuggestionsOut)
def suggest_lots(asked: dict[str, Any]) -> dict[str, Any]:
    """Titles of open lots, and categories, for what somebody has typed so far."""
    lots = [
        {"title": one.title, "url": url_for("bidding.lot", auction_id=one.auction_id)} for one in suggest(asked["q"])
    ]
    shelves = catalogue.categories_named(asked["q"])[:MOST_SHELVES]
    return {
        "lots": lots,
        "categories": [{"name": one.name, "url": url_for("bidding.category", slug=one.slug)} for one in shelves],
    }
