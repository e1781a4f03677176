"""The shape of what comes in, for forms and programs alike: fields, and codes for what is wrong. Holds no meaning.

Every fault is a code worded in `wording`, so that a page and an API answer say the same in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate

from auction import wording
from auction.errors import Invalid

LONGEST_AMOUNT: Final = 32
_CODES: Final[dict[str, str]] = {"required": "needed", "null": "needed", "validator_failed": "invalid_value"}
_KINDS: Final[tuple[tuple[type[fields.Field[Any]], str], ...]] = (
    (fields.String, "not_text"),
    (fields.Number, "not_a_number"),
    (fields.Boolean, "not_yes_or_no"),
    (fields.DateTime, "not_a_time"),
    (fields.List, "not_a_list"),
    (fields.Nested, "not_an_object"),
)


class Shape(Schema):
    """What every schema of the house begins with. A field nobody knows is refused: a typing error is not ignored."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": "unknown_field", "type": "not_an_object", "invalid": "not_an_object"}  # noqa: RUF012

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Say each fault by its code, where a field has not been given words of its own."""
        super().on_bind_field(field_name, field_obj)
        own = next((code for kind, code in _KINDS if isinstance(field_obj, kind)), "invalid_value")
        library = _library_messages(type(field_obj))
        for key, message in field_obj.error_messages.items():
            if library.get(key) == message:
                field_obj.error_messages[key] = _CODES.get(key, own)


def _library_messages(kind: type[fields.Field[Any]]) -> dict[str, str]:
    """The messages marshmallow itself gives a kind of field."""
    known: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        if each.__module__.startswith("marshmallow"):
            known |= getattr(each, "default_error_messages", {})
    return known


class Text(fields.String):
    """A line or a block of text, without the spaces around it. Empty is the same as missing when it is required."""

    def __init__(self, *, most: int, **more: Any) -> None:
        super().__init__(**more)
        self.most = most

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> str:
        text = (super()._deserialize(value, attr, data, **more) or "").strip()
        if len(text) > self.most:
            raise ValidationError("too_long")
        if self.required and not text:
            raise ValidationError("needed")
        return text


class AmountText(fields.String):
    """An amount of money as a person types it, in either set of digits. It becomes minor units by
    `rules.money.parse_amount`, once the currency is known; a number of JSON is refused, for it may be a float."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError("amount_as_text")
        text = str(super()._deserialize(value, attr, data, **more)).strip()
        if len(text) > LONGEST_AMOUNT:
            raise ValidationError("too_long")
        if self.required and not text:
            raise ValidationError("needed")
        return text


class WholeNumber(fields.Integer):
    """A whole number, typed in either set of digits."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **more: Any) -> int:
        if isinstance(value, bool | float) or (isinstance(value, str) and not value.strip().lstrip("-").isdecimal()):
            raise ValidationError("not_a_number")
        return int(super()._deserialize(value, attr, data, **more))


def one_of(values: Iterable[str]) -> validate.OneOf:
    """A value from a known list."""
    return validate.OneOf(list(values), error="not_a_choice")


LARGEST_ID = 2**31 - 1  # what a key of the database can hold


def between(least: int | None, most: int | None) -> validate.Range:
    """A number within bounds."""
    return validate.Range(least, most, error="out_of_range")


def read_form(shape: Schema, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says, by a schema; what the form carries besides (its token, where to go next) is left out.

    Raises Invalid with the codes by field. Give a MultiDict's lists by `typed.to_dict(flat=False)` where they matter.
    """
    try:
        loaded: dict[str, Any] = shape.load(dict(typed), unknown=EXCLUDE)
    except ValidationError as fault:
        messages: dict[str, Any] = fault.normalized_messages()  # type: ignore[no-untyped-call]
        raise Invalid(fields=_flat(messages)) from fault
    return loaded


def _flat(messages: Mapping[str, Any], under: str = "") -> dict[str, list[str]]:
    """Codes by field; a field inside another is named `outer.inner`."""
    flat: dict[str, list[str]] = {}
    for name, found in messages.items():
        if isinstance(found, Mapping):
            flat |= _flat(found, f"{under}{name}.")
        else:
            flat[f"{under}{name}"] = [str(code) for code in found]
    return flat


wording.add(
    {
        "invalid_value": _l("This value does not fit here."),
        "not_text": _l("This should be text."),
        "not_yes_or_no": _l("This is either yes or no."),
        "not_a_time": _l("This is not a date and time."),
        "not_a_list": _l("This should be a list."),
        "not_an_object": _l("This should be an object with fields."),
        "not_a_choice": _l("Please choose one of the values offered."),
        "out_of_range": _l("This is outside the allowed range."),
        "unknown_field": _l("There is no such field."),
        "amount_as_text": _l('Give an amount as text, such as "12.50": a number loses cents on its way.'),
    }
)
