"""The deposits' part of /api/v1: what a lot asks for, putting it down, taking it back."""

from __future__ import annotations

from typing import Any

from auction import db, web
from auction.bidding.admissions.queries import Scope
from auction.settlement.deposits import queries, schemas, service

blueprint = web.ApiBlueprint(
    "deposits_api", __name__, url_prefix="/api/v1", description="Deposits: what is put down before bidding."
)


@blueprint.get("/auctions/<int:auction_id>/deposit")
@web.allow(web.PERSON)
@blueprint.response(200, schemas.DepositOut)
def show_deposit(auction_id: int) -> dict[str, Any]:
    """What is to be put down before bidding on this lot, and what you have put down. 404 where nothing is asked for."""
    return _out(auction_id, None)


@blueprint.post("/auctions/<int:auction_id>/deposit")
@web.allow(web.PERSON)
@web.limiter.limit("30/minute")
@blueprint.arguments(schemas.DepositIn)
@blueprint.response(201, schemas.DepositOut)
def put_down(asked: dict[str, Any], auction_id: int) -> dict[str, Any]:
    """Begin to put it down, or raise your limit by the difference. The payer goes on at `next_url`."""
    done = service.put_down(
        scope=Scope(auction_id), person_id=web.person_id(), provider=asked["provider"], limit=asked["limit"]
    )
    return _out(auction_id, done.next_url)


@blueprint.delete("/auctions/<int:auction_id>/deposit")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
@blueprint.response(200, schemas.DepositOut)
def withdraw(auction_id: int) -> dict[str, Any]:
    """Take it back, while no bid of yours stands."""
    scope = queries.standing(Scope(auction_id), web.person_id()).asked.scope
    service.withdraw(scope=scope, person_id=web.person_id())
    return _out(auction_id, None)


def _out(auction_id: int, next_url: str | None) -> dict[str, Any]:
    db.end_read()
    found = queries.standing(Scope(auction_id), web.person_id())
    asked, admitted = found.asked, found.admitted
    return {
        "auction_id": asked.scope.auction_id,
        "sale_id": asked.scope.sale_id,
        "currency": asked.currency,
        "amount_minor": asked.deposit.amount_minor,
        "basis_points": asked.deposit.basis_points,
        "is_put_down": admitted is not None,
        "put_down_minor": found.put_down_minor,
        "limit_minor": None if admitted is None else admitted.limit_minor,
        "is_under_way": found.under_way is not None,
        "next_url": next_url,
    }
