"""Our texts in a Word document: runs, lists, tables, code, pictures and formulas, all editable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, assert_never
from xml.etree import ElementTree as ET

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm

from quizgen.formats.word.to_omml import NoOmml, omml_of
from quizgen.present.maths.reader import read
from quizgen.present.maths.tokens import TexError
from quizgen.text.blocks import (
    Block,
    Blocks,
    CodeBlock,
    DisplayMaths,
    Figure,
    ListBlock,
    Paragraph,
    QuoteBlock,
    Table,
    flat,
)
from quizgen.text.runs import CONTROL, Rich, Run

_PAGE = 165
"""Millimetres between the margins."""
_TALLEST = 90
_INLINE = 6
_BLANK = "_" * 12


@dataclass(slots=True)
class WordTexts:
    """Writes texts into one document, and remembers what it could not write as it is."""

    document: Any
    media: Mapping[str, bytes]
    faults: list[tuple[str, str]] = field(default_factory=list)
    """(what, why) of the item that is being written."""
    keep: bool = True
    """Paragraphs stay on the page of the next."""

    def paragraph(self, style: str, container: Any = None) -> Any:
        """Begin a paragraph."""
        made = (container or self.document).add_paragraph(style=style)
        if self.keep and container is None:
            made.paragraph_format.keep_with_next = True
        return made

    def write(self, blocks: Blocks, first: Any, style: str, container: Any = None) -> None:
        """Write a text: its first paragraph into one that is there, the others below it.

        Args:
            blocks: The text.
            first: The paragraph that bears its number or letter.
            style: The style of what follows.
            container: Where what follows stands; the document if missing.

        """
        for place, block in enumerate(blocks):
            self._block(block, first if place == 0 else None, style, container)

    def below(self, blocks: Blocks, style: str, container: Any = None) -> None:
        """Write a text below what is there."""
        for block in blocks:
            self._block(block, None, style, container)

    def _block(self, block: Block, first: Any, style: str, container: Any) -> None:
        match block:
            case Paragraph(runs=runs):
                self.runs(runs, first or self.paragraph(style, container))
            case DisplayMaths(tex=tex):
                self._formula(tex, first or self.paragraph(style, container), display=first is None)
            case CodeBlock():
                self._code(block, first, container)
            case ListBlock():
                for sign, item in block.signed_items():
                    made = self.paragraph(style, container)
                    made.paragraph_format.left_indent = Mm(14)
                    made.add_run(f"{sign} ")
                    self.runs(flat(item), made)
            case QuoteBlock(blocks=inner):
                self.below(inner, "Quote", container)
            case Table():
                self._table(block, container)
            case Figure(picture=picture, width=width):
                self._picture(picture, first or self.paragraph(style, container), width or 60)
            case _:
                assert_never(block)

    def _code(self, block: CodeBlock, first: Any, container: Any) -> None:
        for place, line in enumerate(block.lines()):
            made = first if first is not None and place == 0 else self.paragraph("Code", container)
            self.runs(line, made)

    def _table(self, block: Table, container: Any) -> None:
        rows = [block.header, *block.rows]
        columns = len(block.header)
        table = (
            self.document.add_table(len(rows), columns)
            if container is None
            else container.add_table(len(rows), columns)
        )
        table.style = "Table Grid"
        for at, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            for cell, runs in zip(row.cells, cells, strict=False):
                self.runs(runs, cell.paragraphs[0], bold=at == 0)
                cell.paragraphs[0].paragraph_format.keep_with_next = True
        if container is None:
            self.paragraph("Small gap")

    # --- runs ---

    def runs(self, runs: Rich, paragraph: Any, *, bold: bool = False) -> None:
        """Write runs at the end of a paragraph."""
        for run in runs:
            self._run(run, paragraph, bold=bold)

    def _run(self, run: Run, paragraph: Any, *, bold: bool) -> None:
        match run.kind:
            case "math":
                self._formula(run.text, paragraph)
            case "image":
                self._picture(run, paragraph, 0)
            case "break":
                paragraph.add_run().add_break()
            case "blank":
                paragraph.add_run(f"{_BLANK} ({run.text})" if run.text else _BLANK)
            case "text":
                text = f"{run.text} ({run.ruby})" if run.ruby else run.text
                made = paragraph.add_run(CONTROL.sub("", text))
                made.bold = True if run.bold or bold else None
                made.italic = True if run.italic else None
                made.font.superscript = True if run.script == "sup" else None
                made.font.subscript = True if run.script == "sub" else None
                if run.code:
                    made.style = "Code words"
            case _:
                assert_never(run.kind)

    def _formula(self, tex: str, paragraph: Any, *, display: bool = False) -> None:
        try:
            formula = omml_of(read(tex, display))
        except (NoOmml, TexError) as error:
            self.faults.append(("formula", f"the formula ${tex[:40]}$ is written as TeX: {error}"))
            paragraph.add_run(tex)
            return
        ET.register_namespace("m", "http://schemas.openxmlformats.org/officeDocument/2006/math")
        element = parse_xml(ET.tostring(formula, encoding="unicode"))
        if display:
            whole = OxmlElement("m:oMathPara")
            whole.append(element)
            element = whole
        paragraph._p.append(element)  # noqa: SLF001 - its XML has no other name

    def picture(self, file: str, alt: str) -> None:
        """Write a picture on a line of its own."""
        self._picture(Run(alt, "image", href=file), self.paragraph("Figure"), 45)

    def _picture(self, run: Run, paragraph: Any, percent: int) -> None:
        try:
            made = paragraph.add_run().add_picture(BytesIO(self.media.get(run.href, b"")))
        except Exception as error:  # noqa: BLE001 - of kinds that Word doesn't take
            said = str(error) or "Word takes PNG, JPEG and GIF"
            why = f"the picture {run.href} is left out: {said}"
            self.faults.append(("image", why))
            paragraph.add_run(f"[{run.text}]")
            return
        limit = Mm(_TALLEST) if percent else Mm(_INLINE)
        wide = Mm(_PAGE * (percent or 100) / 100)
        factor = min(1.0, wide / made.width, limit / made.height)
        made.width, made.height = int(made.width * factor), int(made.height * factor)
        properties = made._inline.docPr  # noqa: SLF001
        properties.set("descr", run.text)
        properties.set("name", run.href)


def number_with(paragraph: Any, list_id: int) -> None:
    """Let Word number a paragraph, as the next of a list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
    properties.get_or_add_numId().val = list_id
    properties.get_or_add_ilvl().val = 0


def add_field(paragraph: Any, instruction: str) -> None:
    """Write what Word works out: `PAGE`."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", ""), ("1", ""), ("end", "")):
        run = paragraph.add_run("1" if kind == "1" else "")
        if text:
            element = OxmlElement("w:instrText")
            element.text = text
            run._r.append(element)  # noqa: SLF001
        elif kind != "1":
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)  # noqa: SLF001
