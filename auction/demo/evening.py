"""The sale of many lots in the demo house: things of one seller under one name, closing one after another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from auction import clock
from auction.bidding.sales import jobs, queries, service
from auction.bidding.sales.service import SaleWords
from auction.catalogue import queries as listings
from auction.catalogue import service as catalogue
from auction.db import end_read
from auction.demo.good import Good

SELLER, CURRENCY = "hala_cairo", "USD"
CLOSES_IN, OPENED_BEFORE = timedelta(hours=21, minutes=30), timedelta(hours=30)
WORDS = {
    "name_en": "An evening between Cairo and Damascus",
    "name_ar": "أمسية بين القاهرة ودمشق",
    "description_en": "Six things from one house in Zamalek: a manuscript, a painting, a radio that still sings. "
    "Each stands on its own; together they furnish a room.",
    "description_ar": "ست قطع من بيت واحد في الزمالك: مخطوط ولوحة وراديو ما زال يغنّي. لكل منها حكايتها، وتؤثث معًا غرفة كاملة.",  # noqa: E501
    "viewing_en": "Friday and Saturday, 16:00 to 20:00, 14 Brazil Street, Zamalek, Cairo.",
    "viewing_ar": "الجمعة والسبت من 16:00 إلى 20:00، 14 شارع البرازيل، الزمالك، القاهرة.",
}


def belongs(good: Good) -> bool:
    """Whether a thing is sold in the sale and not by itself. What ends within minutes is for who looks in now."""
    return good.seller == SELLER and good.currency == CURRENCY and good.slot != "minutes"


def clear(seller_id: int, goods: Sequence[Good]) -> None:
    """Take away what a sale that was broken off has left behind, so that it is begun anew."""
    unfinished = [sale.id for sale in queries.own_sales(seller_id) if sale.phase == "draft"]
    titles = {good.title for good in goods}
    drafts = [card.id for card in listings.drafts_of(seller_id) if card.title in titles]
    end_read()
    for sale_id in unfinished:
        service.delete_sale(sale_id=sale_id, person_id=seller_id)
    for listing_id in drafts:
        catalogue.delete_draft(listing_id=listing_id, person_id=seller_id)


def hold(seller_id: int, listing_ids: Sequence[int], now: datetime) -> tuple[list[int], datetime]:
    """Announce the sale of these drafts as if it had opened a while ago. Returns its auctions, and when it opened."""
    opened_at = now - OPENED_BEFORE
    with clock.at(opened_at):
        sale_id = service.create_sale(person_id=seller_id, currency=CURRENCY)
        asked = SaleWords(
            words=WORDS,
            wanted_terms={"currency": CURRENCY, "soft_close": "on"},
            first_closes_at=now + CLOSES_IN,
            interval_seconds=120,
        )
        service.save_sale(sale_id=sale_id, person_id=seller_id, asked=asked)
        service.add_lots(sale_id=sale_id, person_id=seller_id, listing_ids=listing_ids)
        service.announce_sale(sale_id=sale_id, person_id=seller_id)
        jobs.open_lots()
    lots = queries.lots_of(sale_id, show="all", page=1, viewer_id=None).lots
    end_read()
    return [lot.card.auction_id for lot in lots], opened_at
