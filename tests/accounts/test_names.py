"""What a public name may be, and when two are the same."""

import pytest

from auction.accounts import names, passwords


@pytest.mark.parametrize("handle", ["ali", "Ali_99", "Zoë-42", "علي", "نورة_٧", "bea-trix", "a" * 30])
def test_a_good_name_has_no_fault(handle: str) -> None:
    assert names.fault(handle) is None


@pytest.mark.parametrize(
    ("handle", "fault"),
    [
        ("al", "handle_length"),
        ("a" * 31, "handle_length"),
        ("9lives", "handle_letters"),
        ("a b c", "handle_letters"),
        ("ali!", "handle_letters"),
        ("<b>x</b>", "handle_letters"),
        ("ali\u202ebob", "handle_letters"),
        ("аdmin", "handle_letters"),
        ("aliعلي", "handle_mixed"),
        ("Admin", "handle_reserved"),
        ("m_o_d_e_r_a_t_o_r", "handle_reserved"),
        ("مزاد", "handle_reserved"),
        ("الإدارة", "handle_reserved"),
    ],
)
def test_a_bad_name_says_what_is_wrong(handle: str, fault: str) -> None:
    assert names.fault(handle) == fault


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ali", "ali"),
        ("Béa", "bea"),
        ("أحمد", "احمد"),
        ("نورة", "نوره"),
        ("علي", "على"),
        ("ali_9", "ali9"),
        ("علي٩", "علي9"),
    ],
)
def test_names_that_read_the_same_are_the_same(one: str, other: str) -> None:
    assert names.fold(one) == names.fold(other)


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("correct horse", None),
        ("كلمة مرور طويلة", None),
        ("nine char", "password_short"),
        ("x" * 201, "password_long"),
        ("Password123", "password_common"),
        ("aaaaaaaaaaaa", "password_common"),
        ("abababababab", "password_common"),
        ("ali@example.com", "password_personal"),
        ("alexandria-9", "password_personal"),
    ],
)
def test_a_password_is_long_and_not_among_the_commonest(password: str, fault: str | None) -> None:
    assert passwords.fault(password, "ali@example.com", "alexandria-9") == fault
