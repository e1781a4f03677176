"""The shape of what comes in: codes for what is wrong, the same for forms and programs."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import fields

from auction import shapes, wording
from auction.errors import Invalid
from auction.shapes import AmountText, Shape, Text, WholeNumber, between, one_of, read_form


class LineIn(Shape):
    size = WholeNumber(required=True, validate=between(1, 9))


class OrderIn(Shape):
    title = Text(most=5, required=True)
    amount = AmountText(required=True)
    count = WholeNumber(load_default=1)
    ends_at = fields.AwareDateTime()
    kind = Text(most=9, validate=one_of(("a", "b")))
    is_gift = fields.Boolean()
    lines = fields.List(fields.Nested(LineIn))


GOOD: dict[str, Any] = {"title": " clock ", "amount": " ١٢٫٥٠ "}


def faults(**typed: Any) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as caught:
        read_form(OrderIn(), GOOD | typed)
    return caught.value.fields


def test_what_is_good_comes_through_without_its_edges() -> None:
    assert read_form(OrderIn(), GOOD | {"csrf_token": "x", "count": "٣"}) == {
        "title": "clock",
        "amount": "١٢٫٥٠",
        "count": 3,
    }


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"title": ""}, {"title": ["needed"]}),
        ({"title": "   "}, {"title": ["needed"]}),
        ({"title": None}, {"title": ["needed"]}),
        ({"title": "too long"}, {"title": ["too_long"]}),
        ({"title": 7}, {"title": ["not_text"]}),
        ({"amount": ""}, {"amount": ["needed"]}),
        ({"amount": 12.5}, {"amount": ["amount_as_text"]}),
        ({"amount": "1" * 33}, {"amount": ["too_long"]}),
        ({"count": "three"}, {"count": ["not_a_number"]}),
        ({"count": 1.5}, {"count": ["not_a_number"]}),
        ({"count": "1.5"}, {"count": ["not_a_number"]}),
        ({"ends_at": "soon"}, {"ends_at": ["not_a_time"]}),
        ({"kind": "c"}, {"kind": ["not_a_choice"]}),
        ({"is_gift": "maybe"}, {"is_gift": ["not_yes_or_no"]}),
        ({"lines": "x"}, {"lines": ["not_a_list"]}),
        ({"lines": [{"size": 12}]}, {"lines.0.size": ["out_of_range"]}),
        ({"lines": [{}]}, {"lines.0.size": ["needed"]}),
        ({"lines": ["x"]}, {"lines.0._schema": ["not_an_object"]}),
    ],
)
def test_what_is_wrong_is_a_code_that_has_words(typed: dict[str, Any], wrong: dict[str, list[str]]) -> None:
    found = faults(**typed)
    assert found == wrong
    assert {code for codes in found.values() for code in codes} <= set(wording.known())


def test_a_missing_field_is_needed() -> None:
    with pytest.raises(Invalid) as caught:
        read_form(OrderIn(), {})
    assert caught.value.fields == {"title": ["needed"], "amount": ["needed"]}


def test_a_program_is_told_of_a_field_nobody_knows() -> None:
    assert OrderIn().validate(GOOD | {"tilte": "x"}) == {"tilte": ["unknown_field"]}


def test_every_fault_of_the_library_is_replaced() -> None:
    for field in OrderIn().fields.values():
        for message in field.error_messages.values():
            assert " " not in str(message)
    assert shapes.LONGEST_AMOUNT == 32
