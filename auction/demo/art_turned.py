"""Things made on a wheel or a lathe: a profile turned round an axis, with skin, light and reflections."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter

from auction.demo.art_light import Point, Stops, lit, spline, tint
from auction.demo.art_scene import Ring, Scene, Stencil, ellipse

BALL = 256  # the side of a picture of a ball that shows how a material answers light from every side


@dataclass(frozen=True, slots=True)
class Body:
    """`profile` is (height on the picture, radius) from top to bottom; `tilt` is how far one looks down on it."""

    axis: float
    profile: tuple[Point, ...]
    tilt: float = 0.13
    is_band: bool = False  # a band goes round another body: only its front is seen

    def radius(self, y: float) -> float:
        radii = _radii(self.profile)
        return radii[min(len(radii) - 1, max(0, round(y - self.profile[0][0])))]

    def outline(self) -> list[Point]:
        top, bottom = self.profile[0], self.profile[-1]
        far = top[1] * self.tilt * (1 if self.is_band else -1)
        right = [(self.axis + r, y) for y, r in self.profile]
        left = [(self.axis - r, y) for y, r in reversed(self.profile)]
        front = [
            (
                self.axis + bottom[1] * math.cos(math.pi * i / 40),
                bottom[0] + bottom[1] * self.tilt * math.sin(math.pi * i / 40),
            )
            for i in range(1, 40)
        ]
        back = [
            (
                self.axis - top[1] * math.cos(math.pi * i / 40),
                top[0] + far * math.sin(math.pi * i / 40),
            )
            for i in range(1, 40)
        ]
        return [*right, *front, *left, *back]

    def mouth(self, inset: float = 0.0) -> list[Point]:
        y, radius = self.profile[0]
        return ellipse((self.axis, y), radius - inset, (radius - inset) * self.tilt)

    def foot(self, spread: float = 1.0) -> list[Point]:
        y, radius = self.profile[-1]
        return ellipse((self.axis, y), radius * spread, radius * spread * self.tilt)


def body(axis: float, points: Sequence[Point], tilt: float = 0.13) -> Body:
    """Through these (height, radius) points, smoothly."""
    return Body(axis, tuple(spline(points, 14)), tilt)


@lru_cache(maxsize=32)
def _radii(profile: tuple[Point, ...]) -> list[float]:
    """The radius at every unit of height."""
    radii: list[float] = []
    top = profile[0][0]
    for (y0, r0), (y1, r1) in pairwise(profile):
        while top + len(radii) <= y1:
            share = (top + len(radii) - y0) / (y1 - y0) if y1 > y0 else 1.0
            radii.append(r0 + (r1 - r0) * share)
    return radii or [profile[0][1]]


def lay_body(scene: Scene, turned: Body, ball: Image.Image, skin: Image.Image | None = None) -> Stencil | None:
    """With a skin (half round, top to bottom) the ball is grey and lights it; without, the ball is the colour."""
    stencil = scene.cut(turned.outline())
    if stencil is None:
        return None
    size = stencil.mask.size
    skin_mesh, ball_mesh = _meshes(scene, turned, stencil, skin.size if skin else (1, 1))
    shine = ball.transform(size, Image.Transform.MESH, ball_mesh, Image.Resampling.BILINEAR)
    if skin is not None:
        worn = skin.transform(size, Image.Transform.MESH, skin_mesh, Image.Resampling.BILINEAR)
        shine = lit(worn, shine)
    scene.image.paste(shine, stencil.box, stencil.mask)
    return stencil


def chase(scene: Scene, turned: Body, work: Image.Image) -> None:
    """Relief work on the body: `work` is grey, 128 where the surface is level, half round and top to bottom."""
    stencil = scene.cut(turned.outline())
    if stencil is not None:
        mesh, _ = _meshes(scene, turned, stencil, work.size)
        light = work.transform(stencil.mask.size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)
        scene.light(stencil, light)


Mesh = list[tuple[tuple[int, int, int, int], tuple[float, ...]]]


def _meshes(scene: Scene, turned: Body, stencil: Stencil, skin: tuple[int, int]) -> tuple[Mesh, Mesh]:
    cell = 24
    width, height = stencil.mask.size
    xs = [*range(0, width, cell), width]
    ys = [*range(0, height, cell), height]
    grid = [[_seen(turned, *scene.back(x + stencil.left, y + stencil.top), skin) for x in xs] for y in ys]
    skins: Mesh = []
    balls: Mesh = []
    for row, (y0, y1) in enumerate(pairwise(ys)):
        for column, (x0, x1) in enumerate(pairwise(xs)):
            corners = (
                grid[row][column],
                grid[row + 1][column],
                grid[row + 1][column + 1],
                grid[row][column + 1],
            )
            skins.append(((x0, y0, x1, y1), tuple(v for corner in corners for v in corner[:2])))
            balls.append(((x0, y0, x1, y1), tuple(v for corner in corners for v in corner[2:])))
    return skins, balls


def _seen(turned: Body, x: float, y: float, skin: tuple[int, int]) -> tuple[float, float, float, float]:
    """Where on the skin and on the ball the point of the body seen at (x, y) lies."""
    top, bottom = turned.profile[0][0], turned.profile[-1][0]
    radii = _radii(turned.profile)
    last = len(radii) - 1
    height = y
    across = 0.0
    for _ in range(2):
        radius = max(1.0, radii[min(last, max(0, round(height - top)))])
        across = min(0.998, max(-0.998, (x - turned.axis) / radius))
        height = y - turned.tilt * radius * math.sqrt(1 - across * across)
    down = min(1.0, max(0.0, (height - top) / (bottom - top)))
    middle = round(height - top)
    slope = (radii[min(last, max(0, middle + 3))] - radii[min(last, max(0, middle - 3))]) / 6
    outward = 1 / math.hypot(1, slope)
    return (
        (0.5 + math.asin(across) / math.pi) * (skin[0] - 1),
        down * (skin[1] - 1),
        (0.5 + 0.485 * across * outward) * (BALL - 1),
        (0.5 - 0.485 * slope * outward) * (BALL - 1),
    )


@lru_cache(maxsize=8)
def lit_ball(gloss: float = 1.0) -> Image.Image:
    """Grey: 128 where light changes nothing. A window to the upper left, a card to the right."""
    shade = Image.radial_gradient("L").transform(
        (BALL, BALL), Image.Transform.AFFINE, (0.66, 0, 56, 0, 0.66, 64), Image.Resampling.BILINEAR, fillcolor=255
    )  # fmt: skip
    ball = shade.point([round(164 - 132 * (level / 255) ** 1.15) for level in range(256)])
    return _reflect(ball, gloss)


def _reflect(ball: Image.Image, gloss: float) -> Image.Image:
    window = Image.new("L", (BALL, BALL))
    pen = ImageDraw.Draw(window)
    pen.polygon([(70, 46), (106, 34), (104, 118), (66, 126)], fill=round(235 * gloss))
    sharp = window.filter(ImageFilter.GaussianBlur(5))
    rim = Image.new("L", (BALL, BALL))
    ImageDraw.Draw(rim).arc((14, 14, BALL - 14, BALL - 14), -50, 60, fill=round(150 * gloss), width=9)
    ball.paste(255, (0, 0, BALL, BALL), sharp)
    ball.paste(214, (0, 0, BALL, BALL), rim.filter(ImageFilter.GaussianBlur(6)))
    return ball


@lru_cache(maxsize=16)
def metal_ball(stops: Stops, polish: float = 1.0) -> Image.Image:
    """How polished metal shows the room: dark table below, bright windows, a dark band at the horizon."""
    room = Image.new("L", (BALL, BALL), 120)
    pen = ImageDraw.Draw(room)
    for y in range(BALL):
        share = y / BALL
        level = 168 - 46 * share if share < 0.5 else 60 + 128 * (share - 0.5) ** 0.8
        pen.line([(0, y), (BALL, y)], fill=round(level))
    pen.ellipse((40, 112, 216, 150), fill=52)
    pen.polygon([(58, 34), (112, 22), (108, 122), (52, 128)], fill=250)
    pen.rectangle((184, 60, 204, 190), fill=206)
    pen.rectangle((124, 40, 150, 200), fill=84)
    pen.rectangle((14, 70, 34, 190), fill=64)
    room = room.filter(ImageFilter.GaussianBlur(9 / polish))
    edge = Image.radial_gradient("L").resize((BALL, BALL)).point(
        [0 if level < 190 else round((level - 190) * 2.2) for level in range(256)]
    )  # fmt: skip
    room.paste(38, (0, 0, BALL, BALL), edge)
    return tint(room, stops)


def ring_band(turned: Body, y: float, height: float, swell: float) -> Body:
    """A moulding round the body."""
    radius = turned.radius(y)
    profile = [(y + height * i / 10, radius + swell * math.sin(math.pi * i / 10)) for i in range(11)]
    return Body(turned.axis, tuple(profile), turned.tilt, is_band=True)


def arc_line(turned: Body, y: float) -> Ring:
    """The visible front of a level line round the body."""
    radius = turned.radius(y)
    return [
        (
            turned.axis + radius * math.cos(math.pi * i / 48),
            y + radius * turned.tilt * math.sin(math.pi * i / 48),
        )
        for i in range(49)
    ]
