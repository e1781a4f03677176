"""The one way to write: all or nothing, alone, on fresh eyes, and with nothing told before it is safe."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from threading import Event, Thread

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask

from auction import clock
from auction import db as db_module
from auction.db import (
    after_commit,
    commit_library_session,
    db,
    end_read,
    is_sqlite,
    lock_row,
    time_under_lock,
    transaction,
)
from auction.errors import Absent
from auction.outbox import FactRow
from tests.services import plain_postgres

NOON = datetime(2026, 3, 14, 12, 30, 15, 123456, tzinfo=UTC)


def fact(kind: str = "tried", at: datetime = NOON) -> FactRow:
    return FactRow(kind=kind, payload={"n": 1}, recorded_at=at, due_at=at)


def kinds() -> list[str]:
    return list(db.session.execute(sa.select(FactRow.kind).order_by(FactRow.id)).scalars())


def add(kind: str) -> int:
    with transaction() as session:
        row = fact(kind)
        session.add(row)
    return row.id


class TestAllOrNothing:
    def test_leaving_commits(self, house: Flask):
        add("kept")
        assert kinds() == ["kept"]

    def test_raising_rolls_back(self, house: Flask):
        with pytest.raises(KeyError), transaction() as session:
            session.add(fact("lost"))
            session.flush()
            raise KeyError
        assert kinds() == []
        add("next")
        assert kinds() == ["next"]

    def test_even_being_killed_rolls_back(self, house: Flask):
        with pytest.raises(SystemExit), transaction() as session:
            session.add(fact("lost"))
            session.flush()
            raise SystemExit
        add("next")
        assert kinds() == ["next"]

    def test_a_refused_row_takes_the_others_with_it(self, house: Flask):
        with pytest.raises(sa.exc.IntegrityError), transaction() as session:
            session.add(fact("good"))
            session.flush()
            session.execute(sa.insert(FactRow).values(kind=None, payload={}, recorded_at=NOON, due_at=NOON))
        assert kinds() == []

    def test_what_follows_is_done_after_the_commit_in_order(self, app: Flask):
        seen: list[tuple[str, list[str]]] = []

        def look(name: str) -> None:
            with app.app_context():
                seen.append((name, kinds()))

        with app.app_context(), transaction() as session:
            after_commit(session, lambda: look("first"))
            after_commit(session, lambda: look("second"))
            session.add(fact("kept"))
            assert seen == []
        assert seen == [("first", ["kept"]), ("second", ["kept"])]

    def test_what_follows_may_itself_write(self, house: Flask):
        with transaction() as session:
            session.add(fact("first"))
            after_commit(session, lambda: add("second"))
        assert kinds() == ["first", "second"]

    def test_nothing_follows_a_rollback(self, house: Flask):
        seen: list[str] = []
        with pytest.raises(KeyError), transaction() as session:
            after_commit(session, lambda: seen.append("told"))
            raise KeyError
        add("next")
        assert seen == []

    def test_an_error_names_no_value(self, house: Flask):
        with pytest.raises(sa.exc.StatementError) as refused, transaction() as session:
            session.execute(sa.text("INSERT INTO nowhere (email) VALUES (:email)"), {"email": "amal@mazad.example"})
        assert "amal" not in str(refused.value)


class TestReadingFirst:
    def test_a_transaction_ends_the_open_read(self, app: Flask):
        with app.app_context():
            assert kinds() == []
            with app.app_context():
                add("by another")
            with transaction() as session:
                assert session.execute(sa.select(FactRow.kind)).scalars().all() == ["by another"]
            assert kinds() == ["by another"]

    def test_nothing_loaded_before_gets_in(self, house: Flask):
        add("first")
        loaded = db.session.execute(sa.select(FactRow)).scalar_one()
        with transaction() as session:
            assert loaded not in session
            session.execute(sa.update(FactRow).values(kind="second"))
        assert loaded.kind == "second"

    def test_a_change_made_outside_is_refused(self, house: Flask):
        add("first")
        loaded = db.session.execute(sa.select(FactRow)).scalar_one()
        loaded.kind = "forged"
        with pytest.raises(RuntimeError, match="written outside"), transaction():
            pass
        db.session.rollback()
        assert kinds() == ["first"]

    def test_a_row_added_outside_is_refused(self, house: Flask):
        db.session.add(fact())
        with pytest.raises(RuntimeError, match="written outside"):
            end_read()
        db.session.rollback()

    def test_a_change_made_outside_never_reaches_the_database_by_itself(self, app: Flask):
        with app.app_context():
            db.session.add(fact())
        with app.app_context():
            assert kinds() == []

    def test_the_end_of_a_read_gives_the_connection_back(self, house: Flask):
        kinds()
        assert db.engine.pool.checkedout() == 1
        end_read()
        assert db.engine.pool.checkedout() == 0

    def test_a_request_leaves_no_connection_behind(self, app: Flask):
        with app.app_context():
            kinds()
            add("kept")
            kinds()
        with app.app_context():
            assert db.engine.pool.checkedout() == 0


class TestAlone:
    def test_a_verb_within_a_verb_is_refused_and_not_waited_for(self, house: Flask):
        with pytest.raises(RuntimeError, match="within a transaction"), transaction():
            add("inner")
        add("next")
        assert kinds() == ["next"]

    def test_the_library_commits_no_verb_either(self, house: Flask):
        with pytest.raises(RuntimeError, match="within a transaction"), transaction():
            commit_library_session()

    def test_another_road_of_the_same_process_goes_its_own_way(self, app: Flask):
        def write(number: int) -> None:
            with app.app_context():
                add(f"kind-{number}")

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(write, range(40)))
        with app.app_context():
            assert len(kinds()) == 40

    @pytest.mark.sqlite_only
    def test_a_writer_of_this_process_waits_its_turn_and_a_reader_does_not(self, app: Flask):
        entered, second_done = Event(), Event()

        def second() -> None:
            with app.app_context():
                entered.set()
                add("second")
            second_done.set()

        with app.app_context(), transaction() as session:
            session.add(fact("first"))
            session.flush()
            other = Thread(target=second)
            other.start()
            assert entered.wait(5)
            assert not second_done.wait(0.1)
            with app.app_context():
                assert kinds() == []
        other.join(5)
        with app.app_context():
            assert kinds() == ["first", "second"]

    @pytest.mark.sqlite_only
    def test_the_write_lock_is_taken_at_once_for_other_processes_too(self, house: Flask):
        other = sqlite3.connect(db.engine.url.database, timeout=0, isolation_level=None)
        with transaction(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.execute("BEGIN IMMEDIATE")
        other.close()

    @pytest.mark.sqlite_only
    def test_sqlite_is_opened_as_the_house_needs_it(self, house: Flask):
        with db.engine.connect() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
            }
        assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 15000}

    def test_a_locked_row_is_fresh(self, house: Flask):
        row_id = add("first")
        with transaction() as session:
            assert lock_row(session, FactRow, row_id).kind == "first"

    def test_an_absent_row_is_a_refusal(self, house: Flask):
        with pytest.raises(Absent) as refused, transaction() as session:
            lock_row(session, FactRow, 404)
        assert refused.value.facts == {"kind": "facts"}

    @pytest.mark.postgres_only
    def test_a_locked_row_is_waited_for(self, app: Flask):
        with app.app_context():
            row_id = add("first")
        changed = Event()

        def second() -> None:
            with app.app_context(), transaction() as session:
                row = lock_row(session, FactRow, row_id)
                assert row.kind == "second"
                row.kind = "third"
            changed.set()

        with app.app_context(), transaction() as session:
            row = lock_row(session, FactRow, row_id)
            other = Thread(target=second)
            other.start()
            assert not changed.wait(0.1)
            row.kind = "second"
        assert changed.wait(5)
        other.join()


class TestTime:
    def test_an_instant_comes_back_to_the_microsecond_in_utc(self, house: Flask):
        riyadh = timezone(timedelta(hours=3))
        with transaction() as session:
            session.add(fact(at=NOON.astimezone(riyadh)))
        found = db.session.execute(sa.select(FactRow.due_at)).scalar_one()
        assert found == NOON
        assert found.tzinfo is UTC

    def test_instants_compare_in_the_database(self, house: Flask):
        with transaction() as session:
            session.add(fact(at=NOON))
        later = NOON + timedelta(microseconds=1)
        assert db.session.execute(sa.select(FactRow.id).where(FactRow.due_at < later)).all()
        assert not db.session.execute(sa.select(FactRow.id).where(FactRow.due_at < NOON)).all()

    def test_a_time_without_zone_is_refused(self, house: Flask):
        with pytest.raises(sa.exc.StatementError, match="aware"), transaction() as session:
            session.add(fact(at=datetime(2026, 3, 14)))

    def test_the_time_under_the_lock_is_the_given_one(self, house: Flask, moment: datetime):
        with transaction() as session:
            assert time_under_lock(session) == moment

    def test_the_time_under_the_lock_goes_on_within_a_transaction(self, house: Flask):
        with transaction() as session:
            first = time_under_lock(session)
            while time_under_lock(session) == first:
                pass
            assert abs(time_under_lock(session) - clock.now()) < timedelta(seconds=5)
            assert first.tzinfo is UTC


def test_which_database_is_known(house: Flask, database_kind: str):
    assert is_sqlite() == (database_kind == "sqlite")


def test_constraints_are_named_by_the_convention(house: Flask):
    assert sa.inspect(db.engine).get_pk_constraint("people")["name"] == "pk_people"


@pytest.mark.postgres_only
def test_a_host_that_vanished_in_a_verb_gives_the_row_back(house: Flask):
    with transaction() as session:
        assert session.execute(sa.text("SHOW idle_in_transaction_session_timeout")).scalar_one() == "30s"


@pytest.mark.postgres_only
@pytest.mark.parametrize(("rested_seconds", "is_found_out"), [(0.0, True), (60.0, False)])
def test_a_connection_that_was_cut_while_it_rested_is_replaced(
    inside, database_url: str, monkeypatch, rested_seconds: float, is_found_out: bool
):
    """The control beside it shows that the connections were cut indeed."""
    monkeypatch.setattr(db_module, "RESTED_SECONDS", rested_seconds)

    def ask() -> int:
        number: int = db.session.execute(sa.text("SELECT 7")).scalar_one()
        end_read()
        return number

    inside(lambda: db.engine.dispose())  # one connection, which both take
    assert inside(ask) == 7
    with psycopg.connect(plain_postgres(database_url), autocommit=True) as admin:
        ours = "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'mazad'"
        assert admin.execute(f"SELECT pg_terminate_backend(pid) {ours}").fetchall()
        while admin.execute(f"SELECT 1 {ours}").fetchall():
            time.sleep(0.01)
    if is_found_out:
        assert inside(ask) == 7
    else:
        with pytest.raises(sa.exc.OperationalError):
            inside(ask)
        assert inside(ask) == 7
