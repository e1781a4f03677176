"""A seller's listings as a file of the form that comes in again: CSV, JSON, or a zip with the pictures. Streamed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Final

import orjson

from auction.catalogue import media
from auction.catalogue.importing import queries
from auction.catalogue.importing.fields import FIELDS, MARKDOWN
from auction.catalogue.importing.judging import Kept
from auction.catalogue.storage import NotOnShelf
from auction.db import end_read

BOM: Final = "\ufeff"
"""By which Excel knows that the file is UTF-8."""
PICTURES: Final = "pictures/"
COLUMNS: Final = [MARKDOWN if each.name == "description" else each.name for each in FIELDS]


def as_csv(person_id: int) -> Iterator[str]:
    """A line for each listing."""
    yield BOM + _line(COLUMNS)
    for kept in _pages(person_id):
        values = map(_row(kept).__getitem__, COLUMNS)
        yield _line(["|".join(value) if isinstance(value, list) else value for value in values])


def as_json(person_id: int) -> Iterator[bytes]:
    """An array with an object for each listing."""
    before = b"[\n"
    for kept in _pages(person_id):
        yield before + orjson.dumps(_row(kept))
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def as_zip(person_id: int) -> Iterator[bytes]:
    """The CSV, and every picture in its largest size under the name the CSV calls it by."""
    pipe = _Pipe()
    shelf = media.shelf()
    with zipfile.ZipFile(pipe, "w") as packet:
        with packet.open(zipfile.ZipInfo("listings.csv"), "w") as table:
            for line in as_csv(person_id):
                table.write(line.encode())
                yield pipe.taken()
        for kept in _pages(person_id):
            for key, width in queries.renditions_of(kept.id):
                try:
                    content = shelf.read(key, f"{width}.jpg")
                except NotOnShelf:  # removed while we write
                    continue
                packet.writestr(zipfile.ZipInfo(f"{PICTURES}{key}.jpg"), content)
                yield pipe.taken()
    yield pipe.taken()


def _row(kept: Kept) -> dict[str, str | list[str]]:
    values = kept.values
    return {
        "reference": kept.reference,
        **{MARKDOWN if name == "description" else name: values[name] for name in values},
        "pictures": [f"{key}.jpg" for key in kept.keys],
    }


def _pages(person_id: int) -> Iterator[Kept]:
    after = 0
    while page := queries.exported(person_id, after):
        end_read()
        yield from page
        after = page[-1].id


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


class _Pipe(io.RawIOBase):
    """A file to write into at one end while it is sent off at the other."""

    def __init__(self) -> None:
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self.waiting += content
        return len(content)

    def taken(self) -> bytes:
        content = bytes(self.waiting)
        self.waiting.clear()
        return content
