"""Draws the demo house's pictures: studio photographs of things that do not exist, from a kind and a seed.

Nothing is loaded and nothing is stored; the same kind, seed and view always give the same picture.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image, ImageChops

from auction.demo import (
    art_brass,
    art_clay,
    art_cloth,
    art_coins,
    art_grounds,
    art_jewels,
    art_machines,
    art_paintings,
    art_paper,
    art_radio,
    art_watch,
    art_wood,
)
from auction.demo.art_grounds import DARK_PAPERS, FULL, LINENS, PAPERS, PLASTERS, STONES, VELVETS, WOODS
from auction.demo.art_light import Colour, Point
from auction.demo.art_scene import MIDDLE, Scene

VIEWS: Final = 3
CLOSE_SIZE: Final = (1280, 960)  # what fills the whole frame takes the longest to draw
JPEG_QUALITY: Final = 88

Painter = Callable[[Scene, random.Random], None]


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the lens looks, how close, and how the thing is turned under it."""

    zoom: float = 1.0
    focus: Point = MIDDLE
    degrees: float = 0.0


@dataclass(frozen=True, slots=True)
class Subject:
    """`stance` says what it stands, lies or hangs on; `detail` is what the second view comes close to."""

    paint: Painter
    stance: Literal["table", "dark table", "flat", "floor", "wall"]
    front: Pose
    detail: Pose


SUBJECTS: Final[dict[str, Subject]] = {
    "watch": Subject(art_watch.watch, "flat", Pose(1.15, degrees=-14), Pose(2.1, (822, 590), -14)),
    "pen": Subject(art_watch.pen, "flat", Pose(1.12, (790, 620), -18), Pose(2.1, (470, 560), -18)),
    "necklace": Subject(art_jewels.necklace, "flat", Pose(1.12, (800, 620)), Pose(2.0, (800, 850), -8)),
    "beads": Subject(art_jewels.beads, "flat", Pose(0.94, (800, 690), 12), Pose(2.0, (880, 870), 12)),
    "coin": Subject(art_coins.coin, "flat", Pose(1.04), Pose(1.75, (690, 600))),
    "dallah": Subject(art_brass.dallah, "table", Pose(1.12, (800, 620)), Pose(1.9, (820, 680))),
    "lantern": Subject(art_brass.lantern, "dark table", Pose(1.06, (800, 600)), Pose(1.85, (800, 660))),
    "astrolabe": Subject(art_brass.astrolabe, "flat", Pose(1.04, (800, 560), 6), Pose(1.9, (880, 590), 6)),
    "vase": Subject(art_clay.vase, "table", Pose(1.08, (800, 640)), Pose(1.95, (800, 640))),
    "dish": Subject(art_clay.dish, "flat", Pose(1.1), Pose(1.95, (900, 500))),
    "rug": Subject(art_cloth.rug, "floor", Pose(1.03), Pose(2.3, (430, 430), -4)),
    "camera": Subject(art_machines.camera, "table", Pose(1.18, (800, 660)), Pose(1.95, (830, 680))),
    "record": Subject(art_machines.record, "flat", Pose(1.02, (810, 600), -4), Pose(1.8, (960, 600), -4)),
    "oud": Subject(art_wood.oud, "flat", Pose(1.1, (800, 560), 62), Pose(1.9, (800, 760), 62)),
    "chest": Subject(art_wood.chest, "table", Pose(1.1, (800, 690)), Pose(2.0, (700, 690))),
    "radio": Subject(art_radio.radio, "table", Pose(1.16, (800, 690)), Pose(2.0, (620, 720))),
    "painting": Subject(art_paintings.painting, "wall", Pose(1.02, (800, 600)), Pose(2.0, (700, 600))),
    "book": Subject(art_paper.book, "flat", Pose(1.06, (800, 595), -9), Pose(1.9, (800, 590), -9)),
    "chart": Subject(art_paper.chart, "flat", Pose(1.04, degrees=-3), Pose(2.0, (960, 680), -3)),
}
KINDS: Final = tuple(SUBJECTS)


def draw(kind: str, seed: int, view: int = 0) -> bytes:
    """A JPEG. View 0 is the front, 2 has another backdrop, both 1600 by 1200; 1 comes close, at 1280 by 960."""
    subject = SUBJECTS[kind]
    pose = _pose(subject, kind, seed, view)
    size = CLOSE_SIZE if view == 1 else FULL
    ground = art_grounds.near(_ground(subject, kind, seed, view), pose.zoom, pose.focus, size)
    scene = Scene(ground, pose.zoom * size[0] / FULL[0], pose.focus, pose.degrees)
    subject.paint(scene, random.Random(f"{kind} {seed}"))
    if "table" in subject.stance:  # paper alone is smooth enough to show the steps of its gradient
        return _jpeg(ImageChops.hard_light(art_grounds.film(seed % 2).crop((0, 0, *size)), scene.image))
    return _jpeg(scene.image)


def _pose(subject: Subject, kind: str, seed: int, view: int) -> Pose:
    chance = random.Random(f"pose {kind} {seed} {view}")
    is_free = subject.stance == "flat"
    turn = chance.uniform(-5, 5) if is_free else 0.0
    if view == 1:
        close = subject.detail
        return Pose(close.zoom * chance.uniform(0.94, 1.08), close.focus, close.degrees + turn)
    front = subject.front
    if view == 0:
        return Pose(front.zoom, front.focus, front.degrees + turn)
    shift = chance.choice((-70, 70))
    return Pose(
        front.zoom * 0.88, (front.focus[0] + shift, front.focus[1]), front.degrees + turn + (11 if is_free else 0)
    )


def _ground(subject: Subject, kind: str, seed: int, view: int) -> Image.Image:
    """The front and the detail share a ground; the third view has another."""
    chance = random.Random(f"ground {kind} {seed} {view == 2}")
    stance = subject.stance
    if stance in ("table", "dark table"):
        is_dark = stance == "dark table" or view == 2
        return art_grounds.sweep(chance.choice(DARK_PAPERS if is_dark else PAPERS))
    if stance == "floor":
        return art_grounds.flat("wood", chance.choice(WOODS), seed + view // 2)
    if stance == "wall":
        return art_grounds.flat("plaster", chance.choice(PLASTERS), seed + view // 2)
    matters: tuple[tuple[str, tuple[Colour, ...]], ...] = (
        ("linen", LINENS),
        ("stone", STONES),
        ("wood", WOODS),
        ("velvet", VELVETS),
    )
    first = (
        chance.randrange(len(matters))
        if view != 2
        else random.Random(f"ground {kind} {seed} False").randrange(len(matters)) + 1
    )
    matter, colours = matters[first % len(matters)]
    return art_grounds.flat(matter, chance.choice(colours), seed)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()
