"""Files of other programs on the command line: what columns hold, and what can't be read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from quizgen.cli.app import app
from quizgen.model import TYPE_NAMES, type_name
from quizgen.pipeline.check import check

BARE = "1;Nitrogen;Oxygen;What do we breathe?;2\n2;Argon;Chlorine;Which is noble?;1\n"
WITH_BAD = (
    "id;question;option 1;option 2;key\nair;Air?;N;O;B\ndark;Dark?;x;y;z\nair;Again?;a;b;A\n"
    "gold;Gold is a metal.;;;true\n"
)


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def run(*args: str) -> tuple[int, str]:
    """Give a command's exit code and all that it said."""
    result = CliRunner().invoke(app, args)
    return result.exit_code, result.output + result.stderr


@pytest.mark.parametrize("command", [["build", "--only", "page"], ["pdf"], ["check"]], ids=str)
def test_columns_that_are_told(command: list[str]) -> None:
    """A table without headings, in an order of its own, could be imported but not printed."""
    Path("air.csv").write_text(BARE)
    assert run(*command, "air.csv")[0] == 1
    code, said = run(*command, "air.csv", "--columns", "-,option,option,question,key")
    assert code == 0, said


def test_pages_still_have_columns() -> None:
    """The paper's own two columns would be taken for a table's."""
    Path("air.csv").write_text("question;key\nAir?;Oxygen\n")
    assert run("pdf", "air.csv", "--columns", "2")[0] == 0
    code, said = run("pdf", "air.csv", "--columns", "3")
    assert code == 2
    assert "neither 1 nor 2" in said


@pytest.mark.parametrize("command", [["build", "--only", "anki"], ["pdf"]], ids=str)
def test_what_cannot_be_read_is_left_out_when_asked(command: list[str]) -> None:
    """One bad row would keep three hundred good ones from a lesson; or vanish unseen."""
    Path("air.csv").write_text(WITH_BAD)
    code, said = run(*command, "air.csv")
    assert code == 1
    code, said = run(*command, "air.csv", "--skip-bad")
    assert code == 0, said
    assert "2 of 4 questions are left out" in said


def test_a_bank_of_ours_has_no_such_rows(bank_from: object) -> None:
    """An option without effect would be believed."""
    Path("bank.yaml").write_text(
        "quizgen: 1\nid: air-aaaa\ntitle: Air\nquestions: [{id: a, question: A?, answer: b}]\n"
    )
    code, said = run("build", "bank.yaml", "--skip-bad")
    assert code == 1
    assert "--skip-bad is for files of other programs" in said


def test_files_beside_banks_are_named_and_not_built() -> None:
    """A teacher's table in `question_bank/` would be built unasked, or lie there unseen."""
    home = Path("question_bank")
    home.mkdir()
    (home / "bank.yaml").write_text(
        "quizgen: 1\nid: air-aaaa\ntitle: Air\nquestions: [{id: a, question: A?, answer: b}]\n"
    )
    (home / "air.csv").write_text("question;key\nAir?;Oxygen\n")
    (home / "bank.schema.json").write_text('{"title": "Bank", "type": "object"}')
    (home / "README.md").write_text("1. Who?\n")
    code, said = run("build", "--only", "page")
    assert code == 0, said
    assert "air.csv isn't built" in said
    assert "schema" not in said
    assert [path.name for path in Path("output").iterdir()] == ["air-aaaa"]


def test_the_table_to_fill_in_has_three_of_each_type() -> None:
    """A teacher would not know how a type is written, or the first build would fail."""
    code, said = run("new", "Honey bees", "--table")
    assert code == 0, said
    bank = check("honey-bees.xlsx").sound_bank
    assert Counter(map(type_name, bank.items)) == dict.fromkeys(TYPE_NAMES, 3)
    assert not [item for item in bank.items if not item.id.startswith(type_name(item))]
    assert run("new", "Honey bees", "--table")[0] == 1


def test_ids_for_a_table_change_nothing_else() -> None:
    """The table would come back in another encoding, or its cards be others."""
    data = 'sep=;\r\nFrage;Lösung\r\n"Größte\r\nStadt?";Köln\r\nFluß?;Rhein\r\n'.encode("cp1252")
    Path("stadt.csv").write_bytes(data)
    before = [item.id for item in check("stadt.csv").sound_bank.items]
    assert run("ids", "stadt.csv")[0] == 0
    made = Path("stadt.ids.csv").read_bytes()
    assert (
        made.replace(f";{before[0]}".encode(), b"")
        .replace(f";{before[1]}".encode(), b"")
        .replace(b";id", b"")
        == data
    )
    assert [item.id for item in check("stadt.ids.csv").sound_bank.items] == before
    assert run("ids", "stadt.ids.csv")[0] == 1


def test_ids_for_a_workbook() -> None:
    """A teacher would have to name three hundred questions by hand."""
    book = Workbook()
    for row in ["Cities"], ["question", "key"], ["Largest?", "Berlin"], ["River?", "Spree"]:
        book.active.append(row)
    book.save("stadt.xlsx")
    before = [item.id for item in check("stadt.xlsx").sound_bank.items]
    assert run("ids", "stadt.xlsx")[0] == 0
    after = check("stadt.ids.xlsx")
    assert [item.id for item in after.sound_bank.items] == before
    assert "no-id" not in {problem.code for problem in after.problems}
