"""Light stems: what the forms of one word have in common, in Arabic and in English. Words come in folded. Pure."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Any, Final

import snowballstemmer

from auction.catalogue.text import fold

ARABIC: Final = re.compile(r"[\u0620-\u064a\u066e-\u06d3]+")
# Endings of number, gender, belonging and kind; three letters must be left.
ENDINGS: Final = re.compile(r"(?<=\w{3})(?:يات|تين|تان|ات|ان|ين|ون|يه|ها|هم|نا|ه|ي|ا)$")
AND: Final = re.compile(r"و(?=\w{4})")
# Plurals that change the word within, of things an auction house sells. No rule finds them.
BROKEN: Final = """
كتب كتاب، خواتم خاتم، سيوف سيف، خناجر خنجر، مصابيح مصباح، فوانيس فانوس، طوابع طابع، أقلام قلم، كراسي كرسي،
صناديق صندوق، أساور سوار، قلائد قلادة، عقود عقد، أطباق طبق، صحون صحن، خرائط خريطة، دلال دلة، مباخر مبخرة، أحجار حجر،
تحف تحفة، صور صورة،
سجاد سجادة، سجاجيد سجادة، بسط بساط، أعواد عود، آلات آلة، أواني آنية، جرار جرة، مزهريات مزهرية، أباريق إبريق، نقود نقد،
جواهر جوهرة، مجوهرات جوهرة، لآلئ لؤلؤ، مسابح مسبحة، سبح سبحة، دواوين ديوان، مخطوطات مخطوط، مصاحف مصحف، أثواب ثوب،
رفوف رف، طاولات طاولة، مرايا مرآة، أبواب باب، تماثيل تمثال، ألعاب لعبة، دراهم درهم، دنانير دينار، ميداليات ميدالية
"""
_stemmers = threading.local()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a folded word without its article; the word itself where no language is known."""
    if ARABIC.fullmatch(word):
        return _BROKEN.get(word) or _arabic(word)
    if word.isascii() and word.isalpha():
        return str(_english().stemWord(word))
    return word


def _arabic(word: str) -> str:
    bare = AND.sub("", word, count=1) if AND.match(word) else word
    bare = _BROKEN.get(bare, bare)
    return ENDINGS.sub("", bare)


def _english() -> Any:
    """The library's stemmer keeps the word it is at: one for each thread."""
    if not hasattr(_stemmers, "english"):
        _stemmers.english = snowballstemmer.stemmer("english")
    return _stemmers.english


_BROKEN: Final[dict[str, str]] = {}
_BROKEN.update(
    (fold(plural), ENDINGS.sub("", fold(single)))
    for plural, single in (pair.split() for pair in BROKEN.replace("\n", " ").split("،"))
)
