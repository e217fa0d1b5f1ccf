"""Papers that are printed already: what a later build does with them, and says of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from quizgen.cli.app import app
from quizgen.pipeline.build import build
from quizgen.pipeline.manifest import Manifest
from quizgen.problems import Problem, ranges
from tests.helpers import EVERY_TYPE, NOW
from tests.outputs.pdf.reading import flat

Write = Callable[..., Path]
NAMES = ("ant", "bee", "cat", "dog", "elk", "fox")
OUT = Path("out/test-bank")


def bank_of(*corrected: str, names: tuple[str, ...] = NAMES, forms: str = "A, B, C") -> str:
    """Write six questions of four options; of those corrected another option is the key."""
    questions = []
    for name in names:
        options = [name + sign for sign in "wxyz"]
        answer = options.pop(1 if name in corrected else 0)
        said = ", ".join(options)
        questions.append(
            f"  - {{id: {name}, question: Which {name}?, answer: {answer}, distractors: [{said}]}}\n"
        )
    quiz = f"quizzes: [{{id: z, draw: [{{count: {len(names)}}}], forms: [{forms}]}}]\n"
    return "questions:\n" + "".join(questions) + quiz


def names_of(pattern: str = "z-*.pdf") -> set[str]:
    """Give the names of the papers and keys that lie there."""
    return {path.name for path in OUT.glob(pattern)}


def forms_of() -> list[dict[str, Any]]:
    """Give the forms that the manifest names."""
    forms: list[dict[str, Any]] = json.loads((OUT / "manifest.json").read_text("utf-8"))["forms"]
    return forms


def hashes() -> dict[str, str]:
    """Give the paper of each form that is made now."""
    return {form["form"]: form["paper"] for form in forms_of() if "kept" not in form}


def said_of(manifest: Manifest) -> list[Problem]:
    """Give what a build says of papers printed before."""
    return [problem for problem in manifest.problems if problem.code == "paper-replaced"]


@pytest.fixture
def printed(bank_from: Write) -> dict[str, bytes]:
    """Build the bank as it was when its papers were printed; give those."""
    build(bank_from(bank_of()), "out", now=NOW)
    return {path.name: path.read_bytes() for path in OUT.glob("z-*.pdf")}


def test_a_reshuffle_keeps_the_papers_before_it(
    bank_from: Write, printed: dict[str, bytes]
) -> None:
    """A class's papers would be marked by letters that belong to other options."""
    before = {form["form"]: form for form in forms_of()}
    manifest = build(bank_from(bank_of()), "out", now=NOW, reshuffle=True)
    papers = {name: form["paper"] for name, form in before.items()}
    keys = [f"z-{name}.{'-'.join(papers.values())}.pdf" for name in ("key", "marked")]
    kept = {f"z-{name}.{paper}.pdf" for name, paper in papers.items()} | {*keys}
    assert names_of() == {"z-A.pdf", "z-B.pdf", "z-C.pdf", "z-key.pdf", "z-marked.pdf"} | kept
    assert (OUT / f"z-C.{papers['C']}.pdf").read_bytes() == printed["z-C.pdf"]
    assert (OUT / keys[0]).read_bytes() == printed["z-key.pdf"]
    entries = {form["paper"]: form for form in forms_of()}
    c = papers["C"]
    assert entries[c] == {**before["C"], "kept": [f"z-C.{c}.pdf", *keys]}
    assert {file["path"] for file in manifest.files if file.get("kept")} == kept
    said = [problem.message for problem in said_of(manifest)]
    assert [message.partition(":")[0] for message in said] == [
        f"z, form {name}, paper {paper}" for name, paper in papers.items()
    ]
    assert f"z-C.{c}.pdf, {', '.join(keys)}" in said_of(manifest)[2].help


def test_the_questions_that_moved_are_named(bank_from: Write) -> None:
    """A teacher would have to compare two papers by eye."""
    build(bank_from(bank_of(forms="A")), "out", now=NOW)
    old = forms_of()[0]["items"]
    manifest = build("bank", "out", now=NOW, reshuffle=True)
    there = [(item["item"], item["options"]) for item in forms_of()[0]["items"]]
    moved = [o["position"] for o in old if (o["item"], o["options"]) != there[o["position"] - 1]]
    assert len(moved) > 1
    assert f"questions {ranges(moved)} stand elsewhere" in said_of(manifest)[0].message


def test_what_reshuffles_nothing_keeps_nothing(bank_from: Write, printed: dict[str, bytes]) -> None:
    """Every mended typo would leave a second set of papers, and a warning that cries wolf."""
    bank = bank_of()
    for text in (bank, bank.replace("Which ant?", "Which ant then?"), bank + "lang: de\n"):
        manifest = build(bank_from(text), "out", now=NOW)
        assert not said_of(manifest)
        assert names_of() == set(printed)


def test_only_the_newest_old_set_stays_until_it_is_cleaned(
    bank_from: Write, printed: dict[str, bytes]
) -> None:
    """The folder would fill up with papers, or the last printed one would go."""
    build(bank_from(bank_of()), "out", now=NOW, reshuffle=True)
    second = hashes()
    build("bank", "out", now=NOW, reshuffle=True)
    now = hashes()
    assert {f["form"]: f["paper"] for f in forms_of() if "kept" in f} == second
    build("bank", "out", now=NOW, seed=7)
    assert {f["form"]: f["paper"] for f in forms_of() if "kept" in f} == now
    files = {f"z-{name}.{paper}.pdf" for name, paper in now.items()}
    keys = {f"z-{name}.{'-'.join(now.values())}.pdf" for name in ("key", "marked")}
    assert names_of() == set(printed) | files | keys
    build("bank", "out", only=["anki"], now=NOW, clean=True)
    assert names_of() == set(printed)
    assert all("kept" not in form for form in forms_of())


def test_a_deck_alone_leaves_the_papers_as_they_were(
    bank_from: Write, printed: dict[str, bytes]
) -> None:
    """The manifest would speak of papers that nobody printed, and the next build lose the old."""
    before = forms_of()
    folder = bank_from(bank_of())
    build(folder, "out", only=["anki"], now=NOW, seed=7)
    assert forms_of() == before
    assert len(said_of(build(folder, "out", now=NOW, seed=7))) == 3


def test_a_preview_is_no_paper(bank_from: Write, printed: dict[str, bytes]) -> None:
    """Looking at a draft would push the papers of a class out of the folder."""
    first = hashes()
    folder = bank_from(bank_of())
    build(folder, "out", now=NOW, seed=7, drafts=True)
    assert {f["form"]: f["paper"] for f in forms_of() if "kept" in f} == first
    build(folder, "out", now=NOW, seed=9)
    assert {f["form"]: f["paper"] for f in forms_of() if "kept" in f} == first
    build(folder, "out", now=NOW)
    assert hashes() == first
    assert {f["seed"] for f in forms_of() if "kept" in f} == {9}


def test_a_form_that_is_made_no_more(bank_from: Write, printed: dict[str, bytes]) -> None:
    """The key of papers on pupils' desks would go with the form."""
    paper = hashes()["C"]
    manifest = build(bank_from(bank_of(forms="A, B")), "out", now=NOW)
    assert "z-C.pdf" not in names_of()
    assert (OUT / f"z-C.{paper}.pdf").read_bytes() == printed["z-C.pdf"]
    assert (OUT / f"z-key.{paper}.pdf").read_bytes() == printed["z-key.pdf"]
    assert "made no more" in said_of(manifest)[0].message


def test_all_looks_of_a_paper_are_kept(bank_from: Write) -> None:
    """The pupil with large print would be marked by another key than the class."""
    folder = bank_from(bank_of())
    build(folder, "out", now=NOW)
    runner = CliRunner()
    assert runner.invoke(app, ["pdf", "bank", "--profile", "large", "--out", "out"]).exit_code == 0
    papers = hashes()
    paper = papers["B"]
    build(folder, "out", now=NOW, reshuffle=True)
    key = f"z-key.{'-'.join(papers.values())}.pdf"
    assert {f"z-B.{paper}.pdf", f"z-B.large.{paper}.pdf", key} <= names_of()
    assert "z-B.large.pdf" not in names_of()
    result = runner.invoke(app, ["build", "bank", "--out", "out", "--clean"])
    assert result.exit_code == 0
    assert not names_of("*.large.????????.pdf")


def test_a_manifest_of_an_older_version(bank_from: Write, printed: dict[str, bytes]) -> None:
    """Whoever updates in the middle of a term would lose the papers that are out."""
    manifest = json.loads((OUT / "manifest.json").read_text("utf-8"))
    for file in manifest["files"]:
        file.pop("papers", None)
    (OUT / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    papers = hashes()
    build(bank_from(bank_of()), "out", now=NOW, reshuffle=True)
    assert (OUT / f"z-B.{papers['B']}.pdf").read_bytes() == printed["z-B.pdf"]
    key = f"z-key.{'-'.join(papers.values())}.pdf"
    assert (OUT / key).read_bytes() == printed["z-key.pdf"]


@pytest.mark.parametrize(
    "change",
    [
        {"paper": "../../x"},
        {"paper": 7},
        {"items": [{"position": "1", "item": "ant", "options": []}]},
        {"items": 3},
        {"kept": ["../z-B.pdf"]},
    ],
)
def test_a_manifest_that_somebody_wrote(
    bank_from: Write, printed: dict[str, bytes], change: dict[str, Any]
) -> None:
    """A file outside the folder would be written or removed, or a traceback end the build."""
    manifest = json.loads((OUT / "manifest.json").read_text("utf-8"))
    manifest["forms"] = [form | change for form in manifest["forms"]]
    (OUT / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    build(bank_from(bank_of("dog")), "out", now=NOW)
    assert names_of() == set(printed)
    assert {path.name for path in Path("out").iterdir()} == {"test-bank"}


def test_twice_the_same_folder(bank_from: Write, printed: dict[str, bytes]) -> None:
    """Nobody could tell whether anything changed: the second build would move things again."""
    folder = bank_from(bank_of("fox"))
    build(folder, "out", now=NOW)
    once = {path.name: path.read_bytes() for path in OUT.iterdir()}
    build(folder, "out", now=NOW + 5)
    assert {path.name: path.read_bytes() for path in OUT.iterdir()} == once


def test_a_class_of_thirty_keeps_short_names(bank_from: Write) -> None:
    """Thirty hashes in a file's name are more than a disk takes."""
    folder = bank_from(bank_of())
    Path("10b.csv").write_text("".join(f"Pupil {n},{n}\n" for n in range(30)), "utf-8")
    run = ["pdf", str(folder), "--roster", "10b.csv", "--one-file", "--out", "out"]
    assert CliRunner().invoke(app, run).exit_code == 0
    before = {path.name: flat(path) for path in OUT.glob("*.pdf")}
    bank_from(bank_of(names=NAMES[:-1]))
    result = CliRunner().invoke(app, run)
    assert result.exit_code == 0
    assert result.stderr.count("paper-replaced") == 1
    assert all(f"form {n}, paper" in result.stderr for n in range(1, 31))
    assert all(len(path.name) < 60 for path in OUT.iterdir())
    kept = {name for form in forms_of() for name in form.get("kept", ())}
    assert sorted(flat(OUT / name) for name in kept) == sorted(before.values())


def test_every_type_stands_still(bank_from: Write) -> None:
    """A question without options would be called moved at every build."""
    folder = bank_from(EVERY_TYPE)
    build(folder, "out", now=NOW)
    bank_from(EVERY_TYPE.replace("Who?", "Who then?"))
    assert not said_of(build(folder, "out", now=NOW))
