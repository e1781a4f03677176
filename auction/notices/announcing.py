"""Telling people who are here: the notice goes to their own room at once, in their language. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection

from flask import current_app

from auction import live
from auction.accounts import queries as accounts
from auction.languages import reading_as
from auction.notices import queries, wording


def announce(notice_ids: Collection[int]) -> None:
    """Send these notices to their people's rooms. What is lost here stands in the list all the same."""
    notices = queries.some(notice_ids)
    people = {notice.person_id for notice in notices}
    unread, readers = queries.unread_counts(people), accounts.readers_of(people)
    for notice in notices:
        with reading_as(readers[notice.person_id].reader):
            payload = {
                "id": notice.id,
                "kind": notice.kind,
                "title": wording.title(notice.kind, notice.payload),
                "auction_id": notice.auction_id,
                "url": path_of(notice.auction_id),
                "unread": unread.get(notice.person_id, 0),
                "created_at": notice.created_at.isoformat(),
            }
        live.tell(f"user:{notice.person_id}", "notice", payload)


def path_of(auction_id: int | None) -> str:
    """Where one reads more. Works outside a request too, where nobody has asked by an address."""
    if auction_id is None:
        return path("notices.list_notices")
    return path("bidding.lot", auction_id=auction_id)


def path(endpoint: str, **values: object) -> str:
    return current_app.url_map.bind("").build(endpoint, values)
