"""A house that charges no premium, so that what a budget does can be read off round numbers."""

from __future__ import annotations

import pytest

from auction.rules.fees import Schedule


@pytest.fixture
def without_premium(monkeypatch):
    monkeypatch.setattr("auction.settlement.fees.queries.built_in", Schedule)
