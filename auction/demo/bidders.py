"""How the people of the demo house bid: each has a value of their own for a thing, and none of them is mad."""

from __future__ import annotations

import random
import uuid

from auction.bidding import queries, service
from auction.bidding.queries import LotCard
from auction.demo import goods
from auction.errors import Refusal
from auction.rules import money

LOOKED_AT = 60
BIDS_AT_ONCE = 2


def bid_a_little(buyers: dict[str, int], chance: random.Random) -> int:
    """Let a few buyers bid on lots that are worth more to them than their price. Returns how many bids stand."""
    page = queries.find_lots(queries.Wanted(limit=LOOKED_AT))
    placed = 0
    for card in _interesting(page.cards, chance):
        placed += _bid_on(card, list(buyers.values()), chance)
    return placed


def _interesting(cards: list[LotCard], chance: random.Random) -> list[LotCard]:
    """Those that end soon draw more eyes than those that have days to go."""
    wanted = [card for card in cards if card.title in goods.BY_TITLE]
    if not wanted:
        return []
    weights = [1 / (rank + 1) ** 0.7 for rank in range(len(wanted))]
    return chance.choices(wanted, weights, k=BIDS_AT_ONCE)


def _bid_on(card: LotCard, buyers: list[int], chance: random.Random) -> int:
    buyer_id = chance.choice(buyers)
    amount_minor = offer(card, buyer_id)
    if amount_minor is None:
        return 0
    try:
        service.place_bid(
            auction_id=card.auction_id,
            person_id=buyer_id,
            amount=money.plain(amount_minor, card.currency),
            key=uuid.uuid4().hex,
            is_confirmed=True,
        )
    except Refusal:
        return 0
    return 1


def offer(card: LotCard, buyer_id: int) -> int | None:
    """The maximum this buyer would name now, in minor units; None when the lot is worth no more to them."""
    good = goods.BY_TITLE[card.title]
    taste = random.Random(f"{buyer_id} {card.auction_id}").uniform(0.45, 1.1)
    limit = int(good.value_minor * taste)
    least = card.minimum_minor
    if least is None or limit < least:
        return None
    step = queries.increments_of(card.auction_id).step(least)
    steps = random.Random(f"{buyer_id} {card.auction_id} {card.seq}").choice((0, 0, 1, 2, 4, 8))
    return least + step * min(steps, (limit - least) // step)
