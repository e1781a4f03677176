"""The pages that show many lots: home, categories, search, and one's own bids."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from auction import web
from auction.bidding.queries import pages
from auction.bidding.queries.pages import SORTS, Wanted
from auction.bidding.sales.queries import on_show
from auction.catalogue import queries as catalogue

blueprint = Blueprint("bidding", __name__)


@blueprint.get("/")
@web.allow(web.ANYONE)
def home() -> ResponseReturnValue:
    """What ends soon, what is new, what is contested."""
    return render_template("bidding/home.html", view=pages.home_view(web.find_person_id()), sales=on_show(limit=4))


@blueprint.get("/c/<slug>")
@web.allow(web.ANYONE)
def category(slug: str) -> ResponseReturnValue:
    """The open lots of a category and of those below it."""
    shelf = catalogue.category(slug)
    wanted = _wanted(category_slug=slug)
    page = pages.find_lots(wanted, web.find_person_id())
    return render_template("bidding/category.html", category=shelf, page=page, wanted=wanted)


@blueprint.get("/search")
@web.allow(web.ANYONE)
def search() -> ResponseReturnValue:
    """Open lots whose words match, in either language."""
    wanted = _wanted(category_slug=request.args.get("category") or None)
    page = pages.find_lots(wanted, web.find_person_id())
    return render_template("bidding/search.html", page=page, wanted=wanted)


def _wanted(category_slug: str | None) -> Wanted:
    sort = request.args.get("sort", "ending")
    return Wanted(
        category_slug=category_slug,
        text=request.args.get("q", "")[:200].strip(),
        sort=sort if sort in SORTS else "ending",
        after=request.args.get("after", "")[:80],
    )


@blueprint.get("/my/bids")
@web.allow(web.PERSON)
def my_bids() -> ResponseReturnValue:
    """Every lot one has bid on: leading, outbid, won, lost."""
    return render_template("bidding/my_bids.html", cards=pages.my_lots(web.person_id()))
