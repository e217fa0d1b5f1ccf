"""The arrows of the house point one way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.helpers import ROOT

MAY_IMPORT = {
    "libraries": set(),
    "model": set(),
    "order": set(),
    "quantities": set(),
    "pictures": set(),
    "maths_face": set(),
    "words": set(),
    "problems": {"libraries", "model"},
    "markup": {"problems"},
    "plain": {"model", "markup"},
    "maths": {"model", "markup", "problems"},
    "rules": {"model", "problems"},
    # A list slot in a stem is joined by `words`.
    "bank": {"model", "order", "problems", "markup", "words"},
    "evidence": {"model", "problems", "markup", "plain", "quantities", "rules"},
    "lint": {"model", "problems", "markup", "plain", "quantities", "rules"},
    "assembly": {"model", "order", "problems", "quantities", "markup"},
    "papers": {"model", "problems", "bank"},
    "present": {"model", "markup", "words"},
}
MAY_IMPORT["outputs"] = set(MAY_IMPORT)
MAY_IMPORT["checks"] = set(MAY_IMPORT)
MAY_IMPORT["shipping"] = set(MAY_IMPORT)
MAY_IMPORT["earlier"] = {"model", "papers", "problems", "outputs"}
MAY_IMPORT["pipeline"] = set(MAY_IMPORT)
MAY_IMPORT["review"] = set(MAY_IMPORT)
"""Those on top may lean on all that stand below them."""


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        yield from (name.split(".")[1] for name in names if name.startswith("quizgen."))


def test_no_arrow_is_drawn_backwards() -> None:
    """A room that imports what stands above it could no longer be changed alone."""
    backwards = []
    for path in sorted((ROOT / "quizgen").rglob("*.py")):
        parts = path.relative_to(ROOT / "quizgen").with_suffix("").parts
        allowed = MAY_IMPORT.get(parts[0])
        if allowed is None:  # cli and the package's own front door may import everything
            continue
        allowed = allowed | {parts[0]}
        backwards += [f"{path.name}: {room}" for room in _imports(path) if room not in allowed]
    assert backwards == []


def test_nobody_imports_the_command_line() -> None:
    """The command line is the rim: a room that prints or exits can't be used from Python."""
    for path in (ROOT / "quizgen").rglob("*.py"):
        if "cli" not in path.parts and path.name != "__main__.py":
            assert "cli" not in set(_imports(path)), path


def test_outputs_do_not_import_each_other() -> None:
    """An output that leans on another breaks with it."""
    outputs = ROOT / "quizgen" / "outputs"
    for name in ("anki", "pdf", "page"):
        others = {"anki", "pdf", "page"} - {name}
        for path in (outputs / name).rglob("*.py"):
            text = path.read_text("utf-8")
            assert not [o for o in others if f"quizgen.outputs.{o}" in text], path
