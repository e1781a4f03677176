"""Who a program's call comes from: the owner of its token. Decides nothing.

Tokens that come in together are looked up together, and always anew: one that was revoked opens nothing from then on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from flask import Request

from auction import bulk, clock
from auction.accounts import service
from auction.accounts.models import ApiToken, Person, PersonRole, Role
from auction.accounts.queries import Viewer
from auction.db import AnyRow, read_alone
from auction.desk import Collect, Desks

BEARER: Final = "Bearer "
_ONE_DESK: Final = 0

_ASKED = bulk.given("asked", hash=sa.Text)
_ROLES = (
    sa.select(sa.func.aggregate_strings(Role.name, " "))
    .join(PersonRole, PersonRole.role_id == Role.id)
    .where(PersonRole.person_id == Person.id)
    .scalar_subquery()
)
_OWNERS = (
    sa.select(
        ApiToken.hash,
        ApiToken.id.label("token_id"),
        ApiToken.last_used_at,
        Person.id,
        Person.handle,
        Person.email,
        Person.full_name,
        _ROLES.label("roles"),
        Person.confirmed_at,
        Person.language,
        Person.time_zone,
        Person.numerals,
        Person.scheme,
        Person.amounts,
        Person.display_currency,
    )
    .join(_ASKED, _ASKED.c.hash == ApiToken.hash)
    .join(Person, Person.id == ApiToken.person_id)
    .where(
        ApiToken.revoked_at.is_(None),
        Person.active,
        sa.or_(
            Person.suspended_until.is_(None),
            Person.suspended_until <= sa.bindparam("now", type_=Person.suspended_until.type),
        ),
    )
)


def find_by_token(asked: Request) -> Viewer | None:
    """The owner of a living token, when the call carries one. The library's own tokens are not accepted here."""
    given = asked.headers.get("Authorization", "")
    if not given.startswith(BEARER + service.TOKEN_PREFIX):
        return None
    found = _desks.ask(_ONE_DESK, service.token_hash(given.removeprefix(BEARER).strip()))
    if not found:
        return None
    (owner,) = found
    if owner.last_used_at is None or owner.last_used_at <= clock.now() - service.TOUCH_EVERY:
        _touches.ask(_ONE_DESK, owner.token_id)
    return _viewer(owner)


def _look_up(_desk: int, collect: Collect[str]) -> Sequence[list[AnyRow] | Exception]:
    """For each hash the row of its owner, if it opens anything."""
    hashes = collect(None)
    asked = bulk.as_parameter([{"hash": each} for each in set(hashes)])
    try:
        rows = read_alone(_OWNERS, {"asked": asked, "now": clock.now()})
    except sa.exc.SQLAlchemyError as error:  # the database is away, for all of them: nobody waits until each has tried
        return [error for _each in hashes]
    found: dict[str, Any] = {row.hash: row for row in rows}
    return [[found[each]] if each in found else [] for each in hashes]


_desks: Desks[str, list[AnyRow]] = Desks(_look_up)


def _touch(_desk: int, collect: Collect[int]) -> list[bool | Exception]:
    """Note together the use of tokens that were long unused."""
    token_ids = collect(None)
    service.touch_tokens(token_ids=token_ids, now=clock.now())
    return [True] * len(token_ids)


_touches: Desks[int, bool] = Desks(_touch)


def _viewer(row: Any) -> Viewer:
    return Viewer(
        id=row.id,
        handle=row.handle,
        email=row.email,
        full_name=row.full_name,
        roles=frozenset((row.roles or "").split()),
        is_confirmed=row.confirmed_at is not None,
        language=row.language,
        time_zone=row.time_zone,
        numerals=row.numerals,
        scheme=row.scheme,
        amounts=row.amounts,
        display_currency=row.display_currency,
    )
