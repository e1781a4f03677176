"""Pictures through the front door: in as a phone sends them, out clean, in order, and nobody else's to touch."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from auction.catalogue import media, queries, service
from tests import builders_catalogue as build
from tests import builders_people as people
from tests.conftest import Hand

JSON = {"Accept": "application/json"}


@dataclass
class Seller:
    id: int
    hand: Hand
    listing_id: int
    inside: Callable[..., Any]

    def send(self, *uploads: bytes, headers: dict[str, str] | None = None, query: str = "", **more: Any) -> Any:
        files = [FileStorage(io.BytesIO(content), f"IMG_{place}.jpg") for place, content in enumerate(uploads)]
        boundary, body = encode_multipart(MultiDict({"pictures": files, **more}))
        return self.hand.post(
            f"/sell/{self.listing_id}/pictures{query}",
            data=body,  # encoded here: the client's own encoder leaves its temporary file open
            content_type=f"multipart/form-data; boundary={boundary}",
            headers=JSON if headers is None else headers,
        )

    def pictures(self) -> list[queries.PictureView]:
        return list(self.inside(queries.pictures_of, self.listing_id))

    def say(self, url: str, **values: Any) -> Any:
        return self.hand.post(f"/sell/{self.listing_id}/{url}", data=values, headers=JSON)


@pytest.fixture
def new_seller(inside: Callable[..., Any], new_client: Callable[[], FlaskClient]) -> Callable[..., Seller]:
    inside(build.make_shelves)

    def make(**changes: Any) -> Seller:
        person_id = inside(people.seller, **changes)
        listing_id = inside(build.make_draft, person_id, has_picture=False)
        return Seller(person_id, Hand(people.signed_in(new_client(), person_id)), listing_id, inside)

    return make


@pytest.fixture
def seller(new_seller: Callable[..., Seller]) -> Seller:
    return new_seller()


def test_a_picture_comes_out_upright_and_without_its_camera(seller: Seller) -> None:
    answer = seller.send(build.upload(size=(400, 300), orientation=6))
    assert answer.status_code == 201
    [shown] = seller.pictures()
    assert answer.json["pictures"][0]["id"] == shown.id
    assert f'data-picture="{shown.id}"' in answer.json["pictures"][0]["html"]
    assert (shown.width, shown.height) == (300, 400)
    for name, kind in (("240.webp", "image/webp"), ("300.jpg", "image/jpeg")):
        file = seller.hand.get(f"/media/{shown.key}/{name}", buffered=True)
        assert (file.status_code, file.content_type) == (200, kind)
        assert b"camera" not in file.data
        with Image.open(io.BytesIO(file.data)) as image:
            assert image.size in ((240, 320), (300, 400))
            assert not image.getexif()
            red, green, blue = image.convert("RGB").getpixel((image.width - 10, image.height // 2))
            assert red > 180 > 90 > green + blue - red // 2, "the red half has turned to the right"


def test_media_are_kept_for_good_and_can_do_nothing(seller: Seller, client: FlaskClient) -> None:
    seller.send(build.upload())
    [shown] = seller.pictures()
    answer = client.get(shown.thumb, buffered=True)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    again = client.get(shown.thumb, headers={"If-None-Match": answer.headers["ETag"]}, buffered=True)
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "0123456789abcdef/240.jpg",
        "0123456789abcdef/..%2f..%2fhouse.db",
        "..%2f..%2finstance/240.jpg",
        "short/240.jpg",
        "0123456789abcdef/240.exe",
        "0123456789abcdef/.240.jpg",
    ],
)
def test_no_other_file_comes_out(client: FlaskClient, path: str) -> None:
    assert client.get(f"/media/{path}", headers=JSON).status_code == 404


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ\x90\x00 a program", "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        (build.upload()[:400], "broken"),
        (build.upload(size=(120, 400)), "picture_too_small"),
        (b"\xff\xd8\xff" + b"\0" * (15 * 1024 * 1024), "too_large_bytes"),
    ],
    ids=["program", "drawing", "broken", "small", "large"],
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_no_picture_is_refused_in_the_readers_language(
    seller: Seller, content: bytes, code: str, language: str
) -> None:
    answer = seller.send(content, query=f"?lang={language}")
    assert (answer.status_code, answer.json["code"]) == (422, code)
    is_arabic = any("\u0620" <= letter <= "\u064a" for letter in answer.json["message"])
    assert is_arabic == (language == "ar")
    assert seller.pictures() == []


def test_one_bad_file_spoils_no_other(seller: Seller) -> None:
    answer = seller.send(build.upload(hue=1), b"no picture", build.upload(hue=2))
    assert len(answer.json["pictures"]) == len(seller.pictures()) == 2
    assert [(bad["name"], bad["code"]) for bad in answer.json["refused"]] == [("IMG_1.jpg", "not_a_picture")]


def test_the_same_upload_sent_twice_hangs_once(seller: Seller) -> None:
    first, second = seller.send(build.upload()), seller.send(build.upload())
    assert first.json["pictures"][0]["id"] == second.json["pictures"][0]["id"]
    assert len(seller.pictures()) == 1


def test_two_listings_never_share_a_file(seller: Seller, new_seller: Callable[..., Seller]) -> None:
    other = new_seller()
    seller.send(build.upload())
    other.send(build.upload())
    [mine], [theirs] = seller.pictures(), other.pictures()
    assert mine.key != theirs.key
    assert seller.say(f"pictures/{mine.id}/remove").status_code == 200
    assert seller.hand.get(mine.thumb, buffered=True).status_code == 404
    assert seller.hand.get(theirs.thumb, buffered=True).status_code == 200


def test_more_than_two_dozen_are_refused(seller: Seller, monkeypatch: pytest.MonkeyPatch) -> None:
    assert service.MOST_PICTURES == 24
    monkeypatch.setattr("auction.catalogue.service.pictures.MOST_PICTURES", 2)
    answer = seller.send(*(build.upload(hue=hue) for hue in (1, 2, 3)))
    assert len(seller.pictures()) == 2
    assert [bad["code"] for bad in answer.json["refused"]] == ["too_many_pictures"]
    assert seller.send(build.upload(hue=4)).status_code == 409
    folders = [path for path in media_folders(seller) if path.is_dir()]
    assert len(folders) == 2, "a refused picture leaves no file behind"


def media_folders(seller: Seller) -> list[Any]:
    def find() -> list[Any]:
        shelf = media.shelf()
        assert isinstance(shelf, media.FolderShelf)
        return list(shelf.root.glob("*/*/*"))

    return list(seller.inside(find))


def test_pictures_are_put_in_order(seller: Seller) -> None:
    seller.send(*(build.upload(hue=hue) for hue in (1, 2, 3)))
    first, second, third = (picture.id for picture in seller.pictures())
    assert seller.say("pictures/order", order=[third, first]).json == {"order": [third, first, second]}
    assert seller.say("pictures/order", down=third).json == {"order": [first, third, second]}
    assert seller.say("pictures/order", up=first).json == {"order": [first, third, second]}
    assert seller.say("pictures/order", order=[10**9 - 1, second]).json == {"order": [second, first, third]}
    assert [picture.id for picture in seller.pictures()] == [second, first, third]
    assert seller.say("pictures/order", order="x").status_code == 422
    assert seller.say("pictures/order", up="10000000").status_code == 404


def test_a_picture_is_described(seller: Seller) -> None:
    seller.send(build.upload())
    [shown] = seller.pictures()
    assert seller.say(f"pictures/{shown.id}/words", alternative="The dial, ١٢ hours").status_code == 200
    assert seller.pictures()[0].alt == "The dial, ١٢ hours"
    assert seller.say(f"pictures/{shown.id}/words", alternative="x" * 201).status_code == 422


def test_nobody_else_touches_a_draft(seller: Seller, new_seller: Callable[..., Seller], client: FlaskClient) -> None:
    seller.send(build.upload())
    [shown] = seller.pictures()
    other = new_seller()
    theirs = other.listing_id
    other.listing_id = seller.listing_id
    answers = [
        other.send(build.upload(hue=99)),
        other.say("pictures/order", order=[shown.id]),
        other.say(f"pictures/{shown.id}/words", alternative="Mine"),
        other.say(f"pictures/{shown.id}/remove"),
        other.hand.post(f"/sell/{seller.listing_id}", data={"title": "Mine"}, headers=JSON),
        other.say("delete"),
        other.say("additions", text="Mine"),
        other.hand.get(f"/sell/{seller.listing_id}", headers=JSON),
    ]
    other.listing_id = theirs
    answers += [
        other.say(f"pictures/{shown.id}/words", alternative="Mine"),
        other.say(f"pictures/{shown.id}/remove"),
        other.say("pictures/order", up=shown.id),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert len(seller.pictures()) == 1
    nobody = Hand(client)
    assert nobody.post(f"/sell/{seller.listing_id}/pictures", headers=JSON).status_code == 401


def test_a_form_from_elsewhere_is_refused(seller: Seller) -> None:
    data = {"pictures": [(io.BytesIO(build.upload()), "a.jpg")]}
    answer = seller.hand.client.post(f"/sell/{seller.listing_id}/pictures", data=data, headers=JSON)
    assert (answer.status_code, answer.json["code"]) == (403, "stale_form")
    assert seller.pictures() == []


def test_without_scripts_a_button_about_pictures_keeps_every_word(seller: Seller) -> None:
    words = {"title": "Half a ti", "starting": "١٢٥٠٫٥٠"}
    answer = seller.send(build.upload(), headers={}, **words)
    assert answer.status_code == 303
    assert answer.location == f"/sell/{seller.listing_id}?step=pictures#pictures"
    [shown] = seller.pictures()
    more = words | {"title": "Half a title", f"alternative-{shown.id}": "The lid"}
    seller.hand.post(f"/sell/{seller.listing_id}/pictures/{shown.id}/remove", data=more)
    own = seller.inside(queries.own_listing, seller.listing_id, seller.id)
    assert (own.view.title, own.wanted_terms["starting"]) == ("Half a title", "١٢٥٠٫٥٠")


def test_without_scripts_a_refused_picture_is_told_on_the_page(seller: Seller) -> None:
    seller.send(b"no picture", headers={})
    page = seller.hand.get(f"/sell/{seller.listing_id}").text
    assert "\u2068IMG_0.jpg\u2069: This is not a picture we can read." in page


def test_a_form_with_many_pictures_may_be_long(seller: Seller) -> None:
    large = b"\xff\xd8\xff" + b"\0" * (9 * 1024 * 1024)
    answer = seller.send(large, large, build.upload(), headers=JSON)
    assert answer.status_code == 201
    assert len(answer.json["refused"]) == 2
    words = b"title=" + b"x" * (18 * 1024 * 1024)
    form = "application/x-www-form-urlencoded"
    assert seller.hand.post("/sell/new", data=words, content_type=form, headers=JSON).status_code == 413
