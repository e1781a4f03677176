"""The operator's pages of increments, by their forms: what was typed is kept, each fault stands beside its field."""

from __future__ import annotations

import pytest

from auction.bidding import queries
from tests.bidding.paper import errors, find_form, form, said, send, typed
from tests.builders_people import operator

pytestmark = pytest.mark.usefixtures("moment")
USD = "/operator/increments/USD"


@pytest.fixture
def boss(enter):
    return enter(operator)


def test_the_overview_leads_to_every_currencys_table(boss):
    assert "/operator/increments" in boss.client.get("/operator").text
    page = said(boss.client.get("/operator/increments"))
    assert "US Dollar ( USD )" in page
    assert "The step grows with the price, from $0.05 to $100.00." in page
    assert "A bid above ten times the price and above $100.00 has to be confirmed." in page
    assert "الزيادة" in said(boss.client.get("/operator/increments?lang=ar"))
    assert boss.client.get("/operator/increments/CHF").status_code == 404


def test_a_table_is_tried_kept_and_given_up_again(boss, inside):
    page = boss.client.get(USD)
    assert "$1,000.00 $1,025.00" in said(page)
    assert find_form(page, "/built-in") is None
    words = {"kind": "percent", "percent": "١٠", "floor": "50"}
    tried = send(boss.client, page, "/USD", **words, then="preview")
    assert (tried.status_code, typed(tried, "/USD", "percent")) == (200, "١٠")
    assert "Not kept yet" in said(tried)
    assert "$1,000.00 $1,100.00" in said(tried)
    assert inside(queries.currency_table, "USD").changed_at is None
    kept = send(boss.client, tried, "/USD", then="save")
    assert (kept.status_code, kept.location) == (302, USD)
    page = boss.client.get(USD)
    assert "Every next bid is at least 10 percent higher" in said(page)
    assert "$1,000.00 $1,100.00" in said(page)
    assert send(boss.client, page, "/built-in").status_code == 302
    assert inside(queries.currency_table, "USD") == queries.built_in_table("USD")


def test_rows_are_added_and_taken_out_without_scripts(boss, inside):
    page = boss.client.get(USD)
    assert typed(page, "/USD", "from_10") == "5000.00"
    assert [typed(page, "/USD", f"from_{row}") for row in (11, 14)] == ["", ""]
    more = send(boss.client, page, "/USD", from_11="9000", step_11="", from_14="20000", step_14="900", then="rows")
    assert (typed(more, "/USD", "from_12"), typed(more, "/USD", "step_12")) == ("20000", "900")
    assert "from_16" in form(more, "/USD").fields
    assert errors(more) == {}
    rest = {f"{side}_{row}": "" for side in ("from", "step") for row in range(2, 12)}
    assert send(boss.client, more, "/USD", **rest, then="save").status_code == 302
    table = inside(queries.currency_table, "USD").increments
    assert (table.starts, table.steps) == ((0, 2_000_000), (5, 90_000))


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(boss):
    page = boss.client.get(USD)
    answer = send(boss.client, page, "/USD", from_1="", step_3="0.01", floor="١٠٠ EUR")
    assert answer.status_code == 422
    assert errors(answer) == {
        "from_1": "Please fill in this field.",
        "floor": "This table is for USD. Please give the amount in that currency.",
    }
    assert [typed(answer, "/USD", name) for name in ("from_1", "step_3", "floor")] == ["", "0.01", "١٠٠ EUR"]
    answer = send(boss.client, answer, "/USD", from_1="0", floor="100")
    assert list(errors(answer)) == ["step_3"]
