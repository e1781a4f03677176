"""What a verb must know under an auction's lock about the people who ask: one statement, on the hot path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import clock
from auction.accounts.models import Person
from auction.accounts.queries import STANDINGS
from auction.bidding.models import Bidder, BookEntry
from auction.db import TIME, time_under_lock
from auction.rules.actions import Bidder as Asker

_AUCTION_ID: sa.BindParameter[int] = sa.bindparam("auction_id")
_AT_DESK = (
    STANDINGS.add_columns(
        Bidder.alias,
        BookEntry.bid_key,
        BookEntry.seq,
        BookEntry.standing,
        BookEntry.secret_minor,
        BookEntry.salt,
        TIME,
    )
    .outerjoin(Bidder, sa.and_(Bidder.person_id == Person.id, Bidder.auction_id == _AUCTION_ID))
    .outerjoin(
        BookEntry,
        sa.and_(
            BookEntry.auction_id == _AUCTION_ID,
            BookEntry.person_id == Person.id,
            BookEntry.bid_key.in_(sa.bindparam("keys", expanding=True)),
        ),
    )
)


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


def at_desk(
    session: Session, *, auction_id: int, seller_id: int, people: Sequence[int], keys: Sequence[str] = ()
) -> AtDesk:
    """`keys` are those of the requests: an entry made by the same person with the same key is its first answer."""
    asked = {"ids": people, "keys": keys, "auction_id": auction_id, "seller_id": seller_id, "now": clock.now()}
    rows = session.connection().execute(_AT_DESK, asked).all()
    now = clock.given() or (rows[0][-1] if rows else time_under_lock(session))
    askers, aliases, answered = {}, {}, {}
    for person_id, is_verified, is_sanctioned, is_blocked, alias, key, seq, standing, secret_minor, salt, _at in rows:
        askers[person_id] = Asker(
            person_id, person_id == seller_id, bool(is_sanctioned), bool(is_verified), bool(is_blocked)
        )
        if alias is not None:
            aliases[person_id] = alias
        if key is not None:
            entry = {"seq": seq, "standing": standing, "secret_minor": secret_minor, "salt": salt}
            answered[person_id, key] = entry
    return AtDesk(now, askers, aliases, answered)
