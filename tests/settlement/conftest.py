"""What stories of money share: a ledger that is sound after each, a Stripe of the tests' own, and a bank account."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from flask import Flask

from auction.settlement.payments.providers.bank import BankAccount, BankProvider
from auction.settlement.payments.providers.stripe import StripeProvider
from tests import services
from tests.builders_settlement import ledger_is_sound_after

IBAN = "GB82WEST12345698765432"
SECRET = "whsec_of_tests"
KEY = "sk_test_of_tests"


@pytest.fixture(autouse=True)
def _ledger_is_sound(request: pytest.FixtureRequest) -> Iterator[None]:
    yield from ledger_is_sound_after(request)


@pytest.fixture
def spoilt() -> None:
    """This test spoils the ledger: its soundness is not looked at afterwards."""


@dataclass(frozen=True)
class StripeHouse:
    """The stand-in, and what a payer's browser does there."""

    url: str

    def ask(self, path: str, **given: str) -> requests.Response:
        return requests.post(self.url + path, data=given, headers={"Authorization": f"Bearer {KEY}"}, timeout=20)

    def pay(self, ref: str, method: str = "pm_card_visa") -> int:
        """The card's fields in the browser: a method is confirmed with the intent. Returns the HTTP status."""
        return self.ask(f"/v1/payment_intents/{ref}/confirm", payment_method=method).status_code

    def lose(self, path: str) -> None:
        """The next answer of this path gets lost; what was asked is done."""
        self.ask("/_config/lose", of=path)

    def find_again(self) -> None:
        """No further answer gets lost."""
        self.ask("/_config/find")

    def forget(self) -> None:
        """Stripe forgets the keys of what it was asked; no further answer gets lost."""
        self.ask("/_config/forget")

    def books(self) -> dict:
        return requests.get(f"{self.url}/_config/books", timeout=20).json()

    def held(self) -> int:
        """What Stripe holds for the house."""
        return sum(each["taken"] - each["given_back"] for each in self.books()["moved"].values())

    def provider(self, **changes: str) -> StripeProvider:
        given = {"secret_key": KEY, "publishable_key": "pk_test_of_tests", "webhook_secret": SECRET}
        return StripeProvider(**{**given, "api_base": self.url, **changes})


@pytest.fixture(scope="session")
def _stripe_process() -> Iterator[str]:
    port = services.free_port()
    program = Path(__file__).with_name("stripe_house.py")
    process = subprocess.Popen(
        [sys.executable, program, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    url = f"http://127.0.0.1:{port}"
    services.wait_until(lambda: _answers(url), 60, "the stand-in for Stripe")
    yield url
    process.terminate()
    process.wait()


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/_config/books", timeout=5).ok
    except requests.ConnectionError:
        return False


@pytest.fixture
def add_provider(app: Flask) -> Iterator[Callable[..., None]]:
    """Set a further provider up for this test: the app itself is shared."""
    before = dict(app.extensions["mazad_providers"])
    yield lambda provider: app.extensions["mazad_providers"].update({provider.name: provider})
    app.extensions["mazad_providers"] = before


@pytest.fixture
def stripe_house(_stripe_process: str, add_provider) -> StripeHouse:
    """An empty Stripe, set up as a provider."""
    requests.delete(f"{_stripe_process}/_config/data", timeout=20)
    house = StripeHouse(_stripe_process)
    house.ask("/_config/forget")
    add_provider(house.provider())
    return house


@pytest.fixture
def bank(add_provider) -> BankProvider:
    """The house's own account, set up as a provider."""
    provider = BankProvider(BankAccount("Mazad LLC", IBAN, "WESTGB22"))
    add_provider(provider)
    return provider
