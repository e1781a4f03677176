"""The operator's tables of increments: kept for auctions to come, never for those that run; every fault named."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from auction.accounts.models import AuditEntry
from auction.bidding import queries, service
from auction.bidding.models import CurrencyTerms
from auction.bidding.service import TableTyped
from auction.db import db
from auction.errors import Absent, Forbidden, Invalid
from tests.bidding.builders import a_person, a_seller, bid
from tests.bidding.seeing import refused
from tests.builders_catalogue import TERMS, make_draft, make_shelves
from tests.builders_people import operator

pytestmark = pytest.mark.usefixtures("house", "moment")

ROWS = TableTyped("bands", (("0", "1"), ("", ""), ("١٠٠", "٢٫٥٠"), ("50", "2")), floor="٢٥٠")


def change(typed, currency="USD", by=None):
    return service.change_currency_terms(currency=currency, typed=typed, by_id=by or operator())


def wrong(typed, currency="USD"):
    with pytest.raises(Invalid) as caught:
        change(typed, currency)
    assert db.session.execute(sa.select(CurrencyTerms)).first() is None
    return caught.value.fields


def publish(**wanted):
    seller = a_seller()
    listing = make_draft(seller, wanted_terms={**TERMS, **wanted})
    return service.publish_listing(listing_id=listing, person_id=seller).auction_id


def test_rows_in_any_order_and_either_digits_become_the_table(moment):
    table = change(ROWS)
    assert (table.increments.starts, table.increments.steps) == ((0, 5000, 10_000), (100, 200, 250))
    assert (table.large_bid_floor_minor, table.changed_at) == (25_000, moment)
    assert queries.currency_table("USD") == table
    assert queries.currency_table("EUR") == queries.built_in_table("EUR")


@pytest.mark.parametrize(
    ("typed", "price", "following"),
    [
        (TableTyped("flat", flat="٥", floor="0"), 1000, 1500),
        (TableTyped("percent", percent="2.5", least="0.10", floor="0"), 1000, 1030),
        (TableTyped("percent", percent="٢٫٥٪", floor="0"), 1000, 1025),
        (TableTyped("ladder", floor="0"), 3200, 3500),
        (TableTyped("ladder", least="5", floor="0"), 3200, 3700),
    ],
)
def test_the_other_kinds_of_table(typed, price, following):
    assert change(typed).increments.after(price) == following


def test_an_auction_opens_with_the_table_of_the_hour_and_keeps_it():
    make_shelves()
    early = publish(starting="10")
    change(TableTyped("flat", flat="7", floor="20"))
    late = publish(starting="10")
    other = publish(starting="10", currency="EUR")
    bidder = a_person()
    for lot, minimum in ((early, 1050), (late, 1700)):
        bid(lot, bidder, "15")
        assert queries.public_state(lot).minimum_minor == minimum
        assert queries.increments_of(lot).after(1000) == minimum
    assert queries.increments_of(other) == queries.built_in_table("EUR").increments
    service.restore_currency_terms(currency="USD", by_id=operator())
    assert queries.increments_of(late).step(1000) == 700


def test_the_guard_against_slips_begins_at_the_operators_floor():
    make_shelves()
    change(TableTyped("flat", flat="1", floor="5000"))
    lot = publish(starting="10")
    assert bid(lot, a_person(), "5000").maximum_minor == 500_000
    other = publish(starting="10")
    assert refused(bid, other, a_person(), "5000.01") == "confirm_large_bid"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (TableTyped("odd", floor="1"), {"kind": ["unknown_choice"]}),
        (TableTyped("bands", floor="1"), {"from_1": ["needed"]}),
        (TableTyped("bands", (("0", "1"),), floor=""), {"floor": ["needed"]}),
        (TableTyped("bands", (("0", "1"),), floor="-1"), {"floor": ["negative"]}),
        (TableTyped("bands", (("1", "1"),), floor="1"), {"from_1": ["first_band_from_zero"]}),
        (TableTyped("bands", (("0", "0"),), floor="1"), {"step_1": ["zero"]}),
        (TableTyped("bands", (("0", ""), ("", "3")), floor="1"), {"step_1": ["needed"], "from_2": ["needed"]}),
        (TableTyped("bands", (("0", "1"), ("0.00", "2")), floor="1"), {"from_2": ["same_from"]}),
        (TableTyped("bands", (("9", "1"), ("0", "2")), floor="1"), {"step_1": ["step_falls"]}),
        (
            TableTyped("bands", (("0", "1 EUR"),), floor="x"),
            {"step_1": ["table_in_currency"], "floor": ["not_a_number"]},
        ),
        (TableTyped("bands", tuple((str(n), "1") for n in range(61)), floor="1"), {"kind": ["too_many_bands"]}),
        (TableTyped("flat", floor="1"), {"flat": ["needed"]}),
        (TableTyped("flat", flat="0.001", floor="1"), {"flat": ["too_many_decimals"]}),
        (TableTyped("percent", floor="1"), {"percent": ["needed"]}),
        (TableTyped("percent", percent="0", floor="1"), {"percent": ["percent_range"]}),
        (TableTyped("percent", percent="100.01", floor="1"), {"percent": ["percent_range"]}),
        (TableTyped("percent", percent="1e2", floor="1"), {"percent": ["percent_range"]}),
        (TableTyped("percent", percent="5", least="0", floor="1"), {"least": ["zero"]}),
        (TableTyped("ladder", least="9" * 20, floor="1"), {"least": ["too_large"]}),
    ],
)
def test_every_fault_is_named_by_its_field(typed, expected):
    assert wrong(typed) == expected


def test_only_the_operator_changes_a_table_and_only_of_currencies_offered():
    for verb in (change, lambda typed, **who: service.restore_currency_terms(currency="USD", by_id=who["by"])):
        with pytest.raises(Forbidden):
            verb(ROWS, by=a_seller())
    for currency in ("CHF", "usd", "x" * 80):
        with pytest.raises(Absent):
            change(ROWS, currency)
        with pytest.raises(Absent):
            service.restore_currency_terms(currency=currency, by_id=operator())


def test_each_change_is_written_down_with_what_stood_before():
    someone = operator()
    change(ROWS, by=someone)
    change(TableTyped("flat", flat="7", floor="20"), by=someone)
    for _twice in range(2):
        assert service.restore_currency_terms(currency="USD", by_id=someone) == queries.built_in_table("USD")
    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == "currency:USD")).all()
    assert [(entry.actor_id, entry.act) for entry in entries] == [
        (someone, "change_increments"),
        (someone, "change_increments"),
        (someone, "restore_increments"),
    ]
    kinds = [entry.details[when]["increments"]["kind"] for entry in entries for when in ("before", "after")]
    assert kinds == ["bands", "bands", "bands", "flat", "flat", "bands"]
    assert entries[0].details["before"]["increments"]["name"] == "usd"
    assert entries[1].details["after"]["large_bid_floor_minor"] == 2000
