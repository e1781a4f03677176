"""Soft close: a late bid gives everybody else time to answer. Only the arithmetic; who extends is the format's law.

An accepted bid that changes the leader or the price, entered less than `window` before the end, moves the end to
entry time + `extension`: never earlier than it was, and at most `cap` past the scheduled end (0 = no cap).
Exactly `window` before the end is not late. A refused bid never extends.
"""

from datetime import datetime, timedelta

from auction.rules.terms import Terms


def extended(terms: Terms, closes_at: datetime, now: datetime) -> datetime:
    """The end after a bid at `now` that changed the leader or the price."""
    soft_close = terms.soft_close
    if soft_close is None or closes_at - now >= timedelta(seconds=soft_close.window_seconds):
        return closes_at
    moved = now + timedelta(seconds=soft_close.extension_seconds)
    if soft_close.cap_seconds:
        moved = min(moved, terms.closes_at + timedelta(seconds=soft_close.cap_seconds))
    return max(closes_at, moved)
