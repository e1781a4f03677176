"""Reading what deposit a lot or a sale asks for, who has been admitted, and who is bound there. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from auction import clock
from auction.bidding.admissions.models import Admission
from auction.bidding.models import Auction, Bidder
from auction.bidding.queries.books import standing_book
from auction.bidding.sales import approvals
from auction.bidding.sales.models import Sale, SaleLot
from auction.bidding.sales.queries import is_announced
from auction.catalogue.models import Listing
from auction.db import AnyRow, db
from auction.errors import Absent
from auction.rules.deposits import Deposit
from auction.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Scope:
    """What one deposit opens: one lot, or all lots of a sale."""

    auction_id: int | None = None
    sale_id: int | None = None

    def of(self, table: type[Admission]) -> sa.ColumnElement[bool]:
        return table.auction_id == self.auction_id if self.sale_id is None else table.sale_id == self.sale_id

    @property
    def lots(self) -> sa.ColumnElement[bool]:
        """Which auctions these are."""
        if self.sale_id is None:
            return Auction.id == self.auction_id
        return Auction.id.in_(sa.select(SaleLot.auction_id).where(SaleLot.sale_id == self.sale_id))


@dataclass(frozen=True, slots=True)
class Asked:
    """A deposit as it is asked for. `names` by language: a lot's title, or a sale's name. `least_limit_minor` is below
    what no bid would be good for.
    """

    scope: Scope
    deposit: Deposit
    currency: str
    seller_id: int
    names: dict[str, str]
    least_limit_minor: int
    is_over: bool
    needs_verified: bool
    needs_paid_up: bool
    approving_sale_id: int | None
    """The sale whose seller lets people in, where the terms ask for that."""

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names["en"] or self.names["ar"]


@dataclass(frozen=True, slots=True)
class Admitted:
    """Up to which amount somebody may bid; None where nothing limits it."""

    limit_minor: int | None


def find_asked(scope: Scope, reader_id: int | None) -> Asked | None:
    """What deposit a lot or a sale asks for; None where it asks for none. A lot of a sale tells of its sale's.

    Raises Absent for what a reader may not see.
    """
    lot = _lot_of(scope)
    now = clock.now()
    is_hidden = lot.opens_at > now and lot.seller_id != reader_id and not is_announced(lot.id)
    if is_hidden and scope.sale_id is None:
        raise Absent(auction_id=lot.id)
    terms = Terms.from_plain(lot.terms)
    deposit = terms.deposit
    if deposit is None:
        return None
    found = Scope(sale_id=deposit.sale_id) if deposit.sale_id is not None else Scope(auction_id=lot.id)
    least_minor = lot.minimum_minor or lot.price_minor or terms.starting_minor
    return Asked(
        scope=found,
        deposit=deposit,
        currency=terms.currency,
        seller_id=lot.seller_id,
        names=_names_of(found, lot.title),
        least_limit_minor=least_minor if found.sale_id is None else 1,
        is_over=is_over(found),
        needs_verified=terms.needs_verified,
        needs_paid_up=terms.needs_paid_up,
        approving_sale_id=approvals.sale_of(lot.id) if terms.needs_approval else None,
    )


def _names_of(scope: Scope, title: str) -> dict[str, str]:
    return approvals.sale_line(scope.sale_id).names if scope.sale_id is not None else {"en": title, "ar": title}


def asked(scope: Scope, reader_id: int | None) -> Asked:
    """Raises Absent, also where no deposit is asked for."""
    found = find_asked(scope, reader_id)
    if found is None:
        raise Absent(kind="deposits")
    return found


def _lot_of(scope: Scope) -> AnyRow:
    """The lot itself, or the first of the sale: its lots share what is asked for. Raises Absent."""
    statement = (
        sa.select(
            Auction.id, Auction.seller_id, Listing.title, Auction.terms, Auction.opens_at, Auction.minimum_minor,
            Auction.price_minor,
        )
        .join(Listing, Listing.id == Auction.listing_id)
        .where(scope.lots)
        .order_by(Auction.id)
        .limit(1)
    )  # fmt: skip
    if scope.sale_id is not None:
        statement = statement.where(sa.exists().where(Sale.id == scope.sale_id, Sale.state != "draft"))
    lot = db.session.execute(statement).one_or_none()
    if lot is None:
        raise Absent(kind="auctions" if scope.sale_id is None else "sales")
    return lot


def is_over(scope: Scope, session: Session | None = None) -> bool:
    """Whether no lot of it is open, or will open, any more."""
    asker = session or db.session
    still_open = sa.select(Auction.id).where(scope.lots, Auction.ended_at.is_(None)).limit(1)
    if asker.execute(still_open).first() is not None:
        return False
    being_opened = sa.select(Sale.id).where(Sale.id == scope.sale_id, Sale.state == "announcing")
    return scope.sale_id is None or asker.execute(being_opened).first() is None


def find_admitted(scope: Scope, person_id: int, session: Session | None = None) -> Admitted | None:
    row = (session or db.session).execute(
        sa.select(Admission.limit_minor).where(
            scope.of(Admission), Admission.person_id == person_id, Admission.is_in_force
        )
    ).one_or_none()  # fmt: skip
    return None if row is None else Admitted(row.limit_minor)


def is_bound(scope: Scope, person_id: int, session: Session) -> bool:
    """Whether somebody has a bid that stands in a lot that is open, outbid or not, for who leads may take theirs back;
    or has won one of them.
    """
    rows = session.execute(
        sa.select(Auction.id, Auction.ended_at, Auction.winner_id)
        .join(Bidder, Bidder.auction_id == Auction.id)
        .where(scope.lots, Bidder.person_id == person_id)
        .order_by(Auction.id)
    ).all()
    return any(
        row.winner_id == person_id
        if row.ended_at is not None
        else any(bid.bidder_id == person_id for bid in standing_book(session, row.id).bids)
        for row in rows
    )


def scope_of(auction_id: int, session: Session | None = None) -> Scope | None:
    """What deposit opens a lot, whether or not it can still be seen; None where none is asked for."""
    plain = (
        (session or db.session).execute(sa.select(Auction.terms).where(Auction.id == auction_id)).scalar_one_or_none()
    )
    deposit = Terms.from_plain(plain).deposit if plain is not None else None
    if deposit is None:
        return None
    return Scope(sale_id=deposit.sale_id) if deposit.sale_id is not None else Scope(auction_id=auction_id)


def won_in(scope: Scope, person_id: int, session: Session | None = None) -> list[int]:
    """The lots of it that somebody has won."""
    statement = sa.select(Auction.id).where(scope.lots, Auction.winner_id == person_id).order_by(Auction.id)
    return list((session or db.session).execute(statement).scalars())
