"""From the choice of a way to the hands of the buyer: verbs of delivery, on both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from auction.db import db
from auction.errors import Absent, Conflict, Forbidden, Invalid
from auction.outbox import FactRow
from auction.settlement.delivery import jobs, queries, service
from auction.settlement.delivery.models import Pickup
from auction.settlement.orders import queries as orders
from auction.settlement.orders.models import Order, OrderChange
from auction.settlement.payments import service as payments
from tests.builders_people import moderator
from tests.builders_settlement import HOME, a_paid_order, a_person, a_seller, an_order, assert_ledger_sound, pay

WAYS = {"pickup": "on", "ship_country": "12", "ship_region": "30", "dispatch": "3"}


@pytest.fixture(autouse=True)
def _sound(house):
    yield
    assert_ledger_sound()


def an_address(person_id: int, country: str = "AE") -> int:
    typed = (
        HOME
        if country == "AE"
        else {"name": "N", "line1": "1 St", "city": "C", "district": "D", "postcode": "12345", "phone": "+966501234567"}
    )
    return service.keep_address(person_id=person_id, country=country, typed=typed).address_id


def choose(order_id: int, zone: str, address_id: int | None):
    return service.choose_delivery(
        order_id=order_id, person_id=orders.people_of(order_id)[0], zone=zone, address_id=address_id
    )


def seen(order_id: int, person_id: int):
    return orders.order(order_id, person_id)


def test_way_and_address_are_chosen_together_and_the_bill_follows(house):
    order_id = an_order(zone=None, delivery=WAYS)
    buyer_id, _seller_id = orders.people_of(order_id)
    assert choose(order_id, "region", an_address(buyer_id, "SA")).total_minor == 135_00
    assert seen(order_id, buyer_id).buyer_country == "SA"
    assert choose(order_id, "country", an_address(buyer_id)).total_minor == 117_00
    assert choose(order_id, "pickup", None).total_minor == 105_00
    view = seen(order_id, buyer_id)
    assert (view.address, view.buyer_country, view.is_ready_to_pay) == (None, None, True)


@pytest.mark.parametrize(("zone", "country"), [("country", "SA"), ("region", "AE"), ("region", "DE")])
def test_a_way_that_does_not_lead_to_the_address_is_refused(house, zone, country):
    order_id = an_order(zone=None, delivery=WAYS)
    buyer_id, _seller_id = orders.people_of(order_id)
    with pytest.raises(Invalid) as refusal:
        choose(order_id, zone, an_address(buyer_id, country))
    assert refusal.value.fields == {"zone": ["way_does_not_fit"]}


def test_an_address_is_needed_and_must_be_ones_own(house):
    order_id = an_order(zone=None, delivery=WAYS)
    for address_id in (None, an_address(a_person())):
        with pytest.raises(Invalid) as refusal:
            choose(order_id, "country", address_id)
        assert refusal.value.fields == {"address": ["address_needed"]}
    with pytest.raises(Conflict, match="choose_delivery_first"):
        payments.begin_payment(order_id=order_id, person_id=orders.people_of(order_id)[0], provider="test")


def test_lots_of_which_nothing_was_promised_need_an_address_alone(house):
    order_id = an_order(zone=None, delivery={})
    buyer_id, _seller_id = orders.people_of(order_id)
    with pytest.raises(Conflict, match="choose_address_first"):
        payments.begin_payment(order_id=order_id, person_id=buyer_id, provider="test")
    choose(order_id, "", an_address(buyer_id))
    assert pay(order_id) == "paid"


def test_nobody_else_sees_the_address_and_the_seller_only_once_it_is_paid(house):
    order_id = an_order()
    buyer_id, seller_id = orders.people_of(order_id)
    staff_id = moderator()
    assert seen(order_id, buyer_id).address["line1"] == HOME["line1"]
    assert seen(order_id, seller_id).address is None
    pay(order_id)
    assert seen(order_id, seller_id).address["line1"] == HOME["line1"]
    assert seen(order_id, staff_id).address is None
    with pytest.raises(Absent):
        seen(order_id, a_person())
    payments.refund_order(order_id=order_id, person_id=seller_id, why="It broke.")
    assert seen(order_id, seller_id).address is None


def test_an_address_stands_in_no_fact_and_no_line(house):
    order_id = a_paid_order()
    _buyer_id, seller_id = orders.people_of(order_id)
    service.send(order_id=order_id, person_id=seller_id, carrier="dhl", tracking="JD0123 4567")
    told = str([row.payload for row in db.session.execute(sa.select(FactRow)).scalars()])
    told += str([row.facts for row in db.session.execute(sa.select(OrderChange)).scalars()])
    assert "JD01234567" in told
    assert not any(word in told for word in (HOME["line1"], HOME["phone"], HOME["name"]))


def test_a_deleted_address_leaves_what_is_over_or_unpaid_and_stays_on_what_is_under_way(house):
    buyer_id = a_person()
    address_id = an_address(buyer_id)
    ids = [an_order(buyer_id, zone=None, delivery=WAYS) for _time in range(2)]
    for order_id in ids:
        choose(order_id, "country", address_id)
    pay(ids[0])
    assert service.delete_address(address_id=address_id, person_id=buyer_id) == 1
    assert seen(ids[0], buyer_id).address is not None
    assert (seen(ids[1], buyer_id).address, seen(ids[1], buyer_id).is_ready_to_pay) == (None, False)


def test_old_finished_orders_forget_the_address(house, travel):
    order_id = a_paid_order()
    buyer_id, seller_id = orders.people_of(order_id)
    service.send(order_id=order_id, person_id=seller_id, carrier="other")
    payments.confirm_received(order_id=order_id, person_id=buyer_id)
    travel(days=89)
    assert jobs.forget_addresses() == 0
    travel(days=2)
    assert jobs.forget_addresses() == 1
    assert jobs.forget_addresses() == 0
    assert seen(order_id, buyer_id).address is None


def test_the_seller_sends_and_puts_the_number_right(house):
    order_id = a_paid_order()
    buyer_id, seller_id = orders.people_of(order_id)
    with pytest.raises(Forbidden, match="not_your_step"):
        service.send(order_id=order_id, person_id=buyer_id, carrier="dhl", tracking="12345678")
    with pytest.raises(Invalid):
        service.send(order_id=order_id, person_id=seller_id, carrier="camel", tracking="")
    with pytest.raises(Invalid):
        service.send(order_id=order_id, person_id=seller_id, carrier="dhl", tracking="<script>")
    service.send(order_id=order_id, person_id=seller_id, carrier="aramex", tracking="١٢٣٤ ٥٦٧٨")
    parcel = queries.parcel_of(seen(order_id, buyer_id))
    assert parcel.link == "https://www.aramex.com/track/results?ShipmentNumber=12345678"
    service.change_tracking(order_id=order_id, person_id=seller_id, carrier="dpd", tracking="999-888")
    assert queries.parcel_of(seen(order_id, buyer_id)).tracking == "999-888"
    assert seen(order_id, buyer_id).changes[-1].step == "tracking_changed"


def test_the_carriers_day_begins_the_buyers_three_days_now(house, moment, travel):
    order_id = a_paid_order()
    _buyer_id, seller_id = orders.people_of(order_id)
    service.send(order_id=order_id, person_id=seller_id, carrier="dhl")
    travel(days=9)
    for day in ("2026-01-01", "2027-01-01"):
        with pytest.raises(Invalid) as refusal:
            service.say_delivered(order_id=order_id, person_id=seller_id, day=day)
        assert refusal.value.fields == {"day": ["day_out_of_range"]}
    service.say_delivered(order_id=order_id, person_id=seller_id, day="2026-03-16")
    assert payments.settle_quiet() == 0
    travel(days=3, minutes=1)
    assert payments.settle_quiet() == 1


def test_a_parcel_of_which_nobody_says_a_word_counts_as_delivered(house, moment, travel):
    order_id = a_paid_order()
    _buyer_id, seller_id = orders.people_of(order_id)
    service.send(order_id=order_id, person_id=seller_id, carrier="dhl")
    travel(days=29)
    service.change_tracking(order_id=order_id, person_id=seller_id, carrier="dhl", tracking="1234567")
    travel(days=29)
    assert jobs.count_old_parcels() == 0
    travel(days=2)
    assert jobs.count_old_parcels() == 1
    assert orders.state_of(order_id) == "delivered"


def a_pickup() -> int:
    order_id = a_paid_order(zone="pickup", delivery=WAYS)
    seller_id = orders.people_of(order_id)[1]
    with pytest.raises(Conflict, match="is_picked_up"):
        service.send(order_id=order_id, person_id=seller_id, carrier="dhl")
    service.offer_pickup(order_id=order_id, person_id=seller_id, place="Gate 4", times="9-17", town="Dubai")
    return order_id


def test_it_is_handed_over_against_the_buyers_code(house):
    order_id = a_pickup()
    buyer_id, seller_id = orders.people_of(order_id)
    code = queries.pickup_of(seen(order_id, buyer_id)).code
    assert len(code) == 6
    assert queries.pickup_of(seen(order_id, seller_id)).code is None
    assert queries.pickup_of(seen(order_id, moderator())).code is None
    with pytest.raises(Conflict, match="order_moved_on"):
        service.say_delivered(order_id=order_id, person_id=seller_id, day="2026-03-14")
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    service.hand_over(order_id=order_id, person_id=seller_id, code=f" {arabic[:3]} {arabic[3:]}")
    assert orders.state_of(order_id) == "delivered"
    told = str([row.payload for row in db.session.execute(sa.select(FactRow)).scalars()])
    told += str([row.facts for row in db.session.execute(sa.select(OrderChange)).scalars()])
    assert f"'{code}'" not in told
    assert "Gate 4" not in told


def test_five_wrong_codes_lock_it_until_the_buyer_makes_a_new_one(house):
    order_id = a_pickup()
    buyer_id, seller_id = orders.people_of(order_id)
    wrong = "000000" if queries.pickup_of(seen(order_id, buyer_id)).code != "000000" else "111111"
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(Invalid) as refusal:
            service.hand_over(order_id=order_id, person_id=seller_id, code=wrong)
        assert refusal.value.facts["tries_left"] == left
    right = db.session.get(Pickup, order_id).code
    with pytest.raises(Conflict, match="code_locked"):
        service.hand_over(order_id=order_id, person_id=seller_id, code=right)
    with pytest.raises(Forbidden):
        service.new_code(order_id=order_id, person_id=seller_id)
    service.new_code(order_id=order_id, person_id=buyer_id)
    code = queries.pickup_of(seen(order_id, buyer_id)).code
    service.hand_over(order_id=order_id, person_id=seller_id, code=code)
    assert orders.state_of(order_id) == "delivered"


def test_a_stranger_learns_nothing_of_a_pickup(house):
    order_id = a_pickup()
    with pytest.raises(Absent):
        service.hand_over(order_id=order_id, person_id=a_person(), code="000000")
    assert db.session.get(Pickup, order_id).tries_left == 5


def test_a_problem_stops_the_clock_until_it_is_settled(house, travel):
    order_id = a_paid_order()
    buyer_id, seller_id = orders.people_of(order_id)
    with pytest.raises(Invalid):
        service.tell_problem(order_id=order_id, person_id=buyer_id, why=" ")
    service.tell_problem(order_id=order_id, person_id=buyer_id, why="It never came.")
    travel(days=60)
    assert (payments.settle_quiet(), jobs.count_old_parcels()) == (0, 0)
    with pytest.raises(Forbidden):
        payments.settle_problem(order_id=order_id, person_id=seller_id)
    staff_id = moderator()
    with pytest.raises(Invalid):
        payments.settle_problem(order_id=order_id, person_id=staff_id)
    payments.settle_problem(order_id=order_id, person_id=staff_id, why="The carrier has a signature.")
    assert orders.state_of(order_id) == "completed"


def two_orders(**given) -> tuple[int, list[int]]:
    buyer_id, seller_id = a_person(), a_seller()
    return buyer_id, [an_order(buyer_id, seller_id=seller_id, **given) for _time in range(2)]


def test_two_orders_become_one(house, moment, travel):
    buyer_id, seller_id = a_person(), a_seller()
    first = an_order(buyer_id, seller_id=seller_id)
    travel(hours=5)
    second = an_order(buyer_id, seller_id=seller_id)
    due_at = seen(first, buyer_id).due_at
    made = payments.combine_orders(order_ids=[second, first], person_id=buyer_id)
    view = seen(made.order_id, buyer_id)
    assert (len(view.lots), view.total_minor, view.due_at, view.origin) == (2, 234_00, due_at, "combined")
    assert (view.zone, view.address["line1"]) == ("country", HOME["line1"])
    for old in (first, second):
        found = seen(old, buyer_id)
        assert (found.state, found.combined_into_id, found.lots, found.address) == ("combined", made.order_id, (), None)
    assert pay(made.order_id) == "paid"


def test_a_payment_begun_on_one_is_given_up_first(house):
    buyer_id, ids = two_orders()
    payments.begin_payment(order_id=ids[0], person_id=buyer_id, provider="test")
    made = payments.combine_orders(order_ids=ids, person_id=buyer_id)
    with pytest.raises(Conflict, match="order_moved_on"):
        payments.begin_payment(order_id=ids[0], person_id=buyer_id, provider="test")
    assert pay(made.order_id) == "paid"


def test_what_does_not_belong_together_is_not_combined(house):
    buyer_id, ids = two_orders()
    with pytest.raises(Conflict, match="cannot_combine"):
        payments.combine_orders(order_ids=[ids[0], an_order(buyer_id)], person_id=buyer_id)
    with pytest.raises(Absent):
        payments.combine_orders(order_ids=ids, person_id=a_person())
    with pytest.raises(Conflict, match="cannot_combine"):
        payments.combine_orders(order_ids=ids, person_id=moderator())
    with pytest.raises(Invalid, match="too_few_orders"):
        payments.combine_orders(order_ids=[ids[0], ids[0]], person_id=buyer_id)
    pay(ids[0])
    with pytest.raises(Conflict, match="order_moved_on"):
        payments.combine_orders(order_ids=ids, person_id=buyer_id)


def test_groups_that_could_be_paid_together_are_found(house):
    buyer_id, ids = two_orders()
    an_order(buyer_id)
    assert [[card.id for card in group] for group in orders.combinable(buyer_id)] == [ids]
    assert [card.id for card in orders.combinable_with(ids[1], orders.people_of(ids[1])[1])] == ids
    assert orders.combinable(a_person()) == []
    assert db.session.get(Order, ids[0]).combined_into_id is None
