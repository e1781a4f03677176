"""The shelves of the house: laid out from plain data, again and again without harm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction.catalogue.models import Category, Listing
from auction.catalogue.queries.categories import forget_categories
from auction.catalogue.service.indexing import index_listings
from auction.db import after_commit, transaction


def seed_categories(*, shelves: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Make or rename shelves; none is taken away. Returns the id of each by its slug.

    A shelf is `{"slug", "en", "ar", "icon", "children": [...]}`; icon and children may be missing. Locks the rows it
    writes. Listings on a renamed shelf are found by its new name.
    """
    with transaction() as session:
        before = _names(session)
        ids: dict[str, int] = {}
        for position, shelf in enumerate(shelves):
            ids[shelf["slug"]] = parent_id = _lay(session, shelf, position, None)
            for place, child in enumerate(shelf.get("children", ())):
                ids[child["slug"]] = _lay(session, child, place, parent_id)
        after = _names(session)
        fold_again(session, [row_id for row_id, names in before.items() if after[row_id] != names])
        after_commit(session, forget_categories)
    return ids


def _lay(session: Session, shelf: Mapping[str, Any], position: int, parent_id: int | None) -> int:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {
        "name_en": shelf["en"],
        "name_ar": shelf["ar"],
        "icon": shelf.get("icon", "package"),
        "position": position,
        "parent_id": parent_id,
    }
    statement = insert(Category).values(slug=shelf["slug"], **values)
    statement = statement.on_conflict_do_update(index_elements=["slug"], set_=values)
    return int(session.execute(statement.returning(Category.id)).scalar_one())


def _names(session: Session) -> dict[int, tuple[str, str, int | None]]:
    rows = session.execute(sa.select(Category.id, Category.name_en, Category.name_ar, Category.parent_id))
    return {row.id: (row.name_en, row.name_ar, row.parent_id) for row in rows}


def fold_again(session: Session, category_ids: Sequence[int]) -> None:
    """A step: have listings on these shelves and below them found by what they are called now."""
    if not category_ids:
        return
    below = sa.select(Category.id).where(Category.parent_id.in_(category_ids))
    is_touched = sa.or_(Listing.category_id.in_(category_ids), Listing.category_id.in_(below))
    is_indexed = Listing.state == "published"
    statement = sa.select(Listing).where(is_touched, is_indexed).order_by(Listing.id).with_for_update()
    index_listings(session, session.execute(statement).scalars().all())
