"""The words for this slice's codes, and for what the sign-in library says. No decision lives here."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from auction import wording

wording.add(
    {
        "email_invalid": _l("This is not an e-mail address."),
        "email_taken": _l("There is already an account with this e-mail address."),
        "handle_length": _l("A public name has three to thirty characters."),
        "handle_letters": _l("A public name begins with a letter and has only letters, digits, _ and -."),
        "handle_mixed": _l("A public name is either in Arabic or in Latin letters, not in both."),
        "handle_reserved": _l("This name is kept for the house. Please choose another."),
        "handle_taken": _l("Somebody already has this name, or one that reads the same. Please choose another."),
        "password_short": _l("A password has at least ten characters. A few words are easy to remember."),
        "password_long": _l("This password is longer than we can keep."),
        "password_common": _l("This password is among the first that thieves try. Please choose another."),
        "password_personal": _l("A password should not be your name or address. Please choose another."),
        "suspended": _l("This account is suspended."),
        "suspended_until": _l("This account is suspended until {until}."),
        "role_unknown": _l("There is no such role."),
        "kind_unknown": _l("There is no such sanction."),
        "in_the_past": _l("This time has already passed."),
        "sanction_over": _l("This sanction is already over."),
        "not_over_this_person": _l("You may not decide about this person."),
        "confirm_email_first": _l("Please confirm your e-mail address first."),
        "selling_not_allowed": _l("This account may not sell at present."),
        "person_unknown": _l("There is nobody with this name."),
        "block_oneself": _l("You cannot block yourself."),
        "too_many_tokens": _l("You have {most} tokens, which is the most. Please revoke one first."),
        "token_refused": _l("This token is unknown, revoked, or its account is closed."),
        "language_unknown": _l("We do not speak this language yet."),
        "zone_unknown": _l("We do not know this time zone. Please choose one from the list."),
        "amounts_unknown": _l("Please choose how amounts are shown."),
        "numerals_unknown": _l("Please choose one of the digits shown."),
        "scheme_unknown": _l("Please choose one of the looks shown."),
        "currency_unknown": _l("We do not know this currency."),
    }
)


def N_(text: str) -> str:  # noqa: N802 - the name by which the extractor knows a text that is translated later
    return text


_GOOD, _BAD, _NEWS = "success", "error", "info"

# What Flask-Security says, by its own keys. It looks each up in our catalog when it says it.
LIBRARY_MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "API_ERROR": (N_("This could not be read. Please try again."), _BAD),
    "GENERIC_AUTHN_FAILED": (N_("This address and this password do not belong together."), _BAD),
    "UNAUTHORIZED": (N_("You may not open this page."), _BAD),
    "UNAUTHENTICATED": (N_("Please sign in first."), _NEWS),
    "REAUTHENTICATION_REQUIRED": (N_("Before such a change, please show again that it is you."), _NEWS),
    "CONFIRM_REGISTRATION": (
        N_("Thank you. We have sent a link to %(email)s: open it to confirm your address."),
        _GOOD,
    ),
    "EMAIL_CONFIRMED": (N_("Thank you. Your address is confirmed: you can bid."), _GOOD),
    "ALREADY_CONFIRMED": (N_("Your address was confirmed before."), _NEWS),
    "INVALID_CONFIRMATION_TOKEN": (N_("This link is not valid. Ask for a new one below."), _BAD),
    "CONFIRMATION_EXPIRED": (N_("This link was good for %(within)s. Ask for a new one below."), _BAD),
    "CONFIRMATION_REQUIRED": (N_("Please confirm your e-mail address first."), _BAD),
    "CONFIRMATION_REQUEST": (N_("If %(email)s waits to be confirmed, a new link is on its way there."), _NEWS),
    "EMAIL_ALREADY_ASSOCIATED": (N_("There is already an account with this e-mail address."), _BAD),
    "IDENTITY_ALREADY_ASSOCIATED": (N_("There is already an account with this e-mail address."), _BAD),
    "PASSWORD_MISMATCH": (N_("The passwords are not the same."), _BAD),
    "RETYPE_PASSWORD_MISMATCH": (N_("The passwords are not the same."), _BAD),
    "INVALID_REDIRECT": (N_("That link led out of this house and was dropped."), _BAD),
    "INVALID_RECOVERY_CODE": (N_("This is not one of your recovery codes, or it was used before."), _BAD),
    "NO_RECOVERY_CODES_SETUP": (N_("You have no recovery codes yet."), _NEWS),
    "PASSWORD_RESET_REQUEST": (N_("If %(email)s has an account here, a link to a new password is on its way."), _NEWS),
    "GENERIC_RECOVERY": (N_("If this address has an account here, a link to a new password is on its way."), _NEWS),
    "PASSWORD_RESET_EXPIRED": (N_("This link was good for %(within)s. Ask for a new one below."), _BAD),
    "INVALID_RESET_PASSWORD_TOKEN": (N_("This link is not valid. Ask for a new one below."), _BAD),
    "PASSWORD_RESET": (N_("Your password is changed."), _GOOD),
    "PASSWORD_RESET_NO_LOGIN": (N_("Your password is changed. Please sign in with the new one."), _GOOD),
    "PASSWORD_IS_THE_SAME": (N_("This is the password you have now. Please choose another."), _BAD),
    "PASSWORD_CHANGE": (N_("Your password is changed, and you were signed out on all other devices."), _GOOD),
    "DISABLED_ACCOUNT": (N_("This account is closed."), _BAD),
    "EMAIL_NOT_PROVIDED": (N_("Please enter your e-mail address."), _BAD),
    "INVALID_EMAIL_ADDRESS": (N_("This is not an e-mail address."), _BAD),
    "INVALID_CODE": (N_("This code is not right. Codes change every half minute."), _BAD),
    "INVALID_INPUT": (N_("This value does not fit here."), _BAD),
    "INVALID_INPUT_LENGTH": (N_("This is too long."), _BAD),
    "PASSWORD_NOT_PROVIDED": (N_("Please enter a password."), _BAD),
    "USER_DOES_NOT_EXIST": (N_("There is no such account."), _BAD),
    "INVALID_PASSWORD": (N_("This is not your password."), _BAD),
    "LOGIN": (N_("Please sign in first."), _NEWS),
    "REFRESH": (N_("Before such a change, please show again that it is you."), _NEWS),
    "REAUTHENTICATION_SUCCESSFUL": (N_("Thank you."), _GOOD),
    "ANONYMOUS_USER_REQUIRED": (N_("You are already signed in."), _NEWS),
    "TWO_FACTOR_INVALID_TOKEN": (N_("This code is not right. Codes change every half minute."), _BAD),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (N_("You are signed in."), _GOOD),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        N_("Your app is set up. From now on we ask for its code when you sign in."),
        _GOOD,
    ),
    "TWO_FACTOR_PERMISSION_DENIED": (N_("Please begin again by signing in."), _BAD),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (N_("Please choose one of the ways shown."), _BAD),
    "TWO_FACTOR_DISABLED": (N_("The second step is switched off."), _GOOD),
    "TWO_FACTOR_SETUP_EXPIRED": (N_("This took longer than %(within)s. Please begin again."), _BAD),
    "WEBAUTHN_EXPIRED": (N_("This took longer than %(within)s. Please begin again."), _BAD),
    "WEBAUTHN_NAME_REQUIRED": (N_("Please give the passkey a name."), _BAD),
    "WEBAUTHN_NAME_INUSE": (N_("You already have a passkey called %(name)s."), _BAD),
    "WEBAUTHN_NAME_NOT_FOUND": (N_("You have no passkey called %(name)s."), _BAD),
    "WEBAUTHN_NAME_DISALLOWED_CHARACTERS": (N_("A passkey’s name has only letters, digits, spaces, _ and -."), _BAD),
    "WEBAUTHN_CREDENTIAL_DELETED": (N_("The passkey %(name)s is removed."), _GOOD),
    "WEBAUTHN_REGISTER_SUCCESSFUL": (N_("The passkey %(name)s is ready."), _GOOD),
    "WEBAUTHN_CREDENTIAL_ID_INUSE": (N_("This passkey is already known."), _BAD),
    "WEBAUTHN_UNKNOWN_CREDENTIAL_ID": (N_("We do not know this passkey."), _BAD),
    "WEBAUTHN_ORPHAN_CREDENTIAL_ID": (N_("We do not know this passkey."), _BAD),
    "WEBAUTHN_NO_VERIFY": (N_("This passkey could not be checked. Please try again."), _BAD),
    "WEBAUTHN_CREDENTIAL_WRONG_USAGE": (N_("This passkey is not meant for this."), _BAD),
    "WEBAUTHN_MISMATCH_USER_HANDLE": (N_("This passkey belongs to another account."), _BAD),
    "CHANGE_EMAIL_EXPIRED": (N_("This link was good for %(within)s. Ask for a new one below."), _BAD),
    "CHANGE_EMAIL_CONFIRMED": (N_("Your new e-mail address is confirmed."), _GOOD),
    "CHANGE_EMAIL_SENT": (N_("We have sent a link to %(email)s: open it to make the change."), _GOOD),
}
