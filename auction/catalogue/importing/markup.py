"""Other people's text made ours: entities decoded once, tags turned into paragraphs, lines and lists, never shown raw.

What is only a sign in a text stays that sign: the Markdown made here shows every letter as it was written.
"""

from __future__ import annotations

import html
import re
from typing import Final

from auction.catalogue.importing.reading import kept

# With its semicolon; without it only the few that people leave it off, and never inside an address such as ?a=1&lt=2.
ENTITY: Final = re.compile(
    r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});|&(?:nbsp|amp|lt|gt|quot)(?![\w=;])"
)
# Tags that begin and end a paragraph, and those that only end a line.
BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "main",
        "nav",
        "p",
        "pre",
        "section",
        "table",
    ]
)
LINES: Final = frozenset(["br", "tr", "caption", "option", "legend", "summary"])
ITEMS: Final = frozenset(["ul", "ol", "menu", "dir", "li"])
SPACES: Final = frozenset(["td", "th"])
SILENT: Final = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "applet",
        "area",
        "audio",
        "b",
        "base",
        "basefont",
        "bdi",
        "bdo",
        "bgsound",
        "big",
        "blink",
        "button",
        "canvas",
        "cite",
        "code",
        "col",
        "colgroup",
        "data",
        "del",
        "dfn",
        "em",
        "embed",
        "figcaption",
        "font",
        "frame",
        "frameset",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "link",
        "map",
        "mark",
        "marquee",
        "meta",
        "nobr",
        "noframes",
        "noscript",
        "object",
        "optgroup",
        "param",
        "picture",
        "q",
        "s",
        "samp",
        "select",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tbody",
        "tfoot",
        "thead",
        "textarea",
        "time",
        "track",
        "tt",
        "u",
        "var",
        "video",
        "wbr",
        "o:p",
    ]
)
KNOWN: Final = BLOCKS | LINES | ITEMS | SPACES | SILENT
# What they hold is no text.
HIDDEN: Final = ("script", "style", "title", "head", "xml")
_NAMES: Final = "|".join(sorted(KNOWN | set(HIDDEN), key=len, reverse=True))
_INSIDE: Final = r"""(?:[^<>"']|"[^"<>]{0,2000}"|'[^'<>]{0,2000}'|["'])*"""
TAG: Final = re.compile(
    rf"<!--.*?(?:-->|$)|<[!?][^<>]*(?:>|$)|<(/?)({_NAMES})(?![\w:.@-]){_INSIDE}(?:>|$)", re.I | re.S
)
_HIDDEN: Final = re.compile(rf"<({'|'.join(HIDDEN)})(?![\w:.@-])[^<>]*>.*?(?:</\1\s*>|$)", re.I | re.S)
_BLANKS: Final = re.compile(r"[ \t\n\r\f]+")


def decoded(text: str) -> str:
    """Entities as the letters they stand for, once: `&amp;lt;` is `&lt;` and stays so."""
    return kept(ENTITY.sub(lambda found: html.unescape(found[0]), text))


def one_line(text: str) -> str:
    """A title: the words alone."""
    return " ".join(_words_alone(_words_alone(text, is_decoded=False), is_decoded=True).split())


def to_markdown(text: str) -> str:
    """A description: HTML or plain text as Markdown that shows its words, its paragraphs and its lists."""
    if TAG.search(text):
        lines = _lines_of(text, is_decoded=False)
        if not any(TAG.search(words) for _mark, words in lines):
            return _markdown(lines)
        text = "\n".join(words for _mark, words in lines)
    else:
        text = decoded(text)
    if TAG.search(text):  # tags that were written as entities
        return _markdown(_lines_of(text, is_decoded=True))
    return _markdown([("", line.strip()) for line in text.split("\n")])


def _words_alone(text: str, *, is_decoded: bool) -> str:
    text = _HIDDEN.sub(" ", text)
    words, place = "", 0
    for tag in TAG.finditer(text):
        words += text[place : tag.start()] + ("" if (tag[2] or "").lower() in SILENT else " ")
        place = tag.end()
    words += text[place:]
    return words if is_decoded else decoded(words)


Line = tuple[str, str]


def _lines_of(text: str, *, is_decoded: bool) -> list[Line]:
    """HTML as lines, each with the mark of its list item or none; an empty one stands between paragraphs."""
    page = _Page()
    text = _HIDDEN.sub(" ", text)
    place = 0
    for tag in TAG.finditer(text):
        page.write(text[place : tag.start()], is_decoded)
        page.turn((tag[2] or "").lower(), is_end=tag[1] == "/")
        place = tag.end()
    page.write(text[place:], is_decoded)
    return [(mark, words.strip()) for mark, words in page.lines]


class _Page:
    """Lines as they grow while tags go by."""

    def __init__(self) -> None:
        self.lines: list[Line] = [("", "")]
        self.lists: list[int | None] = []

    def write(self, text: str, is_decoded: bool) -> None:
        words = _BLANKS.sub(" ", text)
        if not is_decoded:
            words = decoded(words)
        mark, before = self.lines[-1]
        self.lines[-1] = (mark, before + (words if before else words.lstrip(" ")))

    def turn(self, name: str, *, is_end: bool) -> None:
        if name in BLOCKS:
            self.paragraph()
        elif name in LINES:
            self.line()
        elif name == "li":
            self.item() if not is_end else self.line()
        elif name in ITEMS:
            self.list_of(name, is_end)
        elif name in SPACES and not is_end:
            self.write(" ", is_decoded=True)

    def line(self, mark: str = "") -> None:
        last_mark, last = self.lines[-1]
        if not last and not last_mark:
            self.lines[-1] = (mark, "")
        else:
            self.lines.append((mark, ""))

    def paragraph(self) -> None:
        self.line()
        if len(self.lines) > 1 and self.lines[-2] != ("", ""):
            self.lines.append(("", ""))

    def list_of(self, name: str, is_end: bool) -> None:
        if not is_end:
            self.lists.append(0 if name == "ol" else None)
            self.line()
        elif self.lists:
            self.lists.pop()
            self.line()

    def item(self) -> None:
        count = self.lists[-1] if self.lists else None
        depth = max(0, min(len(self.lists), 4) - 1)
        if count is None:
            return self.line("   " * depth + "- ")
        self.lists[-1] = count + 1
        return self.line("   " * depth + f"{count + 1}. ")


def _markdown(lines: list[Line]) -> str:
    """Lines as Markdown: a list stands apart from the words around it."""
    out: list[str] = []
    before = ""
    for mark, words in lines:
        if mark and not words:
            continue
        is_apart = bool(mark) != bool(before)
        if out and out[-1] and words and is_apart:
            out.append("")
        if words or (out and out[-1]):
            out.append(mark + escaped(words))
            before = mark if words else before
    return "\n".join(out).strip("\n")


_SIGNS: Final = re.compile(
    r"[\\`*\[]"  # code, emphasis, links
    r"|(?<![^\W_])_|_(?![^\W_])"  # emphasis; not inside a word
    r"|<(?=[a-zA-Z/!?])"  # addresses in angle brackets
    r"|&(?=#?\w+;)"  # entities
    r"|~(?=~)|(?<=~)~"  # struck out
)
_START: Final = re.compile(r"(?:#{1,6}|[-+])(?=\s|$)|>|[-=:|][-=:|\s]*$")
_NUMBERED: Final = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")


def escaped(line: str) -> str:
    """One line of plain text, as Markdown that shows just that."""
    marked = _SIGNS.sub(r"\\\g<0>", line)
    if _START.match(marked):
        return f"\\{marked}"
    return _NUMBERED.sub(r"\1\\\2", marked, count=1) if _NUMBERED.match(marked) else marked
