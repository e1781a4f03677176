"""Reading the shelves of the house, in the reader's language. Kept in memory for a short while; never written here."""

from __future__ import annotations

from dataclasses import dataclass
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
    return [_view(row) for row in _rows() if row.parent_id is None]


def category(slug: str) -> CategoryView:
    """One shelf with those below it. Raises Absent."""
    for row in _rows():
        if row.slug == slug:
            return _view(row)
    raise Absent(kind="categories")


def breadcrumbs(category_id: int | None) -> list[CategoryView]:
    """The way to a shelf from the door, the shelf itself last. Empty for none."""
    by_id = {row.id: row for row in _rows()}
    way: list[CategoryView] = []
    while category_id is not None and category_id in by_id:
        way.insert(0, _view(by_id[category_id]))
        category_id = by_id[category_id].parent_id
    return way


def categories_named(words: str) -> list[CategoryView]:
    """Shelves in either of whose names each of these words begins a word."""
    wanted = plain_words(words)

    def holds(row: sa.Row[Any]) -> bool:
        names = plain_words(f"{row.name_en} {row.name_ar}")
        return all(any(name.startswith(word) for name in names) for word in wanted)

    return [_view(row) for row in _rows() if wanted and holds(row)]


def in_category(slug: str) -> sa.ColumnElement[bool]:
    """A condition on listings, for a join: on this shelf or on one below it. Raises Absent."""
    shelf = category(slug)
    return Listing.category_id.in_([shelf.id, *(child.id for child in shelf.children)])


def forget_categories() -> None:
    """Read the shelves anew at the next question: they have just been changed."""
    current_app.extensions.pop(_KEPT, None)


def _view(row: sa.Row[Any]) -> CategoryView:
    children = tuple(_view(child) for child in _rows() if child.parent_id == row.id)
    name = row.name_ar if languages.reader().language == "ar" else row.name_en
    return CategoryView(row.id, row.slug, name, row.icon, row.parent_id, children)


def _rows() -> list[sa.Row[Any]]:
    kept: tuple[float, list[sa.Row[Any]]] | None = current_app.extensions.get(_KEPT)
    if kept is not None and kept[0] > clock.monotonic():
        return kept[1]
    columns = Category.id, Category.slug, Category.parent_id, Category.name_en, Category.name_ar, Category.icon
    statement = sa.select(*columns).order_by(Category.position, Category.id)
    rows: list[sa.Row[Any]] = [*db.session.execute(statement)]
    current_app.extensions[_KEPT] = (clock.monotonic() + KEPT_SECONDS, rows)
    return rows
