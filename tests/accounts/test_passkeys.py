"""Passkeys in a real browser, with an authenticator that Chromium plays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.builders_people import PASSWORD, person
from tests.served import Server

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
EMAIL = "ali@people.example"


def with_authenticator(page: Page) -> Page:
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def sign_in(page: Page, house: str) -> None:
    page.goto(f"{house}/login")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Show the password").click()
    assert page.locator("#password").get_attribute("type") == "text"
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{house}/")


def test_a_passkey_is_added_signs_in_and_is_removed(
    new_server: Callable[..., Server], new_visit: Any, inside: Any
) -> None:
    inside(person, email=EMAIL)
    house = new_server().url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, never to a number
    page = with_authenticator(new_visit().page)
    sign_in(page, house)

    page.goto(f"{house}/wan-register")
    page.fill("#name", "My phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url(f"{house}/settings/security")
    page.get_by_text("The passkey My phone is ready.").wait_for()
    page.get_by_role("button", name="Sign out everywhere").click()
    page.wait_for_url(f"{house}/login")

    page.goto(f"{house}/wan-signin?next=/settings/tokens")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"{house}/settings/tokens")

    page.goto(f"{house}/wan-register")
    page.locator("form[action='/wan-delete'] button").click()
    page.get_by_text("The passkey My phone is removed.").wait_for()


def test_a_house_reached_by_a_number_says_why_it_takes_no_passkey(
    new_server: Callable[..., Server], new_visit: Any, inside: Any
) -> None:
    inside(person, email=EMAIL)
    house = new_server().url
    page = with_authenticator(new_visit().page)
    sign_in(page, house)
    page.goto(f"{house}/wan-register")
    page.fill("#name", "My phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("This browser, or this address, cannot use passkeys.").wait_for()
