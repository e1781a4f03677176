"""A person's own room on the live line. Nobody joins it but by being signed in as that person; nothing is written."""

from __future__ import annotations

from typing import Final

from flask import request
from flask_login import current_user

from auction import live, metrics
from auction.accounts.names import room_of

_people: Final[dict[str, int]] = {}


def person_of_socket() -> int | None:
    """Who is at the other end of the socket whose event is being answered; None for a guest."""
    return _people.get(_socket())


@live.hear("connect")
def join_own_room(_auth: object = None) -> None:
    """The session decides who it is, never what the page says."""
    metrics.live_connections.inc()
    if current_user.is_authenticated:
        person_id = int(current_user.id)
        _people[_socket()] = person_id
        live.join(room_of(person_id))


@live.hear("disconnect")
def forget(_reason: object = None) -> None:
    metrics.live_connections.dec()
    _people.pop(_socket(), None)


def _socket() -> str:
    return str(request.sid)  # type: ignore[attr-defined]
