"""The wheel: built, put into a clean environment of every Python at hand, and used there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.helpers import ROOT

pytestmark = pytest.mark.peer
VERSIONS = ("3.11", "3.12", "3.13")


def pythons() -> dict[str, str]:
    """Find a Python of each version that we promise: the running one, on the path, pyenv's."""
    running = Path(sys.base_prefix, "bin", f"python{sys.version_info[0]}.{sys.version_info[1]}")
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found: dict[str, str] = {}
    for version in VERSIONS:
        name = f"python{version}"
        of_pyenv = sorted(kept.glob(f"{version}*/bin/{name}"))
        on_path = shutil.which(name)
        candidates = [running] if running.name == name else []
        candidates += of_pyenv
        if on_path and "shims" not in Path(on_path).parts:  # a shim may stand for none
            candidates.append(Path(on_path))
        if there := next((path for path in candidates if path.exists()), None):
            found[version] = str(there)
    return found or {"running": sys.executable}


AT_HAND = pythons()


def run(command: Sequence[str | Path], folder: Path) -> str:
    """Run a command as a stranger's shell does, without a trace of this checkout."""
    ours = ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")
    clean = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(
        list(command), cwd=folder, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, by the backend that the project names."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from flit_core import buildapi; print(buildapi.build_wheel(sys.argv[1]))"
    return folder / run([sys.executable, "-c", build, folder], ROOT).split()[-1]


@pytest.fixture
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Make a clean environment of the test's Python; it is large, and goes with the test."""
    folder = tmp_path / "environment"
    run([AT_HAND[request.param], "-m", "venv", "--without-pip", folder], tmp_path)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("environment", sorted(AT_HAND), indirect=True)
def test_a_stranger_installs_it_and_makes_a_first_bank(
    wheel: Path, environment: Path, tmp_path: Path
) -> None:
    """`pip install .` would leave out a file that only the checkout has, or need another Python."""
    pins = tmp_path / "pins.txt"  # what is downloaded once serves all, and no release breaks a test
    named = re.findall(r"^[\w.-]+==[^\\\n]+", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    pins.write_text("\n".join(named))
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--python",
        environment,
    ]
    run([*pip, "install", "--quiet", "--no-compile", "--constraint", pins, wheel], tmp_path)
    assert "No broken requirements" in run([*pip, "check"], tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    command = environment / "bin" / "quizgen"
    assert run([command, "--version"], work).startswith("quizgen ")
    made = run([command, "new", "Übung", "--lang", "de"], work)
    id = re.search(r"id (uebung-\w{4})", made)
    assert id, made
    run([command, "build"], work)
    out = work / "output" / id[1]
    names = {path.name for path in out.iterdir()}
    assert {"deck.apkg", "review.html", "flashcards.pdf", "manifest.json"} <= names
    assert {path for path in names if path.endswith("-key.pdf")}
    listed = run([environment / "bin" / "python", "-m", "quizgen", "show", "--list"], work)
    assert listed.startswith("Übung: ")
