"""The pages of sales that everybody may see. Each endpoint asks once and shows what it is given."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from auction import web
from auction.bidding.sales import approvals, queries
from auction.bidding.sales.forms import number

blueprint = Blueprint("sales", __name__)


@blueprint.get("/sales")
@web.allow(web.ANYONE)
def index() -> ResponseReturnValue:
    """Sales that run, that are to come, and the last ones that are over."""
    return render_template("bidding/sales/index.html", on_show=queries.on_show(), over=queries.over())


@blueprint.get("/sales/<int:sale_id>")
@web.allow(web.ANYONE)
def catalogue(sale_id: int) -> ResponseReturnValue:
    """The catalogue of a sale, its lots in the order of their numbers."""
    show = request.args.get("show", "all")
    show = show if show in queries.SHOWS else "all"
    sale = queries.public_sale(sale_id)
    person_id = web.find_person_id()
    lots = queries.lots_of(sale_id, show=show, page=number(request.args.get("page")) or 1, viewer_id=person_id)
    return render_template(
        "bidding/sales/catalogue.html",
        sale=sale,
        lots=lots,
        show=show,
        is_seller=sale.seller_id == person_id,
        approval=approvals.approval_of(sale_id, person_id) if sale.needs_approval else None,
        waiting=approvals.count_waiting(sale_id) if sale.needs_approval and sale.seller_id == person_id else 0,
    )


@blueprint.get("/sales/<int:sale_id>/progress")
@web.allow(web.ANYONE)
@web.limiter.limit("60/minute")
def progress(sale_id: int) -> ResponseReturnValue:
    """How far the sale has closed: the part of the catalogue page that its script renews."""
    return render_template("bidding/sales/_progress.html", sale=queries.public_sale(sale_id))
