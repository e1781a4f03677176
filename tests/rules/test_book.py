"""The stored book against the rules: whatever is changed in it, the first difference is named."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from auction.rules import book
from auction.rules.actions import Close, Retract
from auction.rules.book import Difference
from tests.rules.builders import ALI, BOB, CLOSES_AT, NOON, before_end, lot
from tests.rules.test_chain import eventful


def test_a_true_book_replays_to_its_state() -> None:
    played = eventful()
    assert book.replay(played.terms, played.entries) == book.Replay(played.state, None)


def test_a_running_book_replays_to_its_state() -> None:
    played = lot((ALI, 500), (BOB, 900))
    assert book.replay(played.terms, played.entries) == book.Replay(played.state, None)


def other(name: str, value: Any) -> Any:
    match value:
        case datetime():
            return value + timedelta(days=400)
        case int():
            return value + 1
        case None:
            return 1
        case str():
            return "not_met" if value != "not_met" else "none"
        case _:
            return {**value, "forged": 1}


SECRETS = {"bidder_id", "secret_minor"}  # held by alias and commitment in the chain; another course may look the same


@pytest.mark.parametrize("name", [field.name for field in fields(book.Entry) if field.name not in SECRETS])
def test_any_changed_field_of_any_entry_is_found(name: str) -> None:
    played = eventful()
    for place, line in enumerate(played.entries):
        if (line.kind, name) == ("closed", "at"):
            continue
        wrong = [*played.entries]
        wrong[place] = replace(line, **{name: other(name, getattr(line, name))})
        difference = book.replay(played.terms, wrong).difference
        assert difference is not None, (place + 1, name)
        assert difference.seq >= line.seq


def test_the_first_difference_is_named_with_both_values() -> None:
    played = lot((ALI, 1_000), (BOB, 500))
    wrong = [*played.entries[:2], replace(played.entries[2], price_minor=551)]
    found = book.replay(played.terms, wrong)
    assert found.difference == Difference(3, "price_minor", 551, 550)
    assert found.state.price_minor == 100


def test_another_person_or_amount_that_would_have_changed_the_course_is_named() -> None:
    played = lot((ALI, 1_000), (BOB, 500))
    for secret in ({"secret_minor": 600}, {"bidder_id": ALI}):
        wrong = [*played.entries[:2], replace(played.entries[2], **secret)]
        assert book.replay(played.terms, wrong).difference is not None


def test_a_bid_that_the_rules_refuse_is_named() -> None:
    played = lot((ALI, 1_000), (BOB, 500))
    wrong = [*played.entries[:2], replace(played.entries[2], secret_minor=1)]
    assert book.replay(played.terms, wrong).difference == Difference(3, "kind", "bid", "refused: below_minimum")


def test_a_gap_a_jump_in_time_and_a_missing_extension_are_named() -> None:
    played = lot((ALI, 1_000), (BOB, 500))
    first, second, third = played.entries
    assert book.replay(played.terms, [first, third]).difference == Difference(2, "seq", 3, 2)
    early = replace(third, at=NOON - timedelta(seconds=1))
    found = book.replay(played.terms, [first, second, early]).difference
    assert found is not None
    assert (found.seq, found.field) == (3, "at")
    late = lot((ALI, 1_000), at=before_end(seconds=5))
    slow = [*late.entries[:2], replace(late.entries[2], at=before_end(seconds=4))]
    apart = book.replay(late.terms, slow).difference
    assert apart is not None
    assert (apart.seq, apart.field) == (3, "at")
    assert book.replay(late.terms, late.entries[:2]).difference == Difference(3, "kind", None, "extension")


def test_a_book_that_does_not_open_is_named() -> None:
    played = lot((ALI, 1_000))
    assert book.replay(played.terms, []).difference == Difference(1, "kind", None, "opened")
    found = book.replay(played.terms, [replace(played.entries[1], seq=1)]).difference
    assert found == Difference(1, "kind", "bid", "opened")


def test_an_entry_without_its_secret_is_out_of_place() -> None:
    played = lot((ALI, 1_000))
    wrong = [played.entries[0], replace(played.entries[1], secret_minor=None)]
    assert book.replay(played.terms, wrong).difference == Difference(2, "kind", "bid", "refused: out_of_place")


def test_facts_that_came_back_from_a_store_are_the_same_facts() -> None:
    played = lot((ALI, 1_000), (BOB, 2_000))
    played.accept(Retract(BOB, "description_changed", *book.standing_history(played.entries), NOON + timedelta(1)))
    played.accept(Close(), CLOSES_AT)
    line = played.entries[3]
    stored: Any = {**line.facts, "fallen": [3]}
    played.entries[3] = replace(line, facts=stored)
    assert book.replay(played.terms, played.entries) == book.Replay(played.state, None)
    assert book.standing_history(played.entries)[0] == book.standing_history(played.entries[:2])[0]
