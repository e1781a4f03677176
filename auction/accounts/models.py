"""Tables of people: accounts, roles, passkeys, tokens, sanctions, block lists, unpaid cases, the audit trail."""

# The library's mixins declare plain attributes where tables map columns; the two say the same in other words.
# mypy: disable-error-code="assignment"

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_security import RoleMixin, UserMixin, WebAuthnMixin
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from auction import clock
from auction.db import Base

BUYER, SELLER, MODERATOR, OPERATOR = "buyer", "seller", "moderator", "operator"
ROLES = (BUYER, SELLER, MODERATOR, OPERATOR)
NO_BIDDING, NO_SELLING, SUSPENDED = "no_bidding", "no_selling", "suspended"
SANCTIONS = (NO_BIDDING, NO_SELLING, SUSPENDED)


def _one_of(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(sa.column(column).in_(values), name=f"known_{column}")


class Role(RoleMixin, Base):
    """What a group of people may do. Rows appear when a role is first granted."""

    __tablename__ = "roles"
    __table_args__ = (_one_of("name", ROLES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(20), unique=True)


class PersonRole(Base):
    """Who holds which role."""

    __tablename__ = "people_roles"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True)
    role_id: Mapped[int] = mapped_column(sa.ForeignKey("roles.id"), primary_key=True, index=True)


class Person(UserMixin, Base):
    """One account. `email` is kept in small letters; `handle` is the public name, unique in its folded form.

    Names that are not of the house (fs_*, tf_*, mf_*, webauthn) are those by which Flask-Security finds its columns.
    """

    __tablename__ = "people"
    __table_args__ = (
        sa.CheckConstraint("email = lower(email)", name="small_email"),
        _one_of("numerals", ("latn", "arab")),
        _one_of("scheme", ("auto", "light", "dark")),
        _one_of("amounts", ("sign", "code")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    handle: Mapped[str] = mapped_column(sa.String(30))
    handle_folded: Mapped[str] = mapped_column(sa.String(60), unique=True)
    full_name: Mapped[str | None] = mapped_column(sa.String(120))
    password: Mapped[str | None] = mapped_column(sa.String(255))
    active: Mapped[bool] = mapped_column(default=True)
    suspended_until: Mapped[datetime | None]
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(sa.String(20))
    tf_totp_secret: Mapped[str | None] = mapped_column(sa.String(255))
    tf_last_counter: Mapped[int | None] = mapped_column(sa.BigInteger)
    mf_recovery_codes: Mapped[list[Any] | None] = mapped_column(MutableList.as_mutable(sa.JSON))
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    seller_since: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(sa.String(5), default="en")
    time_zone: Mapped[str] = mapped_column(sa.String(64), default="UTC")
    numerals: Mapped[str] = mapped_column(sa.String(4), default="latn")
    scheme: Mapped[str] = mapped_column(sa.String(5), default="auto")
    amounts: Mapped[str] = mapped_column(sa.String(4), default="sign", server_default="sign")
    display_currency: Mapped[str] = mapped_column(sa.String(3), default="USD")
    is_demo: Mapped[bool] = mapped_column(default=False)

    roles: Mapped[list[Role]] = relationship(secondary="people_roles", order_by=Role.id)
    webauthn: Mapped[list[Passkey]] = relationship(cascade="all, delete-orphan")

    @property
    def is_active(self) -> bool:
        """Whether the account may be used now; the library asks this at every sign-in and every request."""
        return self.active and (self.suspended_until is None or self.suspended_until <= clock.now())


class Passkey(WebAuthnMixin, Base):
    """A device that signs its owner in. The secret half never leaves that device."""

    __tablename__ = "passkeys"
    __table_args__ = (sa.UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column("person_id", sa.ForeignKey("people.id"))
    credential_id: Mapped[bytes] = mapped_column(sa.LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(sa.LargeBinary)
    sign_count: Mapped[int] = mapped_column(default=0)
    transports: Mapped[list[Any] | None] = mapped_column(MutableList.as_mutable(sa.JSON))
    extensions: Mapped[str | None] = mapped_column(sa.String(255))
    backup_state: Mapped[bool]
    device_type: Mapped[str] = mapped_column(sa.String(64))
    name: Mapped[str] = mapped_column(sa.String(64))
    usage: Mapped[str] = mapped_column(sa.String(20))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    lastuse_datetime: Mapped[datetime] = mapped_column("last_used_at")

    def get_user_mapping(self) -> dict[str, int]:
        """How the library finds the owner."""
        return {"id": self.user_id}


class ApiToken(Base):
    """A program's key to one account. Only the hash is kept; the token itself is shown once, when it is made."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    prefix: Mapped[str] = mapped_column(sa.String(12))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Sanction(Base):
    """Something a person may not do for a while. In force until `until_at` (open when null) or lifted."""

    __tablename__ = "sanctions"
    __table_args__ = (_one_of("kind", SANCTIONS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    reason: Mapped[str] = mapped_column(sa.String(500))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))


class Block(Base):
    """One seller does not do business with one person: named, or known to the seller only as a bidder on one lot.

    `seen_as` is "auction:number" then, and `seen_on` the lot's title; both are empty where the seller knows the name.
    """

    __tablename__ = "blocks"
    __table_args__ = (
        sa.UniqueConstraint("owner_id", "blocked_id", "seen_as"),
        sa.CheckConstraint("owner_id <> blocked_id", name="not_oneself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    blocked_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    seen_as: Mapped[str] = mapped_column(sa.String(24), default="", server_default=sa.text("''"))
    seen_on: Mapped[str] = mapped_column(sa.String(140), default="", server_default=sa.text("''"))
    created_at: Mapped[datetime]


class PaymentHold(Base):
    """An unpaid case that is open on a person until `lifted_at`. `ref` names it in the room that keeps the case."""

    __tablename__ = "payment_holds"
    __table_args__ = (
        sa.Index(
            "ix_payment_holds_open",
            "person_id",
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, autoincrement=False)
    ref: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    since: Mapped[datetime]
    lifted_at: Mapped[datetime | None]


class AuditEntry(Base):
    """One act of the staff. Added, never edited. `actor_id` is null when the operator's terminal did it."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    act: Mapped[str] = mapped_column(sa.String(40))
    subject: Mapped[str] = mapped_column(sa.String(80), index=True)
    details: Mapped[dict[str, Any]]
