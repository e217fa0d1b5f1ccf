"""The teacher's key, and that no pupil's file holds any of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from quizgen.model import KEYS
from quizgen.outputs import Job
from tests.helpers import EVERY_TYPE, bank_text
from tests.outputs.pdf.reading import (
    all_printed,
    flat,
    is_for_teachers,
    job_of,
    opened,
    overlaps,
    page_texts,
    printed,
    squeezed,
)

TWINS = {
    "single choice": (
        "answer: few, options: [none, few, many]",
        "answer: many, options: [none, few, many]",
    ),
    "multiple response": (
        "answer: [few, none], options: [none, few, many]",
        "answer: [many, few], options: [none, few, many]",
    ),
    "true or false": ("answer: true", "answer: false"),
    "short answer": ("answer: Kishida, accept: [Fumio]", "answer: Žižek, explanation: Ω is why."),
    "number": ("answer: 16, tolerance: 1", "answer: 123456, tolerance: 5%"),
    "matching": ("pairs: [[a, x], [b, y], [c, z]]", "pairs: [[a, y], [b, z], [c, x]]"),
    "ordering": ("order: [one, two, three, four, five]", "order: [four, one, two, five, three]"),
    "open response": ("rubric: [Names a cause.]", "rubric: [Ωmega., Žet.], explanation: Long."),
    "word bank": (
        "cloze: 'The {{cat}} saw the {{dog}}.', word-bank: [cow, fox, owl, hen]",
        "cloze: 'The {{cow}} saw the {{cat}}.', word-bank: [dog, hen, fox, owl]",
    ),
    "evidence and reasons": (
        "answer: b, distractors: [c, {text: d, why: Because.}]",
        "answer: b, distractors: [{text: c, why: 'Šo, no.'}, d], hint: Think.",
    ),
}
"""Pairs of items that ask the same and are answered otherwise."""


@pytest.mark.parametrize("twins", TWINS.values(), ids=TWINS)
def test_a_pupils_file_is_the_same_whatever_is_right(
    twins: tuple[str, str], bank_from: Callable[..., Path]
) -> None:
    """Two papers laid side by side would show which answer is right."""
    seen = []
    for twin in twins:
        question = "" if "cloze" in twin else "question: Which?, "
        job = job_of(bank_from(f"questions:\n  - {{id: q, {question}{twin}}}\n"))
        # All papers, in all looks, with bookmarks: text, metadata, faces, order of objects.
        files = all_printed(job, profiles=("normal", "large"), copies=2)
        seen.append({name: data for name, data in files.items() if not is_for_teachers(name)})
        seen[-1].pop("flashcards.pdf", None)
    assert seen[0] == seen[1]
    assert len(seen[0]) == 2


def test_a_letter_of_the_answer_is_in_no_pupils_font(tmp_path: Path) -> None:
    """Somebody who takes the file apart would find which letters the answers are written with."""
    text = "questions:\n  - {id: q, question: Who?, answer: Žižek, explanation: Ωmega.}\n"
    (tmp_path / "bank.yaml").write_text(bank_text(text), "utf-8")
    files = all_printed(job_of(tmp_path), key="full")

    def letters(data: bytes) -> str:
        found = ""
        with pikepdf.open(BytesIO(data)) as pdf:
            for font in pdf.pages[0].Resources.Font.values():
                for code in re.findall(
                    rb"<[0-9A-F]{4}> <([0-9A-F]+)>", font.ToUnicode.read_bytes()
                ):
                    found += bytes.fromhex(code.decode()).decode("utf-16-be")
        return found

    assert {"Ž", "Ω"} <= set(letters(files["quiz-key.pdf"]))
    assert not {"Ž", "Ω"} & set(letters(files["quiz-A.pdf"]))


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Plan a bank of every item type, with forms for a class."""
    quiz = "quizzes: [{id: z, title: A quiz, draw: [{count: 9}], forms: 12}]\n"
    (tmp_path / "bank.yaml").write_text(bank_text(EVERY_TYPE + quiz), "utf-8")
    return job_of(tmp_path)


def test_a_pupils_file_says_nothing_beside_its_pages(job: Job) -> None:
    """A title, a bookmark or an attachment would name the item, and with it the answer."""
    data = printed(job, "z-A.pdf")
    with pikepdf.open(BytesIO(data)) as pdf:
        assert set(pdf.Root.keys()) == {
            "/Type", "/Pages", "/ViewerPreferences", "/Lang"
        }  # fmt: skip
        assert set(pdf.docinfo.keys()) == {"/Title", "/Creator", "/Producer"}
        assert str(pdf.docinfo["/Title"]) == "A quiz – Form A"
        assert not pdf.attachments
        reached = {"/Catalog", "/Page", "/Pages", "/Font", "/FontDescriptor"}
        kinds = {str(o.get("/Type")) for o in pdf.objects if isinstance(o, pikepdf.Dictionary)}
        assert kinds <= reached | {"None"}
        keys = {str(k) for page in pdf.pages for k in page.obj}
        assert keys <= {"/Type", "/Parent", "/Contents", "/Resources", "/MediaBox"}
        everything = b"".join(o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream))
    text = flat(data)
    for secret in ("Kishida", "Fumio", "November", "office", "It is.", "Names a cause"):
        assert secret not in text
        assert secret.encode("utf-16-be").hex().upper().encode() not in everything


def test_the_key_is_drawn_where_the_pupil_marks(tmp_path: Path) -> None:
    """The tick would stand beside another option."""
    text = "questions:\n" + "".join(
        f"  - {{id: q{i}, question: Q{i}?, answer: right, distractors: [wrong a, wrong b, 'wrong {i}']}}\n"
        for i in range(4)
    )
    (tmp_path / "bank.yaml").write_text(bank_text(text), "utf-8")
    files = all_printed(job_of(tmp_path), "quiz-A.pdf", "quiz-marked.pdf")
    key = pypdfium2.PdfDocument(files["quiz-marked.pdf"])[0]
    paper = pypdfium2.PdfDocument(files["quiz-A.pdf"])[0]
    image, plain = (page.render(scale=2).to_pil().convert("RGB") for page in (key, paper))
    height = key.get_height()
    text_page = paper.get_textpage()
    whole = text_page.get_text_range()
    marked = []
    for match in re.finditer(r"[A-D] (right|wrong \w)", whole):
        left, bottom, _, top = text_page.get_charbox(match.start())
        sign = (round((left - 9) * 2), round((height - (bottom + top) / 2) * 2))
        assert plain.getpixel(sign) == (255, 255, 255)  # an empty circle on the pupil's
        x, y = sign
        blue = [image.getpixel((x + dx, y + dy)) for dx in range(-6, 7) for dy in range(-6, 7)]
        if sum(b > r + 40 for r, _, b in blue) > 30:
            marked.append(match[1])
    assert marked == ["right"] * 4


def test_one_grid_for_all_forms(job: Job) -> None:
    """A teacher with a class list would turn a page for each pupil's key."""
    said = flat(printed(job, "z-key.pdf")).partition("Answers")[0]
    rows = [said.index(f"{form.name} {form.paper}") for form in job.forms]
    typed = {"short": "Kishida", "number": "16 areas", "cloze": "office · November", "open": "…"}
    for form, start, end in zip(job.forms, rows, [*rows[1:], None], strict=True):
        row = said[start:end]
        for placed in form.placed:
            if placed.item.id == "single":
                right = placed.order.index(placed.item.key)  # type: ignore[union-attr]
                assert f"{placed.position} {'ABCD'[right]} " in f"{row} "
            if placed.item.id in typed:
                assert f"{placed.position} {typed[placed.item.id]} " in f"{row} "


def key_of(folder: Path, text: str, name: str = "z-key.pdf", **paper: Any) -> bytes:
    """Print the key of a bank."""
    (folder / "bank.yaml").write_text(bank_text(text), "utf-8")
    return printed(job_of(folder), name, **paper)


LONG_ANSWER = (
    "That no town may take a toll from the boats of another as long as the bridge of the oldest "
    "of them stands, and that none be raised before the ice has gone from the upper river for good"
)
UNCUT = f"""
questions:
  - {{id: long, question: What was agreed?, answer: '{LONG_ANSWER}'}}
  - {{id: roots, cloze: 'Roots: {{{{$\\frac{{a}}{{b}}$}}}} and {{{{plain}}}}.'}}
  - {{id: why, question: Why?, lines: 2, rubric: ['{LONG_ANSWER}', Second point., Third point., '{LONG_ANSWER[::-1]}']}}
"""


@pytest.mark.parametrize("forms", [2, 9])
def test_a_long_answer_stands_whole_and_a_formula_is_set(tmp_path: Path, forms: int) -> None:
    """A substitute would mark by half an answer, or read `frac{a}{b}`."""
    quiz = f"quizzes: [{{id: z, items: [long, roots, why], forms: {forms}}}]\n"
    text = squeezed(flat(key_of(tmp_path, UNCUT + quiz)))
    assert text.count(squeezed(LONG_ANSWER)) == forms + 2  # the grid, the answer, the rubric
    marked = flat(key_of(tmp_path, UNCUT + quiz, "z-marked.pdf", marked=True))
    assert squeezed(marked).count(squeezed(LONG_ANSWER)) == 2 * forms
    assert squeezed(marked).count(squeezed(LONG_ANSWER[::-1])) == forms
    assert "Third point." in marked
    for name, formulas in (("z-key.pdf", forms + 1), ("z-marked.pdf", forms)):
        data = key_of(tmp_path, UNCUT + quiz, name, marked=True)
        with pikepdf.open(BytesIO(data)) as pdf:
            drawn = b"".join(page.Contents.read_bytes() for page in pdf.pages)
        assert drawn.count(b"/ActualText") == formulas  # drawn, and copied as it was written
        assert all(overlaps(page) == [] for page in opened(data))


def class_of(count: int, questions: str, ids: str) -> str:
    """Write a bank whose quiz a class of so many takes."""
    return f"{questions}quizzes: [{{id: z, items: [{ids}], forms: {count}}}]\n"


def test_every_band_of_a_grid_has_its_head(tmp_path: Path) -> None:
    """Whoever turns the page would count columns to find question 31."""
    names = [f"q{i}" for i in range(45)]
    questions = "questions:\n" + "".join(
        f"  - {{id: {name}, question: Is it {name}?, answer: true}}\n" for name in names
    )
    pages = page_texts(key_of(tmp_path, class_of(60, questions, ", ".join(names))))
    heads = []
    for page in pages:
        lines = page.partition("Answers")[0].split("\r\n")
        heads += [line.split() for line in lines if re.fullmatch(r"[\d ]{20,}", line.strip())]
    assert heads[0][0] == "1"
    assert heads[-1][-1] == "45"
    bands = {tuple(head) for head in heads}
    assert len(bands) == 2  # positions
    assert len(heads) > 2  # and again, over the page


def test_the_key_of_a_class_of_thirty_is_two_pages(tmp_path: Path) -> None:
    """A substitute would leaf through twenty pages, a paper each."""
    kinds = (
        "question: 'Which of these did the old town by the river have, number {i}?', answer: a bridge, distractors: [a fair, a wall, a mint]",
        "question: 'Who first wrote of the old town by the river, number {i}?', answer: Johannes Scriptor {i}",
        "question: The old town by the river had number {i}., answer: true",
        "question: 'How many mills had it in year {i}?', answer: 2{i}, unit: mills",
    )
    names = [f"q{i}" for i in range(20)]
    questions = "questions:\n" + "".join(
        f"  - {{id: {name}, {kinds[i % 4].format(i=i)}}}\n" for i, name in enumerate(names)
    )
    pages = page_texts(key_of(tmp_path, class_of(30, questions, ", ".join(names))))
    assert len(pages) == 2
    assert (
        flat(key_of(tmp_path, class_of(30, questions, "q1, q2"))).count("Johannes Scriptor") == 31
    )


def test_reasons_and_evidence_are_for_those_who_ask(tmp_path: Path) -> None:
    """The short key would grow long again, or the reasons be nowhere."""
    text = """
    questions:
      - {id: a, question: Which?, answer: b, distractors: [c, {text: d, why: Because of it.}], explanation: So it is.}
    """
    short, full = (flat(key_of(tmp_path, text, "quiz-key.pdf", key=key)) for key in KEYS)
    for said in ("So it is.", "Because of it.", "What the quiz asks"):
        assert said not in short
        assert said in full


def test_marked_pages_are_made_of_up_to_four_forms(tmp_path: Path) -> None:
    """A class list would print every page twice, or two forms come without their marked pages."""
    for forms, marked, made in (
        (4, None, True),
        (5, None, False),
        (5, True, True),
        (2, False, False),
    ):
        text = f"questions:\n  - {{id: a, question: Who?, answer: b}}\nquizzes: [{{id: z, items: [a], forms: {forms}}}]\n"
        (tmp_path / "bank.yaml").write_text(bank_text(text), "utf-8")
        files = all_printed(job_of(tmp_path), marked=marked)
        assert ("z-marked.pdf" in files) is made


def test_the_blueprint_table_counts(tmp_path: Path) -> None:
    """A teacher could not show what the quiz covers."""
    text = """
questions:
  - {id: a, topic: pacts/old, level: 1, question: A?, answer: x, points: 2}
  - {id: b, topic: pacts/old, level: 1, question: B?, answer: x}
  - {id: c, topic: quotes, level: 3, question: C?, answer: true}
quizzes: [{id: z, items: [a, b, c]}]
"""
    (tmp_path / "bank.yaml").write_text(bank_text(text), "utf-8")
    said = flat(printed(job_of(tmp_path), "z-key.pdf", key="full"))
    table = said[said.index("What the quiz asks") :]
    assert "Topic Level Type Items Points" in table
    assert "pacts/old 1 Short answer 2 3" in table
    assert "quotes 3 True or false 1 1" in table
    assert "Total 3 4" in table


def test_a_key_saves_ink_too(job: Job) -> None:
    """Ink-saving papers would come with a key full of filled discs."""
    with pikepdf.open(BytesIO(printed(job, "z-marked.pdf", saving=True, marked=True))) as pdf:
        drawn = b"".join(page.Contents.read_bytes() for page in pdf.pages)
    assert not re.search(rb" [Bf]\n", drawn)


def test_a_long_question_is_cut_behind_a_word_and_says_so(bank_from: Callable[..., Path]) -> None:
    """A marker would take half a word, or half a question, for the whole of it."""
    stem = "What " + "exactly happened then, " * 9 + "and why?"
    bank = bank_from(f"questions:\n  - {{id: q, question: '{stem}', answer: true}}\n")
    said = flat(printed(job_of(bank), "quiz-key.pdf")).partition("Answers")[2]
    (brief,) = re.findall(r"What .*?…", said)
    assert stem.startswith(brief[:-1])
    assert stem[len(brief) - 1] == " "
