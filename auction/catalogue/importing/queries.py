"""Reads of the import desk; every one hands out frozen values. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.catalogue.importing.drafting import Drafted, Shelves
from auction.catalogue.importing.fields import Plan
from auction.catalogue.importing.judging import Judged, Kept, judge, kept_listings
from auction.catalogue.importing.models import EFFECTS, Import, ImportPicture, ImportRow
from auction.catalogue.models import Category, Listing, Picture
from auction.catalogue.text import fold
from auction.db import db
from auction.errors import Absent

WORKING = ("checking", "writing", "hanging")
ENDED = ("done", "cancelled")
PAGE = 25


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import as its seller sees it."""

    id: int
    seller_id: int
    file_name: str
    state: str
    row_count: int
    columns: tuple[str, ...]
    plan: Plan
    is_all: bool
    cursor: int
    shelf_key: str
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_working(self) -> bool:
        return self.state in WORKING

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED


@dataclass(frozen=True, slots=True)
class RowView:
    """A row as it came, and what it does. `listing_id` is there while the listing is."""

    id: int
    number: int
    source: Mapping[str, str]
    effect: str
    reference: str
    faults: Mapping[str, list[str]]
    picture_notes: Mapping[str, str]
    listing_id: int | None


_IMPORT = (
    Import.id,
    Import.seller_id,
    Import.file_name,
    Import.state,
    Import.row_count,
    Import.columns,
    Import.plan,
    Import.is_all,
    Import.cursor,
    Import.shelf_key,
    Import.created_at,
    Import.finished_at,
)
_ROW = (
    ImportRow.id,
    ImportRow.number,
    ImportRow.source,
    ImportRow.effect,
    ImportRow.reference,
    ImportRow.faults,
    ImportRow.picture_notes,
    Listing.id,
)


def import_of(import_id: int, person_id: int) -> ImportView:
    """An import for its seller. Raises Absent for anybody else."""
    row = db.session.execute(sa.select(*_IMPORT).where(Import.id == import_id)).one_or_none()
    if row is None or row.seller_id != person_id:
        raise Absent(kind="imports")
    return _view(row)


def imports_of(person_id: int, limit: int = 20) -> list[ImportView]:
    """A seller's imports, the newest first."""
    is_shown = Import.seller_id == person_id, Import.state != "reading"
    statement = sa.select(*_IMPORT).where(*is_shown).order_by(Import.created_at.desc(), Import.id.desc()).limit(limit)
    return [_view(row) for row in db.session.execute(statement)]


def _view(row: sa.Row[Any]) -> ImportView:
    told = {**row._mapping, "columns": tuple(row.columns), "plan": Plan.of(row.plan)}
    return ImportView(**told)


def counts_of(import_id: int) -> dict[str, int]:
    """How many rows do what."""
    statement = sa.select(ImportRow.effect, sa.func.count()).where(ImportRow.import_id == import_id)
    found = dict(db.session.execute(statement.group_by(ImportRow.effect)).all())
    return {effect: found.get(effect, 0) for effect in EFFECTS}


def is_work_waiting() -> bool:
    """Whether any import wants to go on, also one that somebody is at."""
    statement = sa.select(Import.id).where(Import.state.in_(WORKING)).limit(1)
    return db.session.execute(statement).first() is not None


def rows_of(import_id: int, *, effect: str = "", page: int = 1) -> tuple[list[RowView], bool]:
    """A page of rows in the file's order, perhaps of one effect; and whether more follow."""
    statement = _rows(import_id, effect).offset((page - 1) * PAGE).limit(PAGE + 1)
    rows = [RowView(*row) for row in db.session.execute(statement)]
    return rows[:PAGE], len(rows) > PAGE


def rows_after(import_id: int, number: int, *, limit: int, effects: Sequence[str] = EFFECTS) -> list[RowView]:
    """The next rows of some effects after a row."""
    is_next = ImportRow.number > number, ImportRow.effect.in_(effects)
    return [RowView(*row) for row in db.session.execute(_rows(import_id).where(*is_next).limit(limit))]


def _rows(import_id: int, effect: str = "") -> sa.Select[Any]:
    statement = sa.select(*_ROW).join(Listing, Listing.id == ImportRow.listing_id, isouter=True)
    statement = statement.where(ImportRow.import_id == import_id)
    return (statement.where(ImportRow.effect == effect) if effect else statement).order_by(ImportRow.number)


def unmatched_of(import_id: int, limit: int = 12) -> list[tuple[str, int]]:
    """The categories of theirs that we do not have, the most frequent first."""
    count = sa.func.count()
    statement = sa.select(ImportRow.unmatched, count).where(ImportRow.import_id == import_id, ImportRow.unmatched != "")
    order = count.desc(), ImportRow.unmatched
    return [
        (row[0], row[1])
        for row in db.session.execute(statement.group_by(ImportRow.unmatched).order_by(*order).limit(limit))
    ]


def pictures_of(import_id: int, session: Session | None = None) -> dict[str, str]:
    """The pictures that came along: name -> digest."""
    statement = sa.select(ImportPicture.name, ImportPicture.digest).where(ImportPicture.import_id == import_id)
    return dict((session or db.session()).execute(statement).all())


def judged(seller_id: int, rows: Sequence[Drafted], brought: Mapping[str, str]) -> list[Judged]:
    """What rows with pictures would do now."""
    return judge(db.session(), seller_id, rows, brought, says_pictures=True)


def shelves(session: Session | None = None) -> Shelves:
    """Our leaves by all their names."""
    columns = Category.id, Category.slug, Category.parent_id, Category.name_en, Category.name_ar
    rows = {row.id: row for row in (session or db.session).execute(sa.select(*columns).order_by(Category.id))}
    parents = {row.parent_id for row in rows.values()}
    names: dict[str, list[str]] = {}
    ways: dict[tuple[str, str], str] = {}
    for row in rows.values():
        if row.id in parents:
            continue
        for name in {fold(row.name_en), fold(row.name_ar), fold(row.slug)}:
            names.setdefault(name, []).append(row.slug)
            above = rows.get(row.parent_id)
            if above is not None:
                ways |= {(fold(known), name): row.slug for known in (above.name_en, above.name_ar, above.slug)}
    single = {name: slugs[0] for name, slugs in names.items() if len(slugs) == 1}
    return Shelves(single, ways, {row.slug: row.id for row in rows.values() if row.id not in parents})


def exported(seller_id: int, after_id: int, limit: int = 300) -> list[Kept]:
    """The next of a seller's listings, published or not."""
    is_next = Listing.seller_id == seller_id, Listing.id > after_id
    return kept_listings(db.session(), *is_next, limit=limit)


def renditions_of(listing_id: int) -> list[tuple[str, int]]:
    """The pictures of a listing in their order: key and largest width."""
    columns = Picture.key, Picture.widths
    statement = sa.select(*columns).where(Picture.listing_id == listing_id).order_by(Picture.position, Picture.id)
    return [(row.key, max(row.widths)) for row in db.session.execute(statement)]
