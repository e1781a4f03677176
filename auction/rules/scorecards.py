"""Scorecards: what the facts of a year say of a seller and of the house. Values in, figures out; nothing is fetched.

- A card is made as of a midnight (UTC) and rests on the 365 days before it. What happened later does not change it.
- A time is the median of all times, in whole seconds; of two in the middle, the half between them, rounded down.
- A share is told in hundredths of a percent, rounded down. Of a rate only cases count that could have gone either way.
- A figure that rests on fewer than five cases is not told: it would say something of single people.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

PERIOD: Final = timedelta(days=365)
FEWEST: Final = 5
WHOLE: Final = 10_000
SECOND: Final = timedelta(seconds=1)
DAY: Final = timedelta(days=1)

TIMES: Final = ("reply", "dispatch", "refund", "lateness")
SHARES: Final = ("answered", "on_time", "disputed", "called_off")
OF_SELLERS: Final = ("reply", "answered", "dispatch", "on_time", "disputed", "refund", "called_off")
OF_THE_HOUSE: Final = ("lateness", "reply", "answered", "dispatch", "on_time", "disputed", "refund", "called_off")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: the median in seconds or the share in hundredths of a percent, and on how many cases it rests."""

    cases: int
    value: int | None

    @property
    def is_told(self) -> bool:
        return self.cases >= FEWEST and self.value is not None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for its seller since `at`."""

    at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sold:
    """A paid order, as far as it had come: when its first parcel left or it could be picked up, and by when it should.

    `is_called_off`: its seller sent the money back before anything had left.
    """

    paid_at: datetime
    dispatched_at: datetime | None
    promised_days: int | None
    is_disputed: bool
    is_called_off: bool
    is_refunded: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a card rests on. `refunds` and `lateness` are lengths of time."""

    questions: Sequence[Asked] = ()
    orders: Sequence[Sold] = ()
    refunds: Sequence[timedelta] = ()
    lateness: Sequence[timedelta] = ()


def midnight(now: datetime) -> datetime:
    """The instant as of which a card made now is made."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def first_of_month(as_of: datetime) -> datetime:
    """The midnight with which the month of an instant began."""
    return midnight(as_of).replace(day=1)


def last_months(now: datetime, count: int) -> tuple[datetime, ...]:
    """The midnights with which this month and those before it began, newest first."""
    months = [first_of_month(now)]
    while len(months) < count:
        months.append(first_of_month(months[-1] - DAY))
    return tuple(months)


def reckon(facts: Facts, as_of: datetime) -> Mapping[str, Figure]:
    """Every figure by its name."""
    dispatched = [(one.dispatched_at - one.paid_at) for one in facts.orders if one.dispatched_at is not None]
    punctual = [is_punctual for one in facts.orders if (is_punctual := _is_punctual(one, as_of)) is not None]
    return {
        "reply": _median(one.answered_at - one.at for one in facts.questions if one.answered_at is not None),
        "answered": _share([one.answered_at is not None for one in facts.questions]),
        "dispatch": _median(dispatched),
        "on_time": _share(punctual),
        "disputed": _share([one.is_disputed for one in facts.orders]),
        "refund": _median(facts.refunds),
        "called_off": _share([one.is_called_off for one in facts.orders]),
        "lateness": _median(facts.lateness),
    }


def _is_punctual(order: Sold, as_of: datetime) -> bool | None:
    """Whether an order left within the days its seller had promised; None where that is open or not promised."""
    if order.promised_days is None:
        return None
    due_at = order.paid_at + order.promised_days * DAY
    if order.dispatched_at is not None:
        return order.dispatched_at <= due_at
    return False if due_at < as_of and not order.is_refunded else None


def _median(lengths: Iterable[timedelta]) -> Figure:
    seconds = sorted(length // SECOND for length in lengths)
    if not seconds:
        return Figure(0, None)
    middle = len(seconds) // 2
    value = seconds[middle] if len(seconds) % 2 else (seconds[middle - 1] + seconds[middle]) // 2
    return Figure(len(seconds), value)


def _share(cases: Sequence[bool]) -> Figure:
    return Figure(len(cases), sum(cases) * WHOLE // len(cases) if cases else None)


def to_plain(figures: Mapping[str, Figure], names: Sequence[str]) -> dict[str, dict[str, int | None]]:
    """A card as it is kept: every case counted, nothing left out. Never shown so."""
    return {name: {"cases": figures[name].cases, "value": figures[name].value} for name in names}


def from_plain(plain: Mapping[str, Mapping[str, int | None]]) -> dict[str, Figure]:
    return {name: Figure(one["cases"] or 0, one["value"]) for name, one in plain.items()}
