"""The shelf of pictures: whole files or none, and no way out of the folder."""

import pytest

from auction.catalogue.storage import BadShelfName, FolderShelf, NotOnShelf, Shelf

KEY = "0123456789abcdef"


@pytest.fixture
def shelf(tmp_path):
    return FolderShelf(tmp_path / "media")


def test_what_is_put_is_read_back(shelf):
    kept: Shelf = shelf
    kept.put(KEY, "960.webp", b"picture")
    assert kept.exists(KEY, "960.webp")
    with kept.open(KEY, "960.webp") as file:
        assert file.read() == b"picture"
    assert kept.read(KEY, "960.webp") == b"picture"


def test_files_fan_out_over_two_levels(shelf):
    assert shelf.path(KEY, "960.webp") == shelf.root / "01" / "23" / KEY / "960.webp"


def test_putting_again_replaces_and_leaves_nothing_unfinished(shelf):
    shelf.put(KEY, "a.jpg", b"old")
    shelf.put(KEY, "a.jpg", b"new")
    folder = shelf.path(KEY, "a.jpg").parent
    assert [path.name for path in folder.iterdir()] == ["a.jpg"]
    assert shelf.path(KEY, "a.jpg").read_bytes() == b"new"


def test_a_failure_while_writing_leaves_the_old_file_and_no_rest(shelf, monkeypatch):
    shelf.put(KEY, "a.jpg", b"old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("auction.catalogue.storage.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        shelf.put(KEY, "a.jpg", b"new")
    folder = shelf.path(KEY, "a.jpg").parent
    assert [path.read_bytes() for path in folder.iterdir()] == [b"old"]


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
    for ask in (shelf.exists, shelf.open, shelf.path):
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
