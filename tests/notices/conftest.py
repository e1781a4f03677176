"""What the notices' tests share: a delivered outbox, what went live, and state of modules put back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from auction import live, outbox
from auction.db import db
from auction.notices import letters
from auction.notices.models import Notice
from tests.databases import RESETS

RESETS.append(letters.forget_failures)


@pytest.fixture
def notices() -> Callable[..., list[Notice]]:
    """`notices(person_id)` or `notices(kind="won")`: the rows, oldest first. Inside an app context."""

    def read(person_id: int | None = None, kind: str | None = None) -> list[Notice]:
        statement = sa.select(Notice).order_by(Notice.id).execution_options(populate_existing=True)
        if person_id is not None:
            statement = statement.where(Notice.person_id == person_id)
        if kind is not None:
            statement = statement.where(Notice.kind == kind)
        return list(db.session.execute(statement).scalars())

    return read


@pytest.fixture
def live_news(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[dict[str, Any]]]:
    """What went to one person's own room, oldest first."""
    told: list[tuple[str, str, dict[str, Any]]] = []
    monkeypatch.setattr(live, "tell", lambda room, event, payload: told.append((room, event, dict(payload))))

    def read(person_id: int) -> list[dict[str, Any]]:
        return [payload for room, event, payload in told if (room, event) == (f"user:{person_id}", "notice")]

    return read


@pytest.fixture
def deliver_again() -> Callable[..., None]:
    """Have delivered facts delivered once more, as after a crash: `deliver_again("outbid")`."""

    def again(*kinds: str) -> None:
        facts = db.session.execute(sa.select(outbox.FactRow).order_by(outbox.FactRow.id)).scalars().all()
        for row in facts:
            if row.kind in kinds:
                fact = outbox.Fact(row.id, row.kind, row.payload, row.recorded_at, row.attempts + 1)
                for reaction in outbox.reactions()[row.kind]:
                    reaction(fact)

    return again
