"""What objects stand, lie or hang on: studio paper, plaster, linen, stone, walnut. Made once, then copied."""

from __future__ import annotations

import random
from functools import lru_cache

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from auction.demo.art_light import Colour, Point, Size, clouds, contrast, darker, lighter, mix, noise, relief, tint
from auction.demo.art_scene import HEIGHT, WIDTH, Linear, Radial, Scene

FULL = (WIDTH, HEIGHT)
FULL_BOX = (0, 0, WIDTH, HEIGHT)

PAPERS: tuple[Colour, ...] = (
    (206, 198, 186),
    (188, 190, 184),
    (198, 184, 166),
    (170, 178, 176),
    (192, 176, 168),
    (150, 156, 152),
    (122, 128, 130),
)
DARK_PAPERS: tuple[Colour, ...] = ((58, 60, 62), (48, 56, 58), (64, 54, 48), (44, 50, 62))
LINENS: tuple[Colour, ...] = ((214, 206, 192), (190, 184, 172), (172, 164, 150), (96, 104, 104), (70, 74, 82))
STONES: tuple[Colour, ...] = ((200, 196, 190), (178, 172, 164), (88, 88, 92), (214, 206, 196))
VELVETS: tuple[Colour, ...] = ((62, 30, 40), (34, 50, 60), (40, 54, 46), (56, 48, 66))
WOODS: tuple[Colour, ...] = ((118, 80, 52), (150, 110, 76), (84, 58, 42), (168, 134, 98))
PLASTERS: tuple[Colour, ...] = ((216, 208, 196), (202, 198, 190), (196, 186, 174), (180, 186, 182))


def sweep(paper: Colour, horizon: float = 760) -> Image.Image:
    """Studio paper that runs from the table up the wall in one soft bend, lit from the upper left."""
    return _small_sweep(paper, round(horizon)).resize(FULL, Image.Resampling.BILINEAR)


@lru_cache(maxsize=16)
def _small_sweep(paper: Colour, horizon: int) -> Image.Image:
    scene = Scene(Image.new("RGB", FULL), 0.25)  # all of it is smooth: worked small and enlarged
    small = (600, 450, 1000, 750)
    wall, table, bend = darker(paper, 0.30), lighter(paper, 0.20), darker(paper, 0.04)
    at = horizon / HEIGHT
    stops = []
    for step in range(25):
        y = step / 24
        if y < at:
            stops.append((y, mix(wall, bend, _ease(y / at))))
        else:
            stops.append((y, mix(bend, table, _ease((y - at) / (1 - at)))))
    image = Linear((0, 0), (0, HEIGHT), tuple(stops)).over(scene, small)
    pool = Radial((600, 560), 1200, ((0.0, (152, 151, 148)), (0.4, (130, 130, 130)), (1.0, (70, 68, 70))))
    return ImageChops.hard_light(pool.over(scene, small), image)


def _ease(share: float) -> float:
    return share * share * (3 - 2 * share)


def flat(kind: str, colour: Colour, seed: int) -> Image.Image:
    """A surface seen from above, or a wall seen from the front: its light and shade in this colour."""
    maps = {"linen": _linen, "stone": _stone, "wood": _wood, "plaster": _plaster, "velvet": _velvet}
    dark, light = {"wood": (0.8, 0.42), "velvet": (0.88, 0.3), "stone": (0.62, 0.5)}.get(kind, (0.72, 0.5))
    return tint(maps[kind](seed % 2), ((0.0, darker(colour, dark)), (0.5, colour), (1.0, lighter(colour, light))))


def _under(grey: Image.Image, light: Image.Image) -> Image.Image:
    """A light on grey matter; 128 changes nothing."""
    return ImageChops.hard_light(light, grey)


def _window_light(grey: Image.Image, strength: float = 1.0) -> Image.Image:
    """Light that falls in from the upper left."""
    dark = round(128 - 74 * strength)
    pool = Radial((420, 260), 1700, ((0.0, (156, 156, 156)), (0.35, (134, 134, 134)), (1.0, (dark, dark, dark))))
    return _under(grey, pool.over(Scene(Image.new("RGB", FULL)), FULL_BOX).getchannel("G"))


@lru_cache(maxsize=2)
def _linen(seed: int) -> Image.Image:
    threads = noise((WIDTH // 2, HEIGHT), f"weft {seed}").filter(ImageFilter.BoxBlur((9, 0))).resize(FULL)
    warps = noise((WIDTH, HEIGHT // 2), f"warp {seed}").filter(ImageFilter.BoxBlur((0, 9))).resize(FULL)
    weave = contrast(ImageChops.blend(threads, warps, 0.5), 0.85)
    folds = contrast(clouds(FULL, (900, 500), f"folds {seed}", 1), 0.25)
    return _window_light(_under(weave, folds))


@lru_cache(maxsize=2)
def _velvet(seed: int) -> Image.Image:
    folds = contrast(clouds(FULL, (700, 420), f"velvet {seed}", 1), 0.5)
    pile = contrast(noise(FULL, f"pile {seed}").filter(ImageFilter.GaussianBlur(0.8)), 0.35)
    return _window_light(_under(pile, folds))


@lru_cache(maxsize=2)
def _stone(seed: int) -> Image.Image:
    """Honed stone: soft drifts, and fine specks."""
    drifts = contrast(clouds(FULL, (760, 420), f"stone {seed}", 5), 0.3)
    specks = contrast(noise(FULL, f"speck {seed}").filter(ImageFilter.GaussianBlur(1.0)), 0.34)
    return _window_light(_under(specks, drifts))


@lru_cache(maxsize=2)
def _plaster(seed: int) -> Image.Image:
    rough = relief(clouds(FULL, (60, 44), f"plaster {seed}", 3), 0.7, 2)
    wash = contrast(clouds(FULL, (700, 500), f"wash {seed}", 2), 0.12)
    return _window_light(_under(contrast(rough, 0.3), wash), 0.8)


@lru_cache(maxsize=2)
def _wood(seed: int) -> Image.Image:
    """Boards laid along the picture."""
    chance = random.Random(f"planks {seed}")
    grey = figure(FULL, f"planks {seed}").copy()
    y = 0
    while y < HEIGHT:
        height = chance.randint(210, 260)
        box = (0, y, WIDTH, min(HEIGHT, y + height))
        joint = chance.randint(200, WIDTH - 200)
        board = ImageChops.offset(grey.crop(box), joint, 0)
        grey.paste(_under(board, Image.new("L", board.size, chance.randint(108, 142))), box)
        pen = ImageDraw.Draw(grey)
        pen.line([(0, y), (WIDTH, y)], fill=14, width=3)
        pen.line([(joint, y), (joint, y + height)], fill=18, width=2)
        y += height
    return _window_light(grey)


def grain(size: Size, colour: Colour, seed: int | str, pitch: float = 1.0) -> Image.Image:
    """Wood cut along the grain, the grain running across the picture."""
    stops = ((0.0, darker(colour, 0.6)), (0.25, darker(colour, 0.28)), (0.55, colour), (1.0, lighter(colour, 0.26)))
    return tint(figure(size, seed, pitch), stops)


@lru_cache(maxsize=24)
def figure(size: Size, seed: int | str, pitch: float = 1.0) -> Image.Image:
    """The grey of wood: rings, fibres and pores. Do not draw on it."""
    width, height = size
    growth = clouds(size, (width * 0.9, 120 * pitch), f"figure {seed}", 3)
    rings = growth.point([round(128 + 90 * _wave(level * 0.21)) for level in range(256)])
    fibre = noise((max(2, width // 24), height), f"fibre {seed}").resize(size, Image.Resampling.BICUBIC)
    pores = noise((max(2, width // 10), height), f"pores {seed}").point(
        [90 if level > 236 else 0 for level in range(256)]
    )
    grey = Image.blend(rings, fibre, 0.42)
    grey.paste(16, (0, 0, width, height), pores.resize(size, Image.Resampling.BILINEAR))
    return grey


def _wave(value: float) -> float:
    whole = value % 2.0
    return 1 - 2 * abs(whole - 1.0)


@lru_cache(maxsize=4)
def film(seed: int) -> Image.Image:
    """The fine grain of the whole picture; it also hides the steps of smooth gradients."""
    grey = contrast(noise(FULL, f"film {seed}").filter(ImageFilter.GaussianBlur(0.6)), 0.07)
    return Image.merge("RGB", (grey, grey, grey))


def near(ground: Image.Image, zoom: float, focus: Point, size: Size) -> Image.Image:
    """The ground at this size, as a lens close to the object sees it: larger and a little out of focus."""
    if zoom < 1.3 and size == ground.size:
        return ground
    width, height = WIDTH / zoom, HEIGHT / zoom
    left = min(max(0.0, focus[0] - width / 2), WIDTH - width)
    top = min(max(0.0, focus[1] - height / 2), HEIGHT - height)
    return ground.resize(size, Image.Resampling.BILINEAR, (left, top, left + width, top + height))
