"""The pages of what is not paid, by their forms: who sees them, what they lead to, and how a no is shown."""

from __future__ import annotations

import pytest

from auction import outbox
from auction.bidding import queries as bidding
from auction.settlement.orders import queries as orders
from auction.settlement.unpaid import queries, service
from tests.builders_people import moderator, signed_in
from tests.builders_unpaid import a_failed_sale, a_sale, an_overdue_sale

pytestmark = pytest.mark.usefixtures("moment")


@pytest.fixture
def page(new_client, csrf):
    """`page(person_id)`: a hand of that person's."""
    return lambda person_id: csrf(signed_in(new_client(), person_id))


def test_a_seller_waits_cancels_offers_and_lists_anew_from_one_page(inside, travel, page):
    sale = inside(an_overdue_sale, travel)
    seller, buyer = page(sale.seller_id), page(sale.winner_id)
    url = f"/orders/{sale.order_id}/unpaid"
    assert url in seller.get(f"/orders/{sale.order_id}").text
    text = seller.get(url).text
    assert f"{url}/wait" in text
    assert f"{url}/cancel" in text
    assert buyer.get(url).status_code == 404
    assert "strike" in buyer.get(f"/orders/{sale.order_id}").text

    refused = seller.post(f"{url}/cancel", data={"why": "So long I waited"})
    assert refused.status_code == 422
    assert "So long I waited" in refused.text
    assert "not_a_choice" not in refused.text
    assert seller.post(f"{url}/wait", data={"days": "3"}).status_code == 422
    assert seller.get(f"{url}/cancel").status_code == 302

    done = seller.post(f"{url}/cancel", data={"how": "strike", "why": "No word."})
    assert done.headers["Location"] == url
    text = seller.get(url).text
    assert "50.00" in text
    assert "90.00" not in text
    alias = inside(lambda: max(bidding.underbids(sale.auction_id), key=lambda one: one.amount_minor).alias)
    make = f"{url}/offers/{sale.auction_id}"
    assert seller.post(make, data={"alias": "77", "days": "3"}).status_code == 422
    assert seller.post(make, data={"alias": str(alias), "days": "3"}).status_code == 303
    offer = inside(queries.offers_to, sale.second_id)[0]
    text = seller.get(url).text
    assert f"/offers/{offer.id}/withdrawal" in text
    assert seller.post(f"/offers/{offer.id}/withdrawal", data={"next": url}).headers["Location"] == url
    relisted = seller.post(f"/auctions/{sale.auction_id}/relisting")
    assert seller.get(relisted.headers["Location"]).status_code == 200
    assert relisted.headers["Location"] in seller.get(url).text


def test_before_day_five_the_page_offers_no_cancelling_and_refuses_one(inside, travel, page):
    sale = inside(a_sale, travel)
    seller, url = page(sale.seller_id), f"/orders/{sale.order_id}/unpaid"
    assert f"{url}/cancel" not in seller.get(url).text
    assert seller.post(f"{url}/cancel", data={"how": "agreed"}).status_code == 409
    assert seller.post(f"{url}/wait", data={"days": "7"}).status_code == 303


def test_an_underbidder_finds_the_offer_and_takes_it(inside, travel, page):
    sale = inside(a_failed_sale, travel)
    alias = inside(lambda: max(bidding.underbids(sale.auction_id), key=lambda one: one.amount_minor).alias)
    made = inside(
        service.make_offer,
        order_id=sale.order_id, auction_id=sale.auction_id, person_id=sale.seller_id, alias=alias, days=5,
    )  # fmt: skip
    inside(outbox.drain)
    second, url = page(sale.second_id), f"/offers/{made.offer_id}"
    assert url in second.get("/my/purchases").text
    assert f'href="{url}"' in second.get("/notices").text
    text = second.get(url).text
    assert "52.50" in text  # 50.00 and the premium
    assert page(sale.third_id).get(url).status_code == 404
    taken = second.post(f"{url}/accept")
    order_id = int(taken.headers["Location"].rpartition("/")[2])
    assert inside(orders.state_of, order_id) == "awaiting_payment"
    assert f"/orders/{order_id}" in second.get(url).text
    assert second.post(f"{url}/decline").status_code == 409


def test_a_buyer_sees_strikes_asks_and_appeals_and_the_staff_decides(inside, travel, page):
    sale = inside(a_failed_sale, travel)
    strike_id = inside(queries.strikes_of, sale.winner_id)[0].id
    buyer, seller, judge = page(sale.winner_id), page(sale.seller_id), page(inside(moderator))
    assert "/my/strikes" in buyer.get("/my/purchases").text
    assert f"/my/strikes/{strike_id}/late" in buyer.get("/my/strikes").text
    assert buyer.post(f"/my/strikes/{strike_id}/late").status_code == 303
    assert f"/orders/{sale.order_id}/unpaid/late" in seller.get(f"/orders/{sale.order_id}/unpaid").text
    assert buyer.post(f"/my/strikes/{strike_id}/appeal", data={"text": " "}).status_code == 422
    assert buyer.post(f"/my/strikes/{strike_id}/appeal", data={"text": "<b>Bank</b> closed"}).status_code == 303
    assert seller.get("/staff/strikes").status_code == 403
    assert "&lt;b&gt;Bank&lt;/b&gt; closed" in judge.get("/staff/strikes").text
    decision = f"/staff/strikes/{strike_id}/decision"
    assert judge.post(decision, data={"decision": "redeem", "reason": ""}).status_code == 422
    assert judge.post(decision, data={"decision": "redeem", "reason": "True."}).status_code == 303
    inside(outbox.drain)
    assert "True." in buyer.get("/my/strikes").text
    assert inside(queries.count_in_force, sale.winner_id) == 0


def test_a_seller_lets_the_buyer_pay_after_all(inside, travel, page):
    sale = inside(a_failed_sale, travel)
    seller = page(sale.seller_id)
    agreed = seller.post(f"/orders/{sale.order_id}/unpaid/late")
    assert "/orders/" in agreed.headers["Location"]
    assert agreed.headers["Location"] in page(sale.winner_id).get("/my/strikes").text
    assert agreed.headers["Location"] in seller.get(f"/orders/{sale.order_id}/unpaid").text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_notice_and_letter_of_it_is_worded(inside, travel, page, language, mail_box):
    from auction.accounts import service as people

    sale = inside(a_sale, travel)
    inside(people.set_language, person_id=sale.winner_id, language=language)
    travel(hours=50)
    inside(service.remind_unpaid)
    inside(service.wait_longer, order_id=sale.order_id, person_id=sale.seller_id, days=2)
    travel(days=6)
    inside(service.cancel_unpaid, order_id=sale.order_id, person_id=sale.seller_id, with_strike=True)
    inside(service.accept_late_payment, order_id=sale.order_id, person_id=sale.seller_id)
    inside(outbox.drain)
    text = page(sale.winner_id).get("/notices").text
    words = {"en": ["Please pay soon", "You have more time to pay", "A strike was recorded", "You may pay after all"],
             "ar": ["حان وقت الدفع", "لديك وقت أطول للدفع", "سُجّلت عليك مخالفة", "لك أن تدفع متأخرًا"]}  # fmt: skip
    for each in words[language]:
        assert each in text
    assert "%(" not in text
    assert len(mail_box()) >= 5
