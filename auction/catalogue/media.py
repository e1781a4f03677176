"""Uploads on their way to the shelf and off it. Opens no transaction; never called while a lock is held."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from flask import current_app

from auction import live
from auction.catalogue.pictures import Picture, PictureRefused, render_picture
from auction.catalogue.queries.pictures import keys_in_use
from auction.catalogue.storage import FolderShelf, Shelf
from auction.config import Config
from auction.db import end_read

AT_ONCE = 2
"""How many uploads one process works on: each takes a core and some hundred megabytes."""

Result = TypeVar("Result")
_turn = threading.BoundedSemaphore(AT_ONCE)


def shelf() -> Shelf:
    """Where this house keeps its pictures."""
    config: Config = current_app.config["MAZAD"]
    if config.media_url:
        from auction.catalogue.bucket import BucketShelf  # its library is there only where a bucket is

        return BucketShelf(config.media_url, config.media_endpoint)
    return FolderShelf(config.media_dir)


def shelve_upload(upload: bytes, listing_id: int) -> Picture:
    """Make an upload into a clean picture and put its files on the shelf. Raises PictureRefused."""
    end_read()
    return shelve(render(upload), listing_id)


def render(upload: bytes) -> Picture:
    """Make an upload into a clean picture, not more than AT_ONCE at a time.

    Raises PictureRefused; a code that is also said of amounts is marked as that of a picture.
    """
    with _turn:
        try:
            return beside_the_sockets(lambda: render_picture(upload))
        except PictureRefused as refusal:
            if refusal.code == "too_small":
                refusal.code = "picture_too_small"
            raise


def shelve(picture: Picture, listing_id: int) -> Picture:
    """Put a picture's files on the shelf.

    The key is the listing's own: the same upload sent twice gives the same one, and no other listing shares it.
    """
    return shelve_under(picture, hashlib.sha256(f"{listing_id} {picture.key}".encode()).hexdigest()[:40])


def shelve_under(picture: Picture, key: str) -> Picture:
    """Put a picture's files on the shelf under a key of somebody's own making, also of another room."""
    place = shelf()
    for rendition in picture.renditions:
        place.put(key, rendition.name, rendition.content)
    return replace(picture, key=key)


def drop_unused(keys: Iterable[str]) -> None:
    """Take the files of pictures that no listing shows any more off the shelf."""
    wanted = list(keys)
    used = keys_in_use(wanted)
    end_read()
    for key in set(wanted) - used:
        shelf().delete(key)


def beside_the_sockets(work: Callable[[], Result]) -> Result:
    """Under gevent every request shares one thread with the sockets: heavy work goes to a real one."""
    if live.socketio.async_mode != "gevent":
        return work()
    from gevent import get_hub  # only here: without gevent there is none

    result: Result = get_hub().threadpool.apply(work)
    return result
