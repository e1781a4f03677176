"""Building a sale: numbers, amounts, who may, and what may join."""

from __future__ import annotations

import pytest

from auction.accounts.service import sanction_person
from auction.bidding import service as bidding
from auction.bidding.sales import queries, service
from auction.catalogue import service as catalogue
from tests.bidding.builders import a_person, a_seller
from tests.bidding.sales.builders import a_sale, announced, arrange, numbers, rows, some_drafts, some_words
from tests.bidding.seeing import refused
from tests.builders_catalogue import TERMS

pytestmark = pytest.mark.usefixtures("house", "moment")


@pytest.fixture
def seller():
    return a_seller()


def test_drafts_join_at_the_end_with_the_amounts_of_their_forms(seller):
    drafts = some_drafts(seller, 2, wanted_terms={**TERMS, "starting": "12.50", "reserve": "40"})
    euros = some_drafts(seller, 1, wanted_terms={**TERMS, "currency": "EUR", "starting": "9"})
    sale = a_sale(seller, drafts=[*reversed(drafts), *euros])
    assert [lot.listing_id for lot in rows(sale)] == [*reversed(drafts), *euros]
    assert [(lot.starting, lot.reserve) for lot in rows(sale)] == [("12.50", "40"), ("12.50", "40"), ("", "")]
    assert numbers(sale) == ["1", "2", "3"]
    assert service.add_lots(sale_id=sale, person_id=seller, listing_ids=drafts) == 0


def test_numbers_may_have_gaps_and_letters_and_make_the_order(seller):
    sale = a_sale(seller, 3)
    one, two, three = (lot.id for lot in rows(sale))
    arrange(sale, seller, (one, "12", "10", ""), (two, "7", "10", ""), (three, "١٢a", "10", ""))
    assert numbers(sale) == ["7", "12", "12A"]
    assert [lot.id for lot in rows(sale)] == [two, one, three]
    more = some_drafts(seller, 1)
    service.add_lots(sale_id=sale, person_id=seller, listing_ids=more)
    assert numbers(sale) == ["7", "12", "12A", "13"]


def test_lots_move_under_the_numbers_and_can_be_numbered_anew(seller):
    sale = a_sale(seller, 3)
    one, two, three = (lot.id for lot in rows(sale))
    arrange(sale, seller, (three, "5B", "10", ""), move=(three, -1))
    assert [(lot.id, f"{lot.number}{lot.letter}") for lot in rows(sale)] == [(one, "1"), (three, "2"), (two, "5B")]
    arrange(sale, seller, move=(one, -1))
    assert [lot.id for lot in rows(sale)] == [one, three, two]
    arrange(sale, seller, is_renumbered=True)
    assert numbers(sale) == ["1", "2", "3"]


def test_numbers_can_be_exchanged(seller):
    sale = a_sale(seller, 2)
    one, two = (lot.id for lot in rows(sale))
    arrange(sale, seller, (one, "2", "10", ""), (two, "1", "10", ""))
    assert [lot.id for lot in rows(sale)] == [two, one]


def test_a_lot_taken_out_is_a_draft_again_and_leaves_a_gap(seller):
    sale = a_sale(seller, 3)
    lot, listing = next((lot.id, lot.listing_id) for lot in rows(sale) if lot.number == 2)
    arrange(sale, seller, cover=lot)
    arrange(sale, seller, remove=lot)
    assert numbers(sale) == ["1", "3"]
    assert [draft.id for draft in queries.drafts_to_add(seller)] == [listing]
    assert not any(lot.is_cover for lot in queries.own_sale(sale, seller).lots)


def test_every_unfit_word_of_a_lot_is_named_and_nothing_is_kept(seller):
    sale = a_sale(seller, 3)
    one, two, three = (lot.id for lot in rows(sale))
    said = refused(arrange, sale, seller, (one, "x", "ten", ""), (two, "3", "10", "-1"), (three, "3", "10", ""))
    assert said == (
        f"invalid number-{one}:bad_lot_number starting-{one}:not_a_number reserve-{two}:negative "
        f"number-{three}:lot_number_taken"
    )
    assert numbers(sale) == ["1", "2", "3"]
    assert [lot.starting for lot in rows(sale)] == ["10", "10", "10"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name_en": "n" * 141}, "name_en:too_long"),
        ({"wanted": {"currency": "XXX"}}, "currency:unknown_currency"),
        ({"wanted": {"window_minutes": "soon"}}, "window_minutes:not_a_number"),
        ({"interval_seconds": 7}, "interval:unknown_choice"),
    ],
)
def test_unfit_words_of_a_sale_are_refused_by_field(seller, changes, field):
    sale = service.create_sale(person_id=seller)
    asked = some_words(**changes)
    assert refused(service.save_sale, sale_id=sale, person_id=seller, asked=asked) == f"invalid {field}"


def test_a_sale_is_its_sellers_alone(seller):
    sale, other = a_sale(seller, 1), a_seller()
    assert refused(service.save_sale, sale_id=sale, person_id=other, asked=some_words()) == "not_found"
    assert refused(service.add_lots, sale_id=sale, person_id=other, listing_ids=[]) == "not_found"
    assert refused(arrange, sale, other) == "not_found"
    assert refused(service.announce_sale, sale_id=sale, person_id=other) == "not_found"
    assert refused(service.delete_sale, sale_id=sale, person_id=other) == "not_found"
    assert refused(queries.own_sale, sale, other) == "not_found"
    assert refused(queries.public_sale, sale) == "not_found"


def test_nobody_else_may_begin_one_or_bring_a_draft_that_is_not_theirs(seller):
    assert refused(service.create_sale, person_id=a_person()) == "not_a_seller"
    sale, theirs = a_sale(seller, 1), some_drafts(a_seller(), 1)
    assert refused(service.add_lots, sale_id=sale, person_id=seller, listing_ids=theirs) == "not_found"
    assert numbers(sale) == ["1"]


def test_a_draft_stands_in_one_sale_and_opens_with_it_alone(seller):
    sale, other = a_sale(seller, 1), a_sale(seller, 1)
    listing = rows(sale)[0].listing_id
    assert refused(service.add_lots, sale_id=other, person_id=seller, listing_ids=[listing]) == "in_another_sale"
    assert refused(bidding.publish_listing, listing_id=listing, person_id=seller) == "in_a_sale"
    service.delete_sale(sale_id=sale, person_id=seller)
    assert bidding.publish_listing(listing_id=listing, person_id=seller).listing_id == listing


def test_a_deleted_draft_leaves_the_sale(seller):
    sale = a_sale(seller, 2)
    catalogue.delete_draft(listing_id=rows(sale)[0].listing_id, person_id=seller)
    assert numbers(sale) == ["2"]


def test_an_announced_sale_is_not_changed(seller):
    sale = announced(seller, 1)
    for verb, given in (
        (service.save_sale, {"asked": some_words()}),
        (service.add_lots, {"listing_ids": []}),
        (service.announce_sale, {}),
        (service.delete_sale, {}),
    ):
        assert refused(verb, sale_id=sale, person_id=seller, **given) == "sale_announced"


def test_somebody_barred_from_selling_announces_nothing(seller):
    sale = a_sale(seller, 1)
    sanction_person(person_id=seller, kind="no_selling", reason="a test")
    assert refused(service.announce_sale, sale_id=sale, person_id=seller) == "not_a_seller"
