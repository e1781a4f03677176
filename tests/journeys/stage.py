"""What every journey needs: people who sign in by themselves, their letters, and an eye for accessibility."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playwright.sync_api import Locator, Page, expect

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

    def step(self, name: str) -> Guest:
        """Go to a step of the sale form."""
        self.page.locator(f".steps__step[data-go={name}]").click()
        expect(self.page.locator(f".steps__step[data-go={name}]")).to_have_attribute("aria-current", "step")
        return self

    def price(self) -> str:
        return self.page.locator('[data-lot] [data-live="price"]').inner_text()

    def sees_price(self, text: str) -> None:
        expect(self.page.locator('[data-lot] [data-live="price"]')).to_have_text(text)

    def sees_another_price(self, than: str) -> str:
        """The price once it is no longer what it was: news of a bid takes a moment to come."""
        expect(self.page.locator('[data-lot] [data-live="price"]')).not_to_have_text(than)
        return self.price()

    def end(self) -> str:
        """When the lot closes, as the page says it to machines."""
        return self.page.locator("[data-closes-at]").get_attribute("datetime") or ""

    def sees_the_end_move(self, before: str) -> None:
        """The end is another than before, and the course tells of it."""
        expect(self.page.locator("[data-closes-at]")).not_to_have_attribute("datetime", before)
        assert datetime.fromisoformat(self.end()) > datetime.fromisoformat(before)
        expect(self.sees_in_course("timer")).to_be_visible()

    def sees_in_course(self, picture: str) -> Locator:
        return self.page.locator(f"[data-course] li:has(use[href$='#{picture}'])").first

    def stays(self) -> Guest:
        """From here on the page must not be loaded anew; `has_stayed` tells."""
        self.page.evaluate("window.hasStayed = true")
        return self

    def has_stayed(self) -> bool:
        return bool(self.page.evaluate("window.hasStayed === true"))

    def hears_the_bell(self, times: int) -> None:
        expect(self.page.locator("[data-bell-count]")).to_have_text(re.compile(f"^[{times}{chr(0x660 + times)}]$"))

    def is_written_to(self, subject: str) -> mail.Kept:
        """The letter whose subject begins so; letters come a moment later."""
        for _attempt in range(40):
            for letter in self.letters(to=self.email):
                if letter.subject.startswith(subject):
                    return letter
            self.page.wait_for_timeout(250)
        raise AssertionError((subject, [letter.subject for letter in self.letters(to=self.email)]))

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
