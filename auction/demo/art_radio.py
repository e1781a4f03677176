"""The table radio: veneer, cloth, a lit scale, ivory knobs."""

from __future__ import annotations

import math
import random
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from auction.demo.art_grounds import grain
from auction.demo.art_light import BRASS, GOLD, Colour, Point, Stops, contrast, darker, level, lighter, lit, mix, noise
from auction.demo.art_scene import Cloth, Linear, Radial, Scene, ellipse, rectangle, stroke
from auction.demo.art_wood import shaded


def radio(scene: Scene, chance: random.Random) -> None:
    """A table radio of the fifties: veneer, cloth, a lit glass scale, ivory knobs."""
    wood = chance.choice(((128, 74, 40), (96, 54, 34), (150, 96, 54), (74, 44, 32)))
    trim = chance.choice((GOLD, BRASS))
    left, top, right, bottom = 350.0, 400.0, 1250.0, 940.0
    case = rectangle(left, top, right, bottom, chance.choice((36, 60, 84)))
    scene.shadow(
        [(left, bottom - 40), (right + 210, bottom - 110), (right + 230, bottom - 20), (right, bottom + 20)],
        blur=40,
        strength=0.4,
    )
    scene.shadow(rectangle(left + 10, bottom - 16, right - 4, bottom + 22), blur=14, strength=0.8)
    for x in (left + 90, right - 150):
        scene.fill(rectangle(x, bottom - 6, x + 60, bottom + 20, 6), (28, 20, 16))
    body = scene.fill(case, Cloth(grain((1100, 700), wood, chance.randint(0, 3), 1.6), (left, top), (900, 540)))
    scene.bevel(body, 22, 1.5)
    shaded(scene, body, (left, top), (right, bottom))
    recess = rectangle(left + 40, top + 40, right - 40, bottom - 46, 26)
    inner = scene.fill(recess, darker(wood, 0.5))
    scene.inner_shadow(inner, (10, 12), 12, 0.8)
    cloth = scene.fill(
        rectangle(left + 60, top + 60, right - 60, top + 292, 14),
        Cloth(
            _speaker_cloth(chance.choice(((196, 176, 132), (168, 150, 116), (126, 96, 66)))), (left, top), (900, 540)
        ),
    )
    scene.inner_shadow(cloth, (8, 10), 10, 0.75)
    _slats(scene, left, right, top, trim, chance.choice((5, 7, 9)))
    _scale(scene, left, right, top, chance)
    for x in (left + 128, right - 128):
        _knob(scene, (x, bottom - 118), 58, trim)
    for index in range(5):
        x = 656 + index * 72
        key = scene.fill(
            rectangle(x - 30, bottom - 104, x + 30, bottom - 66, 8),
            Linear(
                (0, bottom - 104),
                (0, bottom - 66),
                ((0.0, (248, 240, 220)), (0.6, (222, 208, 178)), (1.0, (160, 144, 116))),
            ),
        )
        scene.bevel(key, 4, 1.2)


@lru_cache(maxsize=4)
def _speaker_cloth(colour: Colour) -> Image.Image:
    size = (900, 540)
    tile = Image.new("L", (6, 6), 110)
    ImageDraw.Draw(tile).rectangle((0, 0, 2, 2), fill=170)
    ImageDraw.Draw(tile).rectangle((3, 3, 5, 5), fill=160)
    weave = Image.new("L", size)
    for x in range(0, size[0], 6):
        for y in range(0, size[1], 6):
            weave.paste(tile, (x, y))
    flecks = contrast(noise((450, 270), "flecks").resize(size).filter(ImageFilter.GaussianBlur(1)), 0.5)
    return lit(Image.new("RGB", size, colour), ImageChops.blend(weave, flecks, 0.4))


def _slats(scene: Scene, left: float, right: float, top: float, trim: Stops, count: int) -> None:
    for index in range(count):
        x = left + 60 + (right - left - 120) * (index + 0.5) / count
        bar = rectangle(x - 7, top + 60, x + 7, top + 292)
        scene.shadow(bar, shift=(5, 5), blur=5, strength=0.55)
        scene.bevel(
            scene.fill(
                bar,
                Linear(
                    (x - 7, 0),
                    (x + 7, 0),
                    ((0.0, level(trim, 0.5)), (0.35, level(trim, 0.96)), (1.0, level(trim, 0.22))),
                ),
            ),
            2,
            0.8,
        )


def _scale(scene: Scene, left: float, right: float, top: float, chance: random.Random) -> None:
    box = rectangle(left + 60, top + 306, right - 60, top + 392, 10)
    glow: Colour = chance.choice(((255, 226, 160), (210, 240, 200), (255, 214, 150)))
    glass = scene.fill(
        box,
        Linear(
            (0, top + 306),
            (0, top + 392),
            ((0.0, mix((30, 22, 14), glow, 0.55)), (0.5, glow), (1.0, mix((30, 22, 14), glow, 0.6))),
        ),
    )
    scene.gleam(rectangle(left + 90, top + 330, right - 90, top + 368), 26, 0.35, lighter(glow, 0.6))
    for row, names in (
        (330, ("CAIRO", "BEIRUT", "BASRA", "TUNIS", "LONDON", "PARIS", "ATHENS", "RABAT")),
        (370, ("54", "60", "70", "80", "100", "120", "140", "160")),
    ):
        for index, name in enumerate(names):
            scene.write(name, (left + 122 + index * 94, top + row), 13, (70, 34, 16))
    for index in range(75):
        x = left + 80 + index * 10
        scene.fill(stroke([(x, top + 344), (x, top + (358 if index % 5 == 0 else 352))], 1.8), (70, 34, 16))
    needle = left + chance.uniform(180, 720)
    scene.fill(stroke([(needle, top + 312), (needle, top + 386)], 4), (178, 34, 24))
    scene.inner_shadow(glass, (6, 8), 7, 0.6)
    scene.lay(
        scene.cut([(left + 90, top + 308), (left + 420, top + 308), (left + 340, top + 390), (left + 66, top + 390)]),
        (255, 255, 255),
        0.12,
    )


def _knob(scene: Scene, centre: Point, radius: float, trim: Stops) -> None:
    scene.shadow(ellipse(centre, radius), shift=(10, 14), blur=10, strength=0.7)
    scene.bevel(
        scene.fill(
            ellipse(centre, radius),
            Radial(
                (centre[0] - 20, centre[1] - 24),
                radius * 1.5,
                ((0.0, (250, 242, 222)), (0.5, (226, 212, 182)), (1.0, (138, 120, 92))),
            ),
        ),
        5,
        1.0,
    )
    for index in range(36):
        angle = math.tau * index / 36
        scene.fill(
            stroke(
                [
                    (centre[0] + r * radius * math.cos(angle), centre[1] + r * radius * math.sin(angle))
                    for r in (0.86, 0.99)
                ],
                2.6,
            ),
            (96, 80, 58),
            0.7,
        )
    scene.bevel(scene.ring(centre, radius * 0.66, radius * 0.58, level(trim, 0.72)), 2, 1.2)
    scene.bevel(
        scene.fill(
            ellipse(centre, radius * 0.5),
            Radial((centre[0] + 10, centre[1] + 12), radius * 0.8, ((0.0, (246, 236, 214)), (1.0, (196, 180, 148)))),
        ),
        3,
        0.6,
    )
