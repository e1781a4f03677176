"""The pages of one's account: settings, language and looks, selling, the block list."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from auction.accounts import queries, service
from tests.accounts.pages import said, send
from tests.builders_people import person, seller, signed_in

SETTINGS = {
    "language": "ar",
    "time_zone": "Africa/Cairo",
    "numerals": "arab",
    "scheme": "dark",
    "display_currency": "EGP",
    "full_name": "Nora",
}
PAGES = ("/settings", "/settings/security", "/settings/tokens", "/settings/blocks")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_the_account_opens_for_its_owner_alone(
    client: FlaskClient, inside: Any, path: str, language: str
) -> None:
    assert client.get(path).location == f"/login?next={path}"
    assert client.get(path, headers={"Accept": "application/json"}).status_code == 401
    signed_in(client, inside(person, language=language, is_confirmed=False))
    assert f'<html lang="{language}"' in client.get(path).text


def test_settings_decide_how_every_page_is_read(client: FlaskClient, inside: Any) -> None:
    someone = inside(person)
    signed_in(client, someone)
    assert send(client, "/settings", **SETTINGS).location == "/settings"
    page = client.get("/settings").text
    assert '<html lang="ar" dir="rtl" data-scheme="dark"' in page
    told = inside(queries.reader_of, someone).reader
    assert (told.language, told.time_zone, told.numerals, told.scheme) == ("ar", "Africa/Cairo", "arab", "dark")


@pytest.mark.parametrize(
    ("changes", "english", "arabic"),
    [
        ({"time_zone": "Mars/Base"}, "We do not know this time zone", "المنطقة الزمنية غير معروفة"),
        ({"scheme": "pink"}, "Please choose one of the looks shown", "أحد المظاهر"),
        ({"display_currency": "XXX"}, "We do not know this currency", "العملة غير معروفة"),
        ({"numerals": "roma"}, "Please choose one of the digits shown", "شكلي الأرقام"),
        ({"full_name": "x" * 121}, "This is too long", "أطول من اللازم"),
    ],
)
def test_a_bad_setting_is_said_by_its_field_and_the_rest_is_kept_on_the_page(
    client: FlaskClient, inside: Any, changes: dict[str, str], english: str, arabic: str
) -> None:
    for language, words in (("en", english), ("ar", arabic)):
        someone = inside(person, language=language)
        signed_in(client, someone)
        answer = send(client, "/settings", **(SETTINGS | {"full_name": "Kept Name"} | changes))
        assert answer.status_code == 422
        assert words in said(answer)
        if "full_name" not in changes:
            assert 'value="Kept Name"' in answer.text
        assert inside(queries.reader_of, someone).reader.language == language


def test_a_name_that_is_taken_is_refused_and_stands_in_the_box(client: FlaskClient, inside: Any) -> None:
    inside(person, handle="taken")
    signed_in(client, inside(person))
    answer = send(client, "/settings/handle", seen_at="/settings", handle="Taken")
    assert answer.status_code == 422
    assert "Somebody already has this name" in said(answer)
    assert 'value="Taken"' in answer.text
    assert send(client, "/settings/handle", seen_at="/settings", handle="free-name").location == "/settings"


def test_a_guest_changes_language_and_looks_for_this_device(client: FlaskClient) -> None:
    answer = send(client, "/language", seen_at="/login?lang=en", language="ar", next="/login?lang=en&x=1")
    assert answer.location == "/login?x=1"
    send(client, "/scheme", seen_at="/login", scheme="dark", next="/login")
    assert '<html lang="ar" dir="rtl" data-scheme="dark"' in client.get("/login").text
    assert send(client, "/language", seen_at="/login", language="xx").status_code == 422
    assert send(client, "/scheme", seen_at="/login", scheme="pink").status_code == 422


def test_a_script_changes_the_looks_without_leaving_the_page(client: FlaskClient, csrf: Any) -> None:
    answer = csrf(client).post("/scheme", data={"scheme": "light"}, headers={"Accept": "application/json"})
    assert answer.status_code == 204
    assert client.get_cookie("scheme").value == "light"


def test_the_switch_of_every_page_writes_the_account_too(client: FlaskClient, inside: Any) -> None:
    someone = inside(person)
    signed_in(client, someone)
    send(client, "/language", seen_at="/settings", language="ar")
    send(client, "/scheme", seen_at="/settings", scheme="dark")
    told = inside(queries.reader_of, someone).reader
    assert (told.language, told.scheme) == ("ar", "dark")


def test_a_zone_nobody_knows_in_a_cookie_is_ignored(client: FlaskClient) -> None:
    client.set_cookie("zone", "Mars/Base")
    client.set_cookie("lang", "xx")
    client.set_cookie("scheme", "pink")
    assert client.get("/login").status_code == 200


def test_a_person_becomes_a_seller_by_one_button(client: FlaskClient, inside: Any) -> None:
    someone = inside(person)
    signed_in(client, someone)
    assert send(client, "/settings/sell", seen_at="/settings", next="/settings/blocks").location == "/settings/blocks"
    assert "seller" in inside(queries.roles_of, someone)


def test_selling_waits_for_the_address_and_for_sanctions(client: FlaskClient, inside: Any) -> None:
    someone = inside(person, is_confirmed=False)
    signed_in(client, someone)
    answer = send(client, "/settings/sell", seen_at="/settings")
    assert answer.status_code == 403
    assert "Please confirm your e-mail address first." in said(answer)
    inside(service.sanction_person, person_id=someone, kind="no_selling", reason="copies of watches")
    page = said(client.get("/settings"))
    assert "You may not sell at present" in page
    assert "copies of watches" in page


def test_a_seller_blocks_and_unblocks(client: FlaskClient, inside: Any) -> None:
    owner = inside(seller)
    inside(person, handle="rude-one")
    signed_in(client, owner)
    send(client, "/settings/blocks", handle="@Rude-One")
    assert "rude-one" in said(client.get("/settings/blocks"))
    answer = send(client, "/settings/blocks", handle="not-here")
    assert (answer.status_code, "There is nobody with this name." in said(answer)) == (422, True)
    send(client, "/settings/blocks/remove", seen_at="/settings/blocks", handle="rude-one")
    assert inside(queries.blocked_by, owner) == []


def test_one_owners_list_is_not_anothers(client: FlaskClient, inside: Any) -> None:
    owner, other = inside(seller), inside(seller)
    inside(person, handle="rude-one")
    inside(service.block_person, owner_id=owner, handle="rude-one")
    signed_in(client, other)
    assert "rude-one" not in said(client.get("/settings/blocks"))
    assert send(client, "/settings/blocks/remove", seen_at="/settings/blocks", handle="rude-one").status_code == 404
    assert inside(queries.blocked_by, owner) == ["rude-one"]


def test_what_people_write_of_themselves_is_never_markup(client: FlaskClient, inside: Any) -> None:
    signed_in(client, inside(person))
    send(client, "/settings", **(SETTINGS | {"language": "en", "full_name": "<script>alert(1)</script>"}))
    assert "<script>alert" not in client.get("/settings").text
