"""Keeping the index of search: the words of every published listing, in the transaction of what changes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from auction.catalogue import text, words
from auction.catalogue.models import Addition, Category, Listing, SearchEntry, TitleWord
from auction.catalogue.queries.attributes import specifics_words
from auction.db import transaction

TOGETHER = 200


def words_of(session: Session, row: Listing) -> list[str]:
    """By what a listing is found besides its title. Whatever else shall be searched goes in here."""
    additions = sa.select(Addition.text).where(Addition.listing_id == row.id)
    said = [row.description, *session.execute(additions).scalars()]
    return [
        *(text.markdown_to_text(each) for each in said),
        specifics_words(row, session),
        *_shelf_names(session, row.category_id),
    ]


def index_listings(session: Session, rows: Sequence[Listing]) -> None:
    """A step: keep what published listings are found by now."""
    entries = [_entry(session, row) for row in rows if row.state == "published"]
    _put(session, SearchEntry, entries, changed=("title", "words"))
    spelt = set().union(*(words.spelling(row.title) for row in rows if row.state == "published"))
    # In one order for all, so that two who publish at once wait for each other and never in a ring.
    _put(session, TitleWord, [{"word": word, "initial": word[0], "letters": len(word)} for word in sorted(spelt)])


def reindex(*, step: Callable[[int, int], None]) -> int:
    """Build the whole index anew, some listings in each transaction; search works meanwhile. `step` hears
    (done, total). Returns how many listings can be found. Locks the listings it is at.
    """
    with transaction() as session:
        is_gone = SearchEntry.listing_id.not_in(sa.select(Listing.id).where(Listing.state == "published"))
        session.execute(sa.delete(SearchEntry).where(is_gone))
        known = set(session.execute(sa.select(TitleWord.word)).scalars())
        total = session.execute(sa.select(sa.func.count()).where(Listing.state == "published")).scalar_one()
    last_id, done = 0, 0
    while True:
        with transaction() as session:
            is_next = Listing.state == "published", Listing.id > last_id
            statement = sa.select(Listing).where(*is_next).order_by(Listing.id).limit(TOGETHER).with_for_update()
            rows = session.execute(statement).scalars().all()
            index_listings(session, rows)
            known -= set().union(*(words.spelling(row.title) for row in rows))
        if not rows:
            break
        last_id, done = rows[-1].id, done + len(rows)
        step(done, max(done, total))
    _forget_spelling(sorted(known))
    return done


def _forget_spelling(unused: Sequence[str]) -> None:
    for start in range(0, len(unused), TOGETHER):
        with transaction() as session:
            session.execute(sa.delete(TitleWord).where(TitleWord.word.in_(unused[start : start + TOGETHER])))


def _entry(session: Session, row: Listing) -> dict[str, Any]:
    title = words.kept(row.title)
    seller = f"{words.SELLER}{row.seller_id}"
    return {
        "listing_id": row.id,
        "title": title,
        "words": words.kept(row.title, *words_of(session, row)) + f"{seller} ",
    }


def _shelf_names(session: Session, category_id: int | None) -> list[str]:
    names: list[str] = []
    while category_id is not None:
        columns = Category.name_en, Category.name_ar, Category.parent_id
        shelf = session.execute(sa.select(*columns).where(Category.id == category_id)).one()
        names += [shelf.name_en, shelf.name_ar]
        category_id = shelf.parent_id
    return names


def _put(session: Session, model: Any, rows: list[dict[str, Any]], changed: Sequence[str] = ()) -> None:
    """Insert rows; of those that are there already, change the columns named."""
    if not rows:
        return
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(model)
    if changed:
        keys = list(sa.inspect(model).primary_key)
        statement = statement.on_conflict_do_update(
            index_elements=keys, set_={name: statement.excluded[name] for name in changed}
        )
    else:
        statement = statement.on_conflict_do_nothing()
    session.execute(statement, rows)
