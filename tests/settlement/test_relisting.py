"""Listing a lot anew that was not sold: once, with its old words and pictures, linked with the auction before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from auction import clock, outbox
from auction.bidding import queries as bidding
from auction.bidding import service as bidding_service
from auction.catalogue import queries as catalogue
from auction.catalogue import service as catalogue_service
from auction.errors import Absent, Conflict
from auction.settlement.unpaid import service
from tests.bidding.builders import a_listing, a_person, a_seller, an_auction, bid
from tests.builders_catalogue import make_draft, make_shelves
from tests.builders_unpaid import a_failed_sale, a_sale


@pytest.fixture(autouse=True)
def _still(house: Flask, moment):
    return moment


def an_unsold_lot(travel, seller_id: int, **listing) -> int:
    auction_id = an_auction(seller_id, a_listing(seller_id, **listing), reserve_minor=900_00)
    bid(auction_id, a_person(), "20")
    travel(to=clock.now() + timedelta(days=3))
    bidding_service.close_due()
    outbox.drain()
    return auction_id


def test_an_unsold_lot_is_drafted_anew_with_its_words_and_linked_once_it_is_open(travel):
    seller_id = a_seller()
    make_shelves()
    draft = make_draft(seller_id, has_picture=True, wanted_terms={"starting": "10", "reserve": "900", "duration": "1d"})
    old = bidding_service.publish_listing(listing_id=draft, person_id=seller_id).auction_id
    travel(days=1)
    bidding_service.close_due()
    relisted = service.relist(auction_id=old, person_id=seller_id)
    assert not service.relist(auction_id=old, person_id=seller_id).is_new
    new, before = (catalogue.own_listing(each, seller_id) for each in (relisted.listing_id, draft))
    assert (new.view.title, new.view.description, new.wanted_terms) == (
        before.view.title, before.view.description, before.wanted_terms,
    )  # fmt: skip
    assert [one.thumb for one in new.view.pictures] == [one.thumb for one in before.view.pictures]
    assert bidding.relisting_of(old).next_id is None
    opened = bidding_service.publish_listing(listing_id=relisted.listing_id, person_id=seller_id)
    assert bidding.relisting_of(old).next_id == opened.auction_id
    assert bidding.relisting_of(opened.auction_id).previous_id == old


def test_a_draft_thrown_away_lets_the_lot_be_listed_again(travel):
    seller_id = a_seller()
    old = an_unsold_lot(travel, seller_id)
    first = service.relist(auction_id=old, person_id=seller_id)
    catalogue_service.delete_draft(listing_id=first.listing_id, person_id=seller_id)
    assert service.relist(auction_id=old, person_id=seller_id).is_new


def test_only_its_seller_lists_a_lot_anew_and_only_when_it_is_over(travel):
    seller_id = a_seller()
    old = an_unsold_lot(travel, seller_id)
    with pytest.raises(Absent):
        service.relist(auction_id=old, person_id=a_seller())
    with pytest.raises(Conflict, match="still_running"):
        service.relist(auction_id=an_auction(seller_id), person_id=seller_id)


def test_a_sold_lot_is_listed_anew_only_when_its_order_came_to_nothing(travel):
    sale = a_sale(travel)
    with pytest.raises(Conflict, match="already_ordered"):
        service.relist(auction_id=sale.auction_id, person_id=sale.seller_id)
    failed = a_failed_sale(travel)
    assert service.relist(auction_id=failed.auction_id, person_id=failed.seller_id).is_new
    with pytest.raises(Conflict, match="already_relisted"):
        service.make_offer(
            order_id=failed.order_id, auction_id=failed.auction_id, person_id=failed.seller_id, alias=1, days=3
        )
    with pytest.raises(Conflict, match="already_relisted"):
        service.accept_late_payment(order_id=failed.order_id, person_id=failed.seller_id)


def test_a_sale_whose_order_is_not_open_yet_is_not_listed_anew(travel):
    seller_id = a_seller()
    auction_id = an_auction(seller_id)
    bid(auction_id, a_person(), "20")
    travel(days=3)
    bidding_service.close_due()
    with pytest.raises(Conflict, match="already_ordered"):
        service.relist(auction_id=auction_id, person_id=seller_id)


def test_a_lot_on_offer_is_not_listed_anew(travel):
    sale = a_failed_sale(travel)
    alias = bidding.underbids(sale.auction_id)[0].alias
    service.make_offer(
        order_id=sale.order_id, auction_id=sale.auction_id, person_id=sale.seller_id, alias=alias, days=3
    )
    with pytest.raises(Conflict, match="offered_elsewhere"):
        service.relist(auction_id=sale.auction_id, person_id=sale.seller_id)
