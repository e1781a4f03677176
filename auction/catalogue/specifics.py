"""How the answers to a category's questions are read: each kind of attribute, its typed words and their faults. Pure.

- text: one line. - whole: a whole number from 0, grouped or not. - year: a whole number, the next year at most.
- decimal: digits with at most four decimals; the unit may stand behind it. `٫` and `.` are the decimal sign, and `,`
  is where it cannot be grouping: before exactly three digits it is refused as ambiguous.
- choice, choices: the keys of offered choices. - yes_no: "yes" or "no".
What was read is written again as the reader of a page has it; a choice that is offered no more stays readable.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from flask_babel import gettext as _

from auction import languages

LONGEST_TEXT: Final = 200
LARGEST: Final = 10**9
YES, NO = "yes", "no"
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
_DECIMAL = re.compile(r"(\d{1,10})(?:[.,](\d{1,4}))?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers offered."""

    key: str
    en: str
    ar: str
    is_retired: bool = False

    @property
    def name(self) -> str:
        return self.ar if languages.reader().language == "ar" else self.en


@dataclass(frozen=True, slots=True)
class AttributeView:
    """One thing that listings of a category are asked."""

    id: int
    category_id: int
    slug: str
    kind: str
    name_en: str
    name_ar: str
    unit_en: str
    unit_ar: str
    choices: tuple[Choice, ...]
    is_needed: bool
    is_retired: bool

    @property
    def field(self) -> str:
        """Its name in the sale form."""
        return f"specific-{self.id}"

    @property
    def name(self) -> str:
        return self.name_ar if languages.reader().language == "ar" else self.name_en

    @property
    def unit(self) -> str:
        return self.unit_ar if languages.reader().language == "ar" else self.unit_en

    @property
    def offered(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if not choice.is_retired)

    @property
    def is_number(self) -> bool:
        return self.kind in ("whole", "decimal", "year")


@dataclass(frozen=True, slots=True)
class Unread:
    """Why an answer cannot stand."""

    code: str


@dataclass(frozen=True, slots=True)
class Specific:
    """One line of the list on a lot's page, in the reader's language. `is_words` marks what the seller wrote."""

    name: str
    value: str
    is_words: bool


def tidy(words: Sequence[str]) -> list[str]:
    """Answers without spaces around them and without empty ones."""
    return [word for word in (" ".join(word.split()) for word in words) if word]


def read(attribute: AttributeView, words: Sequence[str], this_year: int) -> tuple[str, ...] | Unread:
    """The answer as it is kept, nothing for none; or why it cannot be."""
    given = tidy(words)
    if not given:
        return ()
    match attribute.kind:
        case "text":
            return Unread("too_long") if len(given[0]) > LONGEST_TEXT else (given[0],)
        case "choice" | "choices":
            return _chosen(attribute, given)
        case "yes_no":
            return (given[0],) if given[0] in (YES, NO) else Unread("not_yes_or_no")
        case _:
            return _number(attribute, given[0], this_year)


def faults(
    asked: Sequence[AttributeView], typed: Typed, this_year: int, *, is_complete: bool = True
) -> dict[str, list[str]]:
    """What is wrong with the answers, by the fields of the form; what is missing only when they must be complete."""
    found: dict[str, list[str]] = {}
    for attribute in asked:
        answer = read(attribute, typed.get(str(attribute.id), ()), this_year)
        if isinstance(answer, Unread):
            found[attribute.field] = [answer.code]
        elif is_complete and not answer and attribute.is_needed:
            found[attribute.field] = ["specific_needed"]
    return found


def shown(attributes: Sequence[AttributeView], typed: Typed, this_year: int) -> tuple[Specific, ...]:
    """The answers for a page; what cannot be read, in a draft, is left out."""
    lines = []
    for attribute in attributes:
        answer = read(attribute, typed.get(str(attribute.id), ()), this_year)
        if answer and not isinstance(answer, Unread):
            lines.append(Specific(attribute.name, written(attribute, answer), attribute.kind == "text"))
    return tuple(lines)


def written(attribute: AttributeView, answer: Sequence[str]) -> str:
    """An answer that was read, in the reader's language."""
    match attribute.kind:
        case "choice" | "choices":
            names = {choice.key: choice.name for choice in attribute.choices}
            return languages.list_and([names[key] for key in answer])
        case "yes_no":
            return str(_("Yes") if answer[0] == YES else _("No"))
        case "text":
            return answer[0]
        case "year":
            return languages.digits(answer[0])
        case _:
            number = languages.decimal(Decimal(answer[0]))
            return f"{number}\u00a0{attribute.unit}" if attribute.unit else number


def search_words(attributes: Sequence[AttributeView], typed: Typed, this_year: int) -> str:
    """The answers as a search finds them: in both languages, numbers with their units, "yes" as what it is asked of."""
    words: list[str] = []
    for attribute in attributes:
        answer = read(attribute, typed.get(str(attribute.id), ()), this_year)
        if not answer or isinstance(answer, Unread):
            continue
        if attribute.kind in ("choice", "choices"):
            words += [f"{choice.en} {choice.ar}" for choice in attribute.choices if choice.key in answer]
        elif attribute.kind == "yes_no":
            words += [attribute.name_en, attribute.name_ar] if answer[0] == YES else []
        elif attribute.is_number:
            words += [f"{answer[0]} {attribute.unit_en} {attribute.unit_ar}".strip()]
        else:
            words += answer
    return " ".join(words)


def _chosen(attribute: AttributeView, given: Sequence[str]) -> tuple[str, ...] | Unread:
    known = [choice.key for choice in attribute.choices]
    if any(key not in known for key in given):
        return Unread("not_a_choice")
    return tuple(key for key in known if key in given)[: None if attribute.kind == "choices" else 1]


def _number(attribute: AttributeView, text: str, this_year: int) -> tuple[str, ...] | Unread:
    bare = text.translate(_DIGITS).replace("٬", "").replace(" ", "")
    for unit in (attribute.unit_en, attribute.unit_ar):
        bare = bare.removesuffix(unit.replace(" ", "")) if unit else bare
    if attribute.kind != "decimal" and _GROUPED.fullmatch(bare):
        bare = bare.replace(",", "")
    parts = _DECIMAL.fullmatch(bare)
    if parts is None:
        return Unread("not_a_number")
    whole, decimals = parts[1], parts[2] or ""
    if attribute.kind != "decimal":
        if decimals:
            return Unread("not_whole")
        number = int(whole)
        if attribute.kind == "year":
            return (str(number),) if 1 <= number <= this_year + 1 else Unread("not_a_year")
        return (str(number),) if number <= LARGEST else Unread("value_too_large")
    if "," in bare and len(decimals) == 3:
        return Unread("ambiguous_number")
    if int(whole) > LARGEST:
        return Unread("value_too_large")
    return (f"{Decimal(f'{whole}.{decimals or 0}').normalize():f}",)
