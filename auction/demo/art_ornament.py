"""Ornament: stars, rosettes, lattices and scrolls as rings of points, and painted bands for skins."""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import Image, ImageDraw

from auction.demo.art_light import Colour, Point
from auction.demo.art_scene import Ring


def star(centre: Point, outer: float, inner: float, points: int, turn: float = 0.0) -> list[Point]:
    x, y = centre
    ring: list[Point] = []
    for index in range(points * 2):
        radius = outer if index % 2 == 0 else inner
        angle = math.pi * index / points + turn
        ring.append((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    return ring


def petal(centre: Point, length: float, width: float, angle: float, base: float = 0.0) -> list[Point]:
    """A leaf that starts `base` away from the centre and points along the angle."""
    cosine, sine = math.cos(angle), math.sin(angle)
    side = [(base + length * t, width * math.sin(math.pi * t) * (1 - t * 0.35) / 2) for t in _parts(12)]
    ring = [*side, *((along, -off) for along, off in reversed(side))]
    return [(centre[0] + a * cosine - o * sine, centre[1] + a * sine + o * cosine) for a, o in ring]


def rosette(centre: Point, radius: float, petals: int, turn: float = 0.0) -> list[list[Point]]:
    """Two crowns of leaves."""
    step = math.tau / petals
    outer = [petal(centre, radius * 0.62, radius * 2.2 / petals, turn + step * i, radius * 0.36) for i in range(petals)]
    inner = [
        petal(centre, radius * 0.4, radius * 1.5 / petals, turn + step * (i + 0.5), radius * 0.1) for i in range(petals)
    ]
    return [*outer, *inner]


def lattice(centre: Point, radius: float, points: int, turn: float = 0.0) -> list[tuple[Point, Point]]:
    """The straight lines of a star pattern: every corner joined to those two and three steps away."""
    corners = [
        (
            centre[0] + radius * math.cos(math.tau * i / points + turn),
            centre[1] + radius * math.sin(math.tau * i / points + turn),
        )
        for i in range(points)
    ]
    skip = max(2, points // 3)
    return [(corners[i], corners[(i + step) % points]) for i in range(points) for step in (skip, skip + 1)]


def scroll(start: Point, length: float, height: float, waves: int, angle: float = 0.0) -> list[Point]:
    """A running vine."""
    cosine, sine = math.cos(angle), math.sin(angle)
    line = []
    for t in _parts(waves * 14):
        along, off = length * t, height * math.sin(math.tau * waves * t)
        line.append((start[0] + along * cosine - off * sine, start[1] + along * sine + off * cosine))
    return line


def _parts(steps: int) -> list[float]:
    return [i / steps for i in range(steps + 1)]


Painter = Callable[[ImageDraw.ImageDraw, int, int, int, int], None]


def tiled(pen: ImageDraw.ImageDraw, top: int, bottom: int, width: int, count: int, painter: Painter) -> None:
    """The painter is given each cell of a band: pen, left, top, right, bottom."""
    for index in range(count):
        painter(pen, width * index // count, top, width * (index + 1) // count, bottom)


def brush_ring(
    pen: ImageDraw.ImageDraw, ring: Ring, colour: Colour, outline: Colour | None = None, width: int = 2
) -> None:
    pen.polygon(list(ring), fill=colour)
    if outline is not None:
        pen.line([*ring, ring[0]], fill=outline, width=width, joint="curve")


def skin(size: tuple[int, int], colour: Colour) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", size, colour)
    return image, ImageDraw.Draw(image)
