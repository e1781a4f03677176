"""Fixtures of reputation: `sign_in_as(person_id)` is a client of theirs, `hand_of(person_id)` one that sends forms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests import builders_people as people
from tests.conftest import Hand


@pytest.fixture
def sign_in_as(new_client: Callable[[], FlaskClient]) -> Callable[[int], FlaskClient]:
    return lambda person_id: people.signed_in(new_client(), person_id)


@pytest.fixture
def hand_of(sign_in_as: Callable[[int], FlaskClient]) -> Callable[[int], Hand]:
    return lambda person_id: Hand(sign_in_as(person_id))
