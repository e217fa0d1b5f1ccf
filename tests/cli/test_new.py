"""`quizgen new`: a bank in the author's language that builds, and nothing private in git."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from quizgen.cli.app import app
from quizgen.cli.new import PRIVATE, run_new
from quizgen.pipeline.check import check
from quizgen.problems import QuizgenError
from quizgen.release.ids import unlikely_id
from quizgen.release.namesakes import stated_id
from tests.conftest import missing
from tests.helpers import ROOT, load


@pytest.fixture(autouse=True)
def _working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("lang", ["en", "de", "fr", "es"])
def test_the_starter_of_each_language(lang: str) -> None:
    """A newcomer's first bank would be full of warnings, or ask in another language."""
    done = CliRunner().invoke(app, ["new", "Bees", "--lang", lang])
    assert done.exit_code == 0, done.output
    report = check(Path("question_bank/bees"))
    assert report.ok
    assert [problem for problem in report.problems if problem.level != "info"] == []
    bank = report.sound_bank
    assert (bank.title, bank.deck, bank.lang) == ("Bees", "Bees", lang)
    english = load(ROOT / "quizgen" / "cli" / "starters" / "en.yaml").bank
    assert english is not None
    assert [type(item) for item in bank.items] == [type(item) for item in english.items]
    assert [quiz.title for quiz in bank.quizzes] == ["Bees"]


NAMES = {
    "honey-bees": ("question_bank/honey-bees", "honey-bees", "Honey bees"),
    "Übung": ("question_bank/uebung", "uebung", "Übung"),
    "Élèves & œuvres: l'été": ("question_bank/eleves-oeuvres-l-ete", "eleves-oeuvres-l-ete", ""),
    "units/Łódź 2": ("units/lodz-2", "lodz-2", "Łódź 2"),
    "true": ("question_bank/true", "true", "True"),
    "1984": ("question_bank/1984", "1984", ""),
    "# 'Fun' {x}": ("question_bank/fun-x", "fun-x", ""),
    "生物 一": ("question_bank/生物-一", "bank", "生物 一"),
}


@pytest.mark.parametrize(("name", "made"), NAMES.items())
def test_title_folder_and_id_come_from_the_name(name: str, made: tuple[str, str, str]) -> None:
    """A teacher would have to know what an id may hold before there is a bank at all."""
    folder, id, title = made
    assert run_new(name, Random(1)) == 0
    assert stated_id(Path(folder) / "bank.yaml") == unlikely_id(id, Random(1))
    bank = load(Path(folder)).bank
    assert bank is not None
    assert bank.title == bank.deck == (title or name)


@pytest.mark.parametrize("name", ["", "..", "???", "a\nb" * 50, "a\x00"])
def test_names_that_no_bank_can_have(name: str) -> None:
    """A bank would come to be that no command can name."""
    with pytest.raises(QuizgenError, match="can't be a bank's title"):
        run_new(name)
    assert list(Path().iterdir()) == []


def test_nothing_that_stands_there_is_touched() -> None:
    """A teacher's questions would be overwritten by an example."""
    run_new("Bees")
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    with pytest.raises(QuizgenError, match="is there already"):
        run_new("bees", lang="de")
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


def test_git_never_sees_what_names_pupils(capsys: pytest.CaptureFixture[str]) -> None:
    """A class list would be pushed to where everybody can read it."""
    if not shutil.which("git"):
        missing("git", "install it")
    subprocess.run(["git", "init", "-q"], check=True)
    Path(".gitignore").write_bytes("# m\xfcll\n*.tmp\noutput/*".encode("latin-1"))
    run_new("Bees", Random(1))
    assert ".gitignore keeps class lists" in capsys.readouterr().out
    private = [
        "seeds/article.txt", "10b.csv", "question_bank/bees/10c.txt", "question_bank/bees/10b.xlsx", "classes/10b.csv.forms",
        "output/bees/quiz-1815.10b.pdf", "bees-k3fq-20260901-101500/answers.csv",
        "bees-k3fq-20260901-101500/report.html", "results/missed-1815.apkg", "lesson.quizlog", "x.tmp",
    ]  # fmt: skip
    public = ["seeds/article.yaml", "question_bank/bees/map.png", "question_bank/bees/quizgen.lock"]
    for name in [*private, *public]:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).touch()
    seen = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    made = [".gitignore", "question_bank/bank.schema.json", "question_bank/bees/bank.yaml"]
    assert sorted(seen) == sorted([*public, *made])
    before = Path(".gitignore").read_bytes()
    assert before.startswith("# m\xfcll\n*.tmp\noutput/*\n\n".encode("latin-1"))
    assert before.count(b"output/*") == 1
    run_new("Wasps")
    assert Path(".gitignore").read_bytes() == before
    assert "keeps class lists" not in capsys.readouterr().out


def test_a_bank_outside_the_working_folder_has_its_lines_beside_it(tmp_path: Path) -> None:
    """The lines would stand where they protect nothing."""
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "here").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path / "here")
        run_new(str(elsewhere / "bees"))
        assert not Path(".gitignore").exists()
    assert "*.csv\n" in (elsewhere / ".gitignore").read_text()


def test_this_project_keeps_them_out_itself() -> None:
    """A newcomer's first command would change a file of the project."""
    assert set(PRIVATE) <= set((ROOT / ".gitignore").read_text("utf-8").splitlines())
