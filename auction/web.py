"""Manners of HTTP: who may call, how a no is worded and shown, the headers every answer carries. Knows no slice."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

import structlog
from flask import Flask, Request, Response, current_app, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.errors import RateLimitExceeded
from flask_limiter.util import get_remote_address
from flask_login import current_user
from flask_smorest import Api, Blueprint
from flask_wtf.csrf import CSRFError, CSRFProtect
from marshmallow import fields
from redis.backoff import NoBackoff
from redis.retry import Retry
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from auction import clock, db, logs, metrics, wording
from auction.config import Config
from auction.counting import GATHERED
from auction.errors import Absent, Conflict, Forbidden, Invalid, Refusal, SignInNeeded, TooMany, Unavailable
from auction.front import this_page
from auction.shapes import LARGEST_ID, Shape

# The one address outside the API where a program shows a token: one of its own, which is no person's.
METRICS = "operations.show_metrics"
ANYONE, PERSON, SELLER, MODERATOR, OPERATOR = "anyone", "person", "seller", "moderator", "operator"
DEVELOPMENT_ONLY = "anyone, in development only"

# The one table from the kind of a no to its status. The most particular kind wins.
STATUS: Mapping[type[Refusal], HTTPStatus] = {
    SignInNeeded: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    Absent: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    Refusal: HTTPStatus.UNPROCESSABLE_ENTITY,
}

# The code for a no of the framework's own.
HTTP_CODES = {
    401: "sign_in_needed", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 409: "conflict",
    413: "body_too_large", 422: "invalid", 429: "too_many_requests",
}  # fmt: skip

View = TypeVar("View", bound=Callable[..., Any])
log = logs.get("web")
csrf = CSRFProtect()


def _caller() -> str:
    return f"person:{current_user.id}" if current_user.is_authenticated else f"address:{get_remote_address()}"


limiter = Limiter(key_func=_caller)


API_SPEC: dict[str, Any] = {
    "info": {
        "description": "Finding, following, bidding: for programs. Sign in with a token made in the settings: "
        "`Authorization: Bearer mzd_...`. Amounts come out in minor units and go in as text, in either digit set.",
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    },
    "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    "security": [{}, {"token": []}],
}


class ErrorOut(Shape):
    """The one shape of an error."""

    code = fields.String(required=True, metadata={"description": "Stable; for programs."})
    message = fields.String(required=True, metadata={"description": "In the reader's language; for people."})
    fields_ = fields.Dict(
        keys=fields.String(), values=fields.List(fields.String()), data_key="fields",
        metadata={"description": "What is wrong, by field."},
    )  # fmt: skip
    facts = fields.Dict(metadata={"description": "Plain values that the message speaks of; amounts in minor units."})
    request_id = fields.String(required=True)


class _Parser(FlaskParser):
    """JSON that no reader can hold (nested by the thousand, a number of thousands of digits) is no JSON to us."""

    def _raw_load_json(self, req: Request) -> Any:
        try:
            return super()._raw_load_json(req)
        except (RecursionError, ValueError) as error:
            if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError)):
                raise
            raise json.JSONDecodeError("too deep or too long", "{", 0) from None  # no document is no error to webargs


class ApiBlueprint(Blueprint):  # type: ignore[misc]  # the library carries no types
    """A part of the API. A schema is made once, not anew for each call."""

    ARGUMENTS_PARSER = _Parser()

    def arguments(self, schema: type[Shape], **more: Any) -> Callable[[View], View]:
        made: Callable[[View], View] = super().arguments(schema(), **more)
        return made


class HouseApi(Api):  # type: ignore[misc]  # the library carries no types
    """The API's documents come from its schemas; its errors come from this room alone."""

    ERROR_SCHEMA = ErrorOut

    def _register_error_handlers(self) -> None:
        """Leave errors to `init_app` below: one body for pages' scripts and programs alike."""


def init_app(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.is_https,
        MAX_CONTENT_LENGTH=17 * 1024 * 1024,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=config.is_https,
        API_TITLE="Mazad",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS=API_SPEC,
        RATELIMIT_ENABLED=config.rate_limits,
        RATELIMIT_STORAGE_URI=GATHERED + config.redis_url if config.redis_url else "memory://",
        RATELIMIT_HEADERS_ENABLED=False,  # would ask Redis twice more at each answer; a refusal says when to come again
        # Redis may be away: limits then hold per process, and nobody waits long to find out.
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=config.redis_url is not None,
        RATELIMIT_STORAGE_OPTIONS=_impatient() if config.redis_url else {},
    )
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, config.proxies, config.proxies, config.proxies)  # type: ignore[method-assign]
    app.before_request(_begin)  # first of all: a refusal by any of the next carries the request's id
    csrf.init_app(app)
    app.extensions["mazad_api"] = HouseApi(app)
    limiter.init_app(app)
    app.before_request(_check_caller)
    app.before_request(_refuse_absurd_numbers)
    app.before_request(_check_csrf)
    app.after_request(_finish)
    app.register_error_handler(Refusal, answer_refusal)
    app.register_error_handler(RateLimitExceeded, _answer_limit)
    app.register_error_handler(CSRFError, lambda _error: answer_refusal(Forbidden("stale_form")))
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_bug)


def _impatient() -> dict[str, Any]:
    """How the limiter speaks to Redis: half a second, once."""
    return {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)}


def allow(who: str) -> Callable[[View], View]:
    """State who may call an endpoint. One without it answers nobody; a test lists them all."""

    def mark(view: View) -> View:
        view.__allows__ = who  # type: ignore[attr-defined]
        return view

    return mark


def signed(view: View) -> View:
    """Mark a change that another house sends: its body's own signature decides, no cookie and so no form's token."""
    view.__signed__ = True  # type: ignore[attr-defined]
    return view


# Endpoints of libraries, which cannot carry the mark. (prefix or whole name) -> who.
FOREIGN: dict[str, str] = {"static": ANYONE, "security.": ANYONE, "api-docs.": ANYONE}


def allowed(endpoint: str) -> str | None:
    """Who may call an endpoint, or None when nobody has said."""
    view = current_app.view_functions.get(endpoint)
    marked: str | None = getattr(view, "__allows__", None) or getattr(
        getattr(view, "view_class", None), "__allows__", None
    )
    if marked:
        return marked
    return next((who for name, who in FOREIGN.items() if endpoint == name or endpoint.startswith(name)), None)


def person_id() -> int:
    """The signed-in person. Raises SignInNeeded."""
    if not current_user.is_authenticated:
        raise SignInNeeded
    return int(current_user.id)


def find_person_id() -> int | None:
    return int(current_user.id) if current_user.is_authenticated else None


def _begin() -> None:
    g.started = clock.monotonic()
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if re.fullmatch(r"[A-Za-z0-9-]{8,64}", given) else uuid.uuid4().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _check_caller() -> None:
    if request.endpoint is None:
        return
    if is_program_call() and not (request.path.startswith("/api/") or request.endpoint == METRICS):
        raise Forbidden("token_for_api_only")
    who = allowed(request.endpoint)
    if who is None:
        raise Forbidden("unmarked_endpoint", endpoint=request.endpoint)
    if who == DEVELOPMENT_ONLY and current_app.config["MAZAD"].is_production:
        raise Absent
    if who in (ANYONE, DEVELOPMENT_ONLY):
        return
    if not current_user.is_authenticated:
        raise SignInNeeded
    if who != PERSON and not current_user.has_role(who):
        raise Forbidden("role_needed", role=who)


def a_number(text: str) -> int:
    """A number of a query string, for `request.args.get(..., type=)`. ValueError for one no database could hold."""
    number = int(text)
    if not 0 <= number <= LARGEST_ID:
        raise ValueError("no number of ours")
    return number


def _refuse_absurd_numbers() -> None:
    """An address may hold any number; no database could be asked for one so large. Raises Absent."""
    if any(isinstance(value, int) and value > LARGEST_ID for value in (request.view_args or {}).values()):
        raise Absent


def _check_csrf() -> None:
    """Every change made with a session's cookie carries the form's token; a program's bearer token needs none."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and not is_program_call() and not getattr(view, "__signed__", False):
        csrf.protect()


def is_program_call() -> bool:
    """A call that carries a bearer token is judged by the token alone, never by a cookie that came along."""
    return request.headers.get("Authorization", "").startswith("Bearer ")


def wants_json() -> bool:
    if request.path.startswith("/api/") or is_program_call():
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" and request.accept_mimetypes[best] > request.accept_mimetypes["text/html"]


def status_of(refusal: Refusal) -> HTTPStatus:
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def body_of(refusal: Refusal) -> dict[str, object]:
    """The one shape of an error: {code, message, fields?, facts?, request_id}. HTTP and Socket.IO both use it."""
    body: dict[str, object] = {"code": refusal.code, "message": wording.say(refusal.code, refusal.facts)}
    if isinstance(refusal, Invalid) and refusal.fields:
        body["fields"] = {
            name: [wording.say(code, refusal.facts) for code in codes] for name, codes in refusal.fields.items()
        }
    if refusal.facts:
        body["facts"] = refusal.facts
    body["request_id"] = g.get("request_id", "")
    return body


def answer_refusal(refusal: Refusal) -> ResponseReturnValue:
    db.end_read()
    status = status_of(refusal)
    body = body_of(refusal)
    if wants_json():
        return jsonify(body), status
    if isinstance(refusal, SignInNeeded):
        wanted = this_page() if request.method == "GET" else request.form.get("next", "/")
        return redirect(url_for("security.login", next=wanted))
    return render_template("errors/error.html", status=int(status), **body), status


def _answer_limit(error: RateLimitExceeded) -> ResponseReturnValue:
    answer = current_app.make_response(answer_refusal(TooMany(limit=str(error.limit.limit) if error.limit else "")))
    if error.limit:
        answer.headers["Retry-After"] = error.limit.limit.get_expiry()  # then the count has begun anew in any case
    return answer


def _answer_http(error: HTTPException) -> ResponseReturnValue:
    """A no of the framework's own (404, 405, 413, a wrongly shaped body), in our shape."""
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    code = HTTP_CODES.get(error.code, "bad_request")
    messages: Mapping[str, Any] = getattr(error, "data", None) or {}
    body = body_of(Refusal(code if error.code < HTTPStatus.INTERNAL_SERVER_ERROR else "bug"))
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    if messages.get("messages"):
        body["fields"] = _flat(messages["messages"])
    if wants_json():
        return jsonify(body), error.code, headers
    return render_template("errors/error.html", status=error.code, **body), error.code, headers


def _flat(messages: Mapping[str, Any]) -> dict[str, list[str]]:
    """webargs files messages under their place (json, query, form); a reader wants the field alone."""
    fields: dict[str, list[str]] = {}
    for place in messages.values():
        fields.update(_fields("", place))
    return fields


def _fields(name: str, told: object) -> Iterator[tuple[str, list[str]]]:
    """Fields within fields are named by their road: `pictures.0.key`."""
    if isinstance(told, Mapping):
        for inner, texts in told.items():
            yield from _fields(f"{name}.{inner}" if name else str(inner), texts)
    else:
        yield name or "_", [wording.say(str(text), {}) for text in (told if isinstance(told, list) else [told])]


def _answer_bug(error: Exception) -> ResponseReturnValue:
    """Anything unexpected: logged once with the request's id, answered without detail."""
    log.exception("bug", endpoint=request.endpoint, error=type(error).__name__)
    if current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    db.db.session.rollback()
    body = body_of(Refusal("bug"))
    if wants_json():
        return jsonify(body), 500
    try:
        return render_template("errors/error.html", status=500, **body), 500
    except Exception:  # noqa: BLE001 - the page asks the database too, which may be what is broken
        return Response(f"{body['message']}\n{body['request_id']}\n", status=500, mimetype="text/plain")


def _finish(response: Response) -> Response:
    headers = response.headers
    headers["X-Request-ID"] = g.get("request_id", "")
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Content-Security-Policy", _policy())
    if current_app.config["MAZAD"].is_https:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static" and "Cache-Control" not in headers:
        is_secret = (request.endpoint or "").startswith("security.")  # codes and keys: not even on the reader's disk
        headers["Cache-Control"] = "no-store" if is_secret else "private, no-cache"
    if "public" not in headers.get("Cache-Control", "public") and not request.path.startswith("/api/"):
        headers.add("Vary", "Cookie, Accept-Language")
    seconds = clock.monotonic() - g.get("started", clock.monotonic())
    metrics.requests.labels(request.endpoint or "none", f"{response.status_code // 100}xx").observe(seconds)
    return response


_POLICY: Mapping[str, str] = {
    "default-src": "'self'", "img-src": "'self' data: blob:", "script-src": "'self'", "style-src": "'self'",
    "font-src": "'self'", "connect-src": "'self'", "object-src": "'none'", "base-uri": "'none'",
    "form-action": "'self'", "frame-ancestors": "'none'",
}  # fmt: skip


def also_load_from(sources: Mapping[str, str]) -> None:
    """Let the answer to this one request load from other hosts, too: `{"script-src": "https://js.example"}`."""
    g.more_sources = {**g.get("more_sources", {}), **sources}


def _policy() -> str:
    more = {"connect-src": f"ws://{request.host} wss://{request.host}"}
    for name, hosts in g.get("more_sources", {}).items():
        more[name] = f"{more.get(name, '')} {hosts}".strip()
    known = {**dict.fromkeys(more, "'self'"), **_POLICY}
    return "; ".join(f"{name} {sources} {more.get(name, '')}".rstrip() for name, sources in known.items())


def safe_next(default: str) -> str:
    """The page to go on to: a path of this house from ?next= or the form, else `default`. Never another host."""
    wanted = request.form.get("next") or request.args.get("next") or ""
    # Browsers and libraries drop tabs and line ends from an address: what follows the first slash must be plain.
    return wanted if re.fullmatch(r"/(?!/)[^\x00-\x1f\x7f\\]*", wanted) else default
