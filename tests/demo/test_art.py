"""The drawn pictures of the demo house: of the right size, always the same, never twice alike."""

import io

import pytest
from PIL import Image, ImageChops, ImageStat

from auction.catalogue.pictures import render_picture
from auction.demo.art import KINDS, VIEWS, draw


def drawn(kind, seed=1, view=0):
    image = Image.open(io.BytesIO(draw(kind, seed, view)))
    image.load()
    return image


def difference(one, other):
    other = other.resize(one.size)
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_photograph_sized_picture_with_something_in_it(kind):
    image = drawn(kind)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1600, 1200))
    assert min(ImageStat.Stat(image).stddev) > 12
    assert not image.getexif()
    assert drawn(kind, 1, 1).size == (1280, 960)


@pytest.mark.parametrize("kind", KINDS)
def test_the_views_of_one_thing_differ(kind):
    views = [drawn(kind, 2, view) for view in range(VIEWS)]
    assert difference(views[0], views[1]) > 5
    assert difference(views[0], views[2]) > 5


def test_the_same_picture_is_drawn_again_byte_for_byte():
    for kind in ("watch", "vase", "painting"):
        assert draw(kind, 5, 1) == draw(kind, 5, 1)


def test_another_seed_is_another_thing():
    for kind in ("rug", "painting", "dish"):
        assert difference(drawn(kind, 1), drawn(kind, 8)) > 5


def test_the_catalogue_takes_them():
    assert render_picture(draw("necklace", 3)).widths == (240, 480, 960, 1600)


def test_an_unknown_kind_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        draw("teapot", 1)
