"""Word documents as teachers have them, built here as Word writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor
from PIL import Image as Picture

from quizgen.inputs.reading import Reading
from tests.inputs.written import answer_of, read_as_bank, reading_of

MATHS = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


class Paper:
    """A document while it is written."""

    def __init__(self) -> None:
        """Begin an empty one."""
        self.document = Document()
        self._lists = 100

    def line(self, text: str, style: str | None = None) -> Any:
        """Write a paragraph; `<b>x</b>` and the like make runs of their own."""
        paragraph = self.document.add_paragraph(style=style)
        for place, part in enumerate(text.split("|")):
            run = paragraph.add_run(part)
            if place % 2:
                run.bold = True
        return paragraph

    def lines(self, text: str) -> None:
        """Write paragraphs, one a line."""
        for line in text.strip("\n").split("\n"):
            self.line(line)

    def new_list(self, format: str, text: str, *, definition: int | None = None) -> tuple[int, int]:
        """Define a list as Word's gallery does; give its number and that of its definition."""
        numbering = self.document.part.numbering_part.element
        if definition is None:
            self._lists += 1
            definition = self._lists
            numbering.insert(
                0,
                parse_xml(
                    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{definition}">'
                    f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{format}"/>'
                    f'<w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
                ),
            )
        return numbering.add_num(definition).numId, definition

    def item(self, number: int, text: str) -> Any:
        """Write a paragraph of a list."""
        paragraph = self.line(text)
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = number
        properties.get_or_add_ilvl().val = 0
        return paragraph

    def formula(self, paragraph: Any, inner: str) -> None:
        """Write a formula behind a paragraph's words."""
        paragraph._p.append(parse_xml(f"<m:oMath {MATHS}>{inner}</m:oMath>"))

    def table(self, rows: Iterable[Iterable[str]]) -> Any:
        """Write a table."""
        cells = [list(row) for row in rows]
        table = self.document.add_table(len(cells), len(cells[0]))
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        return table

    def data(self) -> bytes:
        """Give the file."""
        stream = BytesIO()
        self.document.save(stream)
        return stream.getvalue()


def bold_keys() -> tuple[Paper, list[Any]]:
    """Typed numbers and letters, the right option bold."""
    paper = Paper()
    paper.document.add_heading("Cell biology", 0)
    paper.line("Name: ______________ Date: __________")
    for stem, options in (
        ("1. Which organelle makes ATP?", "a) Nucleus\nb) |Mitochondrion|\nc) Ribosome"),
        ("2. Which has a wall?", "|a) Plant cell|\nb) Animal cell\nc) Blood cell"),
        ("3. Which is the |smallest|?", "a) Cell\nb) |Atom|\nc) Organ"),
        ("4. Which are acids?", "a) |HCl|\nb) NaOH\nc) |HNO3|"),
        ("5. Which of these are bases? Choose all that apply.", "a) |KOH|\nb) |NaOH|\nc) HCl"),
    ):
        paper.line(stem)
        paper.lines(options)
    return paper, ["Mitochondrion", "Plant cell", "Atom", ["HCl", "HNO3"], ["KOH", "NaOH"]]


def german_lists() -> tuple[Paper, list[Any]]:
    """Word's own numbers and letters, the right option in colour."""
    paper = Paper()
    questions, _ = paper.new_list("decimal", "%1.")
    _, letters = paper.new_list("lowerLetter", "%1)")
    for stem, options, right in (
        ("Was atmen wir ein?", ["Stickstoff", "Sauerstoff", "Helium"], 1),
        ("Welches Metall ist flüssig?", ["Quecksilber", "Eisen", "Gold"], 0),
        ("Was ist ein Edelgas?", ["Chlor", "Sauerstoff", "Argon"], 2),
    ):
        paper.item(questions, stem)
        options_list, _ = paper.new_list("lowerLetter", "%1)", definition=letters)
        for place, text in enumerate(options):
            run = paper.item(options_list, text).runs[0]
            if place == right:
                run.font.color.rgb = RGBColor(0xC0, 0, 0)
    return paper, ["Sauerstoff", "Quecksilber", "Argon"]


def german_key_at_the_end() -> tuple[Paper, list[Any]]:
    """One list of letters that runs on through all questions, and the key as a list."""
    paper = Paper()
    questions, decimal = paper.new_list("decimal", "%1.")
    letters, _ = paper.new_list("upperLetter", "%1.")
    paper.document.add_heading("Kapitel 4: Wasser", 1)
    for stem, options in (
        ("Wie heißt H2O?", ["Salz", "Wasser"]),
        ("Wie heißt NaCl?", ["Salz", "Wasser"]),
    ):
        paper.item(questions, stem)
        for text in options:
            paper.item(letters, text)
    paper.item(questions, "Eis schwimmt auf Wasser. (R / F)")
    paper.item(questions, "Bei wie viel Grad siedet Wasser?")
    paper.document.add_heading("Lösungen", 1)
    key, _ = paper.new_list("decimal", "%1.", definition=decimal)
    numbering = paper.document.part.numbering_part.element
    override = numbering.xpath(f'w:num[@w:numId="{key}"]')[0].add_lvlOverride(ilvl=0)
    override.add_startOverride(1)
    for text in ("B", "C", "Richtig", "100 °C"):
        paper.item(key, text)
    return paper, ["Wasser", "Salz", True, 100.0]


def key_table() -> tuple[Paper, list[Any]]:
    """Give a key at the end, in a table of two rows."""
    paper = Paper()
    paper.lines(
        "Quiz 7\n1. Capital of Peru?\nA. Quito\nB. Lima\n2. Capital of Chile?\nA. Santiago\nB. Lima\n"
        "3. Capital of Cuba?\nA. Havana\tB. Lima\tC. Quito\nAnswer Key"
    )
    paper.table([["Question", "1", "2", "3"], ["Answer", "B", "A", "A"]])
    return paper, ["Lima", "Santiago", "Havana"]


def exam_view() -> tuple[Paper, list[Any]]:
    """ExamView's print: options in a table, the answer below each question."""
    paper = Paper()
    paper.line("Multiple Choice")
    paper.line("Identify the choice that best completes the statement or answers the question.")
    paper.line("____\t1.\tWhich cells have no nucleus?")
    paper.table([["a.\tanimal cells", "c.\tfungi"], ["b.\tplant cells", "d.\tbacteria"]])
    paper.line("ANS:\tD\tPTS:\t2\tDIF:\tEasy\tREF:\tp. 54")
    paper.line("OBJ:\t3.1\tTOP:\tProkaryotes")
    paper.line("____\t2.\tWhich sugar is in DNA?")
    paper.table([["a.", "ribose", "c.", "glucose"], ["b.", "deoxyribose", "", ""]])
    paper.line("ANS:\tB\tPTS:\t1")
    paper.line("Completion")
    paper.line("Complete each statement.")
    paper.line("3.\tThe fluid in a cell is called ____________________.")
    paper.line("ANS:\tcytosol")
    paper.line("PTS:\t1\tDIF:\tHard")
    return paper, ["bacteria", "deoxyribose", "The fluid in a cell is called {{cytosol}}."]


def highlighted_and_underlined() -> tuple[Paper, list[Any]]:
    """Keys marked with a pen, bullets in place of letters."""
    paper = Paper()
    for stem, options, right in (
        ("1. Largest planet?", ["Mars", "Jupiter", "Venus"], 1),
        ("2. Nearest star?", ["Sun", "Sirius", "Vega"], 0),
        ("3. Red planet?", ["Venus", "Saturn", "Mars"], 2),
    ):
        paper.line(stem)
        for place, text in enumerate(options):
            run = paper.line(text, "List Bullet").runs[0]
            if place == right:
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return paper, ["Jupiter", "Sun", "Mars"]


def pairs_and_statements() -> tuple[Paper, list[Any]]:
    """Two columns to be matched, statements, an essay, one order."""
    paper = Paper()
    paper.line("1. Match each capital to its country.")
    paper.table([["1. Rome", "A. Spain"], ["2. Madrid", "B. Italy"], ["", "C. Malta"]])
    paper.line("Answer: 1-B, 2-A")
    paper.line("2. True or False: Gold is a gas.")
    paper.line("Answer: False")
    paper.line("3. Explain why the sky is blue. (5 points)")
    paper.line("________________________________")
    paper.line("4. Put these in order, the smallest first.")
    paper.lines("A. cat\nB. mouse\nC. horse\nAnswer: B, A, C")
    return paper, [
        [("Rome", "Italy"), ("Madrid", "Spain")],
        False,
        [],
        ["mouse", "cat", "horse"],
    ]


def a_table_of_questions() -> tuple[Paper, list[Any]]:
    """Give a table whose rows are questions."""
    paper = Paper()
    paper.line("Question bank")
    paper.table(
        [
            ["No", "Question", "A", "B", "C", "Key"],
            ["1", "Capital of Peru?", "Quito", "Lima", "Cusco", "B"],
            ["2", "Capital of Chile?", "Santiago", "Arica", "Lima", "A"],
        ]
    )
    return paper, ["Lima", "Santiago"]


def boxes_and_changes() -> tuple[Paper, list[Any]]:
    """Boxes to tick as content controls, and words that were changed while somebody watched."""
    paper = Paper()
    paper.line("1. Which is a mammal?")
    for sign, text in (("☐", "Shark"), ("☒", "Whale")):
        paragraph = paper.document.add_paragraph()
        paragraph._p.append(
            parse_xml(
                f"<w:sdt {nsdecls('w')}><w:sdtContent><w:r><w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>"
            )
        )
        paragraph.add_run(f" {text}")
    paragraph = paper.line("2. Who wrote ")
    for tag, words in (("del", "Hamlet"), ("ins", "Emma?")):
        change = OxmlElement(f"w:{tag}")
        kind = "w:delText" if tag == "del" else "w:t"
        change.append(parse_xml(f"<w:r {nsdecls('w')}><{kind}>{words}</{kind}></w:r>"))
        paragraph._p.append(change)
    paper.lines("a) Austen\nb) Eliot\nAnswer: a")
    return paper, ["Whale", "Austen"]


def ticked_statements() -> tuple[Paper, list[Any]]:
    """Give statements with a cross under true or false."""
    paper = Paper()
    paper.line("Kreuze an, was richtig ist.")
    paper.table(
        [
            ["", "Aussage", "richtig", "falsch"],
            ["a)", "Wasser ist nass.", "x", ""],
            ["b)", "Gold ist ein Gas.", "", "x"],
        ]
    )
    return paper, [True, False]


PAPERS: dict[str, Callable[[], tuple[Paper, list[Any]]]] = {
    "bold keys": bold_keys,
    "German lists, keys in colour": german_lists,
    "German, key at the end": german_key_at_the_end,
    "key in a table": key_table,
    "ExamView": exam_view,
    "highlighted": highlighted_and_underlined,
    "pairs and statements": pairs_and_statements,
    "a table of questions": a_table_of_questions,
    "ticked statements": ticked_statements,
    "boxes and changes": boxes_and_changes,
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_word_test_gives_its_answers(name: str, tmp_path: Path) -> None:
    """A teacher's tests would have to be typed again, or came with other keys."""
    paper, expected = PAPERS[name]()
    reading = read(paper)
    assert [(i.status, i.why) for i in reading.items if i.status != "kept"] == []
    assert [answer_of(item) for item in read_as_bank(reading, tmp_path).items] == expected


def read(paper: Paper) -> Reading:
    """Read a document."""
    return reading_of(paper.data(), "test.docx", "docx")


def _run(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


FORMULAS = {
    r"\frac{1}{2}": f"<m:f><m:num>{_run('1')}</m:num><m:den>{_run('2')}</m:den></m:f>",
    r"x^{2}": f"<m:sSup><m:e>{_run('x')}</m:e><m:sup>{_run('2')}</m:sup></m:sSup>",
    r"\sqrt[3]{x}": f"<m:rad><m:deg>{_run('3')}</m:deg><m:e>{_run('x')}</m:e></m:rad>",
    r"\alpha +\pi": _run("α+π"),
    r"\sum_{i=1}^{n} i": (
        f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{_run("i=1")}</m:sub>'
        f"<m:sup>{_run('n')}</m:sup><m:e>{_run('i')}</m:e></m:nary>"
    ),
    r"\left( x \right)": f"<m:d><m:e>{_run('x')}</m:e></m:d>",
}


@pytest.mark.parametrize("tex", FORMULAS)
def test_formulas_come_as_tex(tex: str) -> None:
    """A formula would vanish from a question, and what is left be another question."""
    paper = Paper()
    paper.formula(paper.line("1. What is "), FORMULAS[tex])
    paper.lines("a) 1\nb) 2\nAnswer: a")
    (item,) = read(paper).items
    assert (item.status, item.fields["question"]) == ("kept", f"What is ${tex}$")


def test_what_can_not_be_read_is_a_draft() -> None:
    """Half a formula would be asked, or a question about a picture that isn't there."""
    paper = Paper()
    paper.formula(paper.line("1. What is "), "<m:odd/>")
    paper.lines("a) 1\nb) 2\nAnswer: a")
    (item,) = read(paper).items
    assert item.status == "draft"
    assert "formula" in item.why


def test_pictures_tables_and_marks(tmp_path: Path) -> None:
    """What a question shows would be left behind in Word."""
    stream = BytesIO()
    Picture.new("RGB", (9, 9), "red").save(stream, "PNG")
    paper = Paper()
    paragraph = paper.line("1. What colour is H")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run("O, and ")
    paragraph.add_run("not").italic = True
    paragraph.add_run(" 2*3*4?")
    stream.seek(0)
    paper.document.add_picture(stream)
    shape = paper.document.inline_shapes[0]._inline.docPr
    shape.set("descr", "A red square")
    paper.table([["time", "mass"], ["1 s", "2 g"]])
    paper.lines("a) red\nb) blue\nAnswer: a")
    reading = read(paper)
    (item,) = reading.items
    assert item.fields["question"] == (
        "What colour is H~2~O, and *not* 2*3*4?\n\n![A red square](a-red-square.png)\n\n"
        "| time | mass |\n|---|---|\n| 1 s | 2 g |"
    )
    assert reading.media == {"a-red-square.png": stream.getvalue()}


def test_a_place_is_the_number_of_a_paragraph() -> None:
    """Nobody would find the broken question in forty pages."""
    paper = Paper()
    paper.lines("Quiz\n1. What?\na) x\nb) y\nAnswer: d")
    (item,) = read(paper).items
    assert (str(item.where), item.status) == ("test.docx:paragraph 5", "refused")


def test_a_bold_word_is_no_key() -> None:
    """An option would be right because somebody stressed a word in it."""
    paper = Paper()
    paper.lines("1. Which is true?\na) It is |never| so.\nb) It may be so.\nc) It is so.")
    (item,) = read(paper).items
    assert item.status == "refused"


def test_looks_against_what_is_written() -> None:
    """A bold option would silently lose, or win, against the key at the end."""
    paper = Paper()
    paper.lines("1. What?\na) |x|\nb) y\n2. Who?\na) |x|\nb) y\n3. Where?\na) x\nb) |y|\nAnswers")
    paper.lines("1. a\n2. b\n3. b")
    assert [item.status for item in read(paper).items] == ["kept", "draft", "kept"]


REFUSED = {
    "rtf": rb"{\rtf1\ansi 1. What?}",
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}


@pytest.mark.parametrize("name", REFUSED)
def test_older_kinds_are_told_what_to_do(name: str) -> None:
    """Somebody with an old file would be told that it is no quiz."""
    reading = reading_of(REFUSED[name], f"test.{name}", "docx")
    assert [p.code for p in reading.problems] == ["cannot-read"]
    assert "save it as .docx" in reading.problems[0].help
