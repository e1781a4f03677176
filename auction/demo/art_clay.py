"""Ceramics: a turned vase with painted bands, and a dish seen from above."""

from __future__ import annotations

import math
import random

from PIL import Image, ImageDraw, ImageFilter

from auction.demo.art_light import Colour, Point, clouds, contrast, darker, lighter, lit, mix
from auction.demo.art_ornament import brush_ring, petal, rosette, skin, star, tiled
from auction.demo.art_scene import Linear, Radial, Scene, ellipse, stroke
from auction.demo.art_turned import Body, body, lay_body, lit_ball

COBALT, TURQUOISE, RED = (44, 68, 122), (62, 136, 142), (164, 74, 54)
WHITE_SLIP, CREAM, CELADON, INK = (230, 226, 214), (220, 206, 178), (150, 170, 148), (40, 42, 46)

# Ground colour, first, second and line colour of the painting.
PALETTES: tuple[tuple[Colour, Colour, Colour, Colour], ...] = (
    (WHITE_SLIP, COBALT, TURQUOISE, (22, 40, 84)),
    (WHITE_SLIP, COBALT, RED, (24, 38, 78)),
    (TURQUOISE, INK, (28, 74, 92), INK),
    (CREAM, (120, 72, 40), (64, 44, 34), (52, 34, 26)),
    ((34, 56, 96), (212, 186, 120), (226, 222, 208), (212, 186, 120)),
    (CELADON, (112, 138, 118), (176, 192, 170), (96, 120, 104)),
)

SHAPES: tuple[tuple[Point, ...], ...] = (
    ((250, 88), (300, 74), (370, 82), (470, 190), (610, 236), (780, 190), (900, 118), (936, 124)),
    ((230, 104), (262, 92), (420, 84), (520, 120), (660, 214), (790, 226), (900, 150), (936, 140)),
    ((330, 150), (360, 138), (420, 196), (540, 262), (680, 262), (810, 200), (910, 122), (936, 126)),
    ((220, 66), (250, 54), (430, 50), (540, 92), (680, 206), (800, 218), (905, 140), (936, 132)),
)


def vase(scene: Scene, chance: random.Random) -> None:
    palette = chance.choice(PALETTES)
    shape = chance.choice(SHAPES)
    turned = body(800, [(1010 - (936 - y) * 1.16, radius * 1.16) for y, radius in shape])
    cast(scene, turned)
    lay_body(scene, turned, lit_ball(0.9), _painted(palette, chance))
    _mouth(scene, turned, palette[0])


def cast(scene: Scene, turned: Body) -> None:
    """What a turned thing throws on the table: the dark line it stands on and a long soft shade to the right."""
    y, radius = turned.profile[-1]
    widest = max(r for _, r in turned.profile)
    far = turned.axis + widest * 2.5
    near = (turned.axis + radius * 0.8, y + radius * turned.tilt)
    long = [(turned.axis - radius * 0.6, y - 6), (far, y - 96), (far + widest * 0.4, y - 30), near]
    scene.shadow(long, blur=42, strength=0.34)
    scene.shadow(ellipse((turned.axis + 14, y + 4), widest * 1.02, widest * 0.2), blur=26, strength=0.42)
    scene.shadow(turned.foot(1.04), shift=(3, 5), blur=6, strength=0.85)


def _mouth(scene: Scene, turned: Body, glaze: Colour) -> None:
    rim = scene.fill(turned.mouth(), lighter(glaze, 0.35))
    scene.bevel(rim, 3, 1.0)
    y, radius = turned.profile[0]
    dark = ((0.0, darker(glaze, 0.88)), (0.6, darker(glaze, 0.72)), (1.0, darker(glaze, 0.35)))
    scene.fill(turned.mouth(radius * 0.09), Linear((800, y - radius * 0.13), (800, y + radius * 0.13), dark))


def _painted(palette: tuple[Colour, Colour, Colour, Colour], chance: random.Random) -> Image.Image:
    """Bands of painting round half of the body; the brush is a little uneven and the glaze pools."""
    ground, first, second, line = palette
    width, height = 1100, 1000
    image, pen = skin((width, height), ground)
    repeats = chance.choice((5, 6, 7))
    for top, bottom, kind in (
        (60, 190, chance.choice("lz")),
        (250, 720, chance.choice("rs")),
        (770, 890, chance.choice("lz")),
    ):
        for edge in (top, bottom):
            pen.rectangle((0, edge - 12, width, edge - 6), fill=line)
            pen.rectangle((0, edge + 3, width, edge + 6), fill=first)
        _band(pen, (top + 14, bottom - 18), kind, repeats, (first, second, line), ground)
    pen.rectangle((0, 0, width, 22), fill=first)
    pen.rectangle((0, 940, width, 956), fill=first)
    soft = image.filter(ImageFilter.GaussianBlur(1.2))
    pooled = contrast(clouds((width, height), (90, 120), chance.randint(0, 5), 3), 0.28)
    return lit(soft, pooled)


def _band(
    pen: ImageDraw.ImageDraw,
    span: tuple[int, int],
    kind: str,
    repeats: int,
    inks: tuple[Colour, Colour, Colour],
    ground: Colour,
) -> None:
    first, second, line = inks
    top, bottom = span
    width = 1100
    middle = (top + bottom) / 2

    def lappet(pen: ImageDraw.ImageDraw, left: int, above: int, right: int, below: int) -> None:
        brush_ring(
            pen, petal(((left + right) / 2, above), below - above, (right - left) * 1.1, math.pi / 2), first, line, 3
        )
        brush_ring(
            pen,
            petal(((left + right) / 2, above + 8), (below - above) * 0.6, (right - left) * 0.5, math.pi / 2),
            second,
        )

    def zigzag(pen: ImageDraw.ImageDraw, left: int, above: int, right: int, below: int) -> None:
        brush_ring(pen, [(left, below), ((left + right) / 2, above), (right, below)], first)
        pen.ellipse((left - 9, above + 14, left + 9, above + 32), fill=second)

    def medallion(pen: ImageDraw.ImageDraw, left: int, above: int, right: int, below: int) -> None:
        centre, reach = ((left + right) / 2, middle), (right - left) * 0.46
        brush_ring(pen, star(centre, reach, reach * 0.82, 16), mix(ground, first, 0.12), line, 4)
        for index, leaf in enumerate(rosette(centre, reach * 0.9, 8)):
            brush_ring(pen, leaf, first if index < 8 else second, line, 2)
        pen.ellipse(
            (centre[0] - 12, centre[1] - 12, centre[0] + 12, centre[1] + 12), fill=second, outline=line, width=3
        )
        for y in (above + 36, below - 36):
            brush_ring(pen, star((left, y), 44, 18, 8), second, line, 3)
            brush_ring(pen, star((right, y), 44, 18, 8), second, line, 3)

    def spray(pen: ImageDraw.ImageDraw, left: int, above: int, right: int, below: int) -> None:
        stem = (left + right) / 2
        pen.line([(stem, below), (stem, above + 60)], fill=line, width=6)
        for step in range(5):
            y = below - 40 - step * (below - above - 110) / 5
            for side in (-1, 1):
                angle = -math.pi / 2 + side * 0.95
                brush_ring(pen, petal((stem, y), (right - left) * 0.46, 30, angle), first, line, 2)
        brush_ring(pen, star((stem, above + 62), 56, 30, 7, -math.pi / 2), second, line, 3)
        pen.ellipse((stem - 14, above + 48, stem + 14, above + 76), fill=ground, outline=line, width=3)

    painters = {"l": lappet, "z": zigzag, "r": medallion, "s": spray}
    tiled(pen, top, bottom, width, repeats * (2 if kind in "lz" else 1), painters[kind])


def dish(scene: Scene, chance: random.Random) -> None:
    """Seen from straight above: wide rim, painted well, a glaze that shows the window."""
    ground, first, second, line = chance.choice(PALETTES[:5])
    centre, radius = (800.0, 600.0), 455.0
    scene.shadow(ellipse(centre, radius * 0.97), shift=(30, 36), blur=38, strength=0.62)
    scene.shadow(ellipse(centre, radius), shift=(6, 8), blur=7, strength=0.5)
    plate = scene.fill(ellipse(centre, radius, points=180), ground)
    petals = chance.choice((8, 10, 12))
    for index in range(petals * 3):
        angle = math.tau * index / (petals * 3)
        ink = first if index % 2 else second
        scene.fill(petal(centre, radius * 0.2, 58, angle, radius * 0.745), ink)
    for reach, wide, ink in ((0.965, 9, line), (0.72, 8, line), (0.695, 3, first), (0.985, 4, first)):
        scene.lay(
            scene.cut(
                ellipse(centre, radius * reach, points=150), holes=[ellipse(centre, radius * reach - wide, points=150)]
            ),
            ink,
        )
    for leaf in rosette(centre, radius * 0.62, petals):
        scene.fill(leaf, line)
    for index, leaf in enumerate(rosette(centre, radius * 0.612, petals)):
        scene.fill(
            [(x * 0.985 + centre[0] * 0.015, y * 0.985 + centre[1] * 0.015) for x, y in leaf],
            first if index < petals else second,
        )
    for index in range(petals):
        angle = math.tau * (index + 0.5) / petals
        spot = (centre[0] + radius * 0.6 * math.cos(angle), centre[1] + radius * 0.6 * math.sin(angle))
        scene.fill(star(spot, 34, 15, 6, angle), second)
        scene.fill(ellipse(spot, 9), ground)
    scene.fill(star(centre, radius * 0.15, radius * 0.1, petals), line)
    scene.fill(ellipse(centre, radius * 0.075), second)
    _glaze(scene, centre, radius, plate is not None)


def _glaze(scene: Scene, centre: Point, radius: float, is_seen: bool) -> None:
    if not is_seen:
        return
    whole = scene.cut(ellipse(centre, radius, points=180))
    if whole is None:
        return
    pooled = contrast(clouds((400, 300), (40, 40), 3, 3), 0.3).resize(whole.mask.size)
    scene.light(whole, pooled)
    scene.bevel(whole, 16, 1.4)
    well = scene.cut(ellipse(centre, radius * 0.7, points=120))
    scene.inner_shadow(well, (14, 18), 26, 0.42)
    shade = Radial(
        (centre[0] - 130, centre[1] - 160),
        radius * 1.7,
        ((0.0, (150, 150, 150)), (0.5, (128, 128, 128)), (1.0, (78, 78, 82))),
    )
    scene.light(whole, shade.over(scene, whole.box).getchannel("G"))
    for start, reach, width in ((3.55, 0.84, 34), (3.62, 0.6, 22)):
        arc = [
            (
                centre[0] + radius * reach * math.cos(start + 0.06 * i),
                centre[1] + radius * reach * math.sin(start + 0.06 * i),
            )
            for i in range(14)
        ]
        scene.gleam(stroke(arc, width), 7, 0.62)
