"""A few forms with names on them: who gets which stays, and nobody stands in a file of the bank."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from typer.testing import CliRunner

from quizgen.cli.app import app
from quizgen.release.class_forms import dump_class_forms, read_class_forms
from tests.helpers import numbers_of
from tests.outputs.pdf.reading import flat, opened, page_texts
from tests.test_papers import LOCK, OUT, bank_of, forms_of

Write = Callable[..., Path]
FILE = Path("10b.csv.forms")
NAMES = [f"{given} {family}" for given in ("Ada", "Bo", "Cy") for family in ("Lind", "Moe", "Nye")]


def class_of(names: list[str], path: str = "10b.csv") -> None:
    """Write a class list of names alone."""
    Path(path).write_text("Name\n" + "".join(f"{name}\n" for name in names), "utf-8")


def run(*words: str, code: int = 0) -> str:
    """Print for the class; give what is said, on one line."""
    result = CliRunner().invoke(app, ["pdf", "bank", *words, "--out", "out"])
    assert result.exit_code == code, result.output
    return " ".join((result.stderr + result.stdout).split())


def few(*words: str, roster: str = "10b.csv", code: int = 0) -> str:
    """Print four forms for the class."""
    return run("--forms", "4", "--roster", roster, *words, code=code)


def deal_on(forms: str = "4", path: Path = FILE) -> dict[str, str]:
    """Give who got which form of four, as it stands beside the list."""
    deals = read_class_forms(path.read_text("utf-8"), "f")[0]["test-bank"].deals
    return dict(deals["z", forms])


def names_on_paper(group: str = "10b") -> dict[str, str]:
    """Give each name by the form of the file it stands in."""
    found = {}
    for form in "ABCD":
        path = OUT / f"z-{form}.{group}.pdf"
        for page in page_texts(path) if path.exists() else ():
            (name,) = [name for name in NAMES if name in page]
            assert f"Form {form}" in page
            found[name] = form
    return found


def id_of(name: str) -> str:
    """Give the id that is made of a name."""
    return name.lower().replace(" ", "-")


@pytest.fixture
def bank(bank_from: Write) -> Path:
    """Write a bank, and a class of nine."""
    class_of(NAMES)
    return bank_from(bank_of())


def entries() -> list[dict[str, Any]]:
    """Give the forms in the manifest."""
    found: list[dict[str, Any]] = json.loads((OUT / "manifest.json").read_text("utf-8"))["forms"]
    return found


def test_names_on_four_forms(bank: Path) -> None:
    """A teacher of 120 pupils would have 120 keys, or write the names by hand."""
    run("--forms", "4")
    plain = {form["form"]: form["paper"] for form in entries()}
    key = flat(OUT / "z-key.4.pdf")
    few()
    of_class = [form for form in entries() if form.get("class") == "10b"]
    assert {form["form"]: form["paper"] for form in of_class} == plain
    assert flat(OUT / "z-key.10b.pdf") == key
    on_paper = names_on_paper()
    assert {id_of(name): form for name, form in on_paper.items()} == deal_on()
    assert sorted(Counter(on_paper.values()).values()) == [2, 2, 2, 3]
    for form, paper in plain.items():
        assert all(paper in page for page in page_texts(OUT / f"z-{form}.10b.pdf"))
    shutil.rmtree("out")
    asked = CliRunner().invoke(app, ["key", plain["C"], "bank", "--out", "out", "--json"])
    assert json.loads(asked.stdout)["form"] == "C"


@pytest.mark.parametrize("forms", ["4", "each"])
def test_no_pupil_in_names_and_manifest(bank: Path, forms: str) -> None:
    """Who a paper belongs to could be read from a file's name, or with any phone from its code."""
    Path("10b.csv").write_text(
        "Name,E-mail\nAda Lind,ada.lind@school.org\nBo Moe,bo-moe@school.org\n", "utf-8"
    )
    run("--forms", forms, "--roster", "10b.csv", "--marked")
    told = " ".join(path.name for path in OUT.iterdir()) + (OUT / "manifest.json").read_text()
    told += LOCK.read_text("utf-8") if LOCK.exists() else ""
    assert not re.search("ada|lind|school|moe", told, re.IGNORECASE)
    shown = "A" if forms == "4" else "1"
    page = next(pages := opened(OUT / f"z-{shown}.10b.pdf"))
    (code,) = zxingcpp.read_barcodes(page.render(scale=4).to_pil())
    pages.close()
    assert code.text.startswith(f"quizgen:1:test-bank:z:{shown}:1:")
    for path in OUT.glob("*.pdf"):
        assert not re.search("ada.lind|school|bo-moe", flat(path))
    assert "ada.lind" in FILE.read_text("utf-8")


def test_a_newcomer_gets_what_was_dealt_least(bank: Path) -> None:
    """A pupil who joins would cost others their papers, or make one form the commonest."""
    few()
    before = deal_on()
    least = [form for form, n in Counter(before.values()).items() if n == 2]
    class_of(["Ann Ash", *reversed(NAMES)])
    few()
    after = deal_on()
    assert {id: after[id] for id in before} == before
    assert after["ann-ash"] in least
    class_of([*NAMES, "Ann Ash", "Ben Box", "Cem Can"])
    few()
    assert set(Counter(deal_on().values()).values()) == {3}


def test_who_left_and_comes_back(bank: Path) -> None:
    """A pupil who was away for a term would come back to another form than on their paper."""
    few()
    before = deal_on()
    class_of(NAMES[3:])
    few()
    assert deal_on() == before
    class_of(NAMES)
    few()
    assert {id_of(name): form for name, form in names_on_paper().items()} == before


def test_without_the_file_the_deal_is_the_same(bank: Path) -> None:
    """A list on another computer would deal another form to everybody."""
    few()
    before = deal_on()
    FILE.unlink()
    class_of(NAMES[4:] + NAMES[:4])
    few()
    assert deal_on() == before


def test_another_number_of_forms(bank: Path) -> None:
    """Two forms instead of four would leave half a class without a paper, or lose who had which."""
    few()
    before = deal_on()
    said = run("--forms", "2", "--roster", "10b.csv")
    assert "the class had z in 4 forms, and has it in 2 forms now" in said
    assert set(deal_on("2").values()) == {"A", "B"}
    assert deal_on() == before
    papers = {form["form"] for form in entries() if form.get("class") == "10b"}
    assert papers == {"A", "B", "C", "D"}
    few()
    assert deal_on() == before
    assert {id_of(name): form for name, form in names_on_paper().items()} == before


def test_two_classes_share_forms_and_have_deals_of_their_own(bank: Path) -> None:
    """The second class would take the papers of the first, or need a second key."""
    few()
    class_of(NAMES[:5], "9a.csv")
    first = {path.name: path.read_bytes() for path in OUT.glob("*.10b.pdf")}
    few(roster="9a.csv")
    assert {path.name: path.read_bytes() for path in OUT.glob("*.10b.pdf")} == first
    by_class = {
        group: {form["form"]: form["paper"] for form in entries() if form.get("class") == group}
        for group in ("10b", "9a")
    }
    assert by_class["10b"] == by_class["9a"]
    assert len([line for line in LOCK.read_text("utf-8").splitlines() if "form " in line]) == 4
    assert set(names_on_paper("9a")) == set(NAMES[:5])


def test_one_file_is_in_the_order_of_the_list(bank: Path) -> None:
    """A teacher would sort thirty papers by hand."""
    few("--one-file")
    pages = page_texts(OUT / "z.10b.pdf")
    found = [next(name for name in NAMES if name in page) for page in pages]
    assert found == NAMES


def test_the_bank_says_it(bank_from: Write) -> None:
    """A build would print a form for each pupil where the quiz says four."""
    text = bank_of().replace("forms: [A, B, C]", "forms: 4")
    folder = bank_from(text + "paper: {roster: ../10b.csv}\n")
    class_of(NAMES)
    result = CliRunner().invoke(app, ["build", str(folder), "--out", "out"])
    assert result.exit_code == 0, result.output
    assert set(names_on_paper()) == set(NAMES)
    assert set(forms_of()) == {"A", "B", "C", "D"}
    run("--forms", "each")
    assert set(numbers_of(Path("10b.csv"), "z")) == set(map(id_of, NAMES))


def test_how_a_class_has_a_quiz_is_remembered(bank: Path) -> None:
    """Who forgets the number of forms would give everybody another paper than they have."""
    few()
    before = forms_of()
    run("--roster", "10b.csv")
    assert forms_of() == before
    class_of(NAMES[:4], "9a.csv")
    run("--roster", "9a.csv")
    assert set(numbers_of(Path("9a.csv"), "z").values()) == {"1", "2", "3", "4"}


def test_a_form_each_needs_a_list(bank: Path) -> None:
    """A wish that can't be met would print something else."""
    assert "there is no class list" in run("--forms", "each", code=1)
    assert not Path("out").exists()


def test_papers_of_an_older_version_stay(bank: Path) -> None:
    """An update would give a class that has its papers others, or leave its pupils in file names."""
    run("--roster", "10b.csv")
    number = numbers_of(Path("10b.csv"), "z")
    papers = {form["form"]: form["paper"] for form in entries()}
    by_number = {n: id for id, n in number.items()}
    manifest = json.loads((OUT / "manifest.json").read_text("utf-8"))
    for form in manifest["forms"]:
        form["form"] = by_number[form["form"]]
        del form["dealt"]
    for file in manifest["files"]:
        n = file["path"].removeprefix("z-").removesuffix(".10b.pdf")
        if n in by_number:
            new = f"z-{by_number[n]}.10b.pdf"
            (OUT / file["path"]).rename(OUT / new)
            file["path"] = new
    (OUT / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    older = [line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("deal ")]
    for left in ("\n".join(older) + "\n", ""):  # with its record, and from before there was one
        FILE.write_text(left, "utf-8")
        text = bank_of(corrected=("fox",)).replace("forms: [A, B, C]", "forms: 4")
        Path("bank/bank.yaml").write_text(
            Path("bank/bank.yaml").read_text("utf-8").partition("questions:")[0] + text, "utf-8"
        )
        run("--roster", "10b.csv", *(() if left else ("--forms", "each")))
        assert {form["form"]: form["paper"] for form in entries()} == papers
        assert numbers_of(Path("10b.csv"), "z") == number
        assert not [path for path in OUT.iterdir() if "ada" in path.name]


def test_a_deal_by_hand(bank: Path) -> None:
    """A teacher who gave a pupil another form would find the old one on paper, or nothing at all."""
    few()
    text = FILE.read_text("utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("deal z 4 ada-lind ")]
    other = next(form for form in "ABCD" if not line.endswith(form))
    FILE.write_text(text.replace(line, f"{line[:-1]}{other}").replace("\n", "\r\n"), "utf-8")
    few()
    assert names_on_paper()["Ada Lind"] == other


BROKEN = {
    "a conflict": ("<<<<<<< HEAD\ndeal z 4 ada-lind A\n=======\n", "keep the lines of both sides"),
    "no such form": ("deal z 4 new-one E\n", "'deal z 4 new-one E'"),
    "a small letter": ("deal z 4 new-one a\n", "can't be read"),
    "no number": ("deal z each new-one A\n", "can't be read"),
    "no count": ("deal z 0 new-one A\n", "can't be read"),
    "cut off": ("deal z 4 new-one\n", "can't be read"),
    "one number twice": ("deal z each p 1\ndeal z each q 1\n", "q and p have one number, 1"),
    "two forms": (
        "deal z 4 new-one A\ndeal z 4 new-one B\n",
        "new-one has two forms of z, A and B",
    ),
}


@pytest.mark.parametrize(("lines", "said"), BROKEN.values(), ids=BROKEN)
def test_a_file_that_was_spoilt(bank: Path, lines: str, said: str) -> None:
    """A class would get other papers in silence."""
    few()
    before = {path.name: path.read_bytes() for path in OUT.iterdir()}
    text = FILE.read_text("utf-8") + lines
    FILE.write_text(text, "utf-8")
    told = few(code=1)
    assert said in told
    assert told.count("bad-class-forms") == (2 if "<<<" in lines else 1)
    assert FILE.read_text("utf-8") == text
    assert {path.name: path.read_bytes() for path in OUT.iterdir()} == before


def test_the_file_reads_as_it_was_written(bank: Path) -> None:
    """Each run would change a line, and two people's files would never merge."""
    few()
    run("--forms", "each", "--roster", "10b.csv")
    text = FILE.read_text("utf-8")
    forms, problems = read_class_forms(text, "f")
    assert not problems
    assert dump_class_forms(forms) == text


def test_a_list_that_is_refused_is_all_that_is_said(bank: Path) -> None:
    """A teacher would look for a fault in the quiz, where the list has one."""
    Path("10b.csv").write_text("Name\nAda Lind\nAda Lind\n", "utf-8")
    for forms in ("4", "each"):
        said = run("--forms", forms, "--roster", "10b.csv", code=1)
        assert "nothing tells them apart" in said
        assert "no items" not in said
        assert said.count("warning") == 0


def test_papers_without_names(bank_from: Write) -> None:
    """Who marks without seeing names would find them in bookmarks, or in the key."""
    bank_from(bank_of() + "paper: {fields: [], one-file: true}\n")
    class_of(NAMES)
    for forms in ("4", "each"):
        run("--forms", forms, "--roster", "10b.csv")
        assert len(page_texts(OUT / "z.10b.pdf")) == len(NAMES)
        for path in OUT.glob("*.pdf"):
            assert not [name for name in NAMES if name.split()[0] in flat(path)], path
            assert b"Lind" not in path.read_bytes()


def test_lines_to_fill_in(bank_from: Write) -> None:
    """A school's own line, such as a room, could not be printed."""
    text = "lang: de\n" + bank_of()
    bank_from(
        text + "paper: {fields: [Name, Klasse, period, id, Seat, Raum und Reihe], class: 10b}\n"
    )
    Path("10b.csv").write_text("name,id\nAda Lind,1815\n", "utf-8")
    run("--roster", "10b.csv")
    page = flat(OUT / "z-1.10b.pdf")
    for word in ("Name", "Klasse", "Stunde", "ID", "Platz", "Raum und Reihe", "Ada Lind", "1815"):
        assert word in page
    assert page.count("10b") == 1


def test_a_form_again_for_those_who_have_it(bank: Path) -> None:
    """Lost papers would come back without names, or with those of pupils who have another form."""
    few()
    (paper,) = {form["paper"] for form in entries() if form["form"] == "C"}
    words = ["papers", "bank", "--again", paper, "--out", "out", "--roster", "10b.csv"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    again = page_texts(OUT / f"z-C.10b.again-{paper}.pdf")
    have = [name for name in NAMES if deal_on()[id_of(name)] == "C"]
    assert [next(n for n in NAMES if n in page) for page in again] == have
    bare = CliRunner().invoke(app, words[:-2])
    assert bare.exit_code == 0, bare.output
    assert not [name for name in NAMES if name in flat(OUT / f"z-C.again-{paper}.pdf")]


@pytest.mark.parametrize("forms", ["4", "each"])
def test_an_id_in_other_letters(bank: Path, forms: str) -> None:
    """The next export's X1 would be a newcomer beside x1, and get another paper."""
    Path("10b.csv").write_text("name,id\nAda Lind,x1\nBo Moe,Y2\n", "utf-8")
    run("--forms", forms, "--roster", "10b.csv")
    before, papers = FILE.read_text("utf-8"), forms_of()
    Path("10b.csv").write_text("name,id\nBo Moe,y2\nAda Lind,X1\n", "utf-8")
    run("--forms", forms, "--roster", "10b.csv")
    assert FILE.read_text("utf-8") == before
    assert forms_of() == papers
