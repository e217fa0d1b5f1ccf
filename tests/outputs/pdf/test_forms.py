"""Many forms, class lists, copies: which files there are, and what is on them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from typer.testing import CliRunner

from quizgen.cli.app import app
from quizgen.outputs import Job
from quizgen.outputs.pdf.typeset.fonts import Family
from quizgen.pipeline.build import build
from quizgen.pipeline.check import check
from quizgen.problems import BankError
from quizgen.review.lesson.snapshot import plan_questions
from tests.helpers import EVERY_TYPE, NOW, examined, numbers_of
from tests.outputs.pdf.reading import (
    all_printed,
    flat,
    is_for_teachers,
    job_of,
    opened,
    page_texts,
    printed,
)

QUIZ = "quizzes: [{id: z, title: A quiz, draw: [{count: 9}], forms: [A, B]}, {id: other, draw: [{count: 3}]}]\n"
LIST = "name,id\nAda Lovelace,1815\nBo,7\nŽofia Nováková,k-3\n"

Write = Callable[..., Path]


@pytest.fixture
def bank(bank_from: Write) -> Path:
    """Write a bank of every item type, and a class list beside where we stand."""
    folder = bank_from(EVERY_TYPE + QUIZ)
    Path("10b.csv").write_text(LIST, "utf-8")
    return folder


@pytest.fixture
def job(bank: Path) -> Job:
    """Plan that bank."""
    return job_of(bank)


def run(*words: str) -> str:
    """Run the command; give what it said."""
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def outline(data: bytes) -> list[tuple[str, int]]:
    """Give a PDF's bookmarks with the pages they point at."""
    with pikepdf.open(BytesIO(data)) as pdf, pdf.open_outline() as tree:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        found = []
        for item in tree.root:
            assert isinstance(item.destination, pikepdf.Array)
            found.append((str(item.title), pages[item.destination[0].objgen]))
        return found


def test_a_paper_for_each_pupil(bank: Path) -> None:
    """A pupil would get somebody else's paper, or one without a name."""
    said = run("pdf", str(bank), "--quiz", "z", "--roster", "10b.csv", "--out", "out")
    folder = Path("out/test-bank")
    made = {path.name for path in folder.glob("*.pdf")}
    assert made == {
        "z-1.10b.pdf",
        "z-2.10b.pdf",
        "z-3.10b.pdf",
        "z-key.10b.pdf",
        "z-marked.10b.pdf",
    }
    assert "z-1.10b.pdf" in said
    number = numbers_of(Path("10b.csv"), "z")
    pages = {id: flat(folder / f"z-{number[id]}.10b.pdf") for id in number}
    assert "Ada Lovelace" in pages["1815"]
    assert "Žofia Nováková" in pages["k-3"]
    assert "Ada" not in pages["7"]
    assert all(f"Form {number[id]}" in page for id, page in pages.items())
    assert not [id for id in ("1815", "k-3") if id in "".join(pages.values())]
    forms = json.loads((folder / "manifest.json").read_text())["forms"]
    assert [form["form"] for form in forms] == [number[id] for id in ("1815", "7", "k-3")]
    orders = [[item["item"] for item in form["items"]] for form in forms]
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1] != orders[2]
    assert "Ada" not in (folder / "manifest.json").read_text()


def test_one_pupil_more_leaves_the_others_as_they_were(bank: Path) -> None:
    """Papers that are printed already would no longer agree with the key."""
    run("pdf", str(bank), "--quiz", "z", "--roster", "10b.csv", "--out", "out")
    before = {p.name: p.read_bytes() for p in Path("out/test-bank").glob("z-*.pdf")}
    forms = json.loads(Path("out/test-bank/manifest.json").read_text())["forms"]
    Path("10b.csv").write_text(LIST + "Cy,9\n", "utf-8")
    run("pdf", str(bank), "--quiz", "z", "--roster", "10b.csv", "--out", "out")
    after = json.loads(Path("out/test-bank/manifest.json").read_text())["forms"]
    assert after[:3] == forms
    assert all(
        flat(data) == flat(Path("out/test-bank", name))
        for name, data in before.items()
        if not is_for_teachers(name)
    )


def test_more_forms_leave_form_a_as_it_was(bank: Path) -> None:
    """The paper on the desk would carry another order than the new key."""
    run("pdf", str(bank), "--forms", "2", "--out", "few")
    run("pdf", str(bank), "--forms", "30", "--out", "many")
    few, many = (
        json.loads(Path(f"{out}/test-bank/manifest.json").read_text())["forms"]
        for out in ("few", "many")
    )
    kept = {(f["quiz"], f["form"]): f for f in many}
    assert all(kept[f["quiz"], f["form"]] == f for f in few)
    assert Path("many/test-bank/z-AD.pdf").exists()
    assert flat(Path("few/test-bank/z-A.pdf")) == flat(Path("many/test-bank/z-A.pdf"))


def test_one_file_for_all_forms_with_bookmarks(job: Job) -> None:
    """A teacher would look for form B page by page."""
    data = printed(job, "z.pdf", one_file=True)
    marks = outline(data)
    assert [title for title, _ in marks] == ["Form A", "Form B"]
    pages = page_texts(data)
    assert "Form B" in pages[marks[1][1]]
    assert "Form B" not in pages[marks[1][1] - 1]


def test_copies_take_turns_and_begin_on_a_front_side(job: Job) -> None:
    """Neighbours would have the same form, or a paper would begin on the back of another."""
    single = len(page_texts(printed(job, "z-A.legal.pdf", size="legal")))
    data = printed(job, "z.5-copies.legal.pdf", size="legal", copies=5)
    marks = outline(data)
    assert [title for title, _ in marks] == [f"{n}: Form {'AB'[(n - 1) % 2]}" for n in range(1, 6)]
    assert all(page % 2 == 0 for _, page in marks)
    pages = page_texts(data)
    assert len(pages) == 5 * (single + single % 2)
    assert single % 2
    assert sum("This page is left blank." in page for page in pages) == 5
    assert len(data) < 1.3 * len(printed(job, "z.2-copies.legal.pdf", size="legal", copies=2))


def test_duplex_papers_have_an_even_number_of_pages(job: Job) -> None:
    """A stack of papers printed in one go would run into each other."""
    files = all_printed(job, size="a5", duplex=True)
    assert all(
        len(page_texts(d)) % 2 == 0
        for n, d in files.items()
        if n.startswith("z-") and not is_for_teachers(n)
    )
    with pikepdf.open(BytesIO(files["z-A.a5.pdf"])) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
        assert pdf.Root.ViewerPreferences.PrintScaling == "/None"


def test_a_profile_keeps_items_order_and_letters(bank: Path) -> None:
    """The key would not serve the pupil with large print."""
    run("pdf", str(bank), "--quiz", "z", "--profile", "normal,large,dyslexia", "--out", "out")
    folder = Path("out/test-bank")
    names = ["z-A.pdf", "z-A.large.pdf", "z-A.dyslexia.pdf"]
    letters = []
    for name in names:
        text = flat(folder / name)
        places = [text.index(s) for s in ("Which one?", "Order.", "Match.", "Why?")]
        at = text.index("Which one?")
        option = min(
            (text.index(f"{letter} This one", at), letter)
            for letter in "ABCD"
            if f"{letter} This one" in text
        )[1]
        letters.append((sorted(range(4), key=places.__getitem__), option))
    assert letters[0] == letters[1] == letters[2]
    assert {"z-B.large.pdf", "z-key.pdf"} <= {path.name for path in folder.iterdir()}


def test_printed_papers_outlive_a_build(bank: Path) -> None:
    """The key of papers on pupils' desks would be gone after a correction."""
    run("pdf", str(bank), "--quiz", "z", "--roster", "10b.csv", "--out", "out")
    build(bank, "out", now=NOW)
    folder = Path("out/test-bank")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert {"z-A.pdf", "z-1.10b.pdf"} <= {entry["path"] for entry in manifest["files"]}
    assert {"A", "B", "1", "2", "3"} == {
        form["form"] for form in manifest["forms"] if form["quiz"] == "z"
    }
    assert (folder / "z-2.10b.pdf").exists()


def test_each_print_run_keeps_its_key(bank: Path) -> None:
    """The key of the first class would be lost with the second class's papers."""
    Path("10a.csv").write_text("Eve,a1\n", "utf-8")
    for words in (["--roster", "10b.csv"], ["--roster", "10a.csv"], ["--forms", "12"]):
        run("pdf", str(bank), "--quiz", "z", *words, "--out", "out")
    build(bank, "out", now=NOW)
    keys = {path.name for path in Path("out/test-bank").glob("z-key*")}
    assert keys == {"z-key.pdf", "z-key.10a.pdf", "z-key.10b.pdf", "z-key.12.pdf"}


RUNS = (
    ["--roster", "10b.csv", "--one-file"],
    ["--roster", "10a.csv", "--one-file"],
    ["--roster", "10a.csv"],
    ["--roster", "10b.csv"],
    ["--copies", "3"],
    ["--copies", "4"],
    ["--copies", "4", "--forms", "3"],
    ["--forms", "3", "--one-file"],
    ["--forms", "4", "--one-file"],
    ["--one-file", "--paper", "a5"],
    ["--one-file"],
)


def test_no_run_overwrites_the_papers_of_another(bank: Path) -> None:
    """The second class would take the papers of the first, or fewer copies those of more."""
    Path("10a.csv").write_text("Eve,7\nFay,8\n", "utf-8")
    folder = Path("out/test-bank")
    seen: dict[str, bytes] = {}
    for words in RUNS:
        run("pdf", str(bank), "--quiz", "z", *words, "--out", "out")
        seen |= {p.name: p.read_bytes() for p in folder.glob("*.pdf") if p.name not in seen}
        assert {
            p.name: p.read_bytes() for p in folder.glob("z*.pdf") if not is_for_teachers(p.name)
        } == {name: data for name, data in seen.items() if not is_for_teachers(name)}, words
    names = {"z.10b.pdf", "z.10a.pdf", "z-1.10a.pdf", "z-1.10b.pdf", "z.3-copies.pdf", "z.pdf"}
    assert names | {"z.3.4-copies.pdf", "z.3.pdf", "z.4.pdf", "z.a5.pdf"} <= set(seen)
    for group, id, name in (("10a", "7", "Eve"), ("10b", "7", "Bo")):
        number = numbers_of(Path(f"{group}.csv"), "z")[id]
        assert name in flat(folder / f"z-{number}.{group}.pdf")
    forms = json.loads((folder / "manifest.json").read_text())["forms"]
    classes = [(form["form"], form.get("class")) for form in forms]
    assert {("1", "10a"), ("1", "10b"), ("A", None)} <= set(classes)
    assert len(classes) == len(set(classes))


@pytest.mark.parametrize("one", ["--one-file", ""])
def test_two_classes_whose_lists_have_one_name(bank: Path, one: str) -> None:
    """This year's 10b would take the papers and the key of last year's."""
    folder = Path("out/test-bank")
    for year, text in (("2023", LIST), ("2024", "Eve,7\nFay,8\n")):
        Path(year).mkdir()
        Path(year, "10b.csv").write_text(text, "utf-8")
    words = ["pdf", str(bank), "--quiz", "z", *([one] if one else []), "--out", "out"]
    run(*words, "--roster", "2023/10b.csv")
    first = {p.name: flat(p) for p in folder.glob("*.pdf")}
    said = run(*words, "--roster", "2024/10b.csv")
    there = {p.name: flat(p) for p in folder.glob("*.pdf")}
    assert set(first.values()) <= set(there.values())
    assert any("Eve" in text for text in there.values())
    assert "another list of a class 10b" in " ".join(said.split())
    assert "paper-replaced" not in run(*words, "--roster", "2024/10b.csv")


def test_a_pupil_who_left_keeps_paper_and_key(bank: Path) -> None:
    """A paper that was written already could be marked no more."""
    words = ("pdf", str(bank), "--quiz", "z", "--roster", "10b.csv", "--out", "out")
    run(*words)
    folder = Path("out/test-bank")
    number = numbers_of(Path("10b.csv"), "z")["7"]
    key, paper = (flat(folder / name) for name in ("z-key.10b.pdf", f"z-{number}.10b.pdf"))
    Path("10b.csv").write_text(LIST.replace("Bo,7\n", ""), "utf-8")
    run(*words)
    there = [flat(path) for path in folder.glob("*.pdf")]
    assert key in there
    assert paper in there


@pytest.mark.parametrize("words", [["pdf", "--roster"], ["review", "--no-browser", "--class"]])
def test_a_list_that_is_not_understood_is_refused_by_all(bank: Path, words: list[str]) -> None:
    """A pupil called Klasse would get a paper, or stand in the lobby of a lesson."""
    Path("list.csv").write_text("Klasse;Vardas\n10b;Mueller\n", "utf-8")
    result = CliRunner().invoke(app, [words[0], str(bank), *words[1:], "list.csv"])
    assert result.exit_code == 1
    assert "looks like a heading ('Klasse')" in " ".join(result.stderr.split())
    assert "help: write a first row that says which column is what" in result.stderr
    assert not Path("output").exists()


def test_two_files_of_one_name_are_refused(bank_from: Write) -> None:
    """The key of one quiz would be handed out as the paper of another."""
    folder = bank_from(
        EVERY_TYPE + "quizzes: [{id: z, items: [truth]}, {id: z-key, items: [short]}]\n"
    )
    result = CliRunner().invoke(app, ["pdf", str(folder), "--one-file", "--out", "out"])
    assert result.exit_code == 1
    assert "two files would be called z-key.pdf" in " ".join(result.stderr.split())
    assert not Path("out").exists()


def test_a_damaged_font_is_named(bank: Path) -> None:
    """A font cut short on its way would end in a traceback."""
    data = Family().face("regular").data
    Path("cut.ttf").write_bytes(data[:4000] + bytes(len(data) - 4000))
    Path("short.ttf").write_bytes(data[: len(data) // 2])
    for name in ("cut.ttf", "short.ttf"):
        result = CliRunner().invoke(app, ["pdf", str(bank), "--face", name, "--out", "out"])
        assert result.exit_code == 1, result.output
        assert "bad-face" in result.stderr


def test_the_bank_can_say_all_of_it(bank_from: Write) -> None:
    """Flags would be forgotten at the next build."""
    folder = bank_from(
        "paper: {size: Letter, profile: [normal, large], columns: 2, school: North High, class: 10b, "
        "date: 3 May, header: '{school}, {class}', footer: '{title} {page}/{pages}', one-file: true, "
        "quizzes: [z], roster: list.csv, fields: [name, class, date, score], ink-saving: true, duplex: true, "
        "tint: '#fdf6e3'}\n" + EVERY_TYPE + QUIZ
    )
    (folder / "list.csv").write_text(LIST, "utf-8")
    manifest = build(folder, "out", only=["pdf"], now=NOW)
    made = Path(manifest.folder)
    assert {file["path"] for file in manifest.files} == {
        "z.list.pdf", "z.list.large.pdf", "z-key.list.pdf", "z-marked.list.pdf", "flashcards.pdf"
    }  # fmt: skip
    text = flat(made / "z.list.pdf")
    for said in (
        "North High, 10b A quiz",
        "Name Class Date Score",
        "10b 3 May",
        "Bo",
        "A quiz 1/1",
    ):
        assert said in text, said
    assert len(page_texts(made / "z.list.pdf")) == 6


WRONG = {
    "quiz": (["--quiz", "nope"], "there is no quiz 'nope'"),
    "list": (["--roster", "none.csv"], "can't read the roster"),
    "face": (["--face", "none.ttf"], "can't read the face none.ttf"),
    "no face": (["--face", "10b.csv"], "10b is no TrueType font"),
}


@pytest.mark.parametrize(("words", "said"), WRONG.values(), ids=WRONG)
def test_what_can_not_be_printed_is_said(bank: Path, words: list[str], said: str) -> None:
    """A typing error would end in a traceback, or in half a set of papers."""
    result = CliRunner().invoke(app, ["pdf", str(bank), *words, "--out", "out"])
    assert result.exit_code == 1, result.output
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.output
    assert not Path("out").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["--paper", "b4"],
        ["--profile", "huge"],
        ["--forms", "0"],
        ["--forms", "1001"],
        ["--forms", "all"],
        ["--copies", "2", "--roster", "10b.csv"],
        ["--columns", "3"],
    ],
)
def test_wrong_usage(bank: Path, words: list[str]) -> None:
    """A slip would print something else without a word."""
    assert CliRunner().invoke(app, ["pdf", str(bank), *words]).exit_code == 2


def test_a_bad_template_or_face_is_an_error_with_its_place(
    check_text: Callable[..., object],
) -> None:
    """A header would print its braces."""
    report = check_text(
        "paper:\n  header: '{shcool}'\n  footer: '{page'\n  tint: red\n  faces: [../x.ttf, missing-face.ttf]\n"
        "questions: [{id: q, question: x, answer: y}]\n"
    )
    found = [(p.code, p.where.line) for p in report.problems if p.level == "error"]  # type: ignore[attr-defined]
    assert found == [("bad-template", 5), ("bad-template", 6), ("bad-tint", 7), ("bad-face", 8)]
    report = check_text(
        "paper: {faces: [missing-face.ttf]}\nquestions: [{id: q, question: x, answer: y}]\n"
    )
    assert "missing-face" in [p.code for p in report.problems]  # type: ignore[attr-defined]


NO_LIST = "paper: {roster: list.csv}\nquestions: [{id: q, question: x, answer: y}]\n"
NO_FACE = "paper: {faces: [NotHere.ttf]}\nquestions: [{id: q, question: x, answer: y}]\n"


@pytest.mark.parametrize(("bank", "code"), [(NO_LIST, "bad-roster"), (NO_FACE, "missing-face")])
def test_check_says_what_paper_would_refuse(bank_from: Write, bank: str, code: str) -> None:
    """Check would call a bank sound that can't be printed, or unsound for want of a private list."""
    folder = bank_from(bank)
    (told,) = check(folder).problems
    assert (told.code, told.level) == (code, "warning")
    assert told.message.startswith("pdf: ")
    assert [(p.code, p.level) for p in check(folder, only=["pdf"]).problems] == [(code, "error")]
    assert check(folder, only=["anki", "page"]).problems == ()
    with pytest.raises(BankError):
        build(folder, "out", now=NOW)
    with pytest.raises(BankError):
        build(folder, "out", only=["pdf"], now=NOW)


@pytest.mark.parametrize("bank", [NO_LIST, NO_FACE])
def test_a_deck_a_page_and_a_lesson_need_no_paper(bank_from: Write, bank: str) -> None:
    """A deck would fail for a font, or for a class list that is private."""
    folder = bank_from(bank)
    build(folder, "out", only=["anki", "page"], now=NOW)
    assert len(plan_questions(examined(folder, forms=1))) == 1


def test_a_class_list_stays_on_paper(bank_from: Write) -> None:
    """The names of pupils would stand in a page that everybody may open."""
    folder = bank_from(NO_LIST)
    (folder / "list.csv").write_text("Zenobia Quill,1001\n")
    build(folder, "out", now=NOW)
    assert Path("out/test-bank/quiz-1.list.pdf").is_file()
    page = Path("out/test-bank/review.html").read_text()
    assert "Zenobia" not in page
    assert "1001" not in page


def test_the_same_seed_gives_the_same_bytes(bank: Path) -> None:
    """Two prints of one paper would differ, and no sum could tell that they agree."""
    job = job_of(bank)
    assert all_printed(job) == all_printed(job_of(bank))
    assert all_printed(job, one_file=True, profiles=("large",)) == all_printed(
        job_of(bank), one_file=True, profiles=("large",)
    )


@pytest.mark.parametrize("size", ["a4", "a5"])
def test_a_long_name_stays_readable(bank: Path, size: str) -> None:
    """A name of eighty letters would be printed too small to read, or lose its end."""
    name = "Maria-Magdalena Theodora Alexandrovna von Hohenlohe-Schillingsfürst y Echeverría"
    assert len(name) == 80
    Path("long.csv").write_text(f"name,id\n{name},1\n", "utf-8")
    run("pdf", str(bank), "--quiz", "z", "--roster", "long.csv", "--paper", size, "--out", "out")
    path = next(path for path in Path("out/test-bank").glob("z-1*.pdf"))
    letters = "".join(filter(str.isalpha, flat(path)))  # a hyphen that ends a line is read anew
    assert "".join(filter(str.isalpha, name)) in letters
    page = next(pages := opened(path))
    text = page.get_textpage()
    found = re.search("Maria.*?ría", text.get_text_range(), re.DOTALL)
    assert found
    capitals = [i for i in range(found.start(), found.end()) if text.get_text_range()[i] in "MTAHS"]
    boxes = [text.get_charbox(i) for i in capitals]
    assert min(high - low for _, low, _, high in boxes) > 5  # of a capital: 8 pt and more
    pages.close()
