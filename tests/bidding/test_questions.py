"""Questions about a lot: who may ask and how much, who is told, what stands in public, and under whose name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from auction import clock, outbox
from auction.accounts import service as accounts
from auction.bidding import queries as bidding
from auction.bidding import service
from auction.catalogue import queries
from auction.catalogue import service as catalogue
from auction.errors import Absent, Conflict, Forbidden, Invalid, TooMany
from auction.notices import queries as notices
from tests import builders_people as people
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.conftest import Hand


def ask(auction_id: int, person_id: int, text: str = "Does it run well?") -> int:
    return service.ask_question(auction_id=auction_id, person_id=person_id, text=text).question_id


def answer(question_id: int, person_id: int, text: str = "It does.") -> None:
    catalogue.answer_question(question_id=question_id, person_id=person_id, text=text)


def listing_of(auction_id: int) -> int:
    return bidding.summary(auction_id).listing_id


def told(person_id: int) -> list[str]:
    outbox.drain()
    return [notice.kind for notice in notices.page(person_id).notices]


def test_an_answer_makes_both_public_and_names_nobody(house: Any, mail_box: Callable[..., Any]) -> None:
    seller_id, asker_id, other_id = a_seller(), a_person(handle="curious"), a_person()
    auction_id = an_auction(seller_id)
    listing_id = listing_of(auction_id)
    question_id = ask(auction_id, asker_id, "  Does it run?\r\nAnd how long?  ")
    assert queries.questions_about(listing_id, None) == []
    assert queries.questions_about(listing_id, other_id) == []
    assert queries.questions_about(listing_id, asker_id)[0].is_yours
    assert [one.text for one in queries.questions_waiting(seller_id)] == ["Does it run?\nAnd how long?"]
    assert told(seller_id) == ["question"]
    answer(question_id, seller_id)
    (seen,) = queries.questions_about(listing_id, None)
    assert (seen.answer, seen.is_yours, seen.is_waiting) == ("It does.", False, False)
    assert queries.questions_waiting(seller_id) == []
    assert told(asker_id) == ["answer"]
    letters = mail_box()
    assert len(letters) == 2
    assert "Does it run?" in letters[0].text
    assert "It does." in letters[1].text
    assert "curious" not in letters[0].text


def test_who_may_not_ask(house: Any) -> None:
    seller_id = a_seller()
    auction_id = an_auction(seller_id)
    blocked, barred, stranger = a_person(handle="blocked"), a_person(), a_person(is_confirmed=False)
    accounts.block_person(owner_id=seller_id, handle="blocked")
    accounts.sanction_person(person_id=barred, kind="no_bidding", reason="x")
    for person_id, code in (
        (seller_id, "own_question"),
        (blocked, "question_blocked"),
        (barred, "sanctioned"),
        (stranger, "not_verified"),
    ):
        with pytest.raises(Forbidden) as refusal:
            ask(auction_id, person_id)
        assert refusal.value.code == code


def test_only_an_open_lot_is_asked_about(house: Any, travel: Any) -> None:
    now = clock.now()
    later = an_auction(opens_at=now + timedelta(hours=1))
    with pytest.raises(Absent):
        ask(later, a_person())
    with pytest.raises(Absent):
        ask(999, a_person())
    auction_id = an_auction()
    travel(days=4)
    with pytest.raises(Conflict) as refusal:
        ask(auction_id, a_person())
    assert refusal.value.code == "no_questions_after_end"


@pytest.mark.parametrize(("text", "code"), [(" ", "needed"), ("Why?", "question_too_short"), ("x" * 1001, "too_long")])
def test_a_question_has_its_length(house: Any, text: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        ask(an_auction(), a_person(), text)
    assert refusal.value.fields == {"question": [code]}


def test_three_wait_on_a_lot_and_twenty_make_a_day(house: Any, travel: Any) -> None:
    seller_id, asker_id = a_seller(), a_person()
    auction_id = an_auction(seller_id)
    first = [ask(auction_id, asker_id) for _number in range(3)]
    with pytest.raises(TooMany) as refusal:
        ask(auction_id, asker_id)
    assert refusal.value.code == "questions_waiting"
    catalogue.remove_question(question_id=first[0], person_id=seller_id)
    waiting = ask(auction_id, asker_id)
    for _number in range(16):
        answer(waiting, seller_id)
        waiting = ask(auction_id, asker_id)
    answer(waiting, seller_id)
    with pytest.raises(TooMany) as refusal:
        ask(auction_id, asker_id)
    assert refusal.value.code == "questions_today"
    travel(days=1)
    assert ask(auction_id, asker_id)


def test_the_seller_alone_answers_once(house: Any) -> None:
    seller_id, asker_id = a_seller(), a_person()
    question_id = ask(an_auction(seller_id), asker_id)
    for stranger in (a_seller(), asker_id):
        with pytest.raises(Absent):
            answer(question_id, stranger)
        with pytest.raises(Absent):
            catalogue.remove_question(question_id=question_id, person_id=stranger)
    answer(question_id, seller_id)
    with pytest.raises(Conflict):
        answer(question_id, seller_id)
    with pytest.raises(Conflict):
        catalogue.remove_question(question_id=question_id, person_id=seller_id)


def test_what_is_put_aside_is_seen_and_told_no_more(house: Any) -> None:
    seller_id, asker_id = a_seller(), a_person()
    auction_id = an_auction(seller_id)
    question_id = ask(auction_id, asker_id)
    catalogue.remove_question(question_id=question_id, person_id=seller_id)
    assert told(seller_id) == []
    assert queries.questions_about(listing_of(auction_id), asker_id) == []
    with pytest.raises(Absent):
        answer(question_id, seller_id)


def test_an_answer_puts_no_news_about_the_bidding_out_of_date(house: Any) -> None:
    seller_id, first, second = a_seller(), a_person(), a_person()
    auction_id = an_auction(seller_id)
    question_id = ask(auction_id, first)
    bid(auction_id, first, "20")
    bid(auction_id, second, "50")
    outbox.drain()
    answer(question_id, seller_id)
    assert sorted(told(first)) == ["answer", "outbid"]


# --- pages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def hand_of(inside: Any, new_client: Any) -> Callable[[int], Hand]:
    return lambda person_id: Hand(people.signed_in(new_client(), person_id))


def test_asking_and_answering_on_the_lots_page(inside: Any, hand_of: Any, client: Any) -> None:
    seller_id, asker_id = inside(a_seller), inside(a_person, language="ar", handle="curious")
    auction_id = inside(an_auction, seller_id)
    asker, seller = hand_of(asker_id), hand_of(seller_id)
    page = f"/auctions/{auction_id}"
    assert "Sign in to ask the seller" in client.get(page).text
    refused = asker.post(f"{page}/questions", data={"question": "لم؟"})
    assert refused.status_code == 422
    assert "يُرجى كتابة سؤال من 5 أحرف على الأقل." in refused.text
    assert ">\nلم؟</textarea>" in refused.text
    assert asker.post(f"{page}/questions", data={"question": "هل <b>تعمل</b>؟"}).location == f"{page}#questions"
    assert "لم يجب البائع بعد" in asker.get(page).text
    assert "&lt;b&gt;" in seller.get(page).text
    (waiting,) = inside(queries.questions_waiting, seller_id)
    again = seller.post(f"{page}/questions/{waiting.id}", data={"answer": " "})
    assert again.status_code == 422
    assert f'id="answer-{waiting.id}-error"' in again.text
    seller.post(f"{page}/questions/{waiting.id}", data={"answer": "نعم، تعمل."})
    public = client.get(page).text
    assert "A buyer asked" in public
    assert "نعم، تعمل." in public
    assert "curious" not in public
    assert "سألت" in asker.get(page).text
    assert asker.get(f"{page}/questions").location == f"{page}#questions"


def test_the_desk_shows_what_waits_and_takes_answers(inside: Any, hand_of: Any) -> None:
    seller_id, asker_id = inside(a_seller, language="ar"), inside(a_person)
    auction_id = inside(an_auction, seller_id)
    first, second = inside(ask, auction_id, asker_id), inside(ask, auction_id, asker_id, "And its key?")
    seller = hand_of(seller_id)
    desk = seller.get("/sell").text
    assert "أسئلة تنتظر الرد" in desk
    assert "مشتريان ينتظران ردك" in desk
    refused = seller.post(f"/sell/questions/{first}/answer", data={"answer": "x" * 2001})
    assert refused.status_code == 422
    assert "x" * 2001 in refused.text
    answered = seller.post(f"/sell/questions/{first}/answer", data={"answer": "Yes.", "next": "/sell#questions"})
    assert answered.location == "/sell#questions"
    seller.post(f"/sell/questions/{second}/remove")
    assert "And its key?" not in seller.get("/sell").text
    assert hand_of(asker_id).post(f"/sell/questions/{first}/remove").status_code == 403
