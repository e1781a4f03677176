"""What was said of people and by them, newest first, a page at a time. What is hidden yet only its giver reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from auction import clock
from auction.accounts import queries as accounts
from auction.catalogue.queries import PictureView, picture_view
from auction.db import db
from auction.errors import Absent, Forbidden
from auction.reputation.models import Feedback, FeedbackHiding, FeedbackPicture, FeedbackReply, FeedbackWindow
from auction.rules.feedback import DETAILS, Side

PAGE = 20
MOST = 100


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """One feedback, or what the staff has left of it: `words_hidden` and `reply_hidden` say why it has hidden the rest.

    `title` and `auction_id` are those of the order's first lot. `giver` and `about` are public names, for whoever may
    know them: pages for everybody leave them out, and the lot of what a seller says of a buyer too.
    """

    id: int
    order_id: int
    side: Side
    stars: int
    details: Mapping[str, int]
    text: str
    given_at: datetime
    pictures: tuple[PictureView, ...]
    reply: str
    replied_at: datetime | None
    words_hidden: str
    reply_hidden: str
    giver: str
    about: str
    giver_id: int
    about_id: int
    auction_id: int
    title: str
    lots: int
    is_revealed: bool
    opens_at: datetime
    """From when everybody can read it at the latest."""


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """Some of it, newest first. `after` is the cursor of the next page, None at the end."""

    feedback: tuple[FeedbackView, ...]
    after: int | None


def both_given() -> sa.ColumnElement[bool]:
    """Whether the other side of the same order has given its own: for a statement about `Feedback`."""
    other = aliased(Feedback)
    return sa.exists().where(other.order_id == Feedback.order_id, other.side != Feedback.side).correlate(Feedback)


def is_revealed(now: datetime) -> sa.ColumnElement[bool]:
    """Whether everybody may read a feedback: `rules.feedback.is_revealed` for a statement about `Feedback` joined with
    its window."""
    return sa.or_(FeedbackWindow.closes_at <= now, both_given())


def received_by(person_id: int, side: Side, *, after: int | None = None, limit: int = PAGE) -> FeedbackPage:
    """What everybody may read of a person: as a seller what side "buyer" has said, as a buyer what "seller" has."""
    now = clock.now()
    return _page([Feedback.about_id == person_id, Feedback.side == side, is_revealed(now)], now, after, limit)


def received_or_given(person_id: int, *, is_given: bool, after: int | None, limit: int = PAGE) -> FeedbackPage:
    """What a person has given, also what is hidden yet; or has received on either side. For themselves."""
    now = clock.now()
    chosen = [Feedback.from_id == person_id] if is_given else [Feedback.about_id == person_id, is_revealed(now)]
    return _page(chosen, now, after, limit)


def some(chosen: Sequence[sa.ColumnElement[bool]], now: datetime, limit: int = PAGE) -> tuple[FeedbackView, ...]:
    """Feedback by any condition, hidden or not: whoever asks sees to what may be shown."""
    rows = db.session.execute(
        sa.select(
            Feedback,
            FeedbackWindow,
            FeedbackReply.text,
            FeedbackReply.replied_at,
            is_revealed(now).label("is_revealed"),
        )
        .join(FeedbackWindow, FeedbackWindow.order_id == Feedback.order_id)
        .outerjoin(FeedbackReply, FeedbackReply.feedback_id == Feedback.id)
        .where(*chosen)
        .order_by(Feedback.id.desc())
        .limit(limit)
    ).all()
    ids = [row.Feedback.id for row in rows]
    hidden = _hidden(ids)
    pictures = _pictures(ids)
    handles = accounts.handles({each for row in rows for each in (row.Feedback.from_id, row.Feedback.about_id)})
    return tuple(_view(row, hidden, pictures, handles) for row in rows)


def _page(chosen: list[sa.ColumnElement[bool]], now: datetime, after: int | None, limit: int) -> FeedbackPage:
    if after is not None:
        chosen = [*chosen, Feedback.id < after]
    found = some(chosen, now, limit + 1)
    return FeedbackPage(found[:limit], found[limit - 1].id if len(found) > limit else None)


def _view(
    row: sa.Row[Feedback, FeedbackWindow, str, datetime, bool],
    hidden: Mapping[tuple[int, str], str],
    pictures: Mapping[int, list[PictureView]],
    handles: Mapping[int, str],
) -> FeedbackView:
    one, window = row[0], row[1]
    words_hidden, reply_hidden = hidden.get((one.id, "words"), ""), hidden.get((one.id, "reply"), "")
    return FeedbackView(
        id=one.id,
        order_id=one.order_id,
        side=one.side,  # type: ignore[arg-type]  # a check constraint holds it to the sides of the law
        stars=one.stars,
        details={name: value for name in DETAILS if (value := getattr(one, name)) is not None},
        text="" if words_hidden else one.text,
        given_at=one.given_at,
        pictures=() if words_hidden else tuple(pictures.get(one.id, ())),
        reply="" if reply_hidden else row[2] or "",
        replied_at=row[3],
        words_hidden=words_hidden,
        reply_hidden=reply_hidden,
        giver=handles[one.from_id],
        about=handles[one.about_id],
        giver_id=one.from_id,
        about_id=one.about_id,
        auction_id=window.auction_id,
        title=window.title,
        lots=window.lots,
        is_revealed=bool(row[4]),
        opens_at=window.closes_at,
    )


def _hidden(ids: Sequence[int]) -> dict[tuple[int, str], str]:
    rows = db.session.execute(
        sa.select(FeedbackHiding.feedback_id, FeedbackHiding.part, FeedbackHiding.why).where(
            FeedbackHiding.feedback_id.in_(ids)
        )
    )
    return {(row.feedback_id, row.part): row.why for row in rows}


def _pictures(ids: Sequence[int]) -> dict[int, list[PictureView]]:
    found: dict[int, list[PictureView]] = {}
    rows = db.session.execute(
        sa.select(FeedbackPicture)
        .where(FeedbackPicture.feedback_id.in_(ids))
        .order_by(FeedbackPicture.feedback_id, FeedbackPicture.position)
    ).scalars()
    for row in rows:
        found.setdefault(row.feedback_id, []).append(
            picture_view(
                id=row.id, key=row.key, size=(row.width, row.height), widths=row.widths, colour=row.colour, alt=""
            )
        )
    return found


def find_received(feedback_id: int, person_id: int) -> FeedbackView | None:
    """A feedback about somebody that everybody may read; None where it is none of theirs, or hidden yet."""
    now = clock.now()
    found = some([Feedback.id == feedback_id, Feedback.about_id == person_id, is_revealed(now)], now, 1)
    return found[0] if found else None


def for_staff(feedback_id: int, staff_id: int) -> FeedbackView:
    """A feedback that everybody may read, for the staff. Raises Forbidden (role_needed) for others, Absent."""
    if not accounts.roles_of(staff_id).intersection(("moderator", "operator")):
        raise Forbidden("role_needed", role="moderator")
    now = clock.now()
    found = some([Feedback.id == feedback_id, is_revealed(now)], now, 1)
    if not found:
        raise Absent(kind="feedback")
    return found[0]
