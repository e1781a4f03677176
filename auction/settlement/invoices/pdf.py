"""Lays a sheet out as a PDF. Draws what it is given, asks nobody, and makes the same bytes of the same sheet.

Each piece of text runs in its own direction, as dir="auto" has it: an Arabic title in an English invoice, a Latin name
in an Arabic one. The page as a whole is turned round for languages that run to the left.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any

from auction import front
from auction.settlement.invoices.sheet import Party, Row, Sheet

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 18.0
ROOM = WIDTH - 2 * MARGIN
COLUMN = 32.0
FOOT = 22.0
LINE = 5.4
INK, QUIET, ACCENT, RULE = (27, 26, 23), (100, 94, 82), (11, 107, 75), (223, 215, 200)
FONTS = {"": "IBMPlexSansArabic-Regular.woff", "B": "IBMPlexSansArabic-SemiBold.woff"}
# What embeds one direction in another; here every piece of text is given its own. The marks of a sign's side may stay.
_TURNERS = dict.fromkeys(map(ord, "\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e"))


def pdf_of(sheet: Sheet, issued_at: datetime) -> bytes:
    """A PDF of one page or more. Takes some tenths of a second: not on the thread that serves sockets."""
    pen = _Pen(sheet, issued_at)
    pen.head()
    pen.parties()
    pen.table()
    pen.foot()
    pen.number_pages()
    return bytes(pen.pdf.output())


class _Pen:
    """The paper while it is written. Places are given from the edge at which reading begins."""

    def __init__(self, sheet: Sheet, issued_at: datetime) -> None:
        from fpdf import FPDF  # takes a second to load, and few ever ask for it

        self.sheet = sheet
        self.pdf: Any = FPDF(format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.c_margin = 0
        for style, name in FONTS.items():
            self.pdf.add_font("plex", style, front.file_of(f"fonts/{name}"))
        self.pdf.set_creation_date(issued_at)
        self.pdf.set_title(f"{sheet.title} {sheet.number}")
        self.pdf.set_author(sheet.house)
        self.pdf.set_lang(sheet.language)
        self.pdf.add_page()
        self.y = MARGIN

    def write(
        self, x: float, width: float, text: str, *, size: float = 10, style: str = "", colour: Any = INK,
        at_end: bool = False,
    ) -> float:  # fmt: skip
        """Text in lines within a column, from `self.y` down. Returns how far down it reaches."""
        text = _plain(text)
        if not text:
            return self.y
        self._take(text, size, style, colour)
        left = WIDTH - MARGIN - x - width if self.sheet.is_rtl else MARGIN + x
        self.pdf.set_xy(left, self.y)
        self.pdf.multi_cell(width, size * LINE / 10, text, align="R" if at_end != self.sheet.is_rtl else "L")
        return float(self.pdf.get_y())

    def height(self, width: float, text: str, size: float = 10, style: str = "") -> float:
        text = _plain(text)
        if not text:
            return 0.0
        self._take(text, size, style, INK)
        lines = self.pdf.multi_cell(width, size * LINE / 10, text, dry_run=True, output="LINES")
        return len(lines) * size * LINE / 10

    def _take(self, text: str, size: float, style: str, colour: Any) -> None:
        self.pdf.set_font("plex", style, size)
        self.pdf.set_text_color(*colour)
        # Ligatures that only look well are left out: they would stand in the text that is copied the wrong way round.
        features = {"liga": False, "dlig": False}
        self.pdf.set_text_shaping(True, features=features, direction=_direction(text, is_rtl=self.sheet.is_rtl))

    def rule(self, colour: Any = RULE) -> None:
        self.pdf.set_draw_color(*colour)
        self.pdf.set_line_width(0.25)
        self.pdf.line(MARGIN, self.y, WIDTH - MARGIN, self.y)

    def head(self) -> None:
        middle = 98.0
        self.write(0, middle - 4, self.sheet.house, size=13, style="B", colour=ACCENT)
        self.y = max(self.write(middle, ROOM - middle, self.sheet.title, size=18, style="B", at_end=True) + 2, self.y)
        for label, value in self.sheet.facts:
            below = self.write(middle, 36, label, size=9, colour=QUIET, at_end=True)
            self.y = max(below, self.write(middle + 38, ROOM - middle - 38, value, size=9, at_end=True))
        self.y += 8

    def parties(self) -> None:
        half, top, lowest = ROOM / 2, self.y, self.y
        for number, party in enumerate(self.sheet.parties):
            self.y = top
            lowest = max(lowest, self._party(number * half, half - 6, party))
        self.y = lowest + 8

    def _party(self, x: float, width: float, party: Party) -> float:
        self.y = self.write(x, width, party.label, size=8.5, colour=QUIET) + 0.5
        self.y = self.write(x, width, party.name, style="B")
        for line in party.lines:
            self.y = self.write(x, width, line, size=9.5)
        return self.y

    def table(self) -> None:
        self._columns()
        for row in self.sheet.rows:
            self._break_before(self._height_of(row), self._columns)
            self._row(row)
        self._break_before(len(self.sheet.totals) * 7 + 4, lambda: None)
        self.y += 3
        for number, (label, value) in enumerate(self.sheet.totals):
            is_last = number == len(self.sheet.totals) - 1
            size, style = (12, "B") if is_last else (9.5, "")
            below = self.write(ROOM - 110, 68, label, size=size, style=style, at_end=True)
            self.y = max(below, self.write(ROOM - 40, 40, value, size=size, style=style, at_end=True)) + 0.8
        self.y += 8

    def _columns(self) -> None:
        self.write(0, self._wide, self.sheet.described, size=8.5, colour=QUIET)
        for x, label in zip(self._places(), self.sheet.columns, strict=True):
            self.write(x, COLUMN, label, size=8.5, colour=QUIET, at_end=True)
        self.y += 6
        self.rule(INK)
        self.y += 2.4

    def _places(self) -> list[float]:
        count = len(self.sheet.columns)
        return [ROOM - COLUMN * (count - number) for number in range(count)]

    @property
    def _wide(self) -> float:
        return ROOM - COLUMN * len(self.sheet.columns) - 4

    def _height_of(self, row: Row) -> float:
        words = ((row.name, 10.0), (row.title, 9.0), (row.note, 8.5))
        return sum(self.height(self._wide, text, size) for text, size in words) + 5

    def _row(self, row: Row) -> None:
        for x, cell in zip(self._places(), row.cells, strict=True):
            self.write(x, COLUMN, cell, size=9.5, at_end=True)
        self.y = self.write(0, self._wide, row.name)
        self.y = self.write(0, self._wide, row.title, size=9, colour=QUIET)
        self.y = self.write(0, self._wide, row.note, size=8.5, colour=QUIET) + 2.4
        self.rule()
        self.y += 2.4

    def foot(self) -> None:
        words = [(text, INK) for text in (self.sheet.why,) if text] + [(text, QUIET) for text in self.sheet.notes]
        for text, colour in words:
            self._break_before(self.height(ROOM, text, 9), lambda: None)
            self.y = self.write(0, ROOM, text, size=9, colour=colour) + 1

    def _break_before(self, height: float, after: Callable[[], None]) -> None:
        if self.y + height > HEIGHT - FOOT:
            self.pdf.add_page()
            self.y = MARGIN
            after()

    def number_pages(self) -> None:
        pages = self.pdf.pages_count
        for page in range(1, pages + 1):
            self.pdf.page = page
            self.pdf.set_font("plex", "B", 1)  # a page knows nothing of the font of another: have it said anew
            self.y = HEIGHT - 14
            self.write(0, ROOM / 2, f"{self.sheet.house} · {self.sheet.number}", size=8, colour=QUIET)
            words = self.sheet.page_words.format(page=page, pages=pages)
            self.write(ROOM / 2, ROOM / 2, words, size=8, colour=QUIET, at_end=True)


def _plain(text: str) -> str:
    """In one line, without marks that steer direction or that no font draws."""
    kept = text.translate(_TURNERS)
    return " ".join(word for word in kept.replace("\n", " ").replace("\t", " ").split(" ") if word)


def _direction(text: str, *, is_rtl: bool) -> str:
    """As dir="auto" finds it: of the first letter that has one."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "R" if is_rtl else "L")
    return "ltr" if first == "L" else "rtl"
