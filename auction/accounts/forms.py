"""The library's forms, as this house wants them: what is asked, and in whose words it is refused."""

from __future__ import annotations

from typing import Any

from flask_security import PasswordUtil
from flask_security.forms import (
    ChangePasswordForm,
    ForgotPasswordForm,
    LoginForm,
    RegisterFormV2,
    ResetPasswordForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
)
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.webauthn import WebAuthnRegisterForm
from wtforms import StringField, ValidationError  # type: ignore[import-untyped]

from auction import languages, wording
from auction.accounts import names, passwords, queries

_LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


class HousePasswords(PasswordUtil):
    """What a password must be, in the library's terms."""

    def normalize(self, password: str) -> str:
        return passwords.normal(password)

    def validate(self, password: str, is_register: bool, **known: Any) -> tuple[list[str] | None, str]:
        """The words of what is wrong, or None, and the password in its one form."""
        person = known.get("user")
        email = known.get("email") if is_register else getattr(person, "email", None)
        handle = known.get("handle") if is_register else getattr(person, "handle", None)
        normal = passwords.normal(password)
        fault = passwords.fault(normal, email, handle)
        return [wording.say(fault, {})] if fault else None, normal


class RegistrationForm(RegisterFormV2):
    """Address, public name, password. The password is typed once: it can be shown, and recovered."""

    handle = StringField(filters=[lambda typed: names.tidy(typed) if typed else typed])

    def validate_handle(self, field: StringField) -> None:
        """A public name may be said to be taken: it is public. An address may not."""
        fault = names.fault(field.data or "")
        if fault is None and queries.find_by_handle(field.data or "") is not None:
            fault = "handle_taken"
        if fault:
            raise ValidationError(wording.say(fault, {}))


class SignInForm(LoginForm):
    """Signing in needs no confirmed address (bidding does). The suspended are told so, after their password."""

    def validate(self, **more: Any) -> bool:
        is_good = bool(super().validate(**more))
        if is_good or not self.user_authenticated or self.user is None:
            return is_good
        self.email.errors = []
        if self.user.is_active:
            return True  # only the confirmation was missing
        self.form_errors.append(_suspension(getattr(self.user, "suspended_until", None)))
        return False


class RecoveryForm(ForgotPasswordForm):
    """A forgotten password is recovered by whoever reads the mail, confirmed before or not."""

    def validate(self, **more: Any) -> bool:
        is_good = bool(super().validate(**more))
        if not is_good and self.requires_confirmation and self.user is not None and self.user.is_active:
            self.email.errors = []
            return True
        return is_good


class NewPasswordForm(ResetPasswordForm):
    """Typed once: it can be shown."""

    password_confirm = None


class PasswordChangeForm(ChangePasswordForm):
    """The old one, and the new one once."""

    new_password_confirm = None


class CodeForm(TwoFactorVerifyCodeForm):
    """A code from the app, in either set of digits, with or without spaces."""

    def validate(self, **more: Any) -> bool:
        self.code.data = _plain(self.code.data)
        return bool(super().validate(**more))


class RecoveryCodeForm(MfRecoveryForm):
    """A recovery code, in either set of digits."""

    def validate(self, **more: Any) -> bool:
        self.code.data = _plain(self.code.data)
        return bool(super().validate(**more))


class SecondStepForm(TwoFactorSetupForm):
    """An app, or nothing. The library's own field warns about itself; this one asks the same."""

    setup = StringField()


class _Offered(StringField):  # type: ignore[misc]
    """A field to which the library appends what it offers; our page offers it by links of its own."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.choices: list[Any] = []


class RescueForm(TwoFactorRescueForm):
    """Never shown: a lost phone is replaced by a recovery code."""

    help_setup = _Offered()


class PasskeyForm(WebAuthnRegisterForm):
    """A passkey always signs in by itself: it is checked by the device, so it is two steps in one."""

    usage = StringField()

    def validate(self, **more: Any) -> bool:
        self.usage.data = "first"
        return bool(super().validate(**more))


def _plain(typed: object) -> str | None:
    return "".join(str(typed).translate(_LATIN).split()).lower() if typed else None


def _suspension(until: Any) -> str:
    if until is None or until.year > 9000:
        return wording.say("suspended", {})
    return wording.say("suspended_until", {"until": languages.when(until)})
