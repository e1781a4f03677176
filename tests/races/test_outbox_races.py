"""Eight drainers, each fact once; and the control that shows what claiming is for."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from auction import outbox
from auction.db import time_under_lock, transaction
from tests.races.crowd import crowd

FACTS = 200


@pytest.fixture
def delivered(app, monkeypatch):
    """Two hundred facts of a kind of this test's own, and a count of how often each was delivered."""
    seen, lock = Counter(), threading.Lock()

    def count(fact):
        with lock:
            seen[fact.payload["number"]] += 1

    monkeypatch.setitem(outbox._reactions, "tested", [count])
    with app.app_context(), transaction() as session:
        now = time_under_lock(session)
        outbox.record_many(session, now, [("tested", {"number": number}) for number in range(FACTS)])
    return seen


def test_eight_drainers_deliver_each_fact_once(app, delivered):
    outcome = crowd(app, [outbox.drain] * 8)
    assert outcome.errors == []
    assert set(delivered.values()) == {1}
    assert len(delivered) == FACTS


@pytest.mark.usefixtures("unclaimed")
def test_control_without_claims_facts_are_delivered_again(app, delivered):
    crowd(app, [lambda: outbox.drain(limit=FACTS)] * 8)
    assert max(delivered.values()) > 1
