"""Woven things: the rug, designed knot by knot in one quarter and mirrored."""

from __future__ import annotations

import random
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from auction.demo.art_light import Colour, Point, clouds, contrast, darker, lighter, lit, mix, noise, relief
from auction.demo.art_ornament import star
from auction.demo.art_scene import Cloth, Scene, stroke

# Field, border, first, second and third ornament, outline.
DYES: tuple[tuple[Colour, ...], ...] = (
    ((128, 38, 34), (36, 46, 72), (204, 168, 104), (44, 84, 86), (222, 206, 172), (40, 26, 26)),
    ((38, 52, 80), (122, 44, 38), (206, 180, 128), (154, 92, 60), (224, 212, 184), (26, 26, 34)),
    ((186, 156, 112), (92, 50, 38), (56, 84, 82), (150, 66, 48), (232, 220, 192), (52, 36, 30)),
    ((86, 92, 66), (146, 70, 48), (212, 184, 130), (56, 60, 58), (228, 216, 186), (36, 34, 28)),
    ((196, 182, 156), (60, 58, 58), (128, 110, 90), (92, 84, 78), (226, 218, 200), (40, 38, 38)),
)
HALF = (104, 68)  # knots in a quarter
KNOT = 6


def rug(scene: Scene, chance: random.Random) -> None:
    dyes = chance.choice(DYES)
    left, top, right, bottom = 176.0, 192.0, 1424.0, 1008.0
    outline = _wavering(left, top, right, bottom, chance)
    _fringe(scene, left, right, top, bottom, chance)
    scene.shadow(outline, shift=(8, 10), blur=10, strength=0.65)
    scene.shadow(outline, shift=(20, 24), blur=30, strength=0.35)
    pile = _woven(dyes, chance.randint(0, 10**9))
    shape = scene.fill(outline, Cloth(pile, (left - 6, top - 6), (round(right - left) + 12, round(bottom - top) + 12)))
    scene.bevel(shape, 5, 0.7)


def _wavering(left: float, top: float, right: float, bottom: float, chance: random.Random) -> list[Point]:
    """No rug is quite straight."""
    ring: list[Point] = []
    corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
    for (x0, y0), (x1, y1) in pairwise(corners):
        for step in range(10):
            share = step / 10
            ring.append(
                (x0 + (x1 - x0) * share + chance.uniform(-2, 2), y0 + (y1 - y0) * share + chance.uniform(-2, 2))
            )
    return ring


def _fringe(scene: Scene, left: float, right: float, top: float, bottom: float, chance: random.Random) -> None:
    for x, side in ((left, -1), (right, 1)):
        y = top + 5
        while y < bottom - 4:
            reach = chance.uniform(44, 62)
            end = (x + side * reach, y + chance.uniform(-7, 7))
            middle = (x + side * reach * 0.5, y + chance.uniform(-3, 3))
            thread = stroke([(x - side * 6, y), middle, end], 5.4, 2.6)
            scene.fill([(px + 4, py + 5) for px, py in thread], (20, 14, 12), 0.35)
            scene.fill(thread, mix((224, 212, 186), (178, 162, 132), chance.random()))
            y += 7.2


@lru_cache(maxsize=2)
def _woven(dyes: tuple[Colour, ...], key: int) -> Image.Image:
    chance = random.Random(key)
    quarter = _quarter(dyes, chance)
    across, down = HALF
    knots = Image.new("RGB", (across * 2, down * 2))
    knots.paste(quarter, (0, 0))
    knots.paste(ImageOps.mirror(quarter), (across, 0))
    knots.paste(ImageOps.flip(knots.crop((0, 0, across * 2, down))), (0, down))
    size = (across * 2 * KNOT, down * 2 * KNOT)
    spread = knots.resize(size, Image.Resampling.NEAREST).filter(ImageFilter.GaussianBlur(0.9))
    bands = noise((across * 2, 1), chance.randint(0, 99)).filter(ImageFilter.BoxBlur(3)).resize(size)
    threads = noise((across * 2, down * 4), "yarn").resize(size, Image.Resampling.BILINEAR)
    worn = clouds(size, (420, 300), f"wear {chance.randint(0, 3)}", 2)
    light = ImageChops.blend(
        ImageChops.blend(contrast(bands, 0.5), contrast(worn, 0.6), 0.5), contrast(threads, 0.7), 0.4
    )
    return lit(lit(spread, light), _knots(size))


@lru_cache(maxsize=1)
def _knots(size: tuple[int, int]) -> Image.Image:
    """The light on single knots."""
    tile = Image.new("L", (KNOT, KNOT), 118)
    pen = ImageDraw.Draw(tile)
    pen.rectangle((1, 1, KNOT - 2, KNOT - 3), fill=150)
    pen.line([(0, KNOT - 1), (KNOT, KNOT - 1)], fill=92)
    pen.line([(0, 0), (0, KNOT)], fill=104)
    row = Image.new("L", (size[0], KNOT))
    for x in range(0, size[0], KNOT):
        row.paste(tile, (x, 0))
    field = Image.new("L", size)
    for index, y in enumerate(range(0, size[1], KNOT)):
        field.paste(row, ((index % 2) * -(KNOT // 2), y))
        field.paste(row.crop((0, 0, KNOT, KNOT)), (size[0] - KNOT, y))
    rough = relief(noise(size, "pile").filter(ImageFilter.GaussianBlur(1.4)), 0.8, 1)
    return ImageChops.blend(field, rough, 0.45)


def _quarter(dyes: tuple[Colour, ...], chance: random.Random) -> Image.Image:
    field, border, first, second, third, line = dyes
    across, down = HALF
    sheet = Image.new("RGB", HALF, border)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, across, down), outline=line)
    pen.rectangle((1, 1, across, down), outline=first)
    _border(pen, chance, (border, first, second, third, line))
    inset = 21
    pen.rectangle((inset - 4, inset - 4, across, down), fill=third)
    for step in range(inset - 4, max(across, down), 4):
        pen.rectangle((step, inset - 3, step + 1, inset - 2), fill=second)
        pen.rectangle((inset - 3, step, inset - 2, step + 1), fill=second)
    pen.rectangle((inset - 1, inset - 1, across, down), fill=line)
    pen.rectangle((inset, inset, across, down), fill=field)
    chance.choice((_medallion, _diamonds, _garden))(pen, chance, dyes, inset)
    return sheet


def _border(pen: ImageDraw.ImageDraw, chance: random.Random, colours: tuple[Colour, ...]) -> None:
    border, first, second, third, line = colours
    across, down = HALF
    is_star = chance.random() < 0.5
    for index, step in enumerate(range(10, max(across, down) + 12, 13)):
        for x, y in ((step, 9), (9, step)):
            ink = (first, second, third)[index % 3]
            if is_star:
                pen.polygon(star((x, y), 6, 3, 8), fill=ink, outline=line)
            else:
                pen.polygon([(x - 6, y), (x, y - 6), (x + 6, y), (x, y + 6)], fill=ink, outline=line)
            pen.rectangle((x - 1, y - 1, x + 1, y + 1), fill=border)
    for offset in (2, 15):
        for step in range(offset, max(across, down), 3):
            pen.point([(step, offset), (offset, step)], fill=third)


def _stepped(pen: ImageDraw.ImageDraw, centre: Point, reach: int, fill: Colour, outline: Colour, step: int = 2) -> None:
    """A diamond with stairs for edges, as a loom makes it."""
    x, y = round(centre[0]), round(centre[1])
    for offset in range(0, reach, step):
        half = reach - offset
        for sign in (-1, 1):
            row = y + sign * offset
            top, bottom = (row, row + step) if sign > 0 else (row - step, row)
            pen.rectangle((x - half - 1, top, x + half + 1, bottom), fill=outline)
    for offset in range(0, reach - 1, step):
        half = reach - offset - 1
        for sign in (-1, 1):
            row = y + sign * offset
            top, bottom = (row, row + step - 1) if sign > 0 else (row - step + 1, row)
            pen.rectangle((x - half, top, x + half, bottom), fill=fill)


def _medallion(pen: ImageDraw.ImageDraw, chance: random.Random, dyes: tuple[Colour, ...], inset: int) -> None:
    field, border, first, second, third, line = dyes
    across, down = HALF
    for reach, ink in ((44, border), (37, first), (31, field), (24, second), (17, third), (10, border), (5, first)):
        _stepped(pen, (across, down), reach, ink, line)
    pen.polygon([(inset, inset), (inset + 26, inset), (inset, inset + 26)], fill=second, outline=line)
    pen.polygon([(inset, inset), (inset + 18, inset), (inset, inset + 18)], fill=third, outline=line)
    pen.polygon([(inset, inset), (inset + 9, inset), (inset, inset + 9)], fill=border, outline=line)
    _scatter(
        pen,
        chance,
        [
            (across - 58, down - 6),
            (across - 48, down - 26),
            (across - 26, down - 36),
            (across - 4, down - 41),
            (across - 66, down - 20),
        ],
        (first, third, second),
        line,
    )


def _diamonds(pen: ImageDraw.ImageDraw, chance: random.Random, dyes: tuple[Colour, ...], inset: int) -> None:
    _, border, first, second, third, line = dyes
    across, down = HALF
    inks = [first, second, border, third]
    for column, x in enumerate(range(across, inset, -26)):
        for row, y in enumerate(range(down, inset - 8, -26)):
            if x - 13 < inset or y - 13 < inset:
                continue
            _stepped(pen, (x, y), 12, inks[(column + row) % 4], line)
            _stepped(pen, (x, y), 7, inks[(column + row + 1) % 4], line)
            pen.rectangle((x - 1, y - 1, x + 1, y + 1), fill=third)
    spots = [(x, y) for x in range(across - 13, inset + 3, -26) for y in range(down - 13, inset + 3, -26)]
    _scatter(pen, chance, spots, (third, first), line)


def _garden(pen: ImageDraw.ImageDraw, _chance: random.Random, dyes: tuple[Colour, ...], inset: int) -> None:
    """Rows of small trees and stars."""
    _, border, first, second, third, line = dyes
    across, down = HALF
    for row, y in enumerate(range(down - 8, inset + 4, -16)):
        for column, x in enumerate(range(across - (row % 2) * 9, inset + 4, -18)):
            ink = (first, second, third, border)[(row + column) % 4]
            if (row + column) % 2:
                pen.polygon(star((x, y), 7, 3, 8), fill=ink, outline=line)
                pen.point((x, y), fill=third)
            else:
                pen.line([(x, y - 7), (x, y + 7)], fill=third)
                for step in range(3):
                    pen.line(
                        [(x - 5 + step, y - 3 + step * 4), (x, y - 6 + step * 4), (x + 5 - step, y - 3 + step * 4)],
                        fill=ink,
                    )


def _scatter(
    pen: ImageDraw.ImageDraw,
    chance: random.Random,
    spots: list[tuple[int, int]],
    inks: tuple[Colour, ...],
    line: Colour,
) -> None:
    for x, y in spots:
        ink = chance.choice(inks)
        pen.polygon(star((x, y), 5, 2, 4 if (x + y) % 2 else 8), fill=ink)
        pen.point((x, y), fill=darker(line, 0.1) if sum(ink) > 300 else lighter(ink, 0.5))
