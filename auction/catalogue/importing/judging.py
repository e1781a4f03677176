"""What rows would do to a seller's listings as they stand now. Reads, and decides; writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.catalogue import forms
from auction.catalogue.importing.drafting import Drafted, Faults, digest_of
from auction.catalogue.importing.fields import FIELDS
from auction.catalogue.importing.models import Reference
from auction.catalogue.models import Category, Listing, Picture
from auction.rules import money

HOUSE_REFERENCE: Final = re.compile(r"mazad-([1-9][0-9]{0,8})")
"""How a listing that nobody gave a reference is called in an export."""
HOUSE_PICTURE: Final = re.compile(r"([0-9a-f]{40})\.jpg")
"""How every picture is called in an export: by its key."""
TERMS: Final = tuple(each.name for each in FIELDS if each.name in {"currency", *forms.AMOUNTS, "duration"})


@dataclass(frozen=True, slots=True)
class Kept:
    """A listing of the seller's, in the words an import and an export use of it."""

    id: int
    state: str
    reference: str
    title: str
    description: str
    category: str
    condition: str
    wanted_terms: Mapping[str, Any]
    digest: str | None
    """What the row it came from said last; None when it did not come from a file."""
    hung: Mapping[str, tuple[str, str]]
    """File name -> (digest, key) of the pictures that a file brought, while they hang."""
    keys: tuple[str, ...]

    @property
    def values(self) -> dict[str, Any]:
        words = {
            "title": self.title,
            "description": self.description,
            "category": self.category,
            "condition": self.condition,
        }
        terms = {name: str(self.wanted_terms.get(name) or forms.DEFAULTS[name]) for name in TERMS}
        return words | {name: _tidy_amount(name, word, terms["currency"]) for name, word in terms.items()}

    @property
    def pictures(self) -> list[str]:
        """A word for the content of each, in their order."""
        brought = {key: digest for digest, key in self.hung.values()}
        return [brought.get(key, key) for key in self.keys]


@dataclass(frozen=True, slots=True)
class Judged:
    """What one row does: `effect` is one of the models' EFFECTS, `kept` the listing it speaks of, if there is one."""

    drafted: Drafted
    effect: str
    digest: str = ""
    faults: Faults = field(default_factory=dict)
    kept: Kept | None = None


def _tidy_amount(name: str, word: str, currency: str) -> str:
    if name not in forms.AMOUNTS or not word:
        return word
    try:
        return money.plain(money.parse_amount(word, currency), currency)
    except money.AmountError:
        return word


def judge(
    session: Session, seller_id: int, rows: Sequence[Drafted], brought: Mapping[str, str], *, says_pictures: bool
) -> list[Judged]:
    """A step: say for each row what it would do now. `brought` are the file's pictures: name -> digest."""
    kept = _by_reference(session, seller_id, [row.reference for row in rows])
    return [_judged(row, kept.get(row.reference), brought, says_pictures) for row in rows]


def _judged(row: Drafted, kept: Kept | None, brought: Mapping[str, str], says_pictures: bool) -> Judged:
    known = [picture_digest(name, kept, brought) for name in row.pictures]
    faults = dict(row.faults)
    if None in known:
        faults.setdefault("pictures", []).append("picture_not_there")
    if faults:
        return Judged(row, "refused", faults=faults, kept=kept)
    digest = digest_of(row.values, [word for word in known if word] if says_pictures else None)
    if kept is None:
        return Judged(row, "new", digest)
    if _is_same(row, digest, kept, says_pictures):
        return Judged(row, "unchanged", digest, kept=kept)
    return Judged(row, "changed" if kept.state == "draft" else "published", digest, kept=kept)


def _is_same(row: Drafted, digest: str, kept: Kept, says_pictures: bool) -> bool:
    """The row says what it said last time, whatever the seller has changed since; or what the listing says now."""
    said = {name: value for name, value in kept.values.items() if name in row.values}
    return digest in (kept.digest, digest_of(said, kept.pictures if says_pictures else None))


def picture_digest(name: str, kept: Kept | None, brought: Mapping[str, str]) -> str | None:
    """A word for the content of a picture that a row names: it hangs already, or came along. None when neither."""
    key = key_of_picture(name, kept)
    if key and kept:
        return next((digest for digest, hung in kept.hung.values() if hung == key), key)
    by_name = kept.hung.get(name) if kept else None
    return brought.get(name) or (by_name[0] if by_name else None)


def key_of_picture(name: str, kept: Kept | None) -> str | None:
    """The key of a picture that is named as our exports name it, when it hangs there."""
    found = HOUSE_PICTURE.fullmatch(name.rpartition("/")[2])
    return found[1] if found and kept and found[1] in kept.keys else None


Brought = TypeVar("Brought")


def by_every_name(brought: Mapping[str, Brought]) -> dict[str, Brought]:
    """What came in folders is found without them, too, where one folder alone has the name."""
    short: dict[str, list[Brought]] = {}
    for name, found in brought.items():
        short.setdefault(name.rpartition("/")[2], []).append(found)
    return {**{name: found[0] for name, found in short.items() if len(found) == 1}, **brought}


def _by_reference(session: Session, seller_id: int, references: Iterable[str]) -> dict[str, Kept]:
    wanted = {reference for reference in references if reference}
    is_theirs = Reference.seller_id == seller_id
    statement = sa.select(Reference.listing_id).where(is_theirs, Reference.reference.in_(wanted))
    ids = set(session.execute(statement).scalars())
    ids |= {int(found[1]) for reference in wanted if (found := HOUSE_REFERENCE.fullmatch(reference))}
    return {
        kept.reference: kept for kept in kept_listings(session, Listing.seller_id == seller_id, Listing.id.in_(ids))
    }


def kept_listings(session: Session, *conditions: sa.ColumnElement[bool], limit: int | None = None) -> list[Kept]:
    """A step: listings with their references and pictures, by their ids."""
    columns = (
        Listing.id,
        Listing.state,
        Listing.title,
        Listing.description,
        Listing.condition,
        Listing.wanted_terms,
        Category.slug,
        Reference.reference,
        Reference.digest,
        Reference.pictures,
    )
    statement = (
        sa.select(*columns)
        .join(Category, Category.id == Listing.category_id, isouter=True)
        .join(Reference, Reference.listing_id == Listing.id, isouter=True)
        .where(Listing.is_template.is_(False), *conditions)
        .order_by(Listing.id)
        .limit(limit)
    )
    rows = session.execute(statement).all()
    keys = _keys(session, [row.id for row in rows])
    return [_kept(row, tuple(keys.get(row.id, ()))) for row in rows]


def _kept(row: sa.Row[Any], keys: tuple[str, ...]) -> Kept:
    hung = {name: (digest, key) for name, (digest, key) in (row.pictures or {}).items() if key in keys}
    return Kept(
        id=row.id,
        state=row.state,
        reference=row.reference or f"mazad-{row.id}",
        title=row.title,
        description=row.description,
        category=row.slug or "",
        condition=row.condition or "",
        wanted_terms=row.wanted_terms,
        digest=row.digest,
        hung=hung,
        keys=keys,
    )


def _keys(session: Session, listing_ids: Sequence[int]) -> dict[int, list[str]]:
    statement = sa.select(Picture.listing_id, Picture.key).where(Picture.listing_id.in_(listing_ids))
    found: dict[int, list[str]] = {}
    for row in session.execute(statement.order_by(Picture.listing_id, Picture.position, Picture.id)):
        found.setdefault(row.listing_id, []).append(row.key)
    return found
