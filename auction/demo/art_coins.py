"""Coins seen from above: struck relief under one light."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from auction.demo.art_light import (
    COPPER,
    GOLD,
    OLD_BRASS,
    SILVER,
    Point,
    Stops,
    clouds,
    contrast,
    level,
    relief,
    spline,
)
from auction.demo.art_ornament import lattice, petal, star
from auction.demo.art_scene import Cloth, Linear, Scene, ellipse, stroke

Motif = Callable[[ImageDraw.ImageDraw, Point], None]
STRUCK = 900  # the side of the sheet a coin's relief is cut on
LEGENDS = (
    "SULTANATE OF THE COAST  *  ONE RIYAL  *",
    "REPUBLIC OF THE SEA  *  TEN DINARS  *",
    "CITY OF PALMS  *  HALF CROWN  *",
    "KINGDOM OF THE SANDS  *  FIVE GURUSH  *",
)


def coin(scene: Scene, chance: random.Random) -> None:
    metal = chance.choice((GOLD, GOLD, SILVER, SILVER, OLD_BRASS, COPPER))
    motif: Motif = chance.choice((_palm, _dhow, _falcon_star, _gate))
    legend = chance.choice(LEGENDS)
    wear = chance.uniform(0.6, 1.6)
    seed = chance.randint(0, 99)
    if chance.random() < 0.6:
        _lay_coin(scene, (560, 620), 330, _struck(motif, legend, wear, seed), metal, -8)
        _lay_coin(scene, (1080, 640), 330, _struck(_back, legend, wear, seed), metal, 5)
    else:
        _lay_coin(scene, (800, 600), 440, _struck(motif, legend, wear, seed), metal, -6)


def _lay_coin(scene: Scene, centre: Point, radius: float, height: Image.Image, metal: Stops, degrees: float) -> None:
    disc = ellipse(centre, radius, points=180)
    scene.shadow(disc, shift=(18, 22), blur=18, strength=0.6)
    scene.shadow(disc, shift=(5, 7), blur=5, strength=0.55)
    sheet = height.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=70)
    light = relief(sheet, 1.25, 2)
    shine: Stops = tuple((i / 6, level(metal, v)) for i, v in enumerate((0.78, 0.66, 0.84, 0.6, 0.5, 0.58, 0.4)))
    extent = (round(radius * 2), round(radius * 2))
    near, far = (
        (centre[0] - radius * 0.7, centre[1] - radius * 0.7),
        (centre[0] + radius * 0.7, centre[1] + radius * 0.7),
    )
    stencil = scene.fill(disc, Linear(near, far, shine))
    if stencil is None:
        return
    origin = (centre[0] - radius, centre[1] - radius)
    hollow = contrast(sheet.filter(ImageFilter.GaussianBlur(7)), 0.42)
    scene.light(stencil, Cloth(hollow, origin, extent).over(scene, stencil.box))
    scene.light(stencil, Cloth(light, origin, extent).over(scene, stencil.box))
    scene.bevel(stencil, 4, 1.0)


@lru_cache(maxsize=4)
def _struck(motif: Motif, legend: str, wear: float, seed: int) -> Image.Image:
    """A height field: rim, beads, legend, motif, all rounded by wear and scratched a little."""
    sheet = Image.new("L", (STRUCK, STRUCK), 92)
    pen = ImageDraw.Draw(sheet)
    middle = STRUCK / 2
    pen.ellipse((4, 4, STRUCK - 4, STRUCK - 4), outline=205, width=30)
    for index in range(96):
        angle = math.tau * index / 96
        x, y = middle + 400 * math.cos(angle), middle + 400 * math.sin(angle)
        pen.ellipse((x - 8, y - 8, x + 8, y + 8), fill=190)
    _legend(sheet, legend, 352)
    pen.ellipse((148, 148, STRUCK - 148, STRUCK - 148), outline=150, width=5)
    motif(pen, (middle, middle))
    worn = sheet.filter(ImageFilter.GaussianBlur(1.2 + wear))
    marks = contrast(clouds((STRUCK, STRUCK), (26, 22), f"wear {seed % 4}", 3), 0.16)
    return Image.blend(worn, marks, 0.12)


def _legend(sheet: Image.Image, legend: str, radius: float) -> None:
    font = ImageFont.load_default(54)
    middle = STRUCK / 2
    for index, letter in enumerate(legend):
        degrees = 360 * index / len(legend) - 90
        stamp = Image.new("L", (80, 80))
        ImageDraw.Draw(stamp).text((40, 40), letter, 210, font, anchor="mm")
        stamp = stamp.rotate(-degrees - 90, Image.Resampling.BICUBIC)
        angle = math.radians(degrees)
        spot = round(middle + radius * math.cos(angle) - 40), round(middle + radius * math.sin(angle) - 40)
        sheet.paste(200, (*spot, spot[0] + 80, spot[1] + 80), stamp)


def _palm(pen: ImageDraw.ImageDraw, centre: Point) -> None:
    x, y = centre
    pen.polygon(stroke(spline([(x + 10, y + 210), (x - 8, y + 100), (x + 4, y - 50)], 10), 46, 26), fill=185)
    for step in range(12):
        pen.line([(x - 26, y + 196 - step * 20), (x + 26, y + 188 - step * 20)], fill=130, width=5)
    for index in range(9):
        angle = math.radians(-180 + index * 22.5)
        tip = (x + 190 * math.cos(angle), y - 60 + 150 * math.sin(angle) + 60 * abs(math.cos(angle)))
        rib = spline([(x + 4, y - 56), (x + 110 * math.cos(angle), y - 84 + 120 * math.sin(angle)), tip], 9)
        pen.polygon(stroke(rib, 30, 6), fill=200)
        for point in rib[4:-2:2]:
            for side in (-1, 1):
                pen.line([point, (point[0] + 16 * side, point[1] + 26)], fill=170, width=7)
    for spot in ((-24, -18), (0, -6), (26, -18)):
        pen.ellipse((x + spot[0] - 15, y + spot[1] - 15, x + spot[0] + 15, y + spot[1] + 20), fill=215)
    pen.rectangle((x - 180, y + 212, x + 180, y + 222), fill=190)


def _dhow(pen: ImageDraw.ImageDraw, centre: Point) -> None:
    x, y = centre
    pen.polygon(
        [
            *spline([(x - 210, y + 60), (x - 120, y + 128), (x + 90, y + 132), (x + 222, y + 32)], 12),
            (x + 150, y + 70),
            (x - 150, y + 78),
        ],
        fill=195,
    )
    pen.polygon(stroke([(x - 20, y + 80), (x + 6, y - 190)], 13), fill=170)
    pen.polygon(
        spline([(x - 150, y + 40), (x + 20, y - 60), (x + 138, y - 236)], 12)
        + spline([(x + 138, y - 236), (x + 120, y - 60), (x + 100, y + 46)], 10),
        fill=205,
    )
    for step in range(1, 5):
        pen.line([(x - 150 + step * 50, y + 41), (x + 138 - step * 4, y - 236 + step * 46)], fill=160, width=5)
    for row in range(3):
        wave = [(x - 230 + i * 10, y + 160 + row * 28 + 9 * math.sin(i * 0.7 + row)) for i in range(47)]
        pen.line(wave, fill=180, width=9)


def _falcon_star(pen: ImageDraw.ImageDraw, centre: Point) -> None:
    for a, b in (*lattice(centre, 232, 16), *lattice(centre, 150, 8, 0.2)):
        pen.line([a, b], fill=180, width=8)
    for index in range(8):
        pen.polygon(petal(centre, 130, 58, math.tau * index / 8), fill=195)
    pen.polygon(star(centre, 62, 36, 8), fill=215)


def _gate(pen: ImageDraw.ImageDraw, centre: Point) -> None:
    x, y = centre
    pen.rectangle((x - 190, y - 60, x + 190, y + 190), fill=170)
    for side in (-1, 1):
        pen.rectangle((x + side * 190 - 46, y - 170, x + side * 190 + 46, y + 190), fill=195)
        pen.pieslice((x + side * 190 - 50, y - 230, x + side * 190 + 50, y - 110), 180, 360, fill=205)
    for step in range(-3, 4):
        pen.rectangle((x + step * 46 - 14, y - 96, x + step * 46 + 14, y - 60), fill=170)
    pen.rectangle((x - 66, y + 20, x + 66, y + 190), fill=96)
    pen.pieslice((x - 66, y - 56, x + 66, y + 96), 180, 360, fill=96)
    pen.arc((x - 84, y - 74, x + 84, y + 114), 180, 360, fill=210, width=14)
    pen.rectangle((x - 240, y + 190, x + 240, y + 206), fill=200)


def _back(pen: ImageDraw.ImageDraw, centre: Point) -> None:
    x, y = centre
    for side in (-1, 1):
        stem = spline(
            [(x, y + 210), (x + side * 170, y + 130), (x + side * 200, y - 40), (x + side * 130, y - 180)], 10
        )
        pen.polygon(stroke(stem, 9, 5), fill=175)
        for index in range(4, len(stem), 4):
            for turn in (-0.9, 0.9):
                angle = math.atan2(stem[index][1] - stem[index - 1][1], stem[index][0] - stem[index - 1][0])
                pen.polygon(petal(stem[index], 58, 26, angle + turn), fill=195)
    pen.text((x, y - 10), "10", 210, ImageFont.load_default(190), anchor="mm")
    pen.polygon(star((x, y - 160), 34, 15, 8), fill=205)
