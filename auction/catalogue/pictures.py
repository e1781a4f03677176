"""Turns the bytes somebody uploaded into clean pictures for the page: upright, sRGB, small, without metadata.

Never stores anything, never trusts a file's name or type, never keeps the uploaded bytes themselves.
TIFF is left out on purpose: no browser shows it, no phone makes it, and its reader has the worst record.
"""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from typing import Final, Literal

import pillow_heif
from PIL import ExifTags, Image, ImageCms, ImageOps

from auction.errors import Invalid

WIDTHS: Final = (240, 480, 960, 1600)
MAX_BYTES: Final = 15 * 1024 * 1024
MAX_PIXELS: Final = 40_000_000
# Its reader holds every pixel four times over; no camera makes these files, so the smaller limit hurts nobody.
MAX_WEBP_PIXELS: Final = 16_000_000
MIN_SIDE: Final = 200
# Times the width: a strip longer than this is made narrower, so that no rendition is huge.
TALLEST: Final = 2.5
# Of a progressive JPEG: honest ones have about ten, and each costs a pass over the whole picture.
MAX_SCANS: Final = 100
STRIP_HEIGHT: Final = 64
JPEG_QUALITY: Final = 82
WEBP_QUALITY: Final = 80
WHITE: Final = (255, 255, 255)

FORMATS: Final = ("JPEG", "PNG", "WEBP", "HEIF", "GIF")
HEIF_BRANDS: Final = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")

# What the decoders of Pillow, libheif and zlib raise on damaged input.
BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)


class PictureRefused(Invalid):
    """An upload that cannot become a picture of a listing.

    Codes: not_a_picture, broken, too_small, too_many_pixels, too_large_bytes.
    """

    code = "not_a_picture"


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of a picture in one format, ready to be written to the shelf as `name`."""

    width: int
    height: int
    format: Literal["webp", "jpeg"]
    content: bytes

    @property
    def name(self) -> str:
        return f"{self.width}.{'webp' if self.format == 'webp' else 'jpg'}"


@dataclass(frozen=True, slots=True)
class Picture:
    """What an upload became. `width` and `height` are those of the upload, upright; `colour` is `#rrggbb`."""

    key: str
    width: int
    height: int
    colour: str
    renditions: tuple[Rendition, ...]

    @property
    def widths(self) -> tuple[int, ...]:
        return tuple(sorted({rendition.width for rendition in self.renditions}))


def render_picture(upload: bytes) -> Picture:
    """Refuses with PictureRefused. Takes some tenths of a second: never call it while holding a lock or on
    the thread that serves sockets.
    """
    if len(upload) > MAX_BYTES:
        raise PictureRefused("too_large_bytes", bytes=len(upload), limit=MAX_BYTES)
    # Damaged metadata makes Pillow warn; we drop all metadata, so nobody need hear of it.
    with warnings.catch_warnings(action="ignore"):
        width, height, largest = _read(upload)
    sizes = _sizes(width, height)
    rendered: list[Rendition] = []
    for size in reversed(sizes):
        largest = largest if largest.size == size else largest.resize(size, Image.Resampling.LANCZOS)
        rendered += [Rendition(*size, "webp", _webp(largest)), Rendition(*size, "jpeg", _jpeg(largest))]
    return Picture(_key(upload), width, height, _dominant_colour(largest), tuple(reversed(rendered)))


def _read(upload: bytes) -> tuple[int, int, Image.Image]:
    """The upright size of the upload, and its pixels at the size of the largest rendition."""
    kind = _sniff(upload)
    if kind is None:
        raise PictureRefused("not_a_picture", formats=FORMATS)
    if kind == "JPEG" and upload.count(b"\xff\xda") > MAX_SCANS:
        raise PictureRefused("broken")
    if kind == "HEIF":
        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        with Image.open(io.BytesIO(upload), formats=[kind]) as image:
            _check_size(image.width, image.height, MAX_WEBP_PIXELS if kind == "WEBP" else MAX_PIXELS)
            turn = _orientation(image)
            is_on_its_side = turn >= 5
            width, height = image.size[::-1] if is_on_its_side else image.size
            size = _sizes(width, height)[-1]
            stored_size = size[::-1] if is_on_its_side else size
            image.draft(None, (stored_size[0] * 2, stored_size[1] * 2))
            image.load()
            profile = image.info.get("icc_profile")
            small = _shrunk(image, stored_size)
        return width, height, _upright(_in_srgb(small, profile), turn)
    except Image.DecompressionBombError:
        raise PictureRefused("too_many_pixels", limit=MAX_PIXELS) from None
    except BROKEN as error:
        raise PictureRefused("broken") from error


def _sniff(upload: bytes) -> str | None:
    if upload.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if upload.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if upload.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if upload[:4] == b"RIFF" and upload[8:12] == b"WEBP":
        return "WEBP"
    if upload[4:8] == b"ftyp" and upload[8:12] in HEIF_BRANDS:
        return "HEIF"
    return None


def _check_size(width: int, height: int, limit: int) -> None:
    if width * height > limit:
        raise PictureRefused("too_many_pixels", width=width, height=height, limit=limit)
    if min(width, height) < MIN_SIDE:
        raise PictureRefused("too_small", width=width, height=height, limit=MIN_SIDE)


def _sizes(width: int, height: int) -> list[tuple[int, int]]:
    """The sizes to make, smallest first. A small picture's own width is the last of them."""
    sizes = []
    for wanted in sorted({min(width, step) for step in WIDTHS}):
        scale = min(wanted / width, wanted * TALLEST / height)
        sizes.append((max(1, round(width * scale)), max(1, round(height * scale))))
    return sizes


def _orientation(image: Image.Image) -> int:
    try:
        turn = image.getexif().get(ExifTags.Base.Orientation, 1)
    except BROKEN:
        return 1
    return turn if turn in range(1, 9) else 1


def _upright(image: Image.Image, turn: int) -> Image.Image:
    """A bare image with nothing but the turn to apply, so that no broken tag can get in Pillow's way."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turn
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    bare.info = {"exif": exif.tobytes()}
    ImageOps.exif_transpose(bare, in_place=True)
    bare.info = {}
    return bare


def _shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """In true colour and at this size. Works strip by strip, so that a large picture is never held twice."""
    if image.mode == "CMYK":  # needs its profile to become RGB; only JPEG has it, and draft has made it small
        return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    factor = max(1, min(image.width // size[0], image.height // size[1]) // 2)
    small = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)))
    for top in range(0, image.height, STRIP_HEIGHT * factor):
        strip = image.crop((0, top, image.width, min(image.height, top + STRIP_HEIGHT * factor)))
        small.paste(_true_colour(strip).reduce(factor), (0, top // factor))
    return small.resize(size, Image.Resampling.LANCZOS)


def _true_colour(image: Image.Image) -> Image.Image:
    """RGB; what is transparent becomes white; sixteen bits of grey become eight."""
    if image.mode.startswith("I") or image.mode == "F":
        return image.convert("I").point(lambda level: level * (1 / 256)).convert("L").convert("RGB")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        flat = Image.new("RGB", clear.size, WHITE)
        flat.paste(clear, mask=clear.getchannel("A"))
        return flat
    return image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A profile that cannot be read is ignored: the numbers are then taken for sRGB, as browsers do."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, *BROKEN):
            pass
        else:
            return converted if converted is not None else image
    return image.convert("RGB")


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=WEBP_QUALITY, method=2)  # method 4 takes twice as long for 3 % less
    return out.getvalue()


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()


def _dominant_colour(image: Image.Image) -> str:
    """The commonest of six colours: what stands in the frame until the picture has come."""
    few = image.resize((32, 32), Image.Resampling.BOX).quantize(6)
    histogram = few.histogram()
    index = histogram.index(max(histogram))
    red, green, blue = (few.getpalette() or [0, 0, 0])[index * 3 : index * 3 + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"


def _key(upload: bytes) -> str:
    """The same upload always gets the same key; change the label when the renditions change."""
    return hashlib.sha256(b"mazad picture 1\0" + upload).hexdigest()[:40]
