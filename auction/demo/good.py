"""The shape of what the demo house sells and of who is in it. No data here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Slot = Literal["minutes", "hours", "days", "past"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """One listing. `value_minor` is what the demo buyers think it is worth; `slot` how soon it ends; past is
    what was sold before anybody looked in.
    """

    title: str
    description: str
    language: Literal["en", "ar"]
    category: str
    condition: str
    art_kind: str
    art_seed: int
    seller: str
    slot: Slot
    currency: str
    starting_minor: int
    value_minor: int
    reserve_minor: int | None = None
    buy_now_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the demo house; `roles` ends with the one they are known for."""

    handle: str
    name: str
    language: Literal["en", "ar"]
    time_zone: str
    roles: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"{self.handle.replace('_', '.')}@mazad.example"


def words(text: str) -> str:
    """Markdown written in short lines: a paragraph becomes one line, an item of a list stays its own."""
    paragraphs = []
    for paragraph in text.strip().split("\n\n"):
        lines: list[str] = []
        for line in map(str.strip, paragraph.splitlines()):
            if line.startswith("- ") or not lines:
                lines.append(line)
            else:
                lines[-1] += f" {line}"
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)
