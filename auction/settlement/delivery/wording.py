"""The words for this room's codes, and for what the forms of addresses ask. No decision lives here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from auction import wording

wording.add(
    {
        "country_unknown": _l("Please choose a country."),
        "too_many_addresses": _l("You have {limit} addresses, which is the most. Please throw one away first."),
        "postcode_shape": _l("Postcodes there look like {example}."),
        "phone_shape": _l("Please enter a telephone number in digits, with its country code, such as +971501234567."),
        "tracking_shape": _l("A tracking number has four to forty Latin letters and digits."),
        "is_picked_up": _l("The buyer has chosen to pick this up. Offer them a place and times."),
        "is_sent": _l("The buyer has paid for having it sent."),
        "wrong_code": _l("This is not the code. Tries left: {tries_left}."),
        "code_locked": _l("Too many wrong codes. The buyer can have a new one made on their page."),
        "not_a_day": _l("Please enter a day."),
        "day_out_of_range": _l("This day is before it was sent, or still to come."),
    }
)

LABELS: Final[Mapping[str, LazyString]] = {
    "name": _l("Full name"),
    "line1": _l("Address"),
    "line2": _l("Address, second line"),
    "district": _l("District"),
    "city": _l("City"),
    "region": _l("State or region"),
    "postcode": _l("Postcode"),
    "phone": _l("Telephone"),
    "street_building": _l("Street and building"),
    "building_street": _l("Building number and street"),
    "street_house": _l("Street and house number"),
    "house_street": _l("House number and street"),
    "street_number_us": _l("Street address"),
    "flat_building": _l("Flat and building"),
    "building_unit": _l("Building and unit"),
    "building_room": _l("Building and room"),
    "block_number": _l("Block and house number"),
    "street_number": _l("Street number"),
    "flat": _l("Flat and floor"),
    "apartment": _l("Apartment, suite, unit"),
    "floor_door": _l("Floor and door"),
    "area": _l("Area"),
    "block": _l("Block"),
    "road": _l("Road"),
    "way_number": _l("Way number"),
    "zone_number": _l("Zone"),
    "additional_number": _l("Additional number"),
    "village": _l("Village or area"),
    "town": _l("Town or city"),
    "suburb": _l("Suburb or town"),
    "city_ward": _l("City and ward"),
    "wilayat": _l("Wilayat"),
    "emirate": _l("Emirate"),
    "governorate": _l("Governorate"),
    "county": _l("County"),
    "state": _l("State"),
    "province": _l("Province"),
    "province_short": _l("Province, two letters"),
    "prefecture": _l("Prefecture"),
    "zip": _l("ZIP code"),
    "cap": _l("CAP (postcode)"),
    "po_box": _l("P.O. box"),
}

REGION_NAMES: Final[Mapping[str, LazyString]] = {
    "abu_dhabi": _l("Abu Dhabi"),
    "dubai": _l("Dubai"),
    "sharjah": _l("Sharjah"),
    "ajman": _l("Ajman"),
    "umm_al_quwain": _l("Umm Al Quwain"),
    "ras_al_khaimah": _l("Ras Al Khaimah"),
    "fujairah": _l("Fujairah"),
}
OTHER_CARRIER: Final = _l("Another carrier")
