"""One's own bids by how one stands: counts, a choice by address, rows of every standing on the page for its script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from auction import clock
from auction.bidding import service
from tests.bidding.builders import a_person, a_seller, an_auction, bid

pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def ann(enter, inside, travel):
    """She leads on two lots, was outbid on one, has won one and lost one."""
    ann = enter(a_person)

    def play():
        seller, ben, now = a_seller(), a_person(), clock.now()
        for title, days, rival in (("Led", 5, 0), ("Led too", 6, 0), ("Outbid", 4, 80), ("Won", 1, 0), ("Lost", 2, 80)):
            lot = an_auction(seller, listing={"title": title}, closes_at=now + timedelta(days=days))
            bid(lot, ann.id, "50")
            if rival:
                bid(lot, ben, str(rival))
        travel(days=3)
        service.close_due()

    inside(play)
    return ann


def pills(page):
    found = re.findall(r'data-pill="(\w*)"([^>]*)>.*?data-count>(\d+)<', page.text)
    return {kind: (int(count), "hidden" in rest) for kind, rest, count in found}


def rows(page):
    """The titles that are shown."""
    found = re.findall(r'<li class="board__row"([^>]*)>.*?dir="auto">(.*?)</a>', page.text, re.DOTALL)
    return [title for attributes, title in found if not attributes.rstrip().endswith("hidden")]


def test_counts_stand_beside_each_standing(ann):
    assert pills(ann.client.get("/my/bids")) == {
        "": (5, False),
        "leading": (2, False),
        "outbid": (1, False),
        "won": (1, False),
        "lost": (1, False),
        "unsold": (0, True),
        "withdrawn": (0, True),
    }


def test_one_standing_is_shown_by_its_address(ann):
    assert rows(ann.client.get("/my/bids")) == ["Outbid", "Led", "Led too", "Lost", "Won"]
    assert rows(ann.client.get("/my/bids?show=leading")) == ["Led", "Led too"]
    assert rows(ann.client.get("/my/bids?show=won")) == ["Won"]
    assert len(rows(ann.client.get("/my/bids?show=dragons"))) == 5
    none = ann.client.get("/my/bids?show=unsold")
    assert rows(none) == []
    assert re.search(r"data-none-shown>None of your lots", none.text)
    assert pills(none)["unsold"] == (0, False)
