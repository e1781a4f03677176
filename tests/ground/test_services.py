"""The services that tests stand on: started when wanted, ours alone, and gone with us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import psycopg
import pytest
import redis
from flask import Flask

from auction.config import ROOT
from tests import services
from tests.served import Server


def test_what_is_missing_is_skipped_by_name(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("MAZAD_REQUIRE", raising=False)
    with pytest.raises(pytest.skip.Exception, match="redis: redis-server is not on the PATH"):
        services.missing("redis", "redis-server is not on the PATH")


def test_what_was_promised_and_is_missing_fails(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MAZAD_REQUIRE", "postgres, redis")
    assert services.required() == {"postgres", "redis"}
    with pytest.raises(pytest.fail.Exception, match="MAZAD_REQUIRE names redis"):
        services.missing("redis", "redis-server is not on the PATH")
    with pytest.raises(pytest.skip.Exception):
        services.missing("browser", "chromium is not on the PATH")


@pytest.mark.postgres
def test_postgres_is_real_and_forces_nothing_to_disk(postgres_url: str):
    with psycopg.connect(services.plain_postgres(postgres_url)) as connection:
        for name, value in (("fsync", "off"), ("synchronous_commit", "off"), ("TimeZone", "UTC")):
            assert connection.execute(f"SHOW {name}").fetchone() == (value,)


@pytest.mark.redis
def test_redis_is_empty_and_ours(redis_url: str):
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("a", 1)


@pytest.mark.redis
def test_redis_is_empty_again(redis_url: str):
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0


@pytest.mark.parametrize("make", [services.redis_server, services.postgres])
def test_a_service_nobody_wanted_never_starts_and_leaves_nothing(make: Callable[[], services.Service | None]):
    service = make()
    if service is None:
        pytest.skip("not installed")
    folder = service.folder
    service.stop()
    assert not folder.exists()


@pytest.mark.redis
def test_a_session_that_is_killed_leaves_no_server_behind():
    script = (
        "import sys, time; from tests import services\n"
        "server = services.redis_server(); server.want(services.redis_answers)\n"
        "print(server.port, server.folder, flush=True); time.sleep(60)\n"
    )
    if services.shutil.which("redis-server") is None:
        services.missing("redis", "redis-server is not on the PATH")
    session = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert session.stdout is not None
    port, folder = session.stdout.readline().split()
    session.send_signal(signal.SIGKILL)
    session.wait()
    session.stdout.close()
    services.wait_until(lambda: not services.redis_answers(f"redis://127.0.0.1:{port}/0"), 10, "the end of Redis")
    services.shutil.rmtree(folder)


class TestServed:
    def test_the_house_is_served_on_the_tests_own_database(self, live_server: Server):
        assert live_server.answers("/healthz")
        assert live_server.answers("/readyz")
        assert live_server.answers("/")

    @pytest.mark.redis
    @pytest.mark.postgres_only
    def test_two_processes_stand_side_by_side(self, new_server: Callable[..., Server], redis_url: str):
        first, second = new_server(redis_url=redis_url), new_server(redis_url=redis_url, is_cold=True)
        assert first.url != second.url
        assert first.answers("/readyz")
        assert second.answers("/readyz")

    @pytest.mark.sqlite_only
    def test_a_server_ends_when_it_is_asked_to(self, new_server: Callable[..., Server]):
        server = new_server(is_cold=True)
        begun = time.monotonic()
        server.stop()
        assert server.process.returncode is not None
        assert time.monotonic() - begun < 10

    @pytest.mark.sqlite_only
    def test_a_server_that_cannot_start_tells_why(self, new_server: Callable[..., Server], app: Flask):
        with pytest.raises(pytest.fail.Exception, match="MAZAD_PUBLIC_URL"):
            new_server(is_cold=True, environment="production", mail_url="outbox:")


@pytest.mark.browser
class TestBrowser:
    def test_a_page_is_drawn(self, page):
        page.set_content("<h1 dir='rtl'>مزاد</h1>")
        assert page.inner_text("h1") == "مزاد"

    def test_a_phone_is_small_and_speaks_its_language(self, new_page):
        from tests.browsers import PHONE

        page = new_page(locale="ar", viewport=PHONE)
        page.set_content('<meta name="viewport" content="width=device-width">')
        assert page.evaluate("[innerWidth, navigator.language, navigator.maxTouchPoints > 0]") == [390, "ar", True]

    def test_a_fault_of_a_script_is_remembered(self, new_visit):
        visit = new_visit()
        with visit.context.expect_event("weberror"):
            visit.page.set_content("<script>missing()</script>")
        assert any("missing is not defined" in fault for fault in visit.faults)
        visit.faults.clear()

    def test_no_other_host_is_reached(self, new_visit):
        visit = new_visit()
        with visit.page.expect_event("requestfailed"):
            visit.page.set_content("<img src='http://mazad.example/a.png'>")
        assert visit.faults == ["asked another host: http://mazad.example/a.png"]
        visit.faults.clear()


def test_no_test_is_run_with_the_operators_settings():
    assert not [name for name in os.environ if name.startswith("MAZAD_") and name != "MAZAD_REQUIRE"]
