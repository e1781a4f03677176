"""What a seller does at the import desk: bring a file, have it checked, have it written, stop, throw it away."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import bulk
from auction.accounts import queries as accounts
from auction.catalogue import media
from auction.catalogue.importing import queries
from auction.catalogue.importing.fields import Plan
from auction.catalogue.importing.models import Import, ImportPicture, ImportRow, Reference
from auction.catalogue.importing.reading import Row
from auction.catalogue.models import Listing
from auction.db import after_commit, lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Forbidden

MOST_OPEN = 5
MOST_IMPORTED = 20_000
KEPT_ENDED, KEPT_OPEN = timedelta(days=30), timedelta(days=7)
PREPARING = ("mapping", "checking", "checked")


@dataclass(frozen=True, slots=True)
class Begun:
    import_id: int
    shelf_key: str


def begin_import(*, person_id: int, file_name: str) -> Begun:
    """Open an import for a file that is about to be read.

    Raises Forbidden (not_a_seller), Conflict (too_many_imports).
    """
    with transaction() as session:
        now = time_under_lock(session)
        if not accounts.may_sell(session, person_id, now):
            raise Forbidden("not_a_seller")
        is_open = Import.seller_id == person_id, Import.state.not_in(queries.ENDED), Import.state != "reading"
        if session.execute(sa.select(sa.func.count()).where(*is_open)).scalar_one() >= MOST_OPEN:
            raise Conflict("too_many_imports", limit=MOST_OPEN)
        row = Import(
            seller_id=person_id,
            file_name=" ".join(file_name.split())[-120:] or "?",
            columns=[],
            plan={},
            shelf_key=secrets.token_hex(20),
            created_at=now,
            updated_at=now,
        )
        session.add(row)
        session.flush()
        return Begun(row.id, row.shelf_key)


def keep_rows(*, import_id: int, first: int, rows: Sequence[Row]) -> None:
    """Put a chunk of rows away as they came. Raises Absent, Conflict."""
    with transaction() as session:
        _locked(session, import_id, "reading")
        none: dict[str, Any] = {}
        kept = [
            {"import_id": import_id, "number": number, "source": row, "faults": none, "picture_notes": none}
            for number, row in enumerate(rows, first)
        ]
        bulk.insert(session, ImportRow, kept)


def keep_picture(*, import_id: int, name: str, digest: str) -> None:
    """Note a picture whose bytes lie on the shelf. Raises Absent, Conflict."""
    with transaction() as session:
        _locked(session, import_id, "reading")
        session.add(ImportPicture(import_id=import_id, name=name, digest=digest))


def finish_reading(*, import_id: int, columns: Sequence[str], row_count: int, plan: Plan) -> None:
    """The whole file is kept, and how it may be meant is guessed. Raises Absent, Conflict."""
    with transaction() as session:
        row = _locked(session, import_id, "reading")
        row.columns, row.row_count, row.plan = list(columns), row_count, plan.to_plain()
        row.state, row.updated_at = "mapping", time_under_lock(session)


def check_import(*, import_id: int, person_id: int, plan: Plan) -> None:
    """Have every row checked by this plan; nothing is written to the listings. Raises Absent, Conflict."""
    with transaction() as session:
        row = _own(session, import_id, person_id, *PREPARING)
        row.plan, row.cursor, row.state = plan.to_plain(), 0, "checking"
        row.claimed_until, row.updated_at = None, time_under_lock(session)


def start_writing(*, import_id: int, person_id: int, is_all: bool) -> None:
    """Have the rows written: all of them together, or those without faults.

    Raises Absent, Conflict (conflict, rows_refused, nothing_to_import, too_many_imported).
    """
    with transaction() as session:
        row = _own(session, import_id, person_id, "checked")
        count = sa.select(ImportRow.effect, sa.func.count()).where(ImportRow.import_id == import_id)
        counts = dict(session.execute(count.group_by(ImportRow.effect)).all())
        if is_all and counts.get("refused"):
            raise Conflict("rows_refused", count=counts["refused"])
        if not counts.get("new") and not counts.get("changed"):
            raise Conflict("nothing_to_import")
        is_theirs = Reference.seller_id == person_id, Listing.state == "draft"
        held = sa.select(sa.func.count()).join_from(Reference, Listing).where(*is_theirs)
        if session.execute(held).scalar_one() + counts.get("new", 0) > MOST_IMPORTED:
            raise Conflict("too_many_imported", limit=MOST_IMPORTED)
        row.is_all, row.cursor, row.state = is_all, 0, "writing"
        row.claimed_until, row.updated_at = None, time_under_lock(session)


def stop_import(*, import_id: int, person_id: int) -> None:
    """Stop what is going on. What is written stays written, and another import of the file goes on from there.

    Raises Absent, Conflict.
    """
    with transaction() as session:
        row = _own(session, import_id, person_id, *queries.WORKING)
        now = time_under_lock(session)
        if row.state == "checking":
            row.state = "mapping"
        else:
            row.state, row.finished_at = "cancelled", now
            after_commit(session, partial(clear_shelf, row.shelf_key))
        row.claimed_until, row.updated_at = None, now


def drop_import(*, import_id: int, person_id: int) -> None:
    """Throw a file away, with all that was read from it; the listings it made stay. Raises Absent, Conflict."""
    with transaction() as session:
        row = _own(session, import_id, person_id, "reading", *PREPARING, *queries.ENDED)
        after_commit(session, partial(clear_shelf, row.shelf_key))
        _delete(session, [row.id])


def forget_old(*, limit: int = 20) -> int:
    """Throw away files that nobody will come back to. Locks them."""
    with transaction() as session:
        now = time_under_lock(session)
        is_old = sa.or_(
            sa.and_(Import.state.in_(queries.ENDED), Import.updated_at < now - KEPT_ENDED),
            sa.and_(Import.state.in_(("reading", "mapping", "checked")), Import.updated_at < now - KEPT_OPEN),
        )
        statement = sa.select(Import).where(is_old).limit(limit)
        rows = session.execute(statement.with_for_update(skip_locked=True)).scalars().all()
        for row in rows:
            after_commit(session, partial(clear_shelf, row.shelf_key))
        _delete(session, [row.id for row in rows])
    return len(rows)


def _delete(session: Session, import_ids: Sequence[int]) -> None:
    for table in (ImportRow, ImportPicture):
        session.execute(sa.delete(table).where(table.import_id.in_(import_ids)))
    session.execute(sa.delete(Import).where(Import.id.in_(import_ids)))


def clear_shelf(key: str) -> None:
    """Throw away the pictures that came along."""
    media.shelf().delete(key)


def _own(session: Session, import_id: int, person_id: int, *states: str) -> Import:
    row = lock_row(session, Import, import_id)
    if row.seller_id != person_id:
        raise Absent(kind="imports")
    if row.state not in states:
        raise Conflict("import_moved_on", state=row.state)
    return row


def _locked(session: Session, import_id: int, state: str) -> Import:
    row = lock_row(session, Import, import_id)
    if row.state != state:
        raise Conflict("import_moved_on", state=row.state)
    return row
