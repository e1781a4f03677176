"""Brass and copper: the coffee pot, the pierced lantern, the astrolabe."""

from __future__ import annotations

import math
import random
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter

from auction.demo.art_clay import cast
from auction.demo.art_light import (
    BRASS,
    COPPER,
    OLD_BRASS,
    SILVER,
    Colour,
    Point,
    Stops,
    clouds,
    contrast,
    darker,
    level,
    lighter,
    relief,
    spline,
)
from auction.demo.art_ornament import petal, scroll, star
from auction.demo.art_scene import Around, Linear, Radial, Ring, Scene, Stencil, ellipse, stroke, turned
from auction.demo.art_turned import arc_line, body, chase, lay_body, metal_ball, ring_band


def dallah(scene: Scene, chance: random.Random) -> None:
    """The coffee pot of the Gulf: waisted body, long beak, high lid."""
    metal = chance.choice((BRASS, BRASS, OLD_BRASS, COPPER, SILVER))
    ball = metal_ball(metal)
    wide, waist = chance.uniform(0.94, 1.08), chance.uniform(0.9, 1.08)
    neck = [(500, 104 * waist), (560, 92 * waist), (640, 112 * waist)]
    belly = body(810, [*neck, (760, 182 * wide), (880, 216 * wide), (960, 204 * wide), (1010, 190 * wide)], 0.14)
    cast(scene, belly)
    _spout(scene, metal)
    _handle(scene, metal)
    lay_body(scene, belly, ball)
    for y, height, swell in ((548, 22, 9), (700, 14, 6), (724, 10, 4), (972, 24, 7)):
        lay_body(scene, ring_band(belly, y, height, swell), ball)
    chase(scene, belly, _chasing(chance.choice((9, 11, 13)), chance.choice((0, 20))))
    _lid(scene, metal, ball, waist)
    tarnish = scene.cut(belly.outline())
    if tarnish is not None:
        scene.light(
            tarnish, contrast(clouds((300, 300), (70, 60), chance.randint(0, 9), 3), 0.4).resize(tarnish.mask.size)
        )


def _lid(scene: Scene, metal: Stops, ball: Image.Image, waist: float) -> None:
    collar = body(810, [(470, 116 * waist), (486, 122 * waist), (506, 112 * waist)], 0.14)
    lay_body(scene, collar, ball)
    dome = body(810, [(300, 14), (330, 26), (370, 60), (420, 100 * waist), (470, 114 * waist)], 0.14)
    lay_body(scene, dome, ball)
    finial = body(810, [(176, 3), (200, 8), (222, 20), (246, 26), (262, 14), (276, 24), (292, 32), (304, 16)], 0.14)
    lay_body(scene, finial, ball)
    scene.shadow(arc_line(collar, 506), blur=5, strength=0.35)
    scene.gleam(ellipse((770, 410), 7, 20), 5, 0.5, lighter(level(metal, 1.0), 0.3))


def _spout(scene: Scene, metal: Stops) -> None:
    """The beak: it leaves the shoulder, sweeps out and turns up."""
    under = spline([(724, 650), (640, 640), (560, 560), (500, 452), (430, 404)], 16)
    over = spline([(430, 404), (520, 410), (600, 462), (680, 512), (740, 520)], 16)
    ring = [*under, *over]
    beak = scene.fill(ring, Linear((520, 420), (600, 610), (
        (0.0, level(metal, 0.5)), (0.18, level(metal, 0.96)), (0.34, level(metal, 0.62)), (0.6, level(metal, 0.28)),
        (0.84, level(metal, 0.1)), (1.0, level(metal, 0.42)),
    )))  # fmt: skip
    scene.bevel(beak, 20, 1.5)
    scene.fill(stroke(spline([(440, 410), (530, 424), (612, 486), (700, 534)], 14), 7, 12), level(metal, 0.97), 0.55)
    scene.fill([(430, 404), (456, 398), (520, 409), (500, 418), (462, 414)], level(metal, 0.06), 0.85)


def _handle(scene: Scene, metal: Stops) -> None:
    line = spline([(880, 612), (986, 504), (1082, 520), (1120, 640), (1082, 790), (976, 884)], 18)
    scene.shadow(stroke(line, 40), shift=(16, 18), blur=16, strength=0.25)
    bar = scene.fill(stroke(line, 44, 30), level(metal, 0.5))
    scene.bevel(bar, 8, 1.7)
    scene.fill(stroke([(x - 7, y - 6) for x, y in line[6:-8]], 9, 6), level(metal, 0.97), 0.6)
    for x, y in (line[9], line[-14]):
        knob = scene.fill(
            ellipse((x, y), 30, 26),
            Radial(
                (x - 8, y - 8), 36, ((0.0, level(metal, 0.95)), (0.5, level(metal, 0.55)), (1.0, level(metal, 0.14)))
            ),
        )
        scene.bevel(knob, 5, 0.8)


@lru_cache(maxsize=8)
def _chasing(points: int, seed: int) -> Image.Image:
    """Bands of leaves, stars and vines hammered into the body, as light and shade."""
    width, height = 1000, 800
    sheet = Image.new("L", (width, height), 128)
    pen = ImageDraw.Draw(sheet)
    for index in range(points):
        x = width * (index + 0.5) / points
        half = width / points / 2
        for grow, deep in ((1.0, 60), (0.72, 150), (0.4, 70)):
            pen.polygon(petal((x, 470), 190 * grow, half * 2.6 * grow, math.pi / 2), fill=deep)
        pen.polygon(star((x - half, 600), 26, 12, 8), fill=60)
        pen.polygon(star((x, 372), 20, 11, 6), fill=60)
        pen.ellipse((x - half - 10, 362, x - half + 10, 382), fill=190)
    for y in (330, 412, 446, 690, 724):
        pen.rectangle((0, y, width, y + 5), fill=40)
    vine = scroll((-40, 152 + seed), width + 80, 26, points)
    pen.line(vine, fill=50, width=7, joint="curve")
    for index in range(4, len(vine) - 4, 4):
        pen.polygon(petal(vine[index], 34, 18, index * 0.9), fill=60)
    return relief(sheet.filter(ImageFilter.GaussianBlur(1.6)), 1.5, 2)


def lantern(scene: Scene, chance: random.Random) -> None:
    """A pierced lantern with six sides and a dome, its lamp lit."""
    metal = chance.choice((BRASS, OLD_BRASS, COPPER))
    glow: Colour = chance.choice(((255, 206, 120), (255, 186, 104), (255, 220, 160)))
    ball = metal_ball(metal)
    foot = body(800, [(960, 150), (985, 190), (1010, 196)], 0.14)
    cast(scene, foot)
    scene.gleam(ellipse((800, 1040), 520, 110), 80, 0.30, glow)
    scene.gleam(ellipse((800, 640), 470, 460), 120, 0.20, glow)
    lay_body(scene, foot, ball)
    _faces(scene, metal, glow, chance)
    lay_body(scene, body(800, [(418, 196), (436, 206), (456, 196)], 0.14), ball)
    dome = body(800, [(226, 20), (262, 66), (310, 128), (370, 172), (420, 186)], 0.14)
    lay_body(scene, dome, ball)
    holes: list[Ring] = []
    for index in range(7):
        across = -0.8 + 1.6 * index / 6
        squeeze = math.sqrt(1 - across * across)
        x, y = 800 + across * 160, 382 + squeeze * 22
        holes.append([(x + (px - x) * squeeze, py) for px, py in petal((x, y), 70, 34, -math.pi / 2)])
    _shine_through(scene, holes, glow)
    lay_body(scene, body(800, [(160, 8), (178, 22), (200, 12), (214, 26), (232, 24)], 0.14), ball)
    ring = ellipse((800, 124), 40, 44)
    loop = scene.cut(ring, holes=[ellipse((800, 124), 28, 32)])
    scene.lay(loop, level(metal, 0.55))
    scene.bevel(loop, 4, 1.3)


def _faces(scene: Scene, metal: Stops, glow: Colour, chance: random.Random) -> None:
    """Three of the six sides; each is a pierced sheet in a frame."""
    points = chance.choice((6, 8, 10))
    top, bottom = 446.0, 972.0
    for left, right, shade, lift, other_lift in (
        (618.0, 704.0, 0.34, 14, 0),
        (704.0, 896.0, 0.66, 0, 0),
        (896.0, 982.0, 0.22, 0, 14),
    ):
        sheet = [(left, top - lift), (right, top - other_lift), (right, bottom - other_lift), (left, bottom - lift)]
        fall: Stops = ((0.0, level(metal, shade + 0.16)), (0.5, level(metal, shade)), (1.0, level(metal, shade - 0.12)))
        scene.bevel(scene.fill(sheet, Linear((left, 0), (right, 0), fall)), 5, 1.0)
        squeeze = (right - left) / 192
        holes: list[Ring] = []
        for y in (560, 708, 856):
            holes += _piercing(((left + right) / 2, y), squeeze, points)
        for x in (left + 17 * squeeze, right - 17 * squeeze):
            holes += [ellipse((x, 474 + step * 20.6), 3.6 * squeeze, 3.6, 10) for step in range(24)]
        _shine_through(scene, holes, glow)
    for x in (618, 704, 896, 982):
        bar = [(x - 7, 440.0), (x + 7, 440.0), (x + 7, 982.0), (x - 7, 982.0)]
        light: Stops = ((0.0, level(metal, 0.35)), (0.35, level(metal, 0.95)), (1.0, level(metal, 0.12)))
        scene.bevel(scene.fill(bar, Linear((x - 7, 0), (x + 7, 0), light)), 2, 0.5)


def _piercing(centre: Point, squeeze: float, points: int) -> list[Ring]:
    holes: list[Ring] = [star(centre, 15, 7, points)]
    for index in range(points):
        angle = math.tau * index / points + math.pi / 2
        between = angle + math.pi / points
        spot = (centre[0] + 66 * math.cos(between), centre[1] + 66 * math.sin(between))
        holes += [petal(centre, 36, 24, angle, 20), star(spot, 10, 5, 6, angle)]
    return [[(centre[0] + (x - centre[0]) * squeeze, y) for x, y in hole] for hole in holes]


def _shine_through(scene: Scene, holes: list[Ring], glow: Colour) -> None:
    """The lamp stands in the middle: near it the holes are nearly white."""
    heart = ((0.0, lighter(glow, 0.85)), (0.4, lighter(glow, 0.3)), (1.0, darker(glow, 0.35)))
    scene.lay(scene.cut(*holes), Radial((800, 680), 640, heart))


def astrolabe(scene: Scene, chance: random.Random) -> None:
    """Seen from above: scaled limb, pierced star map, rule with a pin, throne and ring."""
    metal = chance.choice((BRASS, OLD_BRASS, OLD_BRASS, SILVER))
    centre, radius = (800.0, 640.0), 420.0
    throne = [*spline([(690, 236), (716, 176), (770, 150), (800, 96), (830, 150), (884, 176), (910, 236)], 10)]
    disc = ellipse(centre, radius, points=180)
    scene.shadow(disc, throne, shift=(24, 30), blur=26, strength=0.62)
    scene.shadow(disc, throne, shift=(5, 7), blur=5, strength=0.5)
    ring = scene.cut(ellipse((800, 74), 52), holes=[ellipse((800, 74), 38)])
    scene.lay(ring, level(metal, 0.6))
    scene.bevel(ring, 5, 1.4)
    _engraved_plate(scene, throne, Linear((700, 100), (900, 260), ((0.0, level(metal, 0.8)), (1.0, level(metal, 0.4)))))
    for x in (752, 800, 848):
        scene.fill(petal((x, 228), 54, 26, -math.pi / 2), level(metal, 0.1), 0.8)
    around: Stops = tuple(
        (i / 8, level(metal, v)) for i, v in enumerate((0.5, 0.62, 0.46, 0.58, 0.74, 0.86, 0.62, 0.7, 0.5))
    )
    _engraved_plate(scene, disc, Around(centre, radius + 8, around))
    _scale(scene, centre, radius, metal)
    well = scene.fill(
        ellipse(centre, radius * 0.84, points=140),
        Around(centre, radius, tuple((a, darker(c, 0.3)) for a, c in around)),
    )
    scene.inner_shadow(well, (9, 11), 8, 0.7)
    _circles(scene, centre, radius * 0.84, metal, chance)
    _rete(scene, centre, radius * 0.83, around, chance)
    _rule(scene, centre, radius, metal, chance.uniform(20, 160))


def _engraved_plate(scene: Scene, ring: Ring, filling: Linear | Around) -> Stencil | None:
    plate = scene.fill(ring, filling)
    if plate is not None:
        scene.light(plate, contrast(clouds((400, 300), (24, 20), 5, 3), 0.35).resize(plate.mask.size))
    scene.bevel(plate, 5, 1.3)
    return plate


def _scale(scene: Scene, centre: Point, radius: float, metal: Stops) -> None:
    dark = level(metal, 0.03)
    for reach in (0.985, 0.935, 0.865):
        scene.lay(
            scene.cut(
                ellipse(centre, radius * reach, points=150), holes=[ellipse(centre, radius * reach - 2.2, points=150)]
            ),
            dark,
            0.8,
        )
    ticks: list[Ring] = []
    for degree in range(0, 360, 3):
        angle = math.radians(degree)
        inner = 0.868 if degree % 30 == 0 else (0.91 if degree % 15 == 0 else 0.935)
        line = [
            (centre[0] + radius * r * math.cos(angle), centre[1] + radius * r * math.sin(angle)) for r in (inner, 0.983)
        ]
        ticks.append(stroke(line, 3.0 if degree % 30 == 0 else 1.8))
    scene.lay(scene.cut(*ticks), dark, 0.85)
    for step in range(24):
        angle = math.tau * (step + 0.5) / 24
        spot = (centre[0] + radius * 0.9 * math.cos(angle), centre[1] + radius * 0.9 * math.sin(angle))
        scene.write(str((step + 1) * 15), spot, 15, dark, math.degrees(angle) + 90)


def _circles(scene: Scene, centre: Point, radius: float, metal: Stops, chance: random.Random) -> None:
    """The engraved net of heights and hours below the star map."""
    lift = chance.uniform(0.25, 0.4) * radius
    cuts: list[Ring] = []
    for step in range(9):
        reach = radius * (0.12 + 0.105 * step)
        cuts += _within(ellipse((centre[0], centre[1] - lift + reach * 0.38), reach, points=90), centre, radius)
    for step in range(5):
        cuts += _within(ellipse(centre, radius * (0.3 + 0.17 * step), points=90), centre, radius)
    scene.lay(scene.cut(*cuts), level(metal, 0.0), 0.6)


def _within(ring: list[Point], centre: Point, radius: float) -> list[Ring]:
    """The parts of a line that lie on the plate, as cuts."""
    inside = [point for point in [*ring, ring[0]] if math.dist(point, centre) < radius]
    runs: list[list[Point]] = [[]]
    for point in inside:
        if runs[-1] and math.dist(runs[-1][-1], point) > radius * 0.25:
            runs.append([])
        runs[-1].append(point)
    return [stroke(run, 1.8) for run in runs if len(run) > 2]


def _rete(scene: Scene, centre: Point, radius: float, around: Stops, chance: random.Random) -> None:
    """The pierced star map: rings, a cross, and flames whose tips are the stars."""
    low = (centre[0], centre[1] + radius * 0.34)
    work: list[Ring] = []
    for _ in range(17):
        reach, angle, bend = chance.uniform(0.3, 0.78), chance.uniform(0, math.tau), chance.choice((-2.2, 2.2, 1.4))
        foot = (centre[0] + radius * reach * math.cos(angle), centre[1] + radius * reach * math.sin(angle))
        work.append(petal(foot, 74, 30, angle + bend))
    work.append(stroke([(centre[0] - radius, centre[1]), (centre[0] + radius, centre[1])], 15))
    work.append(stroke([(centre[0], centre[1] - radius), (centre[0], centre[1] + radius)], 15))
    for middle, reach, wide in ((centre, radius * 0.96, radius * 0.08), (low, radius * 0.56, radius * 0.07)):
        circle = ellipse(middle, reach, points=140)
        work.append(stroke([*circle, circle[0]], wide))
    scene.shadow(*work, shift=(7, 9), blur=5, strength=0.5)
    net = scene.cut(*work)
    scene.lay(net, Around(centre, radius * 1.2, around))
    scene.bevel(net, 2.5, 1.6)


def _rule(scene: Scene, centre: Point, radius: float, metal: Stops, degrees: float) -> None:
    x, y = centre
    half = [(0.95 * radius, -4.0), (0.8 * radius, -14.0), (50.0, -17.0), (0.0, -34.0)]
    upper = [*((x - dx, y + dy) for dx, dy in half), *((x + dx, y + dy) for dx, dy in reversed(half[:-1]))]
    blade = [
        *upper,
        (x + radius * 0.95, y + 5),
        (x + 50, y + 6),
        (x, y + 34),
        (x - 50, y + 6),
        (x - radius * 0.95, y + 5),
    ]
    ring = turned(blade, centre, degrees)
    scene.shadow(ring, shift=(9, 12), blur=8, strength=0.6)
    shape = scene.fill(
        ring,
        Linear(
            (x - 200, y - 300),
            (x + 200, y + 300),
            ((0.0, level(metal, 0.9)), (0.5, level(metal, 0.66)), (1.0, level(metal, 0.5))),
        ),
    )
    scene.bevel(shape, 3, 1.5)
    pin = scene.fill(
        ellipse(centre, 22),
        Radial((x - 6, y - 7), 27, ((0.0, level(metal, 1.0)), (0.5, level(metal, 0.6)), (1.0, level(metal, 0.16)))),
    )
    scene.bevel(pin, 3, 0.8)
