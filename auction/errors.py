"""Ways to say no. A refusal has a code and facts; it knows no HTTP status and no prose."""

from __future__ import annotations

from collections.abc import Mapping


class Refusal(Exception):
    """An expected no. `code` is stable and public; `facts` are plain values that the wording may use."""

    code = "refused"

    def __init__(self, code: str | None = None, **facts: object) -> None:
        self.code = code or type(self).code
        self.facts = facts
        super().__init__(self.code)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code!r}, {self.facts!r})"


class Absent(Refusal):
    """What was asked for does not exist, or not for this person."""

    code = "not_found"


class Forbidden(Refusal):
    """The person is known and may not do this."""

    code = "forbidden"


class SignInNeeded(Refusal):
    """Nobody is signed in, and somebody must be."""

    code = "sign_in_needed"


class Conflict(Refusal):
    """The thing has moved on: what was asked no longer fits its state."""

    code = "conflict"


class Invalid(Refusal):
    """What came in has the wrong shape. `fields` maps a field's name to the codes of what is wrong with it."""

    code = "invalid"

    def __init__(
        self, code: str | None = None, *, fields: Mapping[str, list[str]] | None = None, **facts: object
    ) -> None:
        super().__init__(code, **facts)
        self.fields = dict(fields or {})

    @classmethod
    def of(cls, fields: Mapping[str, list[str]], facts: Mapping[str, object]) -> Invalid:
        """The refusal of some fields, with facts whose names are not known here."""
        refusal = cls(fields=fields)
        refusal.facts = dict(facts)
        return refusal


class TooMany(Refusal):
    """Asked too often. `retry_after_seconds` is among the facts when it is known."""

    code = "too_many_requests"


class Unavailable(Refusal):
    """Another house that was asked does not answer. Nothing is lost, and it can be asked again."""

    code = "unavailable"


class Misconfigured(Exception):
    """The house cannot open with these settings. The message lists every fault, a line each."""
