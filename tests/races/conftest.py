"""Guards that a control test may take away, to show that the race is there without them."""

from __future__ import annotations

import contextlib
import time

import pytest
import sqlalchemy as sa

from auction import db, outbox
from auction.bidding import book
from auction.bidding.service import bids
from tests.races.crowd import NoDesks

MOST_HANDS = 64


@pytest.fixture
def apart(monkeypatch, app):
    """No group commit: every bid is a transaction of its own, as from many processes.

    Many processes have many pools. One pool for all is not fair: whoever gives a connection back takes it again before
    those who wait are awake, and some wait for ever.
    """
    monkeypatch.setattr(bids, "_desks", NoDesks)
    with app.app_context():
        monkeypatch.setattr(db.db.engine.pool, "_max_overflow", MOST_HANDS)


@pytest.fixture
def unguarded(monkeypatch, app):
    """Take the guards away: no row lock on PostgreSQL; on SQLite no write lock at the start and none of our own.

    Everybody rests a moment between reading and writing, so that the race is wide enough to be seen at once.
    """
    monkeypatch.setattr(book, "_TAKE", _unlocked(book._TAKE))
    monkeypatch.setattr(book, "_TAKE_FREE", _unlocked(book._TAKE_FREE))
    monkeypatch.setattr(book, "_TAKE_DUE", _unlocked(book._TAKE_DUE))
    monkeypatch.setitem(app.extensions, "mazad_write_lock", None)
    monkeypatch.setattr(db, "_held", lambda _lock: contextlib.nullcontext())
    with app.app_context():
        monkeypatch.setitem(app.extensions, "mazad_writer", db.db.engine)
    really = book.put_back

    def slowly(session, lots):
        time.sleep(0.05)
        really(session, lots)

    monkeypatch.setattr(book, "put_back", slowly)


def _unlocked(statement: sa.Select) -> sa.Select:
    copy = statement._clone()
    copy._for_update_arg = None
    return copy


@pytest.fixture
def unclaimed(monkeypatch):
    """Let drainers look for facts without claiming them."""

    def look(limit):
        statement = (
            sa.select(outbox.FactRow.id, outbox.FactRow.kind, outbox.FactRow.payload, outbox.FactRow.recorded_at)
            .where(outbox.FactRow.done_at.is_(None))
            .order_by(outbox.FactRow.id)
            .limit(limit)
        )
        rows = db.db.session.execute(statement).all()
        db.end_read()
        time.sleep(0.02)
        return [outbox.Fact(*row, attempts=1) for row in rows]

    monkeypatch.setattr(outbox, "_claim", look)
