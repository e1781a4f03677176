"""How a person stands with a seller: what decides whether a bid is taken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from auction.accounts import queries, service
from auction.accounts.models import Person
from auction.db import db, transaction
from auction.errors import Conflict, Forbidden, Invalid
from tests.builders_people import moderator, operator, person, seller


def standings(session: Session, people: list[int], seller_id: int, now: datetime) -> dict[int, Any]:
    """The statement that bidding adds its own columns to."""
    asked = queries.standings(sa.literal(seller_id)).where(Person.id.in_(people))
    return {row.id: row for row in session.execute(asked, {"now": now})}


def standing(person_id: int, seller_id: int, now: datetime) -> Any:
    with transaction() as session:
        return standings(session, [person_id], seller_id, now)[person_id]


def test_a_confirmed_person_without_blemish_may_bid(house: Flask, moment: datetime) -> None:
    who = standing(person(), seller(), moment)
    assert (who.is_verified, who.is_sanctioned, who.is_blocked) == (True, False, False)


def test_an_address_that_waits_is_told_apart(house: Flask, moment: datetime) -> None:
    assert not standing(person(is_confirmed=False), seller(), moment).is_verified


def test_a_block_counts_with_its_seller_alone(house: Flask, moment: datetime) -> None:
    bidder, owner, other = person(handle="bidder"), seller(), seller()
    service.block_person(owner_id=owner, handle="bidder")
    assert standing(bidder, owner, moment).is_blocked
    assert not standing(bidder, other, moment).is_blocked


@pytest.mark.parametrize(("kind", "counts"), [("no_bidding", True), ("suspended", True), ("no_selling", False)])
def test_a_sanction_counts_from_its_moment_to_its_end(
    house: Flask, travel: Callable[..., datetime], moment: datetime, kind: str, counts: bool
) -> None:
    bidder, owner = person(), seller()
    end = moment + timedelta(days=3)
    service.sanction_person(person_id=bidder, kind=kind, reason="unpaid", until_at=end)
    assert standing(bidder, owner, moment).is_sanctioned is counts
    assert not standing(bidder, owner, moment - timedelta(seconds=1)).is_sanctioned
    assert standing(bidder, owner, end - timedelta(microseconds=1)).is_sanctioned is counts
    assert not standing(bidder, owner, end).is_sanctioned


def test_a_lifted_sanction_counts_no_more_and_is_lifted_once(house: Flask, moment: datetime) -> None:
    bidder, owner = person(), seller()
    made = service.sanction_person(person_id=bidder, kind="no_bidding", reason="unpaid")
    service.lift_sanction(sanction_id=made.sanction_id)
    assert not standing(bidder, owner, moment).is_sanctioned
    with pytest.raises(Conflict, match="sanction_over"):
        service.lift_sanction(sanction_id=made.sanction_id)


def test_a_sanction_needs_a_reason_a_known_kind_and_a_time_to_come(house: Flask, moment: datetime) -> None:
    someone = person()
    for given in (
        {"kind": "exile", "reason": "x"},
        {"kind": "no_bidding", "reason": " "},
        {"kind": "no_bidding", "reason": "x", "until_at": moment},
    ):
        with pytest.raises(Invalid):
            service.sanction_person(person_id=someone, **given)  # type: ignore[arg-type]


def test_nobody_is_judged_by_strangers_themselves_or_their_equals(house: Flask) -> None:
    someone, mod, boss = person(), moderator(), operator()
    sanction: dict[str, Any] = {"kind": "no_bidding", "reason": "x"}
    for judged, by in ((someone, person()), (mod, mod), (boss, mod), (mod, moderator())):
        with pytest.raises(Forbidden):
            service.sanction_person(person_id=judged, by_id=by, **sanction)
    service.sanction_person(person_id=someone, by_id=mod, **sanction)
    service.sanction_person(person_id=mod, by_id=boss, **sanction)


def test_all_bidders_of_a_batch_are_asked_about_in_one_statement(house: Flask, moment: datetime) -> None:
    bidders, owner = [person() for _ in range(5)], seller()
    asked: list[str] = []
    with transaction() as session:
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        found = standings(session, bidders, owner, moment)
        assert queries.may_sell(session, owner, moment)
        assert not queries.may_sell(session, bidders[0], moment)
    assert set(found) == set(bidders)
    assert len([text for text in asked if "people" in text]) == 3


def test_who_does_not_exist_is_missing(house: Flask, moment: datetime) -> None:
    with transaction() as session:
        assert standings(session, [404], 1, moment) == {}
        assert session.execute(sa.text("SELECT 1")).scalar_one() == 1
