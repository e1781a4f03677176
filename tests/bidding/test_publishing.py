"""Publishing: a seller's words become an auction, or every fault is named at once beside its field."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from auction.accounts.service import sanction_person
from auction.bidding import queries, service
from auction.bidding.models import Auction
from auction.catalogue import service as catalogue
from auction.db import db
from auction.errors import Invalid
from auction.rules.terms import SoftClose, Terms
from tests.bidding.builders import a_person, a_seller
from tests.bidding.seeing import facts, kinds, refused
from tests.builders_catalogue import TERMS, make_draft, make_shelves

pytestmark = pytest.mark.usefixtures("house", "moment")


@pytest.fixture
def seller():
    make_shelves()
    return a_seller(time_zone="Asia/Dubai")


def publish(listing, person):
    return service.publish_listing(listing_id=listing, person_id=person)


def a_draft(person, **wanted):
    return make_draft(person, wanted_terms={**TERMS, **wanted})


def terms_of(auction_id):
    return Terms.from_plain(db.session.execute(sa.select(Auction.terms).where(Auction.id == auction_id)).scalar_one())


def faults(listing, person):
    with pytest.raises(Invalid) as caught:
        publish(listing, person)
    assert db.session.execute(sa.select(sa.func.count()).select_from(Auction)).scalar_one() == 0
    return caught.value.fields


def test_a_good_draft_opens_at_once(seller, moment):
    listing = a_draft(seller, starting="١٠", reserve="٢٥٫٥٠", buy_now="1,250.00", duration="3d")
    published = publish(listing, seller)
    terms = terms_of(published.auction_id)
    assert (published.opens_at, published.closes_at) == (moment, moment + timedelta(days=3))
    assert (terms.starting_minor, terms.reserve_minor, terms.buy_now_minor) == (1000, 2550, 125_000)
    assert (terms.soft_close, terms.increments.name) == (SoftClose(), "usd")
    state = queries.public_state(published.auction_id)
    assert (state.phase, state.price_minor, state.reserve, state.seq) == ("open", 1000, "not_met", 1)
    assert kinds(published.auction_id) == ["opened"]
    assert facts("auction_opened") == [{"auction_id": published.auction_id, "seller_id": seller}]


def test_the_house_proposes_what_was_not_said(seller, moment):
    published = publish(make_draft(seller, wanted_terms={"starting": "10"}), seller)
    terms = terms_of(published.auction_id)
    assert (terms.currency, published.closes_at - moment, terms.soft_close) == ("USD", timedelta(days=7), SoftClose())


@pytest.mark.parametrize(
    ("currency", "typed", "minor"),
    [("JPY", "١٢٬٥٠٠", 12_500), ("KWD", "١٢٫٥٠٠", 12_500), ("AED", "12٫5 AED", 1250), ("EUR", "€ 1.250,50", 125_050)],
)
def test_amounts_are_read_in_their_currency_and_either_digits(seller, currency, typed, minor):
    published = publish(a_draft(seller, currency=currency, starting=typed), seller)
    terms = terms_of(published.auction_id)
    assert (terms.currency, terms.starting_minor) == (currency, minor)


def test_an_exact_end_is_meant_in_the_sellers_own_zone(seller):
    published = publish(a_draft(seller, duration="exact", ends_at="2026-03-20T20:30"), seller)
    assert published.closes_at == datetime(2026, 3, 20, 16, 30, tzinfo=UTC)
    assert published.closes_at.tzinfo is UTC


def test_a_later_opening_is_hidden_until_it_comes(seller, travel):
    listing = a_draft(seller, opening="later", opens_at="2026-03-15T10:00", duration="1d")
    published = publish(listing, seller)
    assert published.opens_at == datetime(2026, 3, 15, 6, tzinfo=UTC)
    assert published.closes_at == datetime(2026, 3, 16, 6, tzinfo=UTC)
    assert refused(queries.public_state, published.auction_id) == "not_found"
    travel(to=published.opens_at)
    assert queries.public_state(published.auction_id).phase == "open"


def test_the_zone_may_change_its_clock_in_between(seller):
    """In Berlin the night of 29 March 2026 has no hour from two to three."""
    berlin = a_seller(time_zone="Europe/Berlin")
    listing = a_draft(
        berlin, opening="later", opens_at="2026-03-28T12:00", duration="exact", ends_at="2026-03-29T12:00"
    )
    published = publish(listing, berlin)
    assert published.closes_at - published.opens_at == timedelta(hours=23)


def test_soft_close_is_as_the_seller_wishes(seller):
    listing = a_draft(seller, window_minutes="٥", extension_minutes="10", cap_minutes="0")
    assert terms_of(publish(listing, seller).auction_id).soft_close == SoftClose(300, 600, 0)
    assert terms_of(publish(a_draft(seller, soft_close="off"), seller).auction_id).soft_close is None
    listing = a_draft(seller, window_minutes="", extension_minutes=" ", cap_minutes="")
    assert terms_of(publish(listing, seller).auction_id).soft_close == SoftClose()


def test_everything_that_is_wrong_is_said_at_once(seller):
    listing = catalogue.create_draft(person_id=seller).listing_id
    fields = catalogue.DraftFields(
        title="Vase",
        category="watches",
        wanted_terms={
            "currency": "USD",
            "starting": "",
            "reserve": "many",
            "buy_now": "0.01",
            "opening": "later",
            "opens_at": "2026-03-01T10:00",
            "duration": "exact",
            "ends_at": "2026-02-01T10:00",
            "window_minutes": "soon",
            "extension_minutes": "0",
            "cap_minutes": "99999",
        },
    )
    catalogue.save_draft(listing_id=listing, person_id=seller, fields=fields)
    assert faults(listing, seller) == {
        "title": ["title_too_short"],
        "category": ["category_too_wide"],
        "condition": ["condition_needed"],
        "description": ["description_needed"],
        "pictures": ["picture_needed"],
        "starting": ["needed"],
        "reserve": ["not_a_number"],
        "buy_now": ["below_least_buy_now"],
        "opens_at": ["in_the_past"],
        "ends_at": ["not_after_opening", "in_the_past"],
        "window_minutes": ["not_a_number"],
        "extension_minutes": ["out_of_range"],
        "cap_minutes": ["out_of_range"],
    }


def test_only_its_seller_publishes_a_draft_and_only_once(seller):
    listing = a_draft(seller)
    other = a_seller()
    assert refused(publish, listing, other) == "not_found"
    assert refused(publish, 404, seller) == "not_found"
    publish(listing, seller)
    assert refused(publish, listing, seller) == "already_published"
    assert len(facts("auction_opened")) == 1


def test_who_may_not_sell_keeps_the_draft(seller):
    listing = a_draft(seller)
    sanction_person(person_id=seller, kind="no_selling", reason="fakes")
    assert refused(publish, listing, seller) == "not_a_seller"
    assert refused(publish, listing, a_person()) == "not_found"
