"""Giving feedback: once for each side of a finished order, never changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from auction.catalogue.service.drafts import plain
from auction.db import time_under_lock, transaction
from auction.errors import Absent, Conflict, Invalid
from auction.reputation.models import Feedback, FeedbackPicture
from auction.reputation.queries.orders import sides_given
from auction.reputation.service.windows import tell_revealed, window_of
from auction.rules import feedback as law
from auction.rules.feedback import Side
from auction.settlement.orders.service import lock_order


@dataclass(frozen=True, slots=True)
class NewPicture:
    """A picture whose files are on the shelf."""

    key: str
    width: int
    height: int
    widths: Sequence[int]
    colour: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of the other side. `details` are a buyer's alone."""

    stars: int
    text: str = ""
    details: Mapping[str, int] = field(default_factory=dict)
    pictures: Sequence[NewPicture] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """`is_revealed`: the other side had given theirs, so that both can be read now."""

    feedback_id: int
    order_id: int
    side: Side
    is_revealed: bool


def tidy_said(said: Said) -> Said:
    """What was said as it can be kept. Raises Invalid (stars: needed, not_a_choice; text: say_why, too_long; details:
    not_a_choice; pictures: feedback_pictures)."""
    words = plain(said.text).strip()
    faults: dict[str, list[str]] = {}
    if said.stars not in law.STARS:
        faults["stars"] = ["not_a_choice"]
    elif law.needs_words(said.stars) and not words:
        faults["text"] = ["say_why"]
    if len(words) > law.LONGEST_TEXT:
        faults["text"] = ["too_long"]
    for name, value in said.details.items():
        if name not in law.DETAILS or value not in law.STARS:
            faults[name] = ["not_a_choice"]
    if len(said.pictures) > law.MOST_PICTURES:
        faults["pictures"] = ["feedback_pictures"]
    if faults:
        raise Invalid.of(faults, {"limit": law.MOST_PICTURES})
    return Said(said.stars, words, dict(said.details), tuple(said.pictures))


def give_feedback(*, order_id: int, person_id: int, said: Said) -> Given:
    """Say of the other side of a finished order how it was. Locks the order.

    Raises Absent, Conflict (feedback_not_yet, feedback_given, feedback_too_late), Invalid (as `tidy_said`).
    """
    said = tidy_said(said)
    with transaction() as session:
        order = lock_order(session, order_id)
        now = time_under_lock(session)
        if person_id not in (order.buyer_id, order.seller_id):
            raise Absent(kind="orders")
        side: Side = "buyer" if person_id == order.buyer_id else "seller"
        window = window_of(session, order_id)
        given = sides_given(session, order_id)
        match law.consider(side, given, window.finished_at, now):
            case law.Given():
                raise Conflict("feedback_given")
            case law.TooLate():
                raise Conflict("feedback_too_late")
            case law.Open():
                pass
        row = Feedback(
            order_id=order_id,
            side=side,
            from_id=person_id,
            about_id=order.seller_id if side == "buyer" else order.buyer_id,
            stars=said.stars,
            text=said.text,
            given_at=now,
            **(said.details if side == "buyer" else {}),
        )
        session.add(row)
        session.flush()
        _hang(session, row.id, said.pictures if side == "buyer" else ())
        is_revealed = law.is_revealed([*given, side], window.finished_at, now)
        if is_revealed:
            tell_revealed(session, window, now)
        return Given(row.id, order_id, side, is_revealed)


def _hang(session: Session, feedback_id: int, pictures: Sequence[NewPicture]) -> None:
    session.add_all(
        FeedbackPicture(
            feedback_id=feedback_id,
            position=place,
            key=picture.key,
            width=picture.width,
            height=picture.height,
            widths=list(picture.widths),
            colour=picture.colour,
        )
        for place, picture in enumerate(pictures)
    )
