"""How often one may try a door of signing in: by address, by account, by half-made session. Decides nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from flask import request, session
from flask_limiter.util import get_remote_address
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from auction import logs, web
from auction.accounts import service
from auction.errors import Absent, TooMany

log = logs.get("accounts")


def _typed_address() -> str:
    """The account that is tried, from one place: a stranger cannot lock its owner out elsewhere."""
    typed = service.normal_email(request.form.get("email", ""))
    return f"{get_remote_address()}:{hashlib.sha256(typed.encode()).hexdigest()[:16]}"


def _half_signed_in() -> str:
    return str(session.get("tf_user_id", get_remote_address()))


_Limit = tuple[RateLimitItem, Callable[[], str]]
_MAILING: Final[tuple[_Limit, ...]] = (
    (parse("20 per hour"), get_remote_address),
    (parse("5 per hour"), _typed_address),
)
_CODES: Final[tuple[_Limit, ...]] = ((parse("10 per 15 minutes"), _half_signed_in),)
LIMITS: Final[dict[str, tuple[_Limit, ...]]] = {
    "security.login": ((parse("60 per 15 minutes"), get_remote_address), (parse("10 per 15 minutes"), _typed_address)),
    "security.register": ((parse("20 per hour"), get_remote_address),),
    "security.forgot_password": _MAILING,
    "security.send_confirmation": _MAILING,
    "security.change_email": _MAILING,
    "security.reset_password": ((parse("20 per hour"), get_remote_address),),
    "security.change_password": ((parse("10 per 15 minutes"), get_remote_address),),
    "security.verify": ((parse("10 per 15 minutes"), get_remote_address),),
    "security.two_factor_token_validation": _CODES,
    "security.mf_recovery": _CODES,
    "security.wan_signin_response": ((parse("30 per 15 minutes"), get_remote_address),),
}
_ALONE: Final = FixedWindowRateLimiter(MemoryStorage())
_NOT_OFFERED: Final = frozenset({"security.two_factor_rescue", "security.tf_select"})


def check() -> None:
    """Count the tries at a door. Checked before anything is hashed, looked up or sent."""
    endpoint = request.endpoint or ""
    if endpoint in _NOT_OFFERED:
        raise Absent
    if request.method != "POST" or not web.limiter.enabled:
        return
    for limit, key in LIMITS.get(endpoint, ()):
        if not _hit(limit, endpoint, key()):
            raise TooMany(limit=str(limit))


def _hit(limit: RateLimitItem, endpoint: str, who: str) -> bool:
    """Count one try. While Redis is away each process counts by itself: no door is shut, and none stands open."""
    try:
        return web.limiter.limiter.hit(limit, endpoint, who)
    except web.limiter.storage.base_exceptions as error:
        log.warning("tries are counted by this process alone", error=type(error).__name__)
        return _ALONE.hit(limit, endpoint, who)
