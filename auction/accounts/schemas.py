"""The shape of what people tell us about themselves, and of what programs are told. Holds no meaning."""

from __future__ import annotations

from marshmallow import fields

from auction.languages import LANGUAGES, SCHEMES
from auction.shapes import Shape, Text, one_of


class SettingsIn(Shape):
    """The page of settings. What each may be is the service's to say."""

    language = Text(most=5, required=True)
    time_zone = Text(most=64, required=True)
    numerals = Text(most=4, required=True)
    scheme = Text(most=5, required=True)
    amounts = Text(most=4, load_default="sign")
    display_currency = Text(most=3, required=True)
    full_name = Text(most=120, load_default="")


class LanguageIn(Shape):
    language = Text(most=5, required=True, validate=one_of(LANGUAGES))


class SchemeIn(Shape):
    scheme = Text(most=5, required=True, validate=one_of(SCHEMES))


class HandleIn(Shape):
    handle = Text(most=60, required=True)


class TokenIn(Shape):
    name = Text(most=60, required=True)


class PersonOut(Shape):
    """The owner of the token, told to their program."""

    id = fields.Integer(required=True, dump_only=True)
    handle = fields.String(required=True, dump_only=True)
    email = fields.String(required=True, dump_only=True)
    is_confirmed = fields.Boolean(required=True, dump_only=True)
    roles = fields.List(fields.String(), required=True, dump_only=True)
    language = fields.String(required=True, dump_only=True)
    time_zone = fields.String(required=True, dump_only=True)
    display_currency = fields.String(required=True, dump_only=True)
