"""The law of a sale with many lots: how its lots are numbered, and when each closes. Nothing of bidding lives here.

- A lot number is a whole number from 1 to 9999, with one Latin letter after it or none: 12 < 12A < 12B < 13.
- No number is given twice in a sale; numbers may be left out. Lots stand, and close, in the order of their numbers.
- The first lot closes at the sale's time, each following one an interval after the planned end of the one before:
  by its place in the order, not by its number, so that a number left out leaves no pause.
- A late bid moves the end of its own lot, as the terms say.
- At fixed intervals that is all. In a chain the interval of a lot begins when the lot before it has closed: while that
  one is extended, the end of the next is put off, never brought forward, and always before it has come. A lot that was
  sold or called off early counts as closed then. There is no cap on soft close, for the plan itself moves.
- Lots that end together all close at the sale's time, and a late bid on one moves the end of all (`together`).
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from auction.rules.actions import Postpone, Reject
from auction.rules.chain import instant_text
from auction.rules.terms import Terms

LARGEST_NUMBER: Final = 9999
_FORM: Final = re.compile(r"(\d{1,4})\s*([A-Za-z]?)")


class LotNumber(NamedTuple):
    """Compares as lots stand."""

    number: int
    letter: str = ""

    def __str__(self) -> str:
        return f"{self.number}{self.letter}"


def read_number(text: str) -> LotNumber:
    """A lot number as a person types it, in either set of digits. ValueError when it is none."""
    found = _FORM.fullmatch(text.strip())
    if found is None or int(found[1]) == 0:
        raise ValueError("not a lot number")
    return LotNumber(int(found[1]), found[2].upper())


def next_number(taken: Sequence[LotNumber]) -> LotNumber:
    """The number of a lot that is added at the end."""
    return LotNumber(max((each.number for each in taken), default=0) + 1)


def closes_at(first: datetime, interval_seconds: int, place: int) -> datetime:
    """The planned end of the lot at this place; the first lot's place is 0."""
    return first + timedelta(seconds=place * interval_seconds)


class LotEnd(NamedTuple):
    """A lot of a chain: its end as it stands, and when it really ended if it has."""

    auction_id: int
    closes_at: datetime
    ended_at: datetime | None


def put_off(lots: Sequence[LotEnd], interval_seconds: int) -> list[Postpone | None]:
    """How each lot of a chain, in order, has to be put off; None for one that keeps its end."""
    answers: list[Postpone | None] = []
    before: tuple[int, datetime] | None = None
    for lot in lots:
        end = lot.closes_at if lot.ended_at is None else min(lot.closes_at, lot.ended_at)
        least = before and before[1] + timedelta(seconds=interval_seconds)
        if before is not None and least is not None and lot.ended_at is None and end < least:
            answers.append(Postpone(least, before[0]))
            end = least
        else:
            answers.append(None)
        before = lot.auction_id, end
    return answers


def postponing_refusal(terms: Terms, closes_at: datetime, action: Postpone) -> Reject | None:
    """Only a chained lot waits for another, and its end never comes nearer."""
    if not terms.is_chained:
        return Reject("out_of_place")
    return None if action.closes_at > closes_at else Reject("not_later", {"closes_at": instant_text(closes_at)})
