"""HTTP of papers: each as a page to read and print, and as a PDF. Both in the reader's language, or in `?lang=`."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from auction import web
from auction.catalogue import media
from auction.settlement.invoices import queries
from auction.settlement.invoices.pdf import pdf_of
from auction.settlement.invoices.queries import PaperView
from auction.settlement.invoices.sheet import sheet_of
from auction.settlement.invoices.wording import KIND_NAMES
from auction.settlement.orders.queries import OrderView

blueprint = Blueprint("invoices", __name__)


@blueprint.get("/orders/<int:order_id>/papers/<int:paper_id>")
@web.allow(web.PERSON)
def paper(order_id: int, paper_id: int) -> ResponseReturnValue:
    """A paper as a page. Whom it is to, the seller in whose name it is issued, and the staff."""
    return _page(queries.paper(order_id, paper_id, web.person_id()))


@blueprint.get("/sell/papers/<int:paper_id>")
@web.allow(web.PERSON)
def fee_paper(paper_id: int) -> ResponseReturnValue:
    """An invoice of no order: what a seller was charged while their lots were offered. Theirs and the staff's."""
    return _page(queries.paper(None, paper_id, web.person_id()))


@blueprint.get("/sell/papers/<int:paper_id>.pdf")
@web.allow(web.PERSON)
@web.limiter.limit("60/minute")
def fee_paper_pdf(paper_id: int) -> ResponseReturnValue:
    """The same as a PDF."""
    return _pdf(queries.paper(None, paper_id, web.person_id()))


def _page(found: PaperView) -> ResponseReturnValue:
    return render_template("settlement/invoice.html", paper=found, sheet=sheet_of(found))


@blueprint.get("/orders/<int:order_id>/papers/<int:paper_id>.pdf")
@web.allow(web.PERSON)
@web.limiter.limit("60/minute")
def paper_pdf(order_id: int, paper_id: int) -> ResponseReturnValue:
    """The same as a PDF. It is drawn anew each time, and is the same each time."""
    return _pdf(queries.paper(order_id, paper_id, web.person_id()))


def _pdf(found: PaperView) -> ResponseReturnValue:
    sheet = sheet_of(found)
    answer = Response(media.beside_the_sockets(lambda: pdf_of(sheet, found.issued_at)), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{found.number}-{sheet.language}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def papers_of(order: OrderView) -> list[tuple[PaperView, str]]:
    """For the panel of an order's page: the papers that the reader may see, each with its kind in words."""
    return [(one, str(KIND_NAMES[one.kind])) for one in queries.papers_of(order.id, web.person_id())]
