"""What keeps the demo house lively: its buyers bid, its sellers list. Called by the scheduler, in a demo only."""

from __future__ import annotations

import random
from datetime import timedelta

from auction import clock
from auction.bidding import queries
from auction.catalogue import media
from auction.catalogue import queries as catalogue
from auction.db import end_read
from auction.demo import bidders, filling, goods

ENDING_SOON = timedelta(hours=1)
WANTED_SOON = 6
_chance = random.Random()


def bid_a_little() -> int:
    """A few bids by demo buyers; the first two buyers are left to the visitor."""
    _sellers, buyers = filling.known_people()
    return bidders.bid_a_little(buyers, _chance) if buyers else 0


def list_a_little() -> int | None:
    """Offer one more thing, ending within the hour, when few lots end soon. Returns its auction."""
    page = queries.find_lots(queries.Wanted(limit=WANTED_SOON))
    soon = [card for card in page.cards if card.closes_at - clock.now() < ENDING_SOON]
    sellers, _buyers = filling.known_people()
    if len(soon) >= WANTED_SOON or not sellers:
        return None
    shown = {card.title for card in queries.find_lots(queries.Wanted(limit=100)).cards}
    free = [good for good in goods.GOODS if good.title not in shown]
    return None if not free else _list_again(_chance.choice(free), sellers)


def _list_again(good: goods.Good, sellers: dict[int, str]) -> int | None:
    """A thing of the demo comes in once more, with the pictures it had."""
    seller_id = next((person_id for person_id, handle in sellers.items() if handle == good.seller), None)
    before = None if seller_id is None else catalogue.newest_by_title(seller_id, good.title)
    if seller_id is None or before is None:
        return None
    pictures = [media.render(_largest(view)) for view in catalogue.pictures_of(before)]
    end_read()
    ends_at = clock.now() + timedelta(minutes=_chance.uniform(8, 50))
    return filling.list_good(good, seller_id, pictures, ends_at)


def _largest(view: catalogue.PictureView) -> bytes:
    with media.shelf().open(view.key, f"{view.width}.jpg") as kept:
        return kept.read()
