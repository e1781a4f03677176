"""The work on imports that is due: read rows, work out what they say, call one verb for each batch. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from auction import clock
from auction.catalogue import media
from auction.catalogue import queries as catalogue
from auction.catalogue import service as catalogue_service
from auction.catalogue.importing import queries, service
from auction.catalogue.importing.drafting import Shelves, drafted
from auction.catalogue.importing.judging import Judged, by_every_name, key_of_picture
from auction.catalogue.importing.queries import RowView
from auction.catalogue.importing.service import Claim, Read
from auction.catalogue.importing.taking import shelf_name
from auction.db import end_read
from auction.errors import Absent, Conflict, Refusal

BATCH, HANGING_BATCH = 200, 20
AT_ONE_GO_SECONDS = 2.0
WRITTEN = ("new", "changed")


def go_on() -> int:
    """Work on what waits for some seconds. Returns how many batches were done."""
    done, until = 0, clock.monotonic() + AT_ONE_GO_SECONDS
    while clock.monotonic() < until and work_on_one():
        done += 1
    return done


def forget_old() -> int:
    """Throw away the files that nobody will come back to, batch by batch."""
    forgotten = 0
    while (batch := service.forget_old()) > 0:
        forgotten += batch
    return forgotten


def work_on_one() -> bool:
    """Do one batch of the import that has waited longest. False when there is none."""
    is_waiting = queries.is_work_waiting()
    end_read()
    claim = service.claim_work() if is_waiting else None
    if claim is None:
        return False
    {"checking": _check, "writing": _write, "hanging": _hang_next}[claim.state](claim)
    return True


def _check(claim: Claim) -> None:
    rows = queries.rows_after(claim.import_id, claim.cursor, limit=BATCH)
    service.note_checked(claim=claim, rows=_read(claim, rows, queries.shelves()))


def _write(claim: Claim) -> None:
    """A batch; or, where all or nothing was asked for, all of them in one transaction."""
    shelves, batches, number = queries.shelves(), [], claim.cursor
    while rows := queries.rows_after(claim.import_id, number, limit=BATCH, effects=WRITTEN):
        number = rows[-1].number
        batches.append(_read(claim, rows, shelves))
        if not claim.is_all:
            break
    service.write_listings(claim=claim, batches=batches)


def _read(claim: Claim, rows: Sequence[RowView], shelves: Shelves) -> list[Read]:
    end_read()
    return media.beside_the_sockets(
        lambda: [Read(row.id, row.number, drafted(dict(row.source), claim.plan, shelves)) for row in rows]
    )


# --- pictures ---------------------------------------------------------------------------------------------------


def _hang_next(claim: Claim) -> None:
    """The pictures of the next row that has any, or had."""
    shelves = queries.shelves()
    rows = queries.rows_after(claim.import_id, claim.cursor, limit=HANGING_BATCH, effects=WRITTEN)
    if not rows:
        return service.finish_import(claim=claim)
    reads = _read(claim, rows, shelves)
    brought = by_every_name(queries.pictures_of(claim.import_id))
    judged = queries.judged(claim.seller_id, [read.drafted for read in reads], brought)
    end_read()
    for read, each in zip(reads, judged, strict=True):
        if each.kept and each.kept.state == "draft" and (read.drafted.pictures or each.kept.hung):
            hung, notes = _Hanger(claim, each, brought).hang()
            service.note_hung(claim=claim, row=read, judged=each, hung=hung, notes=notes)
            return None
    service.pass_over(claim=claim, number=rows[-1].number)
    return None


class _Hanger:
    """Hangs the pictures that one row names, in its order; done again, it changes nothing."""

    def __init__(self, claim: Claim, judged: Judged, brought: dict[str, str]) -> None:
        self.claim, self.judged, self.brought = claim, judged, brought
        assert judged.kept
        self.kept = judged.kept
        self.notes: dict[str, str] = {}

    def hang(self) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
        """What hangs now by its name, and the codes of what could not be hung."""
        hung: dict[str, tuple[str, str]] = {}
        for name in self.judged.drafted.pictures:
            found = self._known(name) or self._hang(name)
            if found:
                hung[name] = found
        try:
            self._arrange([key for _digest, key in hung.values()])
        except (Absent, Conflict) as refusal:  # published or deleted a moment ago
            self.notes["*"] = refusal.code
        return hung, self.notes

    def _known(self, name: str) -> tuple[str, str] | None:
        key = key_of_picture(name, self.kept)
        by_key = {hung: digest for digest, hung in self.kept.hung.values()}
        if key:
            return by_key.get(key, key), key
        digest = self.brought.get(name)
        if digest is None:
            return self.kept.hung.get(name)
        return next((each for each in self.kept.hung.values() if each[0] == digest), None)

    def _hang(self, name: str) -> tuple[str, str] | None:
        digest, listing_id = self.brought[name], self.kept.id
        try:
            picture = media.shelve_upload(media.shelf().read(self.claim.shelf_key, shelf_name(digest)), listing_id)
            try:
                catalogue_service.add_picture(
                    listing_id=listing_id,
                    person_id=self.claim.seller_id,
                    key=picture.key,
                    width=picture.width,
                    height=picture.height,
                    widths=picture.widths,
                    colour=picture.colour,
                )
            except Refusal:
                media.drop_unused([picture.key])
                raise
        except Refusal as refusal:
            self.notes[name] = refusal.code
            return None
        return digest, picture.key

    def _arrange(self, keys: list[str]) -> None:
        """What the row named before and names no more comes down; the rest follows its order."""
        by_key = {picture.key: picture.id for picture in catalogue.pictures_of(self.kept.id)}
        end_read()
        whose = {"listing_id": self.kept.id, "person_id": self.claim.seller_id}
        for _digest, key in self.kept.hung.values():
            if key not in keys and key in by_key:
                catalogue_service.remove_picture(**whose, picture_id=by_key.pop(key))
        wanted = [by_key[key] for key in keys if key in by_key]
        if wanted:
            catalogue_service.arrange_pictures(**whose, order=wanted)
