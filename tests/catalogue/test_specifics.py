"""What categories ask: each kind is read by its own rule, operators keep the questions, answers outlive them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.accounts import queries as accounts
from auction.catalogue import queries, service, specifics
from auction.catalogue.service import AttributeFields, DraftFields
from auction.catalogue.specifics import AttributeView, Choice, Unread
from auction.errors import Absent, Conflict, Invalid
from auction.languages import Reader, reading_as
from tests import builders_catalogue as build
from tests import builders_people as people
from tests.conftest import Hand

CHOICES = (Choice("gold", "Gold", "ذهب"), Choice("silver", "Silver", "فضة"), Choice("tin", "Tin", "قصدير", True))
ARABIC = Reader("ar", numerals="arab")


def asked(kind: str, **changes: Any) -> AttributeView:
    given: dict[str, Any] = {
        "id": 1, "category_id": 1, "slug": "size", "kind": kind, "name_en": "Size", "name_ar": "المقاس", "unit_en": "",
        "unit_ar": "", "choices": CHOICES, "is_needed": False, "is_retired": False,
    }  # fmt: skip
    return AttributeView(**(given | changes))


READ: list[tuple[str, list[str], Any]] = [
    ("text", ["  Al   Waha "], ("Al Waha",)),
    ("text", ["x" * 201], Unread("too_long")),
    ("whole", ["١٢٥٠"], ("1250",)),
    ("whole", ["1,250"], ("1250",)),
    ("whole", ["12.5"], Unread("not_whole")),
    ("whole", ["-3"], Unread("not_a_number")),
    ("whole", ["9" * 10], Unread("value_too_large")),
    ("decimal", ["٣٦٫٥"], ("36.5",)),
    ("decimal", ["36,5"], ("36.5",)),
    ("decimal", ["36.50 mm"], ("36.5",)),
    ("decimal", ["٤٠ مم"], ("40",)),
    ("decimal", ["1,250"], Unread("ambiguous_number")),
    ("decimal", ["about 3"], Unread("not_a_number")),
    ("year", ["1890"], ("1890",)),
    ("year", ["2027"], ("2027",)),
    ("year", ["2028"], Unread("not_a_year")),
    ("year", ["0"], Unread("not_a_year")),
    ("choice", ["gold"], ("gold",)),
    ("choice", ["tin"], ("tin",)),
    ("choice", ["brass"], Unread("not_a_choice")),
    ("choices", ["silver", "gold", ""], ("gold", "silver")),
    ("yes_no", ["yes"], ("yes",)),
    ("yes_no", ["perhaps"], Unread("not_yes_or_no")),
    ("text", ["", " "], ()),
]


@pytest.mark.parametrize(("kind", "words", "answer"), READ)
def test_each_kind_is_read_by_its_own_rule(kind: str, words: list[str], answer: Any) -> None:
    assert specifics.read(asked(kind, unit_en="mm", unit_ar="مم"), words, 2026) == answer


@given(st.sampled_from(["text", "whole", "decimal", "year", "choice", "choices", "yes_no"]), st.lists(st.text()))
def test_what_was_read_reads_again_as_itself(kind: str, words: list[str]) -> None:
    attribute = asked(kind)
    answer = specifics.read(attribute, words, 2026)
    if not isinstance(answer, Unread):
        assert specifics.read(attribute, answer, 2026) == answer


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_number_is_read_in_both_digit_sets(number: Any) -> None:
    text = f"{number:.2f}"
    arabic = text.translate(str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"))
    assert specifics.read(asked("decimal"), [arabic], 2026) == specifics.read(asked("decimal"), [text], 2026)


def test_answers_are_written_in_the_readers_language(house: Any) -> None:
    diameter = asked("decimal", unit_en="mm", unit_ar="مم")
    assert specifics.written(diameter, ("36.5",)) == "36.5\u00a0mm"
    assert specifics.written(asked("choices"), ("gold", "tin")) == "Gold and Tin"
    with reading_as(ARABIC):
        assert specifics.written(diameter, ("36.5",)) == "٣٦٫٥\u00a0مم"
        assert specifics.written(asked("year"), ("1890",)) == "١٨٩٠"
        assert specifics.written(asked("choice"), ("gold",)) == "ذهب"


SIZE = AttributeFields(name_en="Diameter", name_ar="القطر", kind="decimal", unit_en="mm", unit_ar="مم")
METAL = AttributeFields(name_en="Metal", name_ar="المعدن", kind="choice", choices="Gold | ذهب\nSilver | فضة")


@pytest.fixture
def operator(house: Any) -> int:
    build.make_shelves()
    return people.operator()


def ask(operator_id: int, category: str, fields: AttributeFields) -> int:
    return service.create_attribute(operator_id=operator_id, category=category, fields=fields).attribute_id


def names(category: str) -> list[str]:
    return [one.name_en for one in queries.attributes_asked(queries.category(category).id)]


def test_a_category_asks_what_its_parent_asks_first(operator: int) -> None:
    ask(operator, "pocket-watches", SIZE)
    ask(operator, "watches", METAL)
    assert names("pocket-watches") == ["Metal", "Diameter"]
    assert names("wristwatches") == ["Metal"]
    assert names("books") == []
    assert accounts.audit_trail()[0].act == "create_attribute"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name_ar": " "}, {"name_ar": ["needed"]}),
        ({"name_en": "x" * 81}, {"name_en": ["too_long"]}),
        ({"kind": "colour"}, {"kind": ["not_a_choice"]}),
        ({"unit_en": "mm"}, {"unit_ar": ["needed"]}),
        ({"kind": "choice"}, {"choices": ["choices_needed"]}),
        ({"kind": "choices", "choices": "Gold | ذهب\nSilver"}, {"choices": ["choices_in_both_languages"]}),
        ({"kind": "choice", "choices": "Gold | ذهب\ngold | ذهب أبيض"}, {"choices": ["choices_twice"]}),
        ({"kind": "choice", "choices": "\n".join(f"{n} | {n}" for n in range(201))}, {"choices": ["too_many_choices"]}),
    ],
)
def test_an_attribute_that_cannot_be_asked_is_refused(operator: int, changes: Any, fault: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        ask(operator, "watches", AttributeFields(**({"name_en": "Size", "name_ar": "المقاس"} | changes)))
    assert refusal.value.fields == fault


def test_order_retiring_and_restoring(operator: int) -> None:
    first, second = ask(operator, "watches", SIZE), ask(operator, "watches", METAL)
    service.move_attribute(operator_id=operator, attribute_id=second, by=-1)
    assert names("watches") == ["Metal", "Diameter"]
    service.retire_attribute(operator_id=operator, attribute_id=first, is_retired=True)
    assert names("watches") == ["Metal"]
    service.retire_attribute(operator_id=operator, attribute_id=first, is_retired=False)
    assert names("watches") == ["Metal", "Diameter"]
    with pytest.raises(Absent):
        service.move_attribute(operator_id=operator, attribute_id=999, by=1)


def test_a_category_asks_for_so_much_and_no_more(operator: int) -> None:
    for _number in range(40):
        ask(operator, "books", SIZE)
    with pytest.raises(Conflict):
        ask(operator, "books", SIZE)


def test_what_was_answered_stays_readable_when_questions_change(operator: int) -> None:
    seller = people.seller()
    metal, size = ask(operator, "watches", METAL), ask(operator, "watches", SIZE)
    listing_id = build.make_draft(seller, specifics={metal: ["silver"], size: ["٣٦٫٥"]})
    fewer = AttributeFields(name_en="Metal", name_ar="المعدن", choices="Gold | ذهب\nPlatinum | بلاتين")
    service.change_attribute(operator_id=operator, attribute_id=metal, fields=fewer)
    service.retire_attribute(operator_id=operator, attribute_id=size, is_retired=True)
    shown = queries.own_listing(listing_id, seller).view.specifics
    assert [(one.name, one.value) for one in shown] == [("Metal", "Silver"), ("Diameter", "36.5\u00a0mm")]
    assert [choice.key for choice in queries.attribute(metal).offered] == ["gold", "platinum"]
    words = queries.specifics_words(listing_id)
    assert "Silver" in words
    assert "فضة" in words
    assert "36.5 mm مم" in words


def test_a_renamed_choice_keeps_its_answers(operator: int) -> None:
    metal = ask(operator, "watches", METAL)
    renamed = AttributeFields(name_en="Metal", name_ar="المعدن", choices="Yellow gold | ذهب\nSilver | فضة")
    service.change_attribute(operator_id=operator, attribute_id=metal, fields=renamed)
    assert [(one.key, one.en) for one in queries.attribute(metal).offered] == [
        ("gold", "Yellow gold"),
        ("silver", "Silver"),
    ]


def test_answers_on_another_shelf_are_not_shown(operator: int) -> None:
    seller, metal = people.seller(), ask(operator, "watches", METAL)
    listing_id = build.make_draft(seller, specifics={metal: ["gold"]})
    service.save_draft(listing_id=listing_id, person_id=seller, fields=DraftFields(category="books"))
    assert queries.own_listing(listing_id, seller).view.specifics == ()
    assert queries.specifics_words(listing_id) == ""
    service.save_draft(listing_id=listing_id, person_id=seller, fields=DraftFields(category="pocket-watches"))
    assert [one.value for one in queries.own_listing(listing_id, seller).view.specifics] == ["Gold"]


def test_seeds_are_laid_once_and_leave_what_operators_made(operator: int) -> None:
    seeds = {"watches": [{"slug": "metal", "kind": "choice", "en": "Metal", "ar": "المعدن", "choices": [("A", "أ")]}]}
    assert service.seed_attributes(attributes=seeds) == 1
    metal = queries.attributes_asked(queries.category("watches").id)[0].id
    named = AttributeFields(name_en="Alloy", name_ar="السبيكة", choices="A | أ\nB | ب")
    service.change_attribute(operator_id=operator, attribute_id=metal, fields=named)
    assert service.seed_attributes(attributes=seeds) == 0
    assert names("watches") == ["Alloy"]


# --- pages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def hand_of(inside: Any, new_client: Any) -> Any:
    return lambda person_id: Hand(people.signed_in(new_client(), person_id))


def test_operators_alone_say_what_is_asked(inside: Any, hand_of: Any) -> None:
    inside(build.make_shelves)
    for who in (people.person, people.seller, people.moderator):
        hand = hand_of(inside(who))
        assert hand.get("/operator/categories/watches").status_code == 403
        assert hand.post("/operator/categories/watches", data={"name_en": "Size"}).status_code == 403
        assert hand.post("/operator/attributes/1/retire").status_code == 403


def test_an_operator_adds_changes_and_retires_on_the_page(inside: Any, hand_of: Any) -> None:
    inside(build.make_shelves)
    hand = hand_of(inside(people.operator))
    fields = {"name_en": "Metal", "name_ar": "المعدن", "kind": "choice", "choices": "Gold"}
    refused = hand.post("/operator/categories/watches", data=fields)
    assert refused.status_code == 422
    assert "Please offer at least two choices" in refused.text
    assert 'value="المعدن"' in refused.text
    answer = hand.post("/operator/categories/watches", data=fields | {"choices": "Gold | ذهب\nTin | قصدير"})
    assert answer.location == "/operator/categories/watches"
    (one,) = inside(lambda: queries.attributes_of(queries.category("watches").id))
    page = hand.get(f"/operator/attributes/{one.id}").text
    assert "Gold | ذهب" in page
    hand.post(f"/operator/attributes/{one.id}", data=fields | {"name_en": "Alloy", "choices": "Gold | ذهب\nTin | ق"})
    hand.post(f"/operator/attributes/{one.id}/retire")
    page = hand.get("/operator/categories/watches?lang=ar").text
    assert "Alloy" in page
    assert "لم يعد مطروحًا" in page
    assert hand.get("/operator/categories/nowhere").status_code == 404


def test_the_form_asks_and_publishing_wants_answers(inside: Any, hand_of: Any) -> None:
    inside(build.make_shelves)
    operator_id, seller_id = inside(people.operator), inside(people.seller)
    size = inside(ask, operator_id, "watches", SIZE)
    need = AttributeFields(name_en="Maker", name_ar="الصانع", is_needed=True)
    maker = inside(ask, operator_id, "watches", need)
    listing_id = inside(build.make_draft, seller_id)
    hand = hand_of(seller_id)
    page = hand.get(f"/sell/{listing_id}?step=specifics&lang=ar").text
    assert "القطر (مم)" in page
    typed = {f"specific-{size}": "about three", f"specific-{maker}": ""}
    kept = hand.post(f"/sell/{listing_id}", data=typed, headers={"Accept": "application/json"})
    assert kept.json["hints"][f"specific-{size}"] == "This is not a number. Write it in digits, such as 1250.50."
    refused = hand.post(f"/sell/{listing_id}/publish")
    assert refused.status_code == 422
    assert f'id="specific-{size}-error"' in refused.text
    assert "Please answer this" in refused.text
    assert 'value="about three"' in refused.text
    hand.post(f"/sell/{listing_id}", data={f"specific-{size}": "٣٦٫٥", f"specific-{maker}": "Al Waha"})
    published = hand.post(f"/sell/{listing_id}/publish")
    assert published.status_code == 302
    lot = hand.get(f"{published.location}?lang=ar").text
    assert "<dt>القطر</dt><dd>36.5\u00a0مم</dd>" in lot
    assert "<bdi>Al Waha</bdi>" in lot


def test_ticks_can_be_taken_away(inside: Any, hand_of: Any) -> None:
    inside(build.make_shelves)
    operator_id, seller_id = inside(people.operator), inside(people.seller)
    fields = AttributeFields(name_en="Metal", name_ar="المعدن", kind="choices", choices="Gold | ذهب\nTin | قصدير")
    metal = inside(ask, operator_id, "watches", fields)
    listing_id, hand = inside(build.make_draft, seller_id), hand_of(seller_id)
    name = f"specific-{metal}"
    hand.post(f"/sell/{listing_id}", data={name: ["", "gold", "tin"]})
    assert inside(queries.own_listing, listing_id, seller_id).specifics == {str(metal): ["gold", "tin"]}
    hand.post(f"/sell/{listing_id}", data={name: ""})
    assert inside(queries.own_listing, listing_id, seller_id).specifics == {}


def test_another_category_brings_its_own_questions(inside: Any, hand_of: Any) -> None:
    inside(build.make_shelves)
    operator_id, seller_id = inside(people.operator), inside(people.seller)
    inside(ask, operator_id, "books", AttributeFields(name_en="Author <b>", name_ar="المؤلف"))
    listing_id, hand = inside(build.make_draft, seller_id), hand_of(seller_id)
    typed = {"category": "books", "asked_by": "pocket-watches"}
    news = hand.post(f"/sell/{listing_id}", data=typed, headers={"Accept": "application/json"}).json
    assert "Author &lt;b&gt;" in news["specifics"]
    again = hand.post(f"/sell/{listing_id}", data=typed | {"asked_by": "books"}, headers={"Accept": "application/json"})
    assert "specifics" not in again.json
