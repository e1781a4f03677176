"""How addresses are asked and written, country by country. Pure data, and how what was typed is tidied and judged.

A field is one of FIELDS; a country says which it asks, in which order, which are needed and under which name (LABELS in
`wording`). Countries that are not here are asked by GENERAL.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

FIELDS: Final = ("name", "line1", "line2", "district", "city", "region", "postcode", "phone")
LONGEST: Final[Mapping[str, int]] = {
    "name": 80, "line1": 120, "line2": 120, "district": 80, "city": 80, "region": 80, "postcode": 12, "phone": 24,
}  # fmt: skip
_TURNERS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_PHONE: Final = re.compile(r"\+?[0-9]{7,15}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a country's form. `label` is the key of its words."""

    name: str
    label: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class Format:
    """One country's form. `lines` say how an address is written; `regions` are the only ones there are, where known."""

    fields: tuple[Field, ...]
    lines: tuple[str, ...]
    postcode: str = ""
    example: str = ""
    regions: tuple[str, ...] = ()


def _form(asked: str, lines: str, postcode: str = "", example: str = "", regions: str = "") -> Format:
    """`asked` is "field=label field*=label": a star where it is needed. `lines` are parted by "/"."""
    fields = []
    for word in asked.split():
        name, _equals, label = word.partition("=")
        fields.append(Field(name.rstrip("*"), label or name.rstrip("*"), name.endswith("*")))
    return Format(tuple(fields), tuple(lines.split("/")), postcode, example, tuple(regions.split()))


_STATES: Final = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI AA AE AP"
)
_EUROPEAN: Final = "{name}/{line1}/{line2}/{postcode} {city}"

GENERAL: Final = _form(
    "name* line1* line2 district city* region postcode phone",
    "{name}/{line1}/{line2}/{district}/{city} {postcode}/{region}",
)
FORMATS: Final[Mapping[str, Format]] = {
    "AE": _form(
        "name* line1*=street_building line2=flat district*=area city*=city region*=emirate postcode=po_box phone*",
        "{name}/{line1}/{line2}/{district}/{city}/{region}/{postcode}",
        regions="abu_dhabi dubai sharjah ajman umm_al_quwain ras_al_khaimah fujairah",
    ),
    "SA": _form(
        "name* line1*=building_street line2=additional_number district*=district city* postcode* phone*",
        "{name}/{line1}/{line2}/{district}/{city} {postcode}",
        r"[0-9]{5}(?:-[0-9]{4})?", "12345",
    ),
    "EG": _form(
        "name* line1*=street_building line2=flat district=district city* region*=governorate postcode phone*",
        "{name}/{line1}/{line2}/{district}/{city}/{region}/{postcode}",
        r"[0-9]{5}", "11511",
    ),
    "KW": _form(
        "name* region*=governorate city*=area line2*=block line1*=street_house district=flat postcode phone*",
        "{name}/{city}, {line2}/{line1}/{district}/{postcode} {region}",
        r"[0-9]{5}", "13001",
    ),
    "QA": _form(
        "name* district*=zone_number line1*=street_number line2*=building_unit city* phone*",
        "{name}/{line2}/{line1}/{district}/{city}",
    ),
    "BH": _form(
        "name* line1*=flat_building line2*=road district*=block city*=town postcode phone*",
        "{name}/{line1}/{line2}/{district}/{city} {postcode}",
        r"[0-9]{3,4}", "317",
    ),
    "OM": _form(
        "name* line1*=street_house line2=way_number district=village city*=wilayat region=governorate postcode phone*",
        "{name}/{line1}/{line2}/{district}/{city} {postcode}/{region}",
        r"[0-9]{3}", "133",
    ),
    "JO": _form(
        "name* line1*=street_building line2=flat district=district city* region=governorate postcode phone*",
        "{name}/{line1}/{line2}/{district}/{city} {postcode}/{region}",
        r"[0-9]{5}", "11937",
    ),
    "GB": _form(
        "name* line1* line2 city*=town region=county postcode* phone",
        "{name}/{line1}/{line2}/{city}/{region}/{postcode}",
        r"(?:GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})", "SW1A 1AA",
    ),
    "US": _form(
        "name* line1*=street_number_us line2=apartment city* region*=state postcode*=zip phone",
        "{name}/{line1}/{line2}/{city}, {region} {postcode}",
        r"[0-9]{5}(?:-[0-9]{4})?", "90210", _STATES,
    ),
    "DE": _form("name* line1*=street_house line2 postcode* city* phone", _EUROPEAN, r"[0-9]{5}", "10115"),
    "FR": _form("name* line1*=house_street line2 postcode* city* phone", _EUROPEAN, r"[0-9]{5}", "75001"),
    "IT": _form(
        "name* line1*=street_house line2 postcode*=cap city* region*=province_short phone",
        "{name}/{line1}/{line2}/{postcode} {city} {region}",
        r"[0-9]{5}", "00118",
    ),
    "ES": _form(
        "name* line1*=street_house line2=floor_door postcode* city* region*=province phone",
        "{name}/{line1}/{line2}/{postcode} {city}/{region}",
        r"[0-9]{5}", "28001",
    ),
    "NL": _form(
        "name* line1*=street_house line2 postcode* city* phone", _EUROPEAN, r"[1-9][0-9]{3} ?[A-Z]{2}", "1012 AB",
    ),
    "JP": _form(
        "name* postcode* region*=prefecture city*=city_ward line1*=block_number line2=building_room phone*",
        "〒{postcode}/{region} {city}/{line1}/{line2}/{name}",
        r"[0-9]{3}-?[0-9]{4}", "100-0001",
    ),
    "CA": _form(
        "name* line1*=street_number_us line2=apartment city* region*=province postcode* phone",
        "{name}/{line1}/{line2}/{city} {region} {postcode}",
        r"[ABCEGHJ-NPRSTVXY][0-9][A-Z] ?[0-9][A-Z][0-9]", "K1A 0B1",
        "AB BC MB NB NL NS NT NU ON PE QC SK YT",
    ),
    "AU": _form(
        "name* line1*=street_number_us line2=apartment city*=suburb region*=state postcode* phone",
        "{name}/{line1}/{line2}/{city} {region} {postcode}",
        r"[0-9]{4}", "2000", "ACT NSW NT QLD SA TAS VIC WA",
    ),
}  # fmt: skip


def format_of(country: str) -> Format:
    return FORMATS.get(country, GENERAL)


def tidy(country: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, as it is kept: on one line each, only what the country asks; numbers in one set of digits."""
    asked = format_of(country).fields
    words = {field.name: _one_line(typed.get(field.name, "")) for field in asked}
    if "postcode" in words:
        words["postcode"] = _plain_digits(words["postcode"]).upper()
    if "phone" in words:
        words["phone"] = re.sub(r"[\s().\-/\u2010-\u2015]", "", _plain_digits(words["phone"]))
        words["phone"] = re.sub(r"^00(?=[1-9])", "+", words["phone"])
    return words


def faults(country: str, words: Mapping[str, str]) -> dict[str, list[str]]:
    """What is wrong with a tidied address, by field: needed, too_long, postcode_shape, phone_shape, not_a_choice."""
    form = format_of(country)
    found: dict[str, list[str]] = {}
    for field in form.fields:
        word = words.get(field.name, "")
        if not word:
            if field.is_needed:
                found[field.name] = ["needed"]
        elif len(word) > LONGEST[field.name]:
            found[field.name] = ["too_long"]
        elif field.name == "region" and form.regions and word not in form.regions:
            found["region"] = ["not_a_choice"]
        elif field.name == "postcode" and form.postcode and not re.fullmatch(form.postcode, word):
            found["postcode"] = ["postcode_shape"]
        elif field.name == "phone" and not _PHONE.fullmatch(word):
            found["phone"] = ["phone_shape"]
    return found


def written(country: str, words: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    """An address line by line, without its country and telephone. `names` are the words for known regions."""
    form = format_of(country)
    shown = dict.fromkeys(FIELDS, "") | {name: word for name, word in words.items() if name in FIELDS}
    if form.regions:
        shown["region"] = names.get(shown["region"], shown["region"])
    lines = (" ".join(pattern.format_map(shown).split()).strip(" ,") for pattern in form.lines)
    return list(dict.fromkeys(line for line in lines if line not in ("", "〒")))


def _one_line(text: str) -> str:
    """Without what no database keeps, and without marks that turn the direction of all that follows."""
    kept = (" " if letter.isspace() else letter for letter in text if letter.isspace() or _is_kept(letter))
    return " ".join("".join(kept).split())


def _is_kept(letter: str) -> bool:
    return unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn") and letter not in _TURNERS


def _plain_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)
