"""Settings. One frozen value built from the environment; a half-set one refuses to start and says what is missing."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from auction.errors import Misconfigured

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT, PRODUCTION = "development", "production"
HOSTED = {"http", "https", "smtp", "smtps", "redis", "rediss", "s3"}


@dataclass(frozen=True, kw_only=True)
class Config:
    """What an operator may set. docs/operations.md explains each; tests hold the two together."""

    environment: str
    instance: Path
    secret_key: str
    password_salt: str
    public_url: str
    database_url: str
    redis_url: str | None
    mail_url: str
    mail_from: str
    media_dir: Path
    scheduler: bool
    demo: bool
    proxies: int
    pool_size: int
    socket_mode: str
    rate_limits: bool
    metrics_token: str | None
    metrics_port: int
    log_level: str
    stripe_secret_key: str | None = None
    stripe_publishable_key: str | None = None
    stripe_webhook_secret: str | None = None
    stripe_api_base: str | None = None
    bank_name: str | None = None
    bank_iban: str | None = None
    bank_bic: str | None = None
    payouts: str = "test"
    media_url: str | None = None
    media_endpoint: str | None = None

    @property
    def is_production(self) -> bool:
        return self.environment == PRODUCTION

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def has_mail_outbox(self) -> bool:
        """Mail is kept in a folder and shown on a page, instead of being sent."""
        return self.mail_url == "outbox:"

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def from_environment(environ: Mapping[str, str]) -> Config:
    """Read every MAZAD_* setting. Raises Misconfigured with all faults at once, never only the first."""
    reader = _Reader(environ)
    environment = reader.choice("MAZAD_ENV", DEVELOPMENT, (DEVELOPMENT, PRODUCTION))
    is_open_house = environment == DEVELOPMENT
    instance = Path(environ.get("MAZAD_INSTANCE") or ROOT / "instance").resolve()
    reader.kept_in = instance if is_open_house else None
    config = Config(
        environment=environment,
        instance=instance,
        secret_key=reader.secret("MAZAD_SECRET_KEY"),
        password_salt=reader.secret("MAZAD_PASSWORD_SALT"),
        public_url=reader.url("MAZAD_PUBLIC_URL", _own_address(environ) if is_open_house else None, ("http", "https")),
        database_url=_database(reader, f"sqlite:///{instance / 'mazad.db'}" if is_open_house else None),
        redis_url=reader.optional_url("MAZAD_REDIS_URL", ("redis", "rediss", "unix")),
        mail_url=reader.url("MAZAD_MAIL_URL", "outbox:" if is_open_house else None, ("smtp", "smtps", "outbox")),
        mail_from=reader.text("MAZAD_MAIL_FROM", "Mazad <house@mazad.example>" if is_open_house else None),
        media_dir=Path(environ.get("MAZAD_MEDIA_DIR") or instance / "media").resolve(),
        scheduler=reader.flag("MAZAD_SCHEDULER", is_open_house),
        demo=reader.flag("MAZAD_DEMO", False),
        proxies=reader.number("MAZAD_PROXIES", 0),
        pool_size=reader.number("MAZAD_POOL_SIZE", 10, least=1),
        socket_mode=reader.choice("MAZAD_SOCKET_MODE", "auto", ("auto", "gevent", "threading")),
        rate_limits=reader.flag("MAZAD_RATE_LIMITS", True),
        metrics_token=environ.get("MAZAD_METRICS_TOKEN") or None,
        metrics_port=reader.number("MAZAD_METRICS_PORT", 0),
        log_level=reader.choice("MAZAD_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
        stripe_secret_key=environ.get("MAZAD_STRIPE_SECRET_KEY") or None,
        stripe_publishable_key=environ.get("MAZAD_STRIPE_PUBLISHABLE_KEY") or None,
        stripe_webhook_secret=environ.get("MAZAD_STRIPE_WEBHOOK_SECRET") or None,
        stripe_api_base=reader.optional_url("MAZAD_STRIPE_API_BASE", ("http", "https")),
        bank_name=environ.get("MAZAD_BANK_NAME") or None,
        bank_iban=_grouped_away(environ.get("MAZAD_BANK_IBAN")),
        bank_bic=_grouped_away(environ.get("MAZAD_BANK_BIC")),
        payouts=reader.choice("MAZAD_PAYOUTS", "test" if is_open_house else "file", ("test", "file")),
        media_url=reader.optional_url("MAZAD_MEDIA_URL", ("s3",)),
        media_endpoint=reader.optional_url("MAZAD_MEDIA_ENDPOINT", ("http", "https")),
    )
    _check_media(config, reader)
    _check_payments(config, reader)
    _cross_check(config, reader)
    if reader.faults:
        raise Misconfigured("\n".join(reader.faults))
    return config


_SECRET = ("secret_key", "password_salt", "metrics_token", "stripe_secret_key", "stripe_webhook_secret")


def shown(config: Config) -> dict[str, str]:
    """Every setting as an operator may see it: secrets as dots, addresses without their passwords."""
    values = {field.name: getattr(config, field.name) for field in fields(config)}
    return {name: "·····" if name in _SECRET and value else _masked(value) for name, value in values.items()}


def _masked(value: object) -> str:
    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:·····@", str(value))


def _own_address(environ: Mapping[str, str]) -> str:
    """Where `mazad serve` listens, as a browser on the same machine says it."""
    host, port = environ.get("HOST") or "127.0.0.1", environ.get("PORT") or "8000"
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - every address, of which this is one
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _database(reader: _Reader, default: str | None) -> str:
    url = reader.url("MAZAD_DATABASE_URL", default, ("sqlite", "postgresql", "postgresql+psycopg", "postgres"))
    if url.startswith("sqlite") and (":memory:" in url or not url.partition(":///")[2]):
        reader.faults.append("MAZAD_DATABASE_URL: SQLite needs a file, as in sqlite:////srv/mazad/mazad.db")
    for short in ("postgresql://", "postgres://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _cross_check(config: Config, reader: _Reader) -> None:
    if not config.is_production:
        if config.is_https:
            reader.faults.append("MAZAD_PUBLIC_URL: a house on https is production: set MAZAD_ENV=production")
        return
    if config.is_sqlite and not config.scheduler:
        reader.faults.append("MAZAD_SCHEDULER: a house on SQLite is one process, which closes its auctions: set it on")
    elif not config.redis_url and not config.scheduler:
        reader.faults.append(
            "MAZAD_SCHEDULER: without MAZAD_REDIS_URL no page hears of what another process closes: "
            "set it on, or give MAZAD_REDIS_URL"
        )
    if config.has_mail_outbox:
        reader.faults.append("MAZAD_MAIL_URL: production sends its mail; give smtp:// or smtps://")
    if config.payouts == "test":
        reader.faults.append("MAZAD_PAYOUTS: the built-in bank pays nobody; production gives the bank a file")
    if config.demo:
        reader.faults.append("MAZAD_DEMO: demo bidders have no place in production")
    if config.public_url and not config.is_https:
        reader.faults.append("MAZAD_PUBLIC_URL: production is served over https")
    if config.is_sqlite and config.redis_url:
        reader.faults.append("MAZAD_REDIS_URL: several processes need PostgreSQL; set MAZAD_DATABASE_URL too")


def _check_media(config: Config, reader: _Reader) -> None:
    """Pictures lie in a folder or in a bucket."""
    if config.media_endpoint and not config.media_url:
        reader.faults.append("MAZAD_MEDIA_URL: MAZAD_MEDIA_ENDPOINT is a store without a bucket: give s3://bucket")
    if config.media_url and find_spec("boto3") is None:
        reader.faults.append("MAZAD_MEDIA_URL: a bucket needs boto3: pip install -r requirements/s3.txt")


def _grouped_away(text: str | None) -> str | None:
    """An account's number as its bank prints it, without the spaces between its groups."""
    return re.sub(r"\s", "", text or "").upper() or None


def _check_payments(config: Config, reader: _Reader) -> None:
    """A way to pay is set wholly or not at all."""
    stripe = {
        "MAZAD_STRIPE_SECRET_KEY": config.stripe_secret_key,
        "MAZAD_STRIPE_PUBLISHABLE_KEY": config.stripe_publishable_key,
        "MAZAD_STRIPE_WEBHOOK_SECRET": config.stripe_webhook_secret,
    }
    bank = {"MAZAD_BANK_NAME": config.bank_name, "MAZAD_BANK_IBAN": config.bank_iban}
    for way, more in ((stripe, config.stripe_api_base), (bank, config.bank_bic)):
        if more or any(way.values()):
            reader.faults += [
                f"{name}: is needed with the others of its kind" for name, value in way.items() if not value
            ]
    for name, value, beginnings in (
        ("MAZAD_STRIPE_SECRET_KEY", config.stripe_secret_key, ("sk_", "rk_")),
        ("MAZAD_STRIPE_PUBLISHABLE_KEY", config.stripe_publishable_key, ("pk_",)),
        ("MAZAD_STRIPE_WEBHOOK_SECRET", config.stripe_webhook_secret, ("whsec_",)),
    ):
        if value and not value.startswith(beginnings):
            reader.faults.append(f"{name}: begins with {' or '.join(beginnings)}")
    if config.is_production and config.stripe_api_base:
        reader.faults.append("MAZAD_STRIPE_API_BASE: a stand-in for Stripe has no place in production")
    if config.bank_iban and not _is_iban(config.bank_iban):
        reader.faults.append("MAZAD_BANK_IBAN: is no IBAN; a digit may be wrong")
    if config.bank_bic and not re.fullmatch("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", config.bank_bic):
        reader.faults.append("MAZAD_BANK_BIC: is 8 or 11 letters and digits")


def _is_iban(text: str) -> bool:
    if not re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", text):
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1


class _Reader:
    """Collects faults while reading, so that an operator mends them in one go."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []
        self.kept_in: Path | None = None

    def text(self, name: str, default: str | None) -> str:
        value = self.environ.get(name) or default
        if value is None:
            self.faults.append(f"{name}: is needed in production")
        return value or ""

    def secret(self, name: str) -> str:
        value = self.environ.get(name)
        if value and len(value) < 32:
            self.faults.append(f"{name}: is shorter than 32 characters")
        if value or self.kept_in is None:
            return value or self.text(name, None)
        path = self.kept_in / name.removeprefix("MAZAD_").lower().replace("_", "-")
        kept = _kept_secret(path)
        if len(kept) < 32:
            self.faults.append(f"{name}: {path} is damaged; remove it")
        return kept

    def url(self, name: str, default: str | None, schemes: tuple[str, ...]) -> str:
        value = self.text(name, default)
        scheme = urlsplit(value).scheme if value else None
        if scheme and scheme in HOSTED and not _names_host(value):
            self.faults.append(f"{name}: names no host, or a port that is no number")
        if value and scheme not in schemes:
            self.faults.append(f"{name}: begins with one of {', '.join(schemes)}")
        return value.rstrip("/") if value.startswith("http") else value

    def optional_url(self, name: str, schemes: tuple[str, ...]) -> str | None:
        return self.url(name, None, schemes) if self.environ.get(name) else None

    def flag(self, name: str, default: bool) -> bool:
        value = self.environ.get(name, "").lower()
        if value in ("", "1", "0", "on", "off", "true", "false", "yes", "no"):
            return value in ("1", "on", "true", "yes") if value else default
        self.faults.append(f"{name}: is on or off, not {value!r}")
        return default

    def number(self, name: str, default: int, least: int = 0) -> int:
        value = self.environ.get(name) or str(default)
        if not value.isascii() or not value.isdigit() or int(value) < least:
            self.faults.append(f"{name}: is a whole number from {least} up, not {value!r}")
            return default
        return int(value)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.environ.get(name) or default
        if value not in choices:
            self.faults.append(f"{name}: is one of {', '.join(choices)}, not {value!r}")
            return default
        return value


def _names_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _kept_secret(path: Path) -> str:
    """A development secret, made once for this folder: never the same on two machines.

    It appears whole or not at all, so that processes which start together agree on it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        made = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text()
