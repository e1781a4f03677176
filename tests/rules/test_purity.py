"""The rules are pure: standard library only, no clock, chance, file, log or float, and values stay frozen."""

import ast
import sys
from pathlib import Path

import pytest

from auction import rules
from tests.rules.builders import lot

FILES = sorted(Path(str(rules.__file__)).parent.glob("*.py"))
IMPURE = {"random", "secrets", "uuid", "time", "os", "io", "pathlib", "logging", "socket", "subprocess", "threading"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_the_standard_library_and_nothing_that_looks_outside(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            top = name.split(".")[0]
            assert name.startswith("auction.rules") or (top in sys.stdlib_module_names and top not in IMPURE)
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("now", "utcnow", "today")
        if isinstance(node, ast.Name):
            assert node.id != "float"
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float)


def test_only_the_verifier_opens_a_file_and_stands_alone() -> None:
    opening = [path.stem for path in FILES if "open(" in path.read_text(encoding="utf-8")]
    assert opening == ["chain"]
    chain = (FILES[0].parent / "chain.py").read_text(encoding="utf-8")
    assert "from auction" not in chain
    ast.parse(chain, feature_version=(3, 8))


def test_states_are_frozen() -> None:
    played = lot((1, 500))
    with pytest.raises(AttributeError):
        played.state.price_minor = 1
