"""Light and matter for drawn pictures: colour ramps, seeded noise, relief, smooth gradients, warping.

Knows nothing of objects or of the auction. All chance comes from seeds, so a picture can be drawn again.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter

Colour = tuple[int, int, int]
Stops = tuple[tuple[float, Colour], ...]
Point = tuple[float, float]
Size = tuple[int, int]


# Metals, from their shadow to their light.
BRASS: Stops = (
    (0.0, (34, 20, 8)),
    (0.3, (112, 74, 28)),
    (0.58, (190, 146, 72)),
    (0.82, (236, 208, 140)),
    (1.0, (255, 248, 224)),
)
OLD_BRASS: Stops = (
    (0.0, (28, 20, 12)),
    (0.3, (92, 68, 36)),
    (0.6, (156, 124, 72)),
    (0.85, (212, 188, 134)),
    (1.0, (250, 240, 214)),
)
COPPER: Stops = (
    (0.0, (36, 14, 8)),
    (0.3, (122, 56, 32)),
    (0.58, (190, 106, 70)),
    (0.82, (234, 172, 136)),
    (1.0, (255, 238, 222)),
)
GOLD: Stops = (
    (0.0, (48, 26, 4)),
    (0.3, (134, 88, 22)),
    (0.58, (212, 160, 64)),
    (0.82, (246, 214, 130)),
    (1.0, (255, 250, 226)),
)
STEEL: Stops = (
    (0.0, (20, 22, 26)),
    (0.28, (78, 82, 88)),
    (0.55, (150, 154, 158)),
    (0.8, (214, 217, 219)),
    (1.0, (255, 255, 255)),
)
SILVER: Stops = (
    (0.0, (22, 23, 26)),
    (0.3, (92, 94, 98)),
    (0.58, (160, 162, 164)),
    (0.82, (214, 214, 212)),
    (1.0, (255, 254, 250)),
)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other, the rest of the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def darker(colour: Colour, share: float) -> Colour:
    return mix(colour, (8, 6, 8), share)


def lighter(colour: Colour, share: float) -> Colour:
    return mix(colour, (255, 252, 245), share)


def tone(colour: Colour, dark: float = 0.75, light: float = 0.6) -> Stops:
    """From the shadow of a colour over the colour itself to its light."""
    return ((0.0, darker(colour, dark)), (0.5, colour), (1.0, lighter(colour, light)))


@lru_cache(maxsize=256)
def _palette(stops: Stops) -> bytes:
    """The ramp as a palette of 256 colours."""
    colours = bytearray()
    for step in range(256):
        colours += bytes(level(stops, step / 255))
    return bytes(colours)


def level(stops: Stops, at: float) -> Colour:
    """The colour of the ramp at this height."""
    for (low, one), (high, other) in pairwise(stops):
        if at <= high:
            return mix(one, other, max(0.0, (at - low) / (high - low)) if high > low else 0.0)
    return stops[-1][1]


def shine(metal: Stops, *heights: tuple[float, float]) -> Stops:
    """A ramp across a thing of this metal: at each place the height on the metal's own ramp."""
    return tuple((at, level(metal, height)) for at, height in heights)


def shine_round(metal: Stops, *heights: float) -> Stops:
    """The same, evenly spaced: for light that goes round."""
    return tuple((index / (len(heights) - 1), level(metal, height)) for index, height in enumerate(heights))


def tint(grey: Image.Image, stops: Stops) -> Image.Image:
    """Grey levels become the colours of the ramp."""
    painted = grey.copy()
    painted.putpalette(_palette(stops))
    return painted.convert("RGB")


def noise(size: Size, seed: int | str) -> Image.Image:
    """Even noise, each pixel on its own."""
    width, height = size
    return Image.frombytes("L", size, random.Random(f"noise {seed}").randbytes(width * height))


def contrast(grey: Image.Image, factor: float) -> Image.Image:
    return grey.point(_contrast_levels(round(factor, 3)))


@lru_cache(maxsize=64)
def _contrast_levels(factor: float) -> list[int]:
    return [min(255, max(0, round(128 + (level - 128) * factor))) for level in range(256)]


@lru_cache(maxsize=64)
def clouds(size: Size, cell: tuple[float, float], seed: int | str, octaves: int = 3) -> Image.Image:
    """Soft noise in patches about `cell` wide and high, with finer patches on top. Do not draw on it."""
    width, height = size
    total: Image.Image | None = None
    for octave in range(octaves):
        step = 2**octave
        coarse = (max(2, round(width * step / cell[0])), max(2, round(height * step / cell[1])))
        layer = noise(coarse, f"{seed} {octave}").resize(size, Image.Resampling.BICUBIC)
        total = layer if total is None else Image.blend(total, layer, 0.36)
    assert total is not None
    return contrast(total, 1.25)


def relief(field: Image.Image, strength: float = 1.0, reach: int = 1) -> Image.Image:
    """How a height field catches light from the upper left: 128 is level, more is lit, less is in shade."""
    toward = ImageChops.offset(field, -reach, -reach)
    away = ImageChops.offset(field, reach, reach)
    light = ImageChops.subtract(toward, away, 1 / strength, 128)
    width, height = field.size
    level_frame = Image.new("L", field.size, 128)  # what was pushed over one edge came in at the other
    inner = (reach, reach, max(reach, width - reach), max(reach, height - reach))
    level_frame.paste(light.crop(inner), inner)
    return level_frame


def lit(colours: Image.Image, light: Image.Image) -> Image.Image:
    """Colours under a light whose 128 changes nothing."""
    return ImageChops.hard_light(Image.merge("RGB", (light, light, light)), colours)


def blurred(grey: Image.Image, radius: float) -> Image.Image:
    """A blur worked at a fraction of the size: it is the cheap one and looks the same."""
    factor = max(1, min(8, int(radius / 1.7)))
    if factor == 1:
        return grey.filter(ImageFilter.GaussianBlur(radius))
    small = grey.reduce(factor).filter(ImageFilter.GaussianBlur(radius / factor))
    return small.resize(grey.size, Image.Resampling.BILINEAR)


def scaled(grey: Image.Image, factor: float) -> Image.Image:
    """All levels times the factor: a mask made weaker."""
    return grey.point(_scale_levels(round(factor, 3)))


@lru_cache(maxsize=64)
def _scale_levels(factor: float) -> list[int]:
    return [min(255, round(level * factor)) for level in range(256)]


def strip(stops: Stops, length: int, *, is_upright: bool) -> Image.Image:
    """The ramp as a line of pixels."""
    levels = Image.linear_gradient("L").resize((1, length), Image.Resampling.BILINEAR)
    return tint(levels if is_upright else levels.transpose(Image.Transpose.TRANSPOSE), stops)


@lru_cache(maxsize=1)
def turn_levels() -> Image.Image:
    """A square whose grey is the angle round its middle, once round from black to white."""
    side = 360
    half = side / 2 - 0.5
    rows = bytearray()
    for y in range(side):
        for x in range(side):
            rows.append(int((math.atan2(y - half, x - half) / math.tau % 1.0) * 255.99))
    return Image.frombytes("L", (side, side), bytes(rows))


def spline(points: Sequence[Point], steps: int = 12, *, is_closed: bool = False) -> list[Point]:
    """A smooth line through the points (Catmull-Rom)."""
    ring = list(points)
    if is_closed:
        around = [ring[-1], *ring, ring[0], ring[1]]
    else:
        around = [ring[0], *ring, ring[-1]]
    smooth: list[Point] = []
    for a, b, c, d in zip(around, around[1:], around[2:], around[3:], strict=False):
        for step in range(steps):
            t = step / steps
            smooth.append((_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)))
    return smooth if is_closed else [*smooth, ring[-1]]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
