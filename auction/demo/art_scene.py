"""The picture being drawn: a canvas seen through a lens, shapes cut as stencils, fillings laid into them.

World units are the pixels of the front view; a lens that comes closer only changes how they are mapped.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from auction.demo.art_light import Colour, Point, Size, Stops, blurred, lit, relief, scaled, tint, turn_levels

WIDTH, HEIGHT = 1600, 1200
MIDDLE = (WIDTH / 2, HEIGHT / 2)
Ring = Sequence[Point]
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Stencil:
    """A shape cut out at the canvas's resolution, with smooth edges, and where its upper left corner lies."""

    mask: Image.Image
    left: int
    top: int

    @property
    def box(self) -> Box:
        return self.left, self.top, self.left + self.mask.width, self.top + self.mask.height


class Filling(Protocol):
    """What can be laid into a stencil."""

    def over(self, scene: Scene, box: Box) -> Image.Image: ...


class Scene:
    """One picture in the making. `zoom` 1 at the middle is the front view."""

    def __init__(self, ground: Image.Image, zoom: float = 1.0, focus: Point = MIDDLE, degrees: float = 0.0) -> None:
        self.image = ground
        self._middle = (ground.width / 2, ground.height / 2)
        self.zoom = zoom
        self.focus = focus
        self._cosine = math.cos(math.radians(degrees)) * zoom
        self._sine = math.sin(math.radians(degrees)) * zoom

    def at(self, point: Point) -> Point:
        x, y = point[0] - self.focus[0], point[1] - self.focus[1]
        return (
            x * self._cosine - y * self._sine + self._middle[0],
            x * self._sine + y * self._cosine + self._middle[1],
        )

    def back(self, x: float, y: float) -> Point:
        across, down, square = x - self._middle[0], y - self._middle[1], self.zoom * self.zoom
        return (
            (across * self._cosine + down * self._sine) / square + self.focus[0],
            (down * self._cosine - across * self._sine) / square + self.focus[1],
        )

    def cut(self, *rings: Ring, holes: Sequence[Ring] = (), margin: int = 0) -> Stencil | None:
        """None when nothing of the shape lies in the picture."""
        placed = [[self.at(point) for point in ring] for ring in rings]
        box = self._bounds(placed, margin)
        if box is None:
            return None
        left, top, right, bottom = box
        extent = max(right - left, bottom - top)
        fine = 2 if extent > 360 else 3 if extent > 90 else 4
        sheet = Image.new("L", ((right - left) * fine, (bottom - top) * fine))
        pen = ImageDraw.Draw(sheet)
        for ring in placed:
            pen.polygon([((x - left) * fine, (y - top) * fine) for x, y in ring], fill=255)
        for hole in holes:
            pen.polygon([((x - left) * fine, (y - top) * fine) for x, y in map(self.at, hole)], fill=0)
        return Stencil(sheet.reduce(fine), left, top)

    def _bounds(self, rings: Sequence[Ring], margin: int) -> Box | None:
        xs = [x for ring in rings for x, _ in ring]
        ys = [y for ring in rings for _, y in ring]
        width, height = self.image.size
        left, top = max(0, math.floor(min(xs)) - margin), max(0, math.floor(min(ys)) - margin)
        right, bottom = min(width, math.ceil(max(xs)) + margin), min(height, math.ceil(max(ys)) + margin)
        return (left, top, right, bottom) if right - left > 0 and bottom - top > 0 else None

    def lay(self, stencil: Stencil | None, filling: Filling | Colour, opacity: float = 1.0) -> None:
        if stencil is None:
            return
        mask = stencil.mask if opacity >= 1 else scaled(stencil.mask, opacity)
        if isinstance(filling, tuple):
            self.image.paste(filling, stencil.box, mask)
        else:
            self.image.paste(filling.over(self, stencil.box), stencil.box, mask)

    def fill(self, ring: Ring, filling: Filling | Colour, opacity: float = 1.0) -> Stencil | None:
        stencil = self.cut(ring)
        self.lay(stencil, filling, opacity)
        return stencil

    def ring(
        self, centre: Point, outer: float, inner: float, filling: Filling | Colour, opacity: float = 1.0
    ) -> Stencil | None:
        """What lies between two circles."""
        points = 160 if outer * self.zoom > 60 else 60
        stencil = self.cut(ellipse(centre, outer, points=points), holes=[ellipse(centre, inner, points=points)])
        self.lay(stencil, filling, opacity)
        return stencil

    def boss(self, centre: Point, radius: float, stops: Stops) -> None:
        """A small round stud, lit from the upper left."""
        x, y = self.at(centre)
        sheet, mask = _boss(max(2, round(radius * self.zoom * 2)), stops)
        half = mask.width // 2
        self.image.paste(sheet, (round(x) - half, round(y) - half), mask)

    def light(self, stencil: Stencil | None, light: Image.Image) -> None:
        """Light of the stencil's size on what is already laid there; 128 changes nothing."""
        if stencil is not None:
            self.image.paste(lit(self.image.crop(stencil.box), light), stencil.box, stencil.mask)

    def bevel(self, stencil: Stencil | None, width: float, strength: float = 1.0) -> None:
        """Rounds the edges of what is laid: lit at the upper left, shaded at the lower right."""
        if stencil is not None:
            radius = max(1.0, width * self.zoom)
            height = blurred(stencil.mask, radius) if radius > 3 else stencil.mask.filter(ImageFilter.BoxBlur(radius))
            self.light(stencil, relief(height, strength * 0.9, max(1, round(radius * 0.5))))

    def shadow(
        self, *rings: Ring, shift: Point = (0, 0), blur: float = 20, strength: float = 0.5,
        colour: Colour = (24, 18, 16),
    ) -> None:  # fmt: skip
        """A soft shadow of the shape on whatever is there. Worked coarsely: it is blurred anyway."""
        radius = max(1.0, blur * self.zoom)
        placed = [[self.at((x + shift[0], y + shift[1])) for x, y in ring] for ring in rings]
        box = self._bounds(placed, math.ceil(radius * 2.5))
        if box is None:
            return
        left, top, right, bottom = box
        coarse = max(1, min(8, int(radius / 1.7)))
        sheet = Image.new("L", (-(-(right - left) // coarse), -(-(bottom - top) // coarse)))
        pen = ImageDraw.Draw(sheet)
        for ring in placed:
            pen.polygon([((x - left) / coarse, (y - top) / coarse) for x, y in ring], fill=255)
        soft = scaled(sheet.filter(ImageFilter.GaussianBlur(radius / coarse)), strength)
        mask = soft.resize((right - left, bottom - top), Image.Resampling.BILINEAR)
        self.image.paste(colour, box, mask)

    def inner_shadow(self, stencil: Stencil | None, shift: Point, blur: float, strength: float) -> None:
        """What lies lower than its frame: the frame's shadow falls in from the side of the light."""
        if stencil is None:
            return
        radius = max(1.0, blur * self.zoom)
        wide = Image.new("L", (stencil.mask.width + 80, stencil.mask.height + 80), 255)
        wide.paste(ImageChops.invert(stencil.mask), (40, 40))
        soft = blurred(wide, radius)
        dx, dy = round(shift[0] * self.zoom), round(shift[1] * self.zoom)
        left, top = min(80, max(0, 40 - dx)), min(80, max(0, 40 - dy))
        fallen = soft.crop((left, top, left + stencil.mask.width, top + stencil.mask.height))
        mask = ImageChops.multiply(stencil.mask, scaled(fallen, strength))
        self.image.paste((12, 9, 9), stencil.box, mask)

    def gleam(self, ring: Ring, blur: float, strength: float, colour: Colour = (255, 252, 244)) -> None:
        """A soft light spot."""
        self.shadow(ring, blur=blur, strength=strength, colour=colour)

    def write(self, words: str, middle: Point, height: float, colour: Colour, degrees: float = 0.0) -> None:
        """Small lettering: a name on a dial, a figure on a scale."""
        self.lay(self.letters(words, middle, height, degrees), colour)

    def letters(self, words: str, middle: Point, height: float, degrees: float = 0.0) -> Stencil | None:
        size = max(8, round(height * self.zoom * 3))
        font = ImageFont.load_default(size)
        left, top, right, bottom = font.getbbox(words)
        sheet = Image.new("L", (math.ceil(right - left) + 12, math.ceil(bottom - top) + 12))
        ImageDraw.Draw(sheet).text((6 - left, 6 - top), words, 255, font)
        turn = math.degrees(math.atan2(self._sine, self._cosine)) + degrees
        sheet = sheet.rotate(-turn, Image.Resampling.BICUBIC, expand=True).reduce(3)
        x, y = self.at(middle)
        placed = round(x - sheet.width / 2), round(y - sheet.height / 2)
        if not (0 <= placed[0] < self.image.width - sheet.width and 0 <= placed[1] < self.image.height - sheet.height):
            return None
        return Stencil(sheet, *placed)


@dataclass(frozen=True, slots=True)
class Linear:
    """A gradient from one point to another."""

    start: Point
    end: Point
    stops: Stops

    def over(self, scene: Scene, box: Box) -> Image.Image:
        (x0, y0), (x1, y1) = scene.at(self.start), scene.at(self.end)
        dx, dy = x1 - x0, y1 - y0
        length = dx * dx + dy * dy or 1.0
        size = box[2] - box[0], box[3] - box[1]
        corners = [
            ((x - x0) * dx + (y - y0) * dy) / length for x, y in ((box[0], box[1]), (box[2], box[1]), (box[0], box[3]))
        ]
        return tint(_plane(size, *corners), self.stops)


@dataclass(frozen=True, slots=True)
class Radial:
    """A gradient from the middle outwards; `squash` makes it an ellipse."""

    centre: Point
    radius: float
    stops: Stops
    squash: float = 1.0

    def over(self, scene: Scene, box: Box) -> Image.Image:
        (x, y), reach = scene.at(self.centre), self.radius * scene.zoom
        size = box[2] - box[0], box[3] - box[1]
        scale_x, scale_y = 127.5 / reach, 127.5 / (reach * self.squash)
        shift = (128 + (box[0] - x) * scale_x, 128 + (box[1] - y) * scale_y)
        few = _few(size)
        matrix = (scale_x * size[0] / few[0], 0, shift[0], 0, scale_y * size[1] / few[1], shift[1])
        levels = _rings().transform(few, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR, fillcolor=255)
        return tint(levels.resize(size, Image.Resampling.BILINEAR), self.stops)


@dataclass(frozen=True, slots=True)
class Around:
    """A gradient that goes once round a point, as light does on turned metal."""

    centre: Point
    radius: float
    stops: Stops

    def over(self, scene: Scene, box: Box) -> Image.Image:
        (x, y), reach = scene.at(self.centre), self.radius * scene.zoom
        disc = _turned_disc(round(reach * 2), self.stops)
        left, top = round(box[0] - x + disc.width / 2), round(box[1] - y + disc.height / 2)
        return disc.crop((left, top, left + box[2] - box[0], top + box[3] - box[1]))


@lru_cache(maxsize=6)
def _turned_disc(side: int, stops: Stops) -> Image.Image:
    return tint(turn_levels(), stops).resize((side, side), Image.Resampling.BILINEAR)


@dataclass(frozen=True, slots=True)
class Cloth:
    """A picture spread so that its corners lie at world points `origin` and `origin + extent`."""

    picture: Image.Image
    origin: Point = (0, 0)
    extent: Size = (WIDTH, HEIGHT)

    def over(self, scene: Scene, box: Box) -> Image.Image:
        across, down = self.picture.width / self.extent[0], self.picture.height / self.extent[1]
        size = box[2] - box[0], box[3] - box[1]
        (x, y), right, below = (scene.back(box[0] + i, box[1] + j) for i, j in ((0, 0), (1, 0), (0, 1)))
        left, top = (x - self.origin[0]) * across, (y - self.origin[1]) * down
        wide, tilt = (right[0] - x) * across, (right[1] - y) * down
        lean, high = (below[0] - x) * across, (below[1] - y) * down
        region = (left, top, left + wide * size[0], top + high * size[1])
        is_inside = left >= 0 and top >= 0 and region[2] <= self.picture.width and region[3] <= self.picture.height
        if abs(tilt) < 1e-9 and is_inside:
            return self.picture.resize(size, Image.Resampling.BILINEAR, region)
        matrix = (wide, lean, left, tilt, high, top)
        return self.picture.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)


def _few(size: Size) -> Size:
    """Smooth things are worked small and enlarged."""
    return max(2, min(size[0], 160)), max(2, min(size[1], 160))


def _plane(size: Size, here: float, right: float, below: float) -> Image.Image:
    """Grey levels of a slope that has these values (0 to 1) at three corners."""
    few = _few(size)
    lowest = min(here, right, below, right + below - here)
    span = max(here, right, below, right + below - here) - lowest or 1e-6
    line = bytes([min(255, max(0, round((lowest + span * (i - 1) / 61) * 255))) for i in range(64)])
    source = Image.frombytes("L", (64, 2), line * 2)
    scale = 61 / span
    matrix = ((right - here) / few[0] * scale, (below - here) / few[1] * scale, (here - lowest) * scale + 1.5, 0, 0, 1)
    slope = source.transform(few, Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
    return slope.resize(size, Image.Resampling.BILINEAR)


@lru_cache(maxsize=32)
def _boss(side: int, stops: Stops) -> tuple[Image.Image, Image.Image]:
    """The stud and the soft dark edge under it."""
    wide = side + side // 2
    fall = _rings().resize((round(side * 1.4),) * 2, Image.Resampling.BILINEAR)
    start = round(side * 0.35)
    ball = tint(fall.crop((start, start, start + side, start + side)), stops)
    disc = Image.new("L", (side * 4, side * 4))
    ImageDraw.Draw(disc).ellipse((0, 0, side * 4 - 1, side * 4 - 1), fill=255)
    cut = disc.reduce(4)
    sheet, mask = Image.new("RGB", (wide, wide), (14, 8, 6)), Image.new("L", (wide, wide))
    inset = side // 4
    mask.paste(150, (inset + side // 8, inset + side // 6), cut)
    mask.paste(255, (inset, inset), cut)
    sheet.paste(ball, (inset, inset), cut)
    return sheet, mask


@lru_cache(maxsize=1)
def _rings() -> Image.Image:
    return Image.radial_gradient("L")


def ellipse(centre: Point, across: float, down: float | None = None, points: int = 96) -> list[Point]:
    x, y = centre
    tall = across if down is None else down
    return [
        (x + across * math.cos(math.tau * i / points), y + tall * math.sin(math.tau * i / points))
        for i in range(points)
    ]


def rectangle(left: float, top: float, right: float, bottom: float, corner: float = 0) -> list[Point]:
    if corner <= 0:
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    ring: list[Point] = []
    for x, y, start in (
        (right - corner, top + corner, -90),
        (right - corner, bottom - corner, 0),
        (left + corner, bottom - corner, 90),
        (left + corner, top + corner, 180),
    ):
        ring += [
            (x + corner * math.cos(math.radians(start + a)), y + corner * math.sin(math.radians(start + a)))
            for a in range(0, 91, 10)
        ]
    return ring


def stroke(line: Ring, width: float, end_width: float | None = None) -> list[Point]:
    """The outline of a line drawn with a pen that grows from `width` to `end_width`."""
    last = width if end_width is None else end_width
    one: list[Point] = []
    other: list[Point] = []
    for index, (x, y) in enumerate(line):
        before, after = line[max(0, index - 1)], line[min(len(line) - 1, index + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        half = (width + (last - width) * index / max(1, len(line) - 1)) / 2
        one.append((x - dy / length * half, y + dx / length * half))
        other.append((x + dy / length * half, y - dx / length * half))
    return [*one, *reversed(other)]


def turned(ring: Ring, about: Point, degrees: float) -> list[Point]:
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [
        (
            about[0] + (x - about[0]) * cosine - (y - about[1]) * sine,
            about[1] + (x - about[0]) * sine + (y - about[1]) * cosine,
        )
        for x, y in ring
    ]
