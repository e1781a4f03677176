"""Paintings: a landscape thought out in flat colours, laid on with visible strokes, framed and hung."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter

from auction.demo.art_light import (
    GOLD,
    OLD_BRASS,
    Colour,
    Point,
    Stops,
    contrast,
    darker,
    level,
    lighter,
    lit,
    mix,
    noise,
    relief,
)
from auction.demo.art_scene import Cloth, Linear, Scene, rectangle

CANVAS = (960, 700)


@dataclass(frozen=True, slots=True)
class Light:
    """The colours of an hour of the day."""

    high: Colour
    low: Colour
    sun: Colour
    far: Colour
    near: Colour
    shade: Colour


HOURS: tuple[Light, ...] = (
    Light((96, 132, 164), (234, 206, 170), (252, 236, 196), (150, 152, 164), (196, 152, 100), (92, 74, 84)),
    Light((62, 66, 106), (236, 150, 96), (255, 214, 140), (128, 88, 104), (140, 84, 66), (50, 38, 58)),
    Light((120, 156, 172), (214, 220, 208), (250, 246, 226), (142, 164, 168), (150, 160, 120), (66, 84, 84)),
    Light((40, 54, 88), (120, 128, 150), (236, 230, 200), (74, 84, 112), (52, 60, 84), (24, 28, 46)),
    Light((176, 170, 150), (240, 218, 170), (255, 244, 210), (188, 170, 140), (206, 166, 112), (120, 88, 66)),
)


def painting(scene: Scene, chance: random.Random) -> None:
    hour = chance.choice(HOURS)
    picture = _painted(hour, chance.randint(0, 10**9))
    half_wide, half_high = (470.0, 342.0) if chance.random() < 0.75 else (430.0, 360.0)
    box = (800 - half_wide, 590 - half_high, 800 + half_wide, 590 + half_high)
    width = chance.choice((74.0, 96.0, 58.0))
    metal = chance.choice(
        (GOLD, OLD_BRASS, ((0.0, (14, 9, 8)), (0.5, (66, 42, 30)), (0.8, (104, 70, 48)), (1.0, (160, 120, 90))))
    )
    outer = rectangle(box[0] - width, box[1] - width, box[2] + width, box[3] + width)
    scene.shadow(outer, shift=(26, 36), blur=34, strength=0.55)
    scene.shadow(outer, shift=(7, 10), blur=8, strength=0.5)
    canvas = scene.fill(rectangle(*box), Cloth(picture, (box[0], box[1]), (round(half_wide * 2), round(half_high * 2))))
    _frame(scene, box, width, metal)
    scene.inner_shadow(canvas, (11, 14), 12, 0.62)


@lru_cache(maxsize=2)
def _painted(hour: Light, key: int) -> Image.Image:
    chance = random.Random(key)
    return _strokes(_composed(hour, chance), chance)


def _frame(scene: Scene, box: tuple[float, float, float, float], width: float, metal: Stops) -> None:
    """Four mitred lengths of moulding: outer lip, hollow, bead at the sight edge."""
    left, top, right, bottom = box
    lanes = (
        (1.0, 0.84, 0.9, 0.55),
        (0.84, 0.72, 0.3, 0.2),
        (0.72, 0.3, 0.42, 0.78),
        (0.3, 0.2, 0.24, 0.3),
        (0.2, 0.0, 0.95, 0.5),
    )
    lights = {"top": 0.12, "left": 0.06, "bottom": -0.04, "right": -0.16}
    for outer, inner, start, end in lanes:
        a, b = width * outer, width * inner
        sides: dict[str, tuple[list[Point], Point, Point]] = {
            "top": (
                [(left - a, top - a), (right + a, top - a), (right + b, top - b), (left - b, top - b)],
                (0, top - a),
                (0, top - b),
            ),
            "bottom": (
                [(left - b, bottom + b), (right + b, bottom + b), (right + a, bottom + a), (left - a, bottom + a)],
                (0, bottom + b),
                (0, bottom + a),
            ),
            "left": (
                [(left - a, top - a), (left - b, top - b), (left - b, bottom + b), (left - a, bottom + a)],
                (left - a, 0),
                (left - b, 0),
            ),
            "right": (
                [(right + b, top - b), (right + a, top - a), (right + a, bottom + a), (right + b, bottom + b)],
                (right + b, 0),
                (right + a, 0),
            ),
        }
        for side, (ring, first, last) in sides.items():
            one, other = (start, end) if side in ("top", "left") else (end * 0.8, start * 0.7)
            lift = lights[side]
            ramp: Stops = (
                (0.0, level(metal, min(1.0, max(0.02, one + lift)))),
                (1.0, level(metal, min(1.0, max(0.02, other + lift)))),
            )
            scene.fill(ring, Linear(first, last, ramp))
    whole = scene.cut(rectangle(left - width, top - width, right + width, bottom + width), holes=[rectangle(*box)])
    if whole is not None:
        rub = contrast(noise((400, 300), "rub").resize(whole.mask.size, Image.Resampling.BICUBIC), 0.16)
        scene.light(whole, rub)


def _strokes(sketch: Image.Image, chance: random.Random) -> Image.Image:
    """Thousands of short strokes of a loaded brush, then the light on the ridges of the paint."""
    small = sketch.filter(ImageFilter.GaussianBlur(1.2))
    found = small.load()
    assert found is not None
    canvas = sketch.copy()
    pen = ImageDraw.Draw(canvas)
    width, height = CANVAS
    for index in range(3400):
        x, y = chance.randrange(width), chance.randrange(height)
        pixel = found[x, y]
        assert isinstance(pixel, tuple)
        change = chance.randint(-13, 13)
        colour = (int(pixel[0]) + change, int(pixel[1]) + change, int(pixel[2]) + change + chance.randint(-6, 6))
        length = chance.uniform(8, 26) if index < 2200 else chance.uniform(4, 11)
        tilt = chance.uniform(-0.35, 0.35) + 0.25 * math.sin(x * 0.011 + y * 0.017)
        dx, dy = length * math.cos(tilt), length * math.sin(tilt)
        pen.line([(x - dx, y - dy), (x + dx, y + dy)], fill=colour, width=chance.randint(3, 8) if index < 2200 else 3)
    soft = Image.blend(canvas, sketch, 0.34).filter(ImageFilter.GaussianBlur(0.6))
    ridges = relief(canvas.convert("L"), 0.55, 1)
    weave = contrast(noise(CANVAS, "canvas"), 0.10)
    return lit(lit(soft, ridges), weave)


def _composed(hour: Light, chance: random.Random) -> Image.Image:
    sheet = Image.new("RGB", CANVAS)
    pen = ImageDraw.Draw(sheet)
    horizon = chance.randint(330, 420)
    _sky(sheet, hour, horizon, chance)
    subjects: tuple[Callable[[ImageDraw.ImageDraw, Light, int, random.Random], None], ...] = (
        _dunes,
        _sea,
        _town,
        _oasis,
        _mountains,
    )
    chance.choice(subjects)(pen, hour, horizon, chance)
    return sheet


def _sky(sheet: Image.Image, hour: Light, horizon: int, chance: random.Random) -> None:
    pen = ImageDraw.Draw(sheet)
    width, height = CANVAS
    for y in range(height):
        pen.line([(0, y), (width, y)], fill=mix(hour.high, hour.low, min(1.0, (y / horizon) ** 1.3)))
    x, y, radius = chance.randint(200, 760), chance.randint(horizon - 190, horizon - 60), chance.randint(26, 46)
    glow = (
        Image.radial_gradient("L")
        .resize((radius * 12, radius * 12))
        .point([max(0, 190 - level) for level in range(256)])
    )
    sheet.paste(hour.sun, (x - radius * 6, y - radius * 6), glow)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=hour.sun)
    for _ in range(chance.randint(3, 8)):
        cx, cy, long = chance.randint(0, width), chance.randint(30, horizon - 110), chance.randint(90, 260)
        for _ in range(14):
            px, py = cx + chance.uniform(-long, long), cy + chance.uniform(-12, 12)
            half = chance.uniform(20, 70)
            pen.ellipse(
                (px - half, py - half * 0.16, px + half, py + half * 0.16),
                fill=mix(hour.low, hour.sun, chance.uniform(0.0, 0.7)),
            )


def _ridge(base: float, swing: float, chance: random.Random, rough: float = 0.0) -> list[Point]:
    first, second, third = (chance.uniform(0, math.tau) for _ in range(3))
    return [
        (
            float(x),
            base
            - swing
            * (
                0.6 * math.sin(x * 0.006 + first)
                + 0.3 * math.sin(x * 0.015 + second)
                + 0.1 * math.sin(x * 0.05 + third)
            )
            + chance.uniform(-rough, rough),
        )
        for x in range(0, CANVAS[0] + 13, 12)
    ]


def _ground(pen: ImageDraw.ImageDraw, line: list[Point], colour: Colour) -> None:
    pen.polygon([*line, (CANVAS[0], CANVAS[1]), (0, CANVAS[1])], fill=colour)


def _dunes(pen: ImageDraw.ImageDraw, hour: Light, horizon: int, chance: random.Random) -> None:
    for step in range(6):
        line = _ridge(horizon + step * 54, 26 + step * 12, chance)
        sunny = mix(hour.far, hour.near, step / 5)
        _ground(pen, line, lighter(sunny, 0.12))
        for offset in range(5, 46, 4):
            shaded = [(x, y + offset * (1 + 0.9 * math.sin(x * 0.006 + step))) for x, y in line]
            pen.line(shaded, fill=mix(sunny, hour.shade, 0.16 + 0.012 * offset), width=5)
    _caravan(pen, hour, horizon + 72, chance)


def _caravan(pen: ImageDraw.ImageDraw, hour: Light, base: float, chance: random.Random) -> None:
    x = chance.randint(330, 480)
    for index in range(chance.randint(4, 6)):
        cx, cy = x + index * 46, base + index * 3
        pen.ellipse((cx - 13, cy - 17, cx + 13, cy - 3), fill=hour.shade)
        pen.ellipse((cx - 6, cy - 25, cx + 6, cy - 10), fill=hour.shade)
        for leg in (-9, -4, 5, 10):
            pen.line([(cx + leg, cy - 8), (cx + leg, cy + 14)], fill=hour.shade, width=3)
        pen.line([(cx - 11, cy - 12), (cx - 20, cy - 26), (cx - 27, cy - 26)], fill=hour.shade, width=4)


def _sea(pen: ImageDraw.ImageDraw, hour: Light, horizon: int, chance: random.Random) -> None:
    width, height = CANVAS
    for y in range(horizon, height):
        share = (y - horizon) / (height - horizon)
        pen.line([(0, y), (width, y)], fill=mix(mix(hour.low, hour.far, 0.45), darker(hour.high, 0.3), share))
    _ground_strip(pen, hour, horizon, chance)
    for _ in range(420):
        y = horizon + 4 + (height - horizon) * chance.random() ** 1.6
        x, long = chance.uniform(0, width), 6 + (y - horizon) * 0.11
        pen.line([(x - long, y), (x + long, y)], fill=mix(hour.sun, hour.high, chance.uniform(0.15, 0.9)), width=2)
    for _ in range(chance.randint(1, 3)):
        _boat(pen, hour, (chance.uniform(180, 780), horizon + chance.uniform(30, 150)), chance.uniform(0.7, 1.5))


def _ground_strip(pen: ImageDraw.ImageDraw, hour: Light, horizon: int, chance: random.Random) -> None:
    line = [(x, y) for x, y in _ridge(horizon - 16, 20, chance, 2) if x < 520]
    pen.polygon([(0, horizon), *line, (540, horizon)], fill=mix(hour.far, hour.low, 0.25))


def _boat(pen: ImageDraw.ImageDraw, hour: Light, at: Point, size: float) -> None:
    x, y = at

    def placed(points: list[Point]) -> list[Point]:
        return [(x + px * size, y + py * size) for px, py in points]

    pen.polygon(placed([(-70, -6), (-52, 14), (44, 16), (78, -20), (52, -6)]), fill=darker(hour.shade, 0.2))
    pen.line(placed([(-2, 0), (4, -128)]), fill=darker(hour.shade, 0.3), width=max(2, round(4 * size)))
    pen.polygon(placed([(-58, -26), (2, -84), (40, -142), (44, -70), (36, -18)]), fill=lighter(hour.low, 0.35))
    pen.polygon(placed([(8, -80), (40, -142), (44, -70), (36, -18)]), fill=mix(hour.low, hour.shade, 0.3))
    for row in range(5):
        pen.line(
            placed([(-56 + row * 5, 24 + row * 7), (52 - row * 5, 24 + row * 7)]),
            fill=mix(hour.shade, hour.far, 0.3),
            width=3,
        )


def _town(pen: ImageDraw.ImageDraw, hour: Light, horizon: int, chance: random.Random) -> None:
    _ground(pen, _ridge(horizon, 18, chance), mix(hour.far, hour.low, 0.2))
    for row in range(4):
        base, x = horizon + 46 + row * 76, -30.0
        wall = mix(mix(hour.low, hour.far, 0.3), hour.near, row / 3)
        while x < CANVAS[0]:
            wide, high = chance.uniform(54, 128), chance.uniform(60, 130) + row * 14
            _house(pen, hour, (x, base), (wide, high), lighter(wall, chance.uniform(0.0, 0.28)), chance)
            x += wide
        if row == 1:
            _minaret(pen, hour, (chance.uniform(240, 700), base), wall)
    _ground(pen, _ridge(horizon + 296, 12, chance), mix(hour.near, hour.shade, 0.25))
    for _ in range(3):
        _palm(pen, hour, (chance.uniform(60, 900), horizon + chance.uniform(290, 340)), chance.uniform(1.0, 1.5))


def _house(pen: ImageDraw.ImageDraw, hour: Light, at: Point, size: Point, wall: Colour, chance: random.Random) -> None:
    (x, base), (wide, high) = at, size
    pen.rectangle((x, base - high, x + wide, base + 90), fill=wall)
    pen.rectangle((x + wide * 0.72, base - high, x + wide, base + 90), fill=mix(wall, hour.shade, 0.34))
    pen.rectangle((x, base - high, x + wide, base - high + 5), fill=lighter(wall, 0.3))
    for column in range(2):
        for row in range(2):
            if chance.random() < 0.8:
                wx, wy = x + wide * (0.16 + 0.3 * column), base - high + 24 + row * 40
                pen.rectangle((wx, wy, wx + 11, wy + 20), fill=mix(hour.shade, wall, 0.15))
                pen.pieslice((wx, wy - 6, wx + 11, wy + 6), 180, 360, fill=mix(hour.shade, wall, 0.15))
    if chance.random() < 0.22:
        pen.rectangle((x + wide * 0.3, base - high - 46, x + wide * 0.6, base - high), fill=mix(wall, hour.shade, 0.1))
        for slot in range(3):
            pen.rectangle(
                (x + wide * 0.34 + slot * 8, base - high - 40, x + wide * 0.34 + slot * 8 + 4, base - high - 12),
                fill=hour.shade,
            )


def _minaret(pen: ImageDraw.ImageDraw, hour: Light, at: Point, wall: Colour) -> None:
    x, base = at
    bright = lighter(wall, 0.3)
    pen.rectangle((x - 15, base - 260, x + 15, base), fill=bright)
    pen.rectangle((x + 4, base - 260, x + 15, base), fill=mix(bright, hour.shade, 0.34))
    pen.rectangle((x - 23, base - 218, x + 23, base - 206), fill=mix(bright, hour.shade, 0.2))
    pen.polygon([(x - 15, base - 260), (x, base - 306), (x + 15, base - 260)], fill=mix(bright, hour.shade, 0.15))
    pen.pieslice((x + 38, base - 172, x + 168, base - 40), 180, 360, fill=bright)
    pen.pieslice((x + 100, base - 172, x + 168, base - 40), 270, 360, fill=mix(bright, hour.shade, 0.3))
    pen.rectangle((x + 38, base - 108, x + 168, base), fill=mix(bright, wall, 0.5))
    pen.line([(x + 103, base - 172), (x + 103, base - 194)], fill=hour.shade, width=4)


def _palm(pen: ImageDraw.ImageDraw, hour: Light, at: Point, size: float) -> None:
    x, base = at
    trunk = [(x + 12 * math.sin(t * 1.2) * size, base - 150 * size * t) for t in (0, 0.25, 0.5, 0.75, 1.0)]
    pen.line(trunk, fill=mix(hour.shade, hour.near, 0.3), width=max(5, round(10 * size)), joint="curve")
    tx, ty = trunk[-1]
    for index in range(11):
        angle = math.radians(-195 + index * 21)
        tip = (tx + 74 * size * math.cos(angle), ty + 46 * size * math.sin(angle) + 26 * size)
        bend = (tx + 40 * size * math.cos(angle), ty + 44 * size * math.sin(angle) - 8 * size)
        leaf = mix((52, 78, 58), hour.shade, 0.3 + 0.4 * (index % 2))
        pen.line([(tx, ty), bend, tip], fill=leaf, width=max(4, round(9 * size)), joint="curve")


def _oasis(pen: ImageDraw.ImageDraw, hour: Light, horizon: int, chance: random.Random) -> None:
    for step in range(3):
        _ground(pen, _ridge(horizon + step * 36, 30, chance), mix(hour.far, hour.near, step / 3))
    water = [(float(x), horizon + 190 + 22 * math.sin(x * 0.008)) for x in range(0, CANVAS[0] + 13, 12)]
    _ground(pen, water, mix(hour.high, hour.low, 0.4))
    for _ in range(160):
        y = horizon + chance.uniform(214, 330)
        x = chance.uniform(0, CANVAS[0])
        pen.line([(x - 18, y), (x + 18, y)], fill=mix(hour.low, hour.high, chance.random()), width=2)
    for x in sorted(chance.sample(range(60, 900, 44), 9)):
        _palm(pen, hour, (x, horizon + chance.uniform(170, 214)), chance.uniform(0.9, 1.6))
    _ground(pen, _ridge(horizon + 318, 16, chance, 3), mix(hour.near, hour.shade, 0.3))


def _mountains(pen: ImageDraw.ImageDraw, hour: Light, horizon: int, chance: random.Random) -> None:
    for step in range(6):
        share = step / 5
        line = _ridge(horizon - 90 + step * 66, 90 - step * 8, chance, 9 - step)
        _ground(pen, line, mix(mix(hour.far, hour.low, 0.45), hour.shade, share))
    _ground(pen, _ridge(horizon + 262, 14, chance, 4), mix(hour.near, hour.shade, 0.55))
