"""Tables as CSV files, as spreadsheets open them. Knows amounts, and nothing else of what is in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from auction.rules.money import plain

BOM = "\ufeff"
"""By which Excel knows that the file is UTF-8."""


def csv_file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """An answer that is kept as a file."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    answer = Response(out.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def signed(minor: int, currency: str) -> str:
    """An amount as a program reads it; what went begins with a minus."""
    return f"{'-' if minor < 0 else ''}{plain(abs(minor), currency)}"
