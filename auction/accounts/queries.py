"""Reads about people, handed out as frozen views. Writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import has_request_context
from flask_login import current_user
from sqlalchemy.orm import Session

from auction import clock, languages
from auction.accounts import names
from auction.accounts.block_list import blocked_by as blocked_by
from auction.accounts.block_list import blocked_unnamed as blocked_unnamed
from auction.accounts.models import (
    NO_BIDDING,
    NO_SELLING,
    SELLER,
    SUSPENDED,
    ApiToken,
    AuditEntry,
    Block,
    PaymentHold,
    Person,
    PersonRole,
    Role,
    Sanction,
)
from auction.db import AnyRow, db
from auction.errors import Absent


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who asks: everything a page or a verb needs to know about them. A program's call comes from one."""

    id: int
    handle: str
    email: str
    full_name: str | None
    roles: frozenset[str]
    is_confirmed: bool
    language: str
    time_zone: str
    numerals: str
    scheme: str
    amounts: str
    display_currency: str

    def has_role(self, role: str) -> bool:
        return role in self.roles

    @property
    def is_seller(self) -> bool:
        return SELLER in self.roles

    @property
    def is_authenticated(self) -> bool:
        """As the sign-in library asks of whoever calls."""
        return True


@dataclass(frozen=True, slots=True)
class PersonView:
    """What the house knows of a person, for its own rooms. Public are only `handle` and `seller_since`, and by which
    zone's clock a seller lives."""

    id: int
    handle: str
    email: str
    language: str
    confirmed_at: datetime | None
    created_at: datetime
    seller_since: datetime | None
    is_demo: bool
    time_zone: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """Where and how to write to somebody who is not here."""

    id: int
    handle: str
    email: str
    is_confirmed: bool
    is_demo: bool
    reader: languages.Reader


@dataclass(frozen=True, slots=True)
class TokenView:
    id: int
    name: str
    prefix: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class PasskeyView:
    name: str
    created_at: datetime
    last_used_at: datetime


@dataclass(frozen=True, slots=True)
class AuditView:
    """One act of the staff. Neither `actor_id` nor `actor` where the operator's terminal did it."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str | None
    act: str
    subject: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SanctionView:
    id: int
    kind: str
    reason: str
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class Protection:
    """How an account is protected, for its owner's overview."""

    has_password: bool
    has_app: bool
    codes_left: int
    passkeys: tuple[PasskeyView, ...]
    token_count: int


def viewer() -> Viewer | None:
    """Who asks, by session or by token; None when nobody is signed in."""
    if not has_request_context() or not current_user.is_authenticated:
        return None
    person: Person | Viewer = current_user._get_current_object()
    if isinstance(person, Viewer):
        return person
    return Viewer(
        id=person.id,
        handle=person.handle,
        email=person.email,
        full_name=person.full_name,
        roles=frozenset(role.name for role in person.roles),
        is_confirmed=person.confirmed_at is not None,
        language=person.language,
        time_zone=person.time_zone,
        numerals=person.numerals,
        scheme=person.scheme,
        amounts=person.amounts,
        display_currency=person.display_currency,
    )


def _in_force(kinds: Collection[str]) -> sa.ColumnElement[bool]:
    now = sa.bindparam("now", type_=Sanction.from_at.type)
    return sa.and_(
        sa.or_(*(Sanction.kind == kind for kind in kinds)),
        Sanction.from_at <= now,
        Sanction.lifted_at.is_(None),
        sa.or_(Sanction.until_at.is_(None), Sanction.until_at > now),
    )


_HAS_OPEN_UNPAID = sa.exists().where(PaymentHold.person_id == Person.id, PaymentHold.lifted_at.is_(None))


def standings(
    seller_id: sa.ColumnElement[int], asks_for_paid_up: sa.ColumnElement[bool] | None = None
) -> sa.Select[*tuple[Any, ...]]:
    """How people stand with a seller at :now: id, is_verified, is_sanctioned, is_blocked, has_open_unpaid. Two index
    look-ups a person, and a third for unpaid cases where they are asked for; where they are not, none is told.

    Runs under the locks of auctions, so bidding builds it once, says which people, and adds columns of its own.
    """
    return sa.select(
        Person.id,
        Person.confirmed_at.is_not(None).label("is_verified"),
        sa.or_(
            sa.not_(Person.active),
            sa.exists().where(Sanction.person_id == Person.id, _in_force((NO_BIDDING, SUSPENDED))),
        ).label("is_sanctioned"),
        sa.exists().where(Block.owner_id == seller_id, Block.blocked_id == Person.id).label("is_blocked"),
        (
            sa.false() if asks_for_paid_up is None else sa.case((asks_for_paid_up, _HAS_OPEN_UNPAID), else_=sa.false())
        ).label("has_open_unpaid"),
    ).select_from(Person)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one person stands with one seller."""

    is_verified: bool
    is_sanctioned: bool
    is_blocked: bool


def standing_with(session: Session, *, seller_id: int, person_id: int, now: datetime) -> Standing:
    """Raises Absent for nobody."""
    statement = standings(sa.literal(seller_id)).where(Person.id == person_id)
    row = session.execute(statement, {"now": now}).one_or_none()
    if row is None:
        raise Absent(kind="people")
    return Standing(row.is_verified, row.is_sanctioned, row.is_blocked)


def has_open_unpaid(person_id: int, session: Session | None = None) -> bool:
    """Whether an unpaid case is open on a person."""
    statement = sa.select(PaymentHold.ref).where(PaymentHold.person_id == person_id, PaymentHold.lifted_at.is_(None))
    return (session or db.session).execute(statement.limit(1)).first() is not None


def unwelcome(session: Session, *, seller_id: int, people: Collection[int], now: datetime) -> frozenset[int]:
    """Those of some people who may not buy from a seller now: sanctioned, without a working account, or blocked."""
    rows = session.execute(standings(sa.literal(seller_id)).where(Person.id.in_(people)), {"now": now})
    return frozenset(row.id for row in rows if row.is_sanctioned or row.is_blocked)


_MAY_SELL = (
    sa.select(Person.id)
    .join(PersonRole, PersonRole.person_id == Person.id)
    .join(Role, Role.id == PersonRole.role_id)
    .where(
        Person.id == sa.bindparam("person_id"),
        Person.active,
        Role.name == SELLER,
        ~sa.exists().where(Sanction.person_id == Person.id, _in_force((NO_SELLING, SUSPENDED))),
    )
)


def may_sell(session: Session, person_id: int, now: datetime) -> bool:
    """Whether a person holds the seller's role and no sanction stops them from selling."""
    return session.execute(_MAY_SELL, {"person_id": person_id, "now": now}).first() is not None


_PERSON_COLUMNS = (
    Person.id,
    Person.handle,
    Person.email,
    Person.language,
    Person.confirmed_at,
    Person.created_at,
    Person.seller_since,
    Person.is_demo,
    Person.time_zone,
)


def people(ids: Iterable[int], session: Session | None = None) -> dict[int, PersonView]:
    """Several people at once; those who do not exist are missing."""
    rows = (session or db.session).execute(sa.select(*_PERSON_COLUMNS).where(Person.id.in_(set(ids))))
    return {row.id: PersonView(*row) for row in rows}


def handles(ids: Iterable[int], session: Session | None = None) -> dict[int, str]:
    """Public names."""
    rows = (session or db.session).execute(sa.select(Person.id, Person.handle).where(Person.id.in_(set(ids))))
    return {row[0]: row[1] for row in rows}


def names_on_papers(ids: Iterable[int], session: Session | None = None) -> dict[int, tuple[str, str | None]]:
    """Public and full names. The full one is given for invoices and parcels alone and never shown in public."""
    wanted = sa.select(Person.id, Person.handle, Person.full_name).where(Person.id.in_(set(ids)))
    return {row.id: (row.handle, row.full_name) for row in (session or db.session).execute(wanted)}


def find_by_email(email: str) -> PersonView | None:
    row = db.session.execute(sa.select(*_PERSON_COLUMNS).where(Person.email == email.strip().lower())).first()
    return PersonView(*row) if row else None


def find_by_handle(handle: str) -> PersonView | None:
    folded = names.fold(names.tidy(handle))
    row = db.session.execute(sa.select(*_PERSON_COLUMNS).where(Person.handle_folded == folded)).first()
    return PersonView(*row) if row else None


def reader_of(person_id: int, session: Session | None = None) -> Addressee:
    """How to write to one person. Raises Absent."""
    return readers_of([person_id], session).get(person_id) or _absent()


def _absent() -> Addressee:
    raise Absent(kind="people")


def readers_of(ids: Iterable[int], session: Session | None = None) -> dict[int, Addressee]:
    """How to write to several people, in one statement."""
    rows = (session or db.session).execute(
        sa.select(
            Person.id,
            Person.handle,
            Person.email,
            Person.confirmed_at,
            Person.is_demo,
            Person.language,
            Person.time_zone,
            Person.numerals,
            Person.scheme,
            Person.amounts,
        ).where(Person.id.in_(set(ids)))
    )
    return {row[0]: Addressee(row[0], row[1], row[2], row[3] is not None, row[4], _reader_of(row)) for row in rows}


def _reader_of(row: AnyRow) -> languages.Reader:
    return languages.Reader(row.language, row.time_zone, row.numerals, row.scheme, row.amounts)


def roles_of(person_id: int, session: Session | None = None) -> frozenset[str]:
    statement = sa.select(Role.name).join(PersonRole).where(PersonRole.person_id == person_id)
    return frozenset((session or db.session).execute(statement).scalars())


def tokens_of(person_id: int) -> list[TokenView]:
    """A person's tokens that still open, newest first."""
    rows = db.session.execute(
        sa.select(ApiToken.id, ApiToken.name, ApiToken.prefix, ApiToken.created_at, ApiToken.last_used_at)
        .where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id.desc())
    )
    return [TokenView(*row) for row in rows]


def sanctions_of(person_id: int) -> list[SanctionView]:
    """The sanctions in force on one person."""
    rows = db.session.execute(
        sa.select(Sanction.id, Sanction.kind, Sanction.reason, Sanction.from_at, Sanction.until_at)
        .where(Sanction.person_id == person_id, _in_force((NO_BIDDING, NO_SELLING, SUSPENDED)))
        .order_by(Sanction.id),
        {"now": clock.now()},
    )
    return [SanctionView(*row) for row in rows]


def audit_trail(*, before: int | None = None, limit: int = 100) -> list[AuditView]:
    """Acts of the staff, newest first; only those older than the entry `before` when one is named."""
    statement = sa.select(
        AuditEntry.id,
        AuditEntry.at,
        AuditEntry.actor_id,
        Person.handle,
        AuditEntry.act,
        AuditEntry.subject,
        AuditEntry.details,
    ).outerjoin(Person, Person.id == AuditEntry.actor_id)
    if before is not None:
        statement = statement.where(AuditEntry.id < before)
    return [AuditView(*row) for row in db.session.execute(statement.order_by(AuditEntry.id.desc()).limit(limit))]


def protection_of(person_id: int) -> Protection:
    """What guards one account. Raises Absent."""
    person = db.session.get(Person, person_id)
    if person is None:
        raise Absent(kind="people")
    return Protection(
        has_password=person.password is not None,
        has_app=person.tf_primary_method is not None,
        codes_left=len(person.mf_recovery_codes or ()),
        passkeys=tuple(PasskeyView(key.name, key.created_at, key.lastuse_datetime) for key in person.webauthn),
        token_count=len(tokens_of(person_id)),
    )


def person_to_confirm() -> Person | None:
    """The signed-in person, as the sign-in library wants them, while their address waits to be confirmed."""
    person: Person | None = current_user._get_current_object() if current_user.is_authenticated else None
    return person if person is not None and person.confirmed_at is None else None


def has_people() -> bool:
    """Whether anybody has an account here yet."""
    return db.session.execute(sa.select(Person.id).limit(1)).first() is not None
