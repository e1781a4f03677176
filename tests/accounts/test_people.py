"""Making accounts and changing them: the verbs, on a real database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from auction.accounts import queries, service
from auction.db import transaction
from auction.errors import Absent, Conflict, Forbidden, Invalid
from tests.builders_people import moderator, operator, person, row_of, seller


def refused(verb: Any, **given: Any) -> Any:
    with pytest.raises((Absent, Conflict, Forbidden, Invalid)) as caught:
        verb(**given)
    return caught.value


def new(**changes: Any) -> service.NewPerson:
    given = {"email": "ali@people.example", "handle": "ali", "password": "correct horse"}
    return service.NewPerson(**(given | changes))


def test_an_account_is_made_with_the_buyers_role(house: Flask) -> None:
    made = service.create_person(new=new(email=" Ali@People.Example "))
    assert (made.email, made.handle) == ("ali@people.example", "ali")
    assert queries.roles_of(made.id) == {"buyer"}
    row = row_of(made.id)
    assert row.confirmed_at is None
    assert str(row.password).startswith("$argon2id$")


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"email": "nobody"}, {"email": ["email_invalid"]}),
        ({"email": "ALI@people.example", "handle": "other"}, {"email": ["email_taken"]}),
        ({"email": "b@people.example", "handle": "ALI"}, {"handle": ["handle_taken"]}),
        ({"email": "b@people.example", "handle": "staff"}, {"handle": ["handle_reserved"]}),
        ({"email": "b@people.example", "handle": "bea", "password": "short"}, {"password": ["password_short"]}),
    ],
)
def test_a_bad_account_is_refused_by_field(house: Flask, changes: dict[str, str], faults: dict[str, list[str]]) -> None:
    service.create_person(new=new())
    assert refused(service.create_person, new=new(**changes)).fields == faults


def test_of_two_who_want_one_name_at_once_one_gets_it(app: Flask) -> None:
    def make(number: int) -> str:
        with app.app_context():
            try:
                service.create_person(new=new(email=f"racer{number}@people.example", password_hash="x", password=None))
            except Invalid as refusal:
                return refusal.fields["handle"][0]
            return "made"

    with ThreadPoolExecutor(8) as racers:
        ends = sorted(racers.map(make, range(8)))
    assert ends == ["handle_taken"] * 7 + ["made"]


def test_settings_are_checked_one_by_one(house: Flask) -> None:
    someone = person()
    bad = {"language": "xx", "time_zone": "Mars/Base", "numerals": "roman", "scheme": "pink", "display_currency": "XXX"}
    fault = refused(service.change_settings, person_id=someone, settings=service.Settings(**bad))
    assert set(fault.fields) == set(bad)
    good = service.Settings(language="ar", time_zone="Asia/Riyadh", numerals="arab", full_name=" Ali ")
    service.change_settings(person_id=someone, settings=good)
    told = queries.reader_of(someone)
    assert (told.reader.language, told.reader.time_zone, told.reader.numerals) == ("ar", "Asia/Riyadh", "arab")
    assert row_of(someone).full_name == "Ali"


def test_a_name_is_changed_unless_somebody_has_it(house: Flask) -> None:
    person(handle="taken")
    someone = person()
    assert service.change_handle(person_id=someone, handle="@نورة").handle == "نورة"
    assert queries.find_by_handle("نوره") is not None
    assert refused(service.change_handle, person_id=someone, handle="Täken").fields == {"handle": ["handle_taken"]}


def test_confirming_twice_keeps_the_first_moment(house: Flask, travel: Any) -> None:
    someone = person(is_confirmed=False)
    service.confirm_person(person_id=someone)
    first = row_of(someone).confirmed_at
    travel(days=1)
    service.confirm_person(person_id=someone)
    assert row_of(someone).confirmed_at == first


def test_only_an_operator_gives_roles(house: Flask) -> None:
    boss, mod, someone = operator(), moderator(), person()
    assert refused(service.grant_role, person_id=someone, role="seller", by_id=mod).code == "role_needed"
    assert refused(service.grant_role, person_id=someone, role="king", by_id=boss).fields == {"role": ["role_unknown"]}
    assert "seller" in service.grant_role(person_id=someone, role="seller", by_id=boss).roles
    assert service.grant_role(person_id=someone, role="seller", by_id=boss).roles == {"buyer", "seller"}
    assert service.revoke_role(person_id=someone, role="seller", by_id=boss).roles == {"buyer"}
    assert refused(service.grant_role, person_id=999, role="seller").code == "not_found"


def test_every_act_of_the_staff_is_written_down(house: Flask) -> None:
    boss, someone = operator(), person()
    service.grant_role(person_id=someone, role="seller", by_id=boss)
    sanction = service.sanction_person(person_id=someone, kind="no_selling", reason="copies", by_id=boss)
    service.lift_sanction(sanction_id=sanction.sanction_id, by_id=boss)
    acts = [(entry.act, entry.actor_id, entry.subject) for entry in queries.audit_trail(limit=10)]
    assert acts[::-1] == [(act, boss, f"person:{someone}") for act in ("grant_role", "sanction", "lift_sanction")]


def test_selling_needs_a_confirmed_address_and_no_sanction(house: Flask) -> None:
    someone = person(is_confirmed=False)
    assert refused(service.start_selling, person_id=someone).code == "confirm_email_first"
    service.confirm_person(person_id=someone)
    sanction = service.sanction_person(person_id=someone, kind="no_selling", reason="copies")
    assert refused(service.start_selling, person_id=someone).code == "selling_not_allowed"
    service.lift_sanction(sanction_id=sanction.sanction_id)
    assert "seller" in service.start_selling(person_id=someone).roles
    assert row_of(someone).seller_since is not None


def test_a_block_list_is_kept_by_public_names(house: Flask) -> None:
    owner = seller()
    person(handle="bidder")
    service.block_person(owner_id=owner, handle="@Bidder")
    service.block_person(owner_id=owner, handle="bidder")
    assert queries.blocked_by(owner) == ["bidder"]
    assert refused(service.block_person, owner_id=owner, handle="nobody-here").fields == {"handle": ["person_unknown"]}
    own = queries.handles([owner])[owner]
    assert refused(service.block_person, owner_id=owner, handle=own).fields == {"handle": ["block_oneself"]}
    service.unblock_person(owner_id=owner, handle="bidder")
    assert queries.blocked_by(owner) == []
    assert refused(service.unblock_person, owner_id=owner, handle="bidder").code == "not_found"


def test_a_verb_leaves_nothing_behind_when_it_refuses(house: Flask) -> None:
    someone = person(is_confirmed=False)
    refused(service.start_selling, person_id=someone)
    with transaction() as session:
        assert queries.roles_of(someone, session) == {"buyer"}
