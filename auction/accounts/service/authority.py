"""Verbs about what people may do: roles, sanctions, block lists, the audit trail."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auction import live
from auction.accounts import names
from auction.accounts.models import (
    MODERATOR,
    NO_BIDDING,
    NO_SELLING,
    OPERATOR,
    ROLES,
    SANCTIONS,
    SELLER,
    SUSPENDED,
    AuditEntry,
    Block,
    Person,
    PersonRole,
    Role,
    Sanction,
)
from auction.accounts.queries import roles_of
from auction.db import after_commit, lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class RolesChanged:
    person_id: int
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sanctioned:
    sanction_id: int
    person_id: int
    kind: str
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class Lifted:
    sanction_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class Blocked:
    owner_id: int
    blocked_id: int
    handle: str


def audit(
    session: Session, *, actor_id: int | None, act: str, subject: str, details: Mapping[str, object], at: datetime
) -> None:
    """Write down one act of the staff in the caller's transaction. Null actor: the operator's terminal."""
    session.execute(
        sa.insert(AuditEntry).values(actor_id=actor_id, act=act, subject=subject, details=dict(details), at=at)
    )


def grant_role(*, person_id: int, role: str, by_id: int | None = None) -> RolesChanged:
    """Give a role; giving it twice changes nothing. Locks the person. Refuses Absent, Forbidden, Invalid."""
    _known("role", role, ROLES)
    with transaction() as session:
        person = lock_row(session, Person, person_id)
        _require_staff(session, by_id, OPERATOR)
        now = time_under_lock(session)
        if give_role(session, person, role, now):
            audit(session, actor_id=by_id, act="grant_role", subject=f"person:{person_id}",
                  details={"role": role}, at=now)  # fmt: skip
        return RolesChanged(person_id, roles_of(person_id, session))


def revoke_role(*, person_id: int, role: str, by_id: int | None = None) -> RolesChanged:
    """Take a role away. Locks the person. Refuses Absent, Forbidden, Invalid(role_unknown)."""
    _known("role", role, ROLES)
    with transaction() as session:
        lock_row(session, Person, person_id)
        _require_staff(session, by_id, OPERATOR)
        session.execute(
            sa.delete(PersonRole).where(PersonRole.person_id == person_id, PersonRole.role_id == role_id(session, role))
        )
        audit(session, actor_id=by_id, act="revoke_role", subject=f"person:{person_id}",
              details={"role": role}, at=time_under_lock(session))  # fmt: skip
        return RolesChanged(person_id, roles_of(person_id, session))


def start_selling(*, person_id: int) -> RolesChanged:
    """Make a person a seller at their own wish. Locks the person.

    Refuses Absent, Forbidden(confirm_email_first), Forbidden(selling_not_allowed).
    """
    with transaction() as session:
        person = lock_row(session, Person, person_id)
        now = time_under_lock(session)
        if person.confirmed_at is None:
            raise Forbidden("confirm_email_first")
        if _is_sanctioned(session, person_id, (NO_SELLING, SUSPENDED), now):
            raise Forbidden("selling_not_allowed")
        give_role(session, person, SELLER, now)
        return RolesChanged(person_id, roles_of(person_id, session))


def sanction_person(
    *, person_id: int, kind: str, reason: str, until_at: datetime | None = None, by_id: int | None = None
) -> Sanctioned:
    """Put a sanction in force from now on. A suspension ends every session at once. Locks the person.

    Refuses Absent, Forbidden (not staff, oneself, or staff by a moderator), Invalid.
    """
    _known("kind", kind, SANCTIONS)
    if not reason.strip():
        raise Invalid(fields={"reason": ["needed"]})
    with transaction() as session:
        person = lock_row(session, Person, person_id)
        _require_staff(session, by_id, MODERATOR, OPERATOR)
        _refuse_staff_of_same_rank(session, person_id, by_id)
        now = time_under_lock(session)
        if until_at is not None and until_at <= now:
            raise Invalid(fields={"until_at": ["in_the_past"]})
        sanction = Sanction(
            person_id=person_id, kind=kind, reason=reason.strip()[:500], from_at=now, until_at=until_at, by_id=by_id
        )  # fmt: skip
        session.add(sanction)
        session.flush()
        _settle_suspension(session, person, now)
        audit(session, actor_id=by_id, act="sanction", subject=f"person:{person_id}",
              details={"sanction_id": sanction.id, "kind": kind}, at=now)  # fmt: skip
        return Sanctioned(sanction.id, person_id, kind, until_at)


def lift_sanction(*, sanction_id: int, by_id: int | None = None) -> Lifted:
    """End a sanction early. Locks the person it is on. Refuses Absent, Forbidden, Conflict(sanction_over)."""
    with transaction() as session:
        person_id = session.execute(
            sa.select(Sanction.person_id).where(Sanction.id == sanction_id)
        ).scalar_one_or_none()
        person = lock_row(session, Person, person_id or 0)
        sanction = lock_row(session, Sanction, sanction_id)
        _require_staff(session, by_id, MODERATOR, OPERATOR)
        now = time_under_lock(session)
        if sanction.lifted_at is not None or (sanction.until_at is not None and sanction.until_at <= now):
            raise Conflict("sanction_over")
        sanction.lifted_at, sanction.lifted_by_id = now, by_id
        session.flush()
        _settle_suspension(session, person, now)
        audit(session, actor_id=by_id, act="lift_sanction", subject=f"person:{person.id}",
              details={"sanction_id": sanction_id}, at=now)  # fmt: skip
        return Lifted(sanction_id, person.id)


def hold_person(session: Session, person_id: int) -> None:
    """A step: lock a person's row, so that what is counted of them is counted once; whoever merely refers to them, as
    every bid does, does not wait. Raises Absent.
    """
    held = sa.select(Person.id).where(Person.id == person_id).with_for_update(key_share=True)
    if session.execute(held).first() is None:
        raise Absent(kind="people")


def bar_from_bidding(session: Session, *, person_id: int, reason: str, until_at: datetime, now: datetime) -> int:
    """A step: the house itself stops a held person from bidding for a while. Returns the sanction's id."""
    sanction = Sanction(
        person_id=person_id, kind=NO_BIDDING, reason=reason[:500], from_at=now, until_at=until_at, by_id=None
    )
    session.add(sanction)
    session.flush()
    return sanction.id


def end_bars(session: Session, *, sanction_ids: Sequence[int], now: datetime) -> None:
    """A step: end sanctions of the house's own early; those that are over already stay as they are."""
    session.execute(
        sa.update(Sanction)
        .where(Sanction.id.in_(sanction_ids), Sanction.lifted_at.is_(None), Sanction.until_at > now)
        .values(lifted_at=now)
    )


def block_person(*, owner_id: int, handle: str) -> Blocked:
    """Put somebody on a seller's block list, by public name. Blocking twice changes nothing. Locks the owner.

    Refuses Invalid(person_unknown), Invalid(block_oneself).
    """
    with transaction() as session:
        lock_row(session, Person, owner_id)
        person_id, name = _by_handle(session, handle)
        if person_id == owner_id:
            raise Invalid(fields={"handle": ["block_oneself"]})
        block_step(session, owner_id=owner_id, person_id=person_id, now=time_under_lock(session))
        return Blocked(owner_id, person_id, name)


def block_step(
    session: Session, *, owner_id: int, person_id: int, now: datetime, seen_as: str = "", seen_on: str = ""
) -> None:
    """A step: put a person on a seller's block list; twice changes nothing. The caller holds a lock that all who put
    this same line there agree on. `seen_as` and `seen_on` say how the seller knows one whose name they do not.
    """
    line = {"owner_id": owner_id, "blocked_id": person_id, "seen_as": seen_as}
    if session.execute(sa.select(Block.id).filter_by(**line)).first() is None:
        session.add(Block(**line, seen_on=seen_on, created_at=now))


def unblock_unnamed(*, owner_id: int, block_id: int) -> None:
    """Take somebody off a seller's block list whom they know only as a bidder. Locks the owner. Refuses Absent."""
    with transaction() as session:
        lock_row(session, Person, owner_id)
        gone = session.execute(
            sa.delete(Block)
            .where(Block.id == block_id, Block.owner_id == owner_id, Block.seen_as != "")
            .returning(Block.id)
        )
        if gone.first() is None:
            raise Absent(kind="blocks")


def unblock_person(*, owner_id: int, handle: str) -> Blocked:
    """Take somebody off a seller's block list. Locks the owner. Refuses Invalid(person_unknown), Absent."""
    with transaction() as session:
        lock_row(session, Person, owner_id)
        person_id, name = _by_handle(session, handle)
        gone = session.execute(
            sa.delete(Block)
            .where(Block.owner_id == owner_id, Block.blocked_id == person_id, Block.seen_as == "")
            .returning(Block.id)
        )
        if gone.first() is None:
            raise Absent(kind="blocks")
        return Blocked(owner_id, person_id, name)


def give_role(session: Session, person: Person, role: str, now: datetime) -> bool:
    """A private step of the verbs: whether the role is new to a person whose row is locked."""
    if role == SELLER and person.seller_since is None:
        person.seller_since = now
    if role in roles_of(person.id, session):
        return False
    session.execute(sa.insert(PersonRole).values(person_id=person.id, role_id=role_id(session, role)))
    return True


def role_id(session: Session, role: str) -> int:
    """The row of a role, made when it is first needed; two who need it at once get the same one."""
    wanted = sa.select(Role.id).where(Role.name == role)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        with suppress(IntegrityError), session.begin_nested():
            session.execute(sa.insert(Role).values(name=role))
        found = session.execute(wanted).scalar_one()
    return found


def _known(field: str, value: str, values: tuple[str, ...]) -> None:
    if value not in values:
        raise Invalid(fields={field: [f"{field}_unknown"]})


def _require_staff(session: Session, by_id: int | None, *roles: str) -> None:
    if by_id is not None and not roles_of(by_id, session) & set(roles):
        raise Forbidden("role_needed", role=roles[0])


def _refuse_staff_of_same_rank(session: Session, person_id: int, by_id: int | None) -> None:
    """Nobody judges themselves, and only an operator judges staff."""
    if by_id is None:
        return
    is_staff = bool(roles_of(person_id, session) & {MODERATOR, OPERATOR})
    if person_id == by_id or (is_staff and OPERATOR not in roles_of(by_id, session)):
        raise Forbidden("not_over_this_person")


def _is_sanctioned(session: Session, person_id: int, kinds: tuple[str, ...], now: datetime) -> bool:
    return session.execute(_sanctions(person_id, kinds, now)).first() is not None


def _sanctions(person_id: int, kinds: tuple[str, ...], now: datetime) -> sa.Select[datetime | None]:
    return sa.select(Sanction.until_at).where(
        Sanction.person_id == person_id,
        Sanction.kind.in_(kinds),
        Sanction.lifted_at.is_(None),
        sa.or_(Sanction.until_at.is_(None), Sanction.until_at > now),
    )


def _settle_suspension(session: Session, person: Person, now: datetime) -> None:
    """Bring the account's own column in line with the sanctions; the sessions of a suspended person end."""
    ends = session.execute(_sanctions(person.id, (SUSPENDED,), now)).scalars().all()
    person.suspended_until = max((end or FOREVER for end in ends), default=None)
    if ends:
        forget_sessions(session, person)


def forget_sessions(session: Session, person: Person) -> None:
    """A private step of the verbs: every session of a locked person ends, and their open pages hear no more."""
    person.fs_uniquifier = secrets.token_hex(32)
    after_commit(session, partial(live.close, names.room_of(person.id)))


def _by_handle(session: Session, handle: str) -> tuple[int, str]:
    folded = names.fold(names.tidy(handle))
    row = session.execute(sa.select(Person.id, Person.handle).where(Person.handle_folded == folded)).first()
    if row is None:
        raise Invalid(fields={"handle": ["person_unknown"]})
    return row[0], row[1]
