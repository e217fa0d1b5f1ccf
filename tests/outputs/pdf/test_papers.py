"""Paper, read back by real PDF readers."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from quizgen.pipeline.build import build
from tests.helpers import AWKWARD, EVERY_TYPE, NATO, NOW
from tests.outputs.pdf.reading import flat


@pytest.fixture
def made(bank_from: Callable[..., Path]) -> Path:
    """Build a bank of every item type on paper."""
    bank_from(
        EVERY_TYPE
        + "quizzes: [{id: z, title: A quiz, minutes: 9, instructions: Read., draw: [{count: 9}], forms: [A, B]}]\n"
    )
    return Path(build("bank", "out", only=["pdf"], now=NOW).folder)


def test_the_right_items_in_the_manifests_order(made: Path) -> None:
    """A form would lack an item, or its key would be of another form."""
    forms = json.loads((made / "manifest.json").read_text())["forms"]
    stems = {
        "single": "Which one?",
        "multiple": "Which ones?",
        "truth": "Water is wet.",
        "short": "Who?",
        "number": "How many?",
        "cloze": "Luxon took",
        "matching": "Match.",
        "ordering": "Order.",
        "open": "Why?",
    }
    for form in forms:
        text = flat(made / f"z-{form['form']}.pdf")
        places = [text.index(f"{i['position']} {stems[i['item']]}") for i in form["items"]]
        assert places == sorted(places)
        assert len(places) == 9
        assert f"Form {form['form']}" in text
        assert form["paper"] in text
        assert "9 minutes" in text
        assert "9 points" in text


def test_the_key_agrees_with_the_manifest(made: Path) -> None:
    """The teacher would mark by the wrong letters."""
    manifest = json.loads((made / "manifest.json").read_text())
    key = flat(made / "z-key.pdf")
    for form in manifest["forms"]:
        for item in form["items"]:
            place = f"{form['form']}{item['position']}"
            if item["item"] in {"single", "multiple"}:
                letters = "".join(
                    "ABCDEF"[i] for i, o in enumerate(item["options"]) if o in item["key"]
                )
                assert f"{place}: {letters}" in key
            else:
                assert place in key
    for said in (
        "This one",
        "16 areas",
        "from 15.5 to 16.5",
        "office · November",
        "Tokyo – Japan; Seoul – South Korea",
        "first → second → third",
        "Names a cause.",
    ):
        assert said in key, said
    assert "Alpha; Beta" in key or "Beta; Alpha" in key


def test_no_id_and_no_answer_on_a_pupils_paper(made: Path) -> None:
    """An id such as who-represents/kishida gives the answer away."""
    for form in "AB":
        path = made / f"z-{form}.pdf"
        text = flat(path)
        assert "Fumio Kishida" not in text
        assert "November" not in text
        assert "It is other" not in text
        with pikepdf.open(path) as pdf:
            raw = str(pdf.docinfo) + str(pdf.Root)
        for id in ("single", "multiple", "truth", "Kishida"):
            assert id not in text
            assert id not in raw


def test_nato_papers_hold_no_item_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pupil would read the answer in the question's own name."""
    import shutil

    shutil.copytree(NATO, tmp_path / "nato")
    shutil.copytree(NATO.parent.parent / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    manifest = build("nato", "out", only=["pdf"], now=NOW)
    for form in manifest.forms:
        data = flat(Path(manifest.folder) / f"{form['quiz']}-{form['form']}.pdf")
        assert not [
            item["item"] for item in form["items"] if "/" in item["item"] and item["item"] in data
        ]


def test_awkward_text_reads_back_equal(bank_from: Callable[..., Path]) -> None:
    """A mark would print as another, or a long word would run off the page."""
    quoted = AWKWARD.replace("'", "''")
    bank_from(
        f"questions:\n  - {{id: q, question: '{quoted}', answer: 'a {quoted}', distractors: [b, c]}}\n"
    )
    build("bank", "out", only=["pdf"], now=NOW)
    squeezed = re.sub(r"\s", "", flat(Path("out/test-bank/quiz-A.pdf")))
    assert squeezed.count(re.sub(r"\s", "", AWKWARD)) == 2


def test_maths_is_drawn_and_copied_as_its_source(bank_from: Callable[..., Path]) -> None:
    """A formula would print as TeX, or a pupil's reader would pass over it."""
    bank_from("questions: [{id: q, question: 'Is $\\frac{a}{b}$ it?', answer: true}]\n")
    build("bank", "out", only=["pdf"], now=NOW)
    path = Path("out/test-bank/quiz-A.pdf")
    assert "Is \\frac{a}{b} it?" in flat(path)
    with pikepdf.open(path) as pdf:
        drawn = pdf.pages[0].Contents.read_bytes()
    assert b" c\n" in drawn or b" c " in drawn  # curves: outlines, not letters of TeX
    assert b"/ActualText <FEFF" in drawn


def test_flashcards_meet_back_to_back(bank_from: Callable[..., Path]) -> None:
    """The back of another card would stand behind a front."""
    cards = "".join(f"  - {{id: c{i}, front: front{i:02}, back: back{i:02}}}\n" for i in range(11))
    bank_from("questions:\n" + cards)
    build("bank", "out", only=["pdf"], now=NOW)
    document = pypdfium2.PdfDocument("out/test-bank/flashcards.pdf")
    width = document[0].get_width()
    places = [dict(_words(page)) for page in document]
    document.close()
    assert len(places) == 4
    for fronts, backs in (places[:2], places[2:]):
        for word, (x, y) in fronts.items():
            if word.startswith("front"):
                other_x, other_y = backs[word.replace("front", "back")]
                column, back_column = int(x > width / 2), int(other_x > width / 2)
                assert back_column == 1 - column  # mirrored by the flip on the long edge
                assert abs(y - other_y) < 20


def _words(page: Any) -> Iterator[tuple[str, tuple[float, float]]]:
    text = page.get_textpage()
    whole = text.get_text_range()
    for match in re.finditer(r"\S+", whole):
        left, bottom, _, _ = text.get_charbox(match.start())
        yield match.group(), (left, bottom)


def test_letter_paper(bank_from: Callable[..., Path]) -> None:
    """An American teacher's printer would scale or cut the page."""
    bank_from("paper: {size: letter}\nquestions: [{id: q, question: x, answer: y}]\n")
    build("bank", "out", only=["pdf"], now=NOW)
    document = pypdfium2.PdfDocument("out/test-bank/quiz-A.pdf")
    assert document[0].get_size() == (612, 792)
    document.close()
