"""Listening to lots: joining their rooms, catching up, and how many watch. Nothing is written from here."""

from __future__ import annotations

from typing import Any

from auction import live
from auction.bidding import queries
from auction.db import end_read

MOST_ROOMS = 100


@live.hear("watch")
def watch(wish: Any) -> dict[str, Any]:
    """Join the rooms of `{"auction_ids": [...]}` and answer with their states as they are now.

    Joined before the state is read, so that no change falls between. Auctions that are not open yet are left out.
    """
    wanted = wish.get("auction_ids", []) if isinstance(wish, dict) else []
    auction_ids = [number for number in wanted[:MOST_ROOMS] if isinstance(number, int)]
    rooms = [state.auction_id for state in queries.public_states(auction_ids)]
    for auction_id in rooms:
        live.join(f"auction:{auction_id}")
    end_read()
    states = queries.public_states(rooms)
    end_read()
    watching = live.watching(f"auction:{rooms[0]}") if len(rooms) == 1 else None
    return {"states": [state.to_plain() for state in states], "watching": watching}


@live.hear("unwatch")
def unwatch(wish: Any) -> None:
    """Leave the rooms of `{"auction_ids": [...]}`."""
    wanted = wish.get("auction_ids", []) if isinstance(wish, dict) else []
    for auction_id in wanted[:MOST_ROOMS]:
        if isinstance(auction_id, int):
            live.leave(f"auction:{auction_id}")
