"""Points of criteria, rules of scoring, room to answer in, tables of grades: on paper and key."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from quizgen.pipeline.build import build
from quizgen.present.lower import ask, instruction
from quizgen.words import LANGUAGES
from tests.helpers import NOW, bank_text, codes, examined, items_of, load
from tests.outputs.pdf.reading import characters, flat, job_of, opened, printed

Write = Callable[..., Path]

RUBRIC = """
questions:
  - {id: sum, question: Why did it grow?, rubric: [{text: Names a cause., points: 1.5}, {text: Names an effect., points: 2}], %s}
"""


def both(folder: Path, text: str, end: str = "") -> tuple[str, str]:
    """Print a bank: what a pupil reads, what a marker reads."""
    (folder / "bank.yaml").write_text(bank_text(text + end), "utf-8")
    job = job_of(folder)
    return flat(printed(job, "quiz-A.pdf")), flat(printed(job, "quiz-key.pdf"))


def test_criteria_add_up_for_the_marker(tmp_path: Path) -> None:
    """Two markers would give the same answer other points."""
    paper, key = both(tmp_path, RUBRIC % "lines: 4")
    assert "3.5 points" in paper  # what the criteria come to
    assert "Names a cause" not in paper
    assert "• Names a cause. (1.5 points) • Names an effect. (2 points)" in key
    assert "The points add up to 3.5." in key


def test_criteria_are_capped_by_the_points_of_their_question(tmp_path: Path) -> None:
    """A marker would give three points where two can be had."""
    paper, key = both(tmp_path, RUBRIC % "points: 2")
    assert "2 points" in paper
    assert "The points add up, to 2 at most." in key


def test_pupils_see_the_criteria_where_their_teacher_wants_it(tmp_path: Path) -> None:
    """A class would not know what its essay is judged by."""
    paper, _ = both(tmp_path, RUBRIC % "show-rubric: true")
    assert "The points add up to 3.5. • Names a cause. (1.5 points)" in paper


@pytest.mark.parametrize(
    ("score", "told", "key"),
    [
        ("all", "", "Right only with all right options and no other."),
        ("partial", "Every option counts", "Every option counts"),
        ("right-minus-wrong", "Each wrong choice takes", "Each wrong choice takes"),
    ],
)
def test_the_rule_of_scoring_is_printed(tmp_path: Path, score: str, told: str, key: str) -> None:
    """A pupil would guess for nothing to lose, and a marker count by another rule."""
    text = f"questions:\n  - {{id: a, question: Which?, answer: [a, b], distractors: [c, d], score: {score}}}\n"
    paper, said = both(tmp_path, text)
    assert told in paper
    assert key in said
    assert ("choice" in paper or "counts" in paper) is bool(told)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_choose_two_is_said_on_paper_and_screens(
    bank_from: Write, lang: str, tmp_path: Path
) -> None:
    """Pupils would look for a third where there are two."""
    head = f"quizgen: 1\nid: test-bank\ntitle: T\nlang: {lang}\n"
    text = "questions:\n  - {id: a, question: Which?, answer: [a, b], distractors: [c, d], choose: 2}\n"
    bank = bank_from(head + text)
    said = {
        "en": "Choose two.",
        "de": "Kreuze zwei Antworten an.",
        "fr": "Choisis deux réponses.",
        "es": "Elige dos respuestas.",
    }[lang]
    item = items_of(load(bank).bank)["a"]
    for screen in (False, True):
        assert instruction(ask(item, ["a"], lang), screen=screen) == said
    build(bank, "out", only=["pdf", "page"], now=NOW)
    assert said in flat(Path("out/test-bank/quiz-A.pdf"))
    html = Path("out/test-bank/review.html").read_text("utf-8")
    found = re.search(r'id="data">(.*?)</script>', html)
    assert found
    assert said in json.dumps(json.loads(found[1]), ensure_ascii=False)


WRONG = {
    "choose-is-not-the-key": "answer: [a, b], distractors: [c, d], choose: 3",
    "rubric-points": "rubric: [{text: A cause, points: 1}, An effect]",
    "lines-and-space": "rubric: [A cause], lines: 3, space: 8cm",
    "wrong-kind": "rubric: [A cause], space: huge",
}


@pytest.mark.parametrize("code", WRONG)
def test_what_can_not_be_meant_is_refused(bank_from: Write, code: str) -> None:
    """A slip would be printed for thirty pupils."""
    report = examined(bank_from(f"questions:\n  - {{id: q, question: Which?, {WRONG[code]}}}\n"))
    assert codes(report)[:1] == [code]
    assert not report.ok


def test_criteria_worth_less_than_their_question_are_refused(bank_from: Write) -> None:
    """Nobody could reach the points that the paper promises."""
    report = examined(bank_from(RUBRIC % "points: 9"))
    assert "rubric-points" in codes(report)


def stems(data: bytes) -> dict[str, float]:
    """Give how high the stems stand that begin with S and with T."""
    seen = (one for page in opened(data) for one in characters(page))
    return {one.char: one.top for one in seen if one.char in "ST" and one.left < 90}


MM = 72 / 25.4
ROOM = {
    "lines: 6": 6 * 24,
    "space: 8cm": 80 * MM,
    "space: 3in": 216,
    "space: half-page": 365,
    "space: '8,5 cm', box: true": 85 * MM,
    "grid: 5mm, space: 8cm": 80 * MM,
    "lines: 5, box: true": 5 * 24,
}


@pytest.mark.parametrize("room", ROOM)
def test_there_is_as_much_room_as_was_asked_for(tmp_path: Path, room: str) -> None:
    """A sketch would have to go on the back of the sheet."""
    text = f"""
questions:
  - {{id: a, question: Sketch it., rubric: [It is there], {room}}}
  - {{id: b, question: Then say it., answer: true}}
quizzes: [{{id: quiz, items: [a, b]}}]
"""
    (tmp_path / "bank.yaml").write_text(bank_text(text), "utf-8")
    data = printed(job_of(tmp_path), "quiz-A.pdf")
    tops = stems(data)
    assert tops["S"] - tops["T"] == pytest.approx(ROOM[room] + 35, abs=22)
    with pikepdf.open(BytesIO(data)) as pdf:
        strokes = len(re.findall(rb" l\b", pdf.pages[0].Contents.read_bytes()))
    assert (strokes > 40) is ("grid" in room)


@pytest.mark.parametrize("kind", ["answer: tall", "answer: 12"])
def test_a_worked_answer_has_room_before_its_line(tmp_path: Path, kind: str) -> None:
    """A calculation would stand between the lines of a sum."""
    heights = []
    for room in ("", ", space: 6cm"):
        text = f"""
questions: [{{id: a, question: So?, {kind}{room}}}, {{id: b, question: Then?, answer: true}}]
quizzes: [{{id: quiz, items: [a, b]}}]
"""
        (tmp_path / "bank.yaml").write_text(bank_text(text), "utf-8")
        heights.append(stems(printed(job_of(tmp_path), "quiz-A.pdf")))
    assert heights[0]["T"] - heights[1]["T"] == pytest.approx(60 * MM, abs=12)


def test_points_to_grades(tmp_path: Path) -> None:
    """A teacher would work out the borders of grades by hand, and another way each time."""
    text = """
questions:
  - {id: a, question: A?, answer: x, points: 12}
  - {id: b, question: B?, answer: y, points: 8}
quizzes: [{id: quiz, items: [a, b], grades: {1: 92 %, 2: 81%, 6: 0, 3: 67, 4: 50 %, 5: 30.5 %}}]
"""
    _, key = both(tmp_path, text)
    table = key[key.index("Grades (20 points)") :]
    rows = "1 92 18.5 – 20 2 81 16.5 – 18 3 67 13.5 – 16 4 50 10 – 13 5 30.5 6.5 – 9.5 6 0 0 – 6"
    assert f"Grade % Points {rows}" in table


@pytest.mark.parametrize(
    "grades", ["{1: 92 %, 2: 92 %}", "{1: 130 %}", "{1: good}", "[92, 81]", "{}"]
)
def test_grades_that_are_none(bank_from: Write, grades: str) -> None:
    """A table would say what nobody meant."""
    text = f"questions: [{{id: a, question: A?, answer: x}}]\nquizzes: [{{id: z, items: [a], grades: {grades}}}]\n"
    report = examined(bank_from(text))
    assert not report.ok
    assert report.problems[0].help
