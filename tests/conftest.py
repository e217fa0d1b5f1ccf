"""What tests share: banks written inside the test, the shared material, honest skips."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import run
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.helpers import ROOT, bank_text

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from quizgen.pipeline.check import Report
    from tests.anki import Anki

settings.register_profile("untimed", deadline=None)  # a busy machine says nothing of the code
settings.load_profile("untimed")

NO_SKIP = bool(os.environ.get("QUIZGEN_NO_SKIP"))


def missing(what: str, how: str) -> None:
    """Skip with the reason and the remedy; where nothing may be skipped, fail."""
    message = f"{what} is missing: {how}"
    if NO_SKIP:
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of shared material: beside the checkout, or QUIZGEN_SHARED."""
    folder = Path(os.environ.get("QUIZGEN_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        missing("the shared material", "put it beside the checkout or set QUIZGEN_SHARED")
    return folder


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests out of the user's cache."""
    before = os.environ.get("QUIZGEN_CACHE")
    os.environ["QUIZGEN_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    yield
    os.environ.pop("QUIZGEN_CACHE")
    if before is not None:
        os.environ["QUIZGEN_CACHE"] = before


@pytest.fixture
def article(shared: Path) -> str:
    """Give the text of the article that the first bank is drawn from."""
    return (shared / "seeds" / "nato-75-summit.txt").read_text("utf-8")


@pytest.fixture
def bank_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write a bank's files and give its folder; the head is added where a text has none."""
    monkeypatch.chdir(tmp_path)

    def write(text: str, **others: str) -> Path:
        folder = Path("bank")
        folder.mkdir(exist_ok=True)
        (folder / "bank.yaml").write_text(bank_text(text), "utf-8")
        for name, content in others.items():
            (folder / f"{name}.yaml").write_text(content, "utf-8")
        return folder

    return write


@pytest.fixture
def check_text(bank_from: Callable[..., Path]) -> Callable[..., Report]:
    """Check a bank written in the test."""

    def run(text: str, **others: str) -> Report:
        from quizgen.pipeline.check import check

        return check(bank_from(text, **others))

    return run


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Anki]:
    """Open a fresh collection of the real Anki."""
    if importlib.util.find_spec("anki") is None:
        missing("the real Anki", "pip install --require-hashes -r requirements-test.txt")
    from tests.anki import Anki

    opened = Anki(tmp_path / "collection.anki2")
    yield opened
    opened.col.close()


@pytest.fixture(scope="session")
def own_environment(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Give a maker of environments in which readers that aren't ours stand alone."""
    made: dict[tuple[str, ...], Path] = {}

    def python_with(*packages: str) -> Path:
        """Give the Python of an environment that holds these packages alone."""
        if packages not in made:
            folder = tmp_path_factory.mktemp("environment")
            run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
            python = folder / "bin" / "python"
            pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
            done = run([*pip, *packages], capture_output=True, text=True, check=False)
            if done.returncode:
                missing(" and ".join(packages), f"pip could not install it: {done.stderr[-200:]}")
            made[packages] = python
        return made[packages]

    return python_with


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start a real Chromium, Debian's, without a network."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("QUIZGEN_CHROMIUM") or shutil.which("chromium")
    if not path:
        missing("Chromium", "apt install chromium, or set QUIZGEN_CHROMIUM")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


def pytest_addoption(parser: Any) -> None:
    """Let golden files be rewritten."""
    parser.addoption("--golden-update", action="store_true", help="rewrite golden files")
