"""Second chance offers as the two people of each see them: nobody else may. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from auction import clock
from auction.accounts import queries as accounts
from auction.bidding import queries as bidding
from auction.catalogue import queries as catalogue
from auction.catalogue.queries import PictureView
from auction.db import db
from auction.errors import Absent
from auction.rules.bill import Bill, LotBilled, reckon
from auction.settlement.fees import queries as fees
from auction.settlement.unpaid.models import SecondChance


@dataclass(frozen=True, slots=True)
class OfferedLot:
    """What an offer is about: the lot, and the amount of the one it is made to."""

    auction_id: int
    title: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class OfferView:
    """One offer. `state` is the offer's, "lapsed" as soon as its time is over. `role` is what the reader is in it."""

    id: int
    role: str
    auction_id: int
    order_id: int
    new_order_id: int | None
    title: str
    picture: PictureView | None
    seller: str
    alias: int
    currency: str
    amount_minor: int
    state: str
    offered_at: datetime
    ends_at: datetime
    decided_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state == "open"


def lot_of_offer(offer_id: int) -> OfferedLot:
    """Raises Absent."""
    row = db.session.get(SecondChance, offer_id)
    if row is None:
        raise Absent(kind="second_chances")
    return OfferedLot(row.auction_id, bidding.summary(row.auction_id).title, row.amount_minor)


def offer(offer_id: int, reader_id: int) -> OfferView:
    """Raises Absent, also for whoever is neither its seller nor the one who is offered."""
    found = _views(SecondChance.id == offer_id, reader_id=reader_id)
    if not found or found[0].role == "nobody":
        raise Absent(kind="second_chances")
    return found[0]


def offers_to(person_id: int) -> list[OfferView]:
    """What somebody is offered and may still take, the one that ends first at the head."""
    is_open = SecondChance.person_id == person_id, SecondChance.state == "open", SecondChance.ends_at > clock.now()
    return sorted(_views(*is_open, reader_id=person_id), key=lambda one: one.ends_at)


def offers_of(auction_id: int, seller_id: int) -> list[OfferView]:
    """Every offer of a lot, for its seller, newest first."""
    return _views(SecondChance.auction_id == auction_id, SecondChance.seller_id == seller_id, reader_id=seller_id)


def bill_of_offer(found: OfferView) -> Bill:
    """What taking an offer comes to before delivery, by the fees and taxes that held when the auction opened."""
    lot = bidding.summary(found.auction_id)
    listing = catalogue.listing(lot.listing_id, viewer_id=lot.seller_id)
    path = tuple(shelf.id for shelf in reversed(listing.breadcrumbs))
    billed = LotBilled(found.auction_id, found.amount_minor, fees.schedule_at(lot.currency, lot.opens_at), path)
    return reckon(
        currency=lot.currency,
        lots=[billed],
        taxes=fees.taxes_at(lot.opens_at),
        seller_country=listing.place.country,
        buyer_country=listing.place.country,
        delivery_minor=None,
    )


def _views(*conditions: sa.ColumnElement[bool], reader_id: int) -> list[OfferView]:
    statement = sa.select(SecondChance).where(*conditions).order_by(SecondChance.id.desc()).limit(100)
    rows = db.session.execute(statement).scalars().all()
    lots = bidding.ended_lots([row.auction_id for row in rows])
    pictures = catalogue.covers([lot.listing_id for lot in lots.values()])
    handles = accounts.handles([row.seller_id for row in rows])
    now = clock.now()
    return [
        OfferView(
            id=row.id,
            role={row.seller_id: "seller", row.person_id: "buyer"}.get(reader_id, "nobody"),
            auction_id=row.auction_id,
            order_id=row.order_id,
            new_order_id=row.new_order_id,
            title=lots[row.auction_id].title,
            picture=pictures.get(lots[row.auction_id].listing_id),
            seller=handles[row.seller_id],
            alias=row.alias,
            currency=row.currency,
            amount_minor=row.amount_minor,
            state="lapsed" if row.state == "open" and now >= row.ends_at else row.state,
            offered_at=row.offered_at,
            ends_at=row.ends_at,
            decided_at=row.decided_at,
        )
        for row in rows
    ]
