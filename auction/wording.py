"""The words for each code: every slice registers its own, here are the house's. No decision lives here."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from auction.languages import duration, money_text

_words: dict[str, LazyString] = {}


def add(words: Mapping[str, LazyString]) -> None:
    """Register code -> sentence. A sentence may name facts as `{minimum}` for `minimum_minor` with `currency`,
    `{window}` for `window_seconds`, or any other fact by its own name.

    Raises:
        ValueError: a code has its sentence already; the room that comes second takes a code of its own.
    """
    if taken := _words.keys() & words.keys():
        raise ValueError(f"worded twice: {', '.join(sorted(taken))}")
    _words.update(words)


def known() -> Mapping[str, LazyString]:
    return _words


def say(code: str, facts: Mapping[str, object]) -> str:
    """The sentence for a code in the reader's language; the code itself when nobody has worded it."""
    sentence = _words.get(code)
    if sentence is None:
        return code
    text = str(sentence)
    names = {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
    return text.format_map({name: _worded(name, facts) for name in names})


def _worded(name: str, facts: Mapping[str, object]) -> str:
    minor, seconds, currency = facts.get(f"{name}_minor"), facts.get(f"{name}_seconds"), facts.get("currency")
    if isinstance(minor, int) and isinstance(currency, str):
        return money_text(minor, currency)
    if isinstance(seconds, int):
        return duration(seconds)
    return str(facts.get(name, ""))


add(
    {
        "refused": _l("This cannot be done."),
        "not_found": _l("This page or thing does not exist, or is not for you to see."),
        "forbidden": _l("You may not do this."),
        "role_needed": _l("Your account does not have the role this needs."),
        "token_for_api_only": _l("A token opens the API alone. On the pages of the house, please sign in."),
        "unmarked_endpoint": _l("You may not do this."),
        "sign_in_needed": _l("Please sign in first."),
        "conflict": _l("This has changed in the meantime. Please look again."),
        "invalid": _l("Please check the marked fields."),
        "stale_form": _l(
            "This form has been open too long or came from elsewhere. Nothing was lost: please send it again."
        ),
        "too_many_requests": _l("That was a little too often. Please wait a moment and try again."),
        "method_not_allowed": _l("This address does not answer that kind of request."),
        "body_too_large": _l("What you sent is too large."),
        "Invalid JSON body.": _l("The body is not readable as JSON."),  # the library's own words for it
        "bad_request": _l("The request could not be understood."),
        "unavailable": _l("This does not answer just now. Please try again shortly."),
        "bug": _l("Something went wrong on our side. It has been noted; please try again."),
        "needed": _l("Please fill in this field."),
        "too_long": _l("This is too long."),
        "not_a_number": _l("This is not a number. Write it in digits, such as 1250.50."),
    }
)
