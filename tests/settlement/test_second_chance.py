"""Second chance offers: to whom, at which amount, for how long, and what each answer makes of the lot."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from auction import clock, outbox
from auction.accounts import service as people
from auction.bidding import audit
from auction.bidding import queries as bidding
from auction.db import db
from auction.errors import Absent, Conflict, Forbidden, Invalid
from auction.notices.models import Notice
from auction.outbox import FactRow
from auction.settlement.orders import queries as orders
from auction.settlement.orders import service as ordering
from auction.settlement.unpaid import queries, service
from tests.bidding.builders import an_auction
from tests.builders_people import row_of
from tests.builders_settlement import HOME, assert_ledger_sound, pay
from tests.builders_unpaid import Sale, a_failed_sale, a_sale, an_overdue_sale


@pytest.fixture(autouse=True)
def _sound(house: Flask, moment):
    yield
    assert_ledger_sound()


def fit(sale: Sale) -> list[tuple[int, int]]:
    lot = queries.choices_of(sale.order_id, sale.seller_id).lots[0]
    return [(one.person_id, one.amount_minor) for one in lot.fit]


def offer(sale: Sale, person_id: int | None = None, days: int = 3, **changes):
    alias = next(
        (one.alias for one in bidding.underbids(sale.auction_id) if one.person_id == (person_id or sale.second_id)), 99
    )
    given = {"order_id": sale.order_id, "auction_id": sale.auction_id, "person_id": sale.seller_id} | changes
    return service.make_offer(**given, alias=alias, days=days)


def endings() -> list[str]:
    rows = db.session.execute(sa.select(FactRow.payload).where(FactRow.kind == "second_chance_ended"))
    return [payload["how"] for payload in rows.scalars()]


def test_underbidders_are_offered_their_own_best_amounts_and_the_winner_nothing(travel):
    sale = a_failed_sale(travel)
    assert fit(sale) == [(sale.second_id, 50_00), (sale.third_id, 30_00)]
    assert "9000" not in repr(queries.choices_of(sale.order_id, sale.seller_id))


def test_while_an_auction_runs_nobody_is_told_an_underbid(house):
    with pytest.raises(Absent):
        bidding.underbids(an_auction())


def test_an_accepted_offer_makes_an_order_at_that_amount_and_leaves_the_book_alone(travel):
    sale = a_failed_sale(travel)
    before = bidding.whole_book(sale.auction_id)
    made = offer(sale)
    assert (made.amount_minor, made.ends_at) == (50_00, clock.now() + timedelta(days=3))
    assert [one.id for one in queries.offers_to(sale.second_id)] == [made.offer_id]
    accepted = service.accept_offer(offer_id=made.offer_id, person_id=sale.second_id)
    assert service.accept_offer(offer_id=made.offer_id, person_id=sale.second_id) == accepted
    view = orders.order(accepted.order_id, sale.second_id)
    assert (view.origin, view.bill.sum_of("hammer"), view.buyer_id) == ("second_chance", 50_00, sale.second_id)
    assert bidding.whole_book(sale.auction_id) == before
    assert audit.verify(sale.auction_id).is_sound
    assert bidding.summary(sale.auction_id).winner_id == sale.winner_id
    outbox.drain()
    ordering.choose_way(order_id=accepted.order_id, person_id=sale.second_id, zone="country", address=HOME)
    assert pay(accepted.order_id) == "paid"
    assert endings() == ["accepted"]


def test_whoever_is_offered_is_told_and_the_seller_hears_the_answer(travel):
    sale = a_failed_sale(travel)
    made = offer(sale)
    outbox.drain()
    service.decline_offer(offer_id=made.offer_id, person_id=sale.second_id)
    outbox.drain()
    told = db.session.execute(
        sa.select(Notice.person_id, Notice.kind, Notice.payload).where(Notice.kind.startswith("second_chance"))
    ).all()
    assert [(row.person_id, row.kind) for row in told] == [
        (sale.second_id, "second_chance_offered"),
        (sale.seller_id, "second_chance_ended"),
    ]
    assert all("person_id" not in row.payload and "buyer_id" not in row.payload for row in told)


def test_offers_follow_one_another_one_at_a_time(travel):
    sale = a_failed_sale(travel)
    first = offer(sale)
    with pytest.raises(Conflict, match="offered_elsewhere"):
        offer(sale, sale.third_id)
    service.decline_offer(offer_id=first.offer_id, person_id=sale.second_id)
    assert fit(sale) == [(sale.third_id, 30_00)]
    second = offer(sale, sale.third_id, days=1)
    service.withdraw_offer(offer_id=second.offer_id, person_id=sale.seller_id)
    with pytest.raises(Conflict, match="offer_over"):
        service.accept_offer(offer_id=second.offer_id, person_id=sale.third_id)
    third = offer(sale, sale.third_id, days=7)
    service.accept_offer(offer_id=third.offer_id, person_id=sale.third_id)
    with pytest.raises(Conflict, match="already_ordered"):
        offer(sale, sale.third_id)


def test_an_offer_lapses_at_its_end_whether_or_not_the_job_has_come(travel):
    sale = a_failed_sale(travel)
    made = offer(sale, days=1)
    travel(days=1)
    with pytest.raises(Conflict, match="offer_over"):
        service.accept_offer(offer_id=made.offer_id, person_id=sale.second_id)
    assert queries.offer(made.offer_id, sale.second_id).state == "lapsed"
    assert (service.lapse_offers(), service.lapse_offers()) == (1, 0)
    assert endings() == ["lapsed"]
    assert offer(sale).amount_minor == 50_00


def test_offers_are_made_within_sixty_days_of_the_end(travel):
    sale = a_failed_sale(travel)
    travel(to=clock.now() + timedelta(days=55) - timedelta(seconds=1))
    service.withdraw_offer(offer_id=offer(sale, days=7).offer_id, person_id=sale.seller_id)
    travel(seconds=1)
    assert fit(sale) == []
    with pytest.raises(Conflict, match="too_late_to_offer"):
        offer(sale)


@pytest.mark.parametrize("days", [0, 2, 30, -1])
def test_an_offer_holds_for_one_three_five_or_seven_days(travel, days):
    with pytest.raises(Invalid):
        offer(a_failed_sale(travel), days=days)


def test_an_order_that_holds_is_not_offered_around(travel):
    sale = an_overdue_sale(travel)
    with pytest.raises(Conflict, match="order_moved_on"):
        offer(sale)


def test_only_the_seller_offers_and_only_lots_of_that_order(travel):
    sale = a_failed_sale(travel)
    with pytest.raises(Absent):
        service.make_offer(
            order_id=sale.order_id, auction_id=sale.auction_id, person_id=sale.winner_id, alias=1, days=3
        )
    other = a_failed_sale(travel)
    with pytest.raises(Absent):
        service.make_offer(
            order_id=sale.order_id, auction_id=other.auction_id, person_id=sale.seller_id, alias=1, days=3
        )


def test_nobody_who_failed_is_blocked_or_sanctioned_is_offered_it(travel):
    sale = a_failed_sale(travel)
    with pytest.raises(Invalid):
        offer(sale, sale.winner_id)
    people.block_person(owner_id=sale.seller_id, handle=row_of(sale.second_id).handle)
    people.sanction_person(person_id=sale.third_id, kind="no_bidding", reason="Enough.")
    assert fit(sale) == []
    for person_id in (sale.second_id, sale.third_id):
        with pytest.raises(Invalid):
            offer(sale, person_id)


def test_whoever_is_sanctioned_meanwhile_cannot_accept(travel):
    sale = a_failed_sale(travel)
    made = offer(sale)
    people.sanction_person(person_id=sale.second_id, kind="no_bidding", reason="Enough.")
    with pytest.raises(Forbidden, match="sanctioned"):
        service.accept_offer(offer_id=made.offer_id, person_id=sale.second_id)


def test_an_offer_is_nobody_elses_business(travel):
    sale = a_failed_sale(travel)
    made = offer(sale)
    for other in (sale.winner_id, sale.third_id):
        with pytest.raises(Absent):
            queries.offer(made.offer_id, other)
        for verb in (service.accept_offer, service.decline_offer, service.withdraw_offer):
            with pytest.raises(Absent):
                verb(offer_id=made.offer_id, person_id=other)
    with pytest.raises(Absent):
        service.accept_offer(offer_id=made.offer_id, person_id=sale.seller_id)


def test_whoever_does_not_pay_a_second_chance_gets_a_strike_and_the_lot_goes_on(travel):
    sale = a_failed_sale(travel)
    accepted = service.accept_offer(offer_id=offer(sale).offer_id, person_id=sale.second_id)
    travel(days=5)
    service.cancel_unpaid(order_id=accepted.order_id, person_id=sale.seller_id, with_strike=True)
    assert len(queries.strikes_of(sale.second_id)) == 1
    lot = queries.choices_of(accepted.order_id, sale.seller_id).lots[0]
    assert [one.person_id for one in lot.fit] == [sale.third_id]


def test_a_lot_that_is_offered_or_sold_otherwise_is_not_paid_late(travel):
    sale = a_failed_sale(travel)
    made = offer(sale)
    with pytest.raises(Conflict, match="offered_elsewhere"):
        service.accept_late_payment(order_id=sale.order_id, person_id=sale.seller_id)
    service.accept_offer(offer_id=made.offer_id, person_id=sale.second_id)
    with pytest.raises(Conflict, match="already_ordered"):
        service.accept_late_payment(order_id=sale.order_id, person_id=sale.seller_id)


def test_a_sale_that_is_paid_has_no_choices(travel):
    sale = a_sale(travel)
    pay(sale.order_id)
    with pytest.raises(Absent):
        queries.choices_of(sale.order_id, sale.seller_id)
