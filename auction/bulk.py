"""Many rows in one parameter: statements whose text stays the same however many rows they carry.

An IN list or a VALUES list of changing length is a new statement each time: compiled, sent and planned anew, or sent a
row at a time. On the road of a bid that was most of the work. Here the rows travel as one JSON text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def insert(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns, in their order. Columns left out get their server defaults."""
    if not rows:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(_insert_from_json(model, tuple(rows[0])), {"rows": as_parameter(rows)})
    else:
        connection.execute(sa.insert(model), list(rows))


@cache
def _insert_from_json(model: type[Base], names: tuple[str, ...]) -> sa.TextClause:
    """The driver would send, and the database plan, a row at a time otherwise. SQLite has no such distance to go."""
    table = cast("sa.Table", sa.inspect(model).local_table)
    columns = ", ".join(names)
    shape = ", ".join(f"{name} {table.c[name].type.compile(_ON_POSTGRES)}" for name in names)
    return sa.text(  # the names are those of our own models
        f"INSERT INTO {table.name} ({columns}) "  # noqa: S608
        f"SELECT {columns} FROM json_to_recordset(CAST(:rows AS json)) AS given ({shape})"
    )
