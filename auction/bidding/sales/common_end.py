"""The common ends that bids and closings touch, under their locks: so that no lot closes before its sale's end.

The order of locks is everywhere the same: auctions first, common ends after them, budgets last, each by its number.
Whoever holds a common end waits for no auction. The clock is read once its lock is held: a bid that moves the end came
before any closing that has looked at it, or it finds the lot ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import bulk
from auction.bidding.book import Lot
from auction.bidding.sales.models import CommonEnd, CommonEndMove, SaleLot
from auction.rules.actions import Accept
from auction.rules.together import Move, following, lags

_ASKED = bulk.given("asked", id=sa.Integer)
_PLACES = sa.select(SaleLot.auction_id, SaleLot.sale_id).where(SaleLot.auction_id.in_(sa.select(_ASKED.c.id)))
_TAKE = (
    sa.select(CommonEnd.sale_id, CommonEnd.ends_at, CommonEnd.last_at)
    .where(CommonEnd.sale_id.in_(sa.select(_ASKED.c.id)))
    .order_by(CommonEnd.sale_id)
    .with_for_update()
)


@dataclass(slots=True)
class _Held:
    """A common end under our lock. `last_at` is the latest moment at which anybody has decided by it."""

    sale_id: int
    ends_at: datetime
    last_at: datetime
    made: list[Move] = field(default_factory=list)
    is_changed: bool = False


class CommonEnds:
    """The common ends of some lots. Empty, and costing nothing, where none of them ends with others."""

    def __init__(self, session: Session | None = None, held: Mapping[int, _Held] | None = None) -> None:
        self._session = session
        self._held = held or {}

    def after(self, now: datetime) -> datetime:
        """The moment that decides: never before one at which somebody else has decided by the same end."""
        return max([now, *(held.last_at for held in self._held.values())])

    def follow(self, lot: Lot, now: datetime) -> None:
        """Let a lot under our lock follow its common end, with a line in its book, where it has not yet."""
        held = self._held.get(lot.id)
        if held is None or lot.state.is_ended or not lags(lot.terms, lot.state.closes_at, held.ends_at):
            return
        action = following(lot.terms, lot.state.closes_at, self._moves_beyond(held, lot.state.closes_at))
        now = max(now, lot.last_at)
        answer = None if action is None else lot.format.consider(lot.terms, lot.state, action, now)
        if isinstance(answer, Accept):
            lot.enter(answer, now)

    def follow_all(self, lots: Iterable[Lot], now: datetime) -> None:
        for lot in lots if self._held else ():
            self.follow(lot, now)

    def note(self, lot: Lot, now: datetime) -> None:
        """After a change of a lot: where its end went beyond the common one, that moves there."""
        held = self._held.get(lot.id)
        if held is not None and lot.state.closes_at > held.ends_at:
            held.made.append(Move(max(now, lot.last_at), lot.id, lot.state.closes_at))
            held.ends_at = lot.state.closes_at
            held.is_changed = True

    def note_closing(self, lot: Lot, now: datetime) -> None:
        """A lot was closed by its common end: nobody moves that from before this moment any more."""
        held = self._held.get(lot.id)
        if held is not None and now > held.last_at:
            held.last_at, held.is_changed = now, True

    def put_back(self) -> None:
        """Write what has changed."""
        if self._session is None:
            return
        for held in {held.sale_id: held for held in self._held.values() if held.is_changed}.values():
            last_at = max([held.last_at, *(move.at for move in held.made)])
            row = sa.update(CommonEnd).where(CommonEnd.sale_id == held.sale_id)
            self._session.execute(row.values(ends_at=held.ends_at, last_at=last_at))
            if held.made:
                moves = [{"sale_id": held.sale_id, **move._asdict()} for move in held.made]
                self._session.execute(sa.insert(CommonEndMove), moves)

    def _moves_beyond(self, held: _Held, closes_at: datetime) -> list[Move]:
        if self._session is None:
            return held.made
        stored = self._session.execute(
            sa.select(CommonEndMove.at, CommonEndMove.auction_id, CommonEndMove.ends_at)
            .where(CommonEndMove.sale_id == held.sale_id, CommonEndMove.ends_at > closes_at)
            .order_by(CommonEndMove.ends_at)
        )
        return [*(Move(*row) for row in stored), *held.made]


NO_COMMON_ENDS = CommonEnds()


def hold_common_ends(session: Session, lots: Iterable[Lot]) -> CommonEnds:
    """A step: lock the common ends of those of these lots that end with others. The auctions are locked already.

    Asks the database nothing where there is none.
    """
    together = [{"id": lot.id} for lot in lots if lot.terms.is_together]
    if not together:
        return NO_COMMON_ENDS
    asked = {"asked": bulk.as_parameter(together)}
    places = {row.auction_id: row.sale_id for row in session.execute(_PLACES, asked) if row.auction_id is not None}
    sales = [{"id": sale_id} for sale_id in sorted(set(places.values()))]
    rows = session.execute(_TAKE, {"asked": bulk.as_parameter(sales)}).all()
    held = {row.sale_id: _Held(row.sale_id, row.ends_at, row.last_at) for row in rows}
    return CommonEnds(session, {auction_id: held[sale_id] for auction_id, sale_id in places.items()})
