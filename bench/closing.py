"""Question 4: of 10,000 lots that end at the same instant, how many close a second, and how late is the last one?

The house's own scheduler wakes the house's own job, on PostgreSQL and on SQLite, with durable defaults. Every lot has
two bids, so each closing names a winner and leaves a fact to deliver. Afterwards the books are counted: one end each.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from auction import clock, db, live, metrics, scheduler
from auction.bidding.book import Lot, put_back
from auction.bidding.models import Auction, BookEntry
from auction.bidding.service.opening import open_auction
from auction.outbox import FactRow
from auction.rules.actions import Accept, Bidder, PlaceBid
from auction.rules.chain import FINAL_KINDS
from auction.rules.terms import Terms
from bench import house, servers
from bench.apart import apart
from bench.questions import Answer, Row, Scale, Tell

MOST_SECONDS = 120


@dataclass(slots=True)
class Lateness:
    """Stands where the house notes how late each lot was closed, after the commit that closed it."""

    seconds: list[float] = field(default_factory=list)

    def observe(self, late: float) -> None:
        self.seconds.append(late)


@dataclass(frozen=True, slots=True)
class Closed:
    """What came of it. `woken` and `last` are seconds after the end: the first look under the lock, the last commit."""

    lots: int
    ends: int
    lots_with_one_end: int
    sold: int
    facts: int
    woken: float
    last: float

    @property
    def rate(self) -> float:
        return self.ends / max(self.last - self.woken, 1e-9)

    @property
    def twice(self) -> int:
        return self.ends - self.lots_with_one_end


def measure(scale: Scale, tell: Tell) -> Answer:
    count = scale.of(10_000, 200)
    with servers.postgres() as server, servers.folder() as place:
        given = house.settings(servers.create_database(server, "house"), place, socket_mode="threading")
        postgres = apart(_close_all, given, count, tell=lambda said: tell(f"closing on PostgreSQL: {said}"))
    with servers.folder() as place:
        given = house.settings(f"sqlite:///{place / 'house.db'}", place, socket_mode="threading")
        sqlite = apart(_close_all, given, count, tell=lambda said: tell(f"closing on SQLite: {said}"))
    rows = [*_rows("PostgreSQL", postgres), *_rows("SQLite", sqlite)]
    return Answer(rows, {"postgresql": _details(postgres), "sqlite": _details(sqlite)})


def _close_all(given: dict[str, str], count: int, tell: Tell) -> Closed:
    late = Lateness()
    metrics.closing_lateness_seconds = late  # type: ignore[assignment]
    with house.opened(given) as app:
        closes_at = _fill(count, tell)
        live.start(app)
        jobs = scheduler.start(app)
        tell("waiting for the end")
        give_up = time.monotonic() + (closes_at - clock.now()).total_seconds() + MOST_SECONDS
        while len(late.seconds) < count and time.monotonic() < give_up:
            time.sleep(0.1)
        jobs.shutdown()
        return _count(count, max(late.seconds, default=0.0))


def _fill(count: int, tell: Tell) -> datetime:
    """Make the lots, all of one end, which comes soon after they are made. Returns the end."""
    seller_id, *bidders = house.people(3)
    started = time.monotonic()
    sample = min(count, 200)
    _lots(sample, seller_id, bidders, house.terms())
    seconds = 2.0 * (time.monotonic() - started) * count / sample
    closes_at = clock.now() + timedelta(seconds=seconds + 3)
    for made in range(0, count, house.TOGETHER):
        _lots(min(house.TOGETHER, count - made), seller_id, bidders, house.ending(closes_at))
        tell(f"{made} of {count} lots are made")
    if clock.now() > closes_at:
        raise RuntimeError("the lots were not made in time")
    return closes_at


def _lots(count: int, seller_id: int, bidders: list[int], terms: Terms) -> None:
    """Lots with two bids, each two lines of a real book."""
    with db.transaction() as session:
        now = db.time_under_lock(session)
        lots = [
            open_auction(session, listing_id=listing_id, seller_id=seller_id, terms=terms, now=now)
            for listing_id in house.listings(session, count, seller_id)
        ]
        for lot in lots:
            for bidder_id, amount in zip(bidders, (500, 900), strict=True):
                _enter(lot, bidder_id, amount, now)
        put_back(session, lots)


def _enter(lot: Lot, bidder_id: int, amount: int, now: datetime) -> None:
    answer = lot.format.consider(lot.terms, lot.state, PlaceBid(Bidder(bidder_id), amount), now)
    if not isinstance(answer, Accept):
        raise TypeError(f"a bid was refused: {answer}")
    lot.enter(answer, now)


def _count(count: int, last: float) -> Closed:
    """Ask the books, not the counters."""
    ended = Auction.ended_at.is_not(None)
    ends = sa.select(BookEntry.auction_id, sa.func.count().label("ends")).where(BookEntry.kind.in_(FINAL_KINDS))
    by_lot = ends.group_by(BookEntry.auction_id).subquery()
    ask = db.db.session.execute
    first = ask(sa.select(sa.func.min(Auction.ended_at), sa.func.min(Auction.closes_at)).where(ended)).one()
    return Closed(
        lots=count,
        ends=int(ask(sa.select(sa.func.coalesce(sa.func.sum(by_lot.c.ends), 0))).scalar_one()),
        lots_with_one_end=ask(sa.select(sa.func.count()).where(by_lot.c.ends == 1)).scalar_one(),
        sold=ask(sa.select(sa.func.count()).where(ended, Auction.outcome == "sold")).scalar_one(),
        facts=ask(sa.select(sa.func.count()).where(FactRow.kind == "auction_closed")).scalar_one(),
        woken=(first[0] - first[1]).total_seconds(),
        last=last,
    )


def _rows(kind: str, closed: Closed) -> list[Row]:
    missing = "" if closed.ends == closed.lots else f"only {closed.ends} of {closed.lots} closed"
    return [
        Row(f"closing on {kind}", closed.rate, "/s", note=missing or f"{closed.lots} lots of one instant"),
        Row("the last one late by", closed.last, "s", note=f"woken after {closed.woken:.2f} s"),
        Row("closed twice", closed.twice, "", "0", f"{closed.sold} sold, {closed.facts} facts"),
    ]


def _details(closed: Closed) -> dict[str, Any]:
    return {name: getattr(closed, name) for name in Closed.__slots__} | {"rate": closed.rate, "twice": closed.twice}
