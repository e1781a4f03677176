"""What bringing lots to their buyer costs, and which zone an address lies in. Nothing is sent or promised here.

- A zone is seen from the seller: their country, the region it belongs to, the rest of the world. Each address lies in
  exactly one; picking up fits every address. Where a country is not known, nothing is ruled out.
- A table holds a price for each zone and band of weight. A parcel pays the first band that holds its weight.
- Several lots of one order: the dearest pays its price in full, each further one its further price, never more than
  its own. A flat price has no further price; it is paid in full each time.
- A table that names no further price adds weights: its lots are one parcel of their common weight. Where that is too
  heavy for the table, or dearer than sending them one by one, they are sent one by one.
- Together is never dearer than one by one, and never cheaper than the dearest alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

Zone: TypeAlias = Literal["country", "region", "world"]
FurtherKind: TypeAlias = Literal["weight", "price", "percent"]

PICKUP: Final = "pickup"
ZONES: Final[tuple[Zone, ...]] = ("country", "region", "world")
FURTHER_KINDS: Final[tuple[FurtherKind, ...]] = ("weight", "price", "percent")


def _countries(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


# Countries between which parcels travel at a regional price: common markets and customs unions, and their nearest.
REGIONS: Final[Mapping[str, frozenset[str]]] = {
    "gcc": _countries("AE BH KW OM QA SA"),
    "levant_and_egypt": _countries("EG IQ JO LB PS SY"),
    "maghreb": _countries("DZ LY MA MR TN"),
    "europe": _countries(
        "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK "
        "AD CH GB GG IM JE MC SM VA"
    ),
    "north_america": _countries("CA MX US"),
    "oceania": _countries("AU FJ NZ PG"),
    "east_asia": _countries("CN HK JP KR MO TW"),
    "south_east_asia": _countries("BN ID KH LA MM MY PH SG TH TL VN"),
    "south_asia": _countries("BD BT IN LK MV NP PK"),
    "south_america": _countries("AR BO BR CL CO EC GY PE PY SR UY VE"),
}


def zone_between(seller_country: str | None, buyer_country: str | None) -> Zone | None:
    """The zone in which a buyer's country lies for a seller; None while one of the two is not known."""
    if seller_country is None or buyer_country is None:
        return None
    if seller_country == buyer_country:
        return "country"
    is_near = any({seller_country, buyer_country} <= region for region in REGIONS.values())
    return "region" if is_near else "world"


def fits(zone: str, seller_country: str | None, buyer_country: str | None) -> bool:
    """Whether a way leads to an address."""
    return zone == PICKUP or zone_between(seller_country, buyer_country) in (None, zone)


@dataclass(frozen=True, slots=True)
class Band:
    """Parcels up to `to_grams`, and what they cost by zone. A zone that is missing is not sent to."""

    to_grams: int
    prices: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rates:
    """A seller's table. `further_value` is minor units (price) or basis points of the lot's own price (percent)."""

    key: str
    bands: tuple[Band, ...]
    further: FurtherKind = "weight"
    further_value: int = 0

    def price(self, zone: str, grams: int) -> int | None:
        """What a parcel costs; None where it is not sent, or too heavy."""
        fitting = (band for band in self.bands if grams <= band.to_grams and zone in band.prices)
        return next((band.prices[zone] for band in fitting), None)

    @property
    def zones(self) -> tuple[Zone, ...]:
        return tuple(zone for zone in ZONES if any(zone in band.prices for band in self.bands))

    def to_plain(self) -> dict[str, Any]:
        bands = [{"to_grams": band.to_grams, "prices": dict(band.prices)} for band in self.bands]
        return {"key": self.key, "bands": bands, "further": self.further, "further_value": self.further_value}

    @staticmethod
    def from_plain(plain: Mapping[str, Any]) -> "Rates":
        bands = tuple(Band(band["to_grams"], dict(band["prices"])) for band in plain["bands"])
        return Rates(plain["key"], bands, plain["further"], plain["further_value"])


@dataclass(frozen=True, slots=True)
class Offer:
    """How one lot is sent in one zone: at a flat price, or by a table at its weight."""

    price_minor: int
    rates: Rates | None = None
    grams: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    """What pays once: a lot, or a parcel of several."""

    price_minor: int
    further_minor: int


def together(zone: str, offers: Sequence[Offer]) -> int:
    """What the lots of one order cost to send in one zone."""
    pieces = [*_by_weight(zone, offers), *(_piece(one) for one in offers if not _adds_weight(one))]
    if not pieces:
        return 0
    dearest = max(pieces, key=lambda piece: (piece.price_minor, piece.further_minor))
    return dearest.price_minor + sum(piece.further_minor for piece in pieces) - dearest.further_minor


def _adds_weight(offer: Offer) -> bool:
    return offer.rates is not None and offer.rates.further == "weight"


def _piece(offer: Offer) -> _Piece:
    rates = offer.rates
    if rates is None:
        return _Piece(offer.price_minor, offer.price_minor)
    if rates.further == "price":
        return _Piece(offer.price_minor, min(offer.price_minor, rates.further_value))
    share = (offer.price_minor * rates.further_value + 5_000) // 10_000  # half up, as everywhere
    return _Piece(offer.price_minor, min(offer.price_minor, share))


def _by_weight(zone: str, offers: Iterable[Offer]) -> list[_Piece]:
    """One parcel for each table that adds weights; or one for each lot, where that is cheaper or it is too heavy."""
    parcels: list[tuple[Rates, list[Offer]]] = []
    for offer in offers:
        if offer.rates is None or not _adds_weight(offer):
            continue
        parcel = next((lots for rates, lots in parcels if rates == offer.rates), None)
        if parcel is None:
            parcels.append((offer.rates, [offer]))
        else:
            parcel.append(offer)
    pieces: list[_Piece] = []
    for rates, lots in parcels:
        single = [_Piece(lot.price_minor, lot.price_minor) for lot in lots]
        common = rates.price(zone, sum(lot.grams for lot in lots))
        apart = sum(piece.price_minor for piece in single)
        if common is None or common >= apart:
            pieces += single
        else:
            common = max(common, *(piece.price_minor for piece in single))
            pieces.append(_Piece(common, common))
    return pieces
