"""Made of wood: the oud, the chest with brass studs."""

from __future__ import annotations

import math
import random
from functools import lru_cache
from itertools import pairwise

from PIL import Image

from auction.demo.art_grounds import grain
from auction.demo.art_light import (
    BRASS,
    GOLD,
    OLD_BRASS,
    Colour,
    Point,
    Stops,
    darker,
    level,
    lighter,
    mix,
    spline,
)
from auction.demo.art_ornament import lattice, petal, star
from auction.demo.art_scene import Cloth, Linear, Ring, Scene, Stencil, ellipse, rectangle, stroke

ROSEWOOD: tuple[Colour, ...] = ((86, 42, 28), (104, 58, 34), (62, 34, 26), (120, 74, 44))
SPRUCE: tuple[Colour, ...] = ((214, 170, 110), (202, 152, 92), (222, 186, 132))


@lru_cache(maxsize=12)
def upright_grain(size: tuple[int, int], colour: Colour, seed: int) -> Image.Image:
    return grain((size[1], size[0]), colour, seed, 0.7).transpose(Image.Transpose.ROTATE_90)


def oud(scene: Scene, chance: random.Random) -> None:
    """Seen from the front, lying: face, three rosettes, eleven strings, the bent pegbox."""
    face, dark = chance.choice(SPRUCE), chance.choice(ROSEWOOD)
    half = spline([(842, 372), (900, 480), (1010, 640), (1046, 820), (980, 1010), (870, 1096), (800, 1108)], 16)
    outline = [*half, *((1600 - x, y) for x, y in reversed(half[:-1]))]
    neck = [(762, 392), (838, 392), (828, 60), (772, 60)]
    scene.shadow(outline, shift=(34, 30), blur=40, strength=0.6)
    scene.shadow(outline, neck, shift=(12, 10), blur=12, strength=0.5)
    _pegbox(scene, dark)
    shape = scene.fill(outline, Cloth(upright_grain((620, 800), face, chance.randint(0, 2)), (500, 340), (600, 800)))
    scene.bevel(shape, 10, 1.0)
    if shape is not None:
        falls: Stops = ((0.0, (142, 142, 142)), (0.6, (126, 126, 126)), (1.0, (86, 86, 86)))
        scene.light(shape, Linear((560, 500), (1060, 1080), falls).over(scene, shape.box).getchannel("G"))
    _binding(scene, outline, dark)
    _neck(scene, neck, dark)
    for centre, radius, points in (((800.0, 700.0), 96.0, 12), ((670.0, 846.0), 46.0, 8), ((930.0, 846.0), 46.0, 8)):
        _rose(scene, centre, radius, points, dark)
    guard = scene.fill(
        [*spline([(744, 560), (800, 520), (856, 560), (848, 592), (800, 604), (752, 592), (744, 560)], 10)],
        Cloth(grain((240, 120), darker(dark, 0.2), 3), (700, 500), (200, 120)),
    )
    scene.bevel(guard, 2, 1.2)
    _strings(scene, dark)


def _binding(scene: Scene, outline: Ring, dark: Colour) -> None:
    closed = [*outline, outline[0]]
    scene.fill(stroke(closed, 15), darker(dark, 0.3))
    inner = [(800 + (x - 800) * 0.955, 740 + (y - 740) * 0.962) for x, y in closed]
    scene.fill(stroke(inner, 6), darker(dark, 0.2))
    for index in range(0, len(inner), 2):
        scene.fill(ellipse(inner[index], 3.2, points=10), (226, 206, 170))


def _neck(scene: Scene, neck: Ring, dark: Colour) -> None:
    shape = scene.fill(neck, Cloth(upright_grain((90, 360), darker(dark, 0.45), 7), (755, 50), (90, 360)))
    scene.bevel(shape, 7, 1.1)
    tongue = scene.fill([(762, 392), (800, 470), (838, 392)], darker(dark, 0.45))
    scene.bevel(tongue, 3, 0.8)
    nut = scene.fill(rectangle(768, 54, 832, 70, 3), (232, 222, 200))
    scene.bevel(nut, 3, 1.0)


def _pegbox(scene: Scene, dark: Colour) -> None:
    """Bent back, so it is seen short; the pegs stand out on both sides."""
    box = [(772, 62), (828, 62), (818, -84), (782, -84)]
    scene.shadow(box, shift=(26, 22), blur=18, strength=0.5)
    for index in range(6):
        y = 36 - index * 21
        for side in (-1, 1):
            peg = [
                (800 + side * 20, y - 6),
                (800 + side * 84, y - 5),
                (800 + side * 84, y + 5),
                (800 + side * 20, y + 6),
            ]
            head = ellipse((800 + side * 98, y), 17, 10, 24)
            scene.shadow(peg, head, shift=(14, 14), blur=8, strength=0.45)
            scene.bevel(scene.fill(peg, darker(dark, 0.35)), 3, 1.2)
            scene.bevel(scene.fill(head, darker(dark, 0.25)), 4, 1.5)
    shape = scene.fill(box, Cloth(upright_grain((80, 200), dark, 5), (765, -90), (80, 170)))
    scene.bevel(shape, 6, 1.3)
    slot = scene.fill([(786, 52), (814, 52), (810, -64), (790, -64)], darker(dark, 0.8))
    scene.inner_shadow(slot, (3, 4), 4, 0.8)


def _rose(scene: Scene, centre: Point, radius: float, points: int, dark: Colour) -> None:
    scene.ring(centre, radius * 1.2, radius * 1.13, darker(dark, 0.25))
    scene.ring(centre, radius * 1.1, radius * 1.02, (222, 200, 160))
    for index in range(40):
        angle = math.tau * index / 40
        spot = (centre[0] + radius * 1.06 * math.cos(angle), centre[1] + radius * 1.06 * math.sin(angle))
        scene.fill(ellipse(spot, radius * 0.03, points=8), darker(dark, 0.3))
    hole = scene.fill(ellipse(centre, radius), (26, 15, 10))
    scene.inner_shadow(hole, (6, 6), 8, 0.6)
    bone: Colour = mix((206, 172, 120), dark, 0.15)
    bars = [stroke(pair, radius * 0.045) for pair in lattice(centre, radius * 0.98, points)]
    leaves = [petal(centre, radius * 0.4, radius * 0.3, math.tau * i / points, radius * 0.1) for i in range(points)]
    net = scene.cut(*bars, *leaves, star(centre, radius * 0.2, radius * 0.12, points))
    scene.lay(net, bone)
    scene.bevel(net, 1.5, 1.3)
    scene.bevel(scene.ring(centre, radius, radius * 0.94, bone), 2, 1.0)


def _strings(scene: Scene, dark: Colour) -> None:
    bridge = [(694, 980), (906, 980), (912, 1004), (800, 1012), (688, 1004)]
    scene.shadow(bridge, shift=(8, 9), blur=8, strength=0.6)
    scene.bevel(scene.fill(bridge, Cloth(grain((240, 60), darker(dark, 0.3), 4), (680, 970), (240, 50))), 5, 1.4)
    courses = [(index + (0.35 if index % 2 else -0.35) * (index > 0)) / 10 for index in range(11)]
    lines: list[list[Point]] = [[(774 + 52 * place, 62), (716 + 168 * place, 984)] for place in courses]
    scene.lay(scene.cut(*(stroke([(x + 5, y + 4) for x, y in line], 2.4) for line in lines)), (30, 18, 10), 0.35)
    scene.lay(scene.cut(*(stroke(line, 2.6) for line in lines[:5])), (196, 170, 124))
    scene.lay(scene.cut(*(stroke(line, 1.9) for line in lines[5:])), (236, 228, 210))
    scene.lay(scene.cut(*(ellipse((line[1][0], 992), 4, points=10) for line in lines)), (20, 12, 8))


def chest(scene: Scene, chance: random.Random) -> None:
    """The dowry chest of the coast: dark wood, brass sheet and hundreds of studs, drawers below."""
    wood, metal = chance.choice(ROSEWOOD), chance.choice((BRASS, OLD_BRASS, GOLD))
    left, right, top, bottom = 300.0, 1300.0, 470.0, 960.0
    lid = [(left - 16, top), (left + 66, top - 128), (right - 66, top - 128), (right + 16, top)]
    scene.shadow(
        [(left, bottom - 40), (right + 230, bottom - 130), (right + 250, bottom - 30), (right, bottom + 26)],
        blur=40,
        strength=0.4,
    )
    scene.shadow(rectangle(left - 6, bottom - 20, right + 10, bottom + 34), blur=18, strength=0.75)
    for x in (left + 10, right - 110):
        foot = [(x, bottom - 6), (x + 100, bottom - 6), (x + 88, bottom + 34), (x + 12, bottom + 34)]
        scene.bevel(scene.fill(foot, darker(wood, 0.35)), 5, 1.0)
    board = scene.fill(
        rectangle(left, top, right, bottom),
        Cloth(grain((1200, 600), wood, chance.randint(0, 3)), (left, top), (1000, 500)),
    )
    shaded(scene, board, (left, top), (right, bottom))
    top_board = scene.fill(lid, Cloth(grain((1200, 300), lighter(wood, 0.12), 5), (left - 20, top - 140), (1060, 150)))
    scene.bevel(top_board, 6, 0.9)
    edge = scene.fill(
        rectangle(left - 18, top - 4, right + 18, top + 26, 3),
        Cloth(grain((1200, 60), darker(wood, 0.1), 6), (left - 24, top - 8), (1050, 44)),
    )
    scene.bevel(edge, 6, 1.3)
    scene.shadow(rectangle(left, top + 28, right, top + 36), blur=8, strength=0.6)
    _plates(scene, metal, chance)
    _drawers(scene, wood, metal)
    for x in (left - 4, right + 4):
        for step in range(5):
            _stud(scene, (x + (14 if x < 800 else -14), top + 60 + step * 58), 7, metal)


def shaded(scene: Scene, shape: Stencil | None, start: Point, end: Point) -> None:
    """Darker away from the window."""
    if shape is not None:
        falls: Stops = ((0.0, (146, 146, 146)), (0.5, (126, 126, 126)), (1.0, (82, 82, 82)))
        scene.light(shape, Linear(start, end, falls).over(scene, shape.box).getchannel("G"))


def _plates(scene: Scene, metal: Stops, chance: random.Random) -> None:
    """Pierced brass sheet in the middle and at the corners, studs in figures between."""
    figure = chance.choice(("rings", "diamonds", "arches"))
    for x in (424.0, 800.0, 1176.0):
        sheet = star((x, 640), 92, 74, 8, math.pi / 8)
        scene.shadow(sheet, shift=(3, 4), blur=3, strength=0.7)
        plate = scene.fill(
            sheet,
            Linear(
                (x - 90, 550),
                (x + 90, 730),
                (
                    (0.0, level(metal, 0.9)),
                    (0.45, level(metal, 0.62)),
                    (0.7, level(metal, 0.78)),
                    (1.0, level(metal, 0.4)),
                ),
            ),
        )
        scene.bevel(plate, 3, 1.3)
        for index in range(8):
            scene.fill(petal((x, 640), 44, 26, math.tau * index / 8, 20), (30, 16, 10))
        _stud(scene, (x, 640), 13, metal)
        for index in range(16):
            angle = math.tau * index / 16
            _stud(scene, (x + 108 * math.cos(angle), 640 + 108 * math.sin(angle)), 6.5, metal)
    for x in (612.0, 988.0):
        for ring in range(1, 4):
            for spot in _figure(figure, (x, 640), ring * 29.0):
                _stud(scene, spot, 6.5, metal)
        _stud(scene, (x, 640), 10, metal)
    for y in (518, 762):
        for step in range(49):
            _stud(scene, (320 + step * 20, y), 6.5, metal)


def _figure(kind: str, centre: Point, reach: float) -> list[Point]:
    x, y = centre
    count = round(reach / 29 * 8)
    if kind == "rings":
        return [
            (x + reach * math.cos(math.tau * i / count), y + reach * math.sin(math.tau * i / count))
            for i in range(count)
        ]
    if kind == "diamonds":
        corners = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y), (x, y - reach)]
        per = count // 4
        return [
            (a[0] + (b[0] - a[0]) * i / per, a[1] + (b[1] - a[1]) * i / per)
            for a, b in pairwise(corners)
            for i in range(per)
        ]
    return [
        (x + reach * math.cos(math.pi * i / count), y + 40 - reach * 1.3 * math.sin(math.pi * i / count))
        for i in range(count + 1)
    ]


def _stud(scene: Scene, centre: Point, radius: float, metal: Stops) -> None:
    scene.boss(centre, radius, ((0.0, level(metal, 1.0)), (0.4, level(metal, 0.66)), (1.0, level(metal, 0.16))))


def _drawers(scene: Scene, wood: Colour, metal: Stops) -> None:
    for left in (330.0, 652.0, 974.0):
        panel = rectangle(left, 800, left + 296, 924, 4)
        scene.lay(scene.cut(rectangle(left - 5, 795, left + 301, 929, 5)), darker(wood, 0.82))
        front = scene.fill(panel, Cloth(grain((400, 200), lighter(wood, 0.06), 8), (left, 800), (296, 124)))
        scene.bevel(front, 5, 1.2)
        middle = left + 148
        back = star((middle, 852), 34, 25, 6)
        scene.bevel(scene.fill(back, level(metal, 0.6)), 3, 1.3)
        drop = spline(
            [(middle - 28, 854), (middle - 30, 884), (middle, 900), (middle + 30, 884), (middle + 28, 854)], 8
        )
        scene.shadow(stroke(drop, 8), shift=(3, 6), blur=4, strength=0.7)
        scene.bevel(scene.fill(stroke(drop, 8), level(metal, 0.72)), 2, 1.5)
        for x in (left + 18, left + 278):
            for y in (818, 906):
                _stud(scene, (x, y), 6, metal)
