"""Feedback after a finished order: who may give it, until when, and from when others may read it. Nothing is kept here.

- Finished is an order that was completed, or refunded after it was paid: the first of the two counts. A cancelled one
  is not.
- From then on each side has 60 days to give its feedback, once; after 7 days the one who has not is reminded, once.
- What one side has given nobody else sees until the other has given theirs too, or the 60 days are over. Then all that
  was given is seen at once.
- The other side may reply once, in public, from then on.
- One to five stars. Who gives three or fewer says why.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

Side: TypeAlias = Literal["buyer", "seller"]

SIDES: Final[tuple[Side, ...]] = ("buyer", "seller")
STARS: Final = (1, 2, 3, 4, 5)
SAY_WHY_UP_TO: Final = 3
DETAILS: Final = ("description", "communication", "dispatch", "charges")
"""What a buyer may rate of a seller besides, each from one to five."""

OPEN_FOR: Final = timedelta(days=60)
REMIND_AFTER: Final = timedelta(days=7)
LONGEST_TEXT: Final = 1_000
LONGEST_REPLY: Final = 1_000
MOST_PICTURES: Final = 6


@dataclass(frozen=True, slots=True)
class Open:
    """This side may give its feedback."""


@dataclass(frozen=True, slots=True)
class Given:
    """This side has given it."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """The time is over."""


def closes_at(finished_at: datetime) -> datetime:
    """The first instant at which nothing can be given any more, and all that was given is seen."""
    return finished_at + OPEN_FOR


def consider(side: Side, given: Collection[str], finished_at: datetime, now: datetime) -> Open | Given | TooLate:
    """Whether a side may give its feedback now, when these sides have given theirs."""
    if side in given:
        return Given()
    return Open() if now < closes_at(finished_at) else TooLate()


def is_revealed(given: Collection[str], finished_at: datetime, now: datetime) -> bool:
    """Whether everybody may read what these sides have given."""
    return set(given) >= set(SIDES) or now >= closes_at(finished_at)


def needs_words(stars: int) -> bool:
    """Whether so few stars want a reason."""
    return stars <= SAY_WHY_UP_TO
