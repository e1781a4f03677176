"""Short ways through the pages of signing in, as a browser goes them: each post carries the form's token."""

from __future__ import annotations

import html
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders_people import PASSWORD


def token_on(answer: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', answer.text)
    assert found is not None, answer.text[:500]
    return found.group(1)


def send(client: FlaskClient, path: str, *, seen_at: str | None = None, **typed: Any) -> TestResponse:
    """Open the page, fill its form in, send it."""
    page = client.get(seen_at or path)
    assert page.status_code == 200, (page.status_code, page.location)
    return client.post(path, data={"csrf_token": token_on(page), **typed})


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **typed: Any) -> TestResponse:
    return send(client, "/login", email=email, password=password, **typed)


def register(
    client: FlaskClient, email: str = "new@people.example", handle: str = "newcomer", **typed: Any
) -> TestResponse:
    given = {"password": "a long enough one", "next": "/welcome"} | typed
    return send(client, "/register", email=email, handle=handle, **given)


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/settings").status_code == 200


def said(answer: TestResponse) -> str:
    """All that the page says, without its tags."""
    body = re.sub(r"<(script|style)[\s\S]*?</\1>", " ", answer.text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
