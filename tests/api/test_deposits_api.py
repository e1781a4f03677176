"""Deposits by programs: what a lot asks for, the refusal of a bid that leads there, putting it down."""

from __future__ import annotations

import pytest

from tests.builders_deposits import TENTH, a_guarded_lot

pytestmark = pytest.mark.usefixtures("moment")


def test_a_program_learns_what_is_asked_and_puts_it_down(inside, program):
    lot = inside(a_guarded_lot, TENTH)
    ann = program(handle="ann")
    shown = ann.get(f"/auctions/{lot}").json
    assert shown["deposit"] == {
        "amount_minor": None, "basis_points": 1000, "sale_id": None, "is_put_down": False, "limit_minor": None,
    }  # fmt: skip
    refused = ann.post(f"/auctions/{lot}/bids", {"amount": "30", "key": "long-enough"})
    assert (refused.status_code, refused.json["code"]) == (403, "deposit_needed")
    assert refused.json["facts"]["put_down_at"] == f"/auctions/{lot}/deposit"
    begun = ann.post(f"/auctions/{lot}/deposit", {"provider": "test", "limit": "80"})
    assert begun.status_code == 201
    assert begun.json["next_url"].startswith("/pay/test/")
    assert begun.json["is_under_way"]
