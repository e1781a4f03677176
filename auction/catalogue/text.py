"""Words: folding them so that search finds what people mean, and Markdown made safe for the page.

Never reads the database; knows nothing of listings.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

# Letters that no decomposition reaches but that people type for each other.
ALIKE: Final = str.maketrans(
    {
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ک": "ك",
        "ة": "ه",
        "ۃ": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ٱ": "ا",
        "ء": None,
        "ـ": None,
        "٫": ".",
        "٬": ",",
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "’": "'",
    }
)
# Marks of a lower class carry the letter itself in Indic and Japanese writing.
FIRST_ACCENT_CLASS: Final = 10

WORD: Final = re.compile(r"[^\W_]+")
# The article, alone or after و ف ب ك; للـ is the article after "for". Three letters must be left, or it was
# part of the word: ألف, ألم, إلى.
ARTICLE: Final = re.compile(r"(?:[وفبك]?ال|لل)(?=\w{3})")


def fold(text: str) -> str:
    """What two spellings of the same words have in common. For comparing only, never for showing."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(_plain(letter) for letter in spread)
    return " ".join(unicodedata.normalize("NFC", plain).translate(ALIKE).split())


def tokens(text: str) -> list[str]:
    """The folded words in order, without the Arabic article."""
    return [_bare(word) for word in WORD.findall(fold(text))]


def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    if kind == "Cf" or unicodedata.combining(letter) >= FIRST_ACCENT_CLASS:
        return ""
    return letter


def _bare(word: str) -> str:
    article = ARTICLE.match(word)
    return word[article.end() :] if article else word


# The page owns h1 and h2.
DEMOTED: Final = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}
BLOCKS: Final = ("p", "h3", "h4", "h5", "h6", "ul", "ol", "blockquote", "table")
PARTS: Final = ("li", "thead", "tbody", "tr", "th", "td", "code", "em", "strong", "s", "a", "br", "hr")


def markdown_to_html(source: str) -> Markup:
    """Safe to show as it is. HTML in the source comes out as the text that was typed."""
    markdown = _markdown()
    found = markdown.parse(source)
    for token in found:
        _settle(token)
    safe = nh3.clean(
        markdown.renderer.render(found, markdown.options, {}),
        tags={*BLOCKS, *PARTS, "pre"},
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        tag_attribute_values={tag: {"dir": {"auto"}} for tag in BLOCKS},
        set_tag_attribute_values={"pre": {"dir": "auto"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="nofollow ugc noopener",
    )
    return Markup(safe)  # noqa: S704 - cleaned a line above


def markdown_to_text(source: str) -> str:
    """The words alone, in one line: for search, cards and descriptions in other people's previews."""
    words: list[str] = []
    for token in _markdown().parse(source):
        for part in token.children or [token]:
            words.append(part.content if part.type in ("text", "code_inline", "fence", "code_block") else "")
            words.append(" " if part.type in ("softbreak", "hardbreak") else "")
        words.append(" " if token.block else "")
    return " ".join("".join(words).split())


def _settle(token: Token) -> None:
    """An outermost block finds its own direction; what is inside follows it, so that list markers and
    quotation bars stand on the side where reading begins.
    """
    token.tag = DEMOTED.get(token.tag, token.tag)
    if token.level == 0 and token.nesting == 1:
        token.attrSet("dir", "auto")


@cache
def _markdown() -> MarkdownIt:
    """CommonMark without HTML and pictures from elsewhere; a line break is kept as people type it."""
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return markdown.enable(["table", "strikethrough"]).disable(["image", "html_block", "html_inline"])
