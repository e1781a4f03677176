"""The words of search: stems in both languages, what the index keeps, what is asked for, what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.catalogue.stems import stem
from auction.catalogue.text import tokens
from auction.catalogue.words import LONGEST_WORD, asked_for, kept, most_errors, nearest, respelt, spelling

WORDS = st.text(st.sampled_from("abcdeنحاس"), min_size=1, max_size=9)


def stem_of(word: str) -> str:
    (token,) = tokens(word)
    return stem(token)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("watches", "watch"),
        ("paintings", "painted"),
        ("ساعات", "ساعة"),
        ("الساعتين", "ساعة"),
        ("لوحات", "لوحة"),
        ("ذهبية", "ذهبي"),
        ("خاتمين", "خاتم"),
        ("سيوف", "سيف"),
        ("السيوف", "سيف"),
        ("مصابيح", "المصباح"),
        ("سجاجيد", "سجادة"),
        ("أحجار", "حجر"),
        ("وخرائط", "خريطة"),
        ("كويتية", "كويتي"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize(("one", "other"), [("سيف", "صيف"), ("ورق", "ورد"), ("car", "carpet"), ("oud", "out")])
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem_of(one) != stem_of(other)


@pytest.mark.parametrize("word", ["1968", "18ct", "が", "ñandú", "наган"])
def test_what_is_of_no_known_language_stays(word: str) -> None:
    assert stem(word) == word


def test_the_index_keeps_words_and_stems_once_between_spaces() -> None:
    assert kept("Brass dallahs", "دلّة brass") == " brass dallahs dallah دله "
    assert kept("") == kept("!") == "  "


def test_entities_are_read_and_tags_left_out() -> None:
    text = "Tea &amp; coffee &quot;set&quot; <br><font size=2>1 &lt; 2</font>"
    assert kept(text).split() == ["tea", "coffee", "coffe", "set", "1", "2"]


def test_a_word_without_end_is_cut() -> None:
    assert len(kept("x" * 5000).strip()) == LONGEST_WORD
    assert len(asked_for("x" * 5000).words[0].typed) == LONGEST_WORD


def test_little_words_are_asked_for_only_when_there_is_nothing_else() -> None:
    assert asked_for("the watch of the house").text == "watch house"
    assert asked_for("of the").text == "of the"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7", 7), ("#12", 12), ("lot 7", 7), ("Lot no. 7", 7), ("قطعة ٧", 7), ("رقم #٧", 7), ("7 watches", None),
     ("9" * 12, None), ("", None), ("#", None)],
)  # fmt: skip
def test_the_number_of_a_lot_is_seen(typed: str, number: int | None) -> None:
    assert asked_for(typed).number == number


def test_the_last_word_may_be_unfinished() -> None:
    assert [word.beginning for word in asked_for("silver wat").words] == ["", "wat"]
    assert [word.beginning for word in asked_for("silver wa").words] == ["", ""]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("wacth", ("watch",)),
        ("wach", ("watch",)),
        ("watchh", ("watch",)),
        ("wetch", ("watch",)),
        ("chronograhp", ("chronograph",)),
        ("cronogaph", ("chronograph",)),
        ("لولؤ", ("لؤلؤ",)),
        ("batch", ()),
        ("oux", ()),
        ("w4tch", ()),
        ("wxyzh", ()),
    ],
)
def test_the_nearest_word_is_the_one_meant(word: str, meant: tuple[str, ...]) -> None:
    assert nearest(word, ["watch", "oud", "chronograph", "لؤلؤ", "wheel"]) == meant


def test_words_as_near_are_all_meant_and_the_first_is_said() -> None:
    asked = respelt(asked_for("bress clock"), {"bress": nearest("bress", ["brass", "bless", "press", "dress"])})
    assert asked.text == "bless clock"
    assert asked.words[0].exact == ("bless", "brass", "brasses")[:2]


@given(WORDS, st.lists(WORDS, max_size=6))
def test_a_word_that_is_there_is_nearest_to_itself(word: str, others: list[str]) -> None:
    if most_errors(word):
        assert nearest(word, [*others, word]) == (word,)


@given(WORDS, WORDS)
def test_nearness_is_mutual(one: str, other: str) -> None:
    if most_errors(one) == most_errors(other):
        assert bool(nearest(one, [other])) == bool(nearest(other, [one])) or one == other


@given(st.text())
def test_whatever_is_typed_becomes_plain_words(text: str) -> None:
    for word in asked_for(text).words:
        assert all(form.isalnum() or not form.isascii() for form in word.exact)
        assert all(sign not in form for form in (*word.exact, word.beginning) for sign in "'\"\\* :&|!()-\0")
    assert spelling(text) <= set(kept(text).split())


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_every_word_finds_the_text_it_is_of(text: str) -> None:
    known = set(kept(text).split())
    assert all(known & set(word.exact) for word in asked_for(text).words)
