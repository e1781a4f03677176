"""The budgets' part of /api/v1: for programs with a token. Everybody sees and changes their own alone."""

from __future__ import annotations

from typing import Any

from auction import web
from auction.bidding.budgets import queries, schemas, service
from auction.errors import Absent

blueprint = web.ApiBlueprint(
    "budgets_api",
    __name__,
    url_prefix="/api/v1",
    description="Your budgets: stop at a total, win at most so many, across lots. Nobody else sees them.",
)


@blueprint.get("/budgets")
@web.allow(web.PERSON)
@blueprint.response(200, schemas.BudgetsOut)
def list_budgets() -> dict[str, Any]:
    """Your budgets, and how each stands."""
    return {"budgets": [_out(budget) for budget in queries.budgets_of(web.person_id())]}


@blueprint.put("/budgets/<int:budget_id>/lots/<int:auction_id>")
@web.allow(web.PERSON)
@web.limiter.limit("120/minute")
@blueprint.response(200, schemas.BudgetOut)
def put_lot(budget_id: int, auction_id: int) -> dict[str, Any]:
    """Put a lot into a budget of yours, out of any other; twice changes nothing."""
    service.put_lots(budget_id=budget_id, person_id=web.person_id(), auction_ids=[auction_id])
    return _out(queries.own_budget(budget_id, web.person_id()))


@blueprint.delete("/budgets/<int:budget_id>/lots/<int:auction_id>")
@web.allow(web.PERSON)
@web.limiter.limit("120/minute")
@blueprint.response(200, schemas.BudgetOut)
def take_lot_out(budget_id: int, auction_id: int) -> dict[str, Any]:
    """Take a lot out of a budget of yours. What you have bid stands."""
    if auction_id not in queries.own_budget(budget_id, web.person_id()).auction_ids:
        raise Absent(kind="budgets")
    service.take_lot_out(person_id=web.person_id(), auction_id=auction_id)
    return _out(queries.own_budget(budget_id, web.person_id()))


def _out(budget: queries.BudgetView) -> dict[str, Any]:
    return {
        "id": budget.id,
        "name": budget.name,
        "currency": budget.currency,
        "total_minor": budget.limits.total_minor,
        "most_lots": budget.limits.most_lots,
        "committed_minor": budget.stands.exposure_minor,
        "committed_lots": budget.stands.lots,
        "free_minor": budget.stands.free_minor,
        "free_lots": budget.stands.free_lots,
        "over_minor": budget.stands.over_minor,
        "over_lots": budget.stands.over_lots,
        "auction_ids": sorted(budget.auction_ids),
    }
