"""A seller's tables of prices for sending: made, changed, thrown away. See `rates` for their copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction.accounts import queries as accounts
from auction.catalogue import delivery
from auction.catalogue.models import ShippingTable
from auction.catalogue.service.drafts import one_line, plain
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid
from auction.rules import money
from auction.rules.delivery import FURTHER_KINDS, ZONES, Band, Rates

MOST_TABLES, MOST_BANDS, LONGEST_NAME = 30, 12, 80
Faults = dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFields:
    """A table as typed: `bands` from the lightest on, each with "weight" and the zones; empty rows are passed over.
    `further` is how each further lot is priced, `further_value` an amount or a percentage.
    """

    name: str
    currency: str
    bands: Sequence[Mapping[str, str]]
    further: str = "weight"
    further_value: str = ""


@dataclass(frozen=True, slots=True)
class TableKept:
    table_id: int
    name: str


def keep_table(*, person_id: int, fields: TableFields, table_id: int | None = None) -> TableKept:
    """Make a table, or change one. Published listings keep the prices they were published with.

    Locks the table. Raises Absent, Forbidden (not_a_seller), Conflict (too_many_tables), Invalid by field (needed,
    too_long, bands_needed, weight_needed, weights_rise, price_needed, not_a_choice, not_a_percentage, amounts).
    """
    name, rates = _read(fields)
    with transaction() as session:
        row = None if table_id is None else _own(session, table_id, person_id)
        now = time_under_lock(session)
        if row is None:
            _refuse_more(session, person_id)
            if not accounts.may_sell(session, person_id, now):
                raise Forbidden("not_a_seller")
            row = ShippingTable(seller_id=person_id, created_at=now)
            session.add(row)
        row.name, row.currency, row.rates, row.changed_at = name, fields.currency, {}, now
        session.flush()
        row.rates = Rates(str(row.id), rates.bands, rates.further, rates.further_value).to_plain()
        return TableKept(row.id, row.name)


def delete_table(*, table_id: int, person_id: int) -> TableKept:
    """Throw a table away. Published listings keep their copy; drafts ask for another. Locks it. Raises Absent."""
    with transaction() as session:
        row = _own(session, table_id, person_id)
        session.delete(row)
        return TableKept(table_id, row.name)


def _own(session: Session, table_id: int, person_id: int) -> ShippingTable:
    row = lock_row(session, ShippingTable, table_id)
    if row.seller_id != person_id:
        raise Absent(kind="shipping_tables")
    return row


def _refuse_more(session: Session, person_id: int) -> None:
    count = sa.select(sa.func.count()).where(ShippingTable.seller_id == person_id)
    if session.execute(count).scalar_one() >= MOST_TABLES:
        raise Conflict("too_many_tables", limit=MOST_TABLES)


def _read(fields: TableFields) -> tuple[str, Rates]:
    """The name and the prices of a table as typed. Raises Invalid."""
    faults: Faults = {}
    name = one_line(fields.name)
    if not name or len(name) > LONGEST_NAME:
        faults["name"] = ["too_long" if name else "needed"]
    if fields.currency not in money.CURRENCIES:
        raise Invalid(fields=faults | {"currency": ["not_a_choice"]})
    bands = _bands(fields, faults)
    further_value = _further(fields, faults)
    if faults:
        raise Invalid.of(faults, {"currency": fields.currency})
    return name, Rates("", bands, fields.further, further_value)  # type: ignore[arg-type]  # one of FURTHER_KINDS


def _bands(fields: TableFields, faults: Faults) -> tuple[Band, ...]:
    bands: list[Band] = []
    for row, typed in enumerate(fields.bands[:MOST_BANDS]):
        words = {column: plain(typed.get(column, "")).strip() for column in ("weight", *ZONES)}
        if not any(words.values()):
            continue
        grams = delivery.grams_of(words["weight"])
        if grams is None:
            faults[f"weight-{row}"] = ["weight_needed"]
        elif bands and grams <= bands[-1].to_grams:
            faults[f"weight-{row}"] = ["weights_rise"]
        prices = {zone: _price(words[zone], fields.currency, f"{zone}-{row}", faults) for zone in ZONES}
        kept: dict[str, int] = {zone: price_minor for zone, price_minor in prices.items() if price_minor is not None}
        if not any(words[zone] for zone in ZONES):
            faults[f"country-{row}"] = ["price_needed"]
        bands.append(Band(grams or 0, kept))
    if not bands:
        faults["bands"] = ["bands_needed"]
    return tuple(bands)


def _price(typed: str, currency: str, field: str, faults: Faults) -> int | None:
    try:
        return delivery.price(typed, currency)
    except money.AmountError as error:
        faults[field] = [error.code]
        return None


def _further(fields: TableFields, faults: Faults) -> int:
    typed = plain(fields.further_value).strip()
    if fields.further not in FURTHER_KINDS:
        faults["further"] = ["not_a_choice"]
    elif fields.further == "percent":
        share = delivery.grams_of(typed) if typed.strip("0٠") else 0  # a whole number, as weights are
        if not typed or share is None or share > 100:
            faults["further_value"] = ["not_a_percentage"]
        else:
            return share * 100
    elif fields.further == "price":
        found = _price(typed, fields.currency, "further_value", faults)
        if not typed:
            faults["further_value"] = ["price_needed"]
        return found or 0
    return 0
