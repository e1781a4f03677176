"""What happens to the file a seller brings: it is opened, its pictures shelved, its rows kept; or it is refused whole.

Bounded memory: rows go by in chunks, pictures one at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import IO, Final

from auction.catalogue import media
from auction.catalogue.importing import service
from auction.catalogue.importing.fields import guessed
from auction.catalogue.importing.reading import Row, rows_of
from auction.catalogue.importing.service import Begun
from auction.catalogue.importing.unpacking import Brought, opened
from auction.errors import Refusal

CHUNK: Final = 500


def take_file(*, person_id: int, name: str, file: IO[bytes]) -> int:
    """Keep a file's rows and pictures as an import. Raises Unreadable, Forbidden, Conflict; then nothing is kept."""
    begun = service.begin_import(person_id=person_id, file_name=name)
    try:
        with opened(file) as brought:
            _keep(begun, brought)
    except Refusal:
        service.drop_import(import_id=begun.import_id, person_id=person_id)
        raise
    return begun.import_id


def _keep(begun: Begun, brought: Brought) -> None:
    columns: dict[str, None] = {}
    count = 0
    for rows in _chunks(rows_of(brought.table)):
        service.keep_rows(import_id=begun.import_id, first=count + 1, rows=rows)
        count += len(rows)
        columns |= {name: None for row in rows for name in row}
    for packed in brought.pictures:
        content = brought.picture(packed)
        digest = hashlib.sha256(content).hexdigest()[:40]
        media.shelf().put(begun.shelf_key, shelf_name(digest), content)
        service.keep_picture(import_id=begun.import_id, name=packed.name, digest=digest)
    names = [*columns]
    service.finish_reading(import_id=begun.import_id, columns=names, row_count=count, plan=guessed(names))


def shelf_name(digest: str) -> str:
    """Where a picture lies as it came; no page serves such a name."""
    return f"{digest}.raw"


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := media.beside_the_sockets(lambda: list(islice(rows, CHUNK))):
        yield chunk
