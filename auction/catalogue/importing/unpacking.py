"""What a seller brought, opened with care: a table, plain or packed, and the pictures beside it. Reads no table.

Nothing is unpacked to a path, no name from a packet is ever one of ours, and nothing is read beyond its bounds.
"""

from __future__ import annotations

import gzip
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final

from auction.catalogue.pictures import MAX_BYTES
from auction.errors import Invalid

LARGEST_TABLE: Final = 64 * 1024 * 1024
MOST_PICTURES: Final = 4_000
LARGEST_PACKET: Final = 1024 * 1024 * 1024
TABLES: Final = re.compile(r"\.(?:csv|tsv|txt|json|jsonl|ndjson)(?:\.gz)?$", re.IGNORECASE)
PICTURES: Final = re.compile(r"\.(?:jpe?g|png|webp|heic|heif|gif)$", re.IGNORECASE)
# What a Mac and Windows put into every packet.
LITTER: Final = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^/]*$|thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
TRICK: Final = re.compile(r"^/|^[a-z]:|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f]", re.IGNORECASE)
GZIP, ZIP, OLD_EXCEL = b"\x1f\x8b", b"PK", b"\xd0\xcf\x11\xe0"


class Unreadable(Invalid):
    """A file that cannot be imported as it is. The code says why; `row` says where, when that is known."""

    code = "unreadable_file"


@dataclass(frozen=True, slots=True)
class Packed:
    """A picture in the packet: `name` as rows may call it, `entry` as the packet does."""

    name: str
    entry: zipfile.ZipInfo


@dataclass(frozen=True, slots=True)
class Brought:
    """The table, ready to be read, and the pictures that came with it."""

    table: io.BufferedReader[Any]
    pictures: tuple[Packed, ...] = ()
    packet: zipfile.ZipFile | None = None

    def picture(self, packed: Packed) -> bytes:
        """The bytes of one picture. Raises Unreadable."""
        with _honest(), self.packet.open(packed.entry) as file:  # type: ignore[union-attr]
            return file.read(MAX_BYTES)


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Brought]:
    """Open a file by what it is, whatever its name says. Raises Unreadable, also while the table is being read."""
    head = file.read(4)
    file.seek(0)
    if head == OLD_EXCEL:
        raise Unreadable("spreadsheet")
    with _honest():
        if head[:2] == ZIP:
            with zipfile.ZipFile(file) as packet:
                table, pictures = _looked_through(packet)
                with packet.open(table) as found:
                    yield Brought(_plain(found), pictures, packet)
        else:
            yield Brought(_plain(file))


@contextmanager
def _honest() -> Iterator[None]:
    """What the unpackers of Python raise on damage, in our words."""
    try:
        yield
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Unreadable("packet_broken") from error


def _plain(file: IO[bytes]) -> io.BufferedReader[Any]:
    buffered: io.BufferedReader[Any] = io.BufferedReader(_Bounded(file))
    if buffered.peek(2)[:2] != GZIP:
        return buffered
    return io.BufferedReader(_Bounded(gzip.GzipFile(fileobj=buffered)))


class _Bounded(io.RawIOBase):
    """Lets so many bytes through and no more, however little was sent to make them."""

    def __init__(self, file: IO[bytes] | gzip.GzipFile) -> None:
        self.file, self.left = file, LARGEST_TABLE

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        content = self.file.read(len(buffer))
        self.left -= len(content)
        if self.left < 0:
            raise Unreadable("table_too_large", megabytes=LARGEST_TABLE // 2**20)
        buffer[: len(content)] = content
        return len(content)


def _looked_through(packet: zipfile.ZipFile) -> tuple[zipfile.ZipInfo, tuple[Packed, ...]]:
    """The one table and the pictures, judged by what the packet declares; it cannot give out more than that."""
    tables: list[zipfile.ZipInfo] = []
    pictures: dict[str, Packed] = {}
    entries = packet.infolist()
    if len(entries) > 2 * MOST_PICTURES:
        raise Unreadable("too_many_files", limit=MOST_PICTURES)
    if sum(entry.file_size for entry in entries) > LARGEST_PACKET:
        raise Unreadable("packet_too_large", megabytes=LARGEST_PACKET // 2**20)
    for entry in entries:
        if TRICK.search(entry.filename):
            raise Unreadable("packet_path", name=_shown(entry.filename))
        if entry.filename == "[Content_Types].xml":
            raise Unreadable("spreadsheet")
        if entry.is_dir() or LITTER.search(entry.filename):
            continue
        if entry.flag_bits & 0x1:
            raise Unreadable("packet_locked")
        if TABLES.search(entry.filename):
            tables.append(entry)
        elif PICTURES.search(entry.filename):
            _check_picture(entry, len(pictures))
            pictures[tidy_name(entry.filename)] = Packed(tidy_name(entry.filename), entry)
    if len(tables) != 1:
        raise Unreadable("many_tables" if tables else "no_table")
    return tables[0], tuple(pictures.values())


def _check_picture(entry: zipfile.ZipInfo, count: int) -> None:
    if entry.file_size > MAX_BYTES:
        raise Unreadable("packed_picture_too_large", name=_shown(entry.filename))
    if count >= MOST_PICTURES:
        raise Unreadable("too_many_files", limit=MOST_PICTURES)
    if len(tidy_name(entry.filename)) > 200:
        raise Unreadable("packet_path", name=_shown(entry.filename))


def tidy_name(name: str) -> str:
    """A file's name as we compare it: people write .JPG and .jpg for the same."""
    return unicodedata.normalize("NFC", name.strip().removeprefix("./")).casefold()


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in name)[:80]
