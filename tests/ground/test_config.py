"""Settings: a laptop needs none, production needs all, and a half-set house says everything that is wrong at once."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from auction import config as settings
from auction.errors import Misconfigured
from tests.databases import environment_of, make_config

SECRET = "k" * 40
COMPLETE = {
    "MAZAD_ENV": "production",
    "MAZAD_SECRET_KEY": SECRET,
    "MAZAD_PASSWORD_SALT": SECRET[::-1],
    "MAZAD_PUBLIC_URL": "https://mazad.example/",
    "MAZAD_DATABASE_URL": "postgresql://mazad@db/mazad",
    "MAZAD_REDIS_URL": "redis://cache:6379/0",
    "MAZAD_MAIL_URL": "smtp://post:587",
    "MAZAD_MAIL_FROM": "Mazad <house@mazad.example>",
}


def faults(**environ: str) -> list[str]:
    with pytest.raises(Misconfigured) as refused:
        settings.from_environment(environ)
    return str(refused.value).splitlines()


def test_a_laptop_needs_no_setting(tmp_path: Path):
    config = settings.from_environment({"MAZAD_INSTANCE": str(tmp_path)})
    assert not config.is_production
    assert config.is_sqlite
    assert config.database_url == f"sqlite:///{tmp_path / 'mazad.db'}"
    assert config.has_mail_outbox
    assert config.scheduler
    assert config.media_dir == tmp_path / "media"
    assert config.redis_url is None


def test_an_empty_setting_is_an_unset_one(tmp_path: Path):
    empty = dict.fromkeys([*COMPLETE, "MAZAD_SCHEDULER", "MAZAD_PROXIES", "MAZAD_LOG_LEVEL"], "")
    at = {"MAZAD_INSTANCE": str(tmp_path)}
    assert settings.from_environment(empty | at) == settings.from_environment(at)


def test_a_laptops_secrets_are_made_once_and_kept_private(tmp_path: Path):
    first = settings.from_environment({"MAZAD_INSTANCE": str(tmp_path / "a")})
    again = settings.from_environment({"MAZAD_INSTANCE": str(tmp_path / "a")})
    other = settings.from_environment({"MAZAD_INSTANCE": str(tmp_path / "b")})
    assert first == again
    assert len({first.secret_key, first.password_salt, other.secret_key, other.password_salt}) == 4
    assert len(first.secret_key) >= 32
    for kept in (tmp_path / "a").iterdir():
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path):
    with ThreadPoolExecutor(16) as pool:
        made = set(
            pool.map(lambda _: settings.from_environment({"MAZAD_INSTANCE": str(tmp_path)}).secret_key, range(64))
        )
    assert len(made) == 1
    assert len(made.pop()) >= 32
    assert len(list(tmp_path.iterdir())) == 2


def test_a_secret_that_was_cut_short_is_refused(tmp_path: Path):
    (tmp_path / "secret-key").write_text("")
    assert faults(MAZAD_INSTANCE=str(tmp_path)) == [
        f"MAZAD_SECRET_KEY: {tmp_path / 'secret-key'} is damaged; remove it"
    ]


def test_a_complete_production_opens():
    config = settings.from_environment(COMPLETE)
    assert config.is_production
    assert config.is_https
    assert config.public_url == "https://mazad.example"
    assert not config.scheduler
    assert config.database_url == "postgresql+psycopg://mazad@db/mazad"


def test_production_has_no_silent_default(tmp_path: Path):
    told = faults(MAZAD_ENV="production", MAZAD_INSTANCE=str(tmp_path))
    needed = {line.split(":")[0] for line in told}
    assert needed == set(COMPLETE) - {"MAZAD_ENV", "MAZAD_REDIS_URL"} | {"MAZAD_SCHEDULER"}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", sorted(set(COMPLETE) - {"MAZAD_ENV", "MAZAD_REDIS_URL"}))
def test_each_missing_setting_is_named(name: str):
    environ = {key: value for key, value in COMPLETE.items() if key != name}
    assert faults(**environ) == [f"{name}: is needed in production"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAZAD_SECRET_KEY", "short"),
        ("MAZAD_PASSWORD_SALT", "short"),
        ("MAZAD_PUBLIC_URL", "http://mazad.example"),
        ("MAZAD_PUBLIC_URL", "mazad.example"),
        ("MAZAD_PUBLIC_URL", "https://"),
        ("MAZAD_DATABASE_URL", "mysql://db/mazad"),
        ("MAZAD_DATABASE_URL", "sqlite://"),
        ("MAZAD_DATABASE_URL", "sqlite:///:memory:"),
        ("MAZAD_REDIS_URL", "cache:6379"),
        ("MAZAD_REDIS_URL", "redis://"),
        ("MAZAD_MAIL_URL", "outbox:"),
        ("MAZAD_MAIL_URL", "smtp://"),
        ("MAZAD_MAIL_URL", "smtp://post:often"),
        ("MAZAD_ENV", "staging"),
        ("MAZAD_SCHEDULER", "maybe"),
        ("MAZAD_DEMO", "on"),
        ("MAZAD_PROXIES", "one"),
        ("MAZAD_PROXIES", "-1"),
        ("MAZAD_PROXIES", "١"),
        ("MAZAD_POOL_SIZE", "0"),
        ("MAZAD_SOCKET_MODE", "eventlet"),
        ("MAZAD_LOG_LEVEL", "LOUD"),
        ("MAZAD_RATE_LIMITS", "2"),
    ],
)
def test_a_wrong_setting_is_named_and_a_secret_never_shown(name: str, value: str):
    told = faults(**(COMPLETE | {name: value}))
    assert [line for line in told if line.startswith(f"{name}: ")]
    assert not [line for line in told if SECRET in line or "short:" in line]


def test_sqlite_and_redis_do_not_go_together_in_production():
    told = faults(**(COMPLETE | {"MAZAD_DATABASE_URL": "sqlite:////srv/mazad.db", "MAZAD_SCHEDULER": "on"}))
    assert told == ["MAZAD_REDIS_URL: several processes need PostgreSQL; set MAZAD_DATABASE_URL too"]


@pytest.mark.parametrize("database", [COMPLETE["MAZAD_DATABASE_URL"], "sqlite:////srv/mazad.db"])
def test_a_production_of_one_process_closes_its_auctions_itself(database: str):
    alone = COMPLETE | {"MAZAD_REDIS_URL": "", "MAZAD_DATABASE_URL": database}
    (told,) = faults(**alone)
    assert told.startswith("MAZAD_SCHEDULER: ")
    assert settings.from_environment(alone | {"MAZAD_SCHEDULER": "on"}).scheduler


def test_a_house_on_https_is_no_laptop(tmp_path: Path):
    (told,) = faults(MAZAD_INSTANCE=str(tmp_path), MAZAD_PUBLIC_URL="https://mazad.example")
    assert told == "MAZAD_PUBLIC_URL: a house on https is production: set MAZAD_ENV=production"


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("", "", "http://127.0.0.1:8000"),
        ("", "9000", "http://127.0.0.1:9000"),
        ("0.0.0.0", "9000", "http://127.0.0.1:9000"),
        ("::", "", "http://[::1]:8000"),
        ("laptop.test", "80", "http://laptop.test:80"),
    ],
)
def test_a_laptops_letters_lead_to_where_it_listens(host: str, port: str, address: str, tmp_path: Path):
    config = settings.from_environment({"MAZAD_INSTANCE": str(tmp_path), "HOST": host, "PORT": port})
    assert config.public_url == address


STRIPE = {
    "MAZAD_STRIPE_SECRET_KEY": "sk_live_of_tests",
    "MAZAD_STRIPE_PUBLISHABLE_KEY": "pk_live_of_tests",
    "MAZAD_STRIPE_WEBHOOK_SECRET": "whsec_of_tests",
}
BANK = {"MAZAD_BANK_NAME": "Mazad LLC", "MAZAD_BANK_IBAN": "gb82 west 1234 5698 7654 32", "MAZAD_BANK_BIC": "WESTGB22"}


def test_ways_to_pay_are_set_wholly_or_not_at_all():
    config = settings.from_environment(COMPLETE | STRIPE | BANK)
    assert (config.bank_iban, config.stripe_secret_key) == ("GB82WEST12345698765432", "sk_live_of_tests")
    assert "sk_live_of_tests" not in str(settings.shown(config))
    for way in (STRIPE, {name: value for name, value in BANK.items() if name != "MAZAD_BANK_BIC"}):
        for name in way:
            assert faults(**(COMPLETE | way | {name: ""})) == [f"{name}: is needed with the others of its kind"]
    assert len(faults(**(COMPLETE | {"MAZAD_BANK_BIC": "WESTGB22"}))) == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAZAD_STRIPE_SECRET_KEY", "pk_live_of_tests"),
        ("MAZAD_STRIPE_PUBLISHABLE_KEY", "sk_live_of_tests"),
        ("MAZAD_STRIPE_WEBHOOK_SECRET", "secret"),
        ("MAZAD_STRIPE_API_BASE", "http://127.0.0.1:8420"),
        ("MAZAD_BANK_IBAN", "GB82WEST12345698765433"),
        ("MAZAD_BANK_BIC", "WEST"),
    ],
)
def test_a_wrong_way_to_pay_is_named(name: str, value: str):
    (told,) = faults(**(COMPLETE | STRIPE | BANK | {name: value}))
    assert told.startswith(f"{name}: ")
    assert value not in told


def test_all_faults_are_told_at_once():
    told = faults(MAZAD_ENV="production", MAZAD_PROXIES="x", MAZAD_DEMO="maybe", MAZAD_SECRET_KEY="x")
    assert len(told) >= 8


@pytest.mark.parametrize("short", ["postgres://a@b/c", "postgresql://a@b/c", "postgresql+psycopg://a@b/c"])
def test_every_way_to_say_postgresql_means_the_same_driver(short: str, tmp_path: Path):
    config = settings.from_environment({"MAZAD_INSTANCE": str(tmp_path), "MAZAD_DATABASE_URL": short})
    assert config.database_url == "postgresql+psycopg://a@b/c"
    assert not config.is_sqlite


@pytest.mark.parametrize(("text", "is_on"), [("1", True), ("ON", True), ("yes", True), ("0", False), ("False", False)])
def test_a_switch_is_said_in_many_ways(text: str, is_on: bool, tmp_path: Path):
    config = settings.from_environment({"MAZAD_INSTANCE": str(tmp_path), "MAZAD_SCHEDULER": text})
    assert config.scheduler is is_on


def test_settings_do_not_change(tmp_path: Path):
    config = settings.from_environment({"MAZAD_INSTANCE": str(tmp_path)})
    with pytest.raises(FrozenInstanceError):
        config.demo = True  # type: ignore[misc]


def test_a_config_reads_back_from_its_environment(tmp_path: Path):
    config = make_config("sqlite:////srv/mazad.db", tmp_path, redis_url="redis://cache/0", metrics_token="t" * 20)
    assert settings.from_environment(environment_of(config)) == config
