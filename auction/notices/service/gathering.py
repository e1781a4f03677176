"""What a seller opens within an hour is one notice: which lots belong together, and bringing the notice up to date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from auction.db import lock_row, time_under_lock, transaction
from auction.notices.models import SELLER_OPENED, Gathering, Notice

TOGETHER = timedelta(hours=1)
SHOWN = 3
REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class Gathered:
    """One notice, known by the fact of its first lot. `is_joining`: further lots have come to it since."""

    fact_id: int
    payload: dict[str, Any]
    is_joining: bool


def gather_opening(*, fact_id: int, seller_id: int, handle: str, auction_id: int, title: str) -> Gathered:
    """Put a lot that opens into its seller's notice: that of the last hour, or a new one. A repeat changes nothing.

    Locks the seller's gathering.
    """
    with transaction() as session:
        now = time_under_lock(session)
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        fresh = {"seller_id": seller_id, "fact_id": fact_id, "begun_at": now, "lots": []}
        session.execute(insert(Gathering).values(fresh).on_conflict_do_nothing())
        row = lock_row(session, Gathering, seller_id)
        known = next((lot for lot in row.lots if lot["auction_id"] == auction_id), None)
        if known is None:
            if row.begun_at <= now - TOGETHER:
                row.fact_id, row.begun_at = fact_id, now
            known = {"auction_id": auction_id, "title": title, "of": row.fact_id}
            row.lots = [*row.lots, known][-REMEMBERED:]
        payload = _payload(row, known["of"], handle)
        return Gathered(known["of"], payload, is_joining=payload["count"] > 1)


def renew_gathered(*, seller_id: int, handle: str) -> None:
    """Bring the seller's newest notice up to date for everybody who has it. What is new in it is unread.

    Locks the seller's gathering, so that the last of several leaves all lots in it.
    """
    with transaction() as session:
        row = lock_row(session, Gathering, seller_id)
        payload = _payload(row, row.fact_id, handle)
        is_old = sa.cast(Notice.payload, sa.Text) != sa.cast(sa.literal(payload, sa.JSON), sa.Text)
        session.execute(
            sa.update(Notice)
            .where(Notice.fact_id == row.fact_id, Notice.kind == SELLER_OPENED, is_old)
            .values(payload=payload, read_at=None)
            .execution_options(synchronize_session=False)
        )


def _payload(row: Gathering, fact_id: int, handle: str) -> dict[str, Any]:
    """What a follower is told: by whom, how many, and the first of them."""
    lots = [lot for lot in row.lots if lot["of"] == fact_id]
    first = [{"auction_id": lot["auction_id"], "title": lot["title"]} for lot in lots[:SHOWN]]
    return {"title": handle, "count": len(lots), "lots": first}
