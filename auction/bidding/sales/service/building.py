"""Building a sale: its words and dates, which drafts are its lots, their numbers and amounts. Nothing is announced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import bulk
from auction.accounts import queries as accounts
from auction.bidding.queries.currencies import currency_table
from auction.bidding.sales.models import CLOSINGS, Sale, SaleLot
from auction.bidding.sales.queries import IN_ORDER, WORDS
from auction.bidding.service.opening import terms_of
from auction.catalogue import service as listings
from auction.catalogue.service.drafts import plain
from auction.db import lock_row, time_under_lock, transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid
from auction.rules import money
from auction.rules.sales import LARGEST_NUMBER, LotNumber, next_number, read_number

TERM_WORDS = (
    "currency",
    "soft_close",
    "window_minutes",
    "extension_minutes",
    "cap_minutes",
    "needs_verified",
    "needs_paid_up",
    "needs_approval",
    "deposit",
    "deposit_amount",
    "deposit_percent",
)
INTERVALS = (20, 30, 60, 90, 120, 180, 300, 600)
LONGEST = {"name": 140, "description": 20_000, "viewing": 2_000}
LONGEST_AMOUNT = 32
MOST_LOTS, MOST_DRAFTS = 500, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleWords:
    """What a seller says of a whole sale. No time to open at means: as soon as it is announced."""

    words: Mapping[str, str]
    wanted_terms: Mapping[str, str]
    opens_at: datetime | None = None
    first_closes_at: datetime | None = None
    closing: str = "interval"
    interval_seconds: int = 60


@dataclass(frozen=True, slots=True)
class LotWords:
    """What a seller types for one lot, as typed."""

    number: str
    starting: str
    reserve: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """The words of lots by their ids, and at most one change beside them. Ids that are not of this sale mean nothing.

    `move` is (lot, places): -1 is one place earlier. `is_renumbered` counts from 1 without gaps.
    """

    words: Mapping[int, LotWords] = field(default_factory=dict)
    cover: int | None = None
    move: tuple[int, int] | None = None
    remove: int | None = None
    is_renumbered: bool = False


def create_sale(*, person_id: int, currency: str = "USD") -> int:
    """Begin a sale. Locks nothing: nobody else knows of it yet. Raises Forbidden, Conflict (too_many_sales)."""
    with transaction() as session:
        now = time_under_lock(session)
        if not accounts.may_sell(session, person_id, now):
            raise Forbidden("not_a_seller")
        drafts = sa.select(sa.func.count()).where(Sale.seller_id == person_id, Sale.state == "draft")
        if session.execute(drafts).scalar_one() >= MOST_DRAFTS:
            raise Conflict("too_many_sales", limit=MOST_DRAFTS)
        sale = Sale(seller_id=person_id, wanted_terms={"currency": currency}, created_at=now, updated_at=now)
        session.add(sale)
        session.flush()
        return sale.id


def save_sale(*, sale_id: int, person_id: int, asked: SaleWords) -> None:
    """Keep what is said of the whole sale, however unfinished. Locks the sale.

    Raises Absent, Conflict (sale_announced), Invalid by field.
    """
    words = {name: plain(asked.words.get(name, "")).strip() for name in WORDS}
    wanted = {name: plain(asked.wanted_terms.get(name, "")).strip() for name in TERM_WORDS}
    with transaction() as session:
        sale = own_draft_sale(session, sale_id, person_id)
        now = time_under_lock(session)
        faults = _faults_of_words(session, words, wanted, asked, now)
        if faults:
            raise Invalid(fields=faults)
        for name, text in words.items():
            setattr(sale, name, text)
        sale.wanted_terms = wanted
        sale.opens_at, sale.first_closes_at = asked.opens_at, asked.first_closes_at
        sale.closing, sale.interval_seconds = asked.closing, asked.interval_seconds
        sale.updated_at = now


def _faults_of_words(
    session: Session, words: Mapping[str, str], wanted: Mapping[str, str], asked: SaleWords, now: datetime
) -> dict[str, list[str]]:
    faults = {name: ["too_long"] for name, text in words.items() if len(text) > LONGEST[name.rpartition("_")[0]]}
    _terms, unfit = terms_of({**wanted, "starting": "1"}, now, "UTC", partial(currency_table, session=session))
    faults |= {name: codes for name, codes in unfit.items() if name in TERM_WORDS}
    if asked.interval_seconds not in INTERVALS:
        faults["interval"] = ["unknown_choice"]
    if asked.closing not in CLOSINGS:
        faults["closing"] = ["unknown_choice"]
    first, opens = asked.first_closes_at, asked.opens_at
    if first is not None and opens is not None and first <= opens:
        faults["first_closes_at"] = ["not_after_opening"]
    return faults


def add_lots(*, sale_id: int, person_id: int, listing_ids: Sequence[int]) -> int:
    """Put drafts into a sale, behind its last lot, with the amounts of their own forms. Returns how many came new.

    Locks the sale, then the drafts. Raises Absent, Conflict (sale_announced, in_another_sale, too_many_lots).
    """
    with transaction() as session:
        sale = own_draft_sale(session, sale_id, person_id)
        taken = lots_in_order(session, sale_id)
        known = {lot.listing_id for lot in taken}
        wanted = [listing_id for listing_id in dict.fromkeys(listing_ids) if listing_id not in known]
        if len(taken) + len(wanted) > MOST_LOTS:
            raise Conflict("too_many_lots", limit=MOST_LOTS)
        drafts = {
            listing_id: listings.take_for_publishing(session, listing_id=listing_id, person_id=person_id)
            for listing_id in sorted(wanted)
        }
        elsewhere = sa.select(SaleLot.id).where(SaleLot.listing_id.in_(wanted)).limit(1)
        if session.execute(elsewhere).first() is not None:
            raise Conflict("in_another_sale")
        numbers = [LotNumber(lot.number, lot.letter) for lot in taken]
        for listing_id in wanted:
            numbers.append(next_number(numbers))
            if numbers[-1].number > LARGEST_NUMBER:
                raise Conflict("too_many_lots", limit=MOST_LOTS)
            words = drafts[listing_id].wanted_terms
            is_same = str(words.get("currency") or "USD") == str(sale.wanted_terms.get("currency") or "USD")
            session.add(
                SaleLot(
                    sale_id=sale_id,
                    listing_id=listing_id,
                    number=numbers[-1].number,
                    starting=str(words.get("starting") or "")[:LONGEST_AMOUNT] if is_same else "",
                    reserve=str(words.get("reserve") or "")[:LONGEST_AMOUNT] if is_same else "",
                )
            )
        sale.updated_at = time_under_lock(session)
    return len(wanted)


def arrange_lots(*, sale_id: int, person_id: int, asked: Arrangement) -> None:
    """Keep the numbers and amounts of the lots; then move, remove or renumber as asked. Locks the sale.

    Raises Absent, Conflict (sale_announced), Invalid (`number-7`, `starting-7`, `reserve-7`).
    """
    with transaction() as session:
        sale = own_draft_sale(session, sale_id, person_id)
        lots = {lot.id: lot for lot in lots_in_order(session, sale_id)}
        currency = str(sale.wanted_terms.get("currency") or "USD")
        numbers = _read_words(lots, asked.words, currency)
        if asked.cover in lots:
            sale.cover_listing_id = lots[asked.cover].listing_id
        order = sorted(lots, key=lambda lot_id: numbers[lot_id])
        if asked.remove in lots:
            gone = lots[asked.remove]
            order.remove(gone.id)
            if sale.cover_listing_id == gone.listing_id:
                sale.cover_listing_id = None
            session.delete(gone)
        places = [numbers[lot_id] for lot_id in order]
        if asked.move is not None and asked.move[0] in order:
            _step(order, *asked.move)
        if asked.is_renumbered:
            places = [LotNumber(place) for place in range(1, len(order) + 1)]
        _number_anew(session, lots, dict(zip(order, places, strict=True)))
        sale.updated_at = time_under_lock(session)


def _read_words(lots: Mapping[int, SaleLot], words: Mapping[int, LotWords], currency: str) -> dict[int, LotNumber]:
    """Take over the amounts and return the numbers of all lots. Raises Invalid with every fault."""
    numbers = {lot.id: LotNumber(lot.number, lot.letter) for lot in lots.values()}
    faults: dict[str, list[str]] = {}
    for lot_id, lot in lots.items():
        if lot_id not in words:
            continue
        try:
            numbers[lot_id] = read_number(words[lot_id].number)
        except ValueError:
            faults[f"number-{lot_id}"] = ["bad_lot_number"]
        lot.starting, lot.reserve = words[lot_id].starting.strip(), words[lot_id].reserve.strip()
        for name, text in (("starting", lot.starting), ("reserve", lot.reserve)):
            fault = _fault_of_amount(text, currency)
            if fault is not None:
                faults[f"{name}-{lot_id}"] = [fault]
    seen: set[LotNumber] = set()
    for lot_id, number in numbers.items():
        if number in seen:
            faults.setdefault(f"number-{lot_id}", ["lot_number_taken"])
        seen.add(number)
    if faults:
        raise Invalid(fields=faults, currency=currency)
    return numbers


def _fault_of_amount(text: str, currency: str) -> str | None:
    if not text:
        return None
    if len(text) > LONGEST_AMOUNT:
        return "too_long"
    try:
        money.parse_amount(text, currency)
    except money.AmountError as error:
        return error.code
    return None


def _step(order: list[int], lot_id: int, places: int) -> None:
    at = order.index(lot_id)
    to = min(max(0, at + places), len(order) - 1)
    order.insert(to, order.pop(at))


def _number_anew(session: Session, lots: Mapping[int, SaleLot], numbers: Mapping[int, LotNumber]) -> None:
    """Numbers are given away first and taken then: the database never sees one twice."""
    changed = {
        lot_id: number for lot_id, number in numbers.items() if number != (lots[lot_id].number, lots[lot_id].letter)
    }
    session.flush()
    bulk.update(session, SaleLot, [{"id": lot_id, "number": -lot_id, "letter": ""} for lot_id in changed])
    bulk.update(
        session,
        SaleLot,
        [{"id": lot_id, "number": number.number, "letter": number.letter} for lot_id, number in changed.items()],
    )


def delete_sale(*, sale_id: int, person_id: int) -> None:
    """Throw a sale away that is not announced; its lots are drafts as before. Locks it. Raises Absent, Conflict."""
    with transaction() as session:
        sale = own_draft_sale(session, sale_id, person_id)
        session.execute(sa.delete(SaleLot).where(SaleLot.sale_id == sale_id))
        session.delete(sale)


def own_draft_sale(session: Session, sale_id: int, person_id: int) -> Sale:
    """A step: lock a sale of this person's that is not announced. Raises Absent, Conflict (sale_announced)."""
    sale = lock_row(session, Sale, sale_id)
    if sale.seller_id != person_id:
        raise Absent(kind="sales")
    if sale.state != "draft":
        raise Conflict("sale_announced", sale_id=sale_id)
    return sale


def lots_in_order(session: Session, sale_id: int) -> list[SaleLot]:
    """A step: the lots of a locked sale as they stand."""
    statement = sa.select(SaleLot).where(SaleLot.sale_id == sale_id).order_by(*IN_ORDER)
    return list(session.execute(statement).scalars())
