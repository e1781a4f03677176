"""What the tests of /api/v1 share: programs with a token, pages with a session, and sound books at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from auction.accounts.service import create_token
from tests.bidding.builders import a_person
from tests.bidding.conftest import _books_are_sound, enter

__all__ = ["_books_are_sound", "enter"]
API = "/api/v1"


@dataclass(frozen=True)
class Program:
    """What calls with a bearer token, and never had a cookie; without a token it is nobody's."""

    id: int
    client: FlaskClient
    token: str = ""

    def call(self, method: str, path: str, **given: Any) -> TestResponse:
        headers = dict(given.pop("headers", {}))
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return self.client.open(API + path, method=method, headers=headers, **given)

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.call("GET", path, query_string=query)

    def post(self, path: str, body: Any = None, **given: Any) -> TestResponse:
        return self.call("POST", path, json={} if body is None else body, **given)

    def bid(self, lot: int, amount: Any, key: Any = "long-enough", **more: Any) -> TestResponse:
        return self.post(f"/auctions/{lot}/bids", {"amount": amount, "key": key, **more})


@pytest.fixture
def program(inside: Callable[..., Any], new_client: Callable[[], FlaskClient]) -> Callable[..., Program]:
    """`program()` of somebody new, `program(a_seller, language="ar")`, `program(7)` of person 7."""

    def make(who: Callable[..., int] | int = a_person, **changes: Any) -> Program:
        person_id = inside(who, **changes) if callable(who) else who
        made = inside(create_token, person_id=person_id, name="a program of tests")
        return Program(person_id, new_client(), made.token)

    return make


@pytest.fixture
def nobody(new_client: Callable[[], FlaskClient]) -> Program:
    return Program(0, new_client())
