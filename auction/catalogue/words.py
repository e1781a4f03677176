"""The words of search: what the index keeps of a text, and what somebody who searches asks for. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from auction.catalogue.stems import stem
from auction.catalogue.text import fold, tokens

MOST_WORDS, LONGEST_WORD, SHORTEST_BEGINNING = 12, 60, 3
TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")
LOT_NUMBER: Final = re.compile(r"(?:(?:lot|number|no|قطعه|رقم|مزاد)[\s.]*)*#?\s*(\d{1,9})")
# Words that say nothing of a lot: asked for only when there is nothing else.
EMPTY: Final = frozenset(
    ["a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "في", "من", "عن", "مع", "او"]
)
# A seller stands among the words of a listing by a sign that nobody can type, so that a new name finds old lots.
SELLER: Final = "\ue000"


@dataclass(frozen=True, slots=True)
class Word:
    """One word asked for: a listing has it that holds one of `exact`, or a word beginning with `beginning`."""

    typed: str
    exact: tuple[str, ...]
    beginning: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """All words must be there; or else the whole names the listing's seller, or is the number of a lot."""

    words: tuple[Word, ...] = ()
    sellers: tuple[str, ...] = ()
    number: int | None = None

    @property
    def text(self) -> str:
        return " ".join(word.typed for word in self.words)


def kept(*texts: str) -> str:
    """What the index keeps: each word and its stem once, with spaces between and around."""
    words = (form for text in texts for word in plain_words(text) for form in (word, stem(word)))
    return f" {' '.join(dict.fromkeys(words))} "


def plain_words(text: str) -> list[str]:
    """The folded words of a text as people read it: entities read, tags left out."""
    return [word[:LONGEST_WORD] for word in tokens(TAG.sub(" ", html.unescape(text)))]


def spelling(title: str) -> set[str]:
    """The words of a title that others may misspell: letters alone, three of them or more."""
    return {word for word in plain_words(title) if word.isalpha() and len(word) >= SHORTEST_BEGINNING}


def asked_for(text: str) -> Asked:
    """Read what was typed. Signs and operators are nothing but signs; the last word may be unfinished."""
    typed = list(dict.fromkeys(plain_words(text)))
    wanted = ([word for word in typed if word not in EMPTY] or typed)[:MOST_WORDS]
    words = [Word(word, tuple(dict.fromkeys((word, stem(word))))) for word in wanted]
    if words and len(words[-1].typed) >= SHORTEST_BEGINNING:
        words[-1] = replace(words[-1], beginning=words[-1].typed)
    number = LOT_NUMBER.fullmatch(fold(text))
    return Asked(tuple(words), number=int(number[1]) if number else None)


def respelt(asked: Asked, better: dict[str, tuple[str, ...]]) -> Asked:
    """The same question with other words for those that are misspelt: any of these, the first one shown."""

    def words() -> Iterator[Word]:
        for word in asked.words:
            near = better.get(word.typed)
            forms = dict.fromkeys(form for one in near or () for form in (one, stem(one)))
            yield Word(near[0], tuple(forms)) if near else word

    return Asked(tuple(words()))


def most_errors(word: str) -> int:
    """How many letters of a word may be wrong: none of a short one, or it would be another word."""
    if len(word) < 4 or not word.isalpha():
        return 0
    return 1 if len(word) < 8 else 2


def nearest(word: str, candidates: Iterable[str]) -> tuple[str, ...]:
    """Those of the candidates that are spelt most like a word, if any is near enough: three at most. People seldom
    mistake the first letter: it must be the same.
    """
    most = most_errors(word)
    found = sorted(
        (errors, candidate)
        for candidate in set(candidates)
        if candidate[:1] == word[:1] and (errors := _errors(word, candidate, most)) <= most
    )
    return tuple(candidate for errors, candidate in found if errors == found[0][0])[:3]


def _errors(one: str, other: str, most: int) -> int:
    """Letters that are wrong, missing, too many, or have changed places; more than `most` does not matter."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [place]
        for at, theirs in enumerate(other, start=1):
            least = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != theirs))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == theirs:
                least = min(least, earlier[at - 2] + 1)
            row.append(least)
    return row[-1]
