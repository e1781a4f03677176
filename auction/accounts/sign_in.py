"""Signing in: how Flask-Security is set up here, and who a request comes from. No page and no decision lives here."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, NoReturn

from flask import Flask, current_app, request, session
from flask_security import (
    Security,
    change_email_confirmed,
    password_changed,
    password_reset,
    user_authenticated,
)

from auction import clock, languages, live, web
from auction.accounts import attempts, callers, forms, letters, names, queries, service
from auction.accounts.models import Person
from auction.accounts.store import HousePasskeys, HouseTotp, PeopleStore
from auction.accounts.wording import LIBRARY_MESSAGES
from auction.config import ROOT, Config
from auction.errors import Forbidden, SignInNeeded

SIGNED_IN_DAYS = 30


def init_app(app: Flask, config: Config) -> None:
    """Set the library up and bind who is asked for a person to our own rules."""
    app.config.update(_settings(config))
    app.config.update({f"SECURITY_MSG_{key}": message for key, message in LIBRARY_MESSAGES.items()})
    security = Security(
        app,
        PeopleStore(),
        mail_util_cls=letters.HouseMail,
        password_util_cls=forms.HousePasswords,
        totp_cls=HouseTotp,
        webauthn_util_cls=HousePasskeys,
        two_factor_setup_form=forms.SecondStepForm,
        two_factor_rescue_form=forms.RescueForm,
        wan_register_form=forms.PasskeyForm,
        register_form=forms.RegistrationForm,
        login_form=forms.SignInForm,
        forgot_password_form=forms.RecoveryForm,
        reset_password_form=forms.NewPasswordForm,
        change_password_form=forms.PasswordChangeForm,
        two_factor_verify_code_form=forms.CodeForm,
        mf_recovery_form=forms.RecoveryCodeForm,
    )
    security.want_json(lambda _request: False)  # its pages are pages; programs use tokens, and our own error shape
    security.unauthn_handler(_refuse_stranger)
    security.unauthz_handler(_refuse_person)
    _bind_loaders(security)
    app.wsgi_app = _TokenAlone(app.wsgi_app)  # type: ignore[assignment]
    app.before_request(_check_token)
    app.before_request(attempts.check)
    user_authenticated.connect(_signed_in, app)
    password_reset.connect(_password_reset, app)
    password_changed.connect(_password_changed, app)
    change_email_confirmed.connect(_email_changed, app)
    languages.finder(_reader)


def _settings(config: Config) -> dict[str, Any]:
    cookie = {"httponly": True, "secure": config.is_https, "samesite": "Lax"}
    return {
        "SECURITY_PASSWORD_SALT": config.password_salt,
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__memory_cost": 19_456,
            "argon2__time_cost": 2,
            "argon2__parallelism": 1,
        },
        "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
        "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"email": {"mapper": _address, "case_insensitive": False}}],
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"test_environment": True},  # as create_person: a .test house is one too
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_DATETIME_FACTORY": clock.now,
        "SECURITY_I18N_DOMAIN": "messages",
        "SECURITY_I18N_DIRNAME": [str(ROOT / "auction" / "translations")],
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_CLI_USERS_NAME": None,
        "SECURITY_CLI_ROLES_NAME": None,
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_CACHE_CONTROL": {},  # the library words it wrongly; `web` says it for its pages
        "SECURITY_EMAIL_PLAINTEXT": False,  # HouseMail words and renders the letters itself
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_FRESHNESS": timedelta(minutes=30),
        "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
        "SECURITY_POST_CHANGE_VIEW": "accounts.security",
        "SECURITY_POST_CHANGE_EMAIL_VIEW": "accounts.security",
        "SECURITY_POST_REGISTER_VIEW": "accounts.welcome",
        "REMEMBER_COOKIE_DURATION": timedelta(days=SIGNED_IN_DAYS),
        "REMEMBER_COOKIE_SECURE": config.is_https,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "SECURITY_TWO_FACTOR_VALIDITY_COOKIE": cookie,
        **_letters(),
        **_features(config),
    }


def _letters() -> dict[str, Any]:
    """Which of our letters the library sends when, and how long their links are good."""
    return {
        "SECURITY_REGISTERABLE": True,
        "SECURITY_REGISTER_EMAIL_TEMPLATE": "welcome",
        "SECURITY_REGISTER_EMAIL_EXISTING_TEMPLATE": "welcome_existing",
        "SECURITY_CONFIRMABLE": True,
        "SECURITY_CONFIRM_EMAIL_WITHIN": timedelta(hours=letters.CONFIRM_WITHIN_HOURS),
        "SECURITY_EMAIL_TEMPLATE_CONFIRM": "confirm_email",
        "SECURITY_RECOVERABLE": True,
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=letters.RESET_WITHIN_HOURS),
        "SECURITY_EMAIL_TEMPLATE_PASSWORD_RESET": "reset_password",
        "SECURITY_EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "password_was_reset",
        "SECURITY_CHANGEABLE": True,
        "SECURITY_EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "password_changed",
        "SECURITY_CHANGE_EMAIL": True,
        "SECURITY_CHANGE_EMAIL_WITHIN": timedelta(hours=letters.CHANGE_WITHIN_HOURS),
        "SECURITY_CHANGE_EMAIL_EMAIL_TEMPLATE": "change_email",
    }


def _features(config: Config) -> dict[str, Any]:
    """The second step (an authenticator app, recovery codes) and passkeys. What is kept of them is encrypted."""
    return {
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "accounts.security",
        "SECURITY_TOTP_ISSUER": "Mazad",
        "SECURITY_TOTP_SECRETS": {"1": _derived(config, "totp").hex()},
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [base64.urlsafe_b64encode(_derived(config, "recovery"))],
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_RP_NAME": "Mazad",
        "SECURITY_WAN_ALLOW_USER_HINTS": False,
        "SECURITY_WAN_ALLOW_AS_VERIFY": ["first"],
        "SECURITY_WAN_POST_REGISTER_VIEW": "accounts.security",
    }


def _derived(config: Config, purpose: str) -> bytes:
    """A key of its own for each purpose, from the one secret an operator keeps."""
    return hashlib.blake2b(purpose.encode(), key=config.secret_key.encode()[:64], digest_size=32).digest()


def _address(typed: str) -> str | None:
    return service.normal_email(typed) if "@" in typed else None


def _refuse_stranger(_ways: object = None, headers: object = None) -> NoReturn:  # noqa: ARG001 - the library's names
    raise SignInNeeded


def _refuse_person(_name: object, _params: object) -> NoReturn:
    raise Forbidden


# --- who a request comes from ----------------------------------------------------------------------------------------


class _TokenAlone:
    """A call that carries a bearer token arrives without its cookies: it is judged by the token alone."""

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self.inner = inner

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ.get("HTTP_AUTHORIZATION", "").startswith(callers.BEARER):
            environ.pop("HTTP_COOKIE", None)
        return self.inner(environ, start)


def _bind_loaders(security: Security) -> None:
    manager = security.login_manager
    by_session: Callable[[str], Person | None] = manager._user_callback

    def load(session_id: str) -> Person | None:
        person = by_session(session_id)
        return person if person is not None and person.is_active else None

    manager.user_loader(load)
    manager.request_loader(callers.find_by_token)


def _check_token() -> None:
    """A token that opens nothing is refused everywhere, even where nobody needs to sign in; /metrics has its own."""
    if web.is_program_call() and request.endpoint != web.METRICS and queries.viewer() is None:
        raise SignInNeeded("token_refused")


def _reader() -> languages.Reader | None:
    viewer = queries.viewer()
    if viewer is None:
        return None
    return languages.Reader(viewer.language, viewer.time_zone, viewer.numerals, viewer.scheme, viewer.amounts)


def _signed_in(_app: Flask, user: Person, **_more: object) -> None:
    """A new session begins: a new form token, and the language chosen on this device stays."""
    session.pop(current_app.config.get("WTF_CSRF_FIELD_NAME", "csrf_token"), None)
    chosen = request.cookies.get(languages.LANGUAGE_COOKIE)
    if chosen in languages.LANGUAGES:
        current_app.extensions["security"].datastore.keep_language(user, chosen)
    languages.forget_reader()


def _password_reset(_app: Flask, user: Person, **_more: object) -> None:
    """Who resets a password by mail reads that mail: the address is confirmed by it. Open pages hear no more."""
    user.confirmed_at = user.confirmed_at or clock.now()
    live.close(names.room_of(user.id))


def _password_changed(_app: Flask, user: Person, **_more: object) -> None:
    live.close(names.room_of(user.id))


def _email_changed(_app: Flask, user: Person, old_email: str, **_more: object) -> None:
    """The old address hears of it: if a thief did this, its reader is the one to know."""
    letters.tell_old_address(user, old_email)
