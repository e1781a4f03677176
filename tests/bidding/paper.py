"""A browser without scripts: forms as they stand on a page, filled in and sent; what is said beside each field."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.accounts.pages import said

__all__ = ["Form", "alerts", "errors", "find_form", "form", "forms", "links", "said", "send", "typed"]


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str | None]] = []
        self.is_inside = False
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "a" and given.get("href"):
            self.links.append((str(given["href"]), given.get("rel")))
        elif tag == "form":
            self.forms.append(Form(given.get("action") or "", (given.get("method") or "get").lower()))
            self.is_inside = True
        elif not self.is_inside or not name:
            return
        elif tag == "input" and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.forms[-1].fields[name] = value
        elif tag == "textarea":
            self.area, self.forms[-1].fields[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1].fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = None
        elif tag == "form":
            self.is_inside = False


def _read(page: TestResponse) -> _Reader:
    reader = _Reader()
    reader.feed(page.text)
    return reader


def forms(page: TestResponse) -> list[Form]:
    return _read(page).forms


def links(page: TestResponse, rel: str | None = None) -> list[str]:
    return [href for href, said_rel in _read(page).links if rel is None or said_rel == rel]


def find_form(page: TestResponse, ending: str, holding: str = "") -> Form | None:
    """The form whose action ends so, and that has a field of this name."""
    found = (one for one in forms(page) if one.action.partition("?")[0].endswith(ending))
    return next((one for one in found if not holding or holding in one.fields), None)


def form(page: TestResponse, ending: str, holding: str = "") -> Form:
    found = find_form(page, ending, holding)
    assert found is not None, f"no form for {ending} on this page: {said(page)[:400]}"
    return found


def send(client: FlaskClient, page: TestResponse, ending: str, holding: str = "", **typed: Any) -> TestResponse:
    """Fill in a form of the page and press its button."""
    found = form(page, ending, holding)
    assert found.method == "post"
    return client.post(found.action, data={**found.fields, **typed})


def typed(page: TestResponse, ending: str, name: str, holding: str = "") -> str:
    """What stands in a field of a form."""
    return form(page, ending, holding or name).fields[name].strip()


def errors(page: TestResponse) -> dict[str, str]:
    """What is said beside each field that is marked as wrong, by the field's id."""
    found = re.findall(r'id="([\w-]+)-error">.*?<span>(.*?)</span>', page.text, re.DOTALL)
    return {name: html.unescape(re.sub("<[^>]+>", "", sentence)) for name, sentence in found}


def alerts(page: TestResponse) -> list[str]:
    """The boxes of the page that say something: flashes and alerts."""
    found = re.findall(r'<div class="alert alert--\w+".*?<div class="alert__body">(.*?)</div>', page.text, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split()) for text in found]
