"""Addresses: asked as each country writes them, read in both digit sets, one's own, and forgotten in time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.errors import Absent, Invalid
from auction.settlement.delivery import formats, queries, service
from auction.settlement.delivery.presenting import address_lines
from auction.settlement.delivery.wording import LABELS
from tests.builders_settlement import a_person

GOOD = {
    "AE": {"name": "ليلى حداد", "line1": "شارع النخيل ١٢", "district": "المارينا", "city": "دبي",
        "region": "dubai", "phone": "٠٠٩٧١ ٥٠ ١٢٣ ٤٥٦٧"},
    "SA": {"name": "N", "line1": "1234 King Rd", "district": "Olaya", "city": "Riyadh",
        "postcode": "١٢٣٤٥", "phone": "+966501234567"},
    "GB": {"name": "N", "line1": "1 High St", "city": "London", "postcode": "sw1a 1aa"},
    "US": {"name": "N", "line1": "1 Main St", "city": "Beverly Hills", "region": "CA", "postcode": "90210-1234"},
    "DE": {"name": "N", "line1": "Hauptstr. 1", "postcode": "10115", "city": "Berlin"},
    "NL": {"name": "N", "line1": "Damrak 1", "postcode": "1012 ab", "city": "Amsterdam"},
    "JP": {"name": "N", "postcode": "100-0001", "region": "Tokyo", "city": "Chiyoda", "line1": "1-1",
        "phone": "+81312345678"},
    "CA": {"name": "N", "line1": "1 Main St", "city": "Ottawa", "region": "ON", "postcode": "k1a 0b1"},
    "BR": {"name": "N", "line1": "Rua 1", "city": "Rio"},
}  # fmt: skip
ASKED = "AE SA EG KW QA BH OM JO GB US DE FR IT ES NL JP CA AU".split()  # noqa: SIM905 - a list of codes reads best so


@pytest.mark.parametrize("country", GOOD)
def test_a_good_address_is_taken(house, country):
    me = a_person()
    kept = service.keep_address(person_id=me, country=country, typed=GOOD[country])
    assert kept.is_default
    found = queries.address(kept.address_id, me)
    assert formats.faults(country, found.parts) == {}
    assert all(word.isascii() for name, word in found.parts.items() if name in ("postcode", "phone"))


@pytest.mark.parametrize(
    ("country", "field", "typed", "code"),
    [
        ("GB", "postcode", "12345", "postcode_shape"), ("US", "postcode", "9021", "postcode_shape"),
        ("US", "region", "ZZ", "not_a_choice"), ("DE", "postcode", "", "needed"),
        ("AE", "phone", "home", "phone_shape"),
        ("SA", "district", " ", "needed"), ("NL", "postcode", "0123 AB", "postcode_shape"),
        ("BR", "line1", "x" * 121, "too_long"), ("AE", "region", "paris", "not_a_choice"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_its_field(house, country, field, typed, code):
    with pytest.raises(Invalid) as refusal:
        service.keep_address(person_id=a_person(), country=country, typed={**GOOD[country], field: typed})
    assert refusal.value.fields == {field: [code]}


@pytest.mark.parametrize("country", ASKED)
def test_every_country_has_a_whole_form(country):
    form = formats.FORMATS[country]
    assert all(field.label in LABELS for field in form.fields)
    names = [field.name for field in form.fields]
    assert len(names) == len(set(names))
    written = " ".join(form.lines)
    assert all(f"{{{name}}}" in written for name in names if name != "phone")
    assert not form.example or formats.tidy(country, {"postcode": form.example})["postcode"] == form.example


@given(
    st.sampled_from([*formats.FORMATS, "BR"]), st.dictionaries(st.sampled_from(formats.FIELDS), st.text(max_size=60))
)
def test_tidying_twice_is_tidying_once_and_stays_on_its_line(country, typed):
    once = formats.tidy(country, typed)
    assert formats.tidy(country, once) == once
    assert not any("\n" in word or "\0" in word or "\u202e" in word for word in once.values())
    formats.faults(country, once)
    formats.written(country, once, {})


def test_an_address_is_written_as_its_country_does(house):
    assert address_lines({"country": "DE", **GOOD["DE"]}) == ["N", "Hauptstr. 1", "10115 Berlin", "Germany"]
    assert address_lines({"country": "JP", **GOOD["JP"]})[0] == "〒100-0001"
    assert address_lines({"country": "AE", **GOOD["AE"]})[-2:] == ["Dubai", "United Arab Emirates"]


def test_one_address_is_proposed_first(house):
    me = a_person()
    ids = [service.keep_address(person_id=me, country="DE", typed=GOOD["DE"]).address_id for _time in range(3)]
    service.make_default(address_id=ids[2], person_id=me)
    assert [(one.id == ids[2]) for one in queries.addresses_of(me) if one.is_default] == [True]
    service.delete_address(address_id=ids[2], person_id=me)
    assert sum(one.is_default for one in queries.addresses_of(me)) == 1


def test_nobody_touches_an_address_of_somebody_else(house):
    mine = service.keep_address(person_id=a_person(), country="DE", typed=GOOD["DE"]).address_id
    thief = a_person()
    for touch in (
        lambda: queries.address(mine, thief),
        lambda: service.make_default(address_id=mine, person_id=thief),
        lambda: service.delete_address(address_id=mine, person_id=thief),
        lambda: service.keep_address(person_id=thief, country="DE", typed=GOOD["DE"], address_id=mine),
    ):
        with pytest.raises(Absent):
            touch()


def test_an_unknown_country_is_refused(house):
    with pytest.raises(Invalid) as refusal:
        service.keep_address(person_id=a_person(), country="ZZ", typed={})
    assert refusal.value.fields == {"country": ["country_unknown"]}
