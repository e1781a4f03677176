"""Files as they come: every dialect of CSV, JSON of both kinds, packed or plain; and those that are refused by name."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auction.catalogue.importing import reading, unpacking
from auction.catalogue.importing.unpacking import Unreadable, opened

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")
CELL = st.text(LETTERS, max_size=20)


def rows_of(content: bytes) -> list[dict[str, str]]:
    with opened(io.BytesIO(content)) as brought:
        return list(reading.rows_of(brought.table))


def refusal_of(content: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        rows_of(content)
    return refused.value


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packet:
        for name, content in files.items():
            packet.writestr(name.replace("__", "."), content)
    return out.getvalue()


@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_every_dialect_of_csv_gives_back_its_cells(
    rows: list[list[str]], delimiter: str, end: str, has_bom: bool, quoting: Any
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(["the ref", "a, title; long", "wört"])
    writer.writerows(rows)
    content = ("\ufeff" if has_bom else "") + out.getvalue()
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    if not kept:
        assert refusal_of(content.encode()).code == "no_rows"
        return
    assert [list(row.values()) for row in rows_of(content.encode())] == kept
    assert [*rows_of(content.encode())[0]] == ["the ref", "a, title; long", "wört"]


VALUE = st.one_of(st.none(), st.booleans(), st.integers(), CELL, st.lists(CELL, max_size=3))


@given(st.lists(st.dictionaries(st.text("abc", min_size=1), VALUE, max_size=4), min_size=1, max_size=6), st.booleans())
def test_an_array_and_lines_say_the_same(objects: list[dict[str, Any]], is_packed: bool) -> None:
    array = json.dumps(objects, ensure_ascii=False, indent=1).encode()
    lines = "\n\n".join(json.dumps(each) for each in objects).encode()
    if is_packed:
        array, lines = gzip.compress(array), packed(table__jsonl=lines)
    assert rows_of(array) == rows_of(lines)
    assert len(rows_of(array)) == len(objects)


def test_what_is_nested_is_reached_by_its_way() -> None:
    row = {
        "Seller": {"Rating": 952, "Names": ["a", "ب"]},
        "Price": 12.50,
        "None": None,
        "Bids": [{"by": "x"}],
        "Ok": True,
    }
    assert rows_of(json.dumps([row]).replace("12.5", "12.50").encode()) == [
        {"Seller.Rating": "952", "Seller.Names": "a > ب", "Price": "12.50", "None": "", "Bids.1.by": "x", "Ok": "true"}
    ]


def test_names_of_columns_are_unique_and_no_cell_is_lost() -> None:
    assert rows_of(b"a,,a\n1,2,3,4\n\n5\n") == [{"a": "1", "(2)": "2", "a (2)": "3", "(4)": "4"}, {"a": "5"}]
    assert rows_of(b"sep=;\na;b\n1,5;2\n") == [{"a": "1,5", "b": "2"}]
    assert rows_of('a\n"5"" pipe, ‘odd’ “quotes”"\n'.encode()) == [{"a": '5" pipe, ‘odd’ “quotes”'}]
    assert rows_of(b'a,b\n5" pipe,x\n') == [{"a": '5" pipe', "b": "x"}]


def test_a_long_array_is_read_piece_by_piece() -> None:
    rows = [{"n": str(number), "words": "x" * 700} for number in range(2000)]
    assert rows_of(json.dumps(rows).encode()) == rows


@pytest.mark.parametrize(
    ("content", "code", "facts"),
    [
        (b"", "no_rows", {}),
        (b"a,b\n", "no_rows", {}),
        ("a\nقيمة\n".encode("utf-16"), "wrong_encoding", {"encoding": "UTF-16"}),
        ("a\nساعة يد قديمة\n".encode("cp1256"), "wrong_encoding", {"encoding": "Windows-1256"}),
        ("a\ncafé société\n".encode("cp1252"), "wrong_encoding", {"encoding": "Windows-1252"}),
        (b'[{"a": 1}, {"a": ', "broken_row", {"row": 2}),
        (b'[{"a": 1}', "cut_short", {}),
        (b'[{"a": 1} {"a": 2}]', "broken_row", {"row": 2}),
        (b"[1, 2]", "not_objects", {"row": 1}),
        (b'{"a": 1}\n[2]\n', "not_objects", {"row": 2}),
        (b'{"a": 1}\nwords\n', "broken_row", {"row": 2}),
        (b'[{"a": ' + b"[" * 100_000, "too_deep", {"row": 1}),
        (b'[{"a": ' + b'{"b": ' * 30 + b"1" + b"}" * 31 + b"]", "too_deep", {"row": 1}),
        (b"a\n" + b"x\n" * 10_001, "too_many_rows", {"limit": 10_000}),
        (b",".join(b"c%d" % n for n in range(201)) + b"\n" + b"1," * 201, "too_many_columns", {"limit": 200}),
        (b'a\n"' + b"x" * 200_001 + b'"\n', "cell_too_long", {"row": 1}),
        (b'a\n"' + b"x\n" * 600_000, "broken_row", {"row": 1}),
        (b"x" * 1_100_000, "broken_row", {}),
        (b"a\n" + b"x" * 1_100_000, "broken_row", {"row": 1}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet", {}),
        (b"PK\x03\x04 not a zip", "packet_broken", {}),
        (gzip.compress(b"a\n1\n", mtime=0)[:-4], "packet_broken", {}),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(content: bytes, code: str, facts: dict[str, Any]) -> None:
    refusal = refusal_of(content)
    assert refusal.code == code
    assert facts.items() <= refusal.facts.items()


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}, "spreadsheet"),
        ({"a.csv": b"a\n1\n", "b.json": b"[]"}, "many_tables"),
        ({"a.jpg": b"x"}, "no_table"),
        ({"a.csv": b"a\n1\n", "../../etc/cron.jpg": b"x"}, "packet_path"),
        ({"a.csv": b"a\n1\n", "/etc/x.jpg": b"x"}, "packet_path"),
        ({"a.csv": b"a\n1\n", "C:\\x.jpg": b"x"}, "packet_path"),
        ({"a.csv": b"a\n1\n", "x.jpg": b"0" * (16 * 2**20)}, "packed_picture_too_large"),
        ({"a.csv": b"a\n" + b"x,\n" * (10 * 2**20)}, "too_many_rows"),
    ],
)
def test_a_zip_with_tricks_is_refused(files: dict[str, bytes], code: str) -> None:
    assert refusal_of(packed(**files)).code == code


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_PACKET", 2**20)
    assert refusal_of(packed(**{"a.csv": b"a\n1\n", "b.jpg": b"0" * 2**21})).code == "packet_too_large"
    monkeypatch.setattr(unpacking, "LARGEST_TABLE", 2**20)
    assert refusal_of(gzip.compress(b"a\n" + b"\n" * 2**22)).code == "table_too_large"
    monkeypatch.setattr(unpacking, "MOST_PICTURES", 3)
    assert refusal_of(packed(**{f"{n}.jpg": b"x" for n in range(5)})).code == "too_many_files"


def test_a_locked_zip_is_refused() -> None:
    content = bytearray(packed(**{"a.csv": b"a\n1\n"}))
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    assert refusal_of(bytes(content)).code == "packet_locked"


def test_a_zip_brings_its_pictures_and_leaves_litter_behind() -> None:
    content = packed(
        **{"in/a.csv.gz": gzip.compress(b"a\n1\n"), "in/A.JPG": b"1", "__MACOSX/in/._A.JPG": b"2", "x.pdf": b"3"}
    )
    with opened(io.BytesIO(content)) as brought:
        assert [picture.name for picture in brought.pictures] == ["in/a.jpg"]
        assert brought.picture(brought.pictures[0]) == b"1"
        assert list(reading.rows_of(brought.table)) == [{"a": "1"}]
