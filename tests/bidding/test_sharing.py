"""What other sites are told: absolute addresses, words in the reader's language, and a picture that the house draws."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from PIL import Image, ImageChops

from auction.bidding.share_card import ShareCard, paint
from tests.bidding.builders import a_person, a_seller, an_auction, bid
from tests.builders_catalogue import upload

pytestmark = pytest.mark.usefixtures("moment")
CARD = ShareCard("مزاد", "ساعة جيب فضية Omega 1967", "السعر", "US$ 120", "يُغلق غدًا", is_rtl=True)


def metas(page) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', page.text))


def pixels(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as found:
        return found.convert("RGB")


def differ(one: bytes, other: bytes) -> bool:
    return ImageChops.difference(pixels(one), pixels(other)).getbbox() is not None


@pytest.fixture
def lot(inside):
    return inside(an_auction, listing={"title": 'A "fine" <b>watch</b>', "has_picture": True})


@pytest.mark.parametrize(("language", "locale"), [("en", "en_GB"), ("ar", "ar_AR")])
def test_a_lot_says_who_it_is_with_absolute_addresses(client, config, lot, language, locale):
    page = client.get(f"/auctions/{lot}?lang={language}")
    told = metas(page)
    assert told["og:title"] == "A &#34;fine&#34; &lt;b&gt;watch&lt;/b&gt;"
    assert told["og:locale"] == locale
    assert told["og:url"] == f"{config.public_url}/auctions/{lot}"
    assert told["og:image"] == f"{config.public_url}/auctions/{lot}/share.png?lang={language}&amp;seq=1"
    assert told["twitter:card"] == "summary_large_image"
    assert "10.00" in told["og:description"]
    assert f'<link rel="canonical" href="{config.public_url}/auctions/{lot}">' in page.text


@pytest.mark.parametrize("path", ["/", "/c/watches"])
def test_the_house_and_its_shelves_have_a_picture_too(client, config, lot, path):
    told = metas(client.get(path))
    assert told["og:url"] == config.public_url + path
    answer = client.get(told["og:image"].removeprefix(config.public_url).replace("&amp;", "&"))
    assert pixels(answer.data).size == (1200, 630)


def test_the_picture_is_drawn_in_the_language_asked_for(client, lot):
    english, arabic = (client.get(f"/auctions/{lot}/share.png?lang={language}") for language in ("en", "ar"))
    for answer in (english, arabic):
        assert (answer.status_code, answer.mimetype) == (200, "image/png")
        assert pixels(answer.data).size == (1200, 630)
        assert len(answer.data) < 300_000
        assert answer.headers["Cache-Control"].startswith("public, max-age=")
    assert differ(english.data, arabic.data)
    left, right = (pixels(answer.data).getpixel((100, 600)) for answer in (english, arabic))
    assert left != right, "the picture stands where reading begins"


def test_a_bid_makes_it_another_picture_and_the_same_is_not_sent_twice(client, inside, lot):
    before = client.get(f"/auctions/{lot}/share.png?lang=en")
    again = client.get(f"/auctions/{lot}/share.png?lang=en", headers={"If-None-Match": before.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    inside(bid, lot, inside(a_person), "50")
    inside(bid, lot, inside(a_person), "40")
    after = client.get(f"/auctions/{lot}/share.png?lang=en", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert differ(before.data, after.data)


def test_it_tells_nobody_of_a_lot_that_is_not_open(client, enter, inside, moment):
    seller = inside(a_seller)
    lot = inside(an_auction, seller, opens_at=moment + timedelta(hours=1), closes_at=moment + timedelta(days=2))
    assert client.get(f"/auctions/{lot}/share.png").status_code == 404
    assert enter(seller).client.get(f"/auctions/{lot}/share.png").status_code == 404
    assert client.get("/share.png?shelf=nowhere").status_code == 404


def test_arabic_is_joined_and_runs_from_the_right():
    """A word drawn joined is narrower than its letters apart, and begins at the reading edge."""
    joined = paint(ShareCard("", "سسسسس", "", "", "", is_rtl=True), None)
    apart = paint(ShareCard("", "س\u200cس\u200cس\u200cس\u200cس", "", "", "", is_rtl=True), None)
    inked = [
        pixels(each).crop((500, 140, 1200, 230)).convert("L").point(lambda light: 255 * (light < 128))
        for each in (joined, apart)
    ]
    narrow, wide = (each.getbbox() for each in inked)
    assert narrow[2] >= 625, "it ends at the right margin"
    assert wide[2] - wide[0] > 1.1 * (narrow[2] - narrow[0])


@pytest.mark.parametrize("title", ["", "A" * 400, "كلمة " * 90, "漢字 and ✂", "\u202eturned"])
def test_any_title_fits(title):
    shown = pixels(paint(ShareCard("M", title, "Price", "$1", "Ends", is_rtl=False), upload()))
    edge = shown.crop((1140, 0, 1200, 630))
    assert edge.getcolors(maxcolors=4) is not None
    assert len(edge.getcolors(maxcolors=4)) == 1, "nothing reaches over the margin"


def test_the_same_card_is_the_same_picture():
    assert paint(CARD, None) == paint(CARD, None)


def test_the_page_offers_ways_to_pass_it_on_without_scripts(client, config, lot):
    page = client.get(f"/auctions/{lot}").text
    assert f'value="{config.public_url}/auctions/{lot}"' in page
    assert 'href="mailto:?subject=A%20%22fine%22' in page
