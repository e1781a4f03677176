"""What a verb must know under an auction's lock about the people who ask: one statement, on the hot path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import bulk, clock
from auction.accounts.models import Person
from auction.accounts.queries import STANDINGS
from auction.bidding.models import Bidder, BookEntry
from auction.db import TIME, time_under_lock
from auction.rules.actions import Bidder as Asker

_AUCTION_ID: sa.BindParameter[int] = sa.bindparam("auction_id")
_ASKED = bulk.given("asked", person_id=sa.Integer, key=sa.Text)
# Look-ups by key and nothing else: a join would let the planner read a hot lot's whole book instead.
_ALIAS = (
    sa.select(Bidder.alias)
    .where(Bidder.auction_id == _AUCTION_ID, Bidder.person_id == _ASKED.c.person_id)
    .scalar_subquery()
)
_ENTRY_ID = (
    sa.select(BookEntry.id)
    .where(
        BookEntry.auction_id == _AUCTION_ID,
        BookEntry.bid_key == _ASKED.c.key,
        BookEntry.person_id == _ASKED.c.person_id,
    )
    .scalar_subquery()
)
_AT_DESK = STANDINGS.add_columns(_ALIAS, _ENTRY_ID, TIME).join(_ASKED, _ASKED.c.person_id == Person.id)
_ANSWERED = sa.select(
    BookEntry.person_id,
    BookEntry.bid_key,
    BookEntry.seq,
    BookEntry.standing,
    BookEntry.secret_minor,
    BookEntry.salt,
).where(BookEntry.id.in_(sa.bindparam("entry_ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Read after the lock was held: the time that decides, who asks, and what their keys were answered before."""

    now: datetime
    askers: dict[int, Asker]
    aliases: dict[int, int]
    answered: dict[tuple[int, str], dict[str, Any]]

    def asker(self, person_id: int) -> Asker:
        """Somebody who no longer has an account may do nothing."""
        return self.askers.get(person_id) or Asker(person_id, is_sanctioned=True)


def at_desk(session: Session, *, auction_id: int, seller_id: int, asked: Sequence[tuple[int, str | None]]) -> AtDesk:
    """`asked` are people with the keys of their requests: an entry that the same person made with the same key is its
    first answer.
    """
    rows = [{"person_id": person_id, "key": key} for person_id, key in asked]
    parameters = {
        "asked": bulk.as_parameter(rows),
        "auction_id": auction_id,
        "seller_id": seller_id,
        "now": clock.now(),
    }
    connection = session.connection()
    found = connection.execute(_AT_DESK, parameters).all()
    askers, aliases, entry_ids = {}, {}, []
    for person_id, is_verified, is_sanctioned, is_blocked, alias, entry_id, _at in found:
        askers[person_id] = Asker(
            person_id, person_id == seller_id, bool(is_sanctioned), bool(is_verified), bool(is_blocked)
        )
        if alias is not None:
            aliases[person_id] = alias
        if entry_id is not None:
            entry_ids.append(entry_id)
    answered: dict[tuple[int, str], dict[str, Any]] = {}
    if entry_ids:
        for row in connection.execute(_ANSWERED, {"entry_ids": entry_ids}).mappings():
            answered[row["person_id"], row["bid_key"]] = dict(row)
    now = clock.given() or (found[0][-1] if found else time_under_lock(session))
    return AtDesk(now, askers, aliases, answered)
