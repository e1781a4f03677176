"""Months as a reader counts them: from midnight of the first to midnight of the next first, in their own zone. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Month:
    """`name` is its number: 2026-11."""

    name: str
    since: datetime
    until: datetime


def months_since(first: datetime, now: datetime, zone: ZoneInfo) -> list[Month]:
    """Every month from that of `first` to the present one, the newest first."""
    local, last = min(first, now).astimezone(zone), now.astimezone(zone)
    year, number = local.year, local.month
    found = []
    while (year, number) <= (last.year, last.month):
        following = (year + number // 12, number % 12 + 1)
        found.append(Month(f"{year:04}-{number:02}", _midnight(year, number, zone), _midnight(*following, zone)))
        year, number = following
    return found[::-1]


def month_named(name: str, months: Sequence[Month]) -> Month:
    """The one of that name, else the newest."""
    return next((month for month in months if month.name == name), months[0])


def _midnight(year: int, month: int, zone: ZoneInfo) -> datetime:
    return datetime(year, month, 1, tzinfo=zone).astimezone(UTC)
