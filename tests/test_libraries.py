"""What happens where a library is missing or broken: one line with the remedy, and exit code 1."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quizgen.libraries import LibraryMissing, named_when_missing, project_of
from tests.helpers import ROOT

Write = Callable[..., Path]

BANK = """
questions:
  - {id: a, topic: one, question: "Is $x^2$ so?", answer: true, image: {file: dot.png, alt: A dot}}
  - {id: b, question: One?, anser: two}
"""
SOUND = BANK.replace("anser", "answer")

CASES = {
    "no libyaml": ("yaml._yaml", ["check", "bank"], "libyaml", "pyyaml"),
    "no PyYAML": ("yaml", ["check", "bank"], "yaml is missing", "pyyaml"),
    "the model's": ("msgspec._core", ["build", "bank"], "msgspec", "msgspec"),
    "the command line's": ("typer", ["check", "bank"], "typer", "typer"),
    "of messages": ("rich.console", ["check", "bank"], "rich", "rich"),
    "of a hint": ("rapidfuzz", ["check", "bank"], "rapidfuzz", "rapidfuzz"),
    "of decks": ("genanki", ["build", "bank", "--only", "anki"], "genanki", "genanki"),
    "of pictures": ("PIL._imaging", ["build", "bank"], "PIL", "pillow"),
    "of maths": ("ziamath", ["check", "bank"], "ziamath", "ziamath"),
    "of maths on the page": ("latex2mathml.walker", ["build", "bank"], "latex2mathml", "latex2mathml"),
    "the lesson's": ("starlette.routing", ["review", "bank"], "starlette", "starlette"),
    "Anki's engine": ("anki._rsbridge", ["verify", "x.apkg"], "anki", "anki"),
    "Python's own": ("_lzma", ["diff", "bank", "bank"], "its own _lzma", "a complete one"),
}  # fmt: skip
BROKEN_BANK = {"of messages", "of a hint"}


def without(module: str, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python where one module can't be imported."""
    (folder / "site").mkdir()
    stub = f"import sys; sys.modules[{module!r}] = None"
    (folder / "site" / "sitecustomize.py").write_text(stub)
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": f"site{os.pathsep}{ROOT}"},
    )


@pytest.mark.parametrize("case", CASES)
def test_one_line_says_what_is_missing(bank_from: Write, tmp_path: Path, case: str) -> None:
    """A half-installed library would end in sixty lines that name everything but the remedy."""
    module, words, said, remedy = CASES[case]
    if case == "Anki's engine":
        pytest.importorskip("anki")
    folder = bank_from(BANK if case in BROKEN_BANK else SOUND)
    (folder / "dot.png").write_bytes((ROOT / "tests/upgrade/every-type/bank/dot.png").read_bytes())
    done = without(module, tmp_path, "-m", "quizgen", *words)
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 1
    assert said in last
    assert remedy in last
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("module", ["yaml._yaml", "msgspec", "genanki", "ziamath"])
def test_the_python_api_raises_one_of_its_own(
    bank_from: Write, tmp_path: Path, module: str
) -> None:
    """Whoever catches QuizgenError, as the README says, would still see a traceback."""
    bank_from(SOUND.replace(", image: {file: dot.png, alt: A dot}", ""))
    program = (
        "import quizgen\n"
        "try: quizgen.build('bank', 'out')\n"
        "except quizgen.QuizgenError as error: print(type(error).__name__, error)\n"
    )
    done = without(module, tmp_path, "-c", program)
    assert done.stdout.startswith("LibraryMissing "), done.stderr
    assert "pip install --force-reinstall" in done.stdout


def test_a_fault_of_ours_stays_a_traceback() -> None:
    """A mistake in quizgen would be blamed on the user's installation."""
    with pytest.raises(ImportError) as ours, named_when_missing():
        from quizgen.libraries import nothing  # type: ignore[attr-defined] # noqa: F401
    assert not isinstance(ours.value, LibraryMissing)


def test_a_library_that_says_no_without_its_name() -> None:
    """The line would name nothing: some libraries raise a bare ImportError."""
    space = {"__name__": "PIL.Image"}
    with pytest.raises(LibraryMissing) as found, named_when_missing():
        exec("raise ImportError('built for another version')", space)  # noqa: S102
    said = "the library PIL is missing or broken (built for another version): "
    assert str(found.value).startswith(said)
    assert str(found.value).endswith(" -m pip install --force-reinstall pillow")


def test_every_library_is_called_as_it_is_installed() -> None:
    """The remedy would install a package that isn't ours."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = about["optional-dependencies"].values()
    named = [*about["dependencies"], *(name for extra in extras for name in extra)]
    # Pillow comes with reportlab; `verify` says itself what it lacks to run scripts of cards.
    projects = {name.split(">")[0] for name in named} | {"pillow", "playwright"}
    ours = {project_of(name) for name in imported()}
    assert ours <= projects


def imported() -> Iterator[str]:
    """Give every library that quizgen imports."""
    for path in (ROOT / "quizgen").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            tops = {name.partition(".")[0] for name in names}
            yield from tops - sys.stdlib_module_names - {"quizgen", "__future__"}
