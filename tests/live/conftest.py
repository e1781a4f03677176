"""What the tests of the live line share: news sent when a test says so, and all of it seen on its way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from auction import clock, live
from auction.live import sending
from auction.live.pace import News


@pytest.fixture
def flush() -> Callable[[], None]:
    """Send everything that waits, as if its gap were over."""
    later = count(60, 60)
    return lambda: void(live.send_due(clock.monotonic() + next(later)))


def void(_value: object) -> None:
    return None


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[News]:
    """Everything that goes out to any room, recorded where it is emitted."""
    found: list[News] = []
    deliver = sending._deliver

    def spy(news: News) -> None:
        found.append(news)
        deliver(news)

    monkeypatch.setattr(sending, "_deliver", spy)
    return found


class Page:
    """A page's socket, without a network between."""

    def __init__(self, app: Flask, client: FlaskClient) -> None:
        self.socket: Any = live.socketio.test_client(app, flask_test_client=client)

    def ask(self, event: str, *given: Any) -> Any:
        return self.socket.emit(event, *given, callback=True)

    def heard(self, event: str | None = None) -> list[dict[str, Any]]:
        """What has come since the last look."""
        received = self.socket.get_received()
        return [message["args"][0] for message in received if event in (None, message["name"])]

    def leave(self) -> None:
        if self.socket.is_connected():
            self.socket.disconnect()


@pytest.fixture
def new_page(app: Flask, new_client: Callable[[], FlaskClient]) -> Iterator[Callable[..., Page]]:
    """`new_page()` of a guest, `new_page(client)` of whoever is signed in there."""
    pages: list[Page] = []

    def opened(client: FlaskClient | None = None) -> Page:
        pages.append(Page(app, client or new_client()))
        return pages[-1]

    yield opened
    for page in pages:
        page.leave()
