"""Canvas exports as banks: every type with its key, pictures, groups, banks; hostile packages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.inputs import input_of, read_as
from quizgen.model import (
    Cloze,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    SingleChoice,
    type_name,
)
from quizgen.pipeline.check import Report, check
from tests.inputs.canvas_files import (
    ITEMS,
    assessment,
    course_export,
    item,
    packed_as,
    quiz_export,
    section,
)

TYPES = {
    "single": "single-choice",
    "several": "multiple-response",
    "truth": "true-false",
    "short": "short-answer",
    "gaps": "cloze",
    "dropdowns": "cloze",
    "matching": "matching",
    "number": "numeric",
    "range": "numeric",
    "essay": "open-response",
    "ordering": "ordering",
}


def reading(data: bytes, tmp_path: Path, name: str = "quiz.zip") -> Report:
    """Check a package as a bank."""
    path = tmp_path / name
    path.write_bytes(data)
    return check(path)


def by_name(report: Report) -> dict[str, Item]:
    """Give the items by the names that the files call them."""
    items = report.sound_bank.items
    assert len(items) == len(ITEMS)
    return dict(zip(ITEMS, items, strict=True))


def test_every_type_comes_as_itself(tmp_path: Path) -> None:
    """A teacher's quiz would come in part, or as other questions."""
    items = by_name(reading(quiz_export(), tmp_path))
    assert {name: type_name(item) for name, item in items.items()} == TYPES


def test_keys_tolerances_feedback_and_points_come(tmp_path: Path) -> None:
    """Pupils would be marked by another key, or told nothing."""
    items = by_name(reading(quiz_export(), tmp_path))
    single = items["single"]
    assert isinstance(single, SingleChoice)
    assert [(o.text, o.why) for o in single.options] == [
        ("NaOH", "A base."),
        ("HCl", ""),
        ("water", ""),
    ]
    assert next(o.text for o in single.options if o.id == single.key) == "HCl"
    assert (int(single.points), single.explanation) == (2, "Think of H.")
    assert "![Map](media/acid-map.png)" in single.stem
    assert "$H^+$" in single.stem
    several = items["several"]
    assert isinstance(several, MultipleResponse)
    assert [o.text for o in several.options if o.id in several.keys] == ["CO2", "NH3"]
    gaps, dropdowns = items["gaps"], items["dropdowns"]
    assert isinstance(gaps, Cloze)
    assert isinstance(dropdowns, Cloze)
    assert gaps.stem == "Roses are {{1::red}}, violets are {{2::blue}}."
    assert gaps.accept == {1: ("crimson",)}
    assert dropdowns.stem == "He {{goes}} home."
    assert set(dropdowns.choices[1]) == {"go", "goes", "going"}
    pairs = items["matching"]
    assert isinstance(pairs, Matching)
    assert [(a.text, b.text) for a, b in pairs.pairs] == [
        ("Tokyo", "Japan"),
        ("Seoul", "South Korea"),
    ]
    assert [option.text for option in pairs.extra] == ["China"]
    numbers = [items["number"], items["range"]]
    ranges = [(float(n.low), float(n.high)) for n in numbers if isinstance(n, Numeric)]
    assert ranges == [(1.9, 2.1), (10, 20)]
    order = items["ordering"]
    assert isinstance(order, Ordering)
    assert [step.text for step in order.steps] == ["first", "second"]


def test_what_can_not_come_is_named_by_member_and_line(tmp_path: Path) -> None:
    """A question would be missing, and nobody could find it."""
    report = reading(quiz_export(), tmp_path)
    wrong = [problem for problem in report.problems if problem.level == "error"]
    assert [problem.code for problem in wrong] == ["cannot-be-read"]
    member, _, line = wrong[0].where.place.rpartition(":")
    assert member == "gquiz/gquiz.xml"
    text = assessment(section("".join(ITEMS.values()))).split("\n")
    assert int(line) == len(text)


def test_a_course_brings_its_banks_each_question_once(tmp_path: Path) -> None:
    """Of a course the quiz would come twice, or its bank not at all."""
    report = reading(course_export(), tmp_path, "course.imscc")
    bank = report.sound_bank
    assert bank.title == "Chemistry & you"
    assert sorted(item.stem for item in bank.items if len(item.stem) < 20) == [
        "Name it.",
        "Water is wet.",
        "pH?",
    ]
    assert len(bank.items) == 4
    assert {item.topic for item in bank.items} == {"acids", "salts"}
    draws = [problem for problem in report.problems if "draws 2 questions" in problem.message]
    assert "count: 2" in draws[0].help
    assert "![Map](media/acid-map.png)" in next(i.stem for i in bank.items if "acid" in i.stem)


def test_an_export_that_only_refers_to_a_bank_says_so(tmp_path: Path) -> None:
    """A teacher would look for the questions in vain."""
    quiz = assessment(section(section("", "Salts", "2", bank="gelsewhere")))
    report = reading(packed_as({"gquiz/gquiz.xml": quiz}), tmp_path)
    assert [problem.code for problem in report.problems] == ["only-referred-to"]
    assert "bank" in report.problems[0].message


def test_questions_without_named_types_are_told_by_how_they_are_answered(tmp_path: Path) -> None:
    """Packages of other platforms could not be read."""
    kinds = ("single", "several", "truth", "short", "matching", "ordering")
    bare = "".join(ITEMS[name].replace("question_type", "made_by") for name in kinds)
    report = reading(packed_as({"q/q.xml": assessment(section(bare))}), tmp_path)
    items = report.sound_bank.items
    assert [type_name(item) for item in items] == [TYPES[name] for name in kinds]


def test_ids_stay_from_export_to_export(tmp_path: Path) -> None:
    """Cards would lose their history with every export."""
    first = [i.id for i in reading(quiz_export(), tmp_path).sound_bank.items]
    second = [i.id for i in reading(quiz_export(), tmp_path, "b.zip").sound_bank.items]
    assert first == second
    assert first[0] == "g53ae3f0c1"


def hostile(name: str, data: bytes = b"x", count: int = 1) -> bytes:
    """Pack something that means harm."""
    stream = BytesIO(quiz_export())
    with ZipFile(stream, "a") as archive:
        for number in range(count):
            archive.writestr(name.format(number), data)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "C:/evil.xml"])
def test_paths_that_lead_out_are_not_followed(name: str, tmp_path: Path) -> None:
    """A package could write over a teacher's files."""
    report = reading(hostile(name), tmp_path)
    assert len(report.sound_bank.items) == len(ITEMS)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["quiz.zip"]


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    """A package could fill the memory."""
    report = reading(hostile("m/{0}.txt", count=20_001), tmp_path)
    assert [problem.code for problem in report.problems] == ["cannot-read"]


@given(st.data())
@settings(max_examples=150)
def test_broken_packages_end_in_problems(data: st.DataObject) -> None:
    """A damaged download would end in a traceback."""
    whole = bytearray(quiz_export())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    broken = bytes(whole)[: data.draw(st.integers(1, len(whole)))]
    if input_of(broken, "quiz.zip") == "canvas":
        read_as("canvas", broken, "quiz.zip")


TAGS = ("varequal", "respident", "ident", "response_lid", "render_choice", "mattext", "and", "not",
        "setvar", "100", "presentation", "1001", "Single", "conditionvar", "[color1]")  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(["x", "", "item", "5e9", "[a]"]))))
@settings(max_examples=150)
def test_questions_that_make_no_sense_end_in_problems(changes: list[tuple[str, str]]) -> None:
    """An odd export of another program would end in a traceback."""
    text = assessment(section("".join(ITEMS.values())))
    for old, new in changes[:4]:
        text = text.replace(old, new, 7) if new.isalpha() else text.replace(f">{old}<", f">{new}<")
    read_as("canvas", text.encode(), "quiz.xml")


def test_a_question_without_anything_is_refused() -> None:
    """It would come as a question with no answer."""
    made = read_as("canvas", assessment(section(item("x", "g1", "", ""))[:-60]).encode(), "q.xml")
    assert not made.items or made.items[0].status == "refused"
