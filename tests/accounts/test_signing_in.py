"""Signing in and out, and what keeps others from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from auction import clock
from auction.accounts import queries, service
from tests.accounts.pages import is_signed_in, said, send, sign_in, token_on
from tests.builders_people import PASSWORD, person, signed_in
from tests.services import free_port

EMAIL = "ali@people.example"


def test_a_person_signs_in_and_out(client: FlaskClient, inside: Any) -> None:
    inside(person, email=EMAIL)
    assert sign_in(client, " ALI@People.Example ").location == "/"
    assert is_signed_in(client)
    send(client, "/logout", seen_at="/settings")
    assert not is_signed_in(client)


def test_an_address_that_waits_to_be_confirmed_signs_in(client: FlaskClient, inside: Any) -> None:
    inside(person, email=EMAIL, is_confirmed=False)
    sign_in(client, EMAIL)
    assert is_signed_in(client)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    client: FlaskClient, inside: Any, lang: str
) -> None:
    inside(person, email=EMAIL)
    client.set_cookie("lang", lang)
    answers = [
        said(sign_in(client, EMAIL, "a wrong password")).replace(EMAIL, "..."),
        said(sign_in(client, "nobody@people.example")).replace("nobody@people.example", "..."),
    ]
    assert answers[0] == answers[1]
    words = "do not belong together" if lang == "en" else "لا يتطابقان"
    assert words in answers[0]
    assert not is_signed_in(client)


def test_every_change_needs_the_forms_token(client: FlaskClient, inside: Any) -> None:
    inside(person, email=EMAIL)
    for path in ("/login", "/register", "/reset", "/confirm", "/language", "/scheme"):
        answer = client.post(path, data={"email": EMAIL, "password": PASSWORD, "language": "ar", "scheme": "dark"})
        assert answer.status_code == 403, path
        assert "stale" in answer.text or "send it again" in said(answer)
    assert not is_signed_in(client)


def test_a_token_of_the_time_before_signing_in_is_not_good_after(client: FlaskClient, inside: Any) -> None:
    inside(person, email=EMAIL)
    before = token_on(client.get("/login"))
    sign_in(client, EMAIL)
    assert client.post("/settings/tokens", data={"csrf_token": before, "name": "x"}).status_code == 403


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "///evil.example",
    "javascript:alert(1)",
    "\t//evil.example",
)


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_next_leads_nowhere_but_into_the_house(client: FlaskClient, inside: Any, elsewhere: str) -> None:
    inside(person, email=EMAIL)
    answers = [
        send(client, "/language", seen_at="/login", language="ar", next=elsewhere),
        send(client, "/scheme", seen_at="/login", scheme="dark", next=elsewhere),
        sign_in(client, EMAIL, next=elsewhere),
    ]
    for answer in answers:
        place = urlsplit(urljoin("http://127.0.0.1:8000/", answer.location or ""))
        assert (place.scheme, place.netloc) == ("http", "127.0.0.1:8000")


def test_next_is_followed_within_the_house(client: FlaskClient, inside: Any) -> None:
    inside(person, email=EMAIL)
    asked = client.get("/settings/tokens")
    assert asked.location.startswith("/login?next=/settings/tokens")
    assert sign_in(client, EMAIL, next="/settings/tokens").location == "/settings/tokens"


def test_the_suspended_do_not_sign_in_and_are_told_until_when(client: FlaskClient, inside: Any) -> None:
    someone = inside(person, email=EMAIL)
    until = clock.now() + timedelta(days=400)
    inside(service.sanction_person, person_id=someone, kind="suspended", reason="unpaid", until_at=until)
    assert "suspended until" in said(sign_in(client, EMAIL))
    assert "do not belong together" in said(sign_in(client, EMAIL, "a wrong password"))
    client.set_cookie("lang", "ar")
    assert "موقوف" in said(sign_in(client, EMAIL))
    assert not is_signed_in(client)


def test_a_suspension_ends_the_sessions_there_are(client: FlaskClient, inside: Any) -> None:
    someone = inside(person, email=EMAIL)
    sign_in(client, EMAIL, remember="y")
    assert is_signed_in(client)
    made = inside(service.sanction_person, person_id=someone, kind="suspended", reason="unpaid")
    assert not is_signed_in(client)
    inside(service.lift_sanction, sanction_id=made.sanction_id)
    assert not is_signed_in(client)
    sign_in(client, EMAIL)
    assert is_signed_in(client)


def test_a_suspension_ends_by_itself(client: FlaskClient, inside: Any, travel: Callable[..., Any]) -> None:
    someone = inside(person, email=EMAIL)
    until = clock.now() + timedelta(hours=1)
    inside(service.sanction_person, person_id=someone, kind="suspended", reason="unpaid", until_at=until)
    signed_in(client, someone)
    assert not is_signed_in(client)
    travel(hours=1)
    assert is_signed_in(client)


def test_signing_out_everywhere_ends_every_session(new_client: Any, inside: Any) -> None:
    inside(person, email=EMAIL)
    phone, desk = new_client(), new_client()
    sign_in(phone, EMAIL, remember="y")
    sign_in(desk, EMAIL)
    send(desk, "/settings/security/end-sessions", seen_at="/settings/security")
    assert not is_signed_in(phone)
    assert not is_signed_in(desk)


def test_a_person_who_keeps_signed_in_comes_back_without_a_session(client: FlaskClient, inside: Any) -> None:
    inside(person, email=EMAIL)
    sign_in(client, EMAIL, remember="y")
    client.delete_cookie("session")
    assert is_signed_in(client)


def test_a_changed_password_ends_other_sessions_and_is_told(new_client: Any, inside: Any, mail_box: Any) -> None:
    inside(person, email=EMAIL, language="ar")
    phone, desk = new_client(), new_client()
    sign_in(phone, EMAIL)
    sign_in(desk, EMAIL)
    wrong = send(desk, "/change", password="not this one", new_password="another long one")
    assert "ليست كلمة مرورك" in said(wrong)
    assert "عشرة أحرف" in said(send(desk, "/change", password=PASSWORD, new_password="short"))
    assert send(desk, "/change", password=PASSWORD, new_password="another long one").location == "/settings/security"
    assert not is_signed_in(phone)
    assert is_signed_in(desk)
    assert "كلمة مرورك" in mail_box(to=EMAIL)[0].subject
    sign_in(phone, EMAIL, "another long one")
    assert is_signed_in(phone)


def test_tries_are_counted_by_account_and_address(new_app: Any, inside: Any) -> None:
    inside(person, email=EMAIL)
    limited = new_app(rate_limits=True).test_client()
    answers = [sign_in(limited, EMAIL, "a wrong password").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]
    refused = limited.post("/login", data={"email": EMAIL}, headers={"Accept": "application/json"})
    assert refused.status_code in (403, 429)


def test_tries_are_counted_also_while_redis_is_away(new_app: Any, inside: Any) -> None:
    inside(person, email=EMAIL)
    limited = new_app(rate_limits=True, redis_url=f"redis://127.0.0.1:{free_port()}/0").test_client()
    answers = [sign_in(limited, EMAIL, "a wrong password").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_the_language_chosen_before_signing_in_stays(client: FlaskClient, inside: Any) -> None:
    someone = inside(person, email=EMAIL, language="en")
    client.set_cookie("lang", "ar")
    sign_in(client, EMAIL)
    assert '<html lang="ar"' in client.get("/settings").text
    assert inside(queries.reader_of, someone).reader.language == "ar"


def test_doors_that_are_not_offered_are_not_there(client: FlaskClient) -> None:
    assert client.get("/tf-rescue").status_code == 404
    assert client.get("/tf-select").status_code == 404


def test_the_librarys_own_tokens_open_nothing(client: FlaskClient, app: Flask, inside: Any) -> None:
    someone = inside(person)

    def token() -> str:
        from tests.builders_people import row_of

        return str(row_of(someone).get_auth_token())

    given = inside(token)
    assert client.get("/settings", headers={"Authentication-Token": given}).status_code == 302
    assert client.get(f"/settings?auth_token={given}").status_code == 302
