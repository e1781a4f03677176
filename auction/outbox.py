"""Facts to deliver after commit: recorded in the verb's transaction, delivered at least once, in leased batches."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Mapped, Session, mapped_column

from auction import bulk, clock, logs, metrics
from auction.db import Base, after_commit, db, end_read, time_under_lock, transaction

LEASE = timedelta(seconds=60)
PATIENCE_SECONDS = 15.0  # a batch that takes longer is broken off while its lease still has time for a slow reaction
ATTEMPTS = 8  # with the back-off below: about two and a half hours before a fact is parked
BATCH = 100
SWEEP_SECONDS = 0.5

log = logs.get("outbox")


class FactRow(Base):
    """One thing that happened and that somebody must act on. Parked ones stay until an operator sees to them."""

    __tablename__ = "facts"
    __table_args__ = (
        sa.Index(
            "ix_facts_waiting",
            "due_at",
            sqlite_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND parked_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},  # an id is never used again: what was told once is known by it
    )

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    payload: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    last_error: Mapped[str | None] = mapped_column(sa.Text)
    done_at: Mapped[datetime | None]
    parked_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact as a reaction sees it. `id` is the same at every delivery: build idempotence on it."""

    id: int
    kind: str
    payload: Mapping[str, Any]
    recorded_at: datetime
    attempts: int


Reaction = Callable[[Fact], None]

_reactions: dict[str, list[Reaction]] = {}
_woken = threading.Event()
_ending = threading.Event()
_drainers: list[threading.Thread] = []


def on(kind: str) -> Callable[[Reaction], Reaction]:
    """Register a reaction to one kind of fact. A reaction opens its own transactions and must bear repeats."""

    def register(reaction: Reaction) -> Reaction:
        known = _reactions.setdefault(kind, [])
        if reaction not in known:
            known.append(reaction)
        return reaction

    return register


def reactions() -> Mapping[str, list[Reaction]]:
    return _reactions


def record(session: Session, kind: str, at: datetime, /, **payload: object) -> None:
    """Write one fact in the caller's transaction and wake the drainer once it is committed."""
    record_many(session, at, [(kind, payload)])


def record_many(session: Session, at: datetime, facts: list[tuple[str, dict[str, object]]]) -> None:
    """Write several facts in one statement."""
    if not facts:
        return
    rows = [{"kind": kind, "payload": payload, "recorded_at": at, "due_at": at} for kind, payload in facts]
    bulk.insert(session, FactRow, rows)
    after_commit(session, _woken.set)


def drain(limit: int = 1000) -> int:
    """Deliver what is due, at most `limit` facts, and return how many were tried. Safe in any number of processes."""
    tried = 0
    while tried < limit and not _ending.is_set():
        batch = _claim(min(BATCH, limit - tried))
        if not batch:
            break
        errors = _deliver_while_leased(batch)
        tried += len(errors)
        _settle(batch[: len(errors)], errors)
        _give_back(batch[len(errors) :])
    return tried


def _claim(limit: int) -> list[Fact]:
    """Take a lease on the oldest due facts. A process that dies gives them back when the lease runs out.

    The choice stands in a CTE: as a plain subquery PostgreSQL may run it again for each row, and lease too many.
    """
    with transaction() as session:
        now = time_under_lock(session)
        waiting = (
            sa.select(FactRow.id)
            .where(FactRow.done_at.is_(None), FactRow.parked_at.is_(None), FactRow.due_at <= now)
            .order_by(FactRow.due_at, FactRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("waiting")
        )
        leased = (
            sa.update(FactRow)
            .where(FactRow.id.in_(sa.select(waiting.c.id)))
            .values(due_at=now + LEASE, attempts=FactRow.attempts + 1)
            .returning(FactRow.id, FactRow.kind, FactRow.payload, FactRow.recorded_at, FactRow.attempts)
            .execution_options(synchronize_session=False)
        )
        rows = session.execute(leased).all()
    return sorted((Fact(*row) for row in rows), key=lambda fact: fact.id)


def _deliver_while_leased(batch: list[Fact]) -> list[str | None]:
    """Deliver one after the other, and stop in time: nobody else may hold a fact that is still being delivered."""
    end = clock.monotonic() + PATIENCE_SECONDS
    errors: list[str | None] = []
    for fact in batch:
        if errors and clock.monotonic() > end:
            break
        errors.append(_deliver(fact))
    return errors


def _give_back(batch: list[Fact]) -> None:
    """What was leased and not tried is due again at once, and has lost no attempt."""
    if batch:
        with transaction() as session:
            session.execute(
                sa.update(FactRow)
                .where(FactRow.id.in_([fact.id for fact in batch]), FactRow.done_at.is_(None))
                .values(due_at=time_under_lock(session), attempts=FactRow.attempts - 1)
            )


def _deliver(fact: Fact) -> str | None:
    """Run every reaction to one fact; None when all went well, else what went wrong (types and places, no payload)."""
    try:
        for reaction in _reactions.get(fact.kind, []):
            reaction(fact)
            end_read()
    except Exception as error:
        db.session.rollback()  # what one reaction leaves behind is not the next one's
        log.warning("reaction failed", fact_id=fact.id, kind=fact.kind, attempts=fact.attempts, exc_info=True)
        return logs.places(error)[-500:]
    return None


def _settle(batch: list[Fact], errors: list[str | None]) -> None:
    """Write down what became of a batch: done in one statement, each failure with its back-off, the hopeless parked."""
    with transaction() as session:
        now = time_under_lock(session)
        done = [fact.id for fact, error in zip(batch, errors, strict=True) if error is None]
        if done:
            session.execute(
                sa.update(FactRow).where(FactRow.id.in_(done)).values(done_at=now, last_error=None, parked_at=None)
            )
        for fact, error in zip(batch, errors, strict=True):
            metrics.facts.labels(fact.kind, "done" if error is None else "failed").inc()
            if error is not None:
                is_hopeless = fact.attempts >= ATTEMPTS
                again = now + timedelta(seconds=min(4**fact.attempts, 3600))
                session.execute(
                    sa.update(FactRow)
                    .where(FactRow.id == fact.id, FactRow.done_at.is_(None))
                    .values(last_error=error, due_at=again, parked_at=now if is_hopeless else None)
                )


def parked(limit: int = 100) -> list[FactRow]:
    """Facts that were given up, newest first, for the operator's page."""
    statement = sa.select(FactRow).where(FactRow.parked_at.is_not(None)).order_by(FactRow.id.desc()).limit(limit)
    return list(db.session.execute(statement).scalars())


def retry_parked(fact_id: int, note: Callable[[Session, datetime], None] | None = None) -> None:
    """Give a parked fact another full set of attempts; `note` writes down who did, in the same transaction."""
    with transaction() as session:
        now = time_under_lock(session)
        freed = session.execute(
            sa.update(FactRow)
            .where(FactRow.id == fact_id, FactRow.parked_at.is_not(None))
            .values(parked_at=None, attempts=0, due_at=now)
            .returning(FactRow.id)
        ).all()
        if freed and note is not None:
            note(session, now)
        after_commit(session, _woken.set)


def count_waiting() -> tuple[int, int]:
    """How many facts wait, and how many are parked; also sets the two gauges."""
    is_parked = FactRow.parked_at.is_not(None)
    statement = sa.select(is_parked, sa.func.count()).where(FactRow.done_at.is_(None)).group_by(is_parked)
    counts = {bool(key): number for key, number in db.session.execute(statement)}
    waiting, given_up = counts.get(False, 0), counts.get(True, 0)
    metrics.facts_waiting.set(waiting)
    metrics.facts_parked.set(given_up)
    return waiting, given_up


def forget_done(before: datetime) -> None:
    """Delete delivered facts recorded before an instant."""
    with transaction() as session:
        session.execute(sa.delete(FactRow).where(FactRow.done_at < before))


def start(app: Flask) -> threading.Thread:
    """Drain in the background for as long as the process lives: at every wake, and at every sweep in any case."""

    def run() -> None:
        while not _ending.is_set():
            _woken.wait(SWEEP_SECONDS)
            _woken.clear()
            with app.app_context():
                try:
                    drain()
                except Exception:
                    log.exception("outbox sweep failed")

    thread = threading.Thread(target=run, name="outbox", daemon=True)
    thread.start()
    _drainers.append(thread)
    return thread


def stop() -> None:
    """Let the batch in hand be finished and begin no other: for a process that ends."""
    _ending.set()
    _woken.set()
    while _drainers:
        _drainers.pop().join()
    _ending.clear()
