"""What every journey needs: people who sign in by themselves, their letters, and an eye for accessibility."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from auction import mail
from auction.config import ROOT
from tests.browsers import Visit
from tests.builders_people import PASSWORD
from tests.served import Server

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class Guest:
    """Somebody at a device, at a house that is really served."""

    visit: Visit
    server: Server
    letters: Callable[..., list[mail.Kept]]
    email: str = ""

    @property
    def page(self) -> Page:
        return self.visit.page

    def go(self, path: str) -> Guest:
        self.page.goto(self.server.url + path)
        return self

    def speak(self, language: str) -> Guest:
        """Switch the language by the button in the header, as a visitor does."""
        self.go("/")
        if self.page.locator("html").get_attribute("lang") != language:
            self.page.locator(f"button[name=language][value={language}]").click()
        expect(self.page.locator("html")).to_have_attribute("lang", language)
        expect(self.page.locator("html")).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
        return self

    def register(self, handle: str, email: str) -> Guest:
        self.email = email
        self.go("/register")
        form = self.page.locator("form[action*=register]")
        form.locator("[name=email]").fill(email)
        form.locator("[name=handle]").fill(handle)
        form.locator("[name=password]").fill(PASSWORD)
        form.locator("button[type=submit]").last.click()
        return self

    def confirm(self) -> Guest:
        """Follow the link in the letter that the house has sent."""
        letter = self.letters(to=self.email)[-1]
        link = re.search(r"https?://\S+/confirm/\S+", letter.text)
        assert link, letter.text
        self.page.goto(link.group(0))
        return self

    def sign_in(self, email: str) -> Guest:
        self.email = email
        self.go("/login")
        form = self.page.locator("form[action*=login]")
        form.locator("[name=email]").fill(email)
        form.locator("[name=password]").fill(PASSWORD)
        form.locator("button[type=submit]").last.click()
        expect(self.page.locator("meta[name=viewer]")).to_have_count(1)
        return self

    def bid(self, amount: str) -> Guest:
        self.page.fill("#amount", amount)
        self.page.locator("[data-bid-send]").click()
        return self

    def standing(self, kind: str) -> None:
        expect(self.page.locator(f"[data-standing] .own-state--{kind}")).to_be_visible()

    def price(self) -> str:
        return self.page.locator('[data-lot] [data-live="price"]').inner_text()

    def sees_price(self, text: str) -> None:
        expect(self.page.locator('[data-lot] [data-live="price"]')).to_have_text(text)

    def is_accessible(self) -> Guest:
        """No serious or critical finding of axe-core on the page as it stands, and nothing wider than the screen."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: list[Any] = self.page.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then((result) => result.violations)"
        )
        grave = [
            (one["id"], [node["html"][:160] for node in one["nodes"]])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert not grave, (self.page.url, grave)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (self.page.url, wide)
        return self
