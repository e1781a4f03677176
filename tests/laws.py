"""The laws of docs and house style as plain functions: each takes one module's source and names its faults, a line
each. Nothing is run or imported here; tests/test_house.py applies them, and shows that each can fail."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SLICES = {
    "accounts", "catalogue", "bidding", "settlement", "reputation", "disputes", "community", "listening", "loyalty",
    "notices", "rehearsal",
}  # fmt: skip
PARTS = {"models", "queries", "service", "schemas", "routes", "sockets", "reactions", "jobs"}
HOMELESS = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "managers"}
FILE_LINES, FUNCTION_LINES, OPENING_LINES = 400, 60, 3
# config.py is given the environment by these, or they start a process and read where it listens.
READ_ENVIRONMENT = {"auction/app.py", "auction/cli.py", "auction/replay_service.py", "auction/serving.py"}
CATCH_ALL = {"web", "live", "outbox"}
MACHINE_TIME = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
    ("time", "time_ns"), ("time", "monotonic"), ("time", "monotonic_ns"), ("time", "perf_counter"), ("func", "now"),
    ("func", "current_timestamp"),
}  # fmt: skip
# The one file of rules that the public also runs by itself, on a book in a file.
VERIFIER = {("auction/rules/chain.py", "pathlib"), ("auction/rules/chain.py", "sys")}
IMPURE = {"time", "random", "secrets", "os", "io", "logging", "socket", "threading", "subprocess", "pathlib", "uuid"}


@dataclass(frozen=True)
class Module:
    """One file of the house, `path` counted from the top: auction/bidding/service.py."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        return list(ast.walk(self.tree))

    @property
    def room(self) -> str:
        """The first name under auction/: a slice, a ground room, or a single file's name."""
        return self.path.removeprefix("auction/").removesuffix(".py").split("/")[0]

    @property
    def part(self) -> str:
        """Which part of its slice: `service` for service.py, for each file of service/, and of sales/service/."""
        names = self.path.removesuffix(".py").split("/")[2:]
        return next((name for name in names if name in PARTS), names[0] if names else "")

    @property
    def is_slice(self) -> bool:
        return self.room in SLICES

    def at(self, node: ast.AST, what: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {what}"

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))

    def imports(self) -> Iterator[tuple[ast.AST, str]]:
        """Every module this one imports, each `from a import b` also as `a.b`: b may be a module."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                yield from ((node, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node, node.module
                yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


Law = Callable[[Module], Iterator[str]]


@cache
def modules() -> list[Module]:
    """Every file of the house, read and parsed once for all laws."""
    files = sorted((ROOT / "auction").rglob("*.py"))
    return [Module(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in files]


def called(call: ast.Call) -> str:
    """The last name of what is called: `commit` for session.commit()."""
    target = call.func
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def receiver(call: ast.Call) -> str:
    """The last name before the dot: `session` for db.session.commit()."""
    target = call.func.value if isinstance(call.func, ast.Attribute) else None
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def only_db_commits(module: Module) -> Iterator[str]:
    for call in module.calls():
        begins = called(call) == "begin" and re.search("session|engine|connection|writer", receiver(call))
        if module.path != "auction/db.py" and (called(call) == "commit" or begins):
            yield module.at(call, f"only db.py commits; {receiver(call)}.{called(call)}() does not belong here")


def only_live_emits(module: Module) -> Iterator[str]:
    if module.room == "live":
        return
    for call in module.calls():
        if called(call) == "emit":
            yield module.at(call, "only live emits")
    for node, name in module.imports():
        if name in {"flask_socketio.emit", "flask_socketio.send"}:
            yield module.at(node, f"only live emits; {name} does not belong here")


def only_clock_knows_the_time(module: Module) -> Iterator[str]:
    if module.path == "auction/clock.py":
        return
    for node in module.nodes:
        if isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if (owner, node.attr) in MACHINE_TIME:
                yield module.at(node, f"ask auction.clock, not {owner}.{node.attr}")
    for node, name in module.imports():
        if tuple(name.split(".")) in MACHINE_TIME:
            yield module.at(node, f"ask auction.clock, not {name}")


def slices_do_not_sleep(module: Module) -> Iterator[str]:
    if module.is_slice:
        yield from (module.at(call, "a slice never sleeps") for call in module.calls() if called(call) == "sleep")


def files_and_functions_stay_small(module: Module) -> Iterator[str]:
    lines = module.text.count("\n")
    if lines > FILE_LINES:
        yield f"{module.path}: {lines} lines; a file stops at {FILE_LINES}"
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield module.at(node, f"{node.name} has {length} lines; a function stops at {FUNCTION_LINES}")


def modules_open_with_what_lives_there(module: Module) -> Iterator[str]:
    opening = ast.get_docstring(module.tree)
    if not opening:
        yield f"{module.path}:1: says nothing about what lives here"
    elif opening.split("\n\n")[0].count("\n") >= OPENING_LINES:
        yield f"{module.path}:1: opens with more than {OPENING_LINES} lines"


def catch_what_you_can_name(module: Module) -> Iterator[str]:
    if module.room in CATCH_ALL:
        return
    for node in module.nodes:
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {kind.id if isinstance(kind, ast.Name) else "" for kind in kinds if kind}
            passes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            has_reason = "# noqa: BLE001 - " in module.text.splitlines()[node.lineno - 1]
            if (node.type is None or names & {"Exception", "BaseException"}) and not (passes_on or has_reason):
                yield module.at(node, "catch what you can name; all is caught in web, live and outbox only")


def only_config_reads_the_environment(module: Module) -> Iterator[str]:
    if module.path in READ_ENVIRONMENT:
        return
    for node in module.nodes:
        if (
            isinstance(node, ast.Attribute)
            and node.attr in {"environ", "getenv"}
            and getattr(node.value, "id", "") == "os"
        ):
            yield module.at(node, "settings are read in config.py")
    for node, name in module.imports():
        if name in {"os.environ", "os.getenv"}:
            yield module.at(node, "settings are read in config.py")


def _forbid(module: Module, roots: set[str], why: str) -> Iterator[str]:
    for node, name in module.imports():
        root = name.split(".")[0]
        if root in roots or any(each.endswith("*") and root.startswith(each[:-1]) for each in roots):
            yield module.at(node, f"{why}: {name}")


def services_know_no_web(module: Module) -> Iterator[str]:
    if module.is_slice and module.part == "service":
        web = {"flask*", "marshmallow", "socketio", "werkzeug", "webargs", "wtforms"}
        yield from _forbid(module, web, "a service knows no web")


def edges_ask_and_do_not_query(module: Module) -> Iterator[str]:
    if module.is_slice and module.part in {"routes", "sockets", "schemas"}:
        yield from _forbid(module, {"sqlalchemy"}, "an edge asks a service or queries")
        for node, name in module.imports():
            if name in {"auction.db.transaction", "auction.db.db", "auction.db.lock_row"}:
                yield module.at(node, f"an edge asks a service or queries: {name}")


def readers_do_not_write(module: Module) -> Iterator[str]:
    if module.is_slice and module.part == "queries":
        for call in module.calls():
            writes = receiver(call) in {"sa", "session"} and called(call) in {
                "insert",
                "update",
                "delete",
                "add",
                "flush",
            }
            if writes or called(call) in {"transaction", "record", "record_many"}:
                yield module.at(call, f"queries only read: {called(call)}()")


def models_stay_in_their_slice(module: Module) -> Iterator[str]:
    if module.path == "auction/app.py" or module.part == "queries":
        return
    for node, name in module.imports():
        parts = name.split(".")
        if parts[0] == "auction" and parts[2:3] == ["models"] and parts[1] != module.room and len(parts) == 3:
            yield module.at(node, f"{parts[1]}'s models are read by queries alone")


def rules_are_pure(module: Module) -> Iterator[str]:
    if module.room != "rules":
        return
    for node, name in module.imports():
        root = name.split(".")[0]
        if root == "auction" and not name.startswith("auction.rules"):
            yield module.at(node, f"rules know the rules alone: {name}")
        is_impure = root not in sys.stdlib_module_names or root in IMPURE
        if root != "auction" and is_impure and (module.path, root) not in VERIFIER:
            yield module.at(node, f"rules use the standard library, and nothing that acts: {name}")
    for each in module.nodes:
        is_real = isinstance(each, ast.Constant) and isinstance(each.value, float)
        divides = isinstance(each, ast.BinOp) and isinstance(each.op, ast.Div)
        if is_real or divides or (isinstance(each, ast.Name) and each.id == "float"):
            yield module.at(each, "a float never touches a price")


def rooms_have_names(module: Module) -> Iterator[str]:
    if HOMELESS & {part.removesuffix(".py") for part in module.path.split("/")}:
        yield f"{module.path}: this name does not say what it holds"
    if module.path == "auction/__init__.py" and len(module.tree.body) != 1:
        yield f"{module.path}: holds a docstring and nothing else"


LAWS: tuple[Law, ...] = (
    only_db_commits, only_live_emits, only_clock_knows_the_time, slices_do_not_sleep, files_and_functions_stay_small,
    modules_open_with_what_lives_there, catch_what_you_can_name, only_config_reads_the_environment,
    services_know_no_web, edges_ask_and_do_not_query, readers_do_not_write, models_stay_in_their_slice,
    rules_are_pure, rooms_have_names,
)  # fmt: skip
