"""Tables, row by row: CSV, a JSON array, JSON lines; always as text by column. Holds one row at a time, knows no field.

What stands in a cell is kept to the letter: numbers as they are written, quotes and spaces as they are.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from itertools import chain
from typing import IO, Any, Final, NoReturn

from auction.catalogue.importing.unpacking import Unreadable

MOST_ROWS: Final = 10_000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 200_000
LONGEST_ROW: Final = 1_000_000
LONGEST_NAME: Final = 100
DEEPEST: Final = 12
BETWEEN: Final = " > "
CHUNK: Final = 64 * 1024
DELIMITERS: Final = ",;\t"

Row = dict[str, str]
_DECODER: Final = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
_SPACE: Final = " \t\r\n"


def rows_of(table: io.BufferedReader[Any]) -> Iterator[Row]:
    """Each row of a table of any kind we read. Raises Unreadable, with the row's number where there is one."""
    text = _text_of(table)
    columns: set[str] = set()
    number = 0
    try:
        for number, row in enumerate(_rows(text), 1):
            columns |= row.keys()
            _check(number, row, columns)
            yield row
    except UnicodeDecodeError as error:
        _name_encoding(bytes(error.object))
    except csv.Error as error:
        raise Unreadable("broken_row", row=number + 1) from error
    if not number:
        raise Unreadable("no_rows")


def _check(number: int, row: Row, columns: set[str]) -> None:
    if number > MOST_ROWS:
        raise Unreadable("too_many_rows", limit=MOST_ROWS)
    if len(columns) > MOST_COLUMNS:
        raise Unreadable("too_many_columns", limit=MOST_COLUMNS)
    if any(len(value) > LONGEST_CELL for value in row.values()):
        raise Unreadable("cell_too_long", row=number, limit=LONGEST_CELL)


def _text_of(table: io.BufferedReader[Any]) -> IO[str]:
    head = table.peek(4)
    for mark, name in ((b"\xff\xfe\0\0", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16")):
        if head.startswith(mark):
            raise Unreadable("wrong_encoding", encoding=name)
    return io.TextIOWrapper(table, encoding="utf-8-sig", newline="")


def _name_encoding(sample: bytes) -> NoReturn:
    """Which of the likely encodings it is: Arabic words are runs of letters, accents stand alone."""
    if sample.count(b"\0") * 4 > len(sample):
        raise Unreadable("wrong_encoding", encoding="UTF-16")
    runs = re.findall(rb"[\xc0-\xdf\xe1\xe3-\xe6\xec\xed]{2,}", sample)
    loose = len(re.findall(rb"[\x80-\xff]", sample))
    is_arabic = 2 * sum(len(run) for run in runs) > loose
    raise Unreadable("wrong_encoding", encoding="Windows-1256" if is_arabic else "Windows-1252")


def _rows(text: IO[str]) -> Iterator[Row]:
    before, head = "", text.read(1)
    while head and head in _SPACE:
        before = "" if head in "\r\n" else before + head
        head = text.read(1)
    if head == "[":
        return map(_flat_row, _array(text), _numbers())
    if head == "{":
        return map(_flat_row, _lines(head, text), _numbers())
    return _csv_rows(chain([before + head + text.readline(LONGEST_ROW)], _whole_lines(text)))


def _whole_lines(text: IO[str]) -> Iterator[str]:
    while line := text.readline(LONGEST_ROW):
        if len(line) == LONGEST_ROW:
            raise csv.Error("a line without an end")
        yield line


def _numbers() -> Iterator[int]:
    return iter(range(1, MOST_ROWS + 2))


# --- JSON -------------------------------------------------------------------------------------------------------


def _array(text: IO[str]) -> Iterator[Any]:
    """The elements of an array, one after the other, however long it is."""
    waiting, is_first, number = "", True, 1
    while True:
        waiting = _filled(waiting, text)
        if waiting[:1] == "]":
            return
        if not is_first:
            if waiting[:1] != ",":
                raise Unreadable("broken_row", row=number)
            waiting = _filled(waiting[1:], text)
        element, waiting = _element(waiting, text, number)
        is_first, number = False, number + 1
        yield element


def _filled(waiting: str, text: IO[str]) -> str:
    waiting = waiting.lstrip(_SPACE)
    while not waiting:
        more = text.read(CHUNK)
        if not more:
            raise Unreadable("cut_short")
        waiting = more.lstrip(_SPACE)
    return waiting


def _element(waiting: str, text: IO[str], number: int) -> tuple[Any, str]:
    """One object from the front of what is waiting, reading on while it is incomplete."""
    if waiting[0] != "{":
        raise Unreadable("not_objects", row=number)
    while True:
        try:
            element, end = _DECODER.raw_decode(waiting)
            return element, waiting[end:]
        except RecursionError:
            raise Unreadable("too_deep", row=number) from None
        except json.JSONDecodeError:
            more = text.read(max(CHUNK, len(waiting)))
            if not more or len(waiting) > LONGEST_ROW:
                raise Unreadable("broken_row", row=number) from None
            waiting += more


def _lines(head: str, text: IO[str]) -> Iterator[Any]:
    line, number = head + text.readline(LONGEST_ROW), 0
    while line:
        if line.strip():
            number += 1
            try:
                yield _DECODER.decode(line.strip())
            except RecursionError:
                raise Unreadable("too_deep", row=number) from None
            except json.JSONDecodeError:
                raise Unreadable("broken_row", row=number) from None
        line = text.readline(LONGEST_ROW)


def _flat_row(element: Any, number: int) -> Row:
    if not isinstance(element, dict):
        raise Unreadable("not_objects", row=number)
    row: Row = {}
    _flatten("", element, row, number, 0)
    return row


def _flatten(name: str, value: Any, row: Row, number: int, depth: int) -> None:
    """`{"Seller": {"Rating": 7}}` is found as `Seller.Rating`; a list of plain values is one text."""
    if depth > DEEPEST:
        raise Unreadable("too_deep", row=number)
    if isinstance(value, list) and any(isinstance(part, dict | list) for part in value):
        value = {str(place): part for place, part in enumerate(value, 1)}
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(f"{name}.{key}" if name else key, inner, row, number, depth + 1)
    elif isinstance(value, list):
        row[_clean(name)] = BETWEEN.join(_text(part) for part in value)
    else:
        row[_clean(name)] = _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return kept(str(value).lower() if isinstance(value, bool) else str(value))


# --- CSV --------------------------------------------------------------------------------------------------------


def _csv_rows(lines: Iterator[str]) -> Iterator[Row]:
    first = next(lines, "")
    told = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)  # Excel's own line
    if told:
        first = next(lines, "")
    csv.field_size_limit(LONGEST_ROW)
    reader = csv.reader(chain([first], lines), delimiter=told[1] if told else _delimiter(first))
    names = _names(next(reader, []))
    for cells in reader:
        if any(cell.strip() for cell in cells):
            while len(cells) > len(names):
                names.append(f"({len(names) + 1})")
                if len(names) > MOST_COLUMNS:
                    raise Unreadable("too_many_columns", limit=MOST_COLUMNS)
            yield {name: kept(cell) for name, cell in zip(names, cells, strict=False)}


def _delimiter(first: str) -> str:
    """What stands between the names of the columns, quoted names aside."""
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=bare.count)


def _names(cells: list[str]) -> list[str]:
    """The columns' names, each once: a second `note` is `note (2)`, one without a name is `(3)`."""
    names: list[str] = []
    for place, cell in enumerate(cells, 1):
        name, count = _clean(cell) or f"({place})", 1
        while name in names:
            count += 1
            name = f"{_clean(cell)} ({count})"
        names.append(name)
    return names


def _clean(name: str) -> str:
    return " ".join(kept(name).split())[:LONGEST_NAME]


def kept(text: str) -> str:
    """Text as a database can keep it: no NUL, no half letters, one kind of line end."""
    return text.replace("\0", "").replace("\r\n", "\n").encode("utf-8", "ignore").decode()
