"""Many rows in one statement, and many statements in one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from auction import bulk, clock
from auction.db import db, transaction
from auction.outbox import FactRow

pytestmark = pytest.mark.usefixtures("house")


def a_fact(kind, **changes):
    now = clock.now()
    return {"kind": kind, "payload": {"who": "سارة"}, "recorded_at": now, "due_at": now} | changes


def facts():
    return db.session.execute(sa.select(FactRow.kind, FactRow.attempts).order_by(FactRow.kind)).all()


@pytest.fixture
def sent(house):
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield statements
    event.remove(db.engine, "before_cursor_execute", note)


def test_what_is_written_together_goes_at_the_end_of_the_block(sent):
    with transaction() as session:
        bulk.insert(session, FactRow, [a_fact("a"), a_fact("b")])
        known = session.execute(sa.select(FactRow.id).where(FactRow.kind == "a")).scalar_one()
        sent.clear()
        with bulk.together(session):
            bulk.insert(session, FactRow, [a_fact("c")])
            bulk.insert(session, FactRow, [])
            bulk.update(session, FactRow, [{"id": known, "attempts": 7}])
            bulk.insert(session, FactRow, [a_fact("d", attempts=2), a_fact("e", attempts=3)])
    assert facts() == [("a", 7), ("b", 0), ("c", 0), ("d", 2), ("e", 3)]
    assert len([text for text in sent if text.startswith(("WITH", "INSERT", "UPDATE"))]) == (
        1 if db.engine.dialect.name == "postgresql" else 3
    )
    assert db.session.execute(sa.select(FactRow.payload).where(FactRow.kind == "e")).scalar_one() == {"who": "سارة"}


def test_nothing_together_asks_the_database_nothing(sent):
    with transaction() as session, bulk.together(session):
        bulk.insert(session, FactRow, [])
    assert [statement for statement in sent if "facts" in statement] == []


def test_one_that_fails_takes_the_others_along():
    with pytest.raises(IntegrityError), transaction() as session, bulk.together(session):
        bulk.insert(session, FactRow, [a_fact("a")])
        bulk.insert(session, FactRow, [a_fact("b", recorded_at=None)])
    assert facts() == []


def test_a_block_that_is_left_by_an_error_sends_nothing_later():
    with transaction() as session:
        with pytest.raises(LookupError), bulk.together(session):
            bulk.insert(session, FactRow, [a_fact("a")])
            raise LookupError
        bulk.insert(session, FactRow, [a_fact("b")])
    assert [kind for kind, _attempts in facts()] == (["b"] if db.engine.dialect.name == "postgresql" else ["a", "b"])
