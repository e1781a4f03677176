"""Where pictures are kept once they are clean. Never looks into them and never decides who may see them.

`Shelf` is what the house asks of any store: a folder, or a bucket of an object store (`bucket.py`).
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from auction.errors import Absent, Invalid

KEY: Final = re.compile(r"[0-9a-z]{8,64}")
NAME: Final = re.compile(r"[0-9a-z][0-9a-z_-]{0,39}\.[a-z0-9]{1,5}")


class NotOnShelf(Absent):
    """Nothing is kept under this key and name."""

    code = "not_on_shelf"


class BadShelfName(Invalid):
    """A key or name that no shelf would have given out."""

    code = "bad_shelf_name"


def fits(key: str, name: str | None = None) -> None:
    """Raises BadShelfName unless both are of the house's own making."""
    if not KEY.fullmatch(key) or (name is not None and not NAME.fullmatch(name)):
        raise BadShelfName(key=key, name=name)


class Shelf(Protocol):
    """Keeps small files under a content key. What is put under a key and name never changes afterwards."""

    def put(self, key: str, name: str, content: bytes) -> None: ...

    def open(self, key: str, name: str) -> BinaryIO:
        """Refuses with NotOnShelf; the caller closes it."""
        ...

    def read(self, key: str, name: str) -> bytes:
        """Refuses with NotOnShelf."""
        ...

    def exists(self, key: str, name: str) -> bool: ...

    def delete(self, key: str) -> None:
        """Everything under the key; nothing happens when there is nothing."""
        ...


class FolderShelf:
    """Files in folders two levels deep, so that no folder grows large: `ab/cd/abcd…/960.webp`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, name: str, content: bytes) -> None:
        """A reader sees the whole file or none, also after a crash."""
        path = self.path(key, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".unfinished-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(unfinished, 0o644)  # the web server in front may be another user
            os.replace(unfinished, path)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise

    def open(self, key: str, name: str) -> BinaryIO:
        try:
            return self.path(key, name).open("rb")
        except FileNotFoundError:
            raise NotOnShelf(key=key, name=name) from None

    def read(self, key: str, name: str) -> bytes:
        with self.open(key, name) as file:
            return file.read()

    def exists(self, key: str, name: str) -> bool:
        return self.path(key, name).is_file()

    def delete(self, key: str) -> None:
        shutil.rmtree(self._folder(key), ignore_errors=True)

    def path(self, key: str, name: str) -> Path:
        """Where the file is or would be, for a server that sends files itself. Only a folder has this."""
        fits(key, name)
        return self._folder(key) / name

    def _folder(self, key: str) -> Path:
        fits(key)
        return self.root / key[:2] / key[2:4] / key
