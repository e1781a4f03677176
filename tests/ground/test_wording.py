"""Codes and facts in, a sentence in the reader's language out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import lazy_gettext as _l

from auction import wording
from auction.languages import Reader, reading_as

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def words() -> Iterator[None]:
    """A few sentences of our own, for the length of a test. Not for translation: `_` is not called on them."""
    before = dict(wording.known())
    sentences = {
        "tried_minimum": "Bid at least {minimum}.",
        "tried_window": "Wait {retry_after}.",
        "tried_name": "{name} was here {times} times.",
    }
    wording.add({code: _l(text) for code, text in sentences.items()})
    yield
    wording._words.clear()
    wording._words.update(before)


def say(code: str, **facts: object) -> str:
    return wording.say(code, facts).replace("\xa0", " ").replace("\u200f", "")


@pytest.mark.usefixtures("words")
class TestFacts:
    def test_an_amount_is_written_with_its_currency(self, house: Flask):
        assert say("tried_minimum", minimum_minor=125_050, currency="USD") == "Bid at least $1,250.50."
        with reading_as(Reader("ar", numerals="arab")):
            assert (
                say("tried_minimum", minimum_minor=125_050, currency="USD") == "Bid at least ١٬٢٥٠٫٥٠ \u2066US$\u2069."
            )

    def test_seconds_are_told_as_a_length_of_time(self, house: Flask):
        assert say("tried_window", retry_after_seconds=120) == "Wait 2 minutes."

    def test_other_facts_are_told_as_they_are(self, house: Flask):
        assert say("tried_name", name="Amal", times=3) == "Amal was here 3 times."

    def test_a_missing_fact_leaves_a_gap_and_no_fault(self, house: Flask):
        assert say("tried_minimum") == "Bid at least ."
        assert say("tried_minimum", minimum_minor=5) == "Bid at least ."

    def test_what_people_write_is_never_a_pattern(self, house: Flask):
        assert say("tried_name", name="{times.__class__}", times="{name}") == "{times.__class__} was here {name} times."


def test_an_unknown_code_speaks_for_itself(house: Flask):
    assert wording.say("nobody_worded_this", {}) == "nobody_worded_this"


def test_the_houses_own_words_are_said_in_both_languages(house: Flask):
    english = wording.say("sign_in_needed", {})
    with reading_as(Reader("ar")):
        arabic = wording.say("sign_in_needed", {})
    assert english == "Please sign in first."
    assert arabic != english
    assert any("\u0600" <= letter <= "\u06ff" for letter in arabic)


@pytest.mark.usefixtures("words")
def test_a_code_is_worded_once(house: Flask):
    with pytest.raises(ValueError, match="tried_minimum"):
        wording.add({"tried_minimum": _l("Bid more."), "tried_other": _l("Never said.")})
    assert "tried_other" not in wording.known()
