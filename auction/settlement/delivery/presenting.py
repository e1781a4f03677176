"""How delivery is laid out for pages: addresses in lines, forms by country, what an order offers. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel.core import get_global
from flask_babel import gettext as _

from auction import languages
from auction.catalogue.delivery import ZONE_NAMES, country_name
from auction.rules.delivery import PICKUP, REGIONS, fits
from auction.settlement.delivery import carriers, formats, queries
from auction.settlement.delivery.wording import LABELS, OTHER_CARRIER, REGION_NAMES
from auction.settlement.orders.queries import OrderView

# How browsers know the fields of an address.
AUTOCOMPLETE = {
    "name": "name", "line1": "address-line1", "line2": "address-line2", "district": "address-level3",
    "city": "address-level2", "region": "address-level1", "postcode": "postal-code", "phone": "tel",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a country's form, as its page shows it."""

    name: str
    label: str
    is_needed: bool
    most: int
    autocomplete: str
    example: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a buyer chooses from: addresses and ways, with what is proposed. A way is (zone, label, help)."""

    addresses: list[queries.AddressView]
    ways: list[tuple[str, str, str]]
    address_id: int | None
    zone: str


def fields_of(country: str) -> list[FieldView]:
    """The form of a country, in its order."""
    form = formats.format_of(country)
    return [
        FieldView(
            one.name,
            str(LABELS[one.label]),
            one.is_needed,
            formats.LONGEST[one.name],
            AUTOCOMPLETE[one.name],
            form.example if one.name == "postcode" else "",
            _options(form) if one.name == "region" else (),
        )
        for one in form.fields
    ]


def _options(form: formats.Format) -> tuple[tuple[str, str], ...]:
    named = [(code, str(REGION_NAMES.get(code, code))) for code in form.regions]
    return (("", str(_("Please choose"))), *sorted(named, key=lambda one: one[1])) if named else ()


def address_lines(address: Mapping[str, Any]) -> list[str]:
    """An address as it is written on a parcel, its country last."""
    country = str(address.get("country", ""))
    names = {code: str(name) for code, name in REGION_NAMES.items()}
    words = {name: str(word) for name, word in address.items() if name in formats.FIELDS}
    return [*formats.written(country, words, names), country_name(country)]


def address_in_short(view: queries.AddressView) -> str:
    """An address on one line, to choose by."""
    return str(_(", ")).join(address_lines({**view.parts, "country": view.country}))


def delivery_choices(order: OrderView) -> Choices:
    """The buyer's addresses and the order's ways; proposed is what was chosen before, else what fits."""
    addresses = queries.addresses_of(order.buyer_id)
    chosen = (order.address or {}).get("id")
    address = next((one for one in addresses if one.id == chosen), addresses[0] if addresses else None)
    country = address.country if address else None
    fitting = [way.zone for way in order.ways if fits(way.zone, order.seller_country, country)]
    zone = order.zone if order.zone in fitting else next((one for one in fitting if one != PICKUP or not address), "")
    zone = zone or next(iter(fitting), "")
    ways = [
        (way.zone, _priced(way.name, way.price_minor, order.currency), _leads(way.zone, order)) for way in order.ways
    ]
    return Choices(addresses, ways, address.id if address else None, zone)


def _priced(name: str, price_minor: int, currency: str) -> str:
    price = languages.money_text(price_minor, currency) if price_minor else str(_("Free of charge"))
    return str(_("%(way)s: %(price)s", way=name, price=f"\u2068{price}\u2069"))


def _leads(zone: str, order: OrderView) -> str:
    """To which addresses a way leads."""
    home = order.seller_country
    if zone == PICKUP:
        return str(_("The seller tells you where and when, once it is paid."))
    if home is None:
        return ""
    if zone == "country":
        return str(_("To addresses in %(country)s", country=country_name(home)))
    near = sorted({one for region in REGIONS.values() if home in region for one in region} - {home})
    if zone == "world":
        return str(_("To all countries farther away"))
    if not near:
        return ""
    if len(near) > 8:
        return str(_("To the neighbouring countries of %(country)s", country=country_name(home)))
    return str(_("To addresses in %(country)s", country=languages.list_and([country_name(one) for one in near])))


def way_name(zone: str | None) -> str:
    return str(ZONE_NAMES[zone]) if zone is not None and zone in ZONE_NAMES else ""


def carriers_offered() -> list[tuple[str, str]]:
    return [(one.key, carrier_name(one.key)) for one in carriers.CARRIERS.values()]


def carrier_name(key: str) -> str:
    return str(OTHER_CARRIER) if key == carriers.OTHER else carriers.CARRIERS[key].name


def home_country() -> str:
    """Where the reader's clock stands: a first guess."""
    zones: Mapping[str, str] = get_global("zone_territories")
    return zones.get(languages.reader().time_zone, "")
