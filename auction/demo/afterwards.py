"""What comes after the hammer in the demo house: sales of the last weeks, each as far as its story goes.

Everything is done by the real verbs, all stories together in the order of time, with the clock held at each moment, so
that papers are numbered and dated as they would have been. Each act looks first whether it was done: a fill that was
broken off goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from auction import clock, outbox
from auction.bidding import queries, service
from auction.bidding.budgets import queries as budgets
from auction.bidding.budgets import service as budgeting
from auction.bidding.budgets.service import BudgetWords
from auction.catalogue import queries as listings
from auction.catalogue.pictures import Picture
from auction.db import end_read
from auction.demo import sold
from auction.demo.good import Good
from auction.demo.sold import Story
from auction.errors import Refusal
from auction.reputation import queries as reputation
from auction.reputation import service as feedback
from auction.reputation.service import Said
from auction.rules import money
from auction.rules.delivery import PICKUP, fits
from auction.settlement.delivery import queries as addresses
from auction.settlement.delivery import service as delivery
from auction.settlement.orders import queries as orders
from auction.settlement.payments import service as payments
from auction.settlement.payments.providers import test as test_bank
from auction.settlement.unpaid import service as unpaid

RAN_FOR = 3.0
"""Days from the opening of each of these sales to its end."""
HOUR = 1 / 24
Lister = Callable[[Good, int, list[Picture], datetime], int]
Drawer = Callable[[tuple[Good, ...]], Iterator[list[Picture]]]
Act = Callable[["Told"], None]


@dataclass(frozen=True, slots=True)
class Told:
    """A story among the people of this house."""

    story: Story
    seller_id: int
    buyer_id: int
    rival_id: int

    @property
    def auction_id(self) -> int | None:
        listing_id = listings.newest_by_title(self.seller_id, self.story.good.title)
        return None if listing_id is None else queries.latest_auctions_of([listing_id]).get(listing_id)

    def order(self, *states: str) -> int | None:
        """The order of it, while it is in one of these states; None when there is nothing to do."""
        auction_id = self.auction_id
        bought = orders.bought_by(self.buyer_id, limit=1000)
        cards = (card for card in bought if any(lot.auction_id == auction_id for lot in card.lots))
        return next((card.id for card in cards if card.state in states), None)


def are_untold(known: Mapping[str, int]) -> bool:
    """Whether one of the stories has not been told to its end here."""
    return any(_is_untold(_told(story, known)) for story in sold.STORIES)


def _is_untold(told: Told) -> bool:
    """None of them stops before its order has come as far as the story says."""
    story = told.story
    before = [
        ("awaiting_payment", story.paid or story.given_up),
        ("paid", story.sent),
        ("shipped", story.arrived or story.confirmed or story.refunded),
        ("delivered", story.confirmed),
    ]
    auction_id = told.auction_id
    if auction_id is None or queries.summary(auction_id).phase != "ended":
        return True
    return any(told.order(state) is not None for state, goes_on in before if goes_on)


def tell(people: Mapping[str, int], now: datetime, draw: Drawer, list_good: Lister) -> None:
    """Tell every story as far as it goes. `people` are ids by handle."""
    told = [_told(story, people) for story in sold.STORIES]
    absent = [one for one in told if one.auction_id is None]
    end_read()
    pictures = dict(
        zip((one.story.good.title for one in absent), draw(tuple(one.story.good for one in absent)), strict=True)
    )
    for handle, (country, typed) in sold.ADDRESSES.items():
        _keep_address(people[handle], country, typed, now)
    for days, _number, one, act in sorted(
        _agenda(told, pictures, list_good, now), key=lambda each: (-each[0], each[1])
    ):
        with clock.at(now - timedelta(days=days)):
            act(one)
            end_read()
            outbox.drain()


def _told(story: Story, people: Mapping[str, int]) -> Told:
    return Told(story, people[story.good.seller], people[story.buyer], people[story.rival])


def _keep_address(person_id: int, country: str, typed: Mapping[str, str], now: datetime) -> None:
    has_one = bool(addresses.addresses_of(person_id))
    end_read()
    if not has_one:
        with clock.at(now - timedelta(days=40)):
            delivery.keep_address(person_id=person_id, country=country, typed=typed)


def _agenda(
    told: Sequence[Told], pictures: Mapping[str, list[Picture]], list_good: Lister, now: datetime
) -> Iterator[tuple[float, int, Told, Act]]:
    """Every act of every story: how many days ago it was, its place among those of its time, whose it is."""

    def offer(one: Told) -> None:
        if one.story.good.title in pictures and one.auction_id is None:
            end_read()
            ends_at = now - timedelta(days=one.story.ended)
            list_good(one.story.good, one.seller_id, pictures[one.story.good.title], ends_at)

    place = 0
    for one in told:
        for days, act in _acts(one.story, offer):
            place += 1
            yield days, place, one, act


def _acts(story: Story, offer: Act) -> Iterator[tuple[float, Act]]:
    yield story.ended + RAN_FOR, offer
    yield story.ended + 2, lambda one: _bid(one, one.rival_id, story.maxima[0])
    yield story.ended + 1, lambda one: _bid(one, one.buyer_id, story.maxima[1])
    yield story.ended, _close
    if story.paid is not None:
        yield story.paid, _pay
    if story.sent is not None:
        yield story.sent, _send
    if story.arrived is not None:
        yield story.arrived, _arrive
    if story.confirmed is not None:
        yield story.confirmed, _confirm
    if story.refunded is not None:
        yield story.refunded[0], _refund
    if story.given_up is not None:
        yield story.given_up, _give_up
    if story.offered is not None:
        yield story.offered, _offer_again
    finished = story.confirmed or (story.refunded and story.refunded[0])
    if finished and story.praise:
        yield finished - 3 * HOUR, _praise
        yield finished - 9 * HOUR, _thank
        yield finished - 20 * HOUR, _reply


def _close(_one: Told) -> None:
    service.close_due()


def _bid(one: Told, bidder_id: int, maximum_minor: int) -> None:
    auction_id = one.auction_id
    if auction_id is None or queries.summary(auction_id).phase != "open":
        return
    end_read()
    try:
        service.place_bid(
            auction_id=auction_id,
            person_id=bidder_id,
            amount=money.plain(maximum_minor, one.story.good.currency),
            key=f"demo-story-{auction_id}-{bidder_id}",
            is_confirmed=True,
        )
    except Refusal:
        return


def _pay(one: Told) -> None:
    order_id = one.order("awaiting_payment")
    if order_id is None:
        return
    view, kept = orders.order(order_id, one.buyer_id), addresses.addresses_of(one.buyer_id)[0]
    zones = [way.zone for way in view.ways if way.zone != PICKUP and fits(way.zone, view.seller_country, kept.country)]
    end_read()
    delivery.choose_delivery(order_id=order_id, person_id=one.buyer_id, zone=zones[0], address_id=kept.id)
    begun = payments.begin_payment(order_id=order_id, person_id=one.buyer_id, provider=test_bank.NAME)
    ref = str(begun.next_url).rpartition("/")[2]
    test_bank.settle(ref=ref, choice="approve")
    payments.hear_of(provider=test_bank.NAME, ref=ref)


def _send(one: Told) -> None:
    if order_id := one.order("paid"):
        story = one.story
        delivery.send(order_id=order_id, person_id=one.seller_id, carrier=story.carrier, tracking=story.tracking)


def _arrive(one: Told) -> None:
    if order_id := one.order("shipped"):
        day = clock.now().date().isoformat()
        delivery.say_delivered(order_id=order_id, person_id=one.seller_id, day=day)


def _confirm(one: Told) -> None:
    if order_id := one.order("shipped", "delivered"):
        payments.confirm_received(order_id=order_id, person_id=one.buyer_id)


def _refund(one: Told) -> None:
    order_id = one.order("shipped")
    if order_id and one.story.refunded:
        payments.refund_order(order_id=order_id, person_id=one.seller_id, why=one.story.refunded[1])


def _give_up(one: Told) -> None:
    if order_id := one.order("awaiting_payment"):
        unpaid.cancel_unpaid(order_id=order_id, person_id=one.seller_id, with_strike=True)


def _offer_again(one: Told) -> None:
    order_id, auction_id = one.order("cancelled"), one.auction_id
    if order_id is None or auction_id is None:
        return
    below = next((bid for bid in queries.underbids(auction_id) if bid.person_id == one.rival_id), None)
    end_read()
    if below is None:
        return
    try:
        unpaid.make_offer(
            order_id=order_id, auction_id=auction_id, person_id=one.seller_id, alias=below.alias, days=3
        )  # fmt: skip
    except Refusal:  # it was made before
        return


def _praise(one: Told) -> None:
    _say(one, one.buyer_id, one.story.praise)


def _thank(one: Told) -> None:
    _say(one, one.seller_id, one.story.thanks)


def _say(one: Told, person_id: int, words: tuple[int, str] | None) -> None:
    order_id = one.order("completed", "refunded")
    if order_id is None or words is None:
        return
    try:
        feedback.give_feedback(order_id=order_id, person_id=person_id, said=Said(*words))
    except Refusal:  # it was given before
        return


def _reply(one: Told) -> None:
    order_id = one.order("completed", "refunded")
    found = None if order_id is None else reputation.of_order(order_id, one.seller_id)
    end_read()
    if found is None or not found.others or not one.story.reply:
        return
    try:
        feedback.reply_to_feedback(
            feedback_id=found.others[0].id, person_id=one.seller_id, text=one.story.reply
        )  # fmt: skip
    except Refusal:  # it was given before
        return


def look_ahead(sellers: Mapping[str, int], buyers: Mapping[str, int]) -> None:
    """One buyer keeps to a budget, and some lots are promoted."""
    owner_id = buyers[sold.BUDGET_OF]
    has_one = bool(budgets.budgets_of(owner_id))
    end_read()
    if not has_one:
        budget_id = budgeting.make_budget(person_id=owner_id, currency="USD", asked=BudgetWords(**sold.BUDGET))
        lots = [auction_id for _seller_id, auction_id in _running(sold.IN_BUDGET, sellers)]
        budgeting.put_lots(budget_id=budget_id, person_id=owner_id, auction_ids=lots)
    for seller_id, auction_id in _running(sold.PROMOTED, sellers):
        service.promote_lot(auction_id=auction_id, person_id=seller_id)


def _running(titles: Sequence[str], sellers: Mapping[str, int]) -> list[tuple[int, int]]:
    """(seller, auction) of those of these lots that can be bid on."""
    found = []
    for title in titles:
        for seller_id in sellers.values():
            listing_id = listings.newest_by_title(seller_id, title)
            auction_id = listing_id and queries.latest_auctions_of([listing_id]).get(listing_id)
            if auction_id and queries.summary(auction_id).phase == "open":
                found.append((seller_id, auction_id))
    end_read()
    return found
