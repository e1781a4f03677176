"""How many watch a lot, as its page hears it. Between processes: test_processes.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.bidding.builders import an_auction

NewPage = Callable[..., Any]
Flush = Callable[[], None]

pytestmark = pytest.mark.sqlite_only


def numbers(page: Any) -> list[int]:
    return [payload["watching"] for payload in page.heard("presence")]


def test_watchers_are_counted_by_socket_and_the_room_hears_it(inside: Any, new_page: NewPage, flush: Flush):
    lot = inside(an_auction)
    first, second = new_page(), new_page()
    assert first.ask("watch", {"auction_ids": [lot]})["watching"] == 1
    assert first.ask("watch", {"auction_ids": [lot]})["watching"] == 1
    assert second.ask("watch", {"auction_ids": [lot]})["watching"] == 2
    flush()
    assert first.heard("presence") == [{"auction_id": lot, "watching": 2}]
    second.leave()
    flush()
    assert numbers(first) == [1]


def test_leaving_the_page_by_unwatch_counts_too(inside: Any, new_page: NewPage, flush: Flush):
    lot = inside(an_auction)
    first, second = new_page(), new_page()
    for page in (first, second):
        page.ask("watch", {"auction_ids": [lot]})
    second.ask("unwatch", {"auction_ids": [lot]})
    second.ask("unwatch", {"auction_ids": [lot]})
    flush()
    assert numbers(first) == [1]
    assert numbers(second) == []


def test_a_page_of_many_lots_watches_none_of_them(inside: Any, new_page: NewPage, flush: Flush):
    lots = inside(lambda: [an_auction(), an_auction()])
    shelf, lot_page = new_page(), new_page()
    assert shelf.ask("watch", {"auction_ids": lots})["watching"] is None
    assert lot_page.ask("watch", {"auction_ids": lots, "here": lots[1]})["watching"] == 1
    flush()
    assert shelf.heard("presence") == [{"auction_id": lots[1], "watching": 1}]


def test_many_come_at_once_and_the_room_hears_one_number(inside: Any, new_page: NewPage, flush: Flush, sent: Any):
    lot = inside(an_auction)
    pages = [new_page() for _ in range(8)]
    for page in pages:
        page.ask("watch", {"auction_ids": [lot]})
    flush()
    assert [news.payload["watching"] for news in sent if news.event == "presence"] == [8]
