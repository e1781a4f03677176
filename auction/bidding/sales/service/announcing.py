"""Announcing a sale: every lot is checked and fixed at once, all or nothing; then its auctions open, batch by batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from auction import clock, outbox
from auction.accounts import queries as accounts
from auction.bidding.queries.currencies import currency_table
from auction.bidding.sales import queries
from auction.bidding.sales.models import CHAIN, TOGETHER, CommonEnd, Sale, SaleLot
from auction.bidding.sales.service.building import TERM_WORDS, lots_in_order, own_draft_sale
from auction.bidding.service.opening import Faults, open_auction, terms_of
from auction.catalogue import service as catalogue
from auction.catalogue.service import ToPublish
from auction.db import db, lock_row, time_under_lock, transaction
from auction.errors import Conflict, Forbidden, Invalid
from auction.rules.sales import closes_at
from auction.rules.terms import Terms

BATCH = 25
_OF_THE_SALE = {"ends_at": "first_closes_at", "opens_at": "opens_at"} | {name: name for name in TERM_WORDS}


def announce_sale(*, sale_id: int, person_id: int) -> None:
    """Fix a sale with all its lots, for everybody to see. Its auctions are opened right after, by `open_lots`.

    Everything is checked before the sale is locked, then its listings; what has changed in between is refused. Raises
    Absent, Forbidden (not_a_seller), Conflict (sale_announced, changed_meanwhile), and Invalid with every fault: of the
    sale by its fields, of a lot as `lot-7-starting`. Then nothing at all has changed.
    """
    checked = _checked(sale_id, person_id)
    with transaction() as session:
        sale = own_draft_sale(session, sale_id, person_id)
        lots = lots_in_order(session, sale_id)
        now = time_under_lock(session)
        if not accounts.may_sell(session, person_id, now):
            raise Forbidden("not_a_seller")
        is_same = (sale.updated_at, {lot.listing_id for lot in lots}) == (
            checked.sale_updated_at,
            set(checked.listings),
        )
        if not is_same or not catalogue.publish_unchanged(
            session, listings=checked.listings, person_id=person_id, now=now
        ):
            raise Conflict("changed_meanwhile")
        sale.opens_at = sale.opens_at or now
        sale.state, sale.announced_at, sale.updated_at = "announcing", now, now
        if sale.closing == TOGETHER and sale.first_closes_at is not None:
            session.add(CommonEnd(sale_id=sale.id, ends_at=sale.first_closes_at, last_at=now))


@dataclass(frozen=True, slots=True)
class _Checked:
    """What was found without fault, by the time each was last changed."""

    sale_updated_at: datetime
    listings: Mapping[int, datetime]


def _checked(sale_id: int, person_id: int) -> _Checked:
    """Look at a sale and every lot without any lock: hundreds of lots take a while. Raises as `announce_sale`."""
    session, now = db.session(), clock.now()
    own = queries.own_sale(sale_id, person_id)
    if not own.is_draft:
        raise Conflict("sale_announced", sale_id=sale_id)
    sale = session.get_one(Sale, sale_id)
    lots = lots_in_order(session, sale_id)
    listing_ids = [lot.listing_id for lot in lots]
    found = catalogue.drafts_to_publish(session, listing_ids=listing_ids, person_id=person_id)
    faults = _faults_of_sale(sale, lots)
    for place, lot in enumerate(lots):
        for name, codes in _faults_of_lot(session, sale, lot, place, found.get(lot.listing_id), now).items():
            faults.setdefault(name, codes)
    if faults:
        raise Invalid(fields=faults, currency=own.currency)
    return _Checked(sale.updated_at, {listing_id: draft.updated_at for listing_id, draft in found.items()})


def _faults_of_sale(sale: Sale, lots: Sequence[SaleLot]) -> Faults:
    faults: Faults = {}
    if not (sale.name_en or sale.name_ar):
        faults["name_en"] = ["name_needed"]
    if sale.first_closes_at is None:
        faults["first_closes_at"] = ["first_end_needed"]
    if not lots:
        faults["lots"] = ["lots_needed"]
    return faults


def _faults_of_lot(
    session: Session, sale: Sale, lot: SaleLot, place: int, draft: ToPublish | None, now: datetime
) -> Faults:
    """What a lot lacks by its own form and by the sale's terms; what is wrong with the sale itself is told once."""
    if draft is None:
        return {f"lot-{lot.id}-listing": ["already_published"]}
    faults = catalogue.publishing_faults(session, listing_id=lot.listing_id)
    if str(draft.wanted_terms.get("currency") or "USD") != str(sale.wanted_terms.get("currency") or "USD"):
        faults["currency"] = ["unlike_the_sale"]  # delivery is priced in the listing's own currency
    named = {f"lot-{lot.id}-{name}": codes for name, codes in faults.items()}
    if sale.first_closes_at is None:
        return named
    _terms, unfit = _terms_of(session, sale, lot, place, now)
    return named | {_OF_THE_SALE.get(name, f"lot-{lot.id}-{name}"): codes for name, codes in unfit.items()}


def _terms_of(
    session: Session, sale: Sale, lot: SaleLot, place: int, announced_at: datetime
) -> tuple[Terms | None, Faults]:
    """A lot's own terms under those of its sale: the same whenever they are asked for, once it is announced."""
    if sale.first_closes_at is None:
        raise ValueError("a sale without an end has no terms")
    interval = 0 if sale.closing == TOGETHER else sale.interval_seconds
    wanted = {
        **sale.wanted_terms,
        "starting": lot.starting,
        "reserve": lot.reserve,
        "opening": "later",
        "opens_at": (sale.opens_at or announced_at).isoformat(),
        "duration": "exact",
        "ends_at": closes_at(sale.first_closes_at, interval, place).isoformat(),
    }
    if sale.closing == CHAIN:
        wanted["cap_minutes"] = "0"
    terms, faults = terms_of(wanted, announced_at, "UTC", partial(currency_table, session=session))
    if terms is None:
        return None, faults
    needs_approval = wanted.get("needs_approval") == "on"
    deposit = terms.deposit and replace(terms.deposit, sale_id=sale.id)
    terms = replace(terms, is_chained=sale.closing == CHAIN, is_together=sale.closing == TOGETHER)
    return replace(terms, needs_approval=needs_approval, deposit=deposit), faults


def open_lots(*, sale_id: int, limit: int = BATCH) -> int:
    """Open the auctions of the next lots of an announced sale, in order, at most `limit`. Returns how many.

    Locks the sale: whoever calls, and however often, each lot is opened once; what was interrupted goes on. Raises
    Absent.
    """
    with transaction() as session:
        sale = lock_row(session, Sale, sale_id)
        if sale.state != "announcing" or sale.announced_at is None:
            return 0
        now = time_under_lock(session)
        waiting = [(place, lot) for place, lot in enumerate(lots_in_order(session, sale_id)) if lot.auction_id is None]
        for place, lot in waiting[:limit]:
            terms, _faults = _terms_of(session, sale, lot, place, sale.announced_at)
            if terms is None:
                raise ValueError("an announced lot has terms")
            opened = open_auction(session, listing_id=lot.listing_id, seller_id=sale.seller_id, terms=terms, now=now)
            lot.auction_id = opened.id
            outbox.record(session, "auction_opened", terms.opens_at, auction_id=opened.id, seller_id=sale.seller_id)
        if len(waiting) <= limit:
            sale.state = "announced"
    return min(len(waiting), limit)
