"""Transfers: matched by reference and exact amount, settled by hand else, sent back by hand, never counted twice."""

from __future__ import annotations

import pytest
from flask import Flask

from auction import outbox
from auction.accounts import queries as accounts
from auction.errors import Conflict, Invalid
from auction.rules.references import creditor_reference, grouped
from auction.settlement.ledger import queries as ledger
from auction.settlement.ledger.service import provider
from auction.settlement.orders import queries as orders
from auction.settlement.payments import queries, service
from auction.settlement.payments.providers.bank import BankProvider
from tests.bidding.builders import a_person
from tests.builders_settlement import an_order, assert_ledger_sound, pay

HEAD = "date;amount;currency;reference;payer\n"


@pytest.fixture(autouse=True)
def _sound(house: Flask, bank: BankProvider):
    yield
    assert_ledger_sound()


def a_transfer(order_id: int) -> str:
    """The buyer chooses a transfer; the reference they are shown."""
    begun = service.begin_payment(order_id=order_id, person_id=orders.people_of(order_id)[0], provider="bank")
    return str(begun.next_url).rpartition("/")[2].partition(".")[0]


def line(text: str, amount: str = "117.00", currency: str = "USD", payer: str = "Sara") -> str:
    return f"2026-03-14;{amount};{currency};{text};{payer}\n"


def bring(*lines: str, by: int | None = None) -> service.Imported:
    return service.import_statement(text=HEAD + "".join(lines), person_id=by or a_person())


def held() -> int:
    return -ledger.balance(provider("bank"), "USD")


def test_a_transfer_with_its_reference_pays_the_order():
    order_id = an_order()
    reference = a_transfer(order_id)
    assert reference == creditor_reference(f"M{order_id}")
    text = line(f"Order {grouped(reference).lower()} thanks")
    (seen,) = service.preview(HEAD + text).lines
    assert (seen.order_id, seen.is_known, orders.state_of(order_id)) == (order_id, False, "awaiting_payment")
    assert bring(text) == service.Imported(1, 1, 0)
    assert orders.state_of(order_id) == "paid"
    assert held() == 117_00


def test_the_same_statement_twice_changes_nothing():
    order_id = an_order()
    text = line(a_transfer(order_id))
    bring(text)
    assert bring(text, line("hello", "5")) == service.Imported(1, 0, 1)
    assert service.preview(HEAD + text).new == ()
    assert held() == 117_00


@pytest.mark.parametrize(("amount", "currency"), [("116.99", "USD"), ("117.00", "EUR")])
def test_another_amount_or_currency_waits_for_a_hand(amount: str, currency: str):
    order_id = an_order()
    assert bring(line(a_transfer(order_id), amount, currency)).matched == 0
    assert orders.state_of(order_id) == "awaiting_payment"
    assert [each.state for each in queries.bank_lines("unmatched")] == ["unmatched"]


def test_money_that_comes_twice_pays_once_and_the_rest_waits():
    order_id = an_order()
    text = line(a_transfer(order_id))
    assert bring(text, text) == service.Imported(2, 1, 0)
    assert held() == 117_00


def test_an_operator_matches_what_has_no_reference():
    order_id, operator_id = an_order(), a_person()
    bring(line("for the vase"))
    (found,) = queries.bank_lines("unmatched")
    with pytest.raises(Invalid):
        service.match_line(line_id=found.id, order_id=999, person_id=operator_id)
    other_id = an_order(hammer_minor=50_00)
    with pytest.raises(Invalid):
        service.match_line(line_id=found.id, order_id=other_id, person_id=operator_id)
    assert service.match_line(line_id=found.id, order_id=order_id, person_id=operator_id) == "succeeded"
    assert orders.state_of(order_id) == "paid"
    with pytest.raises(Conflict, match="line_settled"):
        service.match_line(line_id=found.id, order_id=order_id, person_id=operator_id)
    assert "match_bank_line" in {act.act for act in accounts.audit_trail(before=None, limit=9)}


def test_what_belongs_to_nothing_is_sent_back_by_hand():
    operator_id = a_person()
    bring(line("wrong house"))
    (found,) = queries.bank_lines("unmatched")
    with pytest.raises(Invalid):
        service.send_line_back(line_id=found.id, person_id=operator_id, why=" ")
    service.send_line_back(line_id=found.id, person_id=operator_id, why="Not ours.")
    (back,) = queries.bank_returns("to_make")
    assert (back.amount_minor, back.payer) == (117_00, "Sara")
    service.mark_return(return_id=back.id, person_id=operator_id, is_made=False)
    assert len(queries.bank_lines("unmatched")) == 1  # the bank would not: its money is here still
    service.send_line_back(line_id=found.id, person_id=operator_id, why="Again.")
    (again,) = queries.bank_returns("to_make")
    assert [service.mark_return(return_id=again.id, person_id=operator_id, is_made=True) for _ in "12"] == ["made"] * 2
    with pytest.raises(Conflict, match="return_marked"):
        service.mark_return(return_id=again.id, person_id=operator_id, is_made=False)
    assert held() == 0


def test_a_refund_of_a_transfer_is_done_when_the_operator_says_so(travel):
    order_id, operator_id = an_order(), a_person()
    bring(line(a_transfer(order_id)))
    service.refund_order(order_id=order_id, person_id=orders.people_of(order_id)[1], why="It broke.")
    outbox.drain()
    travel(minutes=20)
    assert service.look_after_refunds() == 0
    assert held() == 117_00
    (back,) = queries.bank_returns("to_make")
    service.mark_return(return_id=back.id, person_id=operator_id, is_made=True)
    assert held() == 0


def test_a_refund_that_the_bank_refused_is_tried_again():
    order_id, operator_id = an_order(), a_person()
    bring(line(a_transfer(order_id)))
    service.refund_order(order_id=order_id, person_id=orders.people_of(order_id)[1], why="It broke.")
    outbox.drain()
    (back,) = queries.bank_returns("to_make")
    service.mark_return(return_id=back.id, person_id=operator_id, is_made=False)
    (failed,) = queries.failed_refunds()
    service.send_again(refund_id=failed.id, person_id=operator_id)
    with pytest.raises(Conflict, match="refund_moved_on"):
        service.send_again(refund_id=failed.id, person_id=operator_id)
    outbox.drain()
    (again,) = queries.bank_returns("to_make")
    service.mark_return(return_id=again.id, person_id=operator_id, is_made=True)
    assert held() == 0


def test_a_transfer_for_an_order_that_was_paid_otherwise_goes_back(moment, travel):
    order_id = an_order()
    reference = a_transfer(order_id)
    assert pay(order_id) == "paid"
    assert bring(line(reference)).matched == 1
    assert orders.state_of(order_id) == "paid"
    outbox.drain()
    assert len(queries.bank_returns("to_make")) == 1


def test_a_process_that_broke_off_after_the_import_is_found_by_looking(monkeypatch, moment, travel):
    order_id = an_order()
    text = line(a_transfer(order_id))
    monkeypatch.setattr("auction.settlement.payments.service.banking.hear_of", lambda **_given: None)
    bring(text)
    assert orders.state_of(order_id) == "awaiting_payment"
    travel(minutes=11)
    assert service.look_after() == 1
    assert orders.state_of(order_id) == "paid"


def test_a_transfer_may_take_its_time(moment, travel):
    order_id = an_order()
    reference = a_transfer(order_id)
    travel(days=5)
    service.look_after()
    bring(line(reference))
    assert orders.state_of(order_id) == "paid"
