"""The watch list's part of /api/v1: for programs with a token, and for the toggle on every card."""

from __future__ import annotations

from typing import Any

from flask import url_for

from auction import web
from auction.bidding import schemas
from auction.bidding.queries import watching as pages
from auction.bidding.routes.watching import change_watch
from auction.catalogue.service import Watched

blueprint = web.ApiBlueprint("watching", __name__, url_prefix="/api/v1", description="Your watch list.")


@blueprint.get("/watching")
@web.allow(web.PERSON)
@blueprint.response(200, schemas.WatchListOut)
def list_watched() -> dict[str, Any]:
    """The lots you watch: running ones by what ends soonest, then those that have ended, the last first."""
    lots = pages.watch_list(web.person_id())
    return {
        "lots": [
            {
                "auction_id": card.auction_id,
                "title": card.title,
                "url": url_for("bidding.lot", auction_id=card.auction_id),
                "picture": card.picture.src if card.picture else None,
                "state": card.state.to_plain(),
            }
            for card in lots.running + lots.ended
        ]
    }


@blueprint.put("/watching/<int:auction_id>")
@web.allow(web.PERSON)
@web.limiter.limit("120/minute")
@blueprint.response(200, schemas.WatchedOut)
def watch(auction_id: int) -> dict[str, Any]:
    """Watch a lot; twice changes nothing."""
    return _out(auction_id, change_watch(web.person_id(), auction_id, is_wanted=True))


@blueprint.delete("/watching/<int:auction_id>")
@web.allow(web.PERSON)
@web.limiter.limit("120/minute")
@blueprint.response(200, schemas.WatchedOut)
def unwatch(auction_id: int) -> dict[str, Any]:
    """Watch a lot no longer; twice changes nothing."""
    return _out(auction_id, change_watch(web.person_id(), auction_id, is_wanted=False))


def _out(auction_id: int, watched: Watched) -> dict[str, Any]:
    return {"auction_id": auction_id, "is_watched": watched.is_watched, "watchers": watched.watchers}
