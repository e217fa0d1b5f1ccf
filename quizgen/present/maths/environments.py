r"""Tables in formulas: matrices, cases, lines that are aligned, arrays with rules."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol
from xml.etree import ElementTree as ET

from quizgen.present.maths import commands as tex
from quizgen.present.maths.tokens import TexError, Tokens
from quizgen.present.maths.tree import fenced, node
from quizgen.problems import closest


class CellReader(Protocol):
    """What reads the cells of a table: the reader of the formula that it stands in."""

    source: Tokens

    def row(self, *stops: str) -> list[ET.Element]:
        """Read parts up to what ends them."""
        ...

    def set_in(
        self, *, font: str | None = None, display: bool | None = None
    ) -> AbstractContextManager[None]:
        """Read in a font and size of its own, then go on as before."""
        ...


_ALIGNMENTS = {"l": "left", "c": "center", "r": "right", "p": "left", "m": "left", "b": "left"}
_ENDS = (r"\hline", r"\hdashline", r"\cline")


@dataclass(slots=True)
class _Rows:
    cells: list[list[ET.Element]] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    """What stands above each row, and below the last: `solid`, `dashed` or nothing."""
    gaps: list[str] = field(default_factory=list)

    @property
    def ruled(self) -> bool:
        return any(self.rules)

    def marks(self) -> dict[str, str]:
        """Give what our own drawing of a table knows of its rows."""
        marks = {}
        if self.ruled:
            marks["data-rules"] = " ".join(rule or "none" for rule in self.rules)
        if any(self.gaps):
            marks["data-gaps"] = "|".join(self.gaps)
        return marks


@dataclass(frozen=True, slots=True)
class _Columns:
    """How the columns of a table are set; the last goes on for all that follow, or `rl` in turn."""

    letters: str
    """As in an array's head: `lcr`; nothing leaves all in the middle."""
    lines: tuple[str, ...] = ()
    """What stands before, between and behind them: `solid`, `dashed` or `none`."""

    @property
    def lined(self) -> bool:
        return any(line != "none" for line in self.lines)

    def alignment(self, at: int) -> str:
        if self.letters == "rl":
            return _ALIGNMENTS[self.letters[at % 2]]
        return _ALIGNMENTS[self.letters[min(at, len(self.letters) - 1)]]


def environment(reader: CellReader, name: str) -> ET.Element:
    r"""Read a table from behind its `\begin{name}` to its `\end{name}`.

    Raises TexError when there is no such environment, or no end.
    """
    plain = name.removesuffix("*")
    if name in tex.ALIGNED:
        return _aligned(reader, name)
    if name in tex.GATHERED:
        return _gathered(reader, name)
    if plain not in tex.MATRICES:
        near = closest(plain, (*tex.MATRICES, *tex.ALIGNED, *tex.GATHERED))
        hint = rf"; did you mean \begin{{{near}}}?" if near else ""
        raise TexError(rf"\begin{{{name}}} is not an environment that we know{hint}", rf"\{plain}")
    return _matrix(reader, name, plain)


def substack(reader: CellReader, name: str) -> ET.Element:
    r"""Read the lines of a `\substack`."""
    if not reader.source.takes("{"):
        raise TexError(f"{name} lacks a part in braces")
    rows = _rows(reader)
    if not reader.source.takes("}"):
        raise TexError("a { has no }")
    return node("mstyle", [_table(rows, _Columns(""))], scriptlevel="1")


def _aligned(reader: CellReader, name: str) -> ET.Element:
    if "at" in name:
        reader.source.raw_part(name)
    reader.source.raw_choice()
    with reader.set_in(display=True):
        rows = _rows(reader)
    _end(reader, name)
    for cells in rows.cells:
        for cell in cells[1::2]:
            cell.insert(0, node("mi", ""))  # so that what it begins with stands between two terms
    sizes = {"displaystyle": "true", "rowspacing": "3pt", "columnspacing": "0em 0.3em"}
    return _table(rows, _Columns("rl"), **sizes)


def _gathered(reader: CellReader, name: str) -> ET.Element:
    reader.source.raw_choice()
    with reader.set_in(display=True):
        rows = _rows(reader)
    _end(reader, name)
    return _table(rows, _Columns("c"), displaystyle="true", rowspacing="3pt")


def _matrix_columns(reader: CellReader, name: str, plain: str) -> _Columns:
    if plain in {"array", "subarray"}:
        reader.source.raw_choice()
        return _columns(reader.source.raw_part(rf"\begin{{{name}}}"))
    if name.endswith("*"):
        return _Columns((reader.source.raw_choice() or "c")[:1])
    return _Columns("l" if "cases" in plain else "")


def _matrix(reader: CellReader, name: str, plain: str) -> ET.Element:
    columns = _matrix_columns(reader, name, plain)
    with reader.set_in(display=plain in {"dcases", "drcases"}):
        rows = _rows(reader)
    _end(reader, name)
    sizes = {"rowspacing": "0.1em", "columnspacing": "0.2778em"} if "small" in plain else {}
    if plain.startswith("d"):
        sizes = {"displaystyle": "true"}
    table = _table(rows, columns, **sizes)
    if "small" in plain or plain == "subarray":
        table = node("mstyle", [table], scriptlevel="1")
    opening, closing = tex.MATRICES[plain]
    return fenced(opening, [table], closing) if opening or closing else table


def _end(reader: CellReader, name: str) -> None:
    token = reader.source.take()
    if token == r"\end":
        ended = reader.source.raw_part(token).strip()
        if ended == name:
            return
        raise TexError(rf"\begin{{{name}}} ends as \end{{{ended}}}")
    if token in {r"\right", r"\middle", "}"}:
        raise TexError(rf"a {token} stands before \end{{{name}}}")
    raise TexError(rf"\begin{{{name}}} has no \end{{{name}}}")


def _rows(reader: CellReader) -> _Rows:
    found = _Rows()
    while True:
        found.rules.append(_rule(reader))
        cells, more = _row(reader)
        if more or cells != [[]] or not found.cells:
            found.cells.append([node("mtd", cell) for cell in cells])
        if not more:
            break
        gap = reader.source.raw_choice() if reader.source.peek() == "[" else None
        found.gaps.append(gap or "")
    if len(found.rules) == len(found.cells):
        found.rules.append("")
    return found


def _row(reader: CellReader) -> tuple[list[list[ET.Element]], bool]:
    """Read the cells of a row; tell whether a row follows."""
    cells = [reader.row()]
    while True:
        if reader.source.takes("&"):
            cells.append(reader.row())
        elif reader.source.takes(r"\\") or reader.source.takes(r"\cr"):
            reader.source.takes("*")
            return cells, True
        else:
            return cells, False


def _rule(reader: CellReader) -> str:
    rule = ""
    while reader.source.peek() in _ENDS:
        command = reader.source.take()
        if command == r"\cline":
            reader.source.raw_part(command)
        rule = "dashed" if command == r"\hdashline" else "solid"
    return rule


_REPEAT = re.compile(r"\*\s*\{\s*(\d+)\s*\}\s*\{([^{}]*)\}")
_WIDTH = re.compile(r"(?<=[pmb])\s*\{[^{}]*\}|[@!><]\s*\{[^{}]*\}")


def _columns(written: str) -> _Columns:
    """Read an array's columns: `c|cc` as `ccc`, and the lines before, between and behind."""
    plain = _REPEAT.sub(lambda found: found[2] * min(int(found[1]), 50), written)
    plain = _WIDTH.sub("", plain)
    columns, lines = "", [""]
    for sign in plain:
        if sign in _ALIGNMENTS:
            columns += sign
            lines.append("")
        elif sign in "|:":
            lines[-1] = "solid" if sign == "|" else "dashed"
        elif not sign.isspace():
            raise TexError(f"the columns of an array are l, c, r and |, not {sign}")
    return _Columns(columns, tuple(line or "none" for line in lines))


def _table(rows: _Rows, columns: _Columns, **sizes: str) -> ET.Element:
    """Put cells into a table."""
    for cells in rows.cells:
        for at, cell in enumerate(cells if columns.letters else ()):
            cell.set("columnalign", columns.alignment(at))
    if columns.lined or rows.ruled:
        gap = "0.7em" if rows.ruled else "0.3em"
        sizes = {"columnspacing": "0.7em", "rowspacing": gap, **sizes}
    made = node("mtable", [node("mtr", cells) for cells in rows.cells], **sizes)
    if columns.lined:
        made.set("data-lines", " ".join(columns.lines))
    made.attrib.update(rows.marks())
    return made
