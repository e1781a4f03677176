"""The one way to lock and commit. Owns the engine and the two kinds of session: reading (per request) and writing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, TypeAlias, TypeVar

import orjson
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import Migrate
from flask_migrate import upgrade as run_migrations
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

from auction import clock
from auction.config import ROOT, Config
from auction.errors import Absent

Row = TypeVar("Row", bound="Base")
MOST_SECONDS_APART = 0.5
RESTED_SECONDS = 1.0
_is_writing: ContextVar[bool] = ContextVar("is_writing", default=False)
AnyRow: TypeAlias = sa.Row[*tuple[Any, ...]]


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC, to the microsecond, on both databases. Refuses a naive one."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(sa.DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant is aware")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Every table of the house. Constraints are named by one convention so that migrations can find them."""

    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime, dict[str, Any]: sa.JSON, list[Any]: sa.JSON},
    )


# The reading session never writes by itself; see commit_library_session for the one library that writes through it.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "autoflush": False})


def is_of_models(name: str | None, _kind: str, _parents: object) -> bool:
    """Whether the models speak of a table, column or index. What search is quick with differs by database: the
    migrations alone make it, and all of it bears this name.
    """
    return not (name or "").startswith(("search_fts", "ix_search_fts"))


migrate = Migrate(
    directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True, include_name=is_of_models
)


def init_app(app: Flask, config: Config) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = config.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(config)
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        if config.is_sqlite:
            event.listen(db.engine, "connect", _prepare_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)
        else:
            _listen_for_rest(db.engine)
        app.extensions["mazad_writer"] = db.engine.execution_options(mazad_writes=True)
        app.extensions["mazad_reader"] = db.engine if config.is_sqlite else _without_transaction(db.engine)
        app.extensions["mazad_write_lock"] = threading.Lock() if config.is_sqlite else None


def _engine_options(config: Config) -> dict[str, Any]:
    options: dict[str, Any] = {
        "json_serializer": lambda value: orjson.dumps(value).decode(),
        "json_deserializer": orjson.loads,
        "pool_size": config.pool_size,
        "max_overflow": config.pool_size,
        "pool_timeout": 15,
        "hide_parameters": True,  # an error is logged with its statement, never with what people wrote or bid
    }
    if config.is_sqlite:
        return options | {"connect_args": {"timeout": 15, "check_same_thread": False}}
    return options | {
        "connect_args": {
            "prepare_threshold": 3,
            "application_name": "mazad",
            # A host that vanished in the middle of a verb gives the lot's row back.
            # Statements are short here: helpers and compilers would cost more time than they save. And a row that is
            # looked up by an index costs little more than one read in passing: no disk turns for it.
            "options": "-c idle_in_transaction_session_timeout=30s -c max_parallel_workers_per_gather=0 -c jit=off"
            " -c random_page_cost=1.1",
        },
    }


def _without_transaction(engine: Engine) -> Engine:
    """A view of the engine for lone statements: no BEGIN and no COMMIT travel with them."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _listen_for_rest(engine: Engine) -> None:
    """A connection that has rested may have been cut: it is asked for a sign of life, but not at every single use."""

    @event.listens_for(engine, "checkin")
    def note_rest(_connection: object, record: Any) -> None:
        record.info["resting_since"] = clock.monotonic()

    @event.listens_for(engine, "checkout")
    def ask_after_rest(connection: Any, record: Any, _proxy: object) -> None:
        since = record.info.get("resting_since")
        if since is None or clock.monotonic() - since < RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise sa.exc.InvalidatePoolError from error  # the pool throws away all that are as old, and makes another


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver would say it late, and deferred
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=15000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("clock_timestamp", 0, lambda: clock.now().strftime("%Y-%m-%d %H:%M:%S.%f"))


def _begin_sqlite(connection: sa.Connection) -> None:
    is_writing = connection.get_execution_options().get("mazad_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing else "BEGIN")


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one write transaction of a verb, commit it on leaving, roll back on any raise.

    Ends the request's open read first and works on a session of its own, so nothing loaded earlier gets in. On
    SQLite it holds the database's write lock from the start; writers of one process queue fairly before it.
    Raises RuntimeError within another transaction: a verb never calls a verb.
    """
    end_read()
    lock: threading.Lock | None = current_app.extensions["mazad_write_lock"]
    with _alone(), _held(lock), Session(_writer(), expire_on_commit=False) as session:
        with session.begin():
            if lock is not None:
                session.connection()  # begins here and now: a session by itself would wait for its first statement
            yield session
        afterwards: list[Callable[[], object]] = session.info.pop("afterwards", [])
    db.session.expire_all()
    for call in afterwards:
        call()


def _writer() -> Engine:
    engine: Engine = current_app.extensions["mazad_writer"]
    return engine


@contextmanager
def _alone() -> Iterator[None]:
    """One transaction at a time on each road: a second one within the first would wait for it for ever on SQLite."""
    if _is_writing.get():
        raise RuntimeError("a transaction within a transaction: verbs share a private step, they do not call verbs")
    token = _is_writing.set(True)
    try:
        yield
    finally:
        _is_writing.reset(token)


@contextmanager
def _held(lock: threading.Lock | None) -> Iterator[None]:
    if lock is None:
        yield
    else:
        with lock:
            yield


def after_commit(session: Session, call: Callable[[], object]) -> None:
    """Have `call` done once this transaction is safely in the database and its locks are gone; never if it fails."""
    session.info.setdefault("afterwards", []).append(call)


def end_read() -> None:
    """Give back the connection of the reading session. Raises RuntimeError when somebody wrote through it."""
    session = db.session()
    if not session.in_transaction():  # whatever is added, changed or deleted begins one
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("written outside transaction(): " + repr([*session.new, *session.dirty, *session.deleted]))
    session.commit()


def read_alone(statement: sa.Select[*tuple[Any, ...]], given: Mapping[str, Any]) -> Sequence[AnyRow]:
    """The rows of one statement that needs no company, on a connection held for it alone. For roads where it counts:
    the reading session would keep its connection, and end its read with a round trip more.
    """
    reader: Engine = current_app.extensions["mazad_reader"]
    with reader.connect() as connection:
        return connection.execute(statement, given).all()


def commit_library_session() -> None:
    """Commit what the sign-in library has put into the reading session: it knows no session of its own verbs.

    It reads first and writes later. SQLite refuses to write on a stale view, so the open read ends and the write lock
    is taken before anything is flushed; until then nothing is locked, not while a password is hashed or a mail sent.
    """
    session = db.session()
    with _alone(), _held(current_app.extensions["mazad_write_lock"]):
        try:
            if is_sqlite() and (session.new or session.dirty or session.deleted):
                connection = session.connection()
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            session.commit()
        except BaseException:
            session.rollback()
            raise


def lock_row(session: Session, model: type[Row], row_id: int) -> Row:
    """Lock one row until the transaction ends and return it fresh. Raises Absent."""
    statement = sa.select(model).where(sa.inspect(model).primary_key[0] == row_id).with_for_update()
    row = session.execute(statement).scalar_one_or_none()
    if row is None:
        raise Absent(kind=model.__tablename__)
    return row


TIME = sa.func.clock_timestamp(type_=UtcDateTime)


def time_under_lock(session: Session) -> datetime:
    """The time that decides, read after the lock is held: the database's on PostgreSQL, the process's on SQLite."""
    given = clock.given()
    if given is not None:
        return given
    instant: datetime = session.execute(_READ_TIME).scalar_one()
    return instant


_READ_TIME = sa.select(TIME)


def is_sqlite() -> bool:
    return bool(db.engine.dialect.name == "sqlite")


def upgrade() -> None:
    """Bring the database to the newest tables."""
    db.session.remove()
    run_migrations()


def faults() -> list[str]:
    """Why the database cannot serve now: its tables, or a clock that is not ours. Empty when all is well."""
    return table_faults() or _clock_faults()


def _clock_faults() -> list[str]:
    """Bids are judged by the database's clock and pages count down by this host's: they have to agree."""
    if is_sqlite():
        return []
    try:
        with db.engine.connect() as connection:
            before = clock.now()
            theirs = connection.execute(_READ_TIME).scalar_one()
            after = clock.now()
    except sa.exc.SQLAlchemyError as error:
        return [f"database: {type(error).__name__}"]
    ahead = (theirs - (before + (after - before) / 2)).total_seconds()
    if abs(ahead) <= MOST_SECONDS_APART + (after - before).total_seconds() / 2:
        return []
    return [f"clock: the database's is {ahead:+.1f} s from this host's; run NTP on both"]


def table_faults() -> list[str]:
    """Why nobody can work with the database: it does not answer, or lacks the newest tables."""
    wanted = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    try:
        with db.engine.connect() as connection:
            present = MigrationContext.configure(connection).get_current_revision()
    except sa.exc.SQLAlchemyError as error:
        return [f"database: {type(error).__name__}"]
    return [] if present == wanted else [f"database: has revision {present}, needs {wanted}"]
