"""A forgotten password, a changed address: links that work once, for the right person, for a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

from auction import mail
from auction.accounts import queries, service
from tests.accounts.pages import is_signed_in, said, send, sign_in, token_on
from tests.builders_people import PASSWORD, person, row_of

EMAIL, NEW = "ali@people.example", "an entirely new one"
MailBox = Callable[..., list[mail.Kept]]
LinkIn = Callable[[mail.Kept], str]


def choose(client: FlaskClient, link: str, password: str = NEW) -> Any:
    return client.post(link, data={"csrf_token": token_on(client.get(link)), "password": password})


def test_a_forgotten_password_is_replaced_by_mail(
    new_client: Any, inside: Any, mail_box: MailBox, link_in: LinkIn
) -> None:
    inside(person, email=EMAIL, language="ar", handle="علي")
    elsewhere, client = new_client(), new_client()
    sign_in(elsewhere, EMAIL)
    send(client, "/reset", email="ALI@people.example")
    (letter,) = mail_box(to=EMAIL)
    assert letter.subject == "اختر كلمة مرور جديدة"
    assert "علي" in letter.text
    link = link_in(letter)

    assert "A password has at least ten characters" in said(choose(client, link, "short"))
    assert choose(client, link).location == "/login"
    assert not is_signed_in(elsewhere)
    assert "do not belong together" in said(sign_in(client, EMAIL))
    assert sign_in(client, EMAIL, NEW).location == "/"
    assert [each.subject for each in mail_box(to=EMAIL)][-1] == "أُعيد تعيين كلمة مرورك"

    used = new_client().get(link, follow_redirects=True)
    assert "not valid" in said(used)


def test_nobody_learns_by_recovering_who_has_an_account(client: FlaskClient, inside: Any, mail_box: MailBox) -> None:
    inside(person, email=EMAIL)
    gone = inside(person, email="gone@people.example")
    inside(service.sanction_person, person_id=gone, kind="suspended", reason="unpaid")
    words = {said(send(client, "/reset", email=email)).replace(email, "...") for email in (EMAIL, "no@b.example")}
    words.add(said(send(client, "/reset", email="gone@people.example")).replace("gone@people.example", "..."))
    assert len(words) == 1
    assert [letter.to for letter in mail_box()] == [EMAIL]


def test_who_resets_by_mail_has_proved_the_address(
    client: FlaskClient, inside: Any, mail_box: MailBox, link_in: LinkIn
) -> None:
    someone = inside(person, email=EMAIL, is_confirmed=False)
    send(client, "/reset", email=EMAIL)
    choose(client, link_in(mail_box()[0]))
    assert inside(lambda: row_of(someone).confirmed_at) is not None


def test_an_address_is_changed_when_the_new_one_answers(
    client: FlaskClient, inside: Any, mail_box: MailBox, link_in: LinkIn
) -> None:
    someone = inside(person, email=EMAIL)
    inside(person, email="other@people.example")
    sign_in(client, EMAIL)
    said_for_free = said(send(client, "/change-email", email="New@People.Example")).lower()
    said_for_taken = said(send(client, "/change-email", email="other@people.example")).lower()
    assert said_for_free.replace("new@", "other@") == said_for_taken
    (letter,) = mail_box()
    assert letter.to == "new@people.example"
    assert inside(queries.find_by_email, EMAIL) is not None
    client.get(link_in(letter))
    assert inside(lambda: row_of(someone).email) == "new@people.example"
    (told,) = mail_box(to=EMAIL)
    assert "new@people.example" in told.text
    assert inside(queries.find_by_email, EMAIL) is None


def test_a_link_of_one_person_is_of_no_use_to_another(
    client: FlaskClient, inside: Any, mail_box: MailBox, link_in: LinkIn
) -> None:
    someone, other = inside(person, email=EMAIL), inside(person, email="other@people.example")
    send(client, "/reset", email=EMAIL)
    sign_in(client, "other@people.example")
    choose(client, link_in(mail_box()[0]))
    assert inside(lambda: row_of(other).password) != inside(lambda: row_of(someone).password)
    client.delete_cookie("session")
    assert sign_in(client, "other@people.example", PASSWORD).location == "/"
