"""One shape for every no, whoever says it, in the caller's language."""

from __future__ import annotations

import re

import pytest

from auction import web
from tests.api.conftest import API, Program
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.bidding.seeing import kinds
from tests.conftest import Hand

pytestmark = pytest.mark.usefixtures("moment")

LANGUAGES = ("en", "ar")
ALWAYS = {"code", "message", "request_id"}
GOOD = {"amount": "50", "key": "long-enough"}


def body_of(answer, status, code, *, language="en", more=()):
    """The body of a refusal, once all that holds for every one of them has been looked at."""
    assert (answer.status_code, answer.mimetype) == (status, "application/json"), answer.text
    body = answer.get_json()
    assert set(body) == ALWAYS | set(more)
    assert body["code"] == code
    assert re.fullmatch(r"[0-9a-f]{32}", body["request_id"])
    assert body["request_id"] == answer.headers["X-Request-ID"]
    texts = [body["message"], *(text for texts in body.get("fields", {}).values() for text in texts)]
    for text in texts:
        assert text
        is_arabic = len(re.findall("[ء-ي]", text)) > len(re.findall("[A-Za-z]", text))
        assert is_arabic == (language == "ar"), text
    return body


@pytest.fixture
def lot(inside):
    return inside(an_auction)


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def ann(program, language):
    return program(language=language)


def speaking(language):
    return {"Accept-Language": language}


def test_400_a_body_that_cannot_be_read(ann, lot, language):
    for given in (b"{", b"\xff\xfe", b'{"amount": }'):
        answer = ann.call("POST", f"/auctions/{lot}/bids", data=given, content_type="application/json")
        said = answer.get_json()
        assert (answer.status_code, said["code"], set(said)) == (400, "bad_request", {*ALWAYS, "fields"})


@pytest.mark.sqlite_only
def test_400_is_said_in_the_readers_language(program, lot):
    answer = program(language="ar").call("POST", f"/auctions/{lot}/bids", data=b"{", content_type="application/json")
    body_of(answer, 400, "bad_request", language="ar", more=["fields"])


def test_401_nobody_and_a_token_that_opens_nothing(nobody, lot, language):
    answer = nobody.post(f"/auctions/{lot}/bids", GOOD, headers=speaking(language))
    body_of(answer, 401, "sign_in_needed", language=language)
    stranger = Program(0, nobody.client, "mzd_of_nobody")
    body_of(stranger.call("GET", "/clock", headers=speaking(language)), 401, "token_refused", language=language)


def test_403_somebody_who_may_not(program, inside, language):
    seller = program(a_seller, language=language)
    lot = inside(an_auction, seller.id)
    body = body_of(seller.bid(lot, "50"), 403, "own_lot", language=language, more=["facts"])
    assert body["facts"] == {"currency": "USD"}


def test_403_a_session_without_the_forms_token(enter, inside, lot, language):
    ann = enter(a_person, language=language)
    answer = ann.client.post(f"{API}/auctions/{lot}/bids", json=GOOD)
    body_of(answer, 403, "stale_form", language=language)
    assert inside(kinds, lot) == ["opened"]


def test_404_what_is_not_there(ann, language):
    for path in ("/auctions/404", "/auctions/404/book", f"/auctions/{2**31}", f"/auctions/{10**40}/book"):
        body_of(ann.get(path), 404, "not_found", language=language, more=["facts"] if "404" in path else [])
    for path in ("/auctions/x", "/auctions/-1", "/nothing", "/", ""):
        body_of(ann.get(path), 404, "not_found", language=language)
    body_of(ann.get("/auctions", category="dragons"), 404, "not_found", language=language, more=["facts"])
    body_of(ann.bid(404, "50"), 404, "not_found", language=language, more=["facts"])


def test_405_what_an_address_does_not_answer(ann, lot, language):
    for method, path in (("PUT", "/clock"), ("GET", f"/auctions/{lot}/bids"), ("DELETE", f"/auctions/{lot}")):
        answer = ann.call(method, path)
        body_of(answer, 405, "method_not_allowed", language=language)
        assert answer.headers["Allow"]


def test_409_what_has_moved_on(ann, inside, lot, language, travel):
    inside(bid, lot, inside(a_person), "80")
    body = body_of(ann.bid(lot, "9"), 409, "below_minimum", language=language, more=["facts"])
    assert body["facts"] == {"minimum_minor": 1050, "currency": "USD"}
    body = body_of(ann.bid(lot, "5000"), 409, "confirm_large_bid", language=language, more=["facts"])
    assert body["facts"] == {"price_minor": 1000, "amount_minor": 500_000, "currency": "USD"}
    inside(bid, lot, ann.id, "90")
    body = body_of(ann.bid(lot, "90"), 409, "not_above_own_maximum", language=language, more=["facts"])
    assert body["facts"] == {"maximum_minor": 9000, "currency": "USD"}, "one's own maximum, to oneself"
    nothing = ann.post(f"/auctions/{lot}/purchase")
    body_of(nothing, 409, "buy_now_not_offered", language=language, more=["facts"])
    travel(days=3)
    body = body_of(ann.bid(lot, "99"), 409, "ended", language=language, more=["facts"])
    assert body["facts"] == {"closes_at": "2026-03-17T12:00:00.000000Z", "currency": "USD"}


def test_413_a_body_that_is_too_large(ann, lot, language):
    answer = ann.call(
        "POST", f"/auctions/{lot}/bids", data=b'"' + b"x" * (17 * 1024 * 1024), content_type="application/json"
    )
    body_of(answer, 413, "body_too_large", language=language)


def test_422_names_every_field_that_is_wrong(ann, lot, language):
    body = body_of(ann.post(f"/auctions/{lot}/bids", {"key": "short", "more": 1}), 422, "invalid", language=language,
                   more=["fields"])  # fmt: skip
    assert set(body["fields"]) == {"amount", "key", "more"}
    body = body_of(ann.bid(lot, "ten"), 422, "invalid", language=language, more=["fields", "facts"])
    assert set(body["fields"]) == {"amount"}
    for query in ({"limit": "101"}, {"limit": "0"}, {"limit": "many"}, {"sort": "odd"}, {"q": "x" * 201},
                  {"after": "x" * 121}):  # fmt: skip
        body = body_of(ann.get("/auctions", **query), 422, "invalid", language=language, more=["fields"])
        assert set(body["fields"]) == set(query)
    for after in ("-1", str(2**31), "x", "1.5", ""):
        body = body_of(ann.get(f"/auctions/{lot}", after=after), 422, "invalid", language=language, more=["fields"])
        assert set(body["fields"]) == {"after"}
    body = body_of(ann.post(f"/auctions/{lot}/retraction", {"reason": "boredom"}), 422, "invalid", language=language,
                   more=["fields"])  # fmt: skip
    assert set(body["fields"]) == {"reason"}


@pytest.mark.sqlite_only
def test_429_who_asks_too_often(new_app, inside, program, lot, language):
    ann = program(language=language)
    limited = Program(ann.id, new_app(rate_limits=True).test_client(), ann.token)
    answers = [limited.post(f"/auctions/{lot}/retraction", {"reason": "amount_error"}) for _ in range(11)]
    assert {answer.status_code for answer in answers[:10]} == {409}
    body = body_of(answers[10], 429, "too_many_requests", language=language, more=["facts"])
    assert body["facts"] == {"limit": "10 per 1 minute"}
    assert int(answers[10].headers["Retry-After"]) in range(1, 61)
    web.limiter.reset()


def test_a_refusal_tells_nothing_of_others(program, inside):
    """Neither the reserve nor anybody's maximum or name is among the facts of a no."""
    seller, ann = program(a_seller), program()
    hidden = {"handle": "ben-the-hidden", "email": "ben.secret@hidden.example"}
    lot = inside(an_auction, seller.id, reserve_minor=7654321)
    inside(bid, lot, inside(a_person, **hidden), "987.65", is_confirmed=True)
    answers = [ann.bid(lot, "9"), ann.bid(lot, "50000"), ann.post(f"/auctions/{lot}/purchase"),
               ann.post(f"/auctions/{lot}/retraction", {"reason": "amount_error"}), seller.bid(lot, "99")]  # fmt: skip
    text = " ".join(answer.text for answer in answers)
    assert not re.search(r"98765|987\.65|7654321|76543\.21|hidden", text)


def test_a_callers_own_number_of_a_request_is_kept(nobody, lot):
    for given, is_kept in (("abcdef-0123456789", True), ("short", False), ("x" * 65, False), ("a b c d e f g", False)):
        answer = nobody.call("GET", "/auctions/404", headers={"X-Request-ID": given})
        assert (answer.get_json()["request_id"] == given) == is_kept


def test_pages_say_the_same_no_to_whoever_asks_for_json(enter, lot):
    hand = Hand(enter(a_person).client)
    answer = hand.get("/auctions/404", headers={"Accept": "application/json"})
    body_of(answer, 404, "not_found", more=["facts"])
