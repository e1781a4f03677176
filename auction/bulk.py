"""Many rows in one parameter: statements whose text stays the same however many rows they carry.

An IN list or a VALUES list of changing length is a new statement each time: compiled, sent and planned anew, or sent a
row at a time. On the road of a bid that was most of the work. Here the rows travel as one JSON text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, cast

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from auction.db import Base

_ROWS = "rows"
_ON_POSTGRES = dialect()  # type: ignore[no-untyped-call]


class _Given(FunctionElement[Any]):
    """Written out by each database's own rule below."""

    name = "given"
    inherit_cache = True


def given(parameter: str, **columns: type[TypeEngine[Any]]) -> sa.TableValuedAlias:
    """A table to join, of the rows passed as `as_parameter(rows)`: one column for each name, with its type."""
    named = [sa.column(name, kind) for name, kind in columns.items()]
    return _Given(sa.bindparam(parameter, type_=sa.Text)).table_valued(*named, name=parameter)


def as_parameter(rows: Sequence[Mapping[str, Any]]) -> str:
    return orjson.dumps(rows).decode()


@compiles(_Given, "postgresql")
def _given_on_postgres(element: _Given, compiler: SQLCompiler, **options: Any) -> str:
    rows = compiler.process(element.clauses, **options)
    shape = ", ".join(f"{name} {kind.compile(_ON_POSTGRES)}" for name, kind in _columns_of(element))
    return f"(SELECT * FROM json_to_recordset(CAST({rows} AS json)) AS row ({shape}))"  # noqa: S608 - our own names


@compiles(_Given, "sqlite")
def _given_on_sqlite(element: _Given, compiler: SQLCompiler, **options: Any) -> str:
    rows = compiler.process(element.clauses, **options)
    fields = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name, _kind in _columns_of(element))
    return f"(SELECT {fields} FROM json_each({rows}))"  # noqa: S608 - our own names


def _columns_of(element: _Given) -> list[tuple[str, TypeEngine[Any]]]:
    shape: Any = element.type  # what `table_valued` has made of it
    return [(column.name, column.type) for column in shape._elements]


@contextmanager
def together(session: Session) -> Iterator[None]:
    """Let all that is inserted and updated in this block go to the database as one statement, at its end.

    PostgreSQL carries out its parts in no order that may be relied on, and none sees what another has written; foreign
    keys are looked at in the end. On SQLite each goes by itself at once.
    """
    waiting: list[tuple[str, str]] = []
    session.info["together"] = waiting
    try:
        yield
    finally:
        del session.info["together"]
    if waiting:
        statement = _one_of(tuple(text for text, _rows in waiting))
        rows = {_name(place): rows for place, (_text, rows) in enumerate(waiting)}
        session.connection().exec_driver_sql(statement, rows)


def insert(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns, in their order. Columns left out get their server defaults."""
    if not rows:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        _send(session, connection, _insert_from_json(model, tuple(rows[0])), rows)
    else:
        connection.execute(sa.insert(model), list(rows))


def update(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Update rows by their `id`. All name the same columns."""
    if not rows:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        _send(session, connection, _update_from_json(model, tuple(rows[0])), rows)
    else:
        table = _table(model)
        values: dict[str, Any] = {name: sa.bindparam(f"new_{name}") for name in rows[0] if name != "id"}
        statement = sa.update(table).where(table.c.id == sa.bindparam("new_id")).values(values)
        connection.execute(statement, [{f"new_{name}": value for name, value in row.items()} for row in rows])


# PostgreSQL alone needs these: its driver would send, and it would plan, a row at a time. Names are our models' own.
def _send(session: Session, connection: sa.Connection, text: str, rows: Sequence[Mapping[str, Any]]) -> None:
    waiting = session.info.get("together")
    if waiting is None:
        connection.exec_driver_sql(text, {_ROWS: as_parameter(rows)})
    else:
        waiting.append((text, as_parameter(rows)))


def _name(place: int) -> str:
    return f"{_ROWS}_{place}"


@cache
def _one_of(texts: tuple[str, ...]) -> str:
    """One statement that does what these do, with the rows of each under a name of their own."""
    *parts, last = [text.replace(f"%({_ROWS})s", f"%({_name(place)})s") for place, text in enumerate(texts)]
    earlier = ", ".join(f"part_{place} AS ({text})" for place, text in enumerate(parts))
    return f"WITH {earlier} {last}" if parts else last


@cache
def _insert_from_json(model: type[Base], names: tuple[str, ...]) -> str:
    columns = ", ".join(names)
    return f"INSERT INTO {_table(model).name} ({columns}) SELECT {columns} FROM {_rows(model, names)}"  # noqa: S608


@cache
def _update_from_json(model: type[Base], names: tuple[str, ...]) -> str:
    table = _table(model).name
    changes = ", ".join(f"{name} = given.{name}" for name in names if name != "id")
    return f"UPDATE {table} SET {changes} FROM {_rows(model, names)} WHERE {table}.id = given.id"  # noqa: S608


def _rows(model: type[Base], names: tuple[str, ...]) -> str:
    shape = ", ".join(f"{name} {_table(model).c[name].type.compile(_ON_POSTGRES)}" for name in names)
    return f"json_to_recordset(CAST(%({_ROWS})s AS json)) AS given ({shape})"


def _table(model: type[Base]) -> sa.Table:
    return cast("sa.Table", sa.inspect(model).local_table)
