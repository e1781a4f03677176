"""Builders of sales: drafts with pictures put under numbers, good defaults. Call inside an app context."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from auction import clock
from auction.bidding.sales import jobs, service
from auction.bidding.sales.models import SaleLot
from auction.bidding.sales.service import Arrangement, LotWords, SaleWords
from auction.catalogue.models import Category
from auction.db import db
from tests.builders_catalogue import TERMS, make_draft, make_shelves

INTERVAL = 60


def a_sale(seller_id: int, lots: int = 3, *, drafts: list[int] | None = None, **changes: Any) -> int:
    """A sale that may be announced: it opens at once, its first lot closes in two days, one lot a minute."""
    sale_id = service.create_sale(person_id=seller_id)
    service.save_sale(sale_id=sale_id, person_id=seller_id, asked=some_words(**changes))
    wanted = some_drafts(seller_id, lots) if drafts is None else drafts
    service.add_lots(sale_id=sale_id, person_id=seller_id, listing_ids=wanted)
    return sale_id


def some_words(**changes: Any) -> SaleWords:
    names = ("name_en", "name_ar", "description_en", "description_ar", "viewing_en", "viewing_ar")
    words = {"name_en": "Spring clocks", "viewing_en": "Monday 9 to 17, 3 Market Street"}
    words |= {name: changes.pop(name) for name in names if name in changes}
    wanted = {"currency": "USD", "soft_close": "on"} | changes.pop("wanted", {})
    given: dict[str, Any] = {"first_closes_at": clock.now() + timedelta(days=2), "interval_seconds": INTERVAL}
    return SaleWords(words=words, wanted_terms=wanted, **(given | changes))


def some_drafts(seller_id: int, count: int, **fields: Any) -> list[int]:
    if db.session.execute(sa.select(Category.id).limit(1)).first() is None:
        make_shelves()
    return [
        make_draft(seller_id, **({"title": f"A clock, number {place}", "wanted_terms": TERMS} | fields))
        for place in range(1, count + 1)
    ]


def announced(seller_id: int, lots: int = 3, **changes: Any) -> int:
    sale_id = a_sale(seller_id, lots, **changes)
    service.announce_sale(sale_id=sale_id, person_id=seller_id)
    jobs.open_lots()
    return sale_id


def rows(sale_id: int) -> list[SaleLot]:
    """The lots as they stand."""
    db.session.expire_all()
    statement = sa.select(SaleLot).where(SaleLot.sale_id == sale_id).order_by(SaleLot.number, SaleLot.letter)
    return list(db.session.execute(statement).scalars())


def numbers(sale_id: int) -> list[str]:
    return [f"{lot.number}{lot.letter}" for lot in rows(sale_id)]


def auctions(sale_id: int) -> list[int]:
    return [lot.auction_id for lot in rows(sale_id) if lot.auction_id is not None]


def arrange(sale_id: int, seller_id: int, *words: tuple[int, str, str, str], **changes: Any) -> None:
    """`words` are (lot, number, starting price, reserve)."""
    typed = {lot_id: LotWords(*rest) for lot_id, *rest in words}
    service.arrange_lots(sale_id=sale_id, person_id=seller_id, asked=Arrangement(words=typed, **changes))
