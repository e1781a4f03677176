"""The auctions' part of /api/v1: for programs with a token, and for the pages' own scripts."""

from __future__ import annotations

from typing import Any

from flask import url_for

from auction import clock, web
from auction.bidding import queries, schemas, service
from auction.bidding.admissions import queries as admissions
from auction.bidding.admissions.queries import Scope
from auction.bidding.queries import finding
from auction.bidding.queries.promoted import is_promoted
from auction.bidding.views import Changed, Placed
from auction.errors import Invalid

blueprint = web.ApiBlueprint(
    "auctions", __name__, url_prefix="/api/v1", description="Auctions: find them, follow them, bid on them."
)


@blueprint.get("/clock")
@web.allow(web.ANYONE)
@web.limiter.exempt
@blueprint.response(200, schemas.ClockOut)
def tell_time() -> dict[str, str]:
    """The house's clock, by which every bid is counted."""
    return {"now": clock.now().isoformat()}


@blueprint.get("/auctions")
@web.allow(web.ANYONE)
@blueprint.arguments(schemas.LotsIn, location="query")
@blueprint.response(200, schemas.LotsOut)
def list_auctions(asked: dict[str, Any]) -> dict[str, Any]:
    """Auctions now open, or over, a page at a time."""
    wanted = finding.Wanted(
        category_slug=asked["category"],
        text=asked["q"],
        sort=asked["sort"],
        after=asked["after"],
        limit=asked["limit"],
        conditions=tuple(asked["condition"]),
        currency=asked["currency"],
        least=asked["from_"],
        most=asked["to"],
        format=asked["format"],
        ending=asked["ending"],
        bids=asked["bids"],
        is_buy_now=asked["buy_now"],
        state=asked["state"],
    )
    _least, _most, faults = finding.bounds(wanted)
    if faults:
        raise Invalid(fields={name: [code] for name, code in faults.items()}, currency=wanted.currency)
    found = finding.search_lots(wanted)
    page = found.page
    lots = [
        {
            "auction_id": card.auction_id,
            "title": card.title,
            "url": url_for("bidding.lot", auction_id=card.auction_id),
            "picture": card.picture.src if card.picture else None,
            "state": card.state.to_plain(),
        }
        for card in page.cards
    ]
    return {
        "lots": lots,
        "after": page.after,
        "total": page.total,
        "is_exact": page.is_exact,
        "meant": found.meant,
    }


@blueprint.get("/auctions/<int:auction_id>")
@web.allow(web.ANYONE)
@blueprint.arguments(schemas.AfterIn, location="query")
@blueprint.response(200, schemas.AuctionOut)
def show_auction(asked: dict[str, Any], auction_id: int) -> dict[str, Any]:
    """The complete state of one auction; with `?after=seq` also the book's public entries since then."""
    state = queries.public_state(auction_id).to_plain()
    state["is_promoted"] = is_promoted(auction_id)
    person_id = web.find_person_id()
    if person_id is not None:
        state["you"] = queries.own_parts(person_id, [auction_id]).get(auction_id)
    state["deposit"] = _deposit_out(auction_id, person_id)
    if asked["after"] is not None:
        state["entries"] = queries.entries_after(auction_id, asked["after"])
    return state


@blueprint.get("/auctions/<int:auction_id>/book")
@web.allow(web.ANYONE)
@blueprint.response(200, schemas.BookOut)
def show_book(auction_id: int) -> dict[str, Any]:
    """The whole public book, with its hash chain."""
    queries.public_state(auction_id)
    return queries.whole_book(auction_id).to_public()


@blueprint.post("/auctions/<int:auction_id>/bids")
@web.allow(web.PERSON)
@web.limiter.limit("120/minute")
@blueprint.arguments(schemas.BidIn)
@blueprint.response(201, schemas.PlacedOut)
def place_bid(asked: dict[str, Any], auction_id: int) -> dict[str, Any]:
    """Enter a proxy maximum. A repeat of the same `key` gets the first answer and changes nothing."""
    placed = service.place_bid(
        auction_id=auction_id,
        person_id=web.person_id(),
        amount=asked["amount"],
        key=asked["key"],
        is_confirmed=asked["confirmed"],
    )
    return placed_out(placed)


@blueprint.post("/auctions/<int:auction_id>/purchase")
@web.allow(web.PERSON)
@web.limiter.limit("20/minute")
@blueprint.response(201, schemas.ChangedOut)
def buy_now(auction_id: int) -> dict[str, Any]:
    """Buy at the fixed price, which ends the auction."""
    return changed_out(service.buy_now(auction_id=auction_id, person_id=web.person_id()))


@blueprint.post("/auctions/<int:auction_id>/retraction")
@web.allow(web.PERSON)
@web.limiter.limit("10/minute")
@blueprint.arguments(schemas.RetractIn)
@blueprint.response(201, schemas.ChangedOut)
def retract_bid(asked: dict[str, Any], auction_id: int) -> dict[str, Any]:
    """Take back one's bids, as far as the rules of retraction allow."""
    return changed_out(service.retract_bid(auction_id=auction_id, person_id=web.person_id(), reason=asked["reason"]))


def _deposit_out(auction_id: int, person_id: int | None) -> dict[str, Any] | None:
    asked = admissions.find_asked(Scope(auction_id), person_id)
    if asked is None:
        return None
    admitted = admissions.find_admitted(asked.scope, person_id) if person_id is not None else None
    return {
        **asked.deposit.to_plain(),
        "is_put_down": admitted is not None,
        "limit_minor": None if admitted is None else admitted.limit_minor,
    }


def placed_out(placed: Placed) -> dict[str, Any]:
    return {
        "seq": placed.seq,
        "alias": placed.alias,
        "is_leading": placed.is_leading,
        "outcome": placed.standing,
        "maximum_minor": placed.maximum_minor,
        "salt": placed.salt,
        "is_repeat": placed.is_repeat,
        "auction": placed.state.to_plain(),
    }


def changed_out(changed: Changed) -> dict[str, Any]:
    return {"seq": changed.seq, "auction": changed.state.to_plain()}
