"""Drafts: begun, saved with whatever is typed so far, thrown away. A draft is refused nothing but absurd lengths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.catalogue import delivery, media, specifics
from auction.catalogue.importing.models import Reference
from auction.catalogue.models import CONDITIONS, Category, Listing, Picture
from auction.catalogue.service.rates import renew_rates
from auction.db import after_commit, lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid
from auction.languages import LANGUAGES

TERM_WORDS = (
    "currency",
    "starting",
    "reserve",
    "buy_now",
    "opening",
    "opens_at",
    "duration",
    "ends_at",
    "soft_close",
    "window_minutes",
    "extension_minutes",
    "cap_minutes",
    "needs_verified",
    "needs_paid_up",
    "promote",
    "hoped",
    "deposit",
    "deposit_amount",
    "deposit_percent",
)
LONGEST_TITLE, LONGEST_DESCRIPTION, LONGEST_TERM, LONGEST_ALTERNATIVE = 300, 40_000, 100, 200
LONGEST_TOWN, LONGEST_SPECIFIC = 80, 400
ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u066e-\u06d3]")
MOST_DRAFTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFields:
    """What a seller has typed. None leaves a field as it was; an empty text empties it.

    `category` is a slug; `language` is found from the letters when it is not said. `wanted_terms` holds words by the
    names of TERM_WORDS, as typed, for terms that are read only when the listing is published; names that are missing
    keep their words. `alternatives` say what a picture shows, by its id; ids that are not of this listing are passed
    over.
    """

    title: str | None = None
    description: str | None = None
    language: str | None = None
    category: str | None = None
    condition: str | None = None
    wanted_terms: Mapping[str, str] | None = None
    alternatives: Mapping[int, str] | None = None
    captions: Mapping[int, str] | None = None
    specifics: Mapping[int, Sequence[str]] | None = None
    delivery: Mapping[str, str] | None = None
    country: str | None = None
    town: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    listing_id: int
    updated_at: datetime


def create_draft(*, person_id: int, language: str = "en", currency: str = "USD") -> Saved:
    """Begin a listing. Locks nothing: nobody else knows of it yet.

    Raises Forbidden (not_a_seller), Conflict (too_many_drafts).
    """
    with transaction() as session:
        now = time_under_lock(session)
        if not accounts.may_sell(session, person_id, now):
            raise Forbidden("not_a_seller")
        refuse_more_drafts(session, person_id)
        row = Listing(
            seller_id=person_id,
            language=language if language in LANGUAGES else "en",
            wanted_terms={"currency": currency},
            specifics={},
            delivery={},
            created_at=now,
            updated_at=now,
        )
        session.add(row)
        session.flush()
        return Saved(row.id, now)


def refuse_more_drafts(session: Session, person_id: int) -> None:
    """A step: nobody needs more drafts than this, templates among them; imported ones have a bound of their own.

    Raises Conflict (too_many_drafts).
    """
    is_imported = sa.exists().where(Reference.listing_id == Listing.id)
    is_theirs = sa.and_(Listing.seller_id == person_id, Listing.state == "draft", ~is_imported)
    if session.execute(sa.select(sa.func.count()).where(is_theirs)).scalar_one() >= MOST_DRAFTS:
        raise Conflict("too_many_drafts", limit=MOST_DRAFTS)


def save_draft(*, listing_id: int, person_id: int, fields: DraftFields) -> Saved:
    """Keep what is typed, however unfinished. Locks the listing.

    Raises Absent, Conflict (already_published), Invalid by field (too_long, unknown_category, unknown_condition,
    unknown_country).
    """
    tidy = _tidy(fields)
    with transaction() as session:
        row = own_draft(session, listing_id, person_id)
        if tidy.category is not None:
            row.category_id = _category_id(session, tidy.category)
        if tidy.condition is not None:
            row.condition = tidy.condition or None
        row.title = row.title if tidy.title is None else tidy.title
        row.description = row.description if tidy.description is None else tidy.description
        row.language = (
            tidy.language if tidy.language in LANGUAGES else language_of(row.title + row.description, row.language)
        )
        row.wanted_terms = {**row.wanted_terms, **(tidy.wanted_terms or {})}
        answers = {str(attribute_id): list(words) for attribute_id, words in (tidy.specifics or {}).items()}
        row.specifics = {key: words for key, words in {**row.specifics, **answers}.items() if words}
        row.delivery = {**row.delivery, **(tidy.delivery or {})}
        renew_rates(session, row)
        row.country = row.country if tidy.country is None else tidy.country or None
        row.town = row.town if tidy.town is None else tidy.town
        _describe(session, listing_id, "alternative", tidy.alternatives or {})
        _describe(session, listing_id, "caption", tidy.captions or {})
        row.updated_at = time_under_lock(session)
        return Saved(row.id, row.updated_at)


def delete_draft(*, listing_id: int, person_id: int) -> None:
    """Throw a draft away, with its pictures. Locks the listing. Raises Absent, Conflict (already_published)."""
    with transaction() as session:
        row = own_draft(session, listing_id, person_id)
        keys = session.execute(sa.select(Picture.key).where(Picture.listing_id == row.id)).scalars().all()
        session.execute(sa.delete(Picture).where(Picture.listing_id == row.id))
        session.execute(sa.delete(Listing).where(Listing.id == row.id))
        after_commit(session, partial(media.drop_unused, keys))


def own_draft(session: Session, listing_id: int, person_id: int) -> Listing:
    """A step: lock a draft of this person's until the transaction ends. Raises Absent, Conflict (already_published)."""
    row = lock_own(session, listing_id, person_id)
    if row.state != "draft":
        raise Conflict("already_published", listing_id=listing_id)
    return row


def lock_own(session: Session, listing_id: int, person_id: int) -> Listing:
    """A step: lock a listing of this person's. Somebody else's is as good as none. Raises Absent."""
    row = lock_row(session, Listing, listing_id)
    if row.seller_id != person_id:
        raise Absent(kind="listings")
    return row


def _tidy(fields: DraftFields) -> DraftFields:
    """Without what no database can keep. Raises Invalid with every field that is absurdly long or unknown."""
    tidy = replace(
        fields,
        title=None if fields.title is None else one_line(fields.title),
        description=None if fields.description is None else plain(fields.description),
        wanted_terms={name: plain(word) for name, word in (fields.wanted_terms or {}).items() if name in TERM_WORDS},
        alternatives={key: one_line(words) for key, words in (fields.alternatives or {}).items()},
        captions={key: one_line(words) for key, words in (fields.captions or {}).items()},
        specifics={
            key: specifics.tidy([plain(word) for word in words]) for key, words in (fields.specifics or {}).items()
        },
        delivery={name: plain(word) for name, word in (fields.delivery or {}).items() if name in delivery.WORDS},
        town=None if fields.town is None else one_line(fields.town),
    )
    faults = {name: ["too_long"] for name, words, most in _measured(tidy) if len(words) > most}
    if tidy.condition and tidy.condition not in CONDITIONS:
        faults["condition"] = ["unknown_condition"]
    if tidy.country and not delivery.is_country(tidy.country):
        faults["country"] = ["unknown_country"]
    if faults:
        raise Invalid(fields=faults)
    return tidy


def _measured(fields: DraftFields) -> Iterator[tuple[str, str, int]]:
    """Every text by the name of its field, with the most letters it may have."""
    yield "title", fields.title or "", LONGEST_TITLE
    yield "description", fields.description or "", LONGEST_DESCRIPTION
    yield "town", fields.town or "", LONGEST_TOWN
    for name, word in {**(fields.wanted_terms or {}), **(fields.delivery or {})}.items():
        yield name, word, LONGEST_TERM
    for picture_id, words in (fields.alternatives or {}).items():
        yield f"alternative-{picture_id}", words, LONGEST_ALTERNATIVE
    for picture_id, words in (fields.captions or {}).items():
        yield f"caption-{picture_id}", words, LONGEST_ALTERNATIVE
    for attribute_id, answers in (fields.specifics or {}).items():
        for answer in answers:
            yield f"specific-{attribute_id}", answer, LONGEST_SPECIFIC


def plain(text: str) -> str:
    """Text as it can be kept: one kind of line end, no NUL and no lone surrogates, which PostgreSQL does not take."""
    return text.replace("\0", "").replace("\r\n", "\n").encode("utf-8", "ignore").decode()


def one_line(text: str) -> str:
    return " ".join(plain(text).split())


def language_of(words: str, begun_in: str) -> str:
    """The language a listing seems to be written in; while nothing is written, what it was begun in."""
    letters = sum(letter.isalpha() for letter in words)
    if not letters:
        return begun_in
    return "ar" if 2 * len(ARABIC_LETTER.findall(words)) > letters else "en"


def _describe(session: Session, listing_id: int, column: str, words_by_picture: Mapping[int, str]) -> None:
    for picture_id, words in words_by_picture.items():
        is_it = sa.and_(Picture.id == picture_id, Picture.listing_id == listing_id)
        session.execute(sa.update(Picture).where(is_it).values({column: words}))


def _category_id(session: Session, slug: str) -> int | None:
    if not slug:
        return None
    found = session.execute(sa.select(Category.id).where(Category.slug == slug)).scalar_one_or_none()
    if found is None:
        raise Invalid(fields={"category": ["unknown_category"]})
    return found
