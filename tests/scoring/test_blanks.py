"""Blanks: what else is right in one, what one offers to choose from, how wide one is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quizgen.interaction import Fill, FillKey
from quizgen.model import Bank, Cloze
from quizgen.pipeline.check import Report, check
from quizgen.present.lower import also_text, ask, tell
from quizgen.review.lesson.wire import interaction_json, key_json, read_interaction, read_key
from quizgen.scoring.responses import score, validate_response
from tests.helpers import codes, items_of

if TYPE_CHECKING:
    from tests.anki import Anki

Check = Callable[..., Report]

GAPS = """
questions:
  - {id: two, cloze: "The {{colour}} of the sky is {{2::blue}}.", accept: {1: [color], 2: [azure, sky blue]}}
  - {id: one, cloze: "A {{grey}} cat.", accept: gray}
  - {id: verbs, cloze: "He {{went}} home and {{2::slept::verb}}, as he {{always}} does.", choices: {1: [go, goes], 2: [Slept, slept]}}
"""


def fill(bank: Bank | None, id: str) -> tuple[Fill, FillKey]:
    item = items_of(bank)[id]
    asked, told = ask(item, (), "en"), tell(item, (), "en")
    assert isinstance(asked.interaction, Fill)
    assert isinstance(told.key, FillKey)
    return asked.interaction, told.key


@pytest.mark.parametrize(
    ("id", "typed", "right"),
    [
        ("two", ["Color", "azure"], 1),
        ("two", ["colour", "sky  blue"], 1),
        ("two", ["azure", "color"], 0),
        ("one", ["gray"], 1),
        ("verbs", ["went", "slept", "Always"], 1),
        ("verbs", ["Went", "Slept", "always"], 1 / 3),
    ],
)
def test_what_is_right_in_a_blank(
    check_text: Check, id: str, typed: list[str], right: float
) -> None:
    """`color` would be wrong for `colour`, or what belongs to another blank right."""
    interaction, key = fill(check_text(GAPS).bank, id)
    assert score(key, validate_response(interaction, typed)) == pytest.approx(right)
    # And so it is when a lesson's log is counted again.
    interaction = read_interaction(interaction_json(interaction))  # type: ignore[assignment]
    again = read_key(key_json(key, interaction))
    assert score(again, validate_response(interaction, typed)) == pytest.approx(right)


def test_what_a_blank_offers(check_text: Check) -> None:
    """The answer would be missing among the choices, or always the first."""
    bank = check_text(GAPS).bank
    item = items_of(bank)["verbs"]
    assert isinstance(item, Cloze)
    assert sorted(item.choices[1]) == ["go", "goes", "went"]
    interaction, _ = fill(bank, "verbs")
    assert interaction.lists == (item.choices[1], item.choices[2], ())
    hints = [run.text for block in ask(item, (), "en").stem for run in getattr(block, "runs", ())
             if run.kind == "blank"]  # fmt: skip
    assert hints == [" / ".join(item.choices[1]), f"verb: {' / '.join(item.choices[2])}", ""]
    assert also_text(tell(items_of(bank)["two"], (), "en"), "en").endswith(
        "1: color; 2: azure / sky blue"
    )


def test_places_that_are_none(check_text: Check) -> None:
    """An author would believe that `color` counts, and it belongs to no blank."""
    report = check_text("""
        questions:
          - {id: a, cloze: "One {{blank}}.", accept: {2: [x]}}
          - {id: b, cloze: "One {{blank}} and {{another}}.", accept: [x]}
          - {id: c, cloze: "One {{blank}}.", choices: {1: [blank]}}
          - {id: d, cloze: "One {{blank}}.", choices: {one: [blank, blink]}}
          - {id: e, question: Who?, answer: x, accept: {1: [y]}}
          - {id: f, question: Who?, answer: x, choices: {1: [y]}}
    """)
    found = codes(report)
    expected = ["no-such-blank", "wrong-kind", "duplicate-option", "wrong-kind", "wrong-kind",
                "key-not-for-type"]  # fmt: skip
    assert [code for code in found if code in expected] == expected


@pytest.mark.peer
def test_anki_keeps_its_marks_and_shows_the_rest(
    anki: Anki, bank_from: Callable[..., Path]
) -> None:
    """Anki would ask for another text, or never say that `color` is right, too."""
    from tests.anki import deck

    anki.take(deck(bank_from(GAPS)))
    notes = anki.notes()
    assert notes["two"]["Text"] == "The {{c1::colour}} of the sky is {{c2::blue}}."
    assert "1: color; 2: azure / sky blue" in notes["two"]["Spare 1"]
    assert notes["verbs"]["Text"].startswith("He {{c1::went::")
    assert "as he {{c1::always}} does" in notes["verbs"]["Text"]
    shown = anki.shown("two")
    assert "color; 2: azure" in shown.answer_text
    assert "azure" not in shown.question_text


def test_widths_go_in_steps(check_text: Check) -> None:
    """A blank would be too short to write in, or say by its length what belongs into it."""
    bank = check_text(f"""
        questions:
          - {{id: q, cloze: "{{{{it}}}} {{{{an elephant}}}} {{{{no more than that}}}} {{{{{"long " * 12}}}}}"}}
          - {{id: other, cloze: "A {{{{cat}}}}.", accept: [a rather long other word]}}
    """).bank
    assert fill(bank, "q")[0].widths == (1, 1, 2, 4)
    assert fill(bank, "other")[0].widths == (2,)


@pytest.mark.peer
def test_a_blank_is_as_wide_on_paper(bank_from: Callable[..., Path]) -> None:
    """Pupils would write a sentence on a line for a word, and the choices would be missing."""
    from tests.outputs.pdf.reading import flat, job_of, opened, printed

    text = GAPS + '  - {id: long, cloze: "It is so: {{' + "word " * 40 + '}}."}\n'
    data = printed(job_of(bank_from(text)), "quiz-A.pdf")
    shown = flat(data)
    assert "(go / goes / went)" in shown or "(went" in shown or "(goes" in shown
    assert "word word" not in shown
    paths = [found.get_bounds() for page in opened(data) for found in page.get_objects([2])]
    wide = [right - left for left, _, right, _ in paths if right - left > 300]
    assert len(wide) >= 4  # the head's rule, and the lines of the long blank


def test_the_kinds_of_blanks(shared: Path) -> None:
    """A blank of code, a formula or letters would be read otherwise than Anki reads it."""
    report = check(shared / "cases" / "27-cloze-kinds" / "bank")
    keys = {id: tell(item, (), "en").key for id, item in items_of(report.bank).items()}
    blanks = {id: key.blanks for id, key in keys.items() if isinstance(key, FillKey)}
    assert blanks["alternatives"] == ("colour/color", "blue|azure")
    assert blanks["braces"] == ("void f() { return; }", "{1, 2}")
    assert blanks["letters"] == ("en", "oo")
    assert blanks["same"] == ("Rome", "Italy", "Rome")
    assert len(blanks["many"]) == 12
    hinted = {p.item: p.help for p in report.problems if p.code == "several-answers-in-one"}
    assert hinted.keys() == {"alternatives", "choices"}
    assert all("accept" in help for help in hinted.values())
    widths = {id: fill(report.bank, id)[0].widths for id in ("letters", "same", "long")}
    assert widths == {"letters": (1, 1), "same": (1, 1, 1), "long": (16,)}
