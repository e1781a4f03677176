"""References that a payer quotes in a transfer: ISO 11649 creditor references, `RF`, two check digits, our own part.

- The check digits make the whole, turned round and spelt in numbers (A is 10), leave 1 when divided by 97.
- People copy them with spaces, hyphens, small letters and either digit set; banks put text before and behind. What is
  found in a text is every stretch of it whose check digits are right, the longest first; the amount decides.
"""

import re
from collections.abc import Iterator
from typing import Final

_DIGITS: Final = {
    ord(digit): str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)
}
_SHORTEST, _LONGEST = 5, 25
_BEGINNING: Final = re.compile("RF[0-9]{2}")


def creditor_reference(own: str) -> str:
    """`M123` as `RF..M123`. Raises ValueError for what is no plain letters and digits, or longer than 21 of them."""
    if not re.fullmatch("[A-Z0-9]{1,21}", own):
        raise ValueError("a reference is 1 to 21 capital letters and digits")
    return f"RF{98 - _remainder(own + 'RF00'):02d}{own}"


def is_reference(text: str) -> bool:
    return bool(re.fullmatch("RF[0-9]{2}[A-Z0-9]{1,21}", text)) and _remainder(text[4:] + text[:4]) == 1


def grouped(reference: str) -> str:
    """In groups of four, as one prints it."""
    return " ".join(reference[at : at + 4] for at in range(0, len(reference), 4))


def find_references(text: str) -> tuple[str, ...]:
    """Every reference that a text may hold, the longest first, each once."""
    plain = re.sub(r"[\W_]", "", text.translate(_DIGITS)).upper()
    return tuple(dict.fromkeys(sorted(_found(plain), key=len, reverse=True)))


def _found(plain: str) -> Iterator[str]:
    for beginning in _BEGINNING.finditer(plain):
        whole = plain[beginning.start() : beginning.start() + _LONGEST]
        for end in range(len(whole), _SHORTEST - 1, -1):
            if is_reference(whole[:end]):
                yield whole[:end]


def _remainder(text: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in text)) % 97
