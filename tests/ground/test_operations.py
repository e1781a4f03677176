"""For those who run the house: its health, its numbers behind their token, and facts that were given up."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from auction import clock, metrics, outbox
from auction.accounts.models import AuditEntry
from auction.accounts.service import create_token, grant_role
from auction.db import db, transaction
from auction.outbox import FactRow
from tests.builders_people import operator, person, seller, signed_in
from tests.services import free_port

TOKEN = "prometheus-and-nobody-else"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


class TestMetrics:
    @pytest.fixture
    def reader(self, new_app: Callable[..., Flask]) -> FlaskClient:
        app = new_app(metrics_token=TOKEN, environment="production", public_url="https://mazad.example")
        return app.test_client()

    def test_the_numbers_are_read_with_their_token(self, reader: FlaskClient):
        answer = reader.get("/metrics", headers=bearer(TOKEN))
        assert answer.status_code == 200
        assert "mazad_auctions_overdue 0.0" in answer.text

    @pytest.mark.parametrize("given", ["", "x", TOKEN[:-1], "clé-é", "mzd_unknown"])
    def test_and_with_no_other(self, reader: FlaskClient, given: str):
        assert reader.get("/metrics").status_code == 403
        answer = reader.get("/metrics", headers=bearer(given))
        assert (answer.status_code, answer.get_json()["code"]) == (403, "metrics_token_needed")

    def test_a_house_without_a_token_shows_them_in_development_alone(self, new_app: Callable[..., Flask]):
        assert new_app().test_client().get("/metrics").status_code == 200
        production = new_app(environment="production", public_url="https://mazad.example").test_client()
        assert production.get("/metrics", headers=bearer("x")).status_code == 403

    def test_a_process_that_never_counted_does_not_say_that_nothing_is_late(self):
        metrics.auctions_overdue.set(float("nan"))
        assert b"mazad_auctions_overdue NaN" in metrics.page()


class TestReady:
    def test_a_house_without_redis_is_worse_off_and_serves(self, new_app: Callable[..., Flask]):
        answer = new_app(redis_url=f"redis://127.0.0.1:{free_port()}/0").test_client().get("/readyz")
        assert (answer.status_code, answer.get_json()["status"]) == (200, "degraded")
        assert answer.get_json()["faults"] == ["redis: ConnectionError"]

    def test_all_is_well(self, client: FlaskClient):
        assert client.get("/readyz").get_json() == {"status": "ok", "faults": []}

    @pytest.mark.postgres_only
    @pytest.mark.parametrize("seconds", [-2, 2])
    def test_a_host_with_another_time_than_the_database_is_not_ready(self, client: FlaskClient, seconds: int):
        with clock.at(clock.now() + timedelta(seconds=seconds)):
            answer = client.get("/readyz")
        assert answer.status_code == 503
        (fault,) = answer.get_json()["faults"]
        assert fault.startswith("clock: ")


class TestParkedFacts:
    def test_who_lets_a_fact_be_delivered_again_is_written_down(
        self, client: FlaskClient, csrf: Any, inside: Any, moment: Any
    ):
        def park() -> int:
            with transaction() as session:
                row = FactRow(kind="of_tests", payload={}, recorded_at=moment, due_at=moment, parked_at=moment)
                session.add(row)
                session.flush()
                return row.id

        someone, fact_id = inside(operator), inside(park)
        signed_in(client, someone)
        for _twice in range(2):
            assert csrf(client).post(f"/operator/facts/{fact_id}/retry").status_code == 302
        rows = inside(lambda: [(e.actor_id, e.act, e.subject) for e in db.session.scalars(sa.select(AuditEntry))])
        assert rows == [(someone, "retry_fact", f"fact:{fact_id}")]
        assert inside(outbox.parked) == []


class TestActs:
    @pytest.mark.parametrize(("language", "terminal"), [("en", "The terminal"), ("ar", "سطر الأوامر")])
    def test_the_operator_reads_who_did_what_page_by_page(
        self, client: FlaskClient, inside: Any, monkeypatch: pytest.MonkeyPatch, language: str, terminal: str
    ):
        monkeypatch.setattr("auction.operations.ACTS", 2)
        boss, someone = inside(operator, handle="rashida"), inside(person)
        inside(grant_role, person_id=boss, role="seller")
        inside(grant_role, person_id=someone, role="seller")
        inside(grant_role, person_id=someone, role="moderator", by_id=boss)
        signed_in(client, boss)
        newest = client.get(f"/operator/acts?lang={language}").text
        assert newest.index("<bdi>rashida</bdi>") < newest.index(terminal)
        assert f"grant_role person:{someone}" in newest
        assert "role: moderator" in newest
        older = re.search(r'rel="next" href="([^"]+)"', newest)
        assert older is not None
        oldest = client.get(older[1]).text
        assert f"grant_role person:{boss}" in oldest
        assert f"person:{someone}" not in oldest
        assert "/operator/acts" in client.get("/operator").text

    def test_it_is_the_operators_alone_and_an_absurd_place_is_the_first(self, client: FlaskClient, inside: Any):
        assert client.get("/operator/acts").status_code == 302
        assert signed_in(client, inside(seller)).get("/operator/acts").status_code == 403
        boss = signed_in(client, inside(operator))
        for place in ("-1", "x", "9" * 30):
            assert boss.get(f"/operator/acts?before={place}").status_code == 200


@pytest.mark.parametrize("number", [2**31, 10**20])
def test_an_absurd_number_in_an_address_names_nothing(
    client: FlaskClient, new_client: Any, csrf: Any, inside: Any, number: int
):
    assert signed_in(client, inside(seller)).get(f"/sell/{number}").status_code == 404
    assert csrf(client).post(f"/settings/tokens/{number}/revoke").status_code == 404
    boss = signed_in(new_client(), inside(operator))
    assert csrf(boss).post(f"/operator/facts/{number}/retry").status_code == 404


def test_a_token_opens_no_page(new_client: Any, inside: Any):
    token = inside(create_token, person_id=inside(person), name="bot").token
    for path in ("/", "/settings", "/login", "/healthz"):
        answer = new_client().get(path, headers=bearer(token))
        assert (answer.status_code, answer.get_json()["code"]) == (403, "token_for_api_only"), path
    assert new_client().get("/api/v1/me", headers=bearer(token)).status_code == 200


def test_pages_of_signing_in_are_kept_nowhere(client: FlaskClient):
    assert client.get("/login").headers["Cache-Control"] == "no-store"
