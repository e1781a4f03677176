"""Jobs of reputation: find what is due, call one verb for each."""

from __future__ import annotations

from auction import clock
from auction.reputation import service
from auction.reputation.queries.orders import windows_due


def look_after_feedback() -> int:
    """Remind those who have not given theirs, and tell of what can be read as the time is over. Returns how many."""
    now = clock.now()
    reminded = sum(service.remind_of_feedback(order_id=each) for each in windows_due(now, is_reminder=True))
    return reminded + sum(service.reveal_at_end(order_id=each) for each in windows_due(now, is_reminder=False))


def keep_scorecards() -> int:
    """Keep the cards that are due. Returns how many."""
    kept = service.keep_cards()
    return kept.sellers + kept.house
