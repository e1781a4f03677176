"""Tokens: how programs act for a person, and what a token cannot do."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from auction.accounts import queries, service
from auction.accounts.models import ApiToken
from auction.db import db
from auction.errors import Absent, Conflict
from tests.accounts.pages import said, send
from tests.builders_people import person, signed_in

HERE = "/api/v1/me"


def made_on_the_page(client: FlaskClient, name: str = "my bot") -> str:
    page = send(client, "/settings/tokens", name=name)
    found = re.search(r"mzd_[\w-]{40,}", page.text)
    assert found is not None
    assert page.headers["Cache-Control"] == "no-store"
    return found.group()


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_token_is_shown_once_and_kept_as_a_hash(client: FlaskClient, inside: Any) -> None:
    token = made_on_the_page(signed_in(client, inside(person)))
    assert token not in client.get("/settings/tokens").text
    row = inside(lambda: db.session.execute(sa.select(ApiToken)).scalar_one())
    assert row.hash == service.token_hash(token)
    assert token not in repr(vars(row))


def test_a_program_is_the_person(client: FlaskClient, new_client: Any, inside: Any) -> None:
    someone = inside(person, handle="nora")
    token = made_on_the_page(signed_in(client, someone))
    told = new_client().get(HERE, headers=bearer(token)).get_json()
    assert (told["id"], told["handle"]) == (someone, "nora")


def test_programs_that_call_together_are_each_their_own_person(new_client: Any, inside: Any) -> None:
    people = [inside(person) for _program in range(4)]
    tokens = [made_on_the_page(signed_in(new_client(), someone)) for someone in people]
    known = inside(queries.tokens_of, people[3])
    inside(lambda: service.revoke_token(person_id=people[3], token_id=known[0].id))
    told: dict[int, list[object]] = {someone: [] for someone in people}
    gate = threading.Barrier(12)

    def call(someone: int, token: str) -> None:
        visitor = new_client()
        gate.wait(10)
        told[someone].append(visitor.get(HERE, headers=bearer(token)).get_json().get("id"))

    threads = [threading.Thread(target=call, args=pair) for pair in [*zip(people, tokens, strict=True)] * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert told == {**{someone: [someone] * 3 for someone in people[:3]}, people[3]: [None] * 3}


@pytest.mark.parametrize("path", [HERE, "/api/v1/auctions"])
def test_a_token_that_opens_nothing_is_refused_everywhere(client: FlaskClient, inside: Any, path: str) -> None:
    signed_in(client, inside(person))
    for token in ("mzd_unknown", "anything", ""):
        answer = client.get(path, headers=bearer(token))
        assert answer.status_code == 401
        assert set(answer.get_json()) == {"code", "message", "request_id"}


def test_a_revoked_token_is_refused(client: FlaskClient, new_client: Any, inside: Any) -> None:
    someone = inside(person)
    token = made_on_the_page(signed_in(client, someone))
    (known,) = inside(queries.tokens_of, someone)
    send(client, f"/settings/tokens/{known.id}/revoke", seen_at="/settings/tokens")
    assert new_client().get(HERE, headers=bearer(token)).status_code == 401


def test_a_token_decides_alone_whatever_cookie_comes_along(client: FlaskClient, new_client: Any, inside: Any) -> None:
    owner, other = inside(person), inside(person)
    token = made_on_the_page(signed_in(client, owner))
    visitor = signed_in(new_client(), other)
    assert visitor.get(HERE, headers=bearer(token)).get_json()["id"] == owner
    assert visitor.get(HERE).get_json()["id"] == other


def test_a_token_does_not_open_what_protects_the_account(client: FlaskClient, new_client: Any, inside: Any) -> None:
    token = made_on_the_page(signed_in(client, inside(person)))
    for path in ("/change", "/change-email", "/mf-recovery-codes", "/wan-register", "/verify"):
        answer = new_client().get(path, headers=bearer(token) | {"Accept": "application/json"})
        assert answer.status_code == 403, path


def test_the_tokens_of_the_suspended_do_not_open(client: FlaskClient, new_client: Any, inside: Any) -> None:
    someone = inside(person)
    token = made_on_the_page(signed_in(client, someone))
    inside(service.sanction_person, person_id=someone, kind="suspended", reason="unpaid")
    assert new_client().get(HERE, headers=bearer(token)).status_code == 401


def test_use_is_noted_at_most_once_a_minute(
    new_client: Any, inside: Any, moment: datetime, travel: Callable[..., datetime]
) -> None:
    someone, bystander = inside(person), inside(person)
    token = inside(service.create_token, person_id=someone, name="bot").token
    inside(service.create_token, person_id=bystander, name="bot")
    used = []
    for seconds in (0, 59, 1):
        travel(seconds=seconds)
        assert new_client().get(HERE, headers=bearer(token)).status_code == 200
        used.append(inside(queries.tokens_of, someone)[0].last_used_at)
    assert [(at - moment).total_seconds() for at in used] == [0, 0, 60]
    assert inside(queries.tokens_of, bystander)[0].last_used_at is None


def test_the_use_of_several_tokens_is_noted_together(house: Flask, moment: datetime) -> None:
    owners = [person(), person(), person()]
    made = [service.create_token(person_id=owner, name="bot").id for owner in owners]
    service.touch_tokens(token_ids=made[:1], now=moment - timedelta(seconds=30))
    service.touch_tokens(token_ids=made[:2], now=moment)
    assert [queries.tokens_of(owner)[0].last_used_at for owner in owners] == [
        moment - timedelta(seconds=30),
        moment,
        None,
    ]


def test_nobody_revokes_anothers_token(house: Flask) -> None:
    owner, other = person(), person()
    made = service.create_token(person_id=owner, name="bot")
    with pytest.raises(Absent):
        service.revoke_token(person_id=other, token_id=made.id)
    assert len(queries.tokens_of(owner)) == 1


def test_there_is_an_end_to_tokens(house: Flask) -> None:
    someone = person()
    for number in range(20):
        service.create_token(person_id=someone, name=f"bot {number}")
    with pytest.raises(Conflict, match="too_many_tokens"):
        service.create_token(person_id=someone, name="one more")


def test_a_token_needs_a_name(client: FlaskClient, inside: Any) -> None:
    answer = send(signed_in(client, inside(person)), "/settings/tokens", name="  ")
    assert answer.status_code == 422
    assert "Please fill in this field." in said(answer)
