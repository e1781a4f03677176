"""What a public name (handle) may be, when two of them are the same name, and a person's own room. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

SHORTEST, LONGEST = 3, 30

_LATIN: Final = "A-Za-zÀ-ÖØ-öø-ɏ"
_ARABIC: Final = "\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc"
_SHAPE: Final = re.compile(rf"[{_LATIN}{_ARABIC}][{_LATIN}{_ARABIC}0-9\u0660-\u0669_-]*")
_HAS_LATIN: Final = re.compile(f"[{_LATIN}]")
_HAS_ARABIC: Final = re.compile(f"[{_ARABIC}]")
# Forms of one letter that readers take for each other, so that nobody can pose as somebody else by them.
_ALIKE: Final = str.maketrans("أإآٱىیةکئؤ٠١٢٣٤٥٦٧٨٩", "ااااييهكيو0123456789")
_SEPARATORS: Final = str.maketrans("", "", "_-")
_RESERVED_WORDS: Final = """
admin administrator mazad moderator moderators operator staff support help system root house security
official team anonymous nobody deleted مزاد الاداره المشرف المدير الدعم النظام
فريقمزاد
"""
_RESERVED: Final = frozenset(_RESERVED_WORDS.split())


def fold(handle: str) -> str:
    """The form by which two handles are the same one: case, accents, letter forms, digits and separators aside."""
    plain = unicodedata.normalize("NFKD", handle.translate(_ALIKE)).casefold().translate(_ALIKE)
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return kept.translate(_SEPARATORS)


def fault(handle: str) -> str | None:
    """The code of what is wrong with a handle, None when it is good."""
    if not SHORTEST <= len(handle) <= LONGEST:
        return "handle_length"
    if not _SHAPE.fullmatch(handle):
        return "handle_letters"
    if _HAS_LATIN.search(handle) and _HAS_ARABIC.search(handle):
        return "handle_mixed"
    return "handle_reserved" if fold(handle) in _RESERVED else None


def tidy(handle: str) -> str:
    """What was typed, in composed form and without spaces around it."""
    return unicodedata.normalize("NFC", handle).strip().removeprefix("@")


def room_of(person_id: int) -> str:
    """The live room of what concerns one person alone."""
    return f"user:{person_id}"
