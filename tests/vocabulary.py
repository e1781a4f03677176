"""What the code says, gathered from its source: kinds of facts, codes of refusals, settings; and the laws of templates
and styles, which are text. Nothing is run here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.laws import Module, called

REFUSALS = {"Refusal", "Absent", "Forbidden", "SignInNeeded", "Conflict", "Invalid", "TooMany", "Reject", "AmountError"}
SECOND_IS_CODE = {"Problem", "refuse_unknown_field"}


def _texts(node: ast.AST | None) -> Iterator[str]:
    """The texts an expression may be: itself, or either side of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def kinds_of_facts(module: Module) -> set[str]:
    """Kinds recorded by this module: record(session, "kind", ...), and (kind, payload) pairs beside record_many."""
    kinds: set[str] = set()
    for call in module.calls():
        if called(call) == "record" and len(call.args) > 1:
            kinds |= set(_texts(call.args[1]))
    if any(called(call) == "record_many" for call in module.calls()):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Dict | ast.Call):
                kinds |= {text for text in _texts(node.elts[0]) if re.fullmatch("[a-z_]+", text)}
    return kinds


def refusals_of(modules: list[Module]) -> set[str]:
    """The names of every class of refusal, ours and those the slices derive from them."""
    names, before = set(REFUSALS), 0
    while len(names) != before:
        before = len(names)
        for module in modules:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") in names for base in node.bases):
                    names.add(node.name)
    return names


def codes_of(module: Module, refusals: set[str]) -> set[str]:
    """Every code a person may be refused with by this module."""
    codes: set[str] = set()
    for call in module.calls():
        name = called(call)
        if name in refusals and call.args:
            codes |= set(_texts(call.args[0]))
        if name in SECOND_IS_CODE and len(call.args) > 1:
            codes |= set(_texts(call.args[1]))
        for keyword in call.keywords:
            if name in refusals and keyword.arg == "fields":
                lists = (node for node in ast.walk(keyword.value) if isinstance(node, ast.List))
                codes |= {text for each in lists for element in each.elts for text in _texts(element)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef) and node.name in refusals:
            for line in node.body:
                if isinstance(line, ast.Assign) and getattr(line.targets[0], "id", "") == "code":
                    codes |= set(_texts(line.value))
    return {code for code in codes if re.fullmatch(r"[a-z][a-z0-9_]*", code)}


def settings_of(text: str) -> set[str]:
    return set(re.findall(r"\bMAZAD_[A-Z_]+[A-Z]\b", text))


# --- templates and styles ---------------------------------------------------------------------------------------

_TAG = re.compile(r"<([a-z][a-z0-9-]*)\b((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE | re.DOTALL)
_PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right)\b[\w-]*\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)


def template_faults(path: str, text: str, raw_allowed: bool = False) -> list[str]:
    """No script, style or handler within the page; nothing unescaped; every picture and button says what it is."""
    faults: list[str] = []

    def fault(position: int, what: str) -> None:
        faults.append(f"{path}:{text.count(chr(10), 0, position) + 1}: {what}")

    # What Jinja writes between its braces may hold `>` and quotes: it is no markup.
    plain = re.sub(
        r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", lambda found: re.sub(r"[^\n]", "_", found[0]), text, flags=re.DOTALL
    )
    for tag in _TAG.finditer(plain):
        name, inner = tag[1].lower(), text[tag.start(2) : tag.end(2)]
        names = set(
            re.findall(r"(?:^|\s)([a-z][\w:-]*)(?=\s*=|\s|/|$)", plain[tag.start(2) : tag.end(2)], re.IGNORECASE)
        )
        if name == "script" and "src" not in names and "application/json" not in inner:
            fault(tag.start(), "a script within the page")
        if name == "style" or "style" in names:
            fault(tag.start(), "a style within the page")
        if any(re.fullmatch(r"on[a-z]+", each) for each in names):
            fault(tag.start(), "a handler within the page")
        if name == "img" and "alt" not in names:
            fault(tag.start(), "a picture without alt")
        if name == "button" and "type" not in names:
            fault(tag.start(), "a button without type")
        if name == "form" and re.search(r"method\s*=\s*[\"']?post", inner, re.IGNORECASE):
            end = plain.find("</form", tag.end())
            if not re.search(r"csrf|hidden_tag", text[tag.end() : end]):
                fault(tag.start(), "a form that posts without its token")
    for raw in re.finditer(r"\|\s*safe\b|Markup\(|autoescape\s+false", text):
        if not raw_allowed:
            fault(raw.start(), "unescaped")
    return faults


def style_faults(path: str, text: str) -> list[str]:
    """Logical properties only: the page turns round for Arabic."""
    plain = re.sub(r"/\*.*?\*/", lambda found: re.sub(r"[^\n]", " ", found[0]), text, flags=re.DOTALL)
    found = _PHYSICAL.finditer(plain)
    return [f"{path}:{plain.count(chr(10), 0, each.start()) + 1}: physical {each[0].strip()}" for each in found]
