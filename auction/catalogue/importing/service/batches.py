"""The work on an import, batch by batch. Each moves the cursor in the transaction that writes, so that whoever goes on
after a kill goes on where the last whole batch ended; a batch whose claim is stale writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import bulk
from auction.catalogue.importing import queries
from auction.catalogue.importing.drafting import Drafted
from auction.catalogue.importing.fields import Plan
from auction.catalogue.importing.judging import Judged, by_every_name, judge
from auction.catalogue.importing.models import Import, ImportRow, Reference
from auction.catalogue.importing.service.desk import clear_shelf
from auction.catalogue.models import Listing
from auction.catalogue.service.drafts import language_of
from auction.db import after_commit, lock_row, time_under_lock, transaction
from auction.errors import Absent

LEASE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece of work that is ours for a minute."""

    import_id: int
    seller_id: int
    state: str
    cursor: int
    plan: Plan
    is_all: bool
    shelf_key: str


@dataclass(frozen=True, slots=True)
class Read:
    """A row by its id, and what it says."""

    id: int
    number: int
    drafted: Drafted


def claim_work() -> Claim | None:
    """Take the import that has waited longest, for as long as a lease. None when nothing is to be done."""
    with transaction() as session:
        now = time_under_lock(session)
        is_free = sa.or_(Import.claimed_until.is_(None), Import.claimed_until <= now)
        statement = sa.select(Import).where(Import.state.in_(queries.WORKING), is_free).order_by(Import.updated_at)
        row = session.execute(statement.limit(1).with_for_update(skip_locked=True)).scalar_one_or_none()
        if row is None:
            return None
        row.claimed_until = now + LEASE
        plan = Plan.of(row.plan)
        return Claim(row.id, row.seller_id, row.state, row.cursor, plan, row.is_all, row.shelf_key)


def note_checked(*, claim: Claim, rows: Sequence[Read]) -> bool:
    """Keep what a batch of rows would do; with an empty one, that all are checked. False when the claim is stale."""
    with transaction() as session:
        row = _claimed(session, claim)
        if row is None:
            return False
        if not rows:
            _turn(row, "checked", time_under_lock(session))
            return True
        seen = _references_before(session, claim, [read.drafted.reference for read in rows])
        noted = []
        for read, judged in zip(rows, _judge(session, claim, rows), strict=True):
            faults = dict(judged.faults)
            if read.drafted.reference in seen:
                faults.setdefault("reference", []).append("reference_twice")
            seen.add(read.drafted.reference)
            noted.append(
                {
                    "id": read.id,
                    "effect": "refused" if faults else judged.effect,
                    "reference": read.drafted.reference,
                    "faults": faults,
                    "unmatched": read.drafted.unmatched,
                    "listing_id": judged.kept.id if judged.kept else None,
                }
            )
        bulk.update(session, ImportRow, noted)
        _advance(row, rows[-1].number, time_under_lock(session))
        return True


def _references_before(session: Session, claim: Claim, references: Sequence[str]) -> set[str]:
    is_before = ImportRow.import_id == claim.import_id, ImportRow.number <= claim.cursor
    statement = sa.select(ImportRow.reference).where(*is_before, ImportRow.reference.in_({*references} - {""}))
    return set(session.execute(statement).scalars())


def write_listings(*, claim: Claim, batches: Sequence[Sequence[Read]]) -> bool:
    """Write batches of rows to the seller's drafts in one transaction; with none, the listings are all written.

    A published listing stays as it is. False when the claim is stale.
    """
    with transaction() as session:
        row = _claimed(session, claim)
        if row is None:
            return False
        now = time_under_lock(session)
        if not batches:
            says_pictures = claim.plan.says("pictures")
            _turn(row, "hanging" if says_pictures else "done", now)
            return True
        shelves = queries.shelves(session).by_slug
        for rows in batches:
            judged = _judge(session, claim, rows)
            written = _Writer(session, claim, shelves, now).write(judged)
            noted = [
                {"id": read.id, "effect": each.effect, "faults": each.faults, "listing_id": listing_id}
                for read, each, listing_id in zip(rows, judged, written, strict=True)
            ]
            bulk.update(session, ImportRow, noted)
        _advance(row, batches[-1][-1].number, now)
        return True


class _Writer:
    """Puts the words of rows into listings, many in a statement."""

    def __init__(self, session: Session, claim: Claim, shelves: Mapping[str, int], now: datetime) -> None:
        self.session, self.claim, self.shelves, self.now = session, claim, shelves, now

    def write(self, judged: Sequence[Judged]) -> list[int | None]:
        """The listing of each row, in their order."""
        made = iter(self._create([each for each in judged if each.effect == "new"]))
        self._change([each for each in judged if each.effect == "changed"])
        return [next(made) if each.effect == "new" else (each.kept.id if each.kept else None) for each in judged]

    def _create(self, judged: Sequence[Judged]) -> list[int]:
        if not judged:
            return []
        rows = [
            {
                **self._columns(each.drafted, {}, ""),
                "seller_id": self.claim.seller_id,
                "specifics": {},
                "delivery": {},
                "created_at": self.now,
            }
            for each in judged
        ]
        names = {name for row in rows for name in row}
        empty = {name: "" if name == "description" else None for name in names}
        statement = sa.insert(Listing).returning(Listing.id, sort_by_parameter_order=True)
        ids = list(self.session.execute(statement, [empty | row for row in rows]).scalars())
        self._refer(list(zip(ids, judged, strict=True)))
        return ids

    def _change(self, judged: Sequence[Judged]) -> None:
        pairs = [(each.kept.id, each) for each in judged if each.kept]
        for before, each in [(each.kept, each) for each in judged if each.kept]:
            columns = self._columns(each.drafted, before.wanted_terms, before.description)
            is_draft = sa.and_(Listing.id == before.id, Listing.state == "draft")
            self.session.execute(sa.update(Listing).where(is_draft).values(columns))
        gone = Reference.listing_id.in_([listing_id for listing_id, _each in pairs])
        self.session.execute(sa.delete(Reference).where(gone))
        self._refer(pairs)

    def _columns(self, drafted: Drafted, terms: Mapping[str, Any], description: str) -> dict[str, Any]:
        told = dict(drafted.values)
        title, description = told.pop("title"), told.pop("description", description)
        columns: dict[str, Any] = {
            "title": title,
            "description": description,
            "language": language_of(title + description, "en"),
        }
        if "category" in told:
            columns["category_id"] = self.shelves.get(told.pop("category"))
        if "condition" in told:
            columns["condition"] = told.pop("condition") or None
        return columns | {"wanted_terms": {**terms, **told}, "updated_at": self.now}

    def _refer(self, pairs: Sequence[tuple[int, Judged]]) -> None:
        """Until its pictures hang, a listing does not say all that its row says."""
        rows = [
            {
                "listing_id": listing_id,
                "seller_id": self.claim.seller_id,
                "reference": each.drafted.reference,
                "digest": "" if each.drafted.pictures or (each.kept and each.kept.hung) else each.digest,
                "pictures": {name: list(hung) for name, hung in each.kept.hung.items()} if each.kept else {},
            }
            for listing_id, each in pairs
        ]
        bulk.insert(self.session, Reference, rows)


def note_hung(
    *, claim: Claim, row: Read, judged: Judged, hung: Mapping[str, tuple[str, str]], notes: Mapping[str, str]
) -> bool:
    """Keep which pictures of a row hang, by name, and why others do not. False when the claim is stale."""
    with transaction() as session:
        held = _claimed(session, claim)
        if held is None:
            return False
        if judged.kept is not None:
            is_it = Reference.listing_id == judged.kept.id
            values = {"pictures": {name: list(each) for name, each in hung.items()}, "digest": judged.digest}
            session.execute(sa.update(Reference).where(is_it).values(values))
        if notes:
            session.execute(sa.update(ImportRow).where(ImportRow.id == row.id).values(picture_notes=dict(notes)))
        _advance(held, row.number, time_under_lock(session))
        return True


def pass_over(*, claim: Claim, number: int) -> bool:
    """Nothing is to be hung up to this row. False when the claim is stale."""
    with transaction() as session:
        held = _claimed(session, claim)
        if held is not None:
            _advance(held, number, time_under_lock(session))
        return held is not None


def finish_import(*, claim: Claim) -> None:
    """Every picture hangs. The files that came along are thrown away."""
    with transaction() as session:
        row = _claimed(session, claim)
        if row is not None:
            _turn(row, "done", time_under_lock(session))
            after_commit(session, partial(clear_shelf, row.shelf_key))


def _judge(session: Session, claim: Claim, rows: Sequence[Read]) -> list[Judged]:
    brought = queries.pictures_of(claim.import_id, session)
    drafts = [read.drafted for read in rows]
    says_pictures = claim.plan.says("pictures")
    return judge(session, claim.seller_id, drafts, by_every_name(brought), says_pictures=says_pictures)


def _claimed(session: Session, claim: Claim) -> Import | None:
    """A step: the import, locked, when it still stands where our claim found it."""
    try:
        row = lock_row(session, Import, claim.import_id)
    except Absent:
        return None
    return row if (row.state, row.cursor) == (claim.state, claim.cursor) else None


def _advance(row: Import, number: int, now: datetime) -> None:
    row.cursor, row.claimed_until, row.updated_at = number, None, now


def _turn(row: Import, state: str, now: datetime) -> None:
    row.state, row.cursor, row.claimed_until, row.updated_at = state, 0, None, now
    if state == "done":
        row.finished_at = now
