"""Moodle XML: every question type as itself, with its key, or named where it can't come."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from quizgen.model import (
    Bank,
    Cloze,
    Matching,
    MultipleResponse,
    Numeric,
    OpenResponse,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from quizgen.pipeline.check import Report, check

T = TypeVar("T")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'


def text(tag: str, html: str) -> str:
    """Write a piece of text as Moodle does."""
    return f'<{tag} format="html"><text><![CDATA[{html}]]></text></{tag}>'


def answer(fraction: str, html: str, feedback: str = "", more: str = "") -> str:
    """Write an answer with its share of the points."""
    return (
        f'<answer fraction="{fraction}" format="html"><text><![CDATA[{html}]]></text>'
        f"{text('feedback', feedback)}{more}</answer>"
    )


def question(kind: str, name: str, stem: str, inner: str) -> str:
    """Write a question."""
    return (
        f'<question type="{kind}"><name><text>{name}</text></name>'
        f"{text('questiontext', stem)}<defaultgrade>2.0000000</defaultgrade>"
        f"<idnumber>{name.lower()}</idnumber>{inner}</question>\n"
    )


CATEGORY = (
    '<question type="category"><category><text>$course$/top/Chemistry/Acids</text></category>'
    "</question>\n"
)
PAIR = "<subquestion format='html'><text>{}</text><answer><text>{}</text></answer></subquestion>"
QUESTIONS = CATEGORY + "".join(
    [
        question(
            "multichoice",
            "Single",
            "<p>Which is <b>an acid</b>?</p>",
            "<single>true</single><shuffleanswers>true</shuffleanswers>"
            + answer("100", "HCl", "Yes.")
            + answer("0", "NaOH", "A base.")
            + answer("0", "H<sub>2</sub>O"),
        ),
        question(
            "multichoice",
            "Several",
            "<p>Which are gases?</p>",
            "<single>false</single>"
            + answer("50", "CO<sub>2</sub>")
            + answer("50", "NH<sub>3</sub>")
            + answer("-100", "NaCl"),
        ),
        question(
            "truefalse",
            "Truth",
            "<p>Water is wet.</p>",
            answer("100", "true") + answer("0", "false"),
        ),
        question(
            "shortanswer",
            "Short",
            "<p>Name it.</p>",
            answer("100", "pipette") + answer("100", "burette"),
        ),
        question(
            "numerical",
            "Number",
            "<p>pH of 0.01 M HCl?</p>",
            answer("100", "2", "", "<tolerance>0.1</tolerance>"),
        ),
        question(
            "matching",
            "Match",
            "<p>Match.</p>",
            PAIR.format("HCl", "acid") + PAIR.format("NaOH", "base"),
        ),
        question("essay", "Essay", "<p>Explain.</p>", text("graderinfo", "<p>Names a proton.</p>")),
        question("cloze", "Gaps", "<p>An acid {1:SHORTANSWER:=gives} protons.</p>", ""),
        question(
            "ordering",
            "Order",
            "<p>Order.</p>",
            answer("1", "first") + answer("1", "second") + answer("1", "third"),
        ),
    ]
)


def reading(tmp_path: Path, body: str) -> Report:
    """Check a Moodle file as a bank."""
    path = tmp_path / "course.xml"
    path.write_text(f"{HEAD}{body}</quiz>\n", "utf-8")
    return check(path)


def of_type(bank: Bank, kind: type[T]) -> T:
    """Give the one item of a type."""
    (item,) = (item for item in bank.items if isinstance(item, kind))
    return item


def test_every_type_comes_with_its_key(tmp_path: Path) -> None:
    """A course would come with other keys, or without some of its questions."""
    report = reading(tmp_path, QUESTIONS)
    assert report.ok, [str(problem) for problem in report.problems]
    bank = report.sound_bank
    single = of_type(bank, SingleChoice)
    assert next(o.text for o in single.options if o.id == single.key) == "HCl"
    assert [option.why for option in single.options] == ["Yes.", "A base.", ""]
    assert "**an acid**" in single.stem
    several = of_type(bank, MultipleResponse)
    assert [o.text for o in several.options if o.id in several.keys] == ["CO~2~", "NH~3~"]
    assert of_type(bank, TrueFalse).answer is True
    short = of_type(bank, ShortAnswer)
    assert (short.answer, short.accept) == ("pipette", ("burette",))
    number = of_type(bank, Numeric)
    assert (str(number.low), str(number.high)) == ("1.9", "2.1")
    assert [(a.text, b.text) for a, b in of_type(bank, Matching).pairs] == [
        ("HCl", "acid"),
        ("NaOH", "base"),
    ]
    assert of_type(bank, OpenResponse).rubric == ("Names a proton.",)
    assert of_type(bank, Cloze).stem == "An acid {{gives}} protons."
    assert [step.text for step in of_type(bank, Ordering).steps] == ["first", "second", "third"]
    assert {item.points for item in bank.items} == {2}
    assert {item.id for item in bank.items} >= {"single", "several", "truth", "order"}
    assert len({item.topic for item in bank.items}) == 1


def test_a_picture_comes_along(tmp_path: Path) -> None:
    """A question about a picture would come without it."""
    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    body = question(
        "truefalse",
        "Seen",
        '<p>It is a dot.</p><p><img src="@@PLUGINFILE@@/dot.png" alt="a dot"></p>',
        answer("100", "true") + answer("0", "false"),
    ).replace(
        "</questiontext>", f'<file name="dot.png" encoding="base64">{png}</file></questiontext>'
    )
    report = reading(tmp_path, body)
    assert report.ok, [str(problem) for problem in report.problems]
    assert "dot.png" in report.sound_bank.items[0].stem


def test_what_cannot_come_is_named(tmp_path: Path) -> None:
    """A formula question with random numbers would vanish from the course."""
    report = reading(
        tmp_path, QUESTIONS + question("calculated", "Random", "<p>{a} + {b}?</p>", "")
    )
    wrong = [problem for problem in report.problems if problem.level == "error"]
    assert [problem.code for problem in wrong] == ["cannot-be-read"]


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    """A file from the web would read another file of the teacher's, or fill the memory."""
    (tmp_path / "secret.txt").write_text("secret")
    entity = f'<!DOCTYPE quiz [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
    path = tmp_path / "evil.xml"
    body = QUESTIONS.replace("Water is wet.", "Water &x; wet.")
    path.write_text(
        f'<?xml version="1.0"?>{entity}<quiz>{body}</quiz>'.replace("<![CDATA[", "").replace(
            "]]>", ""
        )
    )
    report = check(path)
    stems = [item.stem for item in report.bank.items] if report.bank else []
    assert not [stem for stem in stems if "secret" in stem]
