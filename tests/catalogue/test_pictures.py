"""What happens to an upload: clean renditions, or a refusal that says why. Made-up files, then real ones."""

import io
import os
import random
import struct
import zlib
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat, PngImagePlugin

from auction.catalogue.pictures import MAX_BYTES, WIDTHS, PictureRefused, render_picture

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "images"


def an_image(width=800, height=600, mode="RGB", colour=None):
    """A red quarter at the top left, the rest blue, so that a turn would show."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height // 2))
    return image.convert(mode)


def saved(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(rendition):
    image = Image.open(io.BytesIO(rendition.content))
    image.load()
    return image


def of_width(picture, width, kind="jpeg"):
    return next(opened(r) for r in picture.renditions if (r.width, r.format) == (width, kind))


def near(pixel, expected, tolerance=12):
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, expected, strict=True))


def refusal(upload):
    with pytest.raises(PictureRefused) as caught:
        render_picture(upload)
    return caught.value


def outcome(upload):
    try:
        return "rendered" if render_picture(upload).renditions else "nothing"
    except PictureRefused as no:
        return no.code


def test_a_large_picture_comes_in_every_width_and_both_formats():
    picture = render_picture(saved(an_image(2400, 1800)))
    assert (picture.width, picture.height) == (2400, 1800)
    assert picture.widths == WIDTHS
    assert sorted(r.name for r in picture.renditions) == sorted(
        f"{width}.{ending}" for width in WIDTHS for ending in ("jpg", "webp")
    )
    for rendition in picture.renditions:
        image = opened(rendition)
        assert image.format == rendition.format.upper()
        assert image.size == (rendition.width, rendition.height) == (rendition.width, rendition.width * 3 // 4)
        assert image.mode == "RGB"


@pytest.mark.parametrize(("width", "expected"), [(800, (240, 480, 800)), (240, (240,)), (220, (220,))])
def test_a_small_picture_is_never_enlarged(width, expected):
    assert render_picture(saved(an_image(width, 400))).widths == expected


def test_a_very_tall_picture_is_held_to_a_sensible_height():
    picture = render_picture(saved(an_image(600, 9000), "PNG"))
    assert max(r.height for r in picture.renditions) == 1500
    assert (picture.width, picture.height) == (600, 9000)


def test_the_same_bytes_have_the_same_key_and_others_another():
    one, other = saved(an_image()), saved(an_image(810))
    assert render_picture(one).key == render_picture(one).key != render_picture(other).key


def test_the_placeholder_has_the_commonest_colour():
    colour = render_picture(saved(an_image(), "PNG")).colour
    assert near(bytes.fromhex(colour[1:]), (0, 0, 255), 30)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_each_accepted_format_is_read(kind):
    picture = render_picture(saved(an_image(), kind))
    assert near(of_width(picture, 480).getpixel((20, 20)), (255, 0, 0), 30)
    assert near(of_width(picture, 480, "webp").getpixel((400, 300)), (0, 0, 255), 30)


def test_a_picture_from_an_apple_phone_is_read():
    out = io.BytesIO()
    pillow_heif.from_pillow(an_image()).save(out, quality=90)
    picture = render_picture(out.getvalue())
    assert (picture.width, picture.height) == (800, 600)
    assert near(of_width(picture, 480).getpixel((20, 20)), (255, 0, 0), 30)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_metadata_does_not_survive(kind):
    exif = Image.Exif()
    exif[0x010F] = "SECRETMAKER"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (25.0, 12.0, 5.0)
    options = {"exif": exif, "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    if kind != "WEBP":
        options["comment"] = b"SECRETCOMMENT"
    if kind == "PNG":
        chunks = PngImagePlugin.PngInfo()
        chunks.add_text("Author", "SECRETAUTHOR")
        chunks.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>SECRETXMP</x:xmpmeta>")
        options = options | {"pnginfo": chunks}
    else:
        options["xmp"] = b"<x:xmpmeta>SECRETXMP</x:xmpmeta>"
    upload = saved(an_image(), kind, **options)
    assert b"SECRET" in upload
    for rendition in render_picture(upload).renditions:
        assert b"SECRET" not in rendition.content
        image = opened(rendition)
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop", "mp"} & set(image.info)


def test_orientation_in_png_and_webp_is_followed_too():
    exif = Image.Exif()
    exif[0x0112] = 6
    for kind in ("PNG", "WEBP", "JPEG"):
        picture = render_picture(saved(an_image(), kind, exif=exif))
        assert (picture.width, picture.height) == (600, 800)
        assert near(of_width(picture, 480).getpixel((460, 20)), (255, 0, 0), 30)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_a_senseless_orientation_is_ignored(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert render_picture(saved(an_image(), exif=exif)).width == 800


def test_broken_exif_is_dropped_with_the_rest():
    picture = render_picture(saved(an_image(), exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff garbage"))
    assert picture.width == 800


def test_a_profile_is_applied_before_it_is_dropped():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = lab.replace(b"rXYZ", b"tmpX").replace(b"bXYZ", b"rXYZ").replace(b"tmpX", b"bXYZ")
    picture = render_picture(saved(an_image(), "PNG", icc_profile=swapped))
    assert near(of_width(picture, 480).getpixel((20, 20)), (0, 0, 255), 40)


def test_a_broken_profile_is_ignored():
    picture = render_picture(saved(an_image(), "PNG", icc_profile=b"not a profile"))
    assert near(of_width(picture, 480).getpixel((20, 20)), (255, 0, 0), 30)


def test_transparency_becomes_white():
    clear = an_image(mode="RGBA")
    clear.paste((0, 255, 0, 0), (400, 300, 800, 600))
    for kind in ("PNG", "WEBP"):
        picture = render_picture(saved(clear, kind))
        assert near(of_width(picture, 480).getpixel((400, 300)), (255, 255, 255))


def test_a_palette_with_transparency_becomes_white_there():
    palette = an_image().quantize(4)
    for transparency in (palette.getpixel((700, 500)), bytes([0, 0, 0, 0])):
        picture = render_picture(saved(palette, "PNG", transparency=transparency))
        assert near(of_width(picture, 480).getpixel((400, 300)), (255, 255, 255))


def test_four_printing_inks_become_screen_colours():
    picture = render_picture(saved(an_image(mode="CMYK")))
    assert near(of_width(picture, 480).getpixel((20, 20)), (255, 0, 0), 40)


@pytest.mark.parametrize("mode", ["L", "LA", "1", "P"])
def test_other_colour_modes_are_read(mode):
    assert render_picture(saved(an_image(mode=mode), "PNG")).width == 800


def test_sixteen_bits_of_grey_keep_their_middle():
    image = Image.new("I;16", (400, 400), 0x8000)
    picture = render_picture(saved(image, "PNG"))
    assert near(of_width(picture, 240).getpixel((100, 100)), (128, 128, 128), 3)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_frame_is_kept(kind):
    frames = [an_image(), Image.new("RGB", (800, 600), "green"), Image.new("RGB", (800, 600), "white")]
    upload = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    picture = render_picture(upload)
    assert near(of_width(picture, 480).getpixel((20, 20)), (255, 0, 0), 30)


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"\xff",
        b"hello",
        b"<?php system($_GET['c']); ?>",
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"/>',
        b"PK\x03\x04" + b"\0" * 100,
        b"%PDF-1.7\n" + b"\0" * 100,
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 800 600\n",
        b"MZ" + b"\0" * 100,
        saved(an_image(), "TIFF"),
        saved(an_image(), "BMP"),
        saved(an_image(), "PPM"),
    ],
)
def test_what_is_no_picture_we_read_is_refused_whatever_its_name(upload):
    no = refusal(upload)
    assert no.code == "not_a_picture"
    assert "JPEG" in no.facts["formats"]


def test_a_program_hidden_behind_a_picture_is_left_behind():
    upload = saved(an_image()) + b"<?php system('id'); ?>PK\x03\x04"
    for rendition in render_picture(upload).renditions:
        assert b"<?php" not in rendition.content
        assert b"PK\x03\x04" not in rendition.content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_half_a_picture_is_refused(kind, share):
    noise = Image.effect_noise((500, 400), 90).convert("RGB")
    upload = saved(noise, kind)
    assert refusal(upload[: int(len(upload) * share)]).code in ("broken", "not_a_picture")


def test_a_first_line_alone_is_a_broken_picture():
    for head in (b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypheic"):
        assert refusal(head + b"<?php ?>").code == "broken"


def test_no_damage_ever_gives_anything_but_pictures_or_a_refusal():
    chance = random.Random(7)
    good = [saved(Image.effect_noise((260, 220), 60).convert("RGB"), kind) for kind in ("JPEG", "PNG", "WEBP", "GIF")]
    for upload in good * 25:
        damaged = bytearray(upload)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        assert outcome(bytes(damaged)) in ("rendered", "broken", "not_a_picture", "too_small", "too_many_pixels")


@pytest.mark.parametrize(("width", "height"), [(199, 800), (800, 199), (1, 1)])
def test_a_tiny_picture_is_refused_with_its_size(width, height):
    no = refusal(saved(an_image(width, height), "PNG"))
    assert (no.code, no.facts) == ("too_small", {"width": width, "height": height, "limit": 200})


def test_too_many_bytes_are_refused_before_anything_is_read():
    no = refusal(b"\xff\xd8\xff" + b"\0" * MAX_BYTES)
    assert no.code == "too_large_bytes"
    assert no.facts == {"bytes": MAX_BYTES + 3, "limit": MAX_BYTES}


@pytest.mark.parametrize("side", [7000, 12000, 30000, 2**31 - 1])
def test_a_decompression_bomb_is_refused_by_its_head(side):
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000)) + chunk(b"IEND", b"")
    assert refusal(bomb).code in ("too_many_pixels", "broken")
    if side < 2**31 - 1:
        assert refusal(bomb).code == "too_many_pixels"


def test_a_format_that_is_costly_to_read_has_a_smaller_limit():
    no = refusal(saved(Image.new("RGB", (5000, 4000)), "WEBP", method=0))
    assert (no.code, no.facts["limit"]) == ("too_many_pixels", 16_000_000)


def test_a_progressive_picture_with_endless_passes_is_refused():
    upload = saved(an_image(), progressive=True)
    scan = upload.rindex(b"\xff\xda")
    assert refusal(upload[:-2] + upload[scan:-2] * 200 + upload[-2:]).code == "broken"


def real_pictures(folder):
    """Photographs kept outside the repository, none where they are not; the build server insists on them."""
    return sorted(path for path in (REAL / folder).glob("*") if path.suffix)


def require(paths):
    if not paths:
        if "data" in os.environ.get("MAZAD_REQUIRE", ""):
            pytest.fail(f"The real pictures are not in {REAL}.")
        pytest.skip(f"The real pictures are not in {REAL}.")


@pytest.mark.shared_data
@pytest.mark.parametrize("subject", ["Landscape", "Portrait"])
def test_all_eight_orientations_come_out_like_the_first(subject):
    paths = [path for path in real_pictures("orientation") if path.name.startswith(subject)]
    require(paths)
    assert len(paths) == 8
    rendered = [render_picture(path.read_bytes()) for path in paths]
    first = of_width(rendered[0], 480)
    for picture in rendered:
        assert (picture.width, picture.height) == (rendered[0].width, rendered[0].height)
        for kind in ("jpeg", "webp"):
            difference = ImageChops.difference(first, of_width(picture, 480, kind).convert("RGB"))
            assert max(ImageStat.Stat(difference).mean) < 6


@pytest.mark.shared_data
def test_places_and_cameras_are_gone_from_real_photographs():
    paths = real_pictures("exif")
    require(paths)
    known = (b"Exif\0\0", b"http://ns.adobe.com", b"GPS", b"NIKON", b"Apple", b"Canon", b"Photoshop", b"ICC_PROFILE")
    rendered = 0
    for path in paths:
        try:
            picture = render_picture(path.read_bytes())
        except PictureRefused:
            continue
        for rendition in picture.renditions:
            rendered += 1
            assert not [mark for mark in known if mark in rendition.content], path.name
            image = opened(rendition)
            assert not image.getexif(), path.name
            assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(image.info), path.name
    assert rendered > 50


@pytest.mark.shared_data
def test_real_damaged_pictures_are_repaired_or_refused():
    paths = real_pictures("exif")
    require(paths)
    outcomes = {path.name: outcome(path.read_bytes()) for path in paths}
    assert set(outcomes.values()) <= {"rendered", "too_small", "broken", "not_a_picture"}
    assert outcomes["heic_IMG_5195.HEIC"] == "rendered"
    assert outcomes["jpg_corrupted.jpg"] == "rendered"
    assert outcomes["jpg_tests_36-memory_error.jpg"] == "rendered"
    assert outcomes["jpg_invalid_image01137.jpg"] == "too_small"
    assert outcomes["tiff_Jobagent.tiff"] == "not_a_picture"
