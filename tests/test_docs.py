"""What the pages say is true: examples build, commands exist, pins name no host."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.cli.export import format_rows
from quizgen.model import TYPE_NAMES, type_name
from quizgen.pipeline.build import build
from quizgen.pipeline.check import Report, check
from tests.helpers import HEAD, NOW, ROOT

REFERENCE = (ROOT / "question_bank" / "README.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", REFERENCE, re.DOTALL)
HOSTLESS = ("requirements.txt", "requirements-test.txt", "requirements-dev.txt")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: re.sub(r"\W+", "-", e[:40]))
def test_every_example_of_the_reference_builds(
    bank_from: Callable[..., Path], example: str
) -> None:
    """An author who copies an example would get an error."""
    head = "" if example.startswith("quizgen:") else HEAD
    folder = bank_from(head + example, more="questions: [{id: m, question: x, answer: y}]\n")
    Path("seeds").mkdir()
    from quizgen.checks.evidence.records import dump_record, make_record

    record = dump_record(make_record("my-article", "One two three four.", {"title": "A"}))
    Path("seeds/my-article.yaml").write_text(record, "utf-8")
    report = check(folder)
    assert [p for p in report.problems if p.level != "info"] == []
    build(folder, "out", now=NOW)


def test_the_reference_shows_every_type(check_text: Callable[..., Report]) -> None:
    """An author would not learn of an item type."""
    shown = set()
    for example in EXAMPLES:
        if example.startswith("questions:"):
            bank = check_text(HEAD + example).bank
            assert bank is not None
            shown |= {type_name(item) for item in bank.items}
    assert shown == set(TYPE_NAMES)


def test_the_readmes_banks_build(bank_from: Callable[..., Path]) -> None:
    """A newcomer's first bank would fail."""
    for example in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL):
        folder = bank_from(example if example.startswith("quizgen:") else HEAD + example)
        assert check(folder).ok


@pytest.mark.parametrize("bank", sorted((ROOT / "tests" / "gallery_banks").glob("*.yaml")))
def test_the_banks_of_the_pictures_are_sound(bank: Path) -> None:
    """The README would show papers that our own check finds fault with."""
    assert [p for p in check(bank).problems if p.level != "info"] == []


def test_every_command_is_in_the_readme() -> None:
    """A command would be known to its authors only."""
    from typer.main import get_command

    from quizgen.cli.app import app

    commands = get_command(app).commands  # type: ignore[attr-defined]
    for name, command in commands.items():
        names = [f"{name} {sub}" for sub in getattr(command, "commands", {})] or [name]
        for full in names:
            assert f"`quizgen {full}" in README, full


def test_pictures_of_the_readme_are_there() -> None:
    """The README would open with a broken picture."""
    for path in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / path).is_file(), path


def test_pins_name_no_host_and_cover_everything() -> None:
    """A clone would install from somebody's private registry, or without a pin."""
    for name in HOSTLESS:
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        assert "--index" not in text
        assert "--find-links" not in text
        assert "--hash=sha256:" in text
    pins = (ROOT / "requirements.txt").read_text("utf-8").lower().replace("_", "-")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for wanted in [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]:
        package = re.split(r"[^\w-]", wanted.lower().replace("_", "-"))[0]
        assert re.search(rf"^{package}==", pins, re.MULTILINE), wanted


def test_top_level_names() -> None:
    """The project's shape is what its user asked for."""
    import subprocess

    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    top = {Path(name).parts[0] for name in listed}
    assert top <= {
        ".ci",
        ".gitignore",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "Makefile",
        "README.md",
        "output",
        "pyproject.toml",
        "question_bank",
        "quizgen",
        "requirements-dev.txt",
        "requirements-test.txt",
        "requirements.txt",
        "seeds",
        "tests",
    }


def test_every_public_name_is_there_and_described() -> None:
    """A script would be written against a name that no page speaks of, or that is gone."""
    import quizgen

    assert set(quizgen.__all__) == set(quizgen._HOMES) | {"__version__"}
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.partition("## From Python")[2].partition("\n## ")[0]
    for name in quizgen.__all__:
        assert getattr(quizgen, name) is not None
        assert re.search(rf"\b{name}\b", section), name


def test_what_signatures_take_is_public() -> None:
    """Whoever calls a public function could not make what it takes."""
    import inspect

    import quizgen

    for job in (quizgen.build, quizgen.check, quizgen.load_bank, quizgen.score):
        for parameter in inspect.signature(job).parameters.values():
            for name in re.findall(r"\b[A-Z]\w+", str(parameter.annotation)):
                known = name in {
                    *quizgen.__all__,
                    "Path",
                    "Sequence",
                    "Mapping",
                    "Any",
                    "Progress",
                    "Project",  # what the command line has at hand; a path does for all others
                    "Random",
                    "None",
                }
                assert known, (job.__name__, name)


def test_the_readmes_table_of_formats_is_the_programs() -> None:
    """A teacher would try a format that isn't there, or not learn of a limit."""
    table = [f"| `{a}` | {b} | {c} | {d} |" for a, b, c, d in format_rows()]
    rows = README.partition("## To where pupils are")[2].partition("\n## ")[0].split("\n")
    assert [row for row in rows if row.startswith("| `")] == table


def test_the_readmes_spreadsheet_builds(tmp_path: Path) -> None:
    """The first table that a newcomer copies would fail."""
    (example,) = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    path = tmp_path / "bees.csv"
    path.write_text(example)
    kinds = [type_name(item) for item in check(path).sound_bank.items]
    assert kinds == ["single-choice", "true-false", "numeric", "short-answer"]
