"""The document of the API is valid OpenAPI 3.1, and everything in it answers as it says, also to nonsense."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from auction import web
from auction.rules.deposits import Deposit
from tests import builders_people as people
from tests.bidding.budgets.builders import a_budget
from tests.bidding.builders import an_auction
from tests.bidding.sales.builders import announced

pytestmark = pytest.mark.usefixtures("moment")

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
EXAMPLES = 10
# One good call of every documented endpoint: (label, what is sent, status).
GOOD = {
    "GET /api/v1/me": ({}, 200),
    "GET /api/v1/clock": ({}, 200),
    "GET /api/v1/auctions": ({"query": {"q": "clock", "limit": 5}}, 200),
    "GET /api/v1/suggestions": ({"query": {"q": "clock"}}, 200),
    "GET /api/v1/auctions/{auction_id}": ({"query": {"after": 0}}, 200),
    "GET /api/v1/auctions/{auction_id}/book": ({}, 200),
    "POST /api/v1/auctions/{auction_id}/bids": ({"body": {"amount": "٥٠", "key": "long-enough"}}, 201),
    "POST /api/v1/auctions/{auction_id}/retraction": ({"body": {"reason": "amount_error"}}, 201),
    "POST /api/v1/auctions/{auction_id}/purchase": ({}, 201),
    "PUT /api/v1/watching/{auction_id}": ({}, 200),
    "GET /api/v1/watching": ({}, 200),
    "DELETE /api/v1/watching/{auction_id}": ({}, 200),
    "GET /api/v1/people/{handle}/feedback": ({"query": {"limit": 5}}, 200),
    "GET /api/v1/people/{handle}/scorecard": ({}, 200),
    "GET /api/v1/house/scorecard": ({}, 200),
    "GET /api/v1/budgets": ({}, 200),
    "PUT /api/v1/budgets/{budget_id}/lots/{auction_id}": ({}, 200),
    "DELETE /api/v1/budgets/{budget_id}/lots/{auction_id}": ({}, 200),
    "GET /api/v1/sales/{sale_id}": ({}, 200),
    "GET /api/v1/sales/{sale_id}/approval": ({}, 200),
    "PUT /api/v1/sales/{sale_id}/approval": ({}, 200),
    "GET /api/v1/auctions/{auction_id}/deposit": ({}, 200),
    "POST /api/v1/auctions/{auction_id}/deposit": ({"body": {"provider": "test", "limit": "٩٠"}}, 201),
    "DELETE /api/v1/auctions/{auction_id}/deposit": ({}, 200),
    "GET /api/v1/notices": ({"query": {"limit": 5}}, 200),
    "POST /api/v1/notices/read": ({"body": {}}, 200),
}


@pytest.fixture
def document(app):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)


def operations(document):
    return [result.ok() for result in document.get_all_operations()]


def test_the_document_is_valid(document):
    document.validate()
    assert document.raw_schema["openapi"].startswith("3.1")
    assert document.raw_schema["info"]["version"] == "v1"
    assert document.raw_schema["components"]["securitySchemes"] == {"token": {"type": "http", "scheme": "bearer"}}


@pytest.mark.sqlite_only
def test_the_document_says_how_a_refusal_looks(document):
    (error,) = {operation.definition.raw["responses"]["default"]["$ref"] for operation in operations(document)}
    shape = document.raw_schema["components"]["responses"][error.rpartition("/")[2]]["content"]["application/json"][
        "schema"
    ]
    told = document.raw_schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    assert set(told["properties"]) == {"code", "message", "fields", "facts", "request_id"}
    assert set(told["required"]) == {"code", "message", "request_id"}
    assert (told["properties"]["code"]["type"], told["additionalProperties"]) == ("string", False)


@pytest.mark.sqlite_only
def test_the_page_for_programmers_leads_to_the_document(client):
    page = client.get("/api")
    assert page.status_code == 200
    assert 'data-document="/api/v1/openapi.json"' in page.text


@pytest.mark.sqlite_only
def test_every_endpoint_is_documented_and_says_who_may_call_it(app, document):
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")]
    ours = {
        f"{method} {re.sub('<(?:[^:<>]*:)?([^<>]*)>', '{' + chr(92) + '1}', rule.rule)}": rule.endpoint
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.endpoint.startswith("api-docs.")
    }
    assert {operation.label for operation in operations(document)} == set(ours)
    with app.app_context():
        for label, endpoint in ours.items():
            who = web.allowed(endpoint)
            assert who in (web.ANYONE, web.PERSON), label
            assert label.startswith("GET") or who == web.PERSON, f"{label} changes something"


def test_every_endpoint_answers_a_good_call_as_documented(document, inside, program):
    ann = program(handle="ann")
    lot = inside(an_auction, buy_now_minor=9000)
    places = {
        "auction_id": lot,
        "handle": "ann",
        "budget_id": inside(a_budget, ann.id),
        "sale_id": inside(announced, inside(people.seller), 1, wanted={"needs_approval": "on"}),
    }
    found = {operation.label: operation for operation in operations(document)}
    assert set(found) == set(GOOD)
    guarded = places | {"auction_id": inside(an_auction, deposit=Deposit(basis_points=1000))}
    for label, (sent, status) in GOOD.items():
        given_places = guarded if label.endswith("/deposit") else places
        parameters = {name: given_places[name] for name in re.findall("{(.*?)}", label)}
        case = found[label].Case(path_parameters=parameters, **sent)
        answer = case.call(headers={"Authorization": f"Bearer {ann.token}"})
        assert answer.status_code == status, (label, answer.text)
        case.validate_response(answer, checks=CHECKS)


def statuses(operation, mode, headers, auction_id):
    """Ask one endpoint with examples made from its document, at random places and about a lot that is there."""
    seen = set()

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[*HealthCheck],
    )
    def ask(case: schemathesis.Case) -> None:
        has_place = "auction_id" in (case.path_parameters or {})
        for parameters in [
            case.path_parameters,
            *([{**(case.path_parameters or {}), "auction_id": auction_id}] if has_place else []),
        ]:
            case.path_parameters = parameters
            answer = case.call(headers=headers)
            seen.add(answer.status_code)
            case.validate_response(answer, checks=CHECKS)

    ask()
    return seen


@pytest.mark.parametrize("label", GOOD)
def test_whatever_is_sent_is_answered_as_documented(document, inside, program, label):
    headers = {"Authorization": f"Bearer {program().token}"}
    lot = inside(an_auction, buy_now_minor=9000)
    (operation,) = [one for one in operations(document) if one.label == label]
    seen = statuses(operation, GenerationMode.POSITIVE, headers, lot)
    with suppress(Unsatisfiable):  # where nothing can be sent, nothing can be wrong with it
        seen |= statuses(operation, GenerationMode.NEGATIVE, headers, lot)
    assert seen <= {200, 201, 400, 401, 403, 404, 405, 409, 422}


def test_a_number_that_no_database_can_hold_is_a_fault(program):
    ann = program()
    for name in ("auction_id", "notice_id"):
        for number in (2**31, 2**63, 10**30, -(2**63) - 1):
            assert ann.post("/notices/read", {name: number}).status_code in (404, 422), (name, number)
