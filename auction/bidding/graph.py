"""The price of a lot over time as a drawing: pure sums. Places are shares of the width and height, from the reading
edge and from the top; the sheet turns the drawing round for Arabic, so nothing here knows a direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

BOX = 1000
"""The side of the square that the line is drawn in; the page stretches it."""
FEWEST_STEPS = 3


@dataclass(frozen=True, slots=True)
class Step:
    """From this moment on the price was this."""

    at: datetime
    price_minor: int
    has_moved_end: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """What is drawn: the steps in their order, and the time from the opening to the end as it stands now."""

    currency: str
    starting_minor: int
    opens_at: datetime
    planned_end: datetime
    end: datetime
    until: datetime
    """As far as anything is known: now, or the end."""
    steps: tuple[Step, ...]
    bid_count: int
    seq: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the drawing, in percent."""

    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Graph:
    """A drawing of a course."""

    course: Course
    line: str
    area: str
    last: Mark
    moves: tuple[Mark, ...]
    planned_x: str | None
    ticks: tuple[int, ...]
    """Prices at even distances, the highest first."""

    @property
    def rules(self) -> tuple[str, ...]:
        """How high each tick stands."""
        return tuple(_percent(number / (len(self.ticks) - 1)) for number in range(len(self.ticks)))


def draw(course: Course) -> Graph:
    prices = [course.starting_minor, *(step.price_minor for step in course.steps)]
    ticks = ticks_of(min(prices), max(prices))
    low, high = ticks[-1], ticks[0]
    span = max(1.0, (course.end - course.opens_at).total_seconds())

    def across(at: datetime) -> float:
        return min(1.0, max(0.0, (at - course.opens_at).total_seconds() / span))

    def down(price_minor: int) -> float:
        return (high - price_minor) / (high - low)

    line = [f"M0 {_place(down(course.starting_minor))}"]
    line += [f"H{_place(across(step.at))}V{_place(down(step.price_minor))}" for step in course.steps]
    line.append(f"H{_place(across(course.until))}")
    drawn = "".join(line)
    return Graph(
        course=course,
        line=drawn,
        area=f"{drawn}V{BOX}H0Z",
        last=Mark(_percent(across(course.until)), _percent(down(prices[-1]))),
        moves=tuple(
            Mark(_percent(across(step.at)), _percent(down(step.price_minor)))
            for step in course.steps
            if step.has_moved_end
        ),
        planned_x=_percent(across(course.planned_end)) if course.planned_end < course.end else None,
        ticks=ticks,
    )


def ticks_of(low: int, high: int) -> tuple[int, ...]:
    """Round amounts at even distances that hold both between them, the highest first: four to six of them, or two."""
    wanted = max(1, -(-(high - low) // FEWEST_STEPS))
    size = next(
        round_one * 10**power
        for power in range(len(str(wanted)) + 1)
        for round_one in (1, 2, 5)
        if round_one * 10**power >= wanted
    )
    if high == low:
        size = 10 ** max(0, len(str(max(high, 1))) - 2)
    bottom, top = low // size * size, -(-high // size) * size
    if top == bottom:
        bottom, top = max(0, bottom - size), top + size
    return tuple(range(top, bottom - 1, -size))


def _place(share: float) -> int:
    return round(share * BOX)


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"


def changes(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Only what changed the price or the end."""
    kept: list[Step] = []
    for step in steps:
        if step.has_moved_end or not kept or kept[-1].price_minor != step.price_minor:
            kept.append(step)
    return tuple(kept)
