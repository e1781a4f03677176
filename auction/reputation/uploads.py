"""Pictures that come with a feedback: cleaned and shelved before it is given, taken off the shelf where it is refused.

No lock is held while pictures are worked on. Their keys are chance: nobody finds the pictures of a hidden feedback.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace

from auction.catalogue import media
from auction.catalogue.pictures import PictureRefused
from auction.db import end_read
from auction.errors import Invalid, Refusal
from auction.reputation import service
from auction.reputation.service import Given, NewPicture, Said
from auction.reputation.service.giving import tidy_said
from auction.rules.feedback import MOST_PICTURES


def give_with_pictures(*, order_id: int, person_id: int, said: Said, uploads: Sequence[bytes]) -> Given:
    """Give feedback with these pictures. Raises as `service.give_feedback`, and Invalid (pictures: why one is refused).

    Everything that can be told beforehand is refused before any picture is worked on.
    """
    if len(uploads) > MOST_PICTURES:
        raise Invalid(fields={"pictures": ["feedback_pictures"]}, limit=MOST_PICTURES)
    tidy_said(said)
    shelved: list[NewPicture] = []
    try:
        for upload in uploads:
            shelved.append(_shelve(upload))
        return service.give_feedback(order_id=order_id, person_id=person_id, said=replace(said, pictures=shelved))
    except Refusal:
        for picture in shelved:
            media.shelf().delete(picture.key)
        raise


def _shelve(upload: bytes) -> NewPicture:
    end_read()
    try:
        clean = media.shelve_under(media.render(upload), secrets.token_hex(20))
    except PictureRefused as refusal:
        raise Invalid.of({"pictures": [refusal.code]}, refusal.facts) from None
    return NewPicture(clean.key, clean.width, clean.height, clean.widths, clean.colour)
