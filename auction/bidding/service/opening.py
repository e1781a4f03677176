"""Opening an auction: a seller's words become terms, are checked, and begin a book."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import outbox
from auction.accounts import queries as accounts
from auction.bidding.book import Lot, put_back
from auction.bidding.models import Auction, Relisting
from auction.bidding.queries.currencies import CURRENCIES_OFFERED, CurrencyTable, currency_table
from auction.bidding.sales import queries as sales
from auction.bidding.service.promoting import begin as begin_promotion
from auction.catalogue import service as catalogue
from auction.db import time_under_lock, transaction
from auction.errors import Conflict, Forbidden, Invalid
from auction.rules import chain, formats, money
from auction.rules.actions import Accept
from auction.rules.deposits import Deposit
from auction.rules.terms import SoftClose, Terms, problems

LONGEST = timedelta(days=60)
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,2})?", re.ASCII)
FARTHEST_OPENING = timedelta(days=90)
FIRST_YEAR, LAST_YEAR = 2000, 2200  # far enough from both ends of the calendar to be reckoned with


@dataclass(frozen=True, slots=True)
class Published:
    auction_id: int
    listing_id: int
    opens_at: datetime
    closes_at: datetime


def publish_listing(*, listing_id: int, person_id: int) -> Published:
    """Open an auction on a listing by the terms the seller wrote into it. The seller's alone.

    Locks the listing. Raises Absent, Forbidden (sanctioned, not_a_seller), Conflict (already_published, in_a_sale), and
    Invalid with every field that is missing or unfit.
    """
    with transaction() as session:
        listing = catalogue.take_for_publishing(session, listing_id=listing_id, person_id=person_id)
        if sales.holds(session, listing_id):
            raise Conflict("in_a_sale")
        now = time_under_lock(session)
        _need_seller(session, person_id, now)
        faults = catalogue.publishing_faults(session, listing_id=listing_id)
        zone = accounts.reader_of(person_id, session).reader.time_zone
        terms, term_faults = terms_of(listing.wanted_terms, now, zone, partial(currency_table, session=session))
        if faults or terms is None or term_faults:
            raise Invalid(fields={**faults, **term_faults}, currency=str(listing.wanted_terms.get("currency") or "USD"))
        lot = open_auction(session, listing_id=listing_id, seller_id=person_id, terms=terms, now=now)
        catalogue.mark_published(session, listing_id=listing_id, now=now)
        outbox.record(session, "auction_opened", terms.opens_at, auction_id=lot.id, seller_id=person_id)
        if listing.wanted_terms.get("promote") == "on":
            begin_promotion(session, auction_id=lot.id, seller_id=person_id, from_at=terms.opens_at, now=now)
    return Published(lot.id, listing_id, terms.opens_at, terms.closes_at)


def _need_seller(session: Session, person_id: int, now: datetime) -> None:
    if not accounts.may_sell(session, person_id, now):
        raise Forbidden("not_a_seller")


def open_auction(
    session: Session, *, listing_id: int, seller_id: int, terms: Terms, now: datetime, relists_id: int | None = None
) -> Lot:
    """A step, for use inside a transaction: write the auction's row and the first line of its book. Where the listing
    was drafted from a lot that had not been sold, the two are linked.
    """
    if relists_id is None:
        relists_id = session.execute(
            sa.select(Relisting.auction_id).where(Relisting.listing_id == listing_id)
        ).scalar_one_or_none()
    kind = formats.of(terms.format)
    state = kind.opening(terms)
    row = _row(terms, kind.state_to_plain(state), now)
    row |= {"listing_id": listing_id, "seller_id": seller_id, "relists_id": relists_id}
    auction_id = session.execute(sa.insert(Auction).values(row).returning(Auction.id)).scalar_one()
    salt = secrets.token_hex(16) if terms.reserve_minor is not None else None
    commitment = None if salt is None else chain.commitment(salt, terms.reserve_minor or 0)
    public_terms = terms.to_public(auction_id, commitment)
    lot = Lot(
        id=auction_id,
        listing_id=listing_id,
        seller_id=seller_id,
        terms=terms,
        format=kind,
        state=state,
        seq=0,
        head_hash=chain.genesis(public_terms),
        bidder_count=0,
        opens_at=terms.opens_at,
        last_at=now,
    )
    lot.enter(Accept(state, (kind.opened(terms),)), now)
    lot.lines[0] |= {"salt": salt, "secret_minor": terms.reserve_minor}
    put_back(session, [lot])
    lot.lines.clear()
    return lot


def _row(terms: Terms, state: Any, now: datetime) -> dict[str, Any]:
    """What an auction's row says of its terms before anything has happened."""
    return {
        "format": terms.format,
        "currency": terms.currency,
        "terms": terms.to_plain(),
        "state": state,
        "opens_at": terms.opens_at,
        "scheduled_closes_at": terms.closes_at,
        "closes_at": terms.closes_at,
        "last_at": now,
        "seq": 1,
        "head_hash": "",
        "starting_minor": terms.starting_minor,
        "reserve": "none",
    }


DURATIONS = {"1h": timedelta(hours=1), **{f"{days}d": timedelta(days=days) for days in (1, 3, 5, 7, 10, 14, 30)}}

Faults = dict[str, list[str]]


def terms_of(
    wanted: Mapping[str, Any], now: datetime, zone: str, table_of: Callable[[str], CurrencyTable]
) -> tuple[Terms | None, Faults]:
    """Read a seller's words. Returns the terms, or None with the faults of each field by the names of the form.

    `table_of` gives a currency's steps and floor of this hour: the terms carry a copy of their own.

    What cannot be read is stood in for by what no other field can be at odds with, so that every fault is found.
    """
    reader = _Wanted(wanted, ZoneInfo(zone))
    currency = reader.currency()
    is_later = wanted.get("opening") == "later"
    opens_at = (reader.instant("opens_at") if is_later else None) or now
    closes_at = _end(reader, opens_at) or opens_at + timedelta(hours=1)
    table = table_of(currency)
    starting = reader.amount("starting", currency, is_needed=True)
    terms = Terms(
        format="english",
        currency=currency,
        opens_at=opens_at.astimezone(UTC),
        closes_at=closes_at.astimezone(UTC),
        starting_minor=1 if starting is None else starting,
        increments=table.increments,
        reserve_minor=reader.amount("reserve", currency),
        buy_now_minor=reader.amount("buy_now", currency),
        soft_close=reader.soft_close(),
        large_bid_floor_minor=table.large_bid_floor_minor,
        needs_verified=wanted.get("needs_verified") != "off",
        needs_paid_up=wanted.get("needs_paid_up") == "on",
        deposit=reader.deposit(currency),
    )
    unread = dict(reader.faults)
    return (None if unread else terms), _faults_of(terms, now) | unread


_FIELD = {
    "starting_minor": "starting",
    "reserve_minor": "reserve",
    "buy_now_minor": "buy_now",
    "closes_at": "ends_at",
    "deposit.amount_minor": "deposit_amount",
    "deposit.basis_points": "deposit_percent",
}


def _faults_of(terms: Terms, now: datetime) -> Faults:
    faults: Faults = {}
    for problem in problems(terms, now):
        field = _FIELD.get(problem.field) or re.sub(r"^soft_close\.(\w+)_seconds$", r"\1_minutes", problem.field)
        code = (
            "below_least_buy_now"
            if (problem.field, problem.code) == ("buy_now_minor", "below_minimum")
            else problem.code
        )
        faults.setdefault(field, []).append(code)
    if terms.closes_at - terms.opens_at > LONGEST:
        faults.setdefault("ends_at", []).append("too_long_open")
    if terms.opens_at < now:
        faults.setdefault("opens_at", []).append("in_the_past")
    if terms.opens_at - now > FARTHEST_OPENING:
        faults.setdefault("opens_at", []).append("opens_too_late")
    return faults


def _end(reader: _Wanted, opens_at: datetime) -> datetime | None:
    duration = reader.wanted.get("duration") or "7d"
    if duration == "exact":
        return reader.instant("ends_at")
    if duration not in DURATIONS:
        reader.faults["duration"] = ["unknown_choice"]
        return None
    return opens_at + DURATIONS[duration]


class _Wanted:
    """Reads one field after the other and collects what is wrong with each."""

    def __init__(self, wanted: Mapping[str, Any], zone: ZoneInfo) -> None:
        self.wanted, self.zone = wanted, zone
        self.faults: Faults = {}

    def text(self, name: str) -> str:
        return str(self.wanted.get(name) or "").strip()

    def currency(self) -> str:
        code = self.text("currency") or "USD"
        if code not in CURRENCIES_OFFERED:
            self.faults["currency"] = ["unknown_currency"]
            return "USD"
        return code

    def amount(self, name: str, currency: str, *, is_needed: bool = False) -> int | None:
        text = self.text(name)
        if not text:
            if is_needed:
                self.faults[name] = ["needed"]
            return None
        try:
            return money.parse_amount(text, currency)
        except money.AmountError as error:
            self.faults[name] = [error.code]
            return None

    def instant(self, name: str) -> datetime | None:
        text = self.text(name)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.faults[name] = ["not_a_time" if text else "needed"]
            return None
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.faults[name] = ["out_of_range"]
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    def minutes(self, name: str, default: int) -> int:
        text = self.text(name)
        try:
            return 60 * (int(text) if text else default)
        except ValueError:
            self.faults[name] = ["not_a_number"]
            return 60 * default

    def soft_close(self) -> SoftClose | None:
        if self.wanted.get("soft_close", "on") in ("off", False, "", "0"):
            return None
        return SoftClose(
            window_seconds=self.minutes("window_minutes", 2),
            extension_seconds=self.minutes("extension_minutes", 2),
            cap_seconds=self.minutes("cap_minutes", 60),
        )

    def deposit(self, currency: str) -> Deposit | None:
        """None where none is asked for, or where what was typed cannot be read."""
        kind = self.text("deposit") or "none"
        if kind == "fixed":
            amount_minor = self.amount("deposit_amount", currency, is_needed=True)
            return None if amount_minor is None else Deposit(amount_minor)
        if kind == "share":
            return Deposit(basis_points=self.basis_points("deposit_percent"))
        if kind != "none":
            self.faults["deposit"] = ["unknown_choice"]
        return None

    def basis_points(self, name: str) -> int:
        """A percentage in either set of digits, to a hundredth of a percent; 0 stands in for what cannot be read."""
        text = self.text(name).translate(money.DIGITS).rstrip("%\u066a ").replace("\u066b", ".").replace(",", ".")
        if not text:
            self.faults[name] = ["needed"]
            return 1
        return int(Decimal(text) * 100) if _PERCENT.fullmatch(text) else 0
