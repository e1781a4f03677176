"""A bank's statement as text: both digit sets, three separators, and every bad line told by its number."""

from __future__ import annotations

from datetime import date

import pytest

from auction.rules.statement import read_statement


def lines(text: str):
    return [
        (each.dated, each.currency, each.amount_minor, each.text, each.payer) for each in read_statement(text).lines
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_lines_are_read_whatever_stands_between(separator: str):
    text = "Date,Amount,Currency,Reference,Payer\n2026-03-14,117.00,USD,RF18 M7,Sara\n".replace(",", separator)
    assert lines(text) == [(date(2026, 3, 14), "USD", 117_00, "RF18 M7", "Sara")]


def test_arabic_headings_and_digits_are_read():
    text = "\ufeffالتاريخ;المبلغ;العملة;البيان;الدافع\n١٤/٠٣/٢٠٢٦;١٬٢٥٠٫٥٠;AED;دفعة;سارة\n"
    assert lines(text) == [(date(2026, 3, 14), "AED", 1_250_50, "دفعة", "سارة")]


def test_bad_lines_are_told_and_the_others_stand():
    text = (
        "date,amount,currency,text\n"
        "2026-02-30,1,USD,a\n"
        "2026-03-14,one,USD,b\n"
        "2026-03-14,1,XXX,c\n"
        '2026-03-14,"1,5",USD,"two\nlines"\n'
        "\n"
        "2026-03-14,-7,USD,out\n"
        "2026-03-14,1.234,JPY,d\n"
    )
    read = read_statement(text)
    assert [(fault.number, fault.column, fault.code) for fault in read.faults][:3] == [
        (2, "date", "not_a_date"),
        (3, "amount", "not_a_number"),
        (4, "currency", "unknown_currency"),
    ]
    assert [line.amount_minor for line in read.lines] == [150]
    assert read.left_out == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_statement"),
        ("date,amount,text\n1,2,3\n", "column_missing"),
        ('date,amount,currency,text\n"open', "not_a_table"),
        ("date,amount,currency,text\n" + "2026-03-14,1,USD,x\n" * 5001, "too_many_lines"),
    ],
)
def test_a_file_that_is_no_statement_is_told(text: str, code: str):
    read = read_statement(text)
    assert read.lines == ()
    assert {fault.code for fault in read.faults} == {code}


def test_lines_that_look_the_same_are_two_and_the_same_file_is_the_same():
    text = "date,amount,currency,text\n" + "2026-03-14,1,USD,x\n" * 2
    first, again = read_statement(text).lines, read_statement(text).lines
    assert len({line.fingerprint for line in first}) == 2
    assert [line.fingerprint for line in first] == [line.fingerprint for line in again]
