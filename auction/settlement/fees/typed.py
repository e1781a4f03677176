"""Schedules and tax rules as the operator types them: read field by field, every fault beside its field."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from auction.catalogue import delivery
from auction.rules import money
from auction.rules.fees import Schedule, Tiers
from auction.rules.tax import LINES

SHARES = ("premium", "final_value", "reserve")
ROWS = 4
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
Faults = dict[str, list[str]]
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TaxTyped:
    """A tax rule that can be kept: what `TaxRule` holds, without the id that it gets."""

    line: str
    basis_points: int
    is_inclusive: bool
    name_en: str
    name_ar: str
    seller_country: str | None
    buyer_country: str | None
    category_id: int | None


def read_schedule(currency: str, words: Words) -> tuple[Schedule | None, Faults]:
    """The schedule typed, or None with the faults by field: premium_from_1, premium_percent_1, premium_cap ..."""
    reader = _Reader(currency, words)
    tiers = {name: reader.tiers(name) for name in SHARES}
    insertion, promotion = reader.amount("insertion"), reader.amount("promotion")
    if reader.faults:
        return None, reader.faults
    return Schedule(currency, tiers["premium"], tiers["final_value"], insertion, tiers["reserve"], promotion), {}


def written(schedule: Schedule) -> dict[str, str]:
    """A schedule as its operator would have typed it."""
    words = {
        "insertion": _plain(schedule.insertion_minor, schedule.currency),
        "promotion": _plain(schedule.promotion_minor, schedule.currency),
    }
    for name in SHARES:
        tiers: Tiers = getattr(schedule, name)
        for number, (start, points) in enumerate(zip(tiers.starts, tiers.basis_points, strict=True), start=1):
            words[f"{name}_from_{number}"] = money.plain(start, schedule.currency) if start else "0"
            words[f"{name}_percent_{number}"] = f"{Decimal(points) / 100:f}"
        words[f"{name}_fixed"] = _plain(tiers.fixed_minor, schedule.currency)
        words[f"{name}_least"] = _plain(tiers.least_minor, schedule.currency)
        words[f"{name}_cap"] = "" if tiers.cap_minor is None else money.plain(tiers.cap_minor, schedule.currency)
    return words


def _plain(minor: int, currency: str) -> str:
    return money.plain(minor, currency) if minor else ""


def read_tax(words: Words, categories: Mapping[str, int]) -> tuple[TaxTyped | None, Faults]:
    """The tax rule typed, or None with the faults by field. `categories`: slug -> id."""
    reader = _Reader("USD", words)
    points = reader.percent("percent", is_needed=True)
    line, slug = reader.text("line"), reader.text("category")
    if line not in LINES:
        reader.fault("line", "not_a_choice")
    if slug and slug not in categories:
        reader.fault("category", "not_a_choice")
    names = {name: reader.needed(name, 60) for name in ("name_en", "name_ar")}
    countries = {name: reader.country(name) for name in ("seller_country", "buyer_country")}
    if reader.faults:
        return None, reader.faults
    return (
        TaxTyped(
            line=line,
            basis_points=points,
            is_inclusive=reader.text("is_inclusive") == "1",
            name_en=names["name_en"],
            name_ar=names["name_ar"],
            seller_country=countries["seller_country"],
            buyer_country=countries["buyer_country"],
            category_id=categories.get(slug),
        ),
        {},
    )


class _Reader:
    """Reads one field after the other and collects what is wrong with each."""

    def __init__(self, currency: str, words: Words) -> None:
        self.currency, self.words = currency, words
        self.faults: Faults = {}

    def fault(self, field: str, code: str) -> None:
        self.faults.setdefault(field, []).append(code)

    def text(self, field: str) -> str:
        return self.words.get(field, "").strip()

    def needed(self, field: str, most: int) -> str:
        text = self.text(field)
        if not text or len(text) > most:
            self.fault(field, "too_long" if text else "needed")
        return text

    def country(self, field: str) -> str | None:
        code = self.text(field)
        if code and not delivery.is_country(code):
            self.fault(field, "not_a_choice")
        return code or None

    def amount(self, field: str, default: int = 0) -> int:
        text = self.text(field)
        if not text:
            return default
        try:
            return money.parse_amount(text, self.currency)
        except money.AmountError as error:
            self.fault(field, error.code)
            return default

    def percent(self, field: str, *, is_needed: bool = False) -> int:
        """A percentage in either set of digits, to a hundredth of a percent, in basis points."""
        text = self.text(field).translate(money.DIGITS).rstrip("%٪ ").replace("٫", ".").replace(",", ".")
        if not text:
            if is_needed:
                self.fault(field, "needed")
            return 0
        points = int(Decimal(text) * 100) if _PERCENT.fullmatch(text) else -1
        if not 0 <= points <= 10_000:
            self.fault(field, "share_range")
            return 0
        return points

    def tiers(self, name: str) -> Tiers:
        """The bands that say anything, in their order, the first from nothing; and the limits."""
        bands: list[tuple[int, int]] = []
        for number in range(1, ROWS + 1):
            start_field, share_field = f"{name}_from_{number}", f"{name}_percent_{number}"
            if not self.text(start_field) and not self.text(share_field):
                continue
            bands.append((self.amount(start_field), self.percent(share_field)))
            if len(bands) == 1 and bands[0][0] != 0:
                self.fault(start_field, "first_band_from_zero")
            elif len(bands) > 1 and bands[-1][0] <= bands[-2][0]:
                self.fault(start_field, "band_not_above")
        least, cap_text = self.amount(f"{name}_least"), self.text(f"{name}_cap")
        cap = self.amount(f"{name}_cap") if cap_text else None
        if cap is not None and cap < least:
            self.fault(f"{name}_cap", "cap_below_least")
        if self.faults:
            return Tiers()
        starts, points = zip(*(bands or [(0, 0)]), strict=True)
        return Tiers(starts, points, self.amount(f"{name}_fixed"), least, cap)
