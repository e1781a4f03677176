"""A clean database for every test, on SQLite and on PostgreSQL, at the price of a few milliseconds. The app is made
once per worker and kind; the schema once per session, by the migrations."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import flask_migrate
import psycopg
import structlog
from flask import Flask
from psycopg import sql

from auction import app as front_door
from auction import live, outbox, web
from auction.config import DEVELOPMENT, ROOT, Config
from auction.db import db
from tests.services import plain_postgres

KINDS = ("sqlite", "postgres")
VERSIONS = ROOT / "migrations" / "versions"

# Objects of whole modules that the last create_app binds to its app; put back for the app in use.
_BOUND = (live.socketio, web.limiter)

RESETS: list[Callable[[], object]] = [
    outbox._woken.clear,
    live.reset,
    structlog.contextvars.clear_contextvars,
]


def make_config(database_url: str, instance: Path, **changes: Any) -> Config:
    """Settings of a house for tests: nothing runs in the background, nothing is limited, mail stays in a folder."""
    config = Config(
        environment=DEVELOPMENT,
        instance=instance,
        secret_key="a secret of tests, which is long enough",
        password_salt="a salt of tests, which is long enough too",
        public_url="http://127.0.0.1:8000",
        database_url=database_url,
        redis_url=None,
        mail_url="outbox:",
        mail_from="Mazad <house@mazad.example>",
        media_dir=instance / "media",
        scheduler=False,
        demo=False,
        proxies=0,
        pool_size=10,
        socket_mode="threading",
        rate_limits=False,
        metrics_token=None,
        metrics_port=0,
        log_level="INFO",
    )
    return replace(config, **changes)


def environment_of(config: Config) -> dict[str, str]:
    """The settings as a process reads them from its environment."""
    said = {True: "on", False: "off"}
    return {
        "MAZAD_ENV" if name == "environment" else f"MAZAD_{name.upper()}": said.get(value, str(value))
        if isinstance(value, bool)
        else str(value)
        for name, value in vars(config).items()
        if value is not None
    }


def build_schema(app: Flask) -> None:
    """Make the tables as an operator does; straight from the models while no migration is written."""
    with app.app_context():
        if any(VERSIONS.glob("*.py")):
            flask_migrate.upgrade()
        else:
            db.metadata.create_all(db.engine)


@contextlib.contextmanager
def alone(folder: Path, name: str) -> Iterator[None]:
    """One worker at a time."""
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class SqliteFile:
    """A worker's SQLite database: a file copied from the template."""

    def __init__(self, shared: Path, worker: str) -> None:
        self.template = shared / "template.db"
        self.shared = shared
        self.path = shared / worker / "house.db"
        self.url = f"sqlite:///{self.path}"

    def create(self, app: Flask) -> None:
        with alone(self.shared, "sqlite"):
            if not self.template.exists():
                build_schema(app)
                dispose(app)
                shutil.move(self.path, self.template)

    def clean(self, app: Flask) -> None:
        dispose(app)
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.path)

    def close(self) -> None:
        """The folder goes with the session."""


class PostgresDatabase:
    """A worker's PostgreSQL database: copied from the template once, then emptied where it was filled."""

    def __init__(self, shared: Path, worker: str, server: str) -> None:
        self.shared = shared
        self.name = f"house_{worker}"
        self.server = plain_postgres(server)
        self.url = server + self.name
        self._keeper: psycopg.Connection[Any] | None = None

    def create(self, app: Flask) -> None:
        built = self.shared / "postgres.built"
        with alone(self.shared, "postgres"), psycopg.connect(self.server + "postgres", autocommit=True) as admin:
            if built.exists():
                admin.execute(f"CREATE DATABASE {self.name} TEMPLATE house_template")
            else:
                admin.execute(f"CREATE DATABASE {self.name}")
                build_schema(app)
                dispose(app)
                admin.execute(f"CREATE DATABASE house_template TEMPLATE {self.name}")
                built.touch()
        self._keeper = psycopg.connect(self.server + self.name, autocommit=True)
        self._keeper.execute("SET session_replication_role = replica; SET lock_timeout = '2s'")
        self._learn()

    def _learn(self) -> None:
        """Which tables there are, and which of them the migrations have filled."""
        assert self._keeper is not None
        found = self._keeper.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        self.tables = sorted(name for (name,) in found if name != "alembic_version")
        self.seeded = self._filled()
        if self.seeded:
            self._keeper.execute("CREATE SCHEMA seed")
        for name in self.seeded:
            copy = sql.SQL("CREATE TABLE seed.{0} AS TABLE public.{0}").format(sql.Identifier(name))
            self._keeper.execute(copy)
        query = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
        self.sequences = dict(self._keeper.execute(query).fetchall())

    def _filled(self) -> list[str]:
        if not self.tables:
            return []
        assert self._keeper is not None
        asks = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT 1 FROM {})").format(sql.Literal(name), sql.Identifier(name))
            for name in self.tables
        )
        return [name for (name,) in self._keeper.execute(asks).fetchall()]

    def clean(self, app: Flask) -> None:
        try:
            self._empty()
        except psycopg.errors.LockNotAvailable:  # a test has left a transaction open: end it with its connection
            assert self._keeper is not None
            self._keeper.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            dispose(app)
            self._empty()

    def _empty(self) -> None:
        assert self._keeper is not None
        steps = []
        for name in self._filled():
            steps.append(sql.SQL("DELETE FROM public.{}").format(sql.Identifier(name)))
        for name in self.seeded:
            steps.append(sql.SQL("INSERT INTO public.{0} TABLE seed.{0}").format(sql.Identifier(name)))
        query = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
        for name, value in self._keeper.execute(query).fetchall():
            first = self.sequences.get(name)
            if value != first:
                steps.append(
                    sql.SQL("SELECT setval({}, {}, {})").format(
                        sql.Literal(f'public."{name}"'), sql.Literal(first or 1), sql.Literal(first is not None)
                    )
                )
        if steps:
            self._keeper.execute(sql.SQL("; ").join(steps))

    def close(self) -> None:
        if self._keeper is not None:
            self._keeper.close()


@dataclass
class House:
    """The app of one worker on one kind of database."""

    app: Flask
    database: SqliteFile | PostgresDatabase
    bound: list[dict[str, Any]]

    def clean(self) -> Flask:
        config: Config = self.app.config["MAZAD"]
        self.database.clean(self.app)
        for folder in (config.instance / "mail", config.media_dir):
            shutil.rmtree(folder, ignore_errors=True)
        put_back(self.bound)
        for reset in RESETS:
            reset()
        return self.app

    def close(self) -> None:
        dispose(self.app)
        self.database.close()


def make_app(config: Config) -> Flask:
    """The app, made so that a bug reaches the test instead of a polite page."""
    app = front_door.create_app(config)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app


def make_house(database: SqliteFile | PostgresDatabase, instance: Path) -> House:
    instance.mkdir(parents=True, exist_ok=True)
    app = make_app(make_config(database.url, instance))
    database.create(app)
    return House(app, database, bound_now())


def bound_now() -> list[dict[str, Any]]:
    return [dict(vars(thing)) for thing in _BOUND]


def put_back(bound: list[dict[str, Any]]) -> None:
    for thing, values in zip(_BOUND, bound, strict=True):
        vars(thing).update(values)


def dispose(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
