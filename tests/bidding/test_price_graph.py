"""The price over time: its sums, what the page shows of it in both languages, and how it follows the bids."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.bidding.graph import BOX, Course, Step, changes, draw, ticks_of
from auction.bidding.queries.price_course import price_course, price_courses
from auction.rules.terms import SoftClose
from tests.bidding.builders import a_person, a_seller, an_auction, bid

OPENS = datetime(2026, 3, 1, tzinfo=UTC)


def a_course(*steps: Step, hours: int = 100, until: int = 100, **changes_: object) -> Course:
    given_ = {
        "currency": "USD", "starting_minor": 1000, "opens_at": OPENS, "planned_end": OPENS + timedelta(hours=hours),
        "end": OPENS + timedelta(hours=hours), "until": OPENS + timedelta(hours=until), "steps": steps,
        "bid_count": len(steps), "seq": len(steps) + 1,
    }  # fmt: skip
    return Course(**(given_ | changes_))


def at(hours: float, price_minor: int, **more: bool) -> Step:
    return Step(OPENS + timedelta(hours=hours), price_minor, **more)


def test_each_bid_is_a_step_at_its_time_and_height():
    graph = draw(a_course(at(25, 2000), at(50, 4000), until=75))
    assert graph.ticks == (4000, 3000, 2000, 1000)
    assert graph.line == "M0 1000H250V667H500V0H750"
    assert (graph.last.x, graph.last.y) == ("75.00%", "0.00%")
    assert graph.area == graph.line + f"V{BOX}H0Z"
    assert graph.rules == ("0.00%", "33.33%", "66.67%", "100.00%")
    assert graph.planned_x is None


def test_a_late_bid_is_marked_and_the_planned_end_with_it():
    moved = a_course(at(99, 2000), at(99, 2000, has_moved_end=True), planned_end=OPENS + timedelta(hours=90))
    graph = draw(moved)
    assert [(move.x, move.y) for move in graph.moves] == [("99.00%", "0.00%")]
    assert graph.planned_x == "90.00%"


def test_only_what_changed_is_drawn():
    kept = changes([at(1, 10), at(2, 10), at(3, 12), at(4, 12, has_moved_end=True), at(5, 10)])
    assert [step.price_minor for step in kept] == [10, 12, 12, 10]


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_ticks_are_few_round_even_and_hold_the_prices(one: int, other: int):
    low, high = sorted((one, other))
    ticks = ticks_of(low, high)
    assert 2 <= len(ticks) <= 6
    assert ticks[-1] <= low <= high <= ticks[0]
    steps = {above - below for above, below in itertools.pairwise(ticks)}
    assert len(steps) == 1
    assert re.fullmatch(r"[125]0*", str(steps.pop()))


@given(st.lists(st.tuples(st.floats(-10, 200), st.integers(0, 10**10)), max_size=30))
def test_nothing_is_drawn_outside_of_the_frame(points):
    graph = draw(a_course(*[at(hours, price) for hours, price in sorted(points)]))
    assert all(0 <= int(number) <= BOX for number in re.findall(r"-?\d+", graph.line))


def test_the_course_is_read_from_the_public_book(app, moment, inside, travel):
    lot = inside(
        an_auction,
        starting_minor=1000,
        soft_close=SoftClose(window_seconds=600, extension_seconds=600, cap_seconds=3600),
    )
    ann, ben = inside(a_person), inside(a_person)
    inside(bid, lot, ann, "50")
    travel(days=2)
    inside(bid, lot, ben, "30")
    travel(minutes=24 * 60 - 1)
    inside(bid, lot, ben, "80")
    course = inside(price_course, lot)
    assert [step.price_minor for step in course.steps] == [1000, 3100, 5100, 5100]
    assert course.steps[-1].has_moved_end
    assert course.planned_end < course.end
    assert course.bid_count == 3


def test_a_long_book_is_read_coarsely_and_ends_where_it_stands(app, moment, inside):
    lot = inside(an_auction)
    people = [inside(a_person), inside(a_person)]
    for number in range(24):
        inside(bid, lot, people[number % 2], str(20 + number * 5))
    whole, coarse = inside(price_courses, [lot])[lot], inside(price_courses, [lot], 6)[lot]
    assert len(coarse.steps) <= 7 < len(whole.steps)
    assert coarse.steps[-1].price_minor == whole.steps[-1].price_minor


def test_nothing_is_told_before_it_opens(app, moment, inside, client):
    now = moment
    lot = inside(an_auction, opens_at=now + timedelta(hours=1), closes_at=now + timedelta(days=2))
    assert inside(price_course, lot) is None
    assert client.get(f"/auctions/{lot}/graph").status_code == 404


@pytest.mark.parametrize(
    ("language", "told", "price"),
    [
        ("en", "The price went from $10.00 to $32.00 in 2 bids.", "$40.00"),
        ("ar", "انتقل السعر من", "40.00"),
    ],
)
def test_the_page_tells_it_in_words_and_as_a_table(app, moment, inside, client, language, told, price):
    lot = inside(an_auction)
    inside(bid, lot, inside(a_person), "31")
    inside(bid, lot, inside(a_person), "80")
    page = client.get(f"/auctions/{lot}?lang={language}").text
    assert told in page
    figure = page[page.index("<figure") : page.index("</figure>")]
    assert price in figure
    assert figure.count("<tr>") == 4
    part = client.get(f"/auctions/{lot}/graph?lang={language}")
    assert part.text.strip() == figure + "</figure>"


def test_a_lot_without_bids_has_its_frame_already(app, moment, inside, client):
    lot = inside(an_auction, inside(a_seller))
    assert "Bidding starts at $10.00. Nobody has bid yet." in client.get(f"/auctions/{lot}").text


def test_the_sellers_desk_shows_the_bids_of_each_lot(app, moment, inside, enter):
    seller = enter(a_seller)
    contested = inside(an_auction, seller.id)
    inside(an_auction, seller.id)
    for amount in ("20", "30"):
        inside(bid, contested, inside(a_person), amount)
    page = seller.client.get("/sell").text
    assert page.count('class="graph-small"') == 1
    assert "The price went from $10.00 to $20.50 in 2 bids." in page
