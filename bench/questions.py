"""What a question of the bench is given, and what it answers. Measures nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Scale:
    """How long and how often to measure. The quick one only shows that everything runs."""

    is_quick: bool = False

    def of(self, whole: int, quick: int) -> int:
        return quick if self.is_quick else whole


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. A ratio has the unit ×; `aim` says what it should be."""

    what: str
    value: float
    unit: str
    aim: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The lines of one question, and what they were computed from."""

    rows: list[Row]
    details: dict[str, Any] = field(default_factory=dict)


def middle(values: list[float]) -> float:
    """The median, and 0 of nothing."""
    return median(values) if values else 0.0


def quantile(values: list[float], share: float) -> float:
    """The value below which this share of the sorted values lies."""
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def span(values: list[float]) -> str:
    """Lowest to highest of several rounds, for a note."""
    return f"rounds {min(values):.2f} to {max(values):.2f}" if values else "no rounds"
