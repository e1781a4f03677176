"""Paper and leather: the bound manuscript with its gilt cover, the old chart."""

from __future__ import annotations

import math
import random
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from auction.demo.art_light import (
    Colour,
    Point,
    Stops,
    clouds,
    contrast,
    darker,
    lighter,
    lit,
    mix,
    noise,
    relief,
    spline,
    tint,
)
from auction.demo.art_ornament import lattice, petal, star
from auction.demo.art_scene import Cloth, Linear, Ring, Scene, Stencil, ellipse, rectangle, stroke

LEATHERS: tuple[Colour, ...] = ((94, 36, 30), (46, 58, 50), (58, 36, 26), (34, 42, 66), (120, 72, 42), (40, 34, 34))
GILT: Stops = (
    (0.0, (112, 70, 22)),
    (0.3, (182, 132, 56)),
    (0.55, (222, 180, 98)),
    (0.8, (248, 222, 152)),
    (1.0, (255, 246, 214)),
)


@lru_cache(maxsize=1)
def _hide() -> Image.Image:
    """The light on goatskin that has been handled for a century."""
    size = (760, 1000)
    pores = contrast(relief(clouds(size, (9, 10), "pores", 2), 0.7, 1), 0.6)
    return ImageChops.hard_light(contrast(clouds(size, (260, 340), "handled", 3), 0.5), pores)


def _leather(colour: Colour) -> Image.Image:
    return tint(_hide(), ((0.0, darker(colour, 0.7)), (0.5, colour), (1.0, lighter(colour, 0.5))))


LEFT, TOP, RIGHT, BOTTOM = 470.0, 150.0, 1090.0, 1030.0


def book(scene: Scene, chance: random.Random) -> None:
    """Arabic and Persian books have their spine on the right; a few here are bound for readers from the left."""
    leather = chance.choice(LEATHERS)
    is_from_right = chance.random() < 0.75
    cover = rectangle(LEFT, TOP, RIGHT, BOTTOM, 7)
    under = _bound(
        [(LEFT + 8, TOP + 44), (RIGHT + 44, TOP + 44), (RIGHT + 44, BOTTOM + 40), (LEFT + 8, BOTTOM + 40)],
        is_from_right,
    )
    scene.shadow(under, cover, shift=(26, 30), blur=34, strength=0.6)
    scene.shadow(under, shift=(6, 8), blur=7, strength=0.6)
    scene.bevel(scene.fill(under, darker(leather, 0.3)), 3, 1.0)
    _pages(scene, is_from_right, chance)
    scene.shadow(cover, shift=(7, 9), blur=6, strength=0.65)
    board = scene.fill(cover, Cloth(_leather(leather), (LEFT, TOP), (620, 880)))
    scene.bevel(board, 6, 1.2)
    _tooling(scene, is_from_right, chance)
    scene.shadow(_bound(stroke([(LEFT + 44, TOP), (LEFT + 44, BOTTOM)], 10), is_from_right), blur=5, strength=0.5)
    scene.fill(
        _bound(stroke([(LEFT + 51, TOP + 4), (LEFT + 51, BOTTOM - 4)], 3), is_from_right), lighter(leather, 0.4), 0.35
    )
    if board is not None:
        falls: Stops = ((0.0, (158, 158, 158)), (0.45, (128, 128, 128)), (1.0, (86, 86, 86)))
        scene.light(board, Linear((LEFT, TOP), (RIGHT, BOTTOM), falls).over(scene, board.box).getchannel("G"))


def _bound(ring: Ring, is_from_right: bool) -> list[Point]:
    """The ring as it lies for a spine on the left, or its mirror image."""
    return [(LEFT + RIGHT - x, y) for x, y in ring] if is_from_right else list(ring)


def _pages(scene: Scene, is_from_right: bool, chance: random.Random) -> None:
    """The block of leaves seen at the fore edge and at the foot."""
    paper: Colour = chance.choice(((226, 208, 170), (216, 196, 156), (232, 218, 188)))
    side = [(RIGHT - 10, TOP + 10), (RIGHT + 34, TOP + 50), (RIGHT + 34, BOTTOM + 32), (RIGHT - 10, BOTTOM - 6)]
    foot = [(LEFT + 20, BOTTOM - 6), (RIGHT - 10, BOTTOM - 6), (RIGHT + 34, BOTTOM + 32), (LEFT + 34, BOTTOM + 32)]
    scene.fill(_bound(side, is_from_right), darker(paper, 0.06 if is_from_right else 0.18))
    scene.fill(_bound(foot, is_from_right), darker(paper, 0.3))
    for step in range(15):
        shift = 44 * step / 15
        x, shade = RIGHT - 8 + shift, darker(paper, chance.uniform(0.02, 0.42))
        leaf = stroke([(x, TOP + 12 + shift * 0.9), (x, BOTTOM - 6 + shift * 0.86)], 1.9)
        edge = stroke([(LEFT + 22 + shift * 0.3, BOTTOM - 4 + shift * 0.82), (x, BOTTOM - 4 + shift * 0.82)], 1.9)
        scene.fill(_bound(leaf, is_from_right), shade)
        scene.fill(_bound(edge, is_from_right), darker(shade, 0.12))


def _tooling(scene: Scene, is_from_right: bool, chance: random.Random) -> None:
    left, top, right, bottom = LEFT + 58, TOP, RIGHT, BOTTOM
    middle = ((left + right) / 2, (top + bottom) / 2)
    points = chance.choice((8, 10, 12, 16))
    work: list[Ring] = []
    for inset, width in ((24, 6), (36, 2), (86, 2), (94, 5)):
        box = (left + inset - 20, top + inset, right - inset, bottom - inset)
        work += _frame(box, width)
    for x in _steps(left + 42, right - 62, 13):
        work += [star((x, top + 61), 17, 8, 8), star((x, bottom - 61), 17, 8, 8)]
    for y in _steps(top + 104, bottom - 104, 17):
        work += [star((left + 42, y), 17, 8, 8), star((right - 62, y), 17, 8, 8)]
    for sx, x in ((1, left + 80), (-1, right - 100)):
        for sy, y in ((1, top + 100), (-1, bottom - 100)):
            angle = math.atan2(sy, sx)
            work += [
                petal((x, y), 150, 40, angle),
                petal((x, y), 120, 32, angle - 0.45),
                petal((x, y), 120, 32, angle + 0.45),
            ]
            work.append(star((x + sx * 26, y + sy * 26), 20, 10, 8))
    work += _medallion(middle, points, chance)
    _gild(scene, scene.cut(*(_bound(ring, is_from_right) for ring in work)))


def _frame(box: tuple[float, float, float, float], width: float) -> list[Ring]:
    left, top, right, bottom = box
    half = width / 2
    return [
        rectangle(left - half, top - half, right + half, top + half),
        rectangle(left - half, bottom - half, right + half, bottom + half),
        rectangle(left - half, top, left + half, bottom),
        rectangle(right - half, top, right + half, bottom),
    ]


def _steps(start: float, end: float, count: int) -> list[float]:
    return [start + (end - start) * i / (count - 1) for i in range(count)]


def _medallion(middle: Point, points: int, chance: random.Random) -> list[Ring]:
    """The sun in the middle of the cover: lobed almond or round star, with pendants above and below."""
    x, y = middle
    tall = chance.choice((1.0, 1.3))
    rim = star(middle, 162, 142, points)
    work: list[Ring] = [stroke([*rim, rim[0]], 9)]
    work += [stroke(pair, 4.4) for pair in lattice(middle, 132, points)]
    work += [petal(middle, 58, 200 / points, math.tau * i / points, 12) for i in range(points)]
    work = [[(px, y + (py - y) * tall) for px, py in ring] for ring in work]
    for side in (-1, 1):
        tip = (x, y + side * (168 * tall + 46))
        work += [
            petal(tip, 76, 34, side * math.pi / 2, -44),
            star((x, tip[1] + side * 46), 13, 6, 6),
            ellipse((x, tip[1] - side * 58), 6, points=16),
        ]
    return work


def _gild(scene: Scene, stencil: Stencil | None) -> None:
    """Gold leaf pressed in: a bright field with worn places and a shaded upper edge."""
    if stencil is None:
        return
    worn = clouds((500, 400), (36, 30), "gilt", 3).resize(stencil.mask.size, Image.Resampling.BILINEAR)
    gold = tint(contrast(worn, 0.8), GILT)
    mask = stencil.mask.copy()
    mask.paste(0, (0, 0), worn.point([90 if value < 62 else 0 for value in range(256)]))
    scene.image.paste(gold, stencil.box, mask)
    scene.bevel(stencil, 1.4, -0.8)


def chart(scene: Scene, chance: random.Random) -> None:
    """An engraved sea chart on old paper: coast, soundings, compass rose, a ship, a scale."""
    paper: Colour = chance.choice(((222, 200, 158), (214, 192, 150), (230, 214, 180)))
    box = (210.0, 180.0, 1390.0, 1020.0)
    edge = _torn(box, chance)
    scene.shadow(edge, shift=(10, 13), blur=14, strength=0.6)
    sheet = _engraved(paper, chance.randint(0, 10**9))
    shape = scene.fill(edge, Cloth(sheet, (box[0] - 6, box[1] - 6), (1192, 852)))
    scene.bevel(shape, 2, 0.8)
    for x in (603.0, 996.0):
        scene.fill(stroke([(x, box[1] + 2), (x, box[3] - 2)], 2.5), (255, 246, 222), 0.4)
        scene.shadow(stroke([(x + 5, box[1] + 3), (x + 5, box[3] - 3)], 5), blur=6, strength=0.28)
    scene.fill(stroke([(box[0] + 2, 600), (box[2] - 2, 600)], 2.5), (255, 246, 222), 0.35)
    scene.shadow(stroke([(box[0] + 4, 605), (box[2] - 4, 605)], 5), blur=6, strength=0.25)


def _torn(box: tuple[float, float, float, float], chance: random.Random) -> list[Point]:
    left, top, right, bottom = box
    ring: list[Point] = []
    for (x0, y0), (x1, y1) in (
        ((left, top), (right, top)),
        ((right, top), (right, bottom)),
        ((right, bottom), (left, bottom)),
        ((left, bottom), (left, top)),
    ):
        for step in range(60):
            share = step / 60
            ring.append(
                (x0 + (x1 - x0) * share + chance.uniform(-1.6, 1.6), y0 + (y1 - y0) * share + chance.uniform(-1.6, 1.6))
            )
    return ring


@lru_cache(maxsize=2)
def _engraved(paper: Colour, key: int) -> Image.Image:
    size = (1192, 852)
    chance = random.Random(key)
    seed = chance.randint(0, 11)
    ink: Colour = (74, 52, 36)
    land = clouds(size, (980, 760), f"coast {seed}", 4)
    water = land.point([255 if value < 134 else 0 for value in range(256)])
    sheet = Image.new("RGB", size, paper)
    wash: Colour = chance.choice(((138, 168, 164), (150, 172, 150), (126, 156, 172)))
    sheet.paste(mix(paper, wash, 0.55), (0, 0, *size), water)
    shore = water.filter(ImageFilter.GaussianBlur(9)).point([max(0, 200 - abs(v - 150) * 3) for v in range(256)])
    sheet.paste(mix(paper, wash, 0.95), (0, 0, *size), shore)
    for threshold in (134, 129, 125):
        contour = land.point(
            [255 if abs(value - threshold) < (1.6 if threshold == 134 else 0.8) else 0 for value in range(256)]
        )
        sheet.paste(
            ink, (0, 0, *size), contour.point([value * (9 if threshold == 134 else 4) // 10 for value in range(256)])
        )
    pen = ImageDraw.Draw(sheet)
    _rhumbs(pen, (chance.randint(280, 420), chance.randint(500, 600)), mix(ink, paper, 0.45))
    _rose(pen, (chance.randint(860, 980), chance.randint(560, 640)), 96, ink)
    _ship(pen, (chance.randint(420, 640), chance.randint(190, 330)), ink, paper)
    _margin(pen, size, ink, paper)
    foxed = clouds(size, (220, 200), f"foxing {seed % 3}", 4)
    aged = contrast(foxed, 0.45)
    fibres = contrast(noise(size, "fibre").filter(ImageFilter.GaussianBlur(0.8)), 0.16)
    return lit(lit(sheet, aged), fibres)


def _rhumbs(pen: ImageDraw.ImageDraw, centre: Point, ink: Colour) -> None:
    for index in range(32):
        angle = math.tau * index / 32
        pen.line([centre, (centre[0] + 1400 * math.cos(angle), centre[1] + 1400 * math.sin(angle))], fill=ink, width=1)


def _rose(pen: ImageDraw.ImageDraw, centre: Point, radius: float, ink: Colour) -> None:
    x, y = centre
    red: Colour = (150, 60, 44)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(232, 218, 184), outline=ink, width=3)
    pen.ellipse((x - radius + 9, y - radius + 9, x + radius - 9, y + radius - 9), outline=ink)
    for reach, count, turn in ((0.62, 8, math.pi / 8), (0.86, 4, math.pi / 4), (1.24, 4, 0.0)):
        for index in range(count):
            angle = math.tau * index / count + turn - math.pi / 2
            tip = (x + radius * reach * math.cos(angle), y + radius * reach * math.sin(angle))
            for side, colour in ((-1, ink), (1, red if reach > 0.9 else (226, 206, 160))):
                foot = (
                    x + radius * 0.16 * math.cos(angle + side * 0.8),
                    y + radius * 0.16 * math.sin(angle + side * 0.8),
                )
                pen.polygon([(x, y), foot, tip], fill=colour, outline=ink)


def _ship(pen: ImageDraw.ImageDraw, at: Point, ink: Colour, paper: Colour) -> None:
    x, y = at
    pen.polygon(
        [(x - 66, y), *spline([(x - 66, y), (x - 40, y + 26), (x + 40, y + 26), (x + 72, y - 14)], 8), (x + 46, y + 2)],
        fill=mix(ink, paper, 0.35),
        outline=ink,
    )
    for mast, high in ((-30, 78), (10, 100)):
        pen.line([(x + mast, y + 4), (x + mast, y - high)], fill=ink, width=3)
        sail = spline([(x + mast - 30, y - 14), (x + mast + 6, y - high * 0.6), (x + mast + 30, y - high)], 8)
        pen.polygon([*sail, (x + mast + 30, y - 16)], fill=(236, 224, 194), outline=ink)
    for row in range(3):
        pen.arc((x - 90, y + 24 + row * 9, x + 90, y + 54 + row * 9), 200, 340, fill=ink)


def _margin(pen: ImageDraw.ImageDraw, size: tuple[int, int], ink: Colour, paper: Colour) -> None:
    width, height = size
    pen.rectangle((0, 0, width, 26), fill=paper)
    pen.rectangle((0, height - 27, width, height), fill=paper)
    pen.rectangle((0, 0, 26, height), fill=paper)
    pen.rectangle((width - 27, 0, width, height), fill=paper)
    for inset, thick in ((26, 3), (44, 1)):
        pen.rectangle((inset, inset, width - inset, height - inset), outline=ink, width=thick)
    for index, step in enumerate(range(44, width - 44, 46)):
        if index % 2:
            pen.rectangle((step, 30, step + 46, 40), fill=ink)
            pen.rectangle((step, height - 40, step + 46, height - 30), fill=ink)
    for index, step in enumerate(range(44, height - 44, 46)):
        if index % 2:
            pen.rectangle((30, step, 40, step + 46), fill=ink)
            pen.rectangle((width - 40, step, width - 30, step + 46), fill=ink)
