"""Migrations, tried both ways on both databases: they make what the models say, and can be undone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from auction.config import ROOT
from auction.db import db, is_of_models
from tests.databases import VERSIONS, environment_of, make_app, make_config
from tests.services import plain_postgres

pytestmark = pytest.mark.skipif(not any(VERSIONS.glob("*.py")), reason="no migration is written yet")


@pytest.fixture
def empty(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The app on a database in which nothing has ever been."""
    if database_kind == "sqlite":
        app = make_app(make_config(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path))
        yield app
        _close(app)
        return
    server, name = request.getfixturevalue("postgres_server"), f"empty_{request.getfixturevalue('worker_id')}"
    with psycopg.connect(plain_postgres(server) + "postgres", autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        app = make_app(make_config(server + name, tmp_path))
        yield app
        _close(app)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def _differences() -> list[object]:
    settings = {"compare_type": True, "compare_server_default": True, "include_name": is_of_models}
    with db.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=settings), db.metadata))


def test_migrations_make_what_the_models_say(empty: Flask):
    with empty.app_context():
        flask_migrate.upgrade()
        assert _differences() == []


def _guards() -> dict[str, list[str]]:
    """Every check, key, uniqueness and index of the database: what the models and Alembic's comparison may not show."""
    inspector = sa.inspect(db.engine)
    asks = (
        inspector.get_check_constraints,
        inspector.get_foreign_keys,
        inspector.get_unique_constraints,
        inspector.get_indexes,
    )
    tables = [name for name in inspector.get_table_names() if name != "alembic_version" and is_of_models(name, "", {})]
    return {
        name: sorted(
            json.dumps(found, default=str, sort_keys=True)
            for ask in asks
            for found in ask(name)
            if is_of_models(found.get("name"), "", {})
        )
        for name in tables
    }


def test_migrations_guard_what_the_models_guard(empty: Flask):
    """Alembic compares no check constraint: here both ways of making the tables are laid side by side."""
    with empty.app_context():
        flask_migrate.upgrade()
        migrated = _guards()
        flask_migrate.downgrade(revision="base")
        db.metadata.create_all(db.engine)
        assert migrated == _guards()


def test_migrations_can_be_undone_and_done_again(empty: Flask):
    with empty.app_context():
        flask_migrate.upgrade()
        flask_migrate.downgrade(revision="base")
        assert set(sa.inspect(db.engine).get_table_names()) <= {"alembic_version"}
        flask_migrate.upgrade()
        assert _differences() == []


def test_each_migration_can_be_undone_alone(empty: Flask):
    with empty.app_context():
        steps = sum(1 for _ in VERSIONS.glob("*.py"))
        for _step in range(steps):
            flask_migrate.upgrade(revision="+1")
            flask_migrate.downgrade(revision="-1")
            flask_migrate.upgrade(revision="+1")
        assert _differences() == []


def test_a_forgotten_migration_is_seen(empty: Flask):
    with empty.app_context():
        flask_migrate.upgrade()
        with db.engine.begin() as connection:
            connection.execute(sa.text("ALTER TABLE facts ADD COLUMN forgotten INTEGER"))
        assert len(_differences()) == 1


def test_an_operator_migrates_from_the_environment(empty: Flask):
    settings = environment_of(empty.config["MAZAD"])
    command = [Path(sys.executable).with_name("flask"), "--app", "wsgi", "db", "upgrade"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with empty.app_context():
        assert _differences() == []
