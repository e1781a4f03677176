"""Runs the migrations on the house's own database, in one transaction, one process at a time. Decides nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from auction.db import UtcDateTime, db

ONE_AT_A_TIME = 8_411_917  # the advisory lock of migrations; any number, as long as it stays


def render_item(kind: str, item: Any, _autogen_context: Any) -> str | bool:
    """Write our instants as the plain type: a migration must stay readable when the code has moved on."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


def leave_out_empty(migration_context: Any, _revision: Any, directives: list[Any]) -> None:
    """A migration that changes nothing is not written."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []
        print("The models and the database agree; nothing to migrate.")


@contextmanager
def references_unwatched(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew; dropping the old one must not take its children along."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def run(connection: sa.Connection) -> None:
    settings = dict(current_app.extensions["migrate"].configure_args)
    settings.setdefault("process_revision_directives", leave_out_empty)
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_item=render_item,
        transactional_ddl=True,
        **settings,
    )
    is_sqlite = connection.dialect.name == "sqlite"
    with references_unwatched(connection), context.begin_transaction():
        if not is_sqlite:
            connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        context.run_migrations()
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() if is_sqlite else []
        if broken:
            raise RuntimeError(f"a migration has left rows without their parent: {broken[:10]}")


if context.is_offline_mode():
    context.configure(
        dialect_name=db.engine.dialect.name,
        target_metadata=db.metadata,
        literal_binds=True,
        transactional_ddl=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
else:
    with current_app.extensions["mazad_writer"].connect() as house:
        run(house)
