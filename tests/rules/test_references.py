"""References by ISO 11649: made, checked, and found in what banks and people make of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules.references import creditor_reference, find_references, grouped, is_reference

OWN = st.from_regex("[A-Z0-9]{1,21}", fullmatch=True)


def test_the_examples_of_the_standard_are_good():
    assert all(is_reference(text) for text in ("RF18539007547034", "RF712348231", "RF45G72UUR"))
    assert creditor_reference("539007547034") == "RF18539007547034"


@given(OWN)
def test_what_is_made_is_good_and_says_our_own_part(own: str):
    made = creditor_reference(own)
    assert is_reference(made)
    assert made[4:] == own


@given(st.integers(1, 10**9), st.integers(4, 7), st.integers(0, 9))
def test_one_wrong_digit_is_seen(number: int, at: int, digit: int):
    made = creditor_reference(f"M{number:09d}")
    wrong = made[: at + 1] + str(digit) + made[at + 2 :]
    assert wrong == made or not is_reference(wrong)


@given(st.integers(1, 10**6))
def test_it_is_found_as_people_write_it(number: int):
    made = creditor_reference(f"M{number}")
    eastern = made.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for text in (
        made,
        grouped(made),
        made.lower(),
        eastern,
        f"Pay.ref:{grouped(made)} / thank you",
        f"x {made}, 14.03",
    ):
        assert made in find_references(text)


@pytest.mark.parametrize("own", ["", "m1", "M 1", "M" * 22])
def test_what_cannot_be_a_reference_is_refused(own: str):
    with pytest.raises(ValueError, match="capital letters"):
        creditor_reference(own)
