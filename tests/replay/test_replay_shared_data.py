"""The real eBay auctions that the law was measured on, where they are at hand."""

from pathlib import Path

import pytest

from auction.replay import play_file, text_lines
from tests import services

HERE = Path(__file__).resolve()
PLACES = [parent / "shared" / "data" / "ebay" / "bids.csv" for parent in HERE.parents]


@pytest.fixture
def bids() -> Path:
    found = next((place for place in PLACES if place.is_file()), None)
    return found or services.missing("data", "the shared eBay bids are not beside the repository")


@pytest.mark.shared_data
def test_the_rules_reproduce_every_price_that_they_can_explain(bids: Path) -> None:
    report = play_file(bids)
    assert (len(report.results), report.matched) == (305, 297)
    assert (report.bids, report.accepted, report.masked) == (5_243, 5_243, 28)
    others = {result.reason for result in report.results if result.reason != "matched"}
    assert others == {"hidden_reserve"}
    assert [(row.line, row.is_played) for row in report.bad_rows] == [(2_766, True)]
    assert any("297 of 305" in line for line in text_lines(report))


@pytest.mark.shared_data
def test_other_increments_explain_less(bids: Path) -> None:
    assert play_file(bids, increments_name="flat").matched < 250
    assert play_file(bids, increments_name="gbp").matched < 250
