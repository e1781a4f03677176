"""From a seller's balance to their bank: what is due, what is sent once, what comes back, and the pages of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from auction import clock, outbox
from auction.accounts import queries as accounts
from auction.db import transaction
from auction.errors import Conflict, Forbidden, Invalid
from auction.notices import queries as notices
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.service import REVENUE, Transfer, move, provider, seller
from auction.settlement.orders import queries as orders
from auction.settlement.payments import service as payments
from auction.settlement.payouts import jobs, queries, service
from tests import builders_people as people
from tests.builders_settlement import a_paid_order, assert_ledger_sound

IBAN = "AE07 0331 2345 6789 0123 456"


@pytest.fixture(autouse=True)
def _sound(app: Flask):
    yield
    with app.app_context():
        assert_ledger_sound()


def a_seller_with(minor: int, currency: str = "USD", *, has_details: bool = True) -> int:
    """A seller on whose account something is, or who owes it."""
    seller_id = people.seller()
    give(seller_id, minor, currency)
    if has_details:
        service.keep_details(person_id=seller_id, iban=IBAN, holder="Hadi Saleh")
    return seller_id


def give(seller_id: int, minor: int, currency: str = "USD", cause: str = "given") -> None:
    whose = seller(seller_id)
    one, other = (provider("test"), whose) if minor > 0 else (whose, REVENUE)
    with transaction() as session:
        move(
            session, cause=f"{cause}:{seller_id}:{currency}", currency=currency,
            transfers=[Transfer("given", one, other, abs(minor))], at=clock.now(),
        )  # fmt: skip


def on_account(seller_id: int, currency: str = "USD") -> int:
    return ledger.balance(seller(seller_id), currency)


def states(seller_id: int) -> list[tuple[str, int]]:
    return [(one.state, one.amount_minor) for one in queries.payouts_of(seller_id)]


def test_a_completed_order_is_paid_out_once(house: Flask):
    order_id = a_paid_order()
    _buyer_id, seller_id = orders.people_of(order_id)
    assert [(one.balance_minor, one.pending_minor) for one in queries.purses(seller_id)] == [(0, 104_00)]
    _complete(order_id)
    assert [(one.balance_minor, one.pending_minor) for one in queries.purses(seller_id)] == [(104_00, 0)]
    assert jobs.pay_sellers() == 0  # nobody knows where to
    service.keep_details(person_id=seller_id, iban=IBAN, holder="Hadi Saleh")
    before = ledger.balance(provider("test"), "USD")
    assert [jobs.pay_sellers(), jobs.pay_sellers()] == [1, 0]
    assert (states(seller_id), on_account(seller_id)) == ([("done", 104_00)], 0)
    assert ledger.balance(provider("test"), "USD") == before + 104_00


def _complete(order_id: int) -> None:
    from auction.settlement.orders.service import advance, lock_order
    from auction.settlement.orders.service.advancing import by_person

    buyer_id, seller_id = orders.people_of(order_id)
    with transaction() as session:
        order = lock_order(session, order_id)
        advance(session, order, "ship", by=by_person(session, order, seller_id), at=clock.now())
    payments.confirm_received(order_id=order_id, person_id=buyer_id)


@pytest.mark.parametrize(("minor", "currency", "is_paid"), [
    (9_99, "USD", False), (10_00, "USD", True), (9_999, "KWD", False), (10_000, "KWD", True), (999, "JPY", False),
    (1000, "JPY", True),
])  # fmt: skip
def test_small_amounts_wait(house: Flask, minor: int, currency: str, is_paid: bool):
    seller_id = a_seller_with(minor, currency)
    assert jobs.pay_sellers() == is_paid
    assert on_account(seller_id, currency) == (0 if is_paid else minor)


def test_a_debt_in_any_currency_stops_all_payouts(house: Flask):
    seller_id = a_seller_with(50_00)
    give(seller_id, -1, "EUR")
    assert jobs.pay_sellers() == 0
    give(seller_id, 1, "EUR", "made_up")
    assert jobs.pay_sellers() == 1


def test_one_is_open_for_a_seller_and_a_currency(house: Flask):
    seller_id = a_seller_with(50_00)
    give(seller_id, 20_00, "EUR")
    assert service.open_due(provider="file") == 2
    give(seller_id, 30_00, cause="more")
    assert service.open_due(provider="file") == 0
    assert sorted(states(seller_id)) == [("due", 20_00), ("due", 50_00)]


def test_what_was_refunded_before_sending_is_not_sent(house: Flask):
    gone, less, debtor = a_seller_with(50_00), a_seller_with(50_00), a_seller_with(50_00)
    assert service.open_due(provider="test") == 3
    give(gone, -50_00, cause="refund")
    give(less, -20_00, cause="refund")
    give(debtor, -60_00, cause="refund")
    assert service.pay_at_once() == 1
    assert [states(one) for one in (gone, less, debtor)] == [
        [("failed", 50_00)], [("done", 30_00)], [("failed", 50_00)],
    ]  # fmt: skip
    assert [on_account(one) for one in (gone, less, debtor)] == [0, 0, -10_00]


def test_a_file_holds_what_was_due_and_never_changes(house: Flask):
    operator_id, seller_id = people.operator(), a_seller_with(50_00)
    service.open_due(provider="file")
    assert service.pay_at_once() == 0
    made = service.make_batch(by_id=operator_id)
    first = queries.for_bank(made.batch_id)
    assert [(line.iban, line.holder, line.amount_minor, line.currency) for line in first] == [
        ("AE070331234567890123456", "Hadi Saleh", 50_00, "USD")
    ]
    assert on_account(seller_id) == 50_00
    service.keep_details(person_id=seller_id, iban="DE89370400440532013000", holder="Else")
    give(seller_id, 5_00, cause="more")
    service.mark_sent(batch_id=made.batch_id, by_id=operator_id)
    assert queries.for_bank(made.batch_id) == first
    assert (states(seller_id), on_account(seller_id)) == ([("sent", 50_00)], 5_00)
    assert ledger.balance(provider("bank"), "USD") == 50_00
    with pytest.raises(Conflict, match="payouts_moved_on"):
        service.mark_sent(batch_id=made.batch_id, by_id=operator_id)
    with pytest.raises(Conflict, match="no_payouts_due"):
        service.make_batch(by_id=operator_id)
    assert [act.act for act in accounts.audit_trail()][:2] == ["mark_payouts_sent", "make_payout_file"]


def test_what_comes_back_is_on_the_account_again_and_waits_for_its_owner(house: Flask):
    operator_id, seller_id = people.operator(), a_seller_with(50_00)
    service.open_due(provider="file")
    service.mark_sent(batch_id=service.make_batch(by_id=operator_id).batch_id, by_id=operator_id)
    payout_id = queries.payouts_of(seller_id)[0].id
    with pytest.raises(Invalid):
        service.mark_failed(payout_id=payout_id, by_id=operator_id, why=" ")
    service.mark_failed(payout_id=payout_id, by_id=operator_id, why="The account is closed.")
    with pytest.raises(Conflict, match="payouts_moved_on"):
        service.mark_failed(payout_id=payout_id, by_id=operator_id, why="Again.")
    assert (states(seller_id), on_account(seller_id)) == ([("failed", 50_00)], 50_00)
    assert ledger.balance(provider("bank"), "USD") == 0
    assert service.open_due(provider="file") == 0
    service.keep_details(person_id=seller_id, iban=IBAN, holder="Hadi Saleh")
    assert service.open_due(provider="file") == 1
    outbox.drain()
    kinds = [notice.kind for notice in notices.page(seller_id, "").notices]
    assert sorted(kinds) == ["payout_failed", "payout_sent"]


def test_what_has_not_come_back_is_done(house: Flask, moment, travel):
    operator_id, seller_id = people.operator(), a_seller_with(50_00)
    service.open_due(provider="file")
    service.mark_sent(batch_id=service.make_batch(by_id=operator_id).batch_id, by_id=operator_id)
    travel(days=4)
    assert service.settle_sent() == 0
    travel(days=1)
    assert (service.settle_sent(), states(seller_id)) == (1, [("done", 50_00)])


@pytest.mark.parametrize("who", [people.seller, people.moderator])
def test_only_an_operator_gives_files_to_the_bank(house: Flask, who):
    a_seller_with(50_00)
    service.open_due(provider="file")
    with pytest.raises(Forbidden):
        service.make_batch(by_id=who())


@pytest.mark.parametrize(
    ("iban", "holder", "faults"),
    [
        ("", "", {"iban": ["needed"], "holder": ["needed"]}),
        ("DE89370400440532013001", "Else", {"iban": ["iban_checksum"]}),
        (IBAN, "=1+1", {"holder": ["holder_form"]}),
        (IBAN, "a" * 71, {"holder": ["too_long"]}),
    ],
)
def test_details_are_proved(house: Flask, iban: str, holder: str, faults: dict[str, list[str]]):
    with pytest.raises(Invalid) as refused:
        service.keep_details(person_id=people.seller(), iban=iban, holder=holder)
    assert refused.value.fields == faults


def test_a_statement_runs_on_from_month_to_month(house: Flask, moment, travel):
    seller_id = a_seller_with(50_00)
    give(seller_id, -20_00, cause="fee")
    first = clock.now() - timedelta(hours=1)
    travel(days=40)
    give(seller_id, 7_00, cause="later")
    middle = clock.now() - timedelta(days=1)
    before, after = (
        queries.statement(seller_id, "USD", first, middle),
        queries.statement(seller_id, "USD", middle, clock.now() + timedelta(days=1)),
    )
    assert [(line.amount_minor, line.balance_minor) for line in before.lines] == [(50_00, 50_00), (-20_00, 30_00)]
    assert (before.before_minor, before.after_minor) == (0, 30_00)
    assert (after.before_minor, after.after_minor) == (30_00, 37_00) == (30_00, on_account(seller_id))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_seller_says_where_the_money_goes_and_reads_the_statement(app, inside, client, csrf, language: str):
    seller_id = inside(people.seller, language=language)
    inside(give, seller_id, 50_00)
    inside(give, seller_id, 5_00, "KWD")
    hand = csrf(people.signed_in(client, seller_id))
    refused = hand.post("/sell/payouts", data={"iban": "DE8937040044053201300X", "holder": "Else"})
    assert refused.status_code == 422
    assert 'value="DE8937040044053201300X"' in refused.text
    assert hand.post("/sell/payouts", data={"iban": IBAN, "holder": "Else"}).status_code == 303
    inside(jobs.pay_sellers)
    page = hand.get("/sell/payouts?currency=USD")
    assert "AE … 3456" in page.text
    assert hand.get("/sell/payouts?month=nonsense&currency=XXX").status_code == 200
    table = hand.get("/sell/payouts/statement.csv?currency=USD")
    assert [line.split(",")[3:] for line in table.text.splitlines()[1:]] == [
        ["50.00", "50.00", "USD"], ["-50.00", "0.00", "USD"],
    ]  # fmt: skip
    assert hand.get("/sell/orders").status_code == 200


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_operator_works_through_the_payouts_by_hand(app, inside, client, csrf, language: str):
    seller_id = inside(a_seller_with, 50_00)
    inside(service.open_due, provider="file")
    hand = csrf(people.signed_in(client, inside(people.operator, language=language)))
    assert hand.get("/operator/payouts").status_code == 200
    assert hand.post("/operator/payouts/batches").status_code == 303
    assert hand.post("/operator/payouts/batches").status_code == 303  # nothing is left: said, not broken
    batch_id = inside(queries.batches)[0].id
    first, again = (hand.get(f"/operator/payouts/batches/{batch_id}.csv").text for _time in range(2))
    assert first == again
    assert "AE070331234567890123456,Hadi Saleh,50.00,USD" in first
    assert hand.get("/operator/payouts/batches/999.csv").status_code == 404
    assert hand.post(f"/operator/payouts/batches/{batch_id}/sent").status_code == 303
    payout_id = inside(queries.payouts_of, seller_id)[0].id
    assert hand.post(f"/operator/payouts/{payout_id}/failed", data={"why": ""}).status_code == 422
    assert hand.post(f"/operator/payouts/{payout_id}/failed", data={"why": "Closed."}).status_code == 303
    assert "Closed." in hand.get("/operator/payouts").text
    assert inside(on_account, seller_id) == 50_00
