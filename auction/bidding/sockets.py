"""Listening to lots: joining their rooms, catching up, and how many watch. Nothing is written from here."""

from __future__ import annotations

from typing import Any, Final

from auction import live
from auction.bidding import queries
from auction.db import end_read
from auction.shapes import LARGEST_ID

MOST_AT_ONCE: Final = 100


@live.hear("watch")
def watch(wish: Any) -> dict[str, Any]:
    """Join the rooms of `{"auction_ids": [...]}` and answer with their states as they are now.

    Joined before the state is read, so that no change falls between. Auctions that are not open yet are left out.
    Whoever watches one auction alone, or says which by `"here": id`, is counted among those who watch it.
    """
    auction_ids = _auction_ids(wish)
    here = _here(wish, auction_ids)
    rooms = [state.auction_id for state in queries.public_states(auction_ids)]
    end_read()
    for auction_id in rooms:
        live.join(f"auction:{auction_id}", counted_as={"auction_id": auction_id} if auction_id == here else None)
    states = queries.public_states(rooms)
    end_read()
    watching = live.watching(f"auction:{here}") if here in rooms else None
    return {"states": [state.to_plain() for state in states], "watching": watching}


@live.hear("unwatch")
def unwatch(wish: Any) -> None:
    """Leave the rooms of `{"auction_ids": [...]}`."""
    for auction_id in _auction_ids(wish):
        live.leave(f"auction:{auction_id}")


@live.when_back
def catch_up(rooms: list[str]) -> None:
    """The line to the other processes was lost: push what may have been missed to those who watch here."""
    auction_ids = [int(room.removeprefix("auction:")) for room in rooms if room.startswith("auction:")]
    for first in range(0, len(auction_ids), MOST_AT_ONCE):
        for state in queries.public_states(auction_ids[first : first + MOST_AT_ONCE]):
            live.push_here(f"auction:{state.auction_id}", "auction", state.to_plain())
        end_read()


def _auction_ids(wish: Any) -> list[int]:
    """What a page may mean by `auction_ids`; whatever else it sends means nothing."""
    wanted = wish.get("auction_ids") if isinstance(wish, dict) else None
    if not isinstance(wanted, list):
        return []
    numbers = [number for number in wanted[:MOST_AT_ONCE] if type(number) is int and 0 < number <= LARGEST_ID]
    return list(dict.fromkeys(numbers))


def _here(wish: Any, auction_ids: list[int]) -> int | None:
    """Whose page this is: the one it says, or the only one it watches."""
    said = wish.get("here") if isinstance(wish, dict) else None
    if type(said) is int:
        return said
    return auction_ids[0] if len(auction_ids) == 1 else None
