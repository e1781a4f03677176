"""Folding for search and Markdown for the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.catalogue.text import fold, markdown_to_html, markdown_to_text, tokens


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("انترنت", "الإنترنت"),
        ("انترنت", "وَالإِنْتَرْنِت"),
        ("ساعه", "السّاعة"),
        ("مجوهرات", "مجـــوهرات"),
        ("علي", "على"),
        ("احمد", "أحمد"),
        ("اثار", "آثار"),
        ("ساعة", "ﺳﺎﻋﺔ"),
        ("1250", "١٢٥٠"),
        ("1250", "۱۲۵۰"),
        ("بيع", "للبيع"),
        ("كتاب", "بالكتاب"),
        ("cafe", "CAFÉ"),
        ("lodz", "Łódź"),
        ("istanbul", "İstanbul"),
        ("strasse", "Straße"),
        ("leica", "Ｌｅｉｃａ"),
        ("oeuvre", "œuvre"),
        ("oud", "o\u200bud"),
    ],
)
def test_what_people_type_finds_what_is_written(typed, meant):
    assert tokens(typed) == tokens(meant)


@pytest.mark.parametrize("word", ["ألف", "ألم", "إلى", "ولد", "بال"])
def test_a_short_word_that_begins_like_the_article_keeps_all_its_letters(word):
    assert tokens(word) == [fold(word)]


def test_letters_that_differ_stay_different():
    assert tokens("سيف") != tokens("صيف")
    assert tokens("が") != tokens("か")


def test_punctuation_parts_words_and_underscores_do_too():
    assert tokens("«ساعة»، omega_seamaster (1968)") == ["ساعه", "omega", "seamaster", "1968"]


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_source_ever_yields_markup_we_did_not_allow(source):
    html = markdown_to_html(source)
    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:" not in html.lower() or "href" not in html


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<div onclick='x'>\nblock\n</div>",
        "a <b>bold</b> claim",
        "&lt;script&gt;",
    ],
)
def test_html_from_a_seller_is_shown_as_text(hostile):
    html = markdown_to_html(hostile)
    assert "<script" not in html
    assert "<img" not in html
    assert "<div" not in html
    assert "<b>" not in html
    assert "&lt;" in html


@pytest.mark.parametrize(
    "link",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html,hello)",
        "[x](vbscript:x)",
        "[x](/sign-out)",
        "[x](//elsewhere.example)",
        "<javascript:alert(1)>",
    ],
)
def test_a_link_leads_only_to_a_full_web_or_mail_address(link):
    assert "href" not in markdown_to_html(link)


def test_links_are_not_vouched_for():
    html = markdown_to_html('[maker](https://maker.example "history")')
    assert 'href="https://maker.example"' in html
    assert 'rel="nofollow ugc noopener"' in html


def test_pictures_from_elsewhere_are_not_shown():
    assert "<img" not in markdown_to_html("![a](https://elsewhere.example/pixel.png)")


def test_headings_begin_below_the_page_s_own():
    html = markdown_to_html("# One\n\n## Two\n\n###### Six")
    assert [tag in html for tag in ("<h1", "<h2", "<h3", "<h4", "<h6")] == [False, False, True, True, True]


def test_each_outer_block_finds_its_own_direction_and_its_parts_follow():
    html = markdown_to_html("وصف\n\n- بند\n\n> قول\n\n|أ|ب|\n|-|-|\n|١|٢|\n\n    code")
    for tag in ("p", "ul", "blockquote", "table", "pre"):
        assert f'<{tag} dir="auto"' in html
    assert "<li dir" not in html
    assert html.count('<p dir="auto">') == 1


def test_what_sellers_use_works():
    html = markdown_to_html("**bold** *soft* ~~gone~~ `9ct`\nnext line\n\n1. one\n2. two")
    for part in ("<strong>", "<em>", "<s>", "<code>", "<br>", "<ol"):
        assert part in html


def test_the_words_alone_are_in_one_line():
    assert markdown_to_text("# Oud\n\n- *walnut* ribs\n- [label](https://x.example)\nend") == (
        "Oud walnut ribs label end"
    )
