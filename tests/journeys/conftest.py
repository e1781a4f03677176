"""Guests of a served house: `guest(locale="ar", viewport=PHONE)`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browsers import Visit
from tests.journeys.stage import Guest
from tests.served import Server


@pytest.fixture
def guest(live_server: Server, new_visit: Callable[..., Visit], mail_box) -> Callable[..., Guest]:
    def arrive(**options) -> Guest:
        return Guest(new_visit(**options), live_server, mail_box)

    return arrive
