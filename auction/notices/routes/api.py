"""The notices' part of /api/v1: for programs with a token, and for the pages' own scripts."""

from __future__ import annotations

from typing import Any

from auction import web
from auction.notices import announcing, queries, schemas, service, wording
from auction.notices.queries import NoticeView

blueprint = web.ApiBlueprint(
    "personal", __name__, url_prefix="/api/v1", description="Your own: what the house has told you."
)


@blueprint.get("/notices")
@web.allow(web.PERSON)
@blueprint.arguments(schemas.NoticesIn, location="query")
@blueprint.response(200, schemas.NoticesOut)
def list_notices(asked: dict[str, Any]) -> dict[str, Any]:
    """Your notices, newest first, a page at a time."""
    page = queries.page(web.person_id(), asked["after"], asked["limit"])
    return {
        "notices": [notice_out(notice) for notice in page.notices],
        "after": page.after,
        "unread": queries.unread_count(web.person_id()),
    }


@blueprint.post("/notices/read")
@web.allow(web.PERSON)
@blueprint.arguments(schemas.ReadIn)
@blueprint.response(200, schemas.UnreadOut)
def read_notices(asked: dict[str, Any]) -> dict[str, int]:
    """Mark one notice as read, or all about one auction, or all."""
    mark_read(web.person_id(), asked["notice_id"], asked["auction_id"])
    return {"unread": queries.unread_count(web.person_id())}


def mark_read(person_id: int, notice_id: int | None, auction_id: int | None = None) -> None:
    if notice_id is not None:
        service.read_notice(person_id=person_id, notice_id=notice_id)
    elif auction_id is not None:
        service.read_about(person_id=person_id, auction_id=auction_id)
    else:
        service.read_all(person_id=person_id)


def notice_out(notice: NoticeView) -> dict[str, Any]:
    return {
        "id": notice.id,
        "kind": notice.kind,
        "title": wording.title(notice.kind, notice.payload),
        "text": wording.text(notice.kind, notice.payload),
        "url": announcing.path_of(notice.kind, notice.auction_id, notice.payload),
        "auction_id": notice.auction_id,
        "created_at": notice.created_at.isoformat(),
        "is_read": notice.is_read,
    }
