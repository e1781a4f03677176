"""Guests of a served house: `guest(locale="ar", viewport=PHONE)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.browsers import Visit
from tests.builders_settlement import ledger_is_sound_after
from tests.journeys.stage import Guest
from tests.served import Server


@pytest.fixture(autouse=True)
def _ledger_is_sound(request: pytest.FixtureRequest) -> Iterator[None]:
    yield from ledger_is_sound_after(request)


@pytest.fixture
def guest(live_server: Server, new_visit: Callable[..., Visit], mail_box) -> Callable[..., Guest]:
    def arrive(**options) -> Guest:
        return Guest(new_visit(**options), live_server, mail_box)

    return arrive
