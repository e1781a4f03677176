"""The shelf of pictures, a folder or a bucket: whole files or none, and no way out of it."""

import io

import pytest
from moto.server import ThreadedMotoServer
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from auction.catalogue import bucket
from auction.catalogue.bucket import BucketShelf
from auction.catalogue.storage import BadShelfName, FolderShelf, NotOnShelf, Shelf
from tests import builders_catalogue as build
from tests import builders_people as people

KEY = "0123456789abcdef"
REGION = "me-central-1"


@pytest.fixture(scope="module")
def store():
    """The address of an S3-compatible store of this module's own."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def a_bucket(store, monkeypatch):
    """The address of an empty bucket, and the store's. The keys are for the stand-in alone."""
    for name, value in (
        ("ACCESS_KEY_ID", "known"),
        ("SECRET_ACCESS_KEY", "to the stand-in"),
        ("REGION", "me-central-1"),
    ):
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "me-central-1")
    bucket._client.cache_clear()
    client = bucket._client(store)
    client.create_bucket(Bucket="mazad", CreateBucketConfiguration={"LocationConstraint": REGION})
    yield "s3://mazad/pictures", store
    for page in client.get_paginator("list_objects_v2").paginate(Bucket="mazad"):
        for one in page.get("Contents", ()):
            client.delete_object(Bucket="mazad", Key=one["Key"])
    client.delete_bucket(Bucket="mazad")
    client.close()
    bucket._client.cache_clear()


@pytest.fixture
def folder(tmp_path):
    return FolderShelf(tmp_path / "media")


@pytest.fixture(params=["folder", "bucket"])
def shelf(request):
    if request.param == "folder":
        return request.getfixturevalue("folder")
    return BucketShelf(*request.getfixturevalue("a_bucket"))


def test_what_is_put_is_read_back(shelf):
    kept: Shelf = shelf
    kept.put(KEY, "960.webp", b"picture")
    assert kept.exists(KEY, "960.webp")
    with kept.open(KEY, "960.webp") as file:
        assert file.read() == b"picture"
    assert kept.read(KEY, "960.webp") == b"picture"


def test_files_fan_out_over_two_levels(folder):
    assert folder.path(KEY, "960.webp") == folder.root / "01" / "23" / KEY / "960.webp"


def test_putting_again_replaces(shelf):
    shelf.put(KEY, "a.jpg", b"old")
    shelf.put(KEY, "a.jpg", b"new")
    assert shelf.read(KEY, "a.jpg") == b"new"


def test_putting_leaves_nothing_unfinished(folder):
    folder.put(KEY, "a.jpg", b"old")
    folder.put(KEY, "a.jpg", b"new")
    assert [path.name for path in folder.path(KEY, "a.jpg").parent.iterdir()] == ["a.jpg"]


def test_a_failure_while_writing_leaves_the_old_file_and_no_rest(folder, monkeypatch):
    folder.put(KEY, "a.jpg", b"old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("auction.catalogue.storage.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        folder.put(KEY, "a.jpg", b"new")
    place = folder.path(KEY, "a.jpg").parent
    assert [path.read_bytes() for path in place.iterdir()] == [b"old"]


def test_deleting_takes_everything_under_the_key_and_may_be_repeated(shelf):
    shelf.put(KEY, "a.jpg", b"1")
    shelf.put(KEY, "b.jpg", b"2")
    shelf.put("fedcba9876543210", "a.jpg", b"3")
    shelf.delete(KEY)
    shelf.delete(KEY)
    assert not shelf.exists(KEY, "a.jpg")
    assert not shelf.exists(KEY, "b.jpg")
    assert shelf.exists("fedcba9876543210", "a.jpg")


def test_what_is_not_there_is_refused(shelf):
    with pytest.raises(NotOnShelf):
        shelf.open(KEY, "a.jpg")
    with pytest.raises(NotOnShelf):
        shelf.read(KEY, "a.jpg")


@pytest.mark.parametrize("key", ["", "..", "../../etc", "ABCDEF0123456789", "01/3456789abcdef", "0" * 65, "01234567\n"])
def test_a_key_no_shelf_gave_out_is_refused(shelf, key):
    for ask in (shelf.exists, shelf.open, shelf.read):
        with pytest.raises(BadShelfName):
            ask(key, "a.jpg")
    with pytest.raises(BadShelfName):
        shelf.put(key, "a.jpg", b"")
    with pytest.raises(BadShelfName):
        shelf.delete(key)


@pytest.mark.parametrize(
    "name", ["", "a", "../a.jpg", "a/b.jpg", ".hidden.jpg", "a.jpg\0", "a.jpg\n", "A.JPG", "..jpg"]
)
def test_a_name_no_shelf_gave_out_is_refused(shelf, name):
    with pytest.raises(BadShelfName):
        shelf.put(KEY, name, b"")
    with pytest.raises(BadShelfName):
        shelf.open(KEY, name)


def test_keys_that_begin_alike_stay_apart(shelf):
    shelf.put(KEY, "a.jpg", b"1")
    shelf.put(f"{KEY}0", "a.jpg", b"2")
    shelf.delete(KEY)
    assert shelf.read(f"{KEY}0", "a.jpg") == b"2"


def test_what_lies_in_a_bucket_is_kept_for_good_by_whoever_reads_it_there(a_bucket):
    BucketShelf(*a_bucket).put(KEY, "960.webp", b"picture")
    found = bucket._client(a_bucket[1]).get_object(Bucket="mazad", Key=f"pictures/{KEY}/960.webp")
    assert (found["ContentType"], found["CacheControl"]) == ("image/webp", bucket.FOREVER)


@pytest.mark.sqlite_only
def test_a_house_with_a_bucket_keeps_and_shows_its_pictures_there(a_bucket, new_app, inside, csrf):
    url, endpoint = a_bucket
    app = new_app(media_url=url, media_endpoint=endpoint)
    with app.app_context():
        build.make_shelves()
        seller = people.seller()
        listing = build.make_draft(seller, has_picture=False)
    client = app.test_client()
    people.signed_in(client, seller)
    boundary, body = encode_multipart(MultiDict({"pictures": [FileStorage(io.BytesIO(build.upload()), "clock.jpg")]}))
    page = csrf(client).post(
        f"/sell/{listing}/pictures",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
        headers={"Accept": "application/json"},
    )
    assert page.status_code in (200, 201), page.text
    kept = bucket._client(endpoint).list_objects_v2(Bucket="mazad")["Contents"]
    assert {one["Key"].rpartition(".")[2] for one in kept} == {"jpg", "webp"}
    assert not app.config["MAZAD"].media_dir.exists()
    _prefix, key, name = kept[0]["Key"].split("/")
    shown = client.get(f"/media/{key}/{name}")
    assert shown.status_code == 200
    assert shown.data == BucketShelf(url, endpoint).read(key, name)
    assert client.get(f"/media/{'0' * 40}/{name}").status_code == 404
