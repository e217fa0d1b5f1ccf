"""Warm-ups and exit tickets: small papers, two or four to a sheet, read back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from quizgen.cli.app import app
from quizgen.outputs.pdf.typeset.styles import PAPERS
from tests.outputs.pdf.reading import characters, flat, opened, overlaps, page_texts

Write = Callable[..., Path]

BANK = """
questions:
  - {id: a, question: Aaa?, answer: X, distractors: [Y, Z, W]}
  - {id: b, question: Bbb?, answer: '7'}
quizzes: [{id: z, title: Exit ticket, items: [a, b], forms: [A, B]}]
"""


def run(*words: str) -> Path:
    """Print a bank by command; give the folder."""
    result = CliRunner().invoke(app, ["pdf", "bank", *words, "--out", "out"])
    assert result.exit_code == 0, result.output
    return Path("out/test-bank")


def titles(page: Any) -> list[tuple[bool, bool]]:
    """Give for each ticket on a page whether it lies in the right and in the lower half."""
    text, size = page.get_textpage(), page.get_size()
    found = []
    for match in re.finditer("Exit ticket", text.get_text_range()):
        left, low, _, _ = text.get_charbox(match.start())
        found.append((left > size[0] / 2, low < size[1] / 2))
    return found


@pytest.mark.parametrize(("up", "where"), [(2, {(False, False), (False, True)}), (4, None)])
def test_so_many_lie_on_a_sheet(bank_from: Write, up: int, where: set[tuple[bool, bool]]) -> None:
    """A ticket would be missing, or be cut through."""
    bank_from(BANK)
    folder = run("--up", str(up))
    path = folder / f"z-A.{up}-up.pdf"
    (text,) = page_texts(path)
    for said in ("Exit ticket", "Aaa?", "Bbb?", "Form A · Page 1 of 1"):
        assert text.count(said) == up
    pages = opened(path)
    page = next(pages)
    assert page.get_size() == pytest.approx(PAPERS["a4"], abs=0.1)
    assert set(titles(page)) == (where or {(x, y) for x in (False, True) for y in (False, True)})
    assert len(titles(page)) == up
    wide, high = PAPERS["a4"]
    for seen in characters(page):  # nothing is near to where it is cut
        assert abs((seen.bottom + seen.top) / 2 - high / 2) > 15
        assert up == 2 or abs((seen.left + seen.right) / 2 - wide / 2) > 15
    assert overlaps(page) == []
    lines = [one.get_bounds() for one in page.get_objects() if one.type == 2]
    across = [b for b in lines if b[2] - b[0] > wide - 2 and b[3] - b[1] < 2]
    assert [round((b[1] + b[3]) / 2) for b in across] == [round(high / 2)]
    pages.close()


def test_a_ticket_is_the_form_that_the_key_knows(bank_from: Write) -> None:
    """A ticket could not be marked: its letters or its hash would be of no form."""
    bank_from(BANK)
    folder = run("--up", "4")
    forms = json.loads((folder / "manifest.json").read_text())["forms"]
    for form in forms:
        assert flat(folder / f"z-{form['form']}.4-up.pdf").count(form["paper"]) == 4
    assert "Aaa?" in flat(folder / "z-key.pdf")


def test_copies_and_class_lists_share_sheets(bank_from: Write) -> None:
    """A class of five would take five sheets."""
    bank_from(BANK)
    folder = run("--up", "4", "--copies", "6")
    text = page_texts(folder / "z.6-copies.4-up.pdf")
    fronts = [page for page in text if "Exit" in page]
    assert [page.count("Exit ticket") for page in fronts] == [4, 2]
    assert fronts[0].count("Form A\r\n") + fronts[0].count("Form A\n") >= 2
    Path("10b.csv").write_text("name,id\nAda,1\nBo,2\nCem,3\n", "utf-8")
    folder = run("--up", "2", "--roster", "10b.csv")
    pages = page_texts(folder / "z.10b.2-up.pdf")
    assert [[name for name in ("Ada", "Bo", "Cem") if name in page] for page in pages] == [
        ["Ada", "Bo"], ["Cem"],
    ]  # fmt: skip


def test_what_lies_behind_a_ticket_is_its_own(bank_from: Write) -> None:
    """Cut apart, a ticket of form A would have the second page of form B."""
    more = "".join(f"  - {{id: q{i}, question: Q{i}?, rubric: [x], lines: 9}}\n" for i in range(2))
    items = BANK.replace("quizzes:", more + "quizzes:").replace("[a, b]", "[a, b, q0, q1]")
    bank_from(items)
    folder = run("--up", "4", "--duplex", "--one-file")
    places = []
    for number, page in enumerate(opened(folder / "z.4-up.pdf")):
        text = page.get_textpage()
        for match in re.finditer(r"Form ([AB]) · Page", text.get_text_range()):
            left = text.get_charbox(match.start())[0]
            places.append((number, match[1], left > page.get_width() / 2))
    # Turned on the long edge, what is left in front is right behind.
    assert {(0, "A", False), (1, "A", True), (0, "B", True), (1, "B", False)} <= set(places)


def test_three_to_a_sheet_are_refused(bank_from: Write) -> None:
    """A sheet would be printed that nobody can cut."""
    bank_from(BANK)
    result = CliRunner().invoke(app, ["pdf", "bank", "--up", "3", "--out", "out"])
    assert result.exit_code == 2
    assert "two or four" in result.output
