"""From a stranger to a person whose address is confirmed, and what a stranger cannot find out on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from auction import mail
from auction.accounts import queries
from auction.db import db
from tests.accounts.pages import is_signed_in, register, said, send, sign_in
from tests.builders_people import person, row_of

MailBox = Callable[..., list[mail.Kept]]
LinkIn = Callable[[mail.Kept], str]


def test_a_stranger_registers_confirms_and_signs_in_in_arabic(
    client: FlaskClient, mail_box: MailBox, link_in: LinkIn, inside: Any
) -> None:
    client.get("/login?lang=ar")
    client.set_cookie("lang", "ar")
    client.set_cookie("zone", "Asia%2FRiyadh")
    answer = register(client, email="Noura@People.Example", handle="نورة")
    assert (answer.status_code, answer.location) == (302, "/welcome")

    (letter,) = mail_box(to="noura@people.example")
    assert "نورة" in letter.text
    assert letter.html is not None
    assert 'dir="rtl"' in letter.html
    assert not is_signed_in(client)

    assert sign_in(client, "noura@people.example", "a long enough one").location == "/"
    page = client.get("/settings")
    assert '<html lang="ar" dir="rtl"' in page.text
    assert "Asia/Riyadh" in page.text
    someone = inside(queries.find_by_email, "noura@people.example")
    assert someone.language == "ar"
    assert someone.confirmed_at is None

    client.get(link_in(letter))
    assert inside(queries.find_by_email, "noura@people.example").confirmed_at is not None


def test_the_link_works_for_who_is_not_signed_in_and_only_once(
    client: FlaskClient, mail_box: MailBox, link_in: LinkIn, inside: Any
) -> None:
    register(client)
    link = link_in(mail_box()[0])
    answer = client.get(link, follow_redirects=True)
    assert "Your address is confirmed" in said(answer)
    assert not is_signed_in(client)
    assert "was confirmed before" in said(client.get(link, follow_redirects=True))
    assert "not valid" in said(client.get(link[:-3] + "xyz", follow_redirects=True))


def test_a_letter_points_at_the_house_whatever_the_host_header_says(client: FlaskClient, mail_box: MailBox) -> None:
    page = client.get("/register", headers={"Host": "evil.example"})
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    typed = {"email": "new@people.example", "handle": "newcomer", "password": "a long enough one", "csrf_token": token}
    client.post("/register", data=typed, headers={"Host": "evil.example"})
    (letter,) = mail_box()
    assert "evil.example" not in letter.text + str(letter.html)
    assert "http://127.0.0.1:8000/confirm/" in letter.text


@pytest.mark.parametrize(
    ("typed", "english", "arabic"),
    [
        ({"email": "nobody"}, "This is not an e-mail address.", "هذا ليس عنوان بريد"),
        ({"handle": "x"}, "A public name has three to thirty characters.", "من ثلاثة أحرف إلى ثلاثين"),
        ({"handle": "Taken"}, "Somebody already has this name", "يُقرأ مثله مستخدم"),
        ({"password": "short"}, "A password has at least ten characters.", "عن عشرة أحرف"),
        ({"password": "password123"}, "among the first that thieves try", "يجرّبه المتسللون"),
        ({"password": ""}, "Please enter a password.", "يرجى إدخال كلمة مرور"),
    ],
)
def test_what_is_wrong_is_said_in_the_readers_language_and_nothing_is_lost(
    client: FlaskClient, inside: Any, mail_box: MailBox, typed: dict[str, str], english: str, arabic: str
) -> None:
    inside(person, handle="taken")
    given = {"email": "new@people.example", "handle": "newcomer"} | typed
    answer = register(client, **given)
    assert english in said(answer)
    assert f'value="{given["handle"]}"' in answer.text
    client.set_cookie("lang", "ar")
    translated = said(register(client, **given))
    assert english not in translated
    assert arabic in translated
    assert mail_box() == []


def test_nobody_learns_by_registering_who_has_an_account(client: FlaskClient, inside: Any, mail_box: MailBox) -> None:
    inside(person, email="known@people.example", handle="known", language="ar")
    fresh = register(client, email="fresh@people.example", handle="fresh")
    told_fresh = said(client.get("/welcome"))
    known = register(client, email="KNOWN@people.example", handle="somebody")
    assert (fresh.status_code, fresh.location) == (known.status_code, known.location)
    assert said(client.get("/welcome")).lower() == told_fresh.replace("fresh@", "known@").lower()
    (letter,) = mail_box(to="known@people.example")
    assert "لديك حساب" in letter.subject
    assert inside(queries.find_by_handle, "somebody") is None


def test_the_link_is_sent_again_and_tells_nobody_who_waits_for_one(
    client: FlaskClient, inside: Any, mail_box: MailBox
) -> None:
    inside(person, email="waits@people.example", is_confirmed=False)
    inside(person, email="done@people.example")
    words = set()
    for email in ("waits@people.example", "done@people.example", "nobody@people.example"):
        words.add(said(send(client, "/confirm", email=email)).replace(email, "..."))
    assert len(words) == 1
    assert [letter.to for letter in mail_box()] == ["waits@people.example"]


def test_who_is_signed_in_asks_for_the_link_by_one_button(client: FlaskClient, inside: Any, mail_box: MailBox) -> None:
    inside(person, email="waits@people.example", is_confirmed=False)
    sign_in(client, "waits@people.example")
    page = client.get("/settings")
    assert "Confirm your e-mail to bid and to sell" in said(page)
    send(client, "/settings/confirm", seen_at="/settings")
    assert [letter.to for letter in mail_box()] == ["waits@people.example"]


def test_a_dead_mail_server_stops_nobody(client: FlaskClient, inside: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_given: object, **_named: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(mail, "send", fails)
    register(client)
    assert "We could not send the mail just now" in said(client.get("/welcome"))
    assert inside(queries.find_by_handle, "newcomer") is not None


def test_the_row_holds_a_hash_and_no_password(client: FlaskClient, app: Flask, inside: Any) -> None:
    register(client)
    made = inside(queries.find_by_handle, "newcomer")
    assert inside(lambda: row_of(made.id).password).startswith("$argon2id$")


def test_no_connection_waits_for_the_mail_server(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []
    monkeypatch.setattr(mail, "deliver", lambda *_letter: told.append(db.session().in_transaction()))
    assert register(client).status_code == 302
    assert told == [False]
