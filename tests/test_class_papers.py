"""Papers of a class list: on record beside the list, and no pupil in any file of the bank."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quizgen.cli.app import app
from quizgen.outputs.pdf.print_options import PrintOptions
from quizgen.pipeline.build import build
from quizgen.pipeline.manifest import Manifest
from quizgen.problems import BankError
from quizgen.release.class_forms import dump_class_forms, read_class_forms
from tests.helpers import NOW, numbers_of
from tests.outputs.pdf.reading import flat
from tests.test_papers import LOCK, OUT, bank_of, forms_of, orders_of, said_of

Write = Callable[..., Path]
CLASS = "name,id\nAda Lovelace,ada-1815\nGrace Hopper,grace-1906\nEmmy Noether,emmy-1882\n"
FORMS = Path("lists/10b.csv.forms")


@pytest.fixture
def class_list(bank_from: Write) -> Path:
    """Write a bank, and a class list in a folder of its own."""
    bank_from(bank_of())
    path = Path("lists/10b.csv")
    path.parent.mkdir()
    path.write_text(CLASS, "utf-8")
    return path


def print_for(
    class_list: Path, now: int = NOW, *, reshuffle: bool = False, locked: bool = False
) -> Manifest:
    """Print a paper for each pupil."""
    options = [PrintOptions({}, class_list)]
    return build(
        "bank", "out", only=["pdf"], options=options, now=now, reshuffle=reshuffle, locked=locked
    )


def test_a_class_has_its_record_beside_the_list(bank_from: Write, class_list: Path) -> None:
    """A corrected key would move every pupil's questions, or pupils stand in the bank's lock."""
    print_for(class_list)
    assert not LOCK.exists()
    before = forms_of()
    assert set(before) == {"1", "2", "3"}
    assert set(numbers_of(class_list, "z")) == {"ada-1815", "grace-1906", "emmy-1882"}
    text = FORMS.read_text("utf-8")
    bank_from(bank_of(corrected=("fox", "dog", "elk", "ant")))
    manifest = print_for(class_list)
    assert {n: orders_of(f) for n, f in forms_of().items()} == {
        n: orders_of(f) for n, f in before.items()
    }
    assert sorted(message.partition(":")[0] for message in said_of(manifest)) == [
        f"z, class 10b, form {name}" for name in sorted(before)
    ]
    assert set(text.splitlines()) < set(FORMS.read_text("utf-8").splitlines())
    with pytest.raises(BankError, match="lock-is-old"):
        print_for(class_list, reshuffle=True, locked=True)


def test_no_pupil_in_a_file_of_the_bank(bank_from: Write, class_list: Path) -> None:
    """A class would be published with the bank's repository."""
    build("bank", "out", now=NOW)
    print_for(class_list)
    bank_from(bank_of(corrected=("fox",)) + "paper: {roster: ../lists/10b.csv}\n")
    build("bank", "out", now=NOW)
    beside = [path for path in Path("bank").rglob("*") if path.is_file()]
    assert LOCK in beside
    words = [word for row in CLASS.splitlines()[1:] for word in row.replace(",", " ").split()]
    for path in beside:
        text = path.read_text("utf-8")
        assert not [word for word in (*words, "10b.csv.forms") if word in text], path
    assert [p.name for p in Path("lists").iterdir() if p.name != "10b.csv"] == [FORMS.name]


def test_one_list_serves_several_banks(bank_from: Write, class_list: Path) -> None:
    """The papers of one subject would take those of another from the record."""
    print_for(class_list)
    one = FORMS.read_text("utf-8")
    shutil.copytree("bank", "other")
    text = Path("other/bank.yaml").read_text("utf-8").replace("id: test-bank", "id: other-bank")
    Path("other/bank.yaml").write_text(text, "utf-8")
    options = [PrintOptions({}, class_list)]
    build("other", "out", only=["pdf"], options=options, now=NOW)
    both = FORMS.read_text("utf-8")
    assert set(one.splitlines()) < set(both.splitlines())
    forms, problems = read_class_forms(both, "f")
    assert not problems
    assert list(forms) == ["other-bank", "test-bank"]
    assert dump_class_forms(forms) == both


def test_a_broken_record_of_a_class(bank_from: Write, class_list: Path) -> None:
    """Every pupil would get another paper in silence."""
    print_for(class_list)
    FORMS.write_text(FORMS.read_text("utf-8") + "<<<<<<< HEAD\n", "utf-8")
    with pytest.raises(BankError, match="bad-class-forms"):
        print_for(class_list)


def test_papers_of_a_class_from_before(bank_from: Write, class_list: Path) -> None:
    """The first correction after an update would move a whole class's questions."""
    print_for(class_list)
    before = forms_of()
    FORMS.unlink()
    bank_from(bank_of(corrected=("fox", "dog", "elk", "ant")))
    manifest = print_for(class_list)
    assert {n: f["paper"] for n, f in forms_of().items()} == {
        n: f["paper"] for n, f in before.items()
    }
    assert "stays valid" in said_of(manifest)[0]


@pytest.mark.parametrize("ignored", [False, True])
def test_a_record_that_git_would_take(bank_from: Write, class_list: Path, ignored: bool) -> None:
    """Pupils' ids would be committed with the next `git add`."""
    subprocess.run(["git", "init", "-q", "."], check=True)
    if ignored:
        Path(".gitignore").write_text("*.forms\n", "utf-8")
    said = [p.message for p in print_for(class_list).problems if p.code == "class-in-git"]
    assert len(said) == (0 if ignored else 1)
    assert ignored or "10b.csv.forms" in said[0]
    assert not [p for p in build("bank", "out", now=NOW).problems if p.code == "class-in-git"]


def test_a_newcomer_changes_nobodys_paper(bank_from: Write, class_list: Path) -> None:
    """A pupil who joins would cost everybody the paper that they have."""
    print_for(class_list)
    before = forms_of()
    class_list.write_text(CLASS + "Mary Somerville,mary-1780\n", "utf-8")
    print_for(class_list, now=NOW + 5)
    after = forms_of()
    assert {n: after[n]["paper"] for n in before} == {n: f["paper"] for n, f in before.items()}
    assert "mary-1780" in FORMS.read_text("utf-8")
    assert numbers_of(class_list, "z")["mary-1780"] == "4"
    assert "Mary Somerville" in flat(OUT / "z-4.10b.pdf")


def test_a_list_far_away_is_named(bank_from: Write, class_list: Path) -> None:
    """The papers of a class whose list lies elsewhere would have no key."""
    print_for(class_list)
    number = numbers_of(class_list, "z")["ada-1815"]
    paper = forms_of()[number]["paper"]
    shutil.rmtree("out")
    run = CliRunner().invoke
    assert run(app, ["key", paper, "bank", "--out", "out"]).exit_code == 1
    there = run(app, ["key", paper, "bank", "--out", "out", "--roster", str(class_list)])
    assert there.exit_code == 0
    assert f"z, form {number}, paper {paper}" in there.stdout
    quiz = run(app, ["papers", "bank", "--items", paper, "--roster", str(class_list)])
    assert quiz.exit_code == 0
    assert "ada" not in quiz.stdout
    again = run(
        app, ["papers", "bank", "--again", paper, "--out", "out", "--roster", str(class_list)]
    )
    assert again.exit_code == 0
    assert "Ada Lovelace" in flat(OUT / f"z-{number}.again-{paper}.pdf")
