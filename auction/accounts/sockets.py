"""A person's own room on the live line. Nobody joins it but by being signed in as that person; nothing is written."""

from __future__ import annotations

from flask_login import current_user

from auction import live, metrics
from auction.accounts.names import room_of


@live.hear("connect")
def join_own_room(_auth: object = None) -> None:
    """The session decides who it is, never what the page says."""
    metrics.live_connections.inc()
    if current_user.is_authenticated:
        live.join(room_of(int(current_user.id)))


@live.hear("disconnect")
def forget(_reason: object = None) -> None:
    metrics.live_connections.dec()
