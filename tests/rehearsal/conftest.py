"""A seller with a draft, at a moment that stands still; and files of bids in the format of `mazad replay`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.bidding.builders import a_seller
from tests.bidding.conftest import Guest, enter
from tests.builders_catalogue import TERMS, make_draft, make_shelves

__all__ = ["enter"]

HEADER = "auctionid,bid,bidtime,bidder,openbid,price"


def bids_file(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


@pytest.fixture
def seller(moment: object, enter: Callable[..., Guest], inside: Callable[..., Any]) -> Guest:
    inside(make_shelves)
    return enter(a_seller, time_zone="Asia/Dubai")


@pytest.fixture
def draft(inside: Callable[..., Any], seller: Guest) -> Callable[..., int]:
    """`draft(reserve="40")`: a draft of the seller's with these words beside the usual ones."""

    def make(**wanted: str) -> int:
        return int(inside(make_draft, seller.id, has_picture=False, wanted_terms={**TERMS, **wanted}))

    return make
