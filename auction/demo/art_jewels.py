"""Jewellery seen from above: necklaces and prayer beads."""

from __future__ import annotations

import math
import random
from itertools import pairwise

from auction.demo.art_light import (
    GOLD,
    SILVER,
    Colour,
    Point,
    Stops,
    darker,
    level,
    lighter,
    mix,
    shine_round,
    spline,
)
from auction.demo.art_ornament import star
from auction.demo.art_scene import Around, Linear, Radial, Ring, Scene, ellipse, stroke


def ball(scene: Scene, centre: Point, radius: float, colour: Colour, gloss: float = 1.0, glow: float = 0.0) -> None:
    """A bead: shaded ball with the window in it; `glow` lets light through at the far side."""
    ring = ellipse(centre, radius, points=40)
    deep, bright = darker(colour, 0.62), lighter(colour, 0.45)
    shade = Radial(
        (centre[0] - radius * 0.3, centre[1] - radius * 0.35),
        radius * 1.45,
        ((0.0, bright), (0.35, colour), (0.85, deep), (1.0, mix(deep, colour, 0.4))),
    )
    scene.fill(ring, shade)
    if glow:
        spot = (centre[0] + radius * 0.34, centre[1] + radius * 0.4)
        scene.gleam(ellipse(spot, radius * 0.42, points=20), radius * 0.28, glow, lighter(colour, 0.55))
    spot = (centre[0] - radius * 0.36, centre[1] - radius * 0.42)
    scene.gleam(ellipse(spot, radius * 0.2, radius * 0.14, 20), max(0.8, radius * 0.07), 0.9 * gloss)


def _worked(metal: Stops) -> Stops:
    """Light round a small thing of metal."""
    return shine_round(metal, 0.36, 0.2, 0.3, 0.5, 0.8, 1.0, 0.82, 0.6, 0.42, 0.36)


GEMS: tuple[Colour, ...] = ((22, 110, 84), (150, 26, 46), (34, 60, 142), (120, 62, 136), (46, 128, 150), (196, 120, 40))
PEARLS: tuple[Colour, ...] = ((226, 216, 204), (232, 222, 216), (206, 200, 200), (120, 116, 124))


def necklace(scene: Scene, chance: random.Random) -> None:
    metal = chance.choice((GOLD, GOLD, SILVER))
    gem = chance.choice(GEMS)
    drop = chance.uniform(330, 400)
    path = spline(
        [
            (440, 130),
            (410, 330),
            (500, 560),
            (660, 380 + drop * 0.86),
            (800, 420 + drop),
            (940, 380 + drop * 0.86),
            (1100, 560),
            (1190, 330),
            (1160, 130),
        ],
        40,
    )
    if chance.random() < 0.55:
        _string(scene, path, chance.choice(PEARLS), chance.uniform(20, 27))
    else:
        _chain(scene, path, metal)
        for share in (0.36, 0.43, 0.57, 0.64):
            _jewel(scene, path[int(len(path) * share)], 30, gem, metal)
    low = path[len(path) // 2]
    pendant = (low[0], low[1] + 92)
    loop = scene.ring((low[0], low[1] + 26), 18, 11, Around((low[0], low[1] + 26), 20, _worked(metal)))
    scene.bevel(loop, 2, 1.0)
    _pendant(scene, pendant, gem, metal, chance.choice((8, 12, 16)))


def _string(scene: Scene, path: Ring, colour: Colour, radius: float) -> None:
    scene.shadow(stroke(path, radius * 1.8), shift=(13, 17), blur=13, strength=0.6)
    last: Point | None = None
    for index, point in enumerate(path):
        if last is not None and math.dist(last, point) < radius * 2.02:
            continue
        last = point
        share = abs(index / len(path) - 0.5) * 2
        ball(scene, point, radius * (1.06 - 0.28 * share), colour, 0.85, 0.28)


def _chain(scene: Scene, path: Ring, metal: Stops) -> None:
    scene.shadow(stroke(path, 13), shift=(9, 12), blur=8, strength=0.6)
    last, count = path[0], 0
    for before, point in pairwise(path):
        if math.dist(last, point) < 15:
            continue
        angle = math.atan2(point[1] - before[1], point[0] - before[0])
        last, count = point, count + 1
        long, wide = (13, 8) if count % 2 else (12, 4)
        ring = [
            (point[0] + a * math.cos(angle) - b * math.sin(angle), point[1] + a * math.sin(angle) + b * math.cos(angle))
            for a, b in ellipse((0, 0), long, wide, 22)
        ]
        hole = [(point[0] + (x - point[0]) * 0.55, point[1] + (y - point[1]) * 0.5) for x, y in ring]
        link = scene.cut(ring, holes=[hole] if count % 2 else [])
        scene.lay(
            link,
            Linear(
                (point[0] - 9, point[1] - 9),
                (point[0] + 9, point[1] + 9),
                ((0.0, level(metal, 0.98)), (0.5, level(metal, 0.6)), (1.0, level(metal, 0.15))),
            ),
        )


def _pendant(scene: Scene, centre: Point, gem: Colour, metal: Stops, petals: int) -> None:
    scene.shadow(ellipse(centre, 96), shift=(12, 16), blur=12, strength=0.6)
    plate = scene.fill(star(centre, 98, 84, petals), Around(centre, 100, _worked(metal)))
    scene.bevel(plate, 4, 1.4)
    for index in range(petals):
        angle = math.tau * index / petals
        _jewel(
            scene,
            (centre[0] + 74 * math.cos(angle), centre[1] + 74 * math.sin(angle)),
            120 / petals + 2,
            (222, 226, 232),
            metal,
        )
    _jewel(scene, centre, 50, gem, metal)
    drop = (centre[0], centre[1] + 150)
    scene.shadow(ellipse(drop, 27, 40), shift=(10, 13), blur=9, strength=0.55)
    ball(scene, drop, 27, (228, 218, 206), 0.9, 0.28)
    cap = scene.fill(
        [
            (drop[0] - 12, drop[1] - 22),
            (drop[0] - 4, drop[1] - 52),
            (drop[0] + 4, drop[1] - 52),
            (drop[0] + 12, drop[1] - 22),
        ],
        level(metal, 0.7),
    )
    scene.bevel(cap, 2, 1.2)


def _jewel(scene: Scene, centre: Point, radius: float, colour: Colour, metal: Stops) -> None:
    """A round brilliant: facets around a table, in a collet."""
    if radius > 20:
        scene.shadow(ellipse(centre, radius * 1.2), shift=(6, 8), blur=6, strength=0.5)
    collet = scene.fill(ellipse(centre, radius * 1.2, points=60), Around(centre, radius * 1.25, _worked(metal)))
    scene.bevel(collet, radius * 0.07, 1.3)
    scene.fill(ellipse(centre, radius, points=60), darker(colour, 0.55))
    facets = 16 if radius > 20 else 8
    for index in range(facets):
        start, end = math.tau * index / facets, math.tau * (index + 1) / facets
        toward_light = 0.5 + 0.5 * math.cos(start + 2.4)
        shade = (0.12 + 0.75 * toward_light + (0.3 if index % 2 else -0.18)) * 0.9
        tone = mix(darker(colour, 0.66), lighter(colour, 0.62), min(1.0, max(0.0, shade)))
        reach = [
            (centre[0] + r * radius * math.cos(a), centre[1] + r * radius * math.sin(a))
            for r, a in ((0.5, start), (0.98, start), (0.98, end), (0.5, end))
        ]
        scene.fill(reach, tone)
    table = star(centre, radius * 0.58, radius * 0.54, 8)
    scene.fill(
        table,
        Linear(
            (centre[0] - radius * 0.5, centre[1] - radius * 0.5),
            (centre[0] + radius * 0.5, centre[1] + radius * 0.5),
            ((0.0, lighter(colour, 0.55)), (0.4, colour), (0.75, darker(colour, 0.5)), (1.0, lighter(colour, 0.2))),
        ),
    )
    if radius > 20:
        scene.gleam(
            ellipse((centre[0] - radius * 0.26, centre[1] - radius * 0.3), radius * 0.14, radius * 0.08, 16),
            radius * 0.05,
            0.9,
        )


BEADS: tuple[tuple[Colour, float], ...] = (
    ((196, 108, 26), 0.55),
    ((122, 30, 22), 0.4),
    ((38, 84, 78), 0.12),
    ((46, 60, 110), 0.08),
    ((60, 34, 24), 0.0),
    ((216, 186, 130), 0.35),
    ((34, 32, 34), 0.0),
)


def beads(scene: Scene, chance: random.Random) -> None:
    """A string of thirty-three with its two dividers, the long bead and the tassel."""
    colour, glow = chance.choice(BEADS)
    metal = chance.choice((SILVER, SILVER, GOLD))
    radius = 35.0
    bend = chance.uniform(-40, 40)
    loop = spline(
        [
            (800, 930),
            (560, 860),
            (420, 660),
            (470, 400 + bend),
            (700, 270),
            (960, 290 - bend * 0.5),
            (1140, 430),
            (1180, 660),
            (1050, 850),
        ],
        60,
        is_closed=True,
    )
    line = loop[11:-9]
    scene.shadow(stroke(line, radius * 1.9), shift=(18, 24), blur=18, strength=0.62)
    scene.fill(stroke(line, 5), (206, 196, 178))
    spots = _spaced(line, 33)
    for index, spot in enumerate(spots):
        if index in (11, 22):
            _disc_bead(scene, spot, radius * 0.9, metal)
        else:
            ball(scene, spot, radius, colour, 1.0, glow)
    _tassel(scene, (800, 950), colour, metal)


def _spaced(line: Ring, count: int) -> list[Point]:
    lengths = [0.0]
    for a, b in pairwise(line):
        lengths.append(lengths[-1] + math.dist(a, b))
    spots: list[Point] = []
    position = 0
    for index in range(count):
        wanted = lengths[-1] * index / (count - 1)
        while position < len(line) - 1 and lengths[position] < wanted:
            position += 1
        spots.append(line[position])
    return spots


def _disc_bead(scene: Scene, centre: Point, radius: float, metal: Stops) -> None:
    shape = scene.fill(ellipse(centre, radius * 0.8), Around(centre, radius, _worked(metal)))
    scene.bevel(shape, 6, 1.4)
    scene.bevel(scene.ring(centre, radius * 0.5, radius * 0.3, level(metal, 0.3)), 2, 0.8)


def _tassel(scene: Scene, top: Point, colour: Colour, metal: Stops) -> None:
    x, y = top
    long = ellipse((x, y - 6), 25, 56, 40)
    scene.shadow(long, shift=(12, 16), blur=12, strength=0.55)
    shape = scene.fill(
        long,
        Linear(
            (x - 25, 0),
            (x + 25, 0),
            ((0.0, colour), (0.25, lighter(colour, 0.5)), (0.55, colour), (1.0, darker(colour, 0.6))),
        ),
    )
    scene.bevel(shape, 7, 0.8)
    scene.gleam(ellipse((x - 9, y - 26), 4, 14, 16), 2.5, 0.8)
    for cap_y in (y - 62, y + 50):
        cap = scene.fill(ellipse((x, cap_y), 17, 11, 30), Around((x, cap_y), 20, _worked(metal)))
        scene.bevel(cap, 3, 1.2)
    chance = random.Random(f"tassel {colour}")
    threads = [
        spline(
            [
                (x + off * 0.3, y + 58),
                (x + off * 0.9, y + 120),
                (x + off * 1.5 + chance.uniform(-7, 7), y + 214 + chance.uniform(-10, 12)),
            ],
            8,
        )
        for off in range(-26, 27, 4)
    ]
    scene.shadow(
        [(x - 10, y + 56), (x + 10, y + 56), (x + 44, y + 214), (x - 44, y + 214)],
        shift=(14, 12),
        blur=12,
        strength=0.5,
    )
    silk = darker(colour, 0.3)
    for thread in threads:
        scene.fill(stroke(thread, 7, 4), mix(silk, lighter(silk, 0.5), chance.random() * 0.7))
    knot = scene.fill(ellipse((x, y + 64), 13, 15, 30), Around((x, y + 64), 16, _worked(metal)))
    scene.bevel(knot, 3, 1.2)
