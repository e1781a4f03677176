"""How a test looks at what a verb has done: the facts, the course of a book, a refusal's code. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from auction import outbox
from auction.bidding import queries
from auction.bidding.models import BookEntry
from auction.db import db
from auction.errors import Refusal


def facts(kind: str | None = None) -> list[dict[str, Any]]:
    """The facts of one kind, oldest first; of all kinds, each with its kind."""
    rows = db.session.execute(sa.select(outbox.FactRow).order_by(outbox.FactRow.id)).scalars().all()
    if kind is not None:
        return [row.payload for row in rows if row.kind == kind]
    return [{"kind": row.kind, **row.payload} for row in rows if row.kind != "auction_opened"]


def kinds(auction_id: int) -> list[str]:
    """What happened in an auction, in the words of its book."""
    statement = sa.select(BookEntry.kind).where(BookEntry.auction_id == auction_id).order_by(BookEntry.seq)
    return list(db.session.execute(statement).scalars())


def price(auction_id: int) -> int | None:
    return queries.public_state(auction_id).price_minor


def refused(verb: Callable[..., Any], *given: Any, **named: Any) -> str:
    """The code by which a verb says no; "accepted" when it does not. A refusal of fields names them."""
    try:
        verb(*given, **named)
    except Refusal as refusal:
        fields = getattr(refusal, "fields", {})
        return " ".join([refusal.code, *(f"{name}:{','.join(codes)}" for name, codes in fields.items())])
    return "accepted"
