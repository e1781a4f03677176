"""From a row of a file to the words of a draft, and what is wrong with it. Pure: no database, no time, no shelf."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from auction.catalogue.forms import AMOUNTS, CURRENCIES, DURATIONS, EXACT
from auction.catalogue.importing import markup
from auction.catalogue.importing.fields import Plan
from auction.catalogue.importing.reading import BETWEEN, Row
from auction.catalogue.importing.unpacking import tidy_name
from auction.catalogue.models import CONDITIONS
from auction.catalogue.service.drafts import one_line, plain
from auction.catalogue.service.pictures import MOST_PICTURES
from auction.catalogue.service.publishing import LONGEST_DESCRIPTION, LONGEST_TITLE
from auction.catalogue.text import fold
from auction.rules import money

LONGEST_REFERENCE, LONGEST_UNMATCHED = 100, 80
DAYS: Final = re.compile(r"([0-9]{1,3}) ?(h|d)?(?:our|ay)?s?|([0-9]{1,3}) ?(?:يوم|يوما|ايام)")
CONDITION_NAMES: Final = {
    "new": "new|brand new|جديد|جديدة",
    "like_new": "like new|as new|mint|كالجديد|كأنه جديد|شبه جديد",
    "very_good": "very good|excellent|جيد جدا|جيدة جدا|ممتاز|ممتازة",
    "good": "good|used|جيد|جيدة|مستعمل|مستعملة",
    "fair": "fair|acceptable|poor|مقبول|مقبولة",
    "for_parts": "for parts|for parts or repair|for parts or not working|broken|قطع غيار|لقطع الغيار أو الإصلاح",
}
_CONDITIONS: Final = {fold(name): key for key, names in CONDITION_NAMES.items() for name in names.split("|")}

Faults = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Shelves:
    """Our leaves by their folded names in both languages: `by_way` of (parent, child), `by_name` where one leaf alone
    has the name; and the id of each by its slug."""

    by_name: Mapping[str, str] = field(default_factory=dict)
    by_way: Mapping[tuple[str, str], str] = field(default_factory=dict)
    by_slug: Mapping[str, int] = field(default_factory=dict)

    def find(self, path: Sequence[str], given: Mapping[str, str]) -> str | None:
        """The leaf that a path of theirs means: what the seller said of it, else the most exact name we share."""
        for length in range(len(path), 0, -1):
            if slug := given.get(BETWEEN.join(path[:length])):
                return slug
        folded = [fold(part) for part in path]
        for place in range(len(folded) - 1, 0, -1):
            if slug := self.by_way.get((folded[place - 1], folded[place])):
                return slug
        return next((self.by_name[part] for part in reversed(folded) if part in self.by_name), None)


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a row says of a listing: `values` holds only the fields that the plan speaks of."""

    reference: str
    values: Mapping[str, Any]
    pictures: tuple[str, ...]
    faults: Faults
    unmatched: str

    @property
    def title(self) -> str:
        return str(self.values.get("title", ""))


def drafted(row: Row, plan: Plan, shelves: Shelves) -> Drafted:
    """Read one row by a plan."""
    reader = _Reader(row, plan)
    title, whole = reader.title()
    values: dict[str, Any] = {"title": title}
    if plan.says("description"):
        values["description"] = reader.description(whole)
    unmatched = ""
    if plan.says("category"):
        values["category"], unmatched = reader.category(shelves)
    if plan.says("condition"):
        values["condition"] = reader.condition()
    values |= reader.terms()
    return Drafted(reader.reference(), values, reader.pictures(), reader.faults, unmatched)


class _Reader:
    """Reads one field after the other and collects what is wrong with each."""

    def __init__(self, row: Row, plan: Plan) -> None:
        self.row, self.plan = row, plan
        self.faults: Faults = {}

    def raw(self, name: str) -> str:
        column = self.plan.columns.get(name)
        told = self.row.get(column, "").strip() if column else ""
        return told or self.plan.defaults.get(name, "")

    def fault(self, name: str, code: str) -> None:
        self.faults.setdefault(name, []).append(code)

    def reference(self) -> str:
        reference = one_line(self.raw("reference"))
        if not reference:
            self.fault("reference", "reference_needed")
        elif len(reference) > LONGEST_REFERENCE:
            self.fault("reference", "too_long")
        return reference[:LONGEST_REFERENCE]

    def title(self) -> tuple[str, str]:
        """The title, and the whole of it where it had to be shortened."""
        raw = self.raw("title")
        title = one_line(raw) if self.plan.is_markdown else markup.one_line(raw)
        if not title:
            self.fault("title", "title_needed")
        if len(title) <= LONGEST_TITLE or self.plan.is_markdown:  # what left this house may come back as it was
            return title[:300], ""
        if not self.plan.shortens or not self.plan.says("description"):
            self.fault("title", "title_too_long")
            return title[:300], ""
        return shortened(title), title

    def description(self, whole_title: str) -> str:
        raw = plain(self.raw("description"))
        words = raw if self.plan.is_markdown else markup.to_markdown(raw)
        told = [(column, self.row.get(column, "").strip()) for column in self.plan.also]
        foot = "\n".join(f"- {markup.escaped(name)}: {self._inline(value)}" for name, value in told if value)
        head = markup.escaped(whole_title)
        description = "\n\n".join(part for part in (head, words, foot) if part)
        if len(description) > LONGEST_DESCRIPTION:
            self.fault("description", "description_too_long")
        return description[: 2 * LONGEST_DESCRIPTION]

    @staticmethod
    def _inline(value: str) -> str:
        return markup.escaped(markup.one_line(value))

    def category(self, shelves: Shelves) -> tuple[str, str]:
        default = self.plan.defaults.get("category", "")
        column = self.plan.columns.get("category")
        told = markup.one_line(self.row.get(column, "")) if column else ""
        if not told:
            return default, ""
        path = [part.strip() for part in re.split(r">|/(?=\s)|\\|»", told) if part.strip()]
        found = told if told in shelves.by_slug else shelves.find(path, self.plan.categories)
        if found:
            return found, ""
        if not default:
            self.fault("category", "category_unmatched")
        return default, (path[0] if path else told)[:LONGEST_UNMATCHED]

    def condition(self) -> str:
        raw = self.raw("condition")
        key = raw if raw in CONDITIONS else _CONDITIONS.get(fold(raw).replace("_", " "), "")
        if raw and not key:
            self.fault("condition", "unknown_condition")
        return key

    def terms(self) -> dict[str, str]:
        currency = self.raw("currency").upper()
        if currency not in CURRENCIES:
            self.fault("currency", "unknown_currency")
            currency = "USD"
        terms = {"currency": currency}
        terms |= {name: self.amount(name, currency) for name in AMOUNTS if self.plan.says(name)}
        if self.plan.says("duration"):
            terms["duration"] = self.duration()
        return terms

    def amount(self, name: str, currency: str) -> str:
        raw = self.raw(name)
        if not raw:
            return ""
        try:
            return money.plain(money.parse_amount(raw, currency), currency)
        except money.AmountError as error:
            self.fault(name, error.code)
            return raw[:100]

    def duration(self) -> str:
        raw = self.raw("duration")
        if raw in DURATIONS or raw in ("", EXACT):
            return raw
        found = DAYS.fullmatch(fold(raw))
        name = f"{int(found[1] or found[3])}{found[2] or 'd'}" if found else ""
        if name not in DURATIONS:
            self.fault("duration", "unknown_duration")
        return name

    def pictures(self) -> tuple[str, ...]:
        raw = self.raw("pictures")
        names = dict.fromkeys(tidy_name(name) for name in re.split(r"[\n|;,]| > ", raw) if name.strip())
        if any(re.match(r"https?:", name) for name in names):
            self.fault("pictures", "picture_is_address")
        if len(names) > MOST_PICTURES:
            self.fault("pictures", "more_pictures_than_fit")
        return tuple(names)


def shortened(title: str) -> str:
    """A long title cut at a word, with a sign that it goes on."""
    cut = title[: LONGEST_TITLE - 1]
    at_word = cut if title[LONGEST_TITLE - 1] == " " else cut.rpartition(" ")[0]
    return (at_word if len(at_word) >= LONGEST_TITLE // 2 else cut).rstrip(" ,;:.-–—") + "…"


def digest_of(values: Mapping[str, Any], pictures: Iterable[str] | None) -> str:
    """One short word for all that a row says; `pictures` are words for their content, None when it says nothing."""
    said = {**values, "pictures": None if pictures is None else list(pictures)}
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()
