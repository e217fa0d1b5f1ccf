"""Blocks and runs to HTML, for cards, pages and screens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape as html_escape
from typing import assert_never

from quizgen.text.blocks import (
    Alignment,
    Block,
    Blocks,
    CodeBlock,
    DisplayMaths,
    Figure,
    ListBlock,
    Paragraph,
    QuoteBlock,
    Table,
)
from quizgen.text.runs import Rich, Run


def _escaped(text: str) -> str:
    return html_escape(text, quote=False)


NO_SIZES: Mapping[str, tuple[int, int]] = {}


def _tex_as_is(tex: str) -> str:
    return rf"\({tex}\)"


def _display_as_is(tex: str) -> str:
    return rf"\[{tex}\]"


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlWriter:
    """Writes HTML in which every character of the author's is escaped."""

    math: Callable[[str], str] = _tex_as_is
    """TeX source to HTML-unescaped text or, for a page that sets maths, to markup that starts
    with `<`."""
    display: Callable[[str], str] = _display_as_is
    """The same for a formula on a line of its own."""
    image: Callable[[str], str] = str
    """An image's file name in the bank to its address in the output."""
    sizes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Width and height of images by file name, for screens that keep their room."""
    blank: Callable[[Run], str] | None = None
    """How a cloze blank is shown."""
    text: Callable[[str], str] = _escaped
    """Plain characters to HTML; must escape them."""

    def runs(self, rich: Rich) -> str:
        """Write runs."""
        return "".join(map(self._run, rich))

    def _run(self, run: Run) -> str:
        match run.kind:
            case "break":
                return "<br>"
            case "math":
                return _formula(self.math(run.text))
            case "image":
                return self._picture(run)
            case "blank":
                return self.blank(run) if self.blank else '<span class="blank">_____</span>'
            case _:
                return styled(self.text(run.text), run)

    def _picture(self, run: Run, width: int = 0) -> str:
        wide, high = self.sizes.get(run.href, (0, 0))
        room = f'width="{wide}" height="{high}" ' if high else ""
        room = f'width="{width}%" ' if width else room
        source = html_escape(self.image(run.href))
        return f'<img {room}src="{source}" alt="{html_escape(run.text)}">'

    def blocks(self, blocks: Blocks) -> str:
        """Write a text; one that is a single paragraph stands in whatever holds it."""
        return self._within(blocks) if len(blocks) == 1 else "".join(map(self._block, blocks))

    def _within(self, blocks: Blocks) -> str:
        """Write what stands in an element of its own, whose first paragraph needs no other."""
        if not blocks or not isinstance(blocks[0], Paragraph):
            return "".join(map(self._block, blocks))
        return self.runs(blocks[0].runs) + "".join(map(self._block, blocks[1:]))

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(runs):
                return f"<p>{self.runs(runs)}</p>"
            case CodeBlock():
                return self._code(block)
            case ListBlock():
                return self._list(block)
            case Table():
                return self._table(block)
            case QuoteBlock(inner):
                return f"<blockquote>{''.join(map(self._block, inner))}</blockquote>"
            case DisplayMaths(tex):
                return f'<div class="formula">{_formula(self.display(tex))}</div>'
            case Figure(picture, width):
                return f"<figure>{self._picture(picture, width)}</figure>"
            case _:
                assert_never(block)

    def _code(self, block: CodeBlock) -> str:
        language = html_escape(block.language)
        name = f' class="language-{language}"' if language else ""
        return f'<pre dir="ltr"><code{name}>{self.runs(block.runs)}</code></pre>'

    def _list(self, block: ListBlock) -> str:
        """Write a list; numbers are text, so that they are read and copied as they were written."""
        if not block.numbers:
            return f"<ul>{''.join(f'<li>{self._within(item)}</li>' for item in block.items)}</ul>"
        items = "".join(
            f'<li value="{int(number[:-1])}"><span class="number">{number}</span> '
            f"{self._beside(item)}</li>"
            for number, item in zip(block.numbers, block.items, strict=True)
        )
        return f'<ol class="numbered">{items}</ol>'

    def _beside(self, blocks: Blocks) -> str:
        """Write what stands beside a number."""
        tag = "span" if len(blocks) == 1 and isinstance(blocks[0], Paragraph) else "div"
        return f"<{tag}>{self._within(blocks)}</{tag}>"

    def _table(self, block: Table) -> str:
        def row(cells: Sequence[Rich], tag: str) -> str:
            return "".join(
                f"<{tag}{_SET[alignment]}>{self.runs(cell)}</{tag.split(maxsplit=1)[0]}>"
                for cell, alignment in zip(cells, block.alignments, strict=True)
            )

        header = row(block.header, 'th scope="col"')
        rows = "".join(f"<tr>{row(cells, 'td')}</tr>" for cells in block.rows)
        table = f"<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"
        return f'<div class="table">{table}</div>'


_SET: Mapping[Alignment, str] = {
    "": "",
    "left": ' class="to-left"',
    "center": ' class="centred"',
    "right": ' class="to-right"',
}


def _formula(shown: str) -> str:
    return shown if shown.startswith("<") else html_escape(shown, quote=False)


_LINE = re.compile(r"(^(?!<p>)|<p>|<br>)((?:(?!<br>|</p>).)*)", re.DOTALL)
_LONGEST_LINE = 80
"""Characters of a line that paper doesn't break."""


def is_verse(blocks: Blocks) -> bool:
    """Tell whether the lines of a text are its author's own, the same on paper and screens."""
    if not all(isinstance(block, Paragraph) for block in blocks):
        return False
    lines = [line for block in blocks for line in _lines_of(block)]
    return len(lines) > len(blocks) and max(map(len, lines)) <= _LONGEST_LINE


def _lines_of(block: Block) -> list[str]:
    runs = block.runs if isinstance(block, Paragraph) else ()
    return "".join("\n" if run.kind == "break" else run.text for run in runs).split("\n")


def with_line_numbers(html: str, every: int, blocks: Blocks, *, skipped: int = 0) -> str:
    """Mark every so-many'th line of a text; style sheets show the number, so that none is copied.

    Args:
        html: The text, and what stands before and behind it.
        every: 5 numbers every fifth.
        blocks: The text whose lines count.
        skipped: How many paragraphs of one line stand before it.

    """
    total = sum(len(_lines_of(block)) for block in blocks)
    number = -skipped

    def mark(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        if not 0 < number <= total:
            return found[0]
        sign = f'<span class="line" data-line="{number}"></span>' if number % every == 0 else ""
        return f'{found[1]}<span class="row">{sign}{found[2]}</span>'

    return f'<div class="verse">{_LINE.sub(mark, html)}</div>'


def styled(html: str, run: Run) -> str:
    """Wrap HTML in the style of a run."""
    if run.ruby:
        html = f"<ruby>{html}<rt>{html_escape(run.ruby, quote=False)}</rt></ruby>"
    for on, tag in ((run.code, "code"), (bool(run.script), run.script), (run.italic, "em")):
        if on:
            html = f"<{tag}>{html}</{tag}>"
    if run.bold:
        html = f"<strong>{html}</strong>"
    if run.href:
        html = f'<a href="{html_escape(run.href)}" rel="noopener noreferrer">{html}</a>'
    return html
