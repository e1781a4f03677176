"""Verbs about the tokens by which programs act for a person. Only a token's hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import sqlalchemy as sa

from auction import bulk
from auction.accounts.models import ApiToken, Person
from auction.accounts.service.people import refuse_faults
from auction.db import UtcDateTime, lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict

TOKEN_PREFIX = "mzd_"  # noqa: S105 - what every token begins with, not one of them
MOST_TOKENS = 20
TOUCH_EVERY = timedelta(minutes=1)

_tokens = cast("sa.Table", ApiToken.__table__)
_ASKED = bulk.given("asked", id=sa.Integer)
_TOUCH = (
    sa.update(_tokens)
    .where(
        _tokens.c.id.in_(sa.select(_ASKED.c.id)),
        sa.or_(_tokens.c.last_used_at.is_(None), _tokens.c.last_used_at <= sa.bindparam("since", type_=UtcDateTime)),
    )
    .values(last_used_at=sa.bindparam("now", type_=UtcDateTime))
)


@dataclass(frozen=True, slots=True)
class TokenMade:
    """`token` is the whole secret: shown now, never again."""

    id: int
    name: str
    token: str


def create_token(*, person_id: int, name: str) -> TokenMade:
    """Make a program's token; only its hash is kept. Locks the person. Refuses Invalid, Conflict(too_many_tokens)."""
    name = name.strip()
    refuse_faults({} if name else {"name": ["needed"]})
    refuse_faults({} if len(name) <= 60 else {"name": ["too_long"]})
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with transaction() as session:
        lock_row(session, Person, person_id)
        living = sa.select(sa.func.count()).where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
        if session.execute(living).scalar_one() >= MOST_TOKENS:
            raise Conflict("too_many_tokens", most=MOST_TOKENS)
        row = ApiToken(
            person_id=person_id, name=name, hash=token_hash(token), prefix=token[:12],
            created_at=time_under_lock(session),
        )  # fmt: skip
        session.add(row)
        session.flush()
        return TokenMade(row.id, name, token)


def revoke_token(*, person_id: int, token_id: int) -> None:
    """End a token of one's own; nobody else's is found. Locks the token. Refuses Absent."""
    with transaction() as session:
        token = lock_row(session, ApiToken, token_id)
        if token.person_id != person_id:
            raise Absent(kind=ApiToken.__tablename__)
        token.revoked_at = token.revoked_at or time_under_lock(session)


def touch_tokens(*, token_ids: Collection[int], now: datetime) -> None:
    """Note that tokens were used, each at most once a minute: calls by the thousand write one row."""
    asked = bulk.as_parameter([{"id": token_id} for token_id in token_ids])
    with transaction() as session:
        session.connection().execute(_TOUCH, {"asked": asked, "now": now, "since": now - TOUCH_EVERY})


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
