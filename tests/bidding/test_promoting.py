"""Promoting a lot: who may, when it begins, where it stands, labelled, and that it is charged once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from auction import clock, outbox
from auction.bidding import queries, service
from auction.bidding.queries.finding import Wanted, find_lots
from auction.bidding.queries.promoted import MOST, is_promoted, promoted_lots, promoting_of
from auction.catalogue import service as catalogue
from auction.errors import Absent, Conflict, Forbidden
from auction.settlement.fees import service as fees
from auction.settlement.invoices import queries as papers
from tests import builders_people as people
from tests.bidding.builders import an_auction
from tests.builders_catalogue import make_draft, make_shelves
from tests.builders_settlement import assert_ledger_sound

pytestmark = pytest.mark.usefixtures("moment")


def shown(slug: str | None = None) -> list[int]:
    return [card.auction_id for card in promoted_lots(None, slug)]


def charged(seller_id: int) -> list[tuple[int, str, int]]:
    found = papers.charges_without_paper(seller_id)
    return [(one.auction_id, one.kind, one.total_minor) for one in found]


def a_fee(amount: str = "3") -> None:
    fees.add_schedule(currency="USD", words={"promotion": amount}, from_at=None, by_id=people.operator())


def test_a_seller_promotes_a_running_lot_and_is_charged_once(house: Flask, travel):
    a_fee()
    travel(hours=2)
    seller_id = people.seller()
    auction_id = an_auction(seller_id)
    assert promoting_of(auction_id, seller_id).price.minor == 3_00
    first = service.promote_lot(auction_id=auction_id, person_id=seller_id)
    again = service.promote_lot(auction_id=auction_id, person_id=seller_id)
    assert (first.is_new, again.is_new, again.from_at) == (True, False, first.from_at)
    outbox.drain()
    assert (shown(), is_promoted(auction_id)) == ([auction_id], True)
    assert charged(seller_id) == [(auction_id, "promotion", 3_00)]
    assert_ledger_sound()


def test_promoting_is_free_where_the_house_says_nothing(house: Flask):
    seller_id = people.seller()
    auction_id = an_auction(seller_id)
    assert promoting_of(auction_id, seller_id).price.minor == 0
    service.promote_lot(auction_id=auction_id, person_id=seller_id)
    outbox.drain()
    assert (shown(), charged(seller_id)) == ([auction_id], [])


def test_a_lot_that_is_published_promoted_begins_when_it_opens(house: Flask, travel):
    a_fee()
    seller_id = people.seller()
    make_shelves()
    listing_id = make_draft(seller_id)
    opens_at = clock.now() + timedelta(hours=5)
    words = {"opening": "later", "opens_at": opens_at.isoformat(), "promote": "on"}
    catalogue.save_draft(
        listing_id=listing_id, person_id=seller_id, fields=catalogue.DraftFields(wanted_terms=words)
    )  # fmt: skip
    auction_id = service.publish_listing(listing_id=listing_id, person_id=seller_id).auction_id
    outbox.drain()
    assert (shown(), is_promoted(auction_id), charged(seller_id)) == ([], False, [])
    travel(hours=6)
    outbox.drain()
    assert (shown(), is_promoted(auction_id)) == ([auction_id], True)
    assert charged(seller_id) == [(auction_id, "promotion", 3_00)]


def test_what_is_called_off_before_it_opens_costs_nothing(house: Flask, travel):
    fees.add_schedule(
        currency="USD", words={"promotion": "3", "insertion": "1"}, from_at=None, by_id=people.operator()
    )  # fmt: skip
    seller_id = people.seller()
    opens_at = clock.now() + timedelta(days=1)
    auction_id = an_auction(seller_id, opens_at=opens_at, closes_at=opens_at + timedelta(days=3))
    service.promote_lot(auction_id=auction_id, person_id=seller_id)
    service.end_early(auction_id=auction_id, person_id=seller_id, how="cancel", reason="It broke.")
    travel(days=2)
    outbox.drain()
    fees.charge_opening(auction_id=auction_id)
    assert (shown(), charged(seller_id)) == ([], [])


def test_nobody_else_promotes_a_lot(house: Flask):
    auction_id = an_auction()
    hidden = an_auction(opens_at=clock.now() + timedelta(hours=1))
    for stranger in (people.seller(), people.operator()):
        for ask in (service.promote_lot, promoting_of):
            with pytest.raises(Forbidden, match="not_your_lot"):
                ask(auction_id=auction_id, person_id=stranger)
            with pytest.raises(Absent):
                ask(auction_id=hidden, person_id=stranger)


def test_what_is_over_is_neither_promoted_nor_shown(house: Flask, travel):
    seller_id = people.seller()
    auction_id, late = an_auction(seller_id), an_auction(seller_id)
    service.promote_lot(auction_id=auction_id, person_id=seller_id)
    travel(days=4)
    assert (shown(), is_promoted(auction_id)) == ([], False)
    with pytest.raises(Conflict, match="already_ended"):
        service.promote_lot(auction_id=late, person_id=seller_id)


def test_they_take_turns_by_the_hour_and_change_no_order(house: Flask, travel):
    seller_id = people.seller()
    lots = [an_auction(seller_id, {"category": "watches"}) for _lot in range(MOST + 2)]
    before = [card.auction_id for card in find_lots(Wanted(sort="price")).cards]
    for auction_id in lots:
        service.promote_lot(auction_id=auction_id, person_id=seller_id)
    seen = set()
    for _hour in range(2):
        assert len(shown()) == MOST
        seen |= set(shown("watches"))
        travel(hours=1)
    assert seen == set(lots)
    assert [card.auction_id for card in find_lots(Wanted(sort="price")).cards] == before


def test_a_copy_is_not_promoted_by_itself(house: Flask):
    from auction.catalogue import queries as listings

    seller_id = people.seller()
    make_shelves()
    listing_id = make_draft(seller_id)
    wish = catalogue.DraftFields(wanted_terms={"promote": "on", "hoped": "50"})
    catalogue.save_draft(listing_id=listing_id, person_id=seller_id, fields=wish)
    copy = catalogue.copy_listing(listing_id=listing_id, person_id=seller_id).listing_id
    assert "promote" not in listings.own_listing(copy, seller_id).wanted_terms


@pytest.mark.parametrize(("language", "label"), [("en", "Promoted"), ("ar", "مُروَّج")])
def test_it_is_labelled_on_the_front_page_and_on_its_shelf(inside, client, csrf, language: str, label: str):
    seller_id = inside(people.seller, language=language)
    auction_id = inside(an_auction, seller_id, {"category": "watches"})
    other = inside(an_auction, seller_id, {"category": "watches"})
    people.signed_in(client, seller_id)
    hand = csrf(client)
    assert f"/auctions/{auction_id}/promotion" in hand.get("/sell").text
    assert hand.get(f"/auctions/{auction_id}/promotion").status_code == 200
    assert hand.post(f"/auctions/{auction_id}/promotion").status_code == 303
    for page in ("/", "/c/watches"):
        text = hand.get(page).text
        row = text.partition('aria-labelledby="promoted"')[2].partition("</section>")[0]
        assert row.count(label) == 2  # at the head of the row and on the card
        assert f"/auctions/{auction_id}" in row
        assert f"/auctions/{other}" not in row
    for page in ("/c/watches?sort=price&bids=without", "/search?q=clock", "/c/carpets-textiles"):
        assert 'aria-labelledby="promoted"' not in hand.get(page).text
    assert hand.get(f"/api/v1/auctions/{auction_id}").json["is_promoted"] is True
    assert hand.get(f"/api/v1/auctions/{other}").json["is_promoted"] is False


def test_an_auction_is_read_without_it(house: Flask):
    """What a promotion is kept in stands beside the auction: the book knows nothing of it."""
    seller_id = people.seller()
    auction_id = an_auction(seller_id)
    before = queries.whole_book(auction_id).to_public()
    service.promote_lot(auction_id=auction_id, person_id=seller_id)
    assert queries.whole_book(auction_id).to_public() == before
