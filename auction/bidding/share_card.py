"""The picture by which the house shows a lot elsewhere: 1200 by 630, drawn from words and a picture. Asks nobody."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps, features

from auction import front

SIZE = WIDTH, HEIGHT = 1200, 630
PICTURE_WIDTH = 540
MARGIN = 64
PAPER, INK, QUIET, ACCENT, LINE = "#f7f3eb", "#1b1a17", "#645e52", "#0b6b4b", "#dfd7c8"
REGULAR, STRONG = "IBMPlexSansArabic-Regular.woff", "IBMPlexSansArabic-SemiBold.woff"
TITLE_LINES = 3


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What stands on the picture, in the words of one language. `picture` is a key and a name on the shelf."""

    brand: str
    title: str
    label: str
    price: str
    foot: str
    is_rtl: bool
    picture: tuple[str, str] | None = None


def can_paint() -> bool:
    """Whether the shaping of Arabic is there: Pillow finds it where the system has FriBiDi."""
    return bool(features.check("raqm"))


def paint(card: ShareCard, picture: bytes | None) -> bytes:
    """A PNG. Takes some tenths of a second: not on the thread that serves sockets."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    room = WIDTH - 2 * MARGIN
    if picture is not None:
        _hang(image, picture, card.is_rtl)
        room -= PICTURE_WIDTH
    edge = WIDTH - MARGIN if card.is_rtl else MARGIN
    if picture is not None and not card.is_rtl:
        edge += PICTURE_WIDTH
    if picture is not None and card.is_rtl:
        edge -= PICTURE_WIDTH
    else:
        _mark(pen, (MARGIN + 240 if card.is_rtl else WIDTH - MARGIN, 396), 8)
    _mark(pen, (edge if card.is_rtl else edge + 40, 84), 1)
    _write(pen, (edge + (-56 if card.is_rtl else 56), 52), card.brand, _font(STRONG, 40), INK, card.is_rtl)
    for number, line in enumerate(_lines(card.title, _font(STRONG, 50), room, card.is_rtl)):
        _write(pen, (edge, 150 + 70 * number), line, _font(STRONG, 50), INK, card.is_rtl)
    if card.price:
        pen.line([(edge, 392), (edge - room if card.is_rtl else edge + room, 392)], fill=LINE, width=2)
        _write(pen, (edge, 404), card.label, _font(REGULAR, 30), QUIET, card.is_rtl)
        _write(pen, (edge, 438), card.price, _fitting(card.price, 76, room, card.is_rtl), ACCENT, card.is_rtl)
    _write(pen, (edge, 544), card.foot, _fitting(card.foot, 28, room, card.is_rtl, REGULAR), QUIET, card.is_rtl)
    out = io.BytesIO()
    # A palette makes it a third as long; messengers leave out what is large.
    image.quantize(255, Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG).save(out, "PNG", optimize=True)
    return out.getvalue()


def _hang(image: Image.Image, content: bytes, is_rtl: bool) -> None:
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as found:
        cut = ImageOps.fit(found.convert("RGB"), (PICTURE_WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    image.paste(cut, (WIDTH - PICTURE_WIDTH if is_rtl else 0, 0))


def _mark(pen: ImageDraw.ImageDraw, place: tuple[int, int], times: int) -> None:
    """The struck dot of the house, `place` being the edge of the dot and the middle of the whole."""
    x, y = place
    pen.arc([x - 54 * times, y - 28 * times, x - 6 * times, y + 28 * times], 5, 95, fill=INK, width=7 * times)
    pen.ellipse([x - 26 * times, y - 28 * times, x, y - 2 * times], fill=ACCENT)


def _write(
    pen: ImageDraw.ImageDraw,
    place: tuple[int, int],
    text: str,
    font: ImageFont.FreeTypeFont,
    colour: str,
    is_rtl: bool,
) -> None:
    """At the reading edge of the card, in the direction of the text itself."""
    anchor = "ra" if is_rtl else "la"
    pen.text(place, text, fill=colour, font=font, anchor=anchor, direction=_direction(text, is_rtl))


def _lines(text: str, font: ImageFont.FreeTypeFont, room: int, is_rtl: bool) -> list[str]:
    """Words in lines that fit; what is too long ends in an ellipsis."""
    lines, words = [""], text.split()
    for number, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if _length(longer, font, is_rtl) <= room:
            lines[-1] = longer
        elif len(lines) < TITLE_LINES and lines[-1]:
            lines.append(_cut(word, font, room, is_rtl))
        else:
            lines[-1] = _cut(" ".join([lines[-1], *words[number:]]).strip(), font, room, is_rtl)
            break
    return lines


def _cut(text: str, font: ImageFont.FreeTypeFont, room: int, is_rtl: bool) -> str:
    if _length(text, font, is_rtl) <= room:
        return text
    least, most = 0, len(text)
    while most - least > 1:
        middle = (least + most) // 2
        fits = _length(text[:middle].rstrip() + "…", font, is_rtl) <= room
        least, most = (middle, most) if fits else (least, middle)
    return text[:least].rstrip() + "…"


def _fitting(text: str, size: int, room: int, is_rtl: bool, name: str = STRONG) -> ImageFont.FreeTypeFont:
    """The largest size, from `size` down, at which the text stands on one line."""
    return next(
        (font for each in range(size, 18, -2) if _length(text, font := _font(name, each), is_rtl) <= room),
        _font(name, 18),
    )


def _length(text: str, font: ImageFont.FreeTypeFont, is_rtl: bool) -> float:
    return font.getlength(text, direction=_direction(text, is_rtl))


def _direction(text: str, is_rtl: bool) -> str:
    """As dir="auto" finds it: of the first letter that has one."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "R" if is_rtl else "L")
    return "ltr" if first == "L" else "rtl"


def _file(name: str) -> Path:
    """Whole fonts, Latin and Arabic in one, so that a line of both is shaped as one."""
    return front.file_of(f"fonts/{name}")


@lru_cache(maxsize=64)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_file(name)), size, layout_engine=ImageFont.Layout.RAQM)
