"""What a password must be, and its hash. Long enough and not among the commonest: no rules of composition."""

from __future__ import annotations

import unicodedata
from typing import Final

from flask_security import hash_password

SHORTEST, LONGEST = 10, 200

# Those of ten letters and more that head every published list; shorter ones are refused by their length.
_COMMONEST_WORDS: Final = """
1234567890 12345678910 123456789a 0123456789 1234554321 123123123123 123456123456 1111111111 0000000000
987654321 9876543210 1q2w3e4r5t 1q2w3e4r5t6y qwertyuiop qwertyuiop123 qwerty1234 qwerty12345 qwerty123456
1qaz2wsx3edc zaq12wsxcde3 asdfghjkl1 asdfghjkl123 zxcvbnm123 password12 password123 password1234
password12345 passw0rd123 p@ssw0rd123 iloveyou12 iloveyou123 letmein123 welcome123 welcome1234
football123 baseball123 sunshine123 princess123 superman123 administrator admin12345 admin123456
changeme123 michael123 charlie123 abcdefghij abcdefghijk abc1234567 abcd123456 a123456789 aa12345678
aaaaaaaaaa q1w2e3r4t5 q1w2e3r4t5y6 google1234 facebook123 instagram1 samsung123 computer123 internet123
whatever123 trustno1234 dragon1234 monkey12345 master12345 mazadmazad mazad12345 mazad123456 auction123
auctionhouse مزادمزادمزاد كلمةالسر123 محمد123456
"""
_COMMONEST: Final = frozenset(_COMMONEST_WORDS.split())


def normal(password: str) -> str:
    """One form for what different keyboards type."""
    return unicodedata.normalize("NFKD", password)


def fault(password: str, *personal: str | None) -> str | None:
    """The code of what is wrong with a password, None when it is good. `personal` words alone make none either."""
    if len(password) < SHORTEST:
        return "password_short"
    if len(password) > LONGEST:
        return "password_long"
    small = password.casefold()
    if small in _COMMONEST or len(set(small)) < 4:
        return "password_common"
    own = {normal(word).casefold() for word in personal if word}
    own |= {word.split("@")[0] for word in own}
    return "password_personal" if small in own or small.strip("0123456789!.@#") in own else None


def hashed(password: str) -> str:
    """The argon2 hash of a password. Slow by design: never under a lock."""
    return str(hash_password(normal(password)))
