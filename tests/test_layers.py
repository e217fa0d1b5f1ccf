"""The arrows of the house point one way: a closed table, whatever form an import takes."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from quizgen.outputs import OUTPUTS
from tests.helpers import ROOT

GROUND = {"libraries", "problems", "words", "version"}
MODEL = GROUND | {"text", "interaction", "model"}
JUDGED = MODEL | {"scoring", "present", "bank", "checks", "assembly"}
OUT = JUDGED | {"release", "outputs", "formats"}
SHARED = {"one_line", "our_rows"}
"""Modules of outputs that are none: what several of them share."""
BESIDE = {"inputs", "checks.testwise"}
WAY = OUT | BESIDE | {f"outputs.{name.replace('-', '_')}" for name in OUTPUTS} | {"pipeline"}
INNER = {"outputs", "checks.testwise"}
"""Whose modules are rooms of their own: each output, and what looks at `Asked` alone."""

MAY_IMPORT: Mapping[str, set[str]] = {
    "libraries": set(),
    "problems": {"libraries"},
    "words": set(),
    "version": set(),
    "text": {"problems", "words"},
    "interaction": {"text"},
    "model": {"interaction", "problems"},
    "scoring": {"interaction", "text"},
    "present": {"model", "interaction", "problems", "text", "words"},
    # A list slot in a stem is joined by `words`.
    "bank": {"model", "interaction", "problems", "text", "words"},
    "formats": {"model", "problems", "text"},
    "inputs": {"bank", "model", "problems", "text", "formats"},
    "checks": {"model", "interaction", "problems", "text"},
    "checks.testwise": MODEL | {"present", "checks"},
    "assembly": {"model", "text", "problems"},
    # What reads files knows nothing of banks: whoever takes in foreign quizzes can stand on it.
    "sources": {"problems"},
    "release": {"model", "interaction", "present", "bank", "assembly", "problems", "text"},
    "outputs": JUDGED | {"release", "formats"},
    **{f"outputs.{name}": set(OUT) for name in OUTPUTS},
    "pipeline": WAY,
    "review": WAY,
    "cli": WAY | {"review", "sources"},
    "front": WAY,
    "main": {"cli", "libraries"},
}
"""Every room, and what it may lean on besides itself. A room that isn't here is refused."""

Modules = Mapping[str, Path]


def modules_of(root: Path) -> Modules:
    """Give every module of a package by its dotted name."""
    found = {}
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(name: str, modules: Modules) -> set[str]:
    """Give the modules of ours that one imports: at its head, lazily, or for types alone."""
    package = name if modules[name].name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(modules[name].read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _base(node, package)
            # What is imported from a package is one of its modules, or stands in the package itself.
            inner = {f"{base}.{alias.name}" for alias in node.names}
            found |= (inner & modules.keys()) | ({base} if inner - modules.keys() else set())
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            found |= {str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)}
    return {_known(other, modules) for other in found if other.split(".")[0] == "quizgen"} - {name}


def _base(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    return ".".join([*parts[: len(parts) - node.level + 1], *filter(None, [node.module])])


def _known(name: str, modules: Modules) -> str:
    while name not in modules:
        name = name.rpartition(".")[0]
    return name


def room_of(module: str) -> str:
    """Give the room a module stands in; some stand inside another."""
    parts = module.split(".")[1:]
    if not parts:
        return "front"
    if parts[0] == "__main__":
        return "main"
    inner = ".".join(parts[:2])
    if len(parts) > 1 and parts[0] == "outputs" and parts[1] not in OUTPUTS:
        return "outputs"
    return inner if len(parts) > 1 and {parts[0], inner} & INNER else parts[0]


def backwards(root: Path) -> set[tuple[str, str]]:
    """Give each (module, room) arrow that the table doesn't allow."""
    modules = modules_of(root)
    found = set()
    for name in modules:
        room = room_of(name)
        allowed = MAY_IMPORT.get(room, set()) | {room}
        reached = {room_of(other) for other in imports_of(name, modules)}
        found |= {(name, other) for other in reached - allowed}
        if room not in MAY_IMPORT:
            found.add((name, "a room that is not in the table"))
    return found


def circle(root: Path) -> list[str]:
    """Give the modules that a module leans on and that lean on it; none in a sound house."""
    modules = modules_of(root)
    graph = {name: imports_of(name, modules) for name in modules}
    while True:
        leaves = {name for name, others in graph.items() if not others & graph.keys()}
        if not leaves:
            return sorted(graph)
        graph = {name: others for name, others in graph.items() if name not in leaves}


def doubles(root: Path) -> dict[str, list[str]]:
    """Give every public class name that stands in two modules."""
    places = defaultdict(list)
    for name, path in modules_of(root).items():
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(name)
    return {name: where for name, where in places.items() if len(where) > 1}


# --- the house as it stands ---------------------------------------------------------------------


def test_no_arrow_points_backwards() -> None:
    """A room that leans on what stands above it could no longer be changed alone."""
    assert backwards(ROOT / "quizgen") == set()


def test_no_circle() -> None:
    """Modules that lean on each other can only be read, changed and moved together."""
    assert circle(ROOT / "quizgen") == []


def test_one_name_for_one_thing() -> None:
    """Two classes of one name are taken for each other by whoever reads an import."""
    assert doubles(ROOT / "quizgen") == {}


def test_every_output_is_in_the_registry() -> None:
    """An output that nothing lists would never be made, nor tested."""
    folder = ROOT / "quizgen" / "outputs"
    there = {path.stem for path in folder.iterdir() if not path.name.startswith("__")}
    assert there - SHARED == {name.replace("-", "_") for name in OUTPUTS}


# --- and whether it would be seen ---------------------------------------------------------------

SOUND = MappingProxyType(
    {
        "__init__": '"""Front."""',
        "problems": "",
        "text/__init__": "",
        "text/marks": "from quizgen.problems import Problem",
        "model": "from quizgen.problems import Problem",
        "pipeline/__init__": "",
        "pipeline/build": "from quizgen.model import Bank",
        "outputs/__init__": 'OUTPUTS = {"anki": "quizgen.outputs.anki"}',
        "outputs/anki": "from quizgen.model import Bank",
        "outputs/pdf": "from quizgen.model import Bank",
    }
)

PLANTED = {
    "an import at the head": ("model", "from quizgen.pipeline.build import build"),
    "from the package": ("text/marks", "from quizgen import model"),
    "from a room": ("model", "from quizgen.pipeline import build"),
    "relative": ("model", "from .pipeline import build"),
    "relative from below": ("text/marks", "from .. import model"),
    "plain": ("model", "import quizgen.pipeline.build"),
    "lazy": ("model", "def f():\n    from quizgen.pipeline.build import build"),
    "for types alone": (
        "model",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from quizgen.pipeline import build",
    ),
    "by its name": (
        "model",
        'from importlib import import_module\nimport_module("quizgen.pipeline.build")',
    ),
    "one output from another": ("outputs/anki", "from quizgen.outputs.pdf import render"),
    "one output from the registry's room": ("outputs/pdf", "from quizgen.outputs import anki"),
    "the command line": ("pipeline/build", "from quizgen.cli import build"),
    "the front door": ("outputs/anki", "import quizgen\nfrom quizgen import build"),
    "a room that nobody knows": ("gadgets/__init__", ""),
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Build a small sound house."""
    root = tmp_path / "quizgen"
    for name, text in SOUND.items():
        plant(root, name, text)
    plant(root, "cli/__init__", "")
    plant(root, "cli/build", "from quizgen.pipeline.build import build")
    assert backwards(root) == set()
    assert circle(root) == []
    assert doubles(root) == {}
    return root


def plant(root: Path, name: str, text: str) -> None:
    path = root / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", "utf-8")


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_arrow_is_seen(house: Path, what: str) -> None:
    """An arrow drawn backwards in this form would go unseen."""
    name, text = PLANTED[what]
    plant(house, name, text)
    assert {module for module, _ in backwards(house)} == {
        "quizgen." + name.replace("/", ".").removesuffix(".__init__")
    }


@pytest.mark.parametrize("lazily", [False, True])
def test_a_planted_circle_is_seen(house: Path, *, lazily: bool) -> None:
    """Two modules of one room would lean on each other."""
    plant(house, "text/signs", "from quizgen.text import marks")
    line = "from quizgen.text.signs import sign"
    plant(house, "text/marks", f"def f():\n    {line}" if lazily else line)
    assert circle(house) == ["quizgen.text.marks", "quizgen.text.signs"]


def test_a_planted_double_is_seen(house: Path) -> None:
    """A second class of one name would go unseen."""
    plant(house, "model", "class Bank: ...\nclass _Own: ...")
    plant(house, "text/marks", "class Bank: ...\nclass _Own: ...")
    assert doubles(house) == {"Bank": ["quizgen.model", "quizgen.text.marks"]}
