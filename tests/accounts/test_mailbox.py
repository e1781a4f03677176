"""The outbox of a house that sends no mail."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from auction import mail
from tests.accounts.pages import register, said


@pytest.fixture
def letters(app: Flask, client: FlaskClient) -> None:
    register(client)
    with app.app_context():
        mail.deliver(
            "other@people.example", "قطعتك <b>بيعت</b>", "See http://127.0.0.1:8000/auctions/7. <b>Now</b>", None
        )


def test_letters_are_listed_and_found_by_whom_they_go_to(client: FlaskClient, letters: None) -> None:
    page = client.get("/outbox").text
    assert "new@people.example" in page
    assert "قطعتك &lt;b&gt;بيعت&lt;/b&gt;" in page
    assert "other@people.example" not in client.get("/outbox?to=new@people.example").text


def test_a_plain_letter_has_working_links_and_no_markup(client: FlaskClient, letters: None, mail_box: Any) -> None:
    (letter,) = mail_box(to="other@people.example")
    page = client.get(f"/outbox/{letter.name}").text
    assert '<a href="http://127.0.0.1:8000/auctions/7">http://127.0.0.1:8000/auctions/7</a>. &lt;b&gt;Now' in page
    assert client.get(f"/outbox/{letter.name}/html").status_code == 404


def test_the_letters_own_page_can_do_nothing_but_be_read(client: FlaskClient, letters: None, mail_box: Any) -> None:
    (letter,) = mail_box(to="new@people.example")
    assert "<iframe" in client.get(f"/outbox/{letter.name}").text
    shown = client.get(f"/outbox/{letter.name}/html")
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy
    assert "/confirm/" in shown.text


@pytest.mark.parametrize("name", ["none-0", "..%2F..%2Fmazad.db", "%00"])
def test_only_letters_are_shown(client: FlaskClient, name: str) -> None:
    assert client.get(f"/outbox/{name}").status_code == 404


def test_a_house_that_sends_its_mail_has_no_such_page(new_app: Any) -> None:
    sending = new_app(mail_url="smtp://127.0.0.1:25").test_client()
    assert sending.get("/outbox").status_code == 404


def test_the_page_is_there_and_empty_before_the_first_letter(client: FlaskClient) -> None:
    assert "No letters yet" in said(client.get("/outbox"))
