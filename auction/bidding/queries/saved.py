"""What is new in a saved search. The one place where a kept query string meets the search of the house."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa

from auction.bidding.models import Auction
from auction.bidding.queries.cards import LotCard
from auction.bidding.queries.finding import Wanted, find_lots, query_of, read_query
from auction.bidding.queries.finding.wanted import RUNNING
from auction.db import db
from auction.errors import Refusal

LONGEST_READ = 4000
_A_LOOK, _MOST_LOOKS = 50, 4


@dataclass(frozen=True, slots=True)
class News:
    """Lots that are new in a search, the last opened first."""

    cards: list[LotCard]
    ends_first_at: datetime

    def to_tell(self, most: int) -> list[dict[str, Any]]:
        """The first of them as plain values."""
        return [
            {
                "auction_id": card.auction_id,
                "title": card.title,
                "price_minor": card.price_minor,
                "currency": card.currency,
                "closes_at": card.closes_at.isoformat(),
            }
            for card in self.cards[:most]
        ]


def normal_query(query: str) -> str:
    """A query string in the one form by which a search is known: what it asks for, in no order of its own."""
    wanted = _wanted(query)
    return urlencode(query_of(replace(wanted, sort="relevance" if wanted.text else "ending")))


def query_of_words(words: str) -> str:
    """The query string of a search for some words."""
    return normal_query(urlencode({"q": words}))


def name_of(query: str) -> str:
    """The words of a search, by which it may be called; empty when it has none."""
    return _wanted(query).text


def _wanted(query: str) -> Wanted:
    """A search among running lots by its query string."""
    return replace(read_query(parse_qsl(query.removeprefix("?")[:LONGEST_READ])), state=RUNNING, after="")


def find_new(query: str, *, since: datetime, until: datetime, person_id: int) -> News | None:
    """What opened after `since` and not after `until` and matches; one's own lots are no news. None when nothing is."""
    found: list[LotCard] = []
    wanted = replace(_wanted(query), sort="new", limit=_A_LOOK)
    for _look in range(_MOST_LOOKS):
        try:
            page = find_lots(wanted)
        except Refusal:  # a shelf or a choice that the house has no longer
            break
        found += [card for card in page.cards if since < card.opens_at <= until]
        if page.after is None or page.cards[-1].opens_at <= since:
            break
        wanted = replace(wanted, after=page.after)
    own = _own_among(person_id, [card.auction_id for card in found])
    cards = [card for card in found if card.auction_id not in own]
    return News(cards, min(card.closes_at for card in cards)) if cards else None


def _own_among(person_id: int, auction_ids: list[int]) -> set[int]:
    statement = sa.select(Auction.id).where(Auction.id.in_(auction_ids), Auction.seller_id == person_id)
    return set(db.session.execute(statement).scalars())
