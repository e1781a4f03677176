"""The second step of signing in: an app's codes, recovery codes, and passkeys' doors."""

from __future__ import annotations

import html
import re
from typing import Any

from flask.testing import FlaskClient
from passlib.totp import TOTP

from tests.accounts.pages import is_signed_in, said, send, sign_in, token_on
from tests.builders_people import person, row_of

EMAIL = "ali@people.example"
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def set_up(client: FlaskClient) -> TOTP:
    """Switch the second step on by its pages; gives what the app on the phone holds."""
    page = client.post("/tf-setup", data={"csrf_token": token_on(client.get("/tf-setup")), "setup": "authenticator"})
    key = re.search(r'<bdi class="mono strong" dir="ltr">([^<]+)</bdi>', page.text)
    action = re.search(r'action="(/tf-setup/[^"]+)"', page.text)
    assert key is not None
    assert action is not None
    phone = TOTP(key=key.group(1).replace("-", ""), format="base32")
    typed = {"csrf_token": token_on(page), "code": phone.generate().token}
    assert client.post(html.unescape(action.group(1)), data=typed).location == "/settings/security"
    return phone


def after(phone: TOTP, steps: int) -> str:
    """The code some half minutes from now: within what is tolerated, and not used before."""
    import time

    return str(phone.generate(time.time() + 30 * steps).token)  # noqa: TID251 - the phone has its own clock


def test_with_an_app_a_password_alone_opens_nothing(new_client: Any, inside: Any) -> None:
    inside(person, email=EMAIL)
    client, thief = new_client(), new_client()
    sign_in(client, EMAIL)
    phone = set_up(client)
    assert "signing in asks for a code" in said(client.get("/settings/security"))

    assert sign_in(thief, EMAIL).location.startswith("/tf-validate")
    assert not is_signed_in(thief)
    assert "This code is not right" in said(send(thief, "/tf-validate", code="000000"))
    assert not is_signed_in(thief)
    spaced = after(phone, 1).translate(ARABIC)
    assert send(thief, "/tf-validate", code=f"{spaced[:3]} {spaced[3:]}").location == "/"
    assert is_signed_in(thief)


def test_a_code_is_good_for_one_time(new_client: Any, inside: Any) -> None:
    inside(person, email=EMAIL)
    client = new_client()
    sign_in(client, EMAIL)
    phone = set_up(client)
    code = after(phone, 1)
    for expected in (True, False):
        visitor = new_client()
        sign_in(visitor, EMAIL)
        send(visitor, "/tf-validate", code=code)
        assert is_signed_in(visitor) is expected


def test_a_recovery_code_replaces_the_phone_once(new_client: Any, inside: Any) -> None:
    someone = inside(person, email=EMAIL)
    client = new_client()
    sign_in(client, EMAIL)
    set_up(client)
    codes = re.findall(r'<li class="mono">([^<]+)</li>', send(client, "/mf-recovery-codes").text)
    assert len(codes) == 8
    stored = inside(lambda: list(row_of(someone).mf_recovery_codes or []))
    assert not set(codes) & set(stored)
    for expected in (True, False):
        visitor = new_client()
        sign_in(visitor, EMAIL)
        answer = send(visitor, "/mf-recovery", code=f" {codes[0].upper()} ")
        assert is_signed_in(visitor) is expected
    assert "not one of your recovery codes" in said(answer)
    assert len(inside(lambda: list(row_of(someone).mf_recovery_codes or []))) == 7


def test_the_second_step_is_switched_off_again(client: FlaskClient, inside: Any) -> None:
    inside(person, email=EMAIL)
    sign_in(client, EMAIL)
    set_up(client)
    send(client, "/tf-setup", setup="disable")
    client.delete_cookie("session")
    assert sign_in(client, EMAIL).location == "/"


def test_what_protects_an_account_is_changed_only_by_who_has_just_signed_in(client: FlaskClient, inside: Any) -> None:
    inside(person, email=EMAIL)
    sign_in(client, EMAIL)
    with client.session_transaction() as session:
        session["fs_paa"] = session["fs_paa"] - 3600
    answer = client.get("/tf-setup")
    assert answer.location.startswith("/verify?next=")
    assert "This is not your password" in said(send(client, "/verify", password="a wrong one"))
    assert send(client, answer.location, password="correct horse battery").location == "/tf-setup"


def test_the_codes_of_the_second_step_are_counted(new_app: Any, new_client: Any, inside: Any) -> None:
    inside(person, email=EMAIL)
    client = new_client()
    sign_in(client, EMAIL)
    set_up(client)
    limited = new_app(rate_limits=True).test_client()
    sign_in(limited, EMAIL)
    answers = [send(limited, "/tf-validate", code="000000").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_the_doors_of_passkeys_open(client: FlaskClient, inside: Any) -> None:
    inside(person, email=EMAIL)
    begun = send(client, "/wan-signin")
    assert 'data-passkey="get"' in begun.text
    assert "&#34;userVerification&#34;: &#34;required&#34;" in begun.text
    sign_in(client, EMAIL)
    begun = send(client, "/wan-register", name="My phone", usage="first")
    assert 'data-passkey="create"' in begun.text
    assert "&#34;residentKey&#34;: &#34;required&#34;" in begun.text
    assert "Please give the passkey a name" in said(send(client, "/wan-register", name=" ", usage="first"))
