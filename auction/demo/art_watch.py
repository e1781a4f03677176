"""Small machines for the wrist and the hand: the watch and the fountain pen."""

from __future__ import annotations

import math
import random

from auction.demo.art_light import (
    GOLD,
    SILVER,
    STEEL,
    Colour,
    Point,
    Stops,
    clouds,
    contrast,
    darker,
    level,
    lighter,
    mix,
    shine,
    shine_round,
    spline,
)
from auction.demo.art_scene import Around, Linear, Radial, Ring, Scene, ellipse, rectangle, stroke, turned

CENTRE: Point = (800.0, 600.0)
DIALS: tuple[Colour, ...] = (
    (232, 228, 218),
    (24, 34, 58),
    (20, 22, 24),
    (34, 66, 56),
    (196, 160, 118),
    (218, 222, 224),
    (92, 30, 34),
)
LEATHERS: tuple[Colour, ...] = ((92, 54, 32), (44, 32, 28), (132, 86, 52), (30, 36, 50), (58, 62, 46))
NAMES = ("MERIDIAN", "AL WAHA", "SIROCCO", "QASR", "HORIZON", "NAJM")


def watch(scene: Scene, chance: random.Random) -> None:
    metal = chance.choice((STEEL, STEEL, GOLD, SILVER))
    dial = chance.choice(DIALS)
    is_diver = metal is STEEL and chance.random() < 0.4
    is_chronograph = not is_diver and chance.random() < 0.55
    if metal is STEEL and chance.random() < 0.5:
        _bracelet(scene, metal)
    else:
        _strap(scene, chance.choice(LEATHERS))
    _case(scene, metal, is_chronograph)
    if is_diver:
        _diver_bezel(scene, darker(dial, 0.35))
    ink = (28, 28, 30) if sum(dial) > 420 else (236, 234, 226)
    _dial(scene, dial, ink, metal, chance.choice(NAMES), is_chronograph)
    _indices(scene, metal, ink, is_chronograph, chance.random() < 0.3)
    _hands(scene, metal, chance)
    _glass(scene)


def _strap(scene: Scene, leather: Colour) -> None:
    for end, near in ((-140, 395), (1340, 805)):
        ring = [(712, near), (888, near), (872, end), (728, end)]
        scene.shadow(ring, shift=(22, 26), blur=22, strength=0.6)
        across: Stops = (
            (0.0, darker(leather, 0.5)),
            (0.14, leather),
            (0.42, lighter(leather, 0.2)),
            (0.8, leather),
            (1.0, darker(leather, 0.62)),
        )
        band = scene.fill(ring, Linear((712, 0), (888, 0), across))
        if band is not None:
            pores = contrast(clouds((200, 400), (7, 9), "hide", 2), 0.2).resize(band.mask.size)
            scene.light(band, pores)
        scene.bevel(band, 5, 1.0)
        step = -1 if end < near else 1
        for index in range(22):
            y = near + step * (26 + index * 24)
            for x in (726 + index * 0.6, 874 - index * 0.6):
                scene.fill(stroke([(x, y), (x, y + step * 14)], 4.2), lighter(leather, 0.62), 0.9)


def _bracelet(scene: Scene, metal: Stops) -> None:
    for end, near in ((-140, 395), (1340, 805)):
        scene.shadow([(714, near), (886, near), (880, end), (720, end)], shift=(20, 24), blur=20, strength=0.6)
        step = -1 if end < near else 1
        for index in range(16):
            y = near + step * index * 37
            top, bottom = min(y, y + step * 36), max(y, y + step * 36)
            for left, right, shade in ((716, 768, 0.5), (771, 829, 0.78), (832, 884, 0.4)):
                fall: Stops = (
                    (0.0, level(metal, shade + 0.2)),
                    (0.45, level(metal, shade)),
                    (1.0, level(metal, shade - 0.22)),
                )
                link = scene.fill(rectangle(left, top, right, bottom, 6), Linear((left, top), (right, bottom), fall))
                scene.bevel(link, 4, 1.4)


def _case(scene: Scene, metal: Stops, is_chronograph: bool) -> None:
    x, y = CENTRE
    half = [(94, 306), (122, 300), (176, 180), (94, 200)]
    lugs = [[(x + sx * dx, y + sy * dy) for dx, dy in half] for sx in (-1, 1) for sy in (-1, 1)]
    body = ellipse(CENTRE, 258, points=180)
    scene.shadow(body, *lugs, shift=(26, 32), blur=26, strength=0.62)
    scene.shadow(body, shift=(6, 8), blur=7, strength=0.55)
    for lug in lugs:
        fall = shine(metal, (0.0, 0.9), (0.5, 0.55), (1.0, 0.3))
        scene.bevel(scene.fill(lug, Linear((x - 200, y - 330), (x + 200, y + 330), fall)), 6, 1.6)
    for dy, half_high, long in ((0, 30, 40), (-92, 20, 30), (92, 20, 30)) if is_chronograph else ((0, 30, 40),):
        _crown(scene, metal, (x + math.sqrt(258**2 - dy**2) - 6, y + dy), half_high, long)
    polished = shine_round(metal, 0.34, 0.5, 0.3, 0.62, 0.42, 0.8, 1.0, 0.7, 0.92, 0.5, 0.3, 0.44, 0.34)
    scene.bevel(scene.fill(body, Around(CENTRE, 262, polished)), 8, 1.2)
    inner = shine_round(metal, 0.8, 0.6, 0.95, 0.5, 0.7, 0.3, 0.16, 0.4, 0.22, 0.6, 0.9, 0.7, 0.8)
    scene.ring(CENTRE, 240, 206, Around(CENTRE, 244, inner))
    scene.ring(CENTRE, 242, 239, level(metal, 0.05), 0.7)


def _crown(scene: Scene, metal: Stops, at: Point, half: float, long: float) -> None:
    """The crown with its ridges, or a smooth push-piece."""
    left, y = at
    round_light = shine(metal, (0.0, 0.4), (0.3, 0.95), (0.6, 0.45), (1.0, 0.1))
    shape = rectangle(left, y - half, left + long, y + half, 6)
    scene.bevel(scene.fill(shape, Linear((0, y - half), (0, y + half), round_light)), 4, 1.2)
    if half == 30:
        ridges = [rectangle(left + 8, y - 24 + index * 8, left + long, y - 21 + index * 8) for index in range(7)]
        scene.lay(scene.cut(*ridges), level(metal, 0.05), 0.6)


def _ray(turn: float, inner: float, outer: float) -> list[Point]:
    """A line on the dial at this share of a whole turn from twelve."""
    angle = math.tau * turn
    return [(CENTRE[0] + r * math.sin(angle), CENTRE[1] - r * math.cos(angle)) for r in (inner, outer)]


def _diver_bezel(scene: Scene, colour: Colour) -> None:
    around: Stops = (
        (0.0, colour),
        (0.4, darker(colour, 0.3)),
        (0.62, lighter(colour, 0.32)),
        (0.75, lighter(colour, 0.12)),
        (1.0, colour),
    )
    scene.bevel(scene.ring(CENTRE, 240, 206, Around(CENTRE, 242, around)), 3, 0.8)
    long = [stroke(_ray(hour / 12, 213, 233), 6) for hour in range(12)]
    short = [stroke(_ray(minute / 60, 223, 233), 2.4) for minute in range(60)]
    scene.lay(scene.cut(*long, *short), (226, 226, 220))


def _dial(scene: Scene, dial: Colour, ink: Colour, metal: Stops, name: str, is_chronograph: bool) -> None:
    bright = 0.2 if sum(dial) > 420 else 0.34
    rays: Stops = tuple(
        (i / 16, mix(darker(dial, 0.26), lighter(dial, bright), v))
        for i, v in enumerate((0.3, 0.5, 0.36, 0.2, 0.1, 0.3, 0.5, 0.36, 0.5, 0.8, 1.0, 0.7, 0.4, 0.2, 0.1, 0.2, 0.3))
    )
    face = scene.fill(ellipse(CENTRE, 206, points=160), Around(CENTRE, 210, rays))
    scene.inner_shadow(face, (8, 10), 9, 0.75)
    scene.lay(scene.cut(*(stroke(_ray(minute / 60, 191, 200), 2.2) for minute in range(60))), ink, 0.85)
    if is_chronograph:
        for centre in ((710, 600), (890, 600), (800, 690)):
            _counter(scene, centre, dial, ink, metal)
    else:
        scene.fill(rectangle(916, 586, 952, 614), level(metal, 0.7))
        scene.fill(rectangle(919, 589, 949, 611), (240, 238, 230))
        scene.write(str(7 + sum(dial) % 20), (934, 600), 19, (30, 30, 32))
        scene.write("AUTOMATIC", (800, 690), 11, ink)
    scene.write(name, (800, 512), 17, ink)


def _counter(scene: Scene, centre: Point, dial: Colour, ink: Colour, metal: Stops) -> None:
    well = scene.fill(ellipse(centre, 56), darker(dial, 0.22) if sum(dial) > 420 else lighter(dial, 0.14))
    scene.inner_shadow(well, (3, 4), 3, 0.6)
    scene.ring(centre, 57, 54.5, level(metal, 0.8))
    for tick in range(12):
        angle = math.tau * tick / 12
        scene.fill(
            stroke([(centre[0] + r * math.sin(angle), centre[1] - r * math.cos(angle)) for r in (42, 50)], 2), ink, 0.9
        )
    angle = centre[0] * 1.7
    scene.fill(stroke([centre, (centre[0] + 40 * math.sin(angle), centre[1] - 40 * math.cos(angle))], 3.4, 1.6), ink)
    scene.fill(ellipse(centre, 5), ink)


def _indices(scene: Scene, metal: Stops, ink: Colour, is_chronograph: bool, has_figures: bool) -> None:
    for hour in range(12):
        angle = math.tau * hour / 12
        if (hour == 3 and not is_chronograph) or (is_chronograph and hour in (3, 6, 9)):
            continue
        if has_figures:
            spot = (CENTRE[0] + 163 * math.sin(angle), CENTRE[1] - 163 * math.cos(angle))
            scene.write(str(hour or 12), spot, 34, ink)
            continue
        width = 15 if hour == 0 else 9
        line = _ray(hour / 12, 146, 186)
        scene.shadow(stroke(line, width), shift=(2.5, 3.5), blur=2.5, strength=0.5)
        baton = scene.fill(
            stroke(line, width),
            Linear(
                (line[0][0] - 8, line[0][1] - 8),
                (line[0][0] + 8, line[0][1] + 8),
                ((0.0, level(metal, 0.96)), (0.5, level(metal, 0.66)), (1.0, level(metal, 0.25))),
            ),
        )
        scene.bevel(baton, 2, 1.6)


def _hands(scene: Scene, metal: Stops, chance: random.Random) -> None:
    x, y = CENTRE
    minute, hour = chance.uniform(40, 70), -chance.uniform(46, 66)
    for degrees, length, width in ((hour, 108, 17), (minute, 160, 13)):
        blade = turned(
            [
                (x - width / 2, y),
                (x - width * 0.3, y + 26),
                (x + width * 0.3, y + 26),
                (x + width / 2, y),
                (x + 1.2, y - length),
                (x - 1.2, y - length),
            ],
            CENTRE,
            degrees,
        )
        scene.shadow(blade, shift=(5, 7), blur=4, strength=0.55)
        half = turned(
            [(x, y + 26), (x + width * 0.3, y + 26), (x + width / 2, y), (x + 1.2, y - length), (x, y - length)],
            CENTRE,
            degrees,
        )
        scene.fill(blade, level(metal, 0.92))
        scene.fill(half, level(metal, 0.34))
    second: Colour = chance.choice(((176, 44, 36), (214, 208, 196), (198, 120, 40)))
    degrees = chance.uniform(150, 215)
    line = turned([(x, y + 52), (x, y - 176)], CENTRE, degrees)
    scene.shadow(stroke(line, 4), shift=(6, 8), blur=3, strength=0.5)
    scene.fill(stroke(line, 4.4, 2), second)
    scene.fill(ellipse(CENTRE, 11), level(metal, 0.8))
    scene.fill(ellipse(CENTRE, 5), level(metal, 0.1))


def _glass(scene: Scene) -> None:
    x, y = CENTRE
    arc: Ring = [(x + 203 * math.cos(math.radians(a)), y + 203 * math.sin(math.radians(a))) for a in range(178, 262, 4)]
    bow = spline([arc[-1], (x - 74, y - 118), (x - 132, y - 52), arc[0]], 8)
    scene.lay(
        scene.cut([*arc, *bow]),
        Linear((x - 200, y - 200), (x - 40, y - 40), ((0.0, (255, 255, 255)), (1.0, (190, 196, 204)))),
        0.15,
    )
    scene.ring(CENTRE, 207, 204, (255, 255, 255), 0.22)


def pen(scene: Scene, chance: random.Random) -> None:
    """A fountain pen across the picture and its cap beside it."""
    resin: Colour = chance.choice(((24, 24, 28), (92, 26, 32), (26, 48, 84), (34, 72, 58), (104, 66, 36)))
    metal = chance.choice((GOLD, GOLD, SILVER))
    _barrel(scene, resin, metal, chance)
    _nib(scene, metal)
    _cap(scene, resin, metal)


def _round(y: float, half: float, colour: Colour) -> Linear:
    """Light across a lying rod."""
    shine: Stops = (
        (0.0, darker(colour, 0.25)),
        (0.16, lighter(colour, 0.1)),
        (0.26, lighter(colour, 0.72)),
        (0.36, lighter(colour, 0.12)),
        (0.62, darker(colour, 0.3)),
        (0.86, darker(colour, 0.66)),
        (1.0, darker(colour, 0.4)),
    )
    return Linear((0, y - half), (0, y + half), shine)


def _rod(scene: Scene, y: float, parts: tuple[Point, ...], colour: Colour, swirl: int = 0) -> None:
    """A rod through (x, half thickness) points."""
    line = spline(parts, 10)
    ring = [*((x, y - h) for x, h in line), *((x, y + h) for x, h in reversed(line))]
    scene.shadow(ring, shift=(16, 34), blur=20, strength=0.6)
    scene.shadow(ring, shift=(4, 12), blur=6, strength=0.5)
    shape = scene.fill(ring, _round(y, max(h for _, h in parts), colour))
    if shape is not None and swirl:
        scene.light(shape, contrast(clouds((360, 120), (46, 26), swirl, 3), 0.9).resize(shape.mask.size))


def _metal_ring(scene: Scene, left: float, right: float, y: float, half: float, metal: Stops) -> None:
    bright: Stops = (
        (0.0, level(metal, 0.3)),
        (0.2, level(metal, 0.7)),
        (0.28, level(metal, 1.0)),
        (0.4, level(metal, 0.6)),
        (0.7, level(metal, 0.12)),
        (1.0, level(metal, 0.5)),
    )
    shape = scene.fill(rectangle(left, y - half, right, y + half, 4), Linear((0, y - half), (0, y + half), bright))
    scene.bevel(shape, 2, 0.6)


def _barrel(scene: Scene, resin: Colour, metal: Stops, chance: random.Random) -> None:
    swirl = chance.randint(1, 9)
    _rod(scene, 500, ((540, 33), (700, 50), (980, 52), (1200, 44), (1330, 28), (1352, 16)), resin, swirl)
    _metal_ring(scene, 1232, 1244, 500, 42, metal)
    _rod(scene, 500, ((392, 26), (420, 29), (480, 31), (540, 34)), darker(resin, 0.5))
    _metal_ring(scene, 534, 552, 500, 36, metal)
    _metal_ring(scene, 386, 396, 500, 28, metal)


def _nib(scene: Scene, metal: Stops) -> None:
    feed = [(392, 508), (300, 512), (262, 505), (392, 524)]
    scene.shadow([(392, 476), (214, 500), (392, 524)], shift=(10, 28), blur=12, strength=0.55)
    scene.fill(feed, (20, 20, 22))
    blade = [
        (392, 470),
        *spline([(360, 470), (318, 476), (262, 492), (214, 499)], 8),
        *spline([(214, 501), (262, 508), (318, 520), (360, 524)], 8),
        (392, 524),
    ]
    shape = scene.fill(
        blade,
        Linear(
            (0, 468),
            (0, 526),
            (
                (0.0, level(metal, 0.5)),
                (0.3, level(metal, 0.96)),
                (0.55, level(metal, 0.66)),
                (1.0, level(metal, 0.26)),
            ),
        ),
    )
    scene.bevel(shape, 3, 1.0)
    scene.fill(stroke([(322, 498), (218, 500)], 2.2), level(metal, 0.02))
    scene.fill(ellipse((328, 498), 7), level(metal, 0.02))
    scene.fill(stroke(spline([(386, 480), (352, 482), (344, 498), (352, 514), (386, 516)], 8), 2), level(metal, 0.15))
    scene.fill(ellipse((216, 500), 5), level(metal, 0.95))


def _cap(scene: Scene, resin: Colour, metal: Stops) -> None:
    _rod(scene, 776, ((470, 58), (700, 57), (860, 50), (930, 38), (962, 20)), resin, 4)
    for left, right in ((478, 486), (494, 526), (534, 542)):
        _metal_ring(scene, left, right, 776, 59, metal)
    clip = [
        (560, 742),
        *spline([(560, 738), (590, 728), (760, 730), (900, 742), (934, 756)], 8),
        (934, 764),
        *spline([(900, 756), (760, 748), (600, 748)], 8),
    ]
    scene.shadow(clip, shift=(3, 9), blur=5, strength=0.65)
    shape = scene.fill(
        clip,
        Linear((0, 726), (0, 764), ((0.0, level(metal, 0.98)), (0.5, level(metal, 0.6)), (1.0, level(metal, 0.25)))),
    )
    scene.bevel(shape, 3, 1.0)
    ball = scene.fill(
        ellipse((572, 744), 14, 13),
        Radial((568, 739), 18, ((0.0, level(metal, 1.0)), (0.5, level(metal, 0.6)), (1.0, level(metal, 0.15)))),
    )
    scene.bevel(ball, 2, 0.5)
    _metal_ring(scene, 930, 942, 776, 35, metal)
