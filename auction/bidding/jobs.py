"""Find what is due in bidding and call one verb for each batch. Decides nothing."""

from __future__ import annotations

from datetime import timedelta

from auction import clock
from auction.bidding import queries, service
from auction.catalogue import service as catalogue

BATCH = 500
# A lot that opens just now may not be committed yet: it belongs to the next look.
SETTLED_AFTER = timedelta(minutes=1)
MOST_SHOWN = 5


def close_due() -> int:
    """Close every auction whose end has come, batch by batch, so that a busy second does not end late."""
    closed = 0
    while (batch := service.close_due(limit=BATCH)) > 0:
        closed += batch
    return closed


def remind_watchers() -> int:
    """Remind of every auction that ends within the hour, batch by batch."""
    reminded = 0
    while (batch := service.remind_due(limit=BATCH)) > 0:
        reminded += batch
    return reminded


def alert_searches() -> int:
    """Run the saved searches that have waited longest, and have those told to whom something is new."""
    told = 0
    for due in catalogue.claim_searches():
        until = clock.now() - SETTLED_AFTER
        news = queries.find_new(due.wanted, since=due.since, until=until, person_id=due.person_id)
        if news is not None:
            finds = news.to_tell(MOST_SHOWN)
            told += catalogue.alert(
                due=due, until=until, ends_first_at=news.ends_first_at, finds=finds, total=len(news.cards)
            )
    return told
