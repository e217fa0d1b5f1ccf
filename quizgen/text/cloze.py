"""Cloze marks: `{{2::text::hint}}`, nested as in Anki. They are no Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import Blocks, with_runs
from quizgen.text.runs import Rich, Run


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank of a cloze text: its number, the hidden text, a hint.

    The text may hold blanks of its own: `{{1::office in {{2::November}}}}`.
    """

    number: int
    text: str
    hint: str = ""


_CLOZE = re.compile(
    # Anki's own way of numbering, {{c1::text}}, is understood as well. Braces and colons inside
    # maths and code are their own, unless a mark in it bears a number.
    r"(?P<code>`(?:(?!\{\{c?\d{1,3}::)[^`])+`)"
    r"|(?P<math>(?<![\\$])\$(?=\S)(?:(?!\{\{c?\d{1,3}::)(?:[^$\\]|\\.))*?(?<=\S)\$(?!\d))"
    r"|(?P<open>\{\{(?!\{)(?:c?(?P<number>\d{1,3})::)?)|(?P<close>\}\})",
    re.DOTALL,
)


class _Whole(str):
    """A formula or a piece of code: no hint begins inside it."""

    __slots__ = ()


@dataclass(slots=True)
class _Open:
    """A mark whose end has not been seen yet."""

    mark: re.Match[str]
    parts: list[str | Blank]

    def unclosed_braces(self) -> int:
        """Count the braces of the text's own that are still open."""
        text = "".join(part for part in self.parts if isinstance(part, str))
        return max(0, text.count("{") - text.count("}"))

    def closed(self) -> Blank:
        """Close the mark; what follows the first `::` outside inner marks is its hint."""
        text, colons, hint = "", "", ""
        for part in self.parts:
            written = _marked(part) if isinstance(part, Blank) else part
            if colons:
                hint += written
            elif isinstance(part, (Blank, _Whole)):
                text += written
            else:
                head, colons, hint = written.partition("::")
                text += head
        return Blank(int(self.mark["number"] or 1), text.strip(), hint.strip())


def _marked(blank: Blank) -> str:
    """Write a blank as a mark."""
    hint = f"::{blank.hint}" if blank.hint else ""
    return f"{{{{{blank.number}::{blank.text}{hint}}}}}"


def cloze_parts(text: str) -> list[str | Blank]:
    """Split a cloze text into plain stretches and blanks; unnumbered blanks are number 1.

    Marks nest as in Anki: the nearest `}}` closes the innermost open mark. A mark that is never
    closed, and a `}}` that closes nothing, are characters of the text.
    """
    done: list[str | Blank] = []
    stack: list[_Open] = []
    end = 0

    def add(part: str | Blank) -> None:
        if part != "":
            (stack[-1].parts if stack else done).append(part)

    while token := _CLOZE.search(text, end):
        add(text[end : token.start()])
        end = token.end()
        if token["open"]:
            stack.append(_Open(token, []))
        elif token["close"] and stack:
            own = stack[-1].unclosed_braces()
            if text.startswith("}" * own, end):  # in `{{mc^{2}}}` the first brace is TeX's
                add("}" * own)
                end += own
            add(stack.pop().closed())
        else:
            add(token[0] if token["close"] else _Whole(token[0]))
    add(text[end:])
    for left in stack:
        done += [left.mark[0], *left.parts]
    return list(_joined(done))


def _joined(parts: Iterable[str | Blank]) -> Iterable[str | Blank]:
    """Join neighbouring stretches of plain text."""
    kept = ""
    for part in parts:
        if isinstance(part, str):
            kept += part
            continue
        if kept:
            yield kept
        kept = ""
        yield part
    if kept:
        yield kept


def depth_of_blanks(text: str) -> int:
    """Say how deep the blanks of a cloze text nest: 1 where none stands in another."""
    if "{{" not in text:
        return 0
    inner = [depth_of_blanks(p.text) for p in cloze_parts(text) if isinstance(p, Blank)]
    return 1 + max(inner) if inner else 0


def blanks_of(text: str) -> list[Blank]:
    """Give every blank of a cloze text, each before those inside it."""
    found: list[Blank] = []
    for part in cloze_parts(text):
        if isinstance(part, Blank):
            found += [part, *(blanks_of(part.text) if "{{" in part.text else ())]
    return found


def strip_cloze(text: str) -> str:
    """Give a text as it reads with every blank filled in."""
    if "{{" not in text:
        return text
    return "".join(strip_cloze(p.text) if isinstance(p, Blank) else p for p in cloze_parts(text))


_STAND_IN = "\ufdd0"
_MATH_BLANK = "\u25a1"


def cloze_blocks(text: str, blank: Callable[[Blank, Run], Iterable[Run]]) -> Blocks:
    """Parse a cloze text, each outermost blank replaced by the runs that `blank` gives.

    Args:
        text: The cloze text.
        blank: Called with each blank and the run it stands in, whose style it takes over; a run
            of kind `math` means that the blank is part of a formula.

    """
    parts = cloze_parts(text)
    left = iter([part for part in parts if isinstance(part, Blank)])
    shown = "".join(
        _STAND_IN if isinstance(part, Blank) else part.replace(_STAND_IN, "") for part in parts
    )

    def filled(rich: Rich) -> Rich:
        return tuple(run for whole in rich for run in _filled(whole, left, blank))

    return with_runs(parse_blocks(shown), filled)


def _filled(
    run: Run, left: Iterator[Blank], blank: Callable[[Blank, Run], Iterable[Run]]
) -> Iterator[Run]:
    """Give what a run becomes when its stand-ins are replaced by the blanks that are left."""
    pieces = run.text.split(_STAND_IN) if run.kind in {"text", "math"} else [run.text]
    if run.kind == "math" and len(pieces) > 1:
        inner = [list(blank(next(left), run)) for _ in pieces[1:]]
        tex = "".join(
            p + (i[0].text if i else "") for p, i in zip(pieces, [*inner, []], strict=True)
        )
        yield replace(run, text=tex)
        yield from (r for i in inner for r in i[1:])
        return
    for index, piece in enumerate(pieces):
        yield from blank(next(left), run) if index else ()
        if piece or run.kind != "text":
            yield replace(run, text=piece)


def parse_cloze(text: str) -> tuple[Blocks, tuple[Blank, ...]]:
    """Parse a cloze text, with a `blank` run for each outermost mark, and the blanks.

    A blank inside a formula shows as a box there, and as a blank behind it; its text is maths.
    """
    blanks: list[Blank] = []

    def blank(found: Blank, run: Run) -> Iterable[Run]:
        in_math = run.kind == "math"
        text = strip_cloze(found.text)
        blanks.append(replace(found, text=f"${text}$" if in_math else text))
        shown = (
            Run(found.hint, "blank")
            if in_math
            else replace(run, text=found.hint, kind="blank", href="")
        )
        return [Run(_MATH_BLANK), shown] if in_math else [shown]

    return cloze_blocks(text, blank), tuple(blanks)
