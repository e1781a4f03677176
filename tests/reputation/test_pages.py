"""The pages of feedback and scorecards, and their part of the API, as people and programs meet them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from auction import outbox
from auction.catalogue import media
from auction.reputation import queries
from auction.settlement.orders import queries as orders
from tests import builders_people as people
from tests.builders_reputation import a_deal, give
from tests.builders_settlement import a_paid_order

pytestmark = pytest.mark.usefixtures("moment")


def a_photograph(colour: str = "teal") -> io.BytesIO:
    """A picture that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    made = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(made, "JPEG", exif=exif)
    made.seek(0)
    return made


def form(**words: object) -> dict[str, object]:
    return {"stars": "5", "text": "", **words}


def test_a_buyer_gives_feedback_with_pictures_that_keep_no_place(inside, hand_of, new_client):
    deal = inside(a_deal)
    hand = hand_of(deal.buyer_id)
    assert f"/orders/{deal.order_id}/feedback" in hand.get("/my/purchases").get_data(as_text=True)
    assert f"/orders/{deal.order_id}/feedback" in hand.get(f"/orders/{deal.order_id}").get_data(as_text=True)
    pictures = [(a_photograph(colour), f"{colour}.jpg") for colour in ("teal", "brown")]
    answer = hand.post(
        f"/orders/{deal.order_id}/feedback",
        data=form(text="<b>Good</b>", charges="4", pictures=pictures),
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303
    assert f"/orders/{deal.order_id}/feedback" not in hand.get("/my/purchases").get_data(as_text=True)
    inside(give, deal, "seller")
    one = inside(queries.received_by, deal.seller_id, "buyer").feedback[0]
    assert (one.stars, one.text, one.details, len(one.pictures)) == (5, "<b>Good</b>", {"charges": 4}, 2)
    page = new_client().get(f"/people/{one.about}/feedback").get_data(as_text=True)
    assert "&lt;b&gt;Good&lt;/b&gt;" in page
    assert one.giver not in page
    for picture in one.pictures:
        with new_client().get(picture.src) as answer:
            assert b"taken at home" not in answer.data
        assert picture.thumb in page


def test_what_was_typed_stays_where_it_is_refused_and_no_file_stays(inside, hand_of, app):
    deal = inside(a_deal)
    hand = hand_of(deal.buyer_id)
    answer = hand.post(f"/orders/{deal.order_id}/feedback", data=form(stars="2", text="  ", dispatch="3"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'id="stars-2" value="2" checked' in page
    assert 'id="dispatch-3" value="3" checked' in page
    assert 'id="text-error"' in page
    with app.app_context():
        before = set(media.shelf().root.rglob("*.jpg"))
    with_a_bad_file = form(pictures=[(a_photograph(), "a.jpg"), (io.BytesIO(b"no picture"), "b.jpg")])
    answer = hand.post(f"/orders/{deal.order_id}/feedback", data=with_a_bad_file, content_type="multipart/form-data")
    assert answer.status_code == 422
    with app.app_context():
        assert set(media.shelf().root.rglob("*.jpg")) == before
    many = form(pictures=[(a_photograph(), f"{number}.jpg") for number in range(7)])
    answer = hand.post(f"/orders/{deal.order_id}/feedback", data=many, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert inside(queries.of_order, deal.order_id, deal.buyer_id).own is None


def test_without_stars_nothing_is_given(inside, hand_of):
    deal = inside(a_deal)
    answer = hand_of(deal.seller_id).post(f"/orders/{deal.order_id}/feedback", data={"text": "Paid at once."})
    assert answer.status_code == 422
    assert "Paid at once." in answer.get_data(as_text=True)


def test_an_order_that_is_not_finished_asks_for_nothing(inside, hand_of):
    order_id = inside(a_paid_order)
    buyer_id, _seller_id = inside(orders.people_of, order_id)
    hand = hand_of(buyer_id)
    assert 'id="feedback"' not in hand.get(f"/orders/{order_id}").get_data(as_text=True)
    assert hand.get(f"/orders/{order_id}/feedback").status_code == 303
    assert hand.post(f"/orders/{order_id}/feedback", data=form()).status_code == 303
    assert inside(queries.of_order, order_id, buyer_id) is None


def test_a_stranger_finds_no_form(inside, hand_of):
    deal = inside(a_deal)
    hand = hand_of(inside(people.person))
    assert hand.get(f"/orders/{deal.order_id}/feedback").status_code == 404
    assert hand.post(f"/orders/{deal.order_id}/feedback", data=form()).status_code == 404


def test_the_other_side_replies_on_a_page_and_the_staff_hides_openly(inside, hand_of, new_client):
    deal = inside(a_deal, seller_id=inside(people.seller, handle="hala"))
    one = inside(give, deal, "buyer", 1, "Call 555 at 7 Palm Street")
    inside(give, deal, "seller")
    seller, staff = hand_of(deal.seller_id), hand_of(inside(people.moderator))
    assert seller.post(f"/feedback/{one.feedback_id}/reply", data={"reply": " "}).status_code == 422
    assert seller.post(f"/feedback/{one.feedback_id}/reply", data={"reply": "It is sorted."}).status_code == 303
    assert seller.post(f"/feedback/{one.feedback_id}/reply", data={"reply": "Again"}).status_code == 303
    assert "It is sorted." in new_client().get("/sellers/hala").get_data(as_text=True)
    hiding = {"part": "words", "why": "A private address"}
    assert seller.post(f"/feedback/{one.feedback_id}/hide", data=hiding).status_code == 403
    assert staff.post(f"/feedback/{one.feedback_id}/hide", data={"part": "words"}).status_code == 422
    assert staff.post(f"/feedback/{one.feedback_id}/hide", data=hiding).status_code == 303
    page = new_client().get("/people/hala/feedback").get_data(as_text=True)
    assert "Palm Street" not in page
    assert "A private address" in page


def test_stars_stand_beside_the_seller_of_a_lot(inside, new_client, hand_of):
    deal = inside(a_deal)
    inside(give, deal, "buyer", 4)
    view = inside(orders.order, deal.order_id, deal.buyer_id)
    lot = f"/auctions/{view.lots[0].auction_id}"
    assert "1 rating" not in new_client().get(lot).get_data(as_text=True)
    inside(give, deal, "seller")
    assert "1 rating" in new_client().get(lot).get_data(as_text=True)
    page = hand_of(deal.seller_id).get(f"/orders/{deal.order_id}").get_data(as_text=True)
    assert "The buyer:" in page


def test_programs_read_page_by_page_and_learn_no_buyer(inside, new_client):
    seller_id = inside(people.seller, handle="hala")
    for number in range(3):
        deal = inside(a_deal, seller_id=seller_id)
        inside(give, deal, "buyer", 5, f"Number {number}", charges=2)
        inside(give, deal, "seller", 5, "Paid at once.")
    client = new_client()
    first = client.get("/api/v1/people/hala/feedback?limit=2").get_json()
    second = client.get(f"/api/v1/people/hala/feedback?limit=2&after={first['after']}").get_json()
    assert [one["text"] for one in first["feedback"] + second["feedback"]] == ["Number 2", "Number 1", "Number 0"]
    assert second["after"] is None
    assert first["summary"] == {
        "count": 3, "mean_tenths": 50, "by_stars": {"1": 0, "2": 0, "3": 0, "4": 0, "5": 3}, "details_tenths": {},
    }  # fmt: skip
    buyer = inside(lambda: people.row_of(deal.buyer_id).handle)
    assert buyer not in str(first)
    of_buyer = client.get(f"/api/v1/people/{buyer}/feedback?as=buyer").get_json()["feedback"]
    assert [(one["text"], one["auction_id"], one["title"]) for one in of_buyer] == [("Paid at once.", None, None)]
    assert client.get("/api/v1/people/nobody-at-all/feedback").status_code == 404
    assert client.get("/api/v1/people/hala/feedback?as=thief").status_code == 422


def test_a_notice_leads_to_the_order(inside, hand_of):
    deal = inside(a_deal)
    inside(give, deal, "buyer")
    inside(give, deal, "seller")
    inside(outbox.drain)
    page = hand_of(deal.seller_id).get("/notices").get_data(as_text=True)
    assert f"/orders/{deal.order_id}#feedback" in page
