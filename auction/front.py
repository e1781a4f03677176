"""How pages find themselves and what was built for the browser: addresses, and values for scripts. Builds nothing."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request, url_for
from markupsafe import Markup, escape

from auction.config import ROOT

MANIFEST = ROOT / "static" / "dist" / "manifest.json"


class _Manifest:
    """The built files' names, read again when the build has changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read_at = 0
        self.names: dict[str, str] = {}

    def name(self, asked: str) -> str:
        try:
            changed_at = self.path.stat().st_mtime_ns
        except FileNotFoundError:
            changed_at = 0
        if changed_at != self.read_at:
            self.names = json.loads(self.path.read_text()) if changed_at else {}
            self.read_at = changed_at
        return self.names.get(asked, asked)


_manifest = _Manifest(MANIFEST)


def file_of(name: str) -> Path:
    """Where a built file lies, for what the house itself reads of them."""
    return MANIFEST.parent / _manifest.name(name)


def init_app(app: Flask) -> None:
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset,
        page_data=page_data,
        this_page=this_page,
    )


def this_page() -> str:
    """The address of the page that is being asked for, with its question: what `?next=` leads back to."""
    return request.full_path if request.query_string else request.path


def asset(name: str) -> str:
    """The address of a built file. A page has it for every icon, so it is made once."""
    file = _manifest.name(name)
    return _address(file, request.script_root) if has_request_context() else _url_of(file)


@lru_cache
def _address(file: str, _root: str) -> str:
    return _url_of(file)


def _url_of(file: str) -> str:
    return url_for("static", filename=f"dist/{file}")


def page_data(name: str, value: Any) -> Markup:
    """Values for a script, as inert JSON that cannot end its own element."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup('<script type="application/json" id="{}">{}</script>').format(escape(name), Markup(safe))  # noqa: S704
