"""The bank account number: as it is typed, and what its check digits find out."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auction.rules.iban import LENGTHS, IbanError, hinted, read, spaced, with_check_digits

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@st.composite
def ibans(draw: st.DrawFn, signs: str = SIGNS) -> str:
    country = draw(st.sampled_from(sorted(LENGTHS)))
    size = LENGTHS[country] - 4
    return with_check_digits(country, draw(st.text(signs, min_size=size, max_size=size)))


@pytest.mark.parametrize(
    ("typed", "iban"),
    [
        ("GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
        ("ae07-0331-2345-6789-0123-456", "AE070331234567890123456"),
        ("KW81 CBKU 0000 0000 0000 1234 5601 01", "KW81CBKU0000000000001234560101"),
        ("SA03 8000 0000 6080 1016 7519", "SA0380000000608010167519"),
        ("DE٨٩ ٣٧٠٤ ٠٠٤٤ ٠٥٣٢ ٠١٣٠ ٠٠", "DE89370400440532013000"),
        ("\u200eDE89370400440532013000\u200f", "DE89370400440532013000"),
    ],
)
def test_it_is_read_as_people_type_it(typed: str, iban: str):
    assert read(typed) == iban


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "not_an_iban"),
        ("12345678", "not_an_iban"),
        ("DE89 3704 0044 0532 0130 0é", "not_an_iban"),
        ("ZZ89370400440532013000", "iban_country"),
        ("DE8937040044053201300", "iban_length"),
        ("DE89370400440532013001", "iban_checksum"),
    ],
)
def test_what_is_none_is_refused_by_name(typed: str, code: str):
    with pytest.raises(IbanError, match=code):
        read(typed)


@given(ibans())
def test_good_ones_are_read_however_they_are_spaced(iban: str):
    assert read(spaced(iban).lower()) == iban
    assert iban[4:-4] not in hinted(iban)


@given(ibans(SIGNS[:10]), st.integers(0), st.sampled_from(SIGNS[:10]))
def test_one_wrong_digit_is_always_found_out(iban: str, place: int, sign: str):
    place = 4 + place % (len(iban) - 4)
    assume(iban[place] != sign)
    with pytest.raises(IbanError, match="iban_checksum"):
        read(iban[:place] + sign + iban[place + 1 :])


@given(ibans(SIGNS[:10]), st.integers(0))
def test_two_neighbouring_digits_changed_about_are_found_out(iban: str, place: int):
    place = 4 + place % (len(iban) - 5)
    one, two = iban[place : place + 2]
    assume(one != two)
    with pytest.raises(IbanError, match="iban_checksum"):
        read(iban[:place] + two + one + iban[place + 2 :])
