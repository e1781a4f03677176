"""The hash chain of the public book, and the verifier that anyone may run on it."""

from __future__ import annotations

from datetime import datetime, timezone


def instant_text(at: datetime) -> str:
    """2026-01-02T03:04:05.000006Z: UTC, always six decimals, so that equal instants are equal texts."""
    return at.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"  # noqa: UP017


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
