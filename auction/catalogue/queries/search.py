"""Finding listings by words: one question, two engines. Both read the same folded words, so both find the same lots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from auction.accounts import names
from auction.accounts.models import Person
from auction.catalogue import words
from auction.catalogue.models import Listing, SearchEntry, TitleWord
from auction.catalogue.words import Asked, Word
from auction.db import db, is_sqlite

IN_TITLE, BEGINS_IN_TITLE, ELSEWHERE = 4, 2, 1
QUOTED = '"{}"'
HANDLE_SIGNS = re.compile(r"[\w-]+")
# Two words with one letter wrong share this much of their trigrams, however short they are.
LEAST_ALIKE = 0.05


class Engine(Protocol):
    """What a database has to be able to do for search."""

    def holds(self, asked: Asked, where: str) -> sa.ColumnElement[bool]:
        """A condition on search entries: this one has what is asked for, in its `title` or anywhere in its `words`."""

    def alike(self, word: str) -> Iterator[str]:
        """Words of titles among which the nearest to this one are, with others perhaps."""


class Sqlite:
    """FTS5 over the folded words."""

    def holds(self, asked: Asked, where: str) -> sa.ColumnElement[bool]:
        question = f"{where} : ({_question(asked, ' AND ', ' OR ', QUOTED, QUOTED + ' *')})"
        found = sa.select(sa.literal_column("rowid", sa.Integer)).select_from(sa.table("search_fts"))
        return SearchEntry.listing_id.in_(found.where(sa.literal_column("search_fts").bool_op("MATCH")(question)))

    def alike(self, word: str) -> Iterator[str]:
        most = words.most_errors(word)
        is_near = TitleWord.letters.between(len(word) - most, len(word) + most)
        yield from db.session.execute(sa.select(TitleWord.word).where(TitleWord.initial == word[0], is_near)).scalars()


class Postgres(Sqlite):
    """Text search over the folded words, taken as they are: no dictionary and no parser of the server's has a say."""

    def holds(self, asked: Asked, where: str) -> sa.ColumnElement[bool]:
        question = sa.cast(_question(asked, " & ", " | ", "'{}'", "'{}':*"), TSQUERY)
        vector: sa.ColumnElement[Any] = sa.literal_column(f"search_entries.search_fts_{where}")
        return vector.bool_op("@@")(question)

    def alike(self, word: str) -> Iterator[str]:
        """By the trigrams that words share, where the server can."""
        if not has_trigrams():
            yield from super().alike(word)
            return
        db.session.execute(sa.select(sa.func.set_config("pg_trgm.similarity_threshold", str(LEAST_ALIKE), True)))
        is_alike = TitleWord.word.bool_op("%")(word), TitleWord.initial == word[0]
        yield from db.session.execute(sa.select(TitleWord.word).where(*is_alike)).scalars()


def engine() -> Engine:
    return Sqlite() if is_sqlite() else Postgres()


def has_trigrams() -> bool:
    """Whether the server compares words by their trigrams. In some locales it sees none in Arabic letters."""
    is_there = sa.exists().where(sa.column("extname") == "pg_trgm").select_from(sa.table("pg_extension"))
    if not db.session.execute(sa.select(is_there)).scalar_one():
        return False
    return bool(db.session.execute(sa.select(sa.func.similarity("ساعه", "ساعه") > 0)).scalar_one())


def search_troubles() -> list[str]:
    """What keeps search from being as good as it could be, for the operator. Empty when all is well."""
    troubles = ["search: nothing can be found yet; run `mazad reindex`"] if is_unindexed() else []
    if is_sqlite() or has_trigrams():
        return troubles
    return [*troubles, "search: pg_trgm cannot be used here; misspelt words are looked up without it, which is slower"]


def is_unindexed() -> bool:
    """Listings are published and none can be found: they are older than the index."""
    is_published = sa.exists().where(Listing.state == "published")
    return bool(db.session.execute(sa.select(is_published & ~sa.exists().select_from(SearchEntry))).scalar_one())


def asked_for(text: str) -> Asked:
    """What somebody asks for, with the sellers their words name."""
    asked = words.asked_for(text)
    if not asked.words:
        return asked
    whole = names.fold("".join(HANDLE_SIGNS.findall(text)))
    folded = {names.fold(word.typed): word for word in asked.words}
    statement = sa.select(Person.id, Person.handle_folded).where(Person.handle_folded.in_([whole, *folded]))
    signs = {row.handle_folded: f"{words.SELLER}{row.id}" for row in db.session.execute(statement)}
    named = tuple(
        replace(word, exact=(*word.exact, signs[key])) if (key := names.fold(word.typed)) in signs else word
        for word in asked.words
    )
    return replace(asked, words=named, sellers=tuple(sign for key, sign in signs.items() if key == whole))


def corrected(asked: Asked) -> Asked | None:
    """The question with words of titles in place of those that no title knows; None when nothing is near them."""
    spelt = [word.typed for word in asked.words]
    known = set(db.session.execute(sa.select(TitleWord.word).where(TitleWord.word.in_(spelt))).scalars())
    unknown = [word for word in spelt if word not in known and words.most_errors(word)]
    better = {word: found for word in unknown if (found := words.nearest(word, engine().alike(word)))}
    return words.respelt(asked, better) if better else None


def matching(asked: Asked) -> sa.ColumnElement[bool]:
    """A condition on search entries, for a join: every one of the words is there. Signs alone find nothing."""
    return engine().holds(asked, "words") if asked.words else sa.false()


def in_title(asked: Asked) -> sa.ColumnElement[bool]:
    """The same of the title alone."""
    return engine().holds(asked, "title") if asked.words else sa.false()


def relevance(asked: Asked) -> sa.ColumnElement[int]:
    """How well a search entry answers: a word in the title counts more than one elsewhere."""
    weight: sa.ColumnElement[int] = sa.literal_column("0", sa.Integer)
    for word in asked.words:
        weight = weight + _weight(word)
    return weight


def _weight(word: Word) -> sa.ColumnElement[int]:
    is_there = sa.or_(*(SearchEntry.title.like(f"% {form} %") for form in word.exact))
    cases = [(is_there, IN_TITLE)]
    if word.beginning:
        cases.append((SearchEntry.title.like(f"% {word.beginning}%"), BEGINS_IN_TITLE))
    return sa.case(*((is_so, sa.literal_column(str(weight), sa.Integer)) for is_so, weight in cases), else_=ELSEWHERE)


def _question(asked: Asked, both: str, either: str, exact: str, beginning: str) -> str:
    """The question in an engine's own language. Words hold letters and digits alone, so nothing needs escaping."""
    parts = []
    for word in asked.words:
        forms = [exact.format(form) for form in word.exact]
        parts.append(f"({either.join([*forms, beginning.format(word.beginning)] if word.beginning else forms)})")
    whole = [f"({both.join(parts)})", *(exact.format(sign) for sign in asked.sellers)]
    return either.join(whole)
