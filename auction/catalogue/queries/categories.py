"""Reading the shelves of the house, in the reader's language. Kept in memory for a short while; never written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import current_app

from auction import clock, languages
from auction.catalogue.models import Category, Listing
from auction.catalogue.words import plain_words
from auction.db import db
from auction.errors import Absent

KEPT_SECONDS = 30.0
_KEPT = "mazad_categories"


@dataclass(frozen=True, slots=True)
class CategoryView:
    """One shelf as the reader sees it. Only a leaf, one without children, holds listings."""

    id: int
    slug: str
    name: str
    icon: str
    parent_id: int | None
    children: tuple[CategoryView, ...] = ()


def categories() -> list[CategoryView]:
    """The shelves with theirs below them, in the house's order."""
    return [view for view in _views().values() if view.parent_id is None]


def category(slug: str) -> CategoryView:
    """One shelf with those below it. Raises Absent."""
    for view in _views().values():
        if view.slug == slug:
            return view
    raise Absent(kind="categories")


def breadcrumbs(category_id: int | None) -> list[CategoryView]:
    """The way to a shelf from the door, the shelf itself last. Empty for none."""
    by_id = _views()
    way: list[CategoryView] = []
    while category_id is not None and category_id in by_id:
        way.insert(0, by_id[category_id])
        category_id = way[0].parent_id
    return way


def categories_named(words: str) -> list[CategoryView]:
    """Shelves in either of whose names each of these words begins a word."""
    wanted = plain_words(words)

    def holds(row: sa.Row[Any]) -> bool:
        names = plain_words(f"{row.name_en} {row.name_ar}")
        return all(any(name.startswith(word) for name in names) for word in wanted)

    return [_views()[row.id] for row in _kept().rows if wanted and holds(row)]


def in_category(slug: str) -> sa.ColumnElement[bool]:
    """A condition on listings, for a join: on this shelf or on one below it. Raises Absent."""
    shelf = category(slug)
    return Listing.category_id.in_([shelf.id, *(child.id for child in shelf.children)])


def forget_categories() -> None:
    """Read the shelves anew at the next question: they have just been changed."""
    current_app.extensions.pop(_KEPT, None)


@dataclass(slots=True)
class _Kept:
    """The shelves as they were read, and as each language's readers see them."""

    until: float
    rows: Sequence[sa.Row[Any]]
    views: dict[str, dict[int, CategoryView]] = field(default_factory=dict)


def _views() -> dict[int, CategoryView]:
    """Every shelf by its id, in the house's order, in the reader's language."""
    kept, language = _kept(), languages.reader().language
    if language not in kept.views:
        kept.views[language] = _seen_by(language, kept.rows)
    return kept.views[language]


def _seen_by(language: str, rows: Sequence[sa.Row[Any]]) -> dict[int, CategoryView]:
    below: dict[int | None, list[sa.Row[Any]]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)

    def view(row: sa.Row[Any]) -> CategoryView:
        name = row.name_ar if language == "ar" else row.name_en
        return CategoryView(row.id, row.slug, name, row.icon, row.parent_id, tuple(map(view, below[row.id])))

    return {row.id: view(row) for row in rows}


def _kept() -> _Kept:
    kept: _Kept | None = current_app.extensions.get(_KEPT)
    if kept is not None and kept.until > clock.monotonic():
        return kept
    columns = Category.id, Category.slug, Category.parent_id, Category.name_en, Category.name_ar, Category.icon
    statement = sa.select(*columns).order_by(Category.position, Category.id)
    kept = _Kept(clock.monotonic() + KEPT_SECONDS, [*db.session.execute(statement)])
    current_app.extensions[_KEPT] = kept
    return kept
