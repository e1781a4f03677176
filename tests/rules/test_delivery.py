"""What bringing lots to their buyer costs together, and which zone an address lies in."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules.delivery import PICKUP, REGIONS, ZONES, Band, Offer, Rates, fits, together, zone_between

BANDS = (Band(1_000, {"country": 500, "region": 900}), Band(5_000, {"country": 1_200, "region": 2_500}))


@st.composite
def tables(draw):
    weights = sorted(draw(st.sets(st.integers(1, 30_000), min_size=1, max_size=5)))
    bands = tuple(Band(grams, {"country": draw(st.integers(0, 90_000))}) for grams in weights)
    kind = draw(st.sampled_from(["weight", "price", "percent"]))
    return Rates(str(draw(st.integers(1, 3))), bands, kind, draw(st.integers(0, 10_000)) if kind != "weight" else 0)


@st.composite
def baskets(draw):
    """Lots at flat prices and on up to three tables."""
    known = draw(st.lists(tables(), min_size=1, max_size=3))
    offers = []
    for _lot in range(draw(st.integers(1, 6))):
        rates = draw(st.sampled_from([None, *known]))
        if rates is None:
            offers.append(Offer(draw(st.integers(0, 90_000))))
            continue
        grams = draw(st.integers(1, rates.bands[-1].to_grams))
        price_minor = rates.price("country", grams)
        assert price_minor is not None
        offers.append(Offer(price_minor, rates, grams))
    return offers


@given(baskets())
def test_together_is_never_dearer_than_one_by_one_and_never_cheaper_than_the_dearest(offers):
    cost = together("country", offers)
    assert max(offer.price_minor for offer in offers) <= cost <= sum(offer.price_minor for offer in offers)


@given(baskets())
def test_the_order_of_the_lots_changes_nothing(offers):
    few = offers[:4]
    assert len({together("country", list(turned)) for turned in permutations(few)}) == 1


@given(baskets())
def test_one_lot_alone_costs_its_own_price(offers):
    assert together("country", offers[:1]) == offers[0].price_minor


def test_weights_add_up_within_one_table():
    rates = Rates("1", BANDS)
    light, heavy = Offer(500, rates, 800), Offer(1_200, rates, 4_000)
    assert together("country", [light, light]) == 1_000  # 1,600 g would cost 1,200: one by one is cheaper
    assert together("country", [light, heavy]) == 1_200  # 4,800 g is one parcel
    assert together("country", [heavy, heavy]) == 2_400  # 8,000 g is too heavy for one


def test_the_dearest_is_paid_in_full_and_each_further_lot_at_its_further_price():
    priced = Rates("1", BANDS, "price", 200)
    shared = Rates("2", BANDS, "percent", 5_000)
    assert together("country", [Offer(500, priced, 800), Offer(1_200, priced, 4_000), Offer(500, priced, 1)]) == 1_600
    assert together("country", [Offer(501, shared, 800), Offer(1_200, shared, 4_000)]) == 1_451
    assert together("country", [Offer(100, priced, 1), Offer(150)]) == 250  # never more than its own price


def test_flat_prices_add_up():
    assert together("country", [Offer(1_200), Offer(1_200)]) == 2_400
    assert together("country", []) == 0


@given(tables())
def test_a_table_is_read_back_as_it_was_written(rates):
    assert Rates.from_plain(rates.to_plain()) == rates


@pytest.mark.parametrize(
    ("seller", "buyer", "zone"),
    [
        ("AE", "AE", "country"), ("AE", "SA", "region"), ("AE", "DE", "world"), ("DE", "FR", "region"),
        ("US", "CA", "region"), ("EG", "JO", "region"), ("BR", "JP", "world"), (None, "AE", None), ("AE", None, None),
    ],
)  # fmt: skip
def test_a_country_lies_in_one_zone_of_a_seller(seller, buyer, zone):
    assert zone_between(seller, buyer) == zone
    assert fits(PICKUP, seller, buyer)
    assert [one for one in ZONES if fits(one, seller, buyer)] == ([zone] if zone else list(ZONES))


def test_no_country_belongs_to_two_regions():
    named = [country for region in REGIONS.values() for country in region]
    assert len(named) == len(set(named))
    assert all(len(country) == 2 for country in named)
