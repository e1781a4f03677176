"""What listings of a category are asked: made, changed, put in order and retired by an operator; or seeded.

Nothing an attribute was answered with is ever lost: it keeps its kind, and choices that are taken away stay readable.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.accounts.service import audit
from auction.catalogue.models import ATTRIBUTE_KINDS, Attribute, Category
from auction.catalogue.service.categories import fold_again
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Invalid

LONGEST_NAME, LONGEST_UNIT, LONGEST_CHOICE = 80, 20, 80
MOST_ATTRIBUTES, MOST_CHOICES = 40, 200
WITH_CHOICES = ("choice", "choices")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeFields:
    """What an operator has typed. `choices` is a line for each: `English | العربية`."""

    name_en: str = ""
    name_ar: str = ""
    kind: str = "text"
    unit_en: str = ""
    unit_ar: str = ""
    choices: str = ""
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class AttributeKept:
    attribute_id: int
    category_id: int


def create_attribute(*, operator_id: int, category: str, fields: AttributeFields) -> AttributeKept:
    """Ask listings of a category, named by its slug, one more thing. Locks the category.

    Raises Absent, Conflict (too_many_attributes), Invalid by field.
    """
    tidy = _tidy(fields)
    with transaction() as session:
        shelf = _lock_category(session, category)
        others = _of(session, shelf.id)
        if len(others) >= MOST_ATTRIBUTES:
            raise Conflict("too_many_attributes", limit=MOST_ATTRIBUTES)
        row = Attribute(
            category_id=shelf.id,
            slug=_free(_slug(tidy.name_en), [other.slug for other in others]),
            kind=tidy.kind,
            position=1 + max((other.position for other in others), default=-1),
        )
        _write(row, tidy)
        session.add(row)
        session.flush()
        _note(session, operator_id, "create_attribute", row)
        return AttributeKept(row.id, shelf.id)


def change_attribute(*, operator_id: int, attribute_id: int, fields: AttributeFields) -> AttributeKept:
    """Name an attribute anew, change its choices or whether it is needed; its kind stays. Locks its category.

    Raises Absent, Invalid by field.
    """
    with transaction() as session:
        row = _lock(session, attribute_id)
        tidy = _tidy(fields, kind=row.kind)
        _write(row, tidy)
        session.flush()
        fold_again(session, [row.category_id])
        _note(session, operator_id, "change_attribute", row)
        return AttributeKept(row.id, row.category_id)


def move_attribute(*, operator_id: int, attribute_id: int, by: int) -> AttributeKept:
    """Move an attribute some places among those of its category. Locks the category. Raises Absent."""
    with transaction() as session:
        row = _lock(session, attribute_id)
        order = [other for other in _of(session, row.category_id) if other.retired_at is None]
        if row in order:
            place = order.index(row)
            order.remove(row)
            order.insert(max(0, place + by), row)
            for position, other in enumerate(order):
                other.position = position
            _note(session, operator_id, "move_attribute", row)
        return AttributeKept(row.id, row.category_id)


def retire_attribute(*, operator_id: int, attribute_id: int, is_retired: bool) -> AttributeKept:
    """Ask for it no more, or again. What was answered stays readable. Locks the category. Raises Absent."""
    with transaction() as session:
        row = _lock(session, attribute_id)
        row.retired_at = time_under_lock(session) if is_retired else None
        _note(session, operator_id, "retire_attribute" if is_retired else "restore_attribute", row)
        return AttributeKept(row.id, row.category_id)


def seed_attributes(*, attributes: Mapping[str, Sequence[Mapping[str, Any]]]) -> int:
    """Lay out what listings are asked, by the slugs of categories; what is there already is left as operators made it.

    An attribute is `{"slug", "kind", "en", "ar"}`, with `unit`, `choices` and `is_needed` where they apply. Returns how
    many were new. Locks each category. Raises Absent.
    """
    made = 0
    for category, asked in attributes.items():
        with transaction() as session:
            shelf = _lock_category(session, category)
            known = {row.slug for row in _of(session, shelf.id)}
            for position, seed in enumerate(asked):
                if seed["slug"] in known:
                    continue
                session.add(_seeded(shelf.id, position, seed))
                made += 1
    return made


def _seeded(category_id: int, position: int, seed: Mapping[str, Any]) -> Attribute:
    unit_en, unit_ar = seed.get("unit", ("", ""))
    return Attribute(
        category_id=category_id,
        slug=seed["slug"],
        kind=seed["kind"],
        name_en=seed["en"],
        name_ar=seed["ar"],
        unit_en=unit_en,
        unit_ar=unit_ar,
        choices=[{"key": _slug(en), "en": en, "ar": ar, "is_retired": False} for en, ar in seed.get("choices", ())],
        is_needed=seed.get("is_needed", False),
        position=position,
    )


def _tidy(fields: AttributeFields, kind: str | None = None) -> AttributeFields:
    kind = kind or fields.kind
    texts = {
        name: " ".join(getattr(fields, name).replace("\0", "").split())
        for name in ("name_en", "name_ar", "unit_en", "unit_ar")
    }
    faults = {name: ["needed"] for name in ("name_en", "name_ar") if not texts[name]}
    for name, text in texts.items():
        if len(text) > (LONGEST_NAME if name.startswith("name") else LONGEST_UNIT):
            faults[name] = ["too_long"]
    if bool(texts["unit_en"]) != bool(texts["unit_ar"]):
        faults["unit_ar" if texts["unit_en"] else "unit_en"] = ["needed"]
    if kind not in ATTRIBUTE_KINDS:
        faults["kind"] = ["not_a_choice"]
    if kind in WITH_CHOICES and (fault := _fault_of_choices(_lines(fields.choices))):
        faults["choices"] = [fault]
    if faults:
        raise Invalid(fields=faults, limit=MOST_CHOICES)
    has_unit = kind in ("whole", "decimal")
    return AttributeFields(
        name_en=texts["name_en"],
        name_ar=texts["name_ar"],
        unit_en=texts["unit_en"] if has_unit else "",
        unit_ar=texts["unit_ar"] if has_unit else "",
        kind=kind,
        choices=fields.choices if kind in WITH_CHOICES else "",
        is_needed=fields.is_needed,
    )


def _lines(text: str) -> list[tuple[str, str]]:
    """Both names of each choice; a line without a bar has no second."""
    lines = (line.partition("|") for line in text.replace("\0", "").splitlines() if line.strip())
    return [(" ".join(en.split()), " ".join(ar.split())) for en, _bar, ar in lines]


def _fault_of_choices(lines: Sequence[tuple[str, str]]) -> str | None:
    if len(lines) < 2:
        return "choices_needed"
    if len(lines) > MOST_CHOICES:
        return "too_many_choices"
    if any(not en or not ar for en, ar in lines):
        return "choices_in_both_languages"
    if any(len(name) > LONGEST_CHOICE for line in lines for name in line):
        return "too_long"
    is_twice = any(len({line[side].casefold() for line in lines}) < len(lines) for side in (0, 1))
    return "choices_twice" if is_twice else None


def _write(row: Attribute, tidy: AttributeFields) -> None:
    row.name_en, row.name_ar = tidy.name_en, tidy.name_ar
    row.unit_en, row.unit_ar = tidy.unit_en, tidy.unit_ar
    row.choices = _merged(row.choices or [], _lines(tidy.choices))
    row.is_needed = tidy.is_needed


def _merged(before: Sequence[Mapping[str, Any]], lines: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """The new choices, each with the key it had under either of its names; then those taken away, retired."""
    merged: list[dict[str, Any]] = []
    left = list(before)
    for en, ar in lines:
        known = next((one for one in left if one["en"] == en), None) or next(
            (one for one in left if one["ar"] == ar), None
        )
        if known:
            left.remove(known)
        key = known["key"] if known else _free(_slug(en), [one["key"] for one in (*before, *merged)])
        merged.append({"key": key, "en": en, "ar": ar, "is_retired": False})
    return merged + [{**one, "is_retired": True} for one in left]


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50] or "other"


def _free(slug: str, taken: Sequence[str]) -> str:
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _lock_category(session: Session, slug: str) -> Category:
    category_id = session.execute(sa.select(Category.id).where(Category.slug == slug)).scalar_one_or_none()
    if category_id is None:
        raise Absent(kind="categories")
    return lock_row(session, Category, category_id)


def _lock(session: Session, attribute_id: int) -> Attribute:
    statement = sa.select(Attribute.category_id).where(Attribute.id == attribute_id)
    category_id = session.execute(statement).scalar_one_or_none()
    if category_id is None:
        raise Absent(kind="attributes")
    lock_row(session, Category, category_id)
    return session.get_one(Attribute, attribute_id)


def _of(session: Session, category_id: int) -> list[Attribute]:
    statement = sa.select(Attribute).where(Attribute.category_id == category_id)
    return list(session.execute(statement.order_by(Attribute.position, Attribute.id)).scalars())


def _note(session: Session, operator_id: int, act: str, row: Attribute) -> None:
    subject = f"attribute:{row.id}"
    details = {"slug": row.slug, "name": row.name_en}
    audit(session, actor_id=operator_id, act=act, subject=subject, details=details, at=time_under_lock(session))
