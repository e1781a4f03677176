"""Manners of HTTP: one shape for every no, nobody in unasked, no change without the form's token, safe headers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask, abort, request, session
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from auction import web
from auction.errors import Absent, Conflict, Forbidden, Invalid, Refusal, SignInNeeded, TooMany
from tests.databases import House, bound_now, dispose, make_app, make_config, put_back

pytestmark = pytest.mark.sqlite_only
JSON = {"Accept": "application/json"}
SECRET = "maximum 125000 of amal@mazad.example"
REFUSALS: dict[str, Refusal] = {
    "absent": Absent(),
    "forbidden": Forbidden(),
    "conflict": Conflict("conflict", minimum_minor=1250, currency="USD"),
    "invalid": Invalid(fields={"title": ["needed", "too_long"]}),
    "too_many": TooMany(),
    "refused": Refusal(),
    "unworded": Conflict("nobody_worded_this"),
}
STATUSES = {
    "absent": 404, "forbidden": 403, "conflict": 409, "invalid": 422, "too_many": 429, "refused": 422, "unworded": 409,
}  # fmt: skip


@pytest.fixture(scope="module")
def shared_house(find_house: Callable[[str], House], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One app with doors for the module: these tests leave nothing in the database."""
    bound, first = bound_now(), find_house("sqlite")
    first.clean()
    app = with_doors(make_app(make_config(first.database.url, tmp_path_factory.mktemp("doors"))))
    put_back(bound)
    yield app
    dispose(app)


@pytest.fixture
def house(shared_house: Flask) -> Iterator[Flask]:
    before = dict(shared_house.config)
    yield shared_house
    shared_house.config.update(before)


def with_doors(app: Flask) -> Flask:
    """An app with a few endpoints of its own, one for each manner."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @web.allow(web.ANYONE)
    def refuse(name: str) -> str:
        raise REFUSALS[name]

    @web.allow(web.ANYONE)
    def stop(status: int) -> str:
        abort(status)

    @web.allow(web.ANYONE)
    def break_down() -> str:
        raise RuntimeError(SECRET)

    @web.allow(web.ANYONE)
    def change() -> str:
        session["changed"] = request.form.get("a", "") or (request.get_json(silent=True) or {}).get("a", "")
        return "changed"

    @web.allow(web.ANYONE)
    def go_on() -> str:
        return web.safe_next("/home")

    def unmarked() -> str:
        return "nobody said who may call this"

    def only(who: str) -> Callable[[], str]:
        return web.allow(who)(lambda: "inside")

    app.add_url_rule("/t/refuse/<name>", "t.refuse", refuse)
    app.add_url_rule("/api/t/refuse/<name>", "t.refuse_api", refuse)
    app.add_url_rule("/t/stop/<int:status>", "t.stop", stop)
    app.add_url_rule("/t/break", "t.break", break_down)
    app.add_url_rule("/t/change", "t.change", change, methods=["POST", "PUT", "PATCH", "DELETE"])
    app.add_url_rule("/t/next", "t.next", go_on, methods=["GET"])
    app.add_url_rule("/t/unmarked", "t.unmarked", unmarked)
    for who in (web.PERSON, web.SELLER, web.MODERATOR, web.OPERATOR):
        app.add_url_rule(f"/t/{who}", f"t.{who}", only(who))
    app.add_url_rule("/t/development", "t.development", only(web.DEVELOPMENT_ONLY))
    return app


@pytest.fixture
def visitor(house: Flask) -> FlaskClient:
    return house.test_client()


class TestSayingNo:
    @pytest.mark.parametrize("name", REFUSALS)
    def test_a_refusal_has_one_shape(self, visitor: FlaskClient, name: str):
        answer = visitor.get(f"/t/refuse/{name}", headers=JSON)
        assert answer.status_code == STATUSES[name]
        body = answer.get_json()
        assert set(body) - {"fields", "facts"} == {"code", "message", "request_id"}
        assert body["code"] == REFUSALS[name].code
        assert body["request_id"] == answer.headers["X-Request-ID"]
        assert body["message"]

    def test_facts_and_fields_come_along(self, visitor: FlaskClient):
        facts = visitor.get("/t/refuse/conflict", headers=JSON).get_json()["facts"]
        assert facts == {"minimum_minor": 1250, "currency": "USD"}
        fields = visitor.get("/t/refuse/invalid", headers=JSON).get_json()["fields"]
        assert fields == {"title": ["Please fill in this field.", "This is too long."]}

    def test_an_unworded_code_speaks_for_itself(self, visitor: FlaskClient):
        assert visitor.get("/t/refuse/unworded", headers=JSON).get_json()["message"] == "nobody_worded_this"

    def test_a_program_gets_json_and_a_person_a_page(self, visitor: FlaskClient):
        assert visitor.get("/api/t/refuse/absent").is_json
        assert visitor.get("/t/refuse/absent", headers={"Accept": "*/*"}).mimetype == "text/html"
        browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
        page = visitor.get("/t/refuse/absent", headers=browser)
        assert page.status_code == 404
        assert page.mimetype == "text/html"
        assert page.headers["X-Request-ID"] in page.get_data(as_text=True)

    @pytest.mark.parametrize("language", ["en", "ar"])
    def test_a_page_says_no_in_the_readers_language(self, visitor: FlaskClient, language: str):
        text = visitor.get("/t/refuse/forbidden", headers={"Accept-Language": language}).get_data(as_text=True)
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in text

    @pytest.mark.parametrize(
        ("status", "code"),
        [
            (400, "bad_request"),
            (401, "sign_in_needed"),
            (403, "forbidden"),
            (404, "not_found"),
            (409, "conflict"),
            (413, "body_too_large"),
            (418, "bad_request"),
            (429, "too_many_requests"),
            (500, "bug"),
            (503, "bug"),
        ],
    )
    def test_a_no_of_the_framework_has_the_same_shape(self, visitor: FlaskClient, status: int, code: str):
        answer = visitor.get(f"/t/stop/{status}", headers=JSON)
        assert (answer.status_code, answer.get_json()["code"]) == (status, code)
        assert visitor.get(f"/t/stop/{status}").mimetype == "text/html"

    def test_an_address_that_is_none(self, visitor: FlaskClient):
        assert visitor.get("/t/nowhere", headers=JSON).get_json()["code"] == "not_found"
        assert visitor.get("/t/nowhere").status_code == 404

    def test_the_wrong_method_is_told_the_right_ones(self, visitor: FlaskClient):
        answer = visitor.get("/t/change", headers=JSON)
        assert answer.status_code == 405
        assert answer.get_json()["code"] == "method_not_allowed"
        assert {"POST", "PUT", "PATCH", "DELETE"} <= set(answer.headers["Allow"].split(", "))

    def test_too_large_a_body_is_refused(self, house: Flask, csrf):
        house.config["MAX_CONTENT_LENGTH"] = 1000
        answer = csrf(house.test_client()).post("/t/change", data={"a": "x" * 2000}, headers=JSON)
        assert answer.status_code == 413
        assert answer.get_json()["code"] == "body_too_large"

    def test_shapes_of_fields_are_flat(self):
        messages = {"json": {"title": ["needed"], "pictures": {0: {"key": ["needed"]}}}, "query": ["bad_request"]}
        assert web._flat(messages) == {
            "title": ["Please fill in this field."],
            "pictures.0.key": ["Please fill in this field."],
            "_": ["The request could not be understood."],
        }


class TestBugs:
    @pytest.mark.parametrize("headers", [JSON, {}], ids=["program", "person"])
    def test_a_bug_is_answered_without_detail(self, visitor: FlaskClient, headers: dict[str, str]):
        answer = visitor.get("/t/break", headers=headers)
        text = answer.get_data(as_text=True)
        assert answer.status_code == 500
        assert "125000" not in text
        assert "RuntimeError" not in text
        assert answer.headers["X-Request-ID"] in text

    def test_a_bug_is_logged_once_with_the_requests_id(self, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch):
        told: list[dict[str, object]] = []
        monkeypatch.setattr(
            web.log, "exception", lambda event, **facts: told.append({"event": event} | facts), raising=False
        )
        visitor.get("/t/break", headers={"X-Request-ID": "abcd-1234"})
        assert told == [{"event": "bug", "endpoint": "t.break", "error": "RuntimeError"}]

    def test_the_house_still_answers_when_even_the_page_of_errors_breaks(self, new_app: Callable[..., Flask]):
        def no_database() -> dict[str, object]:
            raise OperationalError("SELECT", {}, Exception(SECRET))

        house = with_doors(new_app())
        house.context_processor(no_database)
        answer = house.test_client().get("/t/break")
        assert answer.status_code == 500
        assert answer.headers["X-Request-ID"] in answer.get_data(as_text=True)
        assert "125000" not in answer.get_data(as_text=True)


class TestWhoMayCall:
    def test_an_unmarked_endpoint_answers_nobody(self, visitor: FlaskClient):
        answer = visitor.get("/t/unmarked", headers=JSON)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "unmarked_endpoint")

    @pytest.mark.parametrize("who", [web.PERSON, web.SELLER, web.MODERATOR, web.OPERATOR])
    def test_a_stranger_is_asked_to_sign_in(self, visitor: FlaskClient, who: str):
        answer = visitor.get(f"/t/{who}", headers=JSON)
        assert (answer.status_code, answer.get_json()["code"]) == (401, "sign_in_needed")

    def test_a_stranger_is_led_to_the_door_and_back(self, visitor: FlaskClient):
        answer = visitor.get("/t/person?a=1")
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith("?next=/t/person?a%3D1")
        assert visitor.get("/t/person").headers["Location"].endswith("?next=/t/person")

    def test_what_is_for_development_is_not_there_in_production(self, new_app: Callable[..., Flask]):
        assert with_doors(new_app()).test_client().get("/t/development").get_data(as_text=True) == "inside"
        production = with_doors(new_app(environment="production", public_url="https://mazad.example"))
        assert production.test_client().get("/t/development", headers=JSON).status_code == 404

    def test_marks_say_who(self, house: Flask):
        with house.app_context():
            assert web.allowed("t.person") == web.PERSON
            assert web.allowed("static") == web.ANYONE
            assert web.allowed("t.unmarked") is None
            assert web.allowed("nothing.at.all") is None

    def test_nobody_is_a_person_before_signing_in(self, house: Flask):
        with house.test_request_context("/"):
            assert web.find_person_id() is None
            with pytest.raises(SignInNeeded):
                web.person_id()


class TestForms:
    @pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
    def test_a_change_without_the_forms_token_is_refused(self, visitor: FlaskClient, method: str):
        answer = visitor.open("/t/change", method=method, data={"a": "1"}, headers=JSON)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "stale_form")

    def test_a_forged_token_is_refused(self, visitor: FlaskClient, csrf):
        token = csrf(visitor).token
        # Not its last letter, of which some bits say nothing.
        for forged in ("", "x", token[:-9] + ("a" if token[-9] != "a" else "b") + token[-8:]):
            assert visitor.post("/t/change", data={"csrf_token": forged}, headers=JSON).status_code == 403

    def test_another_visitors_token_is_refused(self, house: Flask, csrf):
        ours, theirs = house.test_client(), house.test_client()
        with theirs.session_transaction() as kept:
            kept["csrf_token"] = "1" * 40
        token = csrf(theirs).token
        csrf(ours).token  # noqa: B018 - begins our session
        assert ours.post("/t/change", data={"csrf_token": token}, headers=JSON).status_code == 403
        assert theirs.post("/t/change", data={"csrf_token": token}).status_code == 200

    def test_a_change_with_the_token_is_made(self, visitor: FlaskClient, csrf):
        assert csrf(visitor).post("/t/change", data={"a": "1"}).status_code == 200
        assert csrf(visitor).put("/t/change", json={"a": "2"}).status_code == 200
        with visitor.session_transaction() as kept:
            assert kept["changed"] == "2"

    @pytest.mark.parametrize(
        "wanted",
        [
            "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
            "/\n/evil.example", "/\r/evil.example", "javascript:alert(1)", "evil.example", "", " //evil.example",
            "/a\x00b", "/\\/evil.example", "///evil.example",
        ],
    )  # fmt: skip
    def test_nobody_is_led_to_another_house(self, visitor: FlaskClient, wanted: str):
        assert visitor.get("/t/next", query_string={"next": wanted}).get_data(as_text=True) == "/home"

    @pytest.mark.parametrize("wanted", ["/", "/lots/7?a=1&b=2", "/search?q=ساعة قديمة", "/a//b", "/a#bids"])
    def test_a_path_of_this_house_is_gone_on_to(self, visitor: FlaskClient, wanted: str):
        assert visitor.get("/t/next", query_string={"next": wanted}).get_data(as_text=True) == wanted


@pytest.mark.parametrize("asked", ["/search", "/search?q=why?", "/search?q=%D8%B3&sort=new"])
def test_a_page_knows_its_own_address_to_the_last_sign(client: FlaskClient, asked: str):
    page = client.get(asked, headers={"Accept": "text/html"}).get_data(as_text=True)
    assert f'name="next" value="{asked}"'.replace("&", "&amp;") in page


class TestHeaders:
    @pytest.mark.parametrize("path", ["/t/next", "/t/refuse/absent", "/t/break", "/t/nowhere", "/static/nothing.css"])
    def test_every_answer_is_guarded(self, visitor: FlaskClient, path: str):
        headers = visitor.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"]
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'self'"
        assert policy["script-src"] == "'self'"
        assert policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert policy["object-src"] == "'none'"
        assert "unsafe" not in headers["Content-Security-Policy"]

    def test_a_page_is_kept_by_its_reader_alone(self, visitor: FlaskClient):
        headers = visitor.get("/t/next").headers
        assert headers["Cache-Control"] == "private, no-cache"
        assert {"Cookie", "Accept-Language"} <= {name.strip() for name in headers["Vary"].split(",")}

    def test_the_request_id_of_a_proxy_is_kept_when_it_is_one(self, visitor: FlaskClient):
        assert visitor.get("/t/next", headers={"X-Request-ID": "abcd-1234"}).headers["X-Request-ID"] == "abcd-1234"
        for bad in ("short", "x" * 65, "abcd 1234", "<script>alert"):
            assert visitor.get("/t/next", headers={"X-Request-ID": bad}).headers["X-Request-ID"] != bad

    def test_cookies_and_transport_are_strict_behind_https(self, new_app: Callable[..., Flask], csrf):
        app = with_doors(new_app(public_url="https://mazad.example"))
        visitor = app.test_client()
        base = {"base_url": "https://mazad.example", "headers": {"Referer": "https://mazad.example/"}}
        with visitor.session_transaction(base_url="https://mazad.example") as kept:
            kept["csrf_token"] = "0" * 40
        from itsdangerous import URLSafeTimedSerializer

        token = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("0" * 40)
        answer = visitor.post("/t/change", data={"a": "1", "csrf_token": token}, **base)
        assert answer.status_code == 200
        assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
        [cookie] = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("session=")]
        assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))

    def test_a_laptop_does_not_ask_for_https(self, visitor: FlaskClient):
        assert "Strict-Transport-Security" not in visitor.get("/t/next").headers


class TestLimits:
    @pytest.fixture
    def limited(self, new_app: Callable[..., Flask]) -> Flask:
        app = new_app(rate_limits=True)

        @web.allow(web.ANYONE)
        @web.limiter.limit("2 per minute")
        def seldom() -> str:
            return "now and then"

        app.add_url_rule("/t/seldom", "t.seldom", seldom)
        return app

    def test_asking_too_often_is_refused_with_when_to_come_again(self, limited: Flask):
        visitor = limited.test_client()
        assert [visitor.get("/t/seldom", headers=JSON).status_code for _ in range(3)] == [200, 200, 429]
        answer = visitor.get("/t/seldom", headers=JSON)
        assert answer.get_json()["code"] == "too_many_requests"
        assert answer.get_json()["request_id"] == answer.headers["X-Request-ID"] != ""
        assert 0 < int(answer.headers["Retry-After"]) <= 60

    def test_another_address_has_its_own_count(self, limited: Flask):
        visitor = limited.test_client()
        for _ in range(3):
            visitor.get("/t/seldom", environ_base={"REMOTE_ADDR": "192.0.2.1"})
        assert visitor.get("/t/seldom", environ_base={"REMOTE_ADDR": "192.0.2.2"}).status_code == 200

    def test_a_forwarded_address_is_believed_from_a_proxy_alone(self, new_app: Callable[..., Flask]):
        @web.allow(web.ANYONE)
        def address() -> str:
            return str(request.remote_addr)

        for proxies, seen in ((0, "127.0.0.1"), (1, "192.0.2.7")):
            app = new_app(proxies=proxies)
            app.add_url_rule("/t/address", "t.address", address)
            answer = app.test_client().get("/t/address", headers={"X-Forwarded-For": "192.0.2.7"})
            assert answer.get_data(as_text=True) == seen
