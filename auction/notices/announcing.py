"""Telling people who are here: the notice goes to their own room at once, in their language. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import current_app

from auction import live
from auction.accounts import queries as accounts
from auction.languages import reading_as
from auction.notices import deposit_wording, queries, wording
from auction.notices.models import (
    APPROVAL_ASKED,
    APPROVED,
    DECLINED,
    OF_DEPOSITS,
    OF_FEEDBACK,
    OF_UNPAID,
    SEARCH_MATCHED,
    SELLER_OPENED,
)
from auction.notices.unpaid import endpoint_of


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
                "url": path_of(notice.kind, notice.auction_id, notice.payload),
                "unread": unread.get(notice.person_id, 0),
                "created_at": notice.created_at.isoformat(),
            }
        live.tell(f"user:{notice.person_id}", "notice", payload)


def path_of(kind: str, auction_id: int | None, payload: Mapping[str, Any]) -> str:
    """Where one reads more. Works outside a request too, where nobody has asked by an address."""
    if kind == SEARCH_MATCHED:
        return f"{path('bidding.search')}?{payload['wanted']}&sort=new"
    if kind == SELLER_OPENED and payload["count"] > 1:
        return path("bidding.seller", handle=payload["title"])
    if kind == SELLER_OPENED:
        return path("bidding.lot", auction_id=payload["lots"][0]["auction_id"])
    if kind in OF_FEEDBACK:
        return path("settlement.order", order_id=payload["order_id"]) + "#feedback"
    if kind in OF_UNPAID:
        endpoint, values = endpoint_of(kind, payload)
        return path(endpoint, **values)
    if "order_id" in payload:
        return path("settlement.order", order_id=payload["order_id"])
    if kind == APPROVAL_ASKED:
        return path("sales.applicants", sale_id=payload["sale_id"])
    if kind in (APPROVED, DECLINED):
        return path("sales.catalogue", sale_id=payload["sale_id"])
    if kind in OF_DEPOSITS:
        endpoint, values = deposit_wording.endpoint_of(kind, payload)
        return path(endpoint, **values)
    if "payout_id" in payload:
        return path("payouts.mine")
    if auction_id is None:
        return path("notices.list_notices")
    return path("bidding.lot", auction_id=auction_id)


def path(endpoint: str, **values: object) -> str:
    return current_app.url_map.bind("").build(endpoint, values)
