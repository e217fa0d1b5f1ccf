"""Moodle XML as a bank: a course export with every type that teachers use."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizgen.inputs import input_of, read_as
from quizgen.inputs.reading import ForeignItem, Reading
from quizgen.model import Cloze, Item, Numeric, SingleChoice, type_name
from quizgen.pipeline.check import check

COURSE = Path(__file__).parent / "samples" / "moodle-course.xml"

KEPT = {
    "bio-01": "single-choice",
    "noble-gases": "multiple-response",
    "tf": "true-false",
    "sa": "short-answer",
    "sawild": "short-answer",
    "num": "numeric",
    "m": "matching",
    "cl": "cloze",
    "e": "open-response",
    "o": "ordering",
    "dd": "cloze",
    "gs": "cloze",
    "tf2": "true-false",
}


def items_of_course() -> dict[str, Item]:
    """Give the items of the course by their ids."""
    return {item.id: item for item in check(COURSE).sound_bank.items}


def reading(question: str, kind: str) -> Reading:
    """Read a file of one question."""
    xml = f'<quiz><question type="{kind}"><name><text>n</text></name>{question}</question></quiz>'
    return read_as("moodle", xml.encode(), "n.xml")


def only(question: str, kind: str) -> ForeignItem:
    """Give the one question of a file."""
    (item,) = reading(
        f"<questiontext format='html'><text>Q?</text></questiontext>{question}", kind
    ).items
    return item


def answers(*told: tuple[str, str]) -> str:
    """Write answers with their weights."""
    return "".join(f'<answer fraction="{w}"><text>{t}</text></answer>' for t, w in told)


def test_every_type_comes_as_itself() -> None:
    """A teacher's course would come in part, or as other questions."""
    assert {id: type_name(item) for id, item in items_of_course().items()} == KEPT


def test_keys_tolerance_points_and_feedback_come() -> None:
    """Pupils would be marked by another key, or told nothing."""
    items = items_of_course()
    first = items["bio-01"]
    assert isinstance(first, SingleChoice)
    by_id = {option.id: option for option in first.options}
    assert by_id[first.key].text == "mitochondrion"
    assert [option.why for option in first.options] == ["", "It keeps the DNA.", ""]
    assert (int(first.points), first.level, first.tags) == (2, 2, ("energy",))
    assert first.explanation == "$C_6H_{12}O_6$ is burnt there."
    assert first.hint == "Think of respiration."
    assert "![A cell](media/cell-map.png)" in first.stem
    number = items["num"]
    assert isinstance(number, Numeric)
    assert (float(number.low), float(number.high), number.unit) == (99, 100, "°C")
    gaps = items["cl"]
    assert isinstance(gaps, Cloze)
    assert "{{1::Paris}}" in gaps.stem
    assert set(gaps.choices[2]) == {"Seine", "Rhône", "Loire"}


def test_categories_are_topics_and_the_course_is_the_title() -> None:
    """Three hundred questions would lie in one heap."""
    bank = check(COURSE).sound_bank
    assert bank.title == "Biology 7b"
    assert [bank.items[0].topic, bank.items[-1].topic] == ["cells-tissue", "plants"]
    assert bank.topic_title("cells-tissue") == "Cells & tissue"
    passage = bank.items[-1].passage
    assert passage is not None
    assert passage.text == "Read this."


def test_what_can_not_come_is_named_by_its_line() -> None:
    """A question would be missing, and nobody told."""
    wrong = [problem for problem in check(COURSE).problems if problem.level == "error"]
    assert [(p.code, p.where.line) for p in wrong] == [("cannot-be-read", 68)]
    assert "computes its numbers" in wrong[0].message


DOUBTS = {
    "only a wildcard is right": ("shortanswer", answers(("colo*r", "100"))),
    "two options of a single choice are right": (
        "multichoice",
        "<single>true</single>" + answers(("a", "100"), ("b", "100"), ("c", "0")),
    ),
    "two numbers are right": ("numerical", answers(("1", "100"), ("5", "100"))),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_what_is_not_sure_is_a_draft(name: str) -> None:
    """A key that was guessed would mark a class."""
    kind, question = DOUBTS[name]
    assert only(question, kind).status == "draft"


REFUSED = {
    "no option is right": (
        "multichoice",
        "<single>true</single>" + answers(("a", "0"), ("b", "0")),
    ),
    "a weight that is none": ("multichoice", answers(("a", "much"), ("b", "0"))),
    "no number": ("numerical", answers(("ten", "100"))),
    "an endless number": ("numerical", answers(("1e999999", "100"))),
    "true and false": ("truefalse", answers(("true", "100"), ("false", "100"))),
    "an unknown type": ("hotspot3d", ""),
    "computed": ("calculatedmulti", ""),
    "no gap": ("cloze", ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_makes_no_question_is_refused(name: str) -> None:
    """A broken question would come with a wrong key, or end in a traceback."""
    kind, question = REFUSED[name]
    item = only(question, kind)
    assert (item.status, bool(item.why)) == ("refused", True)


def test_weights_say_how_several_right_ones_are_scored() -> None:
    """Ticking everything would give all points, or none at all."""
    costs = answers(("a", "50"), ("b", "50"), ("c", "-50"))
    assert (
        only(f"<single>false</single>{costs}", "multichoice").fields["score"] == "right-minus-wrong"
    )
    free = only(f"<single>false</single>{costs.replace('-50', '0')}", "multichoice")
    assert (free.fields["score"], free.status) == ("partial", "degraded")


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE quiz [<!ENTITY a "aaaa">]><quiz><question>&a;</question></quiz>',
        '<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd"><quiz/>',
        "<quiz><question></quiz>",
        "<quiz/>",
    ],
)
def test_broken_and_hostile_xml_is_named(xml: str) -> None:
    """An entity could read a file of this computer, or fill its memory."""
    reading = read_as("moodle", xml.encode(), "x.xml")
    assert [problem.level for problem in reading.problems] == ["error"]


def test_it_is_known_by_its_content() -> None:
    """An export saved under another ending could not be read."""
    assert input_of(COURSE.read_bytes(), "export.txt") == "moodle"
