"""Machines of the last century: the camera and the gramophone record."""

from __future__ import annotations

import math
import random
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter

from auction.demo.art_light import (
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
    lit,
    mix,
    relief,
    shine,
)
from auction.demo.art_ornament import lattice, petal, star
from auction.demo.art_scene import Around, Cloth, Linear, Radial, Scene, ellipse, rectangle, stroke

SKINS: tuple[Colour, ...] = ((34, 34, 36), (34, 34, 36), (84, 44, 30), (38, 50, 46), (96, 28, 30))
MAKERS = ("Meridiana", "OPTIKA", "Levant", "Noor", "Qamar", "CARAVEL")


@lru_cache(maxsize=6)
def _hide(colour: Colour) -> Image.Image:
    pebble = clouds((1000, 460), (9, 8), "pebble", 2)
    return lit(Image.new("RGB", (1000, 460), colour), contrast(relief(pebble, 1.1, 1), 0.75))


LEFT, TOP, RIGHT, BOTTOM = 330.0, 420.0, 1270.0, 930.0  # the camera's body


def camera(scene: Scene, chance: random.Random) -> None:
    metal, leather = chance.choice((STEEL, SILVER)), chance.choice(SKINS)
    is_reflex = chance.random() < 0.5
    far = [(LEFT, BOTTOM - 30), (RIGHT + 200, BOTTOM - 120), (RIGHT + 220, BOTTOM - 20), (RIGHT, BOTTOM + 20)]
    scene.shadow(far, blur=40, strength=0.4)
    scene.shadow(rectangle(LEFT + 6, BOTTOM - 20, RIGHT, BOTTOM + 26), blur=16, strength=0.8)
    _dials(scene, metal, TOP, is_reflex)
    if is_reflex:
        hump = [
            (640, TOP + 20),
            (692, TOP - 118),
            (720, TOP - 136),
            (880, TOP - 136),
            (908, TOP - 118),
            (960, TOP + 20),
        ]
        roof = shine(metal, (0.0, 0.92), (0.4, 0.7), (1.0, 0.42))
        scene.bevel(scene.fill(hump, Linear((640, TOP - 130), (900, TOP + 20), roof)), 8, 1.1)
    _body(scene, metal, leather)
    name = chance.choice(MAKERS)
    if is_reflex:
        scene.write(name, (800, TOP - 92), 32, (28, 28, 30))
    else:
        _windows(scene, LEFT, TOP)
        scene.write(name, (612, TOP + 64), 36, (28, 28, 30))
    _self_timer(scene, (460, 720), metal)
    _lens(scene, (820, 700), chance.uniform(196, 226), metal, chance)


def _body(scene: Scene, metal: Stops, leather: Colour) -> None:
    """Top plate, leather, base plate."""
    plate = shine(metal, (0.0, 0.96), (0.25, 0.74), (0.8, 0.6), (1.0, 0.4))
    whole = scene.fill(rectangle(LEFT, TOP, RIGHT, BOTTOM, 54), Linear((0, TOP), (0, TOP + 130), plate))
    scene.bevel(whole, 14, 1.2)
    front = rectangle(LEFT + 2, TOP + 128, RIGHT - 2, BOTTOM - 52, 10)
    hide = scene.fill(front, Cloth(_hide(leather), (LEFT, TOP + 120), (940, 350)))
    scene.bevel(hide, 4, 0.7)
    if hide is not None:
        grey: Stops = tuple((at, (v, v, v)) for at, v in ((0.0, 92), (0.12, 138), (0.5, 126), (0.9, 100), (1.0, 62)))
        scene.light(hide, Linear((LEFT, 0), (RIGHT, 0), grey).over(scene, hide.box).getchannel("G"))
    low = shine(metal, (0.0, 0.8), (0.5, 0.56), (1.0, 0.2))
    base = rectangle(LEFT + 6, BOTTOM - 52, RIGHT - 6, BOTTOM, 40)
    scene.bevel(scene.fill(base, Linear((0, BOTTOM - 52), (0, BOTTOM), low)), 6, 0.9)


def _dials(scene: Scene, metal: Stops, top: float, is_reflex: bool) -> None:
    places: tuple[tuple[float, float, float], ...] = ((440, 62, 50), (1030, 56, 44), (1160, 34, 34))
    for x, half, high in places if is_reflex else (*places, (1110, 26, 58)):
        drum: Stops = (
            (0.0, level(metal, 0.2)),
            (0.2, level(metal, 0.9)),
            (0.34, level(metal, 1.0)),
            (0.6, level(metal, 0.5)),
            (1.0, level(metal, 0.14)),
        )
        shape = scene.fill(
            rectangle(x - half, top - high, x + half, top + 12, 6), Linear((x - half, 0), (x + half, 0), drum)
        )
        scene.bevel(shape, 4, 0.8)
        step = -half + 6
        while step < half - 4:
            scene.fill(rectangle(x + step, top - high + 8, x + step + 2.4, top), level(metal, 0.05), 0.5)
            step += 7
    scene.bevel(scene.fill(rectangle(1192, top - 22, 1262, top - 4, 8), level(metal, 0.7)), 4, 1.2)


def _windows(scene: Scene, left: float, top: float) -> None:
    for x, y, right, bottom in (
        (left + 96, top + 30, left + 196, top + 98),
        (1080.0, top + 26, 1200.0, top + 100),
        (930.0, top + 44, 986.0, top + 84),
    ):
        scene.bevel(scene.fill(rectangle(x, y, right, bottom, 8), (26, 27, 30)), 4, -0.9)
        room: Stops = ((0.0, (120, 138, 156)), (0.35, (48, 58, 72)), (0.6, (20, 22, 28)), (1.0, (84, 80, 96)))
        scene.fill(rectangle(x + 9, y + 9, right - 9, bottom - 9, 5), Linear((x, y), (right, bottom), room))


def _self_timer(scene: Scene, centre: Point, metal: Stops) -> None:
    x, y = centre
    arm = rectangle(x - 13, y - 10, x + 13, y + 92, 12)
    scene.shadow(arm, shift=(7, 9), blur=6, strength=0.7)
    scene.bevel(
        scene.fill(
            arm,
            Linear(
                (x - 13, 0), (x + 13, 0), ((0.0, level(metal, 0.7)), (0.4, level(metal, 0.9)), (1.0, level(metal, 0.3)))
            ),
        ),
        4,
        1.2,
    )
    scene.bevel(
        scene.fill(
            ellipse(centre, 26),
            Around(centre, 28, ((0.0, level(metal, 0.5)), (0.5, level(metal, 0.9)), (1.0, level(metal, 0.5)))),
        ),
        4,
        1.2,
    )


def _lens(scene: Scene, centre: Point, radius: float, metal: Stops, chance: random.Random) -> None:
    scene.shadow(ellipse(centre, radius * 1.02), shift=(24, 30), blur=22, strength=0.75)
    spun: Stops = tuple(
        (i / 10, level(metal, v)) for i, v in enumerate((0.3, 0.46, 0.28, 0.5, 0.72, 0.98, 0.7, 0.9, 0.5, 0.26, 0.3))
    )
    scene.bevel(scene.fill(ellipse(centre, radius, points=150), Around(centre, radius + 3, spun)), 6, 1.2)
    knurl = [
        stroke([(centre[0] + r * radius * math.cos(a), centre[1] + r * radius * math.sin(a)) for r in (0.9, 0.985)], 5)
        for a in (math.tau * index / 90 for index in range(90))
    ]
    scene.lay(scene.cut(*knurl), level(metal, 0.04), 0.5)
    black: Stops = (
        (0.0, (30, 30, 32)),
        (0.5, (58, 58, 60)),
        (0.62, (104, 104, 106)),
        (0.75, (50, 50, 52)),
        (1.0, (30, 30, 32)),
    )
    scene.bevel(scene.ring(centre, radius * 0.88, radius * 0.6, Around(centre, radius, black)), 4, 0.9)
    for index, figure in enumerate(("2", "2.8", "4", "5.6", "8", "11", "16")):
        angle = math.radians(-150 + index * 20)
        spot = (centre[0] + radius * 0.78 * math.cos(angle), centre[1] + radius * 0.78 * math.sin(angle))
        scene.write(figure, spot, 17, (232, 230, 220), math.degrees(angle) + 90)
    scene.bevel(scene.ring(centre, radius * 0.7, radius * 0.66, Around(centre, radius, spun)), 2, 0.8)
    for degrees, letter in zip(range(30, 151, 12), "1:2  f=50mm", strict=False):
        angle = math.radians(180 - degrees)
        scene.write(
            letter,
            (centre[0] + radius * 0.63 * math.cos(angle), centre[1] + radius * 0.63 * math.sin(angle)),
            14,
            (214, 212, 204),
            math.degrees(angle) - 90,
        ) if letter.strip() else None
    _glass(scene, centre, radius * 0.58, chance)


def _glass(scene: Scene, centre: Point, radius: float, chance: random.Random) -> None:
    coating: Colour = chance.choice(((92, 60, 150), (50, 104, 150), (160, 110, 60)))
    x, y = centre
    well = scene.fill(ellipse(centre, radius, points=120), (12, 12, 14))
    scene.inner_shadow(well, (8, 10), 10, 0.8)
    for share, shade in ((0.9, 26), (0.82, 14), (0.76, 34)):
        scene.ring(centre, radius * share, radius * share - 3, (shade, shade, shade + 3))
    deep: Stops = ((0.0, (6, 6, 10)), (0.45, darker(coating, 0.8)), (0.8, darker(coating, 0.5)), (1.0, (10, 10, 14)))
    scene.fill(ellipse(centre, radius * 0.72, points=100), Radial((x + 14, y + 18), radius * 0.8, deep))
    scene.fill(
        ellipse((x, y), radius * 0.3, points=60),
        Radial(centre, radius * 0.3, ((0.0, (2, 2, 4)), (0.8, (8, 8, 12)), (1.0, darker(coating, 0.55)))),
    )
    window = [
        (x - radius * 0.5, y - radius * 0.36),
        (x - radius * 0.2, y - radius * 0.54),
        (x - radius * 0.12, y - radius * 0.22),
        (x - radius * 0.46, y - radius * 0.08),
    ]
    scene.gleam(window, radius * 0.03, 0.75, lighter(coating, 0.75))
    scene.gleam(
        ellipse((x + radius * 0.36, y + radius * 0.4), radius * 0.16, radius * 0.09),
        radius * 0.06,
        0.55,
        lighter(coating, 0.3),
    )
    scene.gleam(ellipse((x + radius * 0.2, y - radius * 0.1), radius * 0.05), radius * 0.02, 0.5, (210, 150, 110))


def record(scene: Scene, chance: random.Random) -> None:
    """A long-playing record half out of its sleeve."""
    ink, paper = chance.choice(
        (
            ((178, 62, 44), (232, 218, 188)),
            ((34, 70, 92), (226, 214, 190)),
            ((44, 84, 66), (236, 224, 196)),
            ((206, 150, 58), (52, 40, 52)),
        )
    )
    centre = (1040.0, 600.0)
    _disc(scene, centre, 420, ink, paper)
    sleeve = rectangle(180, 170, 1040, 1030, 3)
    scene.shadow(sleeve, shift=(18, 22), blur=22, strength=0.65)
    shape = scene.fill(sleeve, paper)
    _cover(scene, ink, paper, chance)
    if shape is not None:
        worn = contrast(clouds((500, 500), (240, 200), chance.randint(0, 4), 4), 0.3).resize(shape.mask.size)
        scene.light(shape, worn)
        scene.light(
            shape,
            Linear((180, 170), (1040, 1030), ((0.0, (150, 150, 150)), (0.5, (128, 128, 128)), (1.0, (100, 100, 100))))
            .over(scene, shape.box)
            .getchannel("G"),
        )
    scene.bevel(shape, 3, 0.8)
    ring = scene.ring((610, 600), 405, 395, (255, 250, 236), 0.12)
    scene.bevel(ring, 5, 0.15)


@lru_cache(maxsize=1)
def _grooves() -> Image.Image:
    """Fine rings, and the still bands between the songs."""
    side = 1200
    sheet = Image.new("L", (side, side), 128)
    pen = ImageDraw.Draw(sheet)
    for step in range(86):
        reach = side * (0.484 - 0.0034 * step)
        shade = 66 if step in (8, 30, 51, 68, 85) else 118 if step % 2 else 104
        pen.ellipse(
            (side / 2 - reach, side / 2 - reach, side / 2 + reach, side / 2 + reach),
            outline=shade,
            width=4 if shade == 66 else 2,
        )
    return sheet.filter(ImageFilter.GaussianBlur(0.8))


def _disc(scene: Scene, centre: Point, radius: float, ink: Colour, paper: Colour) -> None:
    disc = ellipse(centre, radius, points=180)
    scene.shadow(disc, shift=(18, 22), blur=20, strength=0.65)
    shine: Stops = tuple(
        (i / 16, (v, v, v + 2))
        for i, v in enumerate((26, 60, 32, 20, 16, 18, 24, 40, 30, 70, 120, 64, 30, 20, 18, 20, 26))
    )
    shape = scene.fill(disc, Around(centre, radius + 3, shine))
    scene.bevel(shape, 3, 1.2)
    if shape is not None:
        extent = (round(radius * 2), round(radius * 2))
        scene.light(shape, Cloth(_grooves(), (centre[0] - radius, centre[1] - radius), extent).over(scene, shape.box))
    label = scene.fill(ellipse(centre, radius * 0.34, points=120), ink)
    scene.ring(centre, radius * 0.32, radius * 0.31, paper)
    scene.bevel(label, 3, 0.8)
    scene.write("SIDE  ONE", (centre[0] + 84, centre[1] - 4), 14, paper)
    scene.write("33 1/3", (centre[0], centre[1] + 78), 20, paper)
    scene.fill(ellipse(centre, 11), (214, 206, 190))
    scene.fill(ellipse(centre, 9), (20, 18, 18))


def _cover(scene: Scene, ink: Colour, paper: Colour, chance: random.Random) -> None:
    dark, pale = darker(ink, 0.45), mix(ink, paper, 0.5)
    design = chance.choice(("sun", "star", "waves"))
    box = scene.cut(rectangle(220, 210, 1000, 820))
    scene.lay(box, mix(paper, ink, 0.12))
    if design == "sun":
        scene.fill(ellipse((610, 600), 210), ink)
        for index in range(12):
            y = 640 + index * 16
            scene.fill(rectangle(390, y, 830, y + 3 + index), mix(paper, ink, 0.12))
        scene.fill(
            [
                (220, 820),
                *((220 + i * 39, 760 - 60 * math.sin(i * 0.5) - 20 * math.sin(i * 1.3)) for i in range(21)),
                (1000, 820),
            ],
            dark,
        )
    elif design == "star":
        for a, b in (*lattice((610, 515), 270, 16), *lattice((610, 515), 180, 12, 0.13)):
            scene.fill(stroke([a, b], 5), ink)
        for index in range(8):
            scene.fill(petal((610, 515), 150, 66, math.tau * index / 8 + 0.2), dark)
        scene.fill(star((610, 515), 70, 40, 8, 0.2), pale)
    else:
        for index in range(9):
            base = 300 + index * 60
            line = [
                (220 + i * 13, base - 34 * math.sin(i * 0.16 + index * 0.7) - 12 * math.sin(i * 0.37))
                for i in range(61)
            ]
            scene.fill([*line, (1000, 820), (220, 820)], (ink, pale, dark)[index % 3])
    title, lower = chance.choice(
        (
            ("NIGHTS OF THE PORT", "Trio Al Bahr"),
            ("OUD & EVENING", "Samir Haddad Ensemble"),
            ("RADIO ORCHESTRA", "Live in Alexandria, 1961"),
        )
    )
    scene.write(title, (610, 884), 44, darker(ink, 0.3) if sum(paper) > 400 else paper)
    scene.write(lower, (610, 950), 26, darker(ink, 0.3) if sum(paper) > 400 else paper)
    scene.write("STEREO", (920, 986), 16, darker(ink, 0.3) if sum(paper) > 400 else paper)
