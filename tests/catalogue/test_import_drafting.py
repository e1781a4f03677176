"""From a row to a draft: columns guessed, characters kept, amounts and categories read, faults beside their fields."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.catalogue import text
from auction.catalogue.importing import markup
from auction.catalogue.importing.drafting import Shelves, drafted, shortened
from auction.catalogue.importing.fields import FIELDS, Plan, checked, guessed
from auction.errors import Invalid

SHELVES = Shelves(
    by_name={"wristwatches": "wristwatches", "ساعات يد": "wristwatches", "كتب": "books", "books": "books"},
    by_way={("watches", "other"): "other-watches", ("toys", "other"): "other-toys"},
    by_slug={"wristwatches": 1, "books": 2, "other-watches": 3, "other-toys": 4},
)
PLAN = Plan(columns={each.name: each.name for each in FIELDS}, defaults={"currency": "USD", "duration": "7d"})


def read(plan: Plan = PLAN, **row: str):
    return drafted({"reference": "A1", "title": "A fine thing", **row}, plan, SHELVES)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            ["ItemID", "Name", "Category", "First_Bid", "Description", "Buy_Price"],
            {
                "reference": "ItemID",
                "title": "Name",
                "category": "Category",
                "starting": "First_Bid",
                "description": "Description",
                "buy_now": "Buy_Price",
            },
        ),
        (
            ["المرجع", "العنوان", "الوصف", "الفئة", "الحالة", "سعر البداية", "الصور"],
            {
                "reference": "المرجع",
                "title": "العنوان",
                "description": "الوصف",
                "category": "الفئة",
                "condition": "الحالة",
                "starting": "سعر البداية",
                "pictures": "الصور",
            },
        ),
        (["id", "sku", "startingPrice"], {"reference": "sku", "starting": "startingPrice"}),
        (["anything", "else"], {}),
    ],
)
def test_columns_are_guessed_in_both_languages(columns: list[str], expected: dict[str, str]) -> None:
    assert guessed(columns).columns == expected


def test_a_plan_without_what_it_needs_is_refused_by_field() -> None:
    plan = Plan(columns={"title": "gone"}, defaults={"currency": "", "condition": "shiny"})
    with pytest.raises(Invalid) as refused:
        checked(plan, ["a"], {})
    assert refused.value.fields == {
        "column-title": ["unknown_column"],
        "column-reference": ["column_needed"],
        "default-condition": ["not_a_choice"],
        "default-currency": ["needed"],
    }


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=60)


@given(PLAIN | st.text("ab1 .)#>-+*_=~`[]()!|:;\\\n'\"", max_size=40))
def test_plain_text_is_shown_letter_by_letter(words: str) -> None:
    if markup.TAG.search(words) or markup.ENTITY.search(words):
        return
    shown = text.markdown_to_text(markup.to_markdown(words))
    assert shown == " ".join(words.split())


@given(PLAIN)
def test_entities_are_decoded_once(words: str) -> None:
    encoded = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    assert markup.decoded(encoded) == words


@given(st.text("<>/abipulr \"'&;=!-", max_size=60))
def test_no_tag_is_ever_left(words: str) -> None:
    assert not markup.TAG.search(markup.one_line(words))
    html = text.markdown_to_html(markup.to_markdown(words))
    assert "<script" not in html
    assert not markup.TAG.search(text.markdown_to_text(markup.to_markdown(words)))


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"),
        ("Has:<ul><li>a <b>key</b><li>a chain</ul>Sent by post.", "Has:\n\n- a key\n- a chain\n\nSent by post."),
        ("<ol><li>x</li><li>y</li></ol>", "1. x\n2. y"),
        ("Fish &amp; chips &#124; &eacute; &amp;lt;", "Fish & chips | é \\&lt;"),
        ("AT&T and ?a=1&lt=2, 5 < 6 > 4, <John>", "AT&T and ?a=1&lt=2, 5 < 6 > 4, \\<John>"),
        ("<style>p{}</style><script>alert('x')</script>ok<!-- no -->", "ok"),
        ("&lt;p&gt;Twice&lt;/p&gt; wrapped", "Twice\n\nwrapped"),
        ("1. first\n* second * \n# third", "1\\. first\n\\* second \\*\n\\# third"),
        ("<td>a</td><td>b", "a b"),
    ],
)
def test_html_becomes_paragraphs_lines_and_lists(source: str, markdown: str) -> None:
    assert markup.to_markdown(source) == markdown


def test_a_title_is_words_alone() -> None:
    assert (
        read(title="<b>Gold</b> &amp; silver<br>“odd” &lt;i&gt;x&lt;/i&gt;").values["title"] == "Gold & silver “odd” x"
    )


def test_a_long_title_is_refused_or_cut_at_a_word_with_the_whole_kept() -> None:
    whole = "word " * 40 + "end"
    assert read(title=whole).faults == {"title": ["title_too_long"]}
    cut = read(Plan.of({**PLAN.to_plain(), "shortens": True}), title=whole, description="Then this.")
    assert cut.faults == {}
    assert len(cut.title) <= 140
    assert cut.title.endswith("word…")
    assert cut.values["description"] == f"{whole}\n\nThen this."
    assert len(shortened("x" * 300)) == 140


@given(st.text(min_size=141, max_size=300).map(lambda words: " ".join(words.split())).filter(lambda w: len(w) > 140))
def test_a_shortened_title_is_a_beginning(title: str) -> None:
    cut = shortened(title)
    assert len(cut) <= 140
    assert title.startswith(cut[:-1])


@pytest.mark.parametrize(
    ("field", "word", "currency", "value"),
    [
        ("starting", "$3.50", "USD", "3.50"),
        ("starting", "1,234.50", "USD", "1234.50"),
        ("buy_now", "١٢٥٠٫٥٠٠", "KWD", "1250.500"),
        ("reserve", "¥1,000", "JPY", "1000"),
        ("reserve", "", "USD", ""),
    ],
)
def test_amounts_are_read_as_people_write_them(field: str, word: str, currency: str, value: str) -> None:
    made = read(**{field: word, "currency": currency})
    assert made.faults == {}
    assert made.values[field] == value


def test_every_fault_is_told_by_its_field() -> None:
    made = read(
        reference=" ",
        title="<br>",
        starting="a lot",
        reserve="€5",
        currency="XXX",
        duration="2 weeks",
        condition="shiny",
        category="Dragons",
        pictures="http://a.example/b.jpg",
    )
    assert made.faults == {
        "reference": ["reference_needed"],
        "title": ["title_needed"],
        "category": ["category_unmatched"],
        "condition": ["unknown_condition"],
        "currency": ["unknown_currency"],
        "starting": ["not_a_number"],
        "reserve": ["other_currency"],
        "duration": ["unknown_duration"],
        "pictures": ["picture_is_address"],
    }
    assert made.unmatched == "Dragons"


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Wristwatches", "wristwatches"),
        ("Jewelry > Watches > WRISTWATCHES > Gold", "wristwatches"),
        ("ساعاتُ يدٍ", "wristwatches"),
        ("Toys > Other", "other-toys"),
        ("watches > other", "other-watches"),
        ("books", "books"),
        ("Collectibles > Cards", "books"),
        ("Collectibles > Toys > Other", "other-watches"),
    ],
)
def test_categories_are_matched_by_name_in_both_languages_or_as_the_seller_said(theirs: str, ours: str) -> None:
    said = {"Collectibles": "books", "Collectibles > Toys": "other-watches"}
    made = read(Plan.of({**PLAN.to_plain(), "categories": said}), category=theirs)
    assert (made.values["category"], made.unmatched, made.faults) == (ours, "", {})


def test_an_unmatched_category_falls_to_the_default_and_is_noted() -> None:
    made = read(Plan.of({**PLAN.to_plain(), "defaults": {**PLAN.defaults, "category": "books"}}), category="A > B")
    assert (made.values["category"], made.unmatched, made.faults) == ("books", "A", {})


@pytest.mark.parametrize(
    ("word", "key"),
    [("New", "new"), ("كالجديد", "like_new"), ("For parts or repair", "for_parts"), ("very_good", "very_good")],
)
def test_conditions_are_known_by_their_names(word: str, key: str) -> None:
    assert read(condition=word).values["condition"] == key


@pytest.mark.parametrize(("word", "key"), [("7", "7d"), ("10 days", "10d"), ("1h", "1h"), ("٣ أيام", "3d"), ("", "7d")])
def test_durations_are_read(word: str, key: str) -> None:
    assert read(duration=word).values["duration"] == key


def test_what_a_plan_does_not_speak_of_stays_out() -> None:
    made = drafted(
        {"r": "1", "t": "A thing"},
        Plan(columns={"reference": "r", "title": "t"}, defaults={"currency": "USD"}),
        SHELVES,
    )
    assert made.values == {"title": "A thing", "currency": "USD"}


def test_more_columns_are_told_at_the_foot() -> None:
    plan = Plan.of({**PLAN.to_plain(), "also": ("Made in", "Empty")})
    made = read(plan, description="Words.", **{"Made in": "A <b>place</b> *", "Empty": " "})
    assert made.values["description"] == "Words.\n\n- Made in: A place \\*"
