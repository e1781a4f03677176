"""Amounts read from what people type, and written plainly."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.rules.money import CURRENCIES, MAX_MINOR, AmountError, exponent, parse_amount, plain

currencies = st.sampled_from(["USD", "JPY", "KWD", "AED"])
amounts = st.integers(0, MAX_MINOR)
ARABIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")
PERSIAN = str.maketrans("0123456789.", "۰۱۲۳۴۵۶۷۸۹٫")


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1250.50", "USD", 125_050),
        ("١٢٥٠٫٥٠", "USD", 125_050),
        ("۱۲۵۰٫۵۰", "USD", 125_050),
        ("١٬٢٥٠٫٥", "USD", 125_050),
        ("١٢٥٠.٥", "USD", 125_050),
        ("١،٢٥٠", "USD", 125_000),
        ("1٢50", "USD", 125_000),
        ("1,250.50", "USD", 125_050),
        ("1.250,50", "USD", 125_050),
        ("1,234", "USD", 123_400),
        ("1,234", "JPY", 1_234),
        ("1,234,567", "USD", 123_456_700),
        ("1.234.567", "USD", 123_456_700),
        ("12,34,567.5", "INR", 123_456_750),
        ("1,50", "USD", 150),
        ("1,5", "EUR", 150),
        ("1.5", "KWD", 1_500),
        ("1.234", "KWD", 1_234),
        ("0,250", "KWD", 250),
        ("1,234.567", "KWD", 1_234_567),
        ("1234,567", "KWD", 1_234_567),
        ("٣٫٢٥٠", "KWD", 3_250),
        ("0.500", "USD", 50),
        ("1250.500", "USD", 125_050),
        (".5", "USD", 50),
        ("5.", "USD", 500),
        ("007", "USD", 700),
        ("0", "USD", 0),
        ("  12 ", "USD", 1_200),
        ("1 250,50", "EUR", 125_050),
        ("1\u00a0250,50", "EUR", 125_050),
        ("1\u202f250,50 €", "EUR", 125_050),
        ("1'250.50", "CHF", 125_050),
        ("1’250.50", "CHF", 125_050),
        ("$1,250.50", "USD", 125_050),
        ("US$ 5", "USD", 500),
        ("USD 5", "USD", 500),
        ("usd5", "USD", 500),
        ("5 USD", "USD", 500),
        ("£5", "GBP", 500),
        ("£5", "EGP", 500),
        ("¥500", "JPY", 500),
        ("د.إ 5.25", "AED", 525),
        ("5.25 د.إ.", "AED", 525),
        ("\u200f٥٫٢٥ ر.س.\u200f", "SAR", 525),
        ("د.ك ٥", "KWD", 5_000),
        ("10000000000000", "USD", 10**15),
    ],
)
def test_what_people_type(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("", "USD", "empty"),
        (" \u00a0", "USD", "empty"),
        ("USD", "USD", "empty"),
        ("$", "USD", "empty"),
        ("-5", "USD", "negative"),
        ("−5", "USD", "negative"),
        ("5-", "USD", "negative"),
        ("(5)", "USD", "negative"),
        ("$-5", "USD", "negative"),
        ("-$5", "USD", "negative"),
        ("-٥", "USD", "negative"),
        ("1.505", "JPY", "ambiguous"),
        ("1.234", "USD", "ambiguous"),
        ("1,234", "KWD", "ambiguous"),
        ("1.2345", "USD", "too_many_decimals"),
        ("1.5", "JPY", "too_many_decimals"),
        ("0.001", "USD", "too_many_decimals"),
        ("1,250.505", "USD", "too_many_decimals"),
        ("٠٫٠٠١", "USD", "too_many_decimals"),
        ("five", "USD", "not_a_number"),
        ("5x", "USD", "not_a_number"),
        ("1e5", "USD", "not_a_number"),
        ("1G234", "USD", "not_a_number"),
        ("1_000", "USD", "not_a_number"),
        ("1!5", "USD", "not_a_number"),
        ("0x10", "USD", "not_a_number"),
        ("1/2", "USD", "not_a_number"),
        ("5%", "USD", "not_a_number"),
        ("+5", "USD", "not_a_number"),
        ("-", "USD", "not_a_number"),
        (".", "USD", "not_a_number"),
        (",", "USD", "not_a_number"),
        ("1,2,3", "USD", "not_a_number"),
        ("1,23,4", "USD", "not_a_number"),
        ("1 2", "USD", "not_a_number"),
        ("12 34.5", "USD", "not_a_number"),
        ("1.2.3,4", "USD", "not_a_number"),
        ("1..5", "USD", "not_a_number"),
        ("१२", "USD", "not_a_number"),
        ("nan", "USD", "not_a_number"),
        ("inf", "USD", "not_a_number"),
        ("5\n6", "USD", "not_a_number"),
        ("1\x005", "USD", "not_a_number"),
        ("€5", "USD", "other_currency"),
        ("5 KWD", "USD", "other_currency"),
        ("ر.س 5", "AED", "other_currency"),
        ("10000000000000.01", "USD", "too_large"),
        ("9" * 40, "USD", "too_large"),
        ("9" * 5_000, "USD", "too_large"),
        ("5", "XYZ", "unknown_currency"),
    ],
)
def test_what_is_no_amount(text: str, currency: str, code: str) -> None:
    with pytest.raises(AmountError) as refused:
        parse_amount(text, currency)
    assert refused.value.code == code


def test_zero_is_refused_where_told() -> None:
    with pytest.raises(AmountError) as refused:
        parse_amount("0.00", "USD", allow_zero=False)
    assert refused.value.code == "zero"


def test_a_refusal_carries_what_the_reader_must_be_told() -> None:
    with pytest.raises(AmountError) as refused:
        parse_amount("1.505,5", "JPY")
    assert refused.value.facts == {"currency": "JPY", "decimals": 0}


@given(amounts, currencies)
def test_plain_text_reads_back(minor: int, currency: str) -> None:
    text = plain(minor, currency)
    for digits in ({}, ARABIC, PERSIAN):
        assert parse_amount(text.translate(digits), currency) == minor


@given(amounts, currencies, st.sampled_from([",.", ".,", "٬٫", " ,", "\u202f.", "'.", "_,"]))
def test_grouped_text_reads_back_or_is_ambiguous(minor: int, currency: str, signs: str) -> None:
    group, decimal = signs[0].replace("_", ""), signs[1]
    whole, point, decimals = plain(minor, currency).partition(".")
    text = f"{int(whole):,}".replace(",", group) + (decimal if point else "") + decimals
    try:
        assert parse_amount(text, currency) == minor
    except AmountError as refused:
        is_single = text.count(".") + text.count(",") == 1
        assert (refused.code, is_single, len(text.replace(",", ".").rpartition(".")[2])) == ("ambiguous", True, 3)  # noqa: PT017


@given(st.from_regex(r"[0-9]{1,15}(\.[0-9]{1,3})?", fullmatch=True), currencies)
def test_bare_digits_are_read_as_the_same_digits_in_arabic(text: str, currency: str) -> None:
    """The short way for what programs write, against the long one."""
    arabic = text.translate({ord("0") + value: digit for value, digit in enumerate("٠١٢٣٤٥٦٧٨٩")})
    read = []
    for written in (text, arabic):
        try:
            read.append(parse_amount(written, currency))
        except AmountError as error:
            read.append((error.code, error.facts if error.code != "ambiguous" else {}))
    assert read[0] == read[1]


@given(st.text(max_size=80) | st.text("0123456789.,٫٬ -$()", max_size=12), currencies)
def test_any_text_gives_an_amount_or_a_refusal(text: str, currency: str) -> None:
    with suppress(AmountError):
        assert 0 <= parse_amount(text, currency) <= MAX_MINOR


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(125_050, "USD", "1250.50"), (5, "USD", "0.05"), (0, "KWD", "0.000"), (7, "JPY", "7"), (-125, "USD", "-1.25")],
)
def test_plain(minor: int, currency: str, text: str) -> None:
    assert plain(minor, currency) == text


def test_the_currencies_know_their_decimals() -> None:
    assert [exponent(code) for code in ("JPY", "USD", "EUR", "GBP", "AED", "SAR", "EGP", "KWD", "BHD")] == [
        0, 2, 2, 2, 2, 2, 2, 3, 3,
    ]  # fmt: skip
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)
    assert len(CURRENCIES) > 150
