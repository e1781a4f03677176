"""The sales' part of /api/v1: how a sale closes, whether one may bid in it, and asking for it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from auction import web
from auction.bidding.sales import approvals, queries, schemas, service

blueprint = web.ApiBlueprint(
    "sales_api",
    __name__,
    url_prefix="/api/v1",
    description="Sales with many lots: their course, and being let in to bid.",
)


@blueprint.get("/sales/<int:sale_id>")
@web.allow(web.ANYONE)
@blueprint.response(200, schemas.SaleOut)
def show_sale(sale_id: int) -> dict[str, Any]:
    """An announced sale: its dates, how its lots close, and how far it is."""
    sale = queries.public_sale(sale_id)
    interval = None if sale.card.is_together else sale.interval_seconds
    return {
        **asdict(sale.card),
        "currency": sale.currency,
        "closing": sale.closing,
        "interval_seconds": interval,
    }


@blueprint.get("/sales/<int:sale_id>/approval")
@web.allow(web.PERSON)
@blueprint.response(200, schemas.ApprovalOut)
def show_approval(sale_id: int) -> dict[str, Any]:
    """Whether you may bid in this sale, as far as its seller lets people in one by one."""
    sale = queries.public_sale(sale_id)
    return _out(sale_id, sale.needs_approval, approvals.approval_of(sale_id, web.person_id()))


@blueprint.put("/sales/<int:sale_id>/approval")
@web.allow(web.PERSON)
@web.limiter.limit("30/hour")
@blueprint.response(200, schemas.ApprovalOut)
def ask(sale_id: int) -> dict[str, Any]:
    """Ask the seller to be let in; twice changes nothing."""
    return _out(sale_id, True, service.ask_to_bid(sale_id=sale_id, person_id=web.person_id()))


def _out(sale_id: int, is_needed: bool, state: str | None) -> dict[str, Any]:
    return {"sale_id": sale_id, "is_needed": is_needed, "state": state}
