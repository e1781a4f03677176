"""Reading a seller's block list. Whom the seller knows only as a bidder stays one. Part of `queries`."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from auction.accounts.models import Block, Person
from auction.db import db


def blocked_by(owner_id: int) -> list[str]:
    """The handles on a seller's block list, in order of the alphabet."""
    rows = db.session.execute(
        sa.select(Person.handle)
        .join(Block, Block.blocked_id == Person.id)
        .where(Block.owner_id == owner_id, Block.seen_as == "")
        .order_by(Person.handle_folded)
    )
    return list(rows.scalars())


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Somebody blocked whom the seller knows only by their number on one lot."""

    block_id: int
    alias: int
    lot: str


def blocked_unnamed(owner_id: int) -> list[Unnamed]:
    """Those whom a seller has blocked without knowing their names, the newest first."""
    rows = db.session.execute(
        sa.select(Block.id, Block.seen_as, Block.seen_on)
        .where(Block.owner_id == owner_id, Block.seen_as != "")
        .order_by(Block.id.desc())
    )
    return [Unnamed(row.id, int(row.seen_as.rpartition(":")[2]), row.seen_on) for row in rows]
