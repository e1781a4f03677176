"""Lots that end together: one common end for all lots of a sale. Only the arithmetic; how a lot moves is its format's.

- All lots of the sale have one planned end, and their own soft close.
- A late bid that moves the end of its own lot moves the common end there, never to earlier.
- Every other lot that is still open follows: its end becomes the common end, at most its own cap past its schedule,
  and never comes nearer.
- A lot follows a move that was made before its own end had come, even if it is entered a moment later: so no lot
  closes before the common end, and none is opened again. A lot that has closed (sold or called off early) stays so.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from auction.rules.actions import ExtendWith, Reject
from auction.rules.chain import instant_text
from auction.rules.terms import Terms


class Move(NamedTuple):
    """The common end was moved at `at`, by a late bid on `auction_id`, to `ends_at`."""

    at: datetime
    auction_id: int
    ends_at: datetime


def end_of(terms: Terms, common_end: datetime) -> datetime:
    """Where the common end may take a lot of these terms."""
    soft_close = terms.soft_close
    if soft_close is None:
        return terms.closes_at
    if not soft_close.cap_seconds:
        return common_end
    return min(common_end, terms.closes_at + timedelta(seconds=soft_close.cap_seconds))


def lags(terms: Terms, closes_at: datetime, common_end: datetime) -> bool:
    """Whether a lot that ends at `closes_at` has not followed yet."""
    return end_of(terms, common_end) > closes_at


def is_late(terms: Terms, closes_at: datetime, now: datetime) -> bool:
    """Whether a bid at `now` could move the common end, or could find that it has moved."""
    soft_close = terms.soft_close
    if not terms.is_together or soft_close is None:
        return False
    return closes_at - now < timedelta(seconds=soft_close.window_seconds)


def following(terms: Terms, closes_at: datetime, moves: Sequence[Move]) -> ExtendWith | None:
    """How a lot follows these moves, in the order in which they were made; None if it has nothing to follow.

    It goes as far as the last of them, and names the first one that went beyond its own end.
    """
    beyond = [move for move in moves if move.ends_at > closes_at]
    if not beyond:
        return None
    end = end_of(terms, max(move.ends_at for move in beyond))
    return ExtendWith(end, beyond[0].auction_id, beyond[0].at) if end > closes_at else None


def following_refusal(terms: Terms, closes_at: datetime, action: ExtendWith, now: datetime) -> Reject | None:
    """Only a lot that ends with others follows, to later and within its cap, and only what came before its end."""
    if not terms.is_together or action.since > now:
        return Reject("out_of_place")
    if action.since >= closes_at:
        return Reject("ended", {"closes_at": instant_text(closes_at)})
    if not closes_at < action.closes_at <= end_of(terms, action.closes_at):
        return Reject("not_later", {"closes_at": instant_text(closes_at)})
    return None
