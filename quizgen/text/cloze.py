"""Cloze marks: `{{2::text::hint}}`, nested as in Anki. They are no Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import Block, Blocks, CodeBlock, with_runs
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
    r"|(?P<math>(?<![\\$])\$(?=\S)(?:(?!\{\{c?\d{1,3}::)(?:[^$\\]|\\.))*?(?<=\S)\$(?!\d)"
    r"|(?<![\\$])\$\$(?:(?!\{\{c?\d{1,3}::)[^$])+\$\$"
    r"|\\(?:\((?:(?!\{\{c?\d{1,3}::).)+?\\\)|\[(?:(?!\{\{c?\d{1,3}::).)+?\\\]))"
    r"|(?P<open>\{\{(?!\{)(?:c?(?P<number>\d{1,3})::)?)|(?P<close>\}\})",
    re.DOTALL,
)


FENCED = re.compile(
    r"^[ \t>]*(?P<fence>`{3,}|~{3,})[^`\n]*\n.*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_IN_FENCE = re.compile(
    # A blank holds no brace and no space at its ends, so that `{{1, 2}, {3, 4}}` and
    # `{{ name }}` are the program's own; with a number it holds anything.
    r"(?P<open>\{\{(?:c?(?P<number>\d{1,3})::|(?=[^\s{}](?:[^{}\n]*[^\s{}])?\}\}(?!\}))))"
    r"|(?P<close>\}\})"
)


def _next_mark(text: str, at: int, fences: Iterable[tuple[int, int]]) -> re.Match[str] | None:
    """Find the next mark of a cloze text; in a code block only what is one beyond doubt."""
    for start, end in fences:
        if at < start and (mark := _CLOZE.search(text, at, start)):
            return mark
        if at < end and (mark := _IN_FENCE.search(text, max(at, start), end)):
            return mark
        at = max(at, end)
    return _CLOZE.search(text, at)


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
    fences = [fence.span() for fence in FENCED.finditer(text)] if "\n" in text else []

    def add(part: str | Blank) -> None:
        if part != "":
            (stack[-1].parts if stack else done).append(part)

    while token := _next_mark(text, end, fences):
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


BETWEEN_CHOICES = " / "


def with_choices(text: str, choices: Mapping[int, Sequence[str]]) -> str:
    """Give a cloze text whose blanks name in their hints what they offer to choose from.

    Args:
        text: The cloze text.
        choices: What the outermost blanks offer, by their places from 1.

    """
    if not choices:
        return text
    parts = cloze_parts(text)
    place = 0
    for index, part in enumerate(parts):
        if isinstance(part, Blank):
            place += 1
            if place in choices:
                offered = BETWEEN_CHOICES.join(choices[place])
                hint = f"{part.hint}: {offered}" if part.hint else offered
                parts[index] = replace(part, hint=hint)
    return "".join(_marked(part) if isinstance(part, Blank) else part for part in parts)


def strip_cloze(text: str) -> str:
    """Give a text as it reads with every blank filled in."""
    if "{{" not in text:
        return text
    return "".join(strip_cloze(p.text) if isinstance(p, Blank) else p for p in cloze_parts(text))


_STAND_IN = "\ufdd0"
_MATH_BLANK = "\u25a1"


IN_CODE = Run("", code=True)
"""The run that a blank in a code block stands in."""


def cloze_blocks(
    text: str, blank: Callable[[Blank, Run], Iterable[Run]], *, ruby: bool = False
) -> Blocks:
    """Parse a cloze text, each outermost blank replaced by the runs that `blank` gives.

    Args:
        text: The cloze text.
        blank: Called with each blank and the run it stands in, whose style it takes over; a run
            of kind `math` means that the blank is part of a formula, `IN_CODE` that it is part of
            a program.
        ruby: Whether `漢字[かんじ]` is ruby.

    """
    parts = cloze_parts(text)
    left = iter([part for part in parts if isinstance(part, Blank)])
    shown = "".join(
        _STAND_IN if isinstance(part, Blank) else part.replace(_STAND_IN, "") for part in parts
    )

    def filled(runs: Rich, block: Block) -> Rich:
        made: list[Run] = []
        for run in runs:
            place = IN_CODE if isinstance(block, CodeBlock) else run
            made += _filled(run, place, left, blank)
        return tuple(made)

    return with_runs(parse_blocks(shown, ruby=ruby), filled)


def _filled(
    run: Run, place: Run, left: Iterator[Blank], blank: Callable[[Blank, Run], Iterable[Run]]
) -> Iterator[Run]:
    """Give what a run becomes when its stand-ins are replaced by the blanks that are left."""
    if run.kind == "math":
        blanks = (list(blank(next(left), place)) for _ in range(run.text.count(_STAND_IN)))
        yield from _filled_formula(run, list(blanks))
        return
    pieces = run.text.split(_STAND_IN) if run.kind == "text" else [run.text]
    for index, piece in enumerate(pieces):
        yield from blank(next(left), place) if index else ()
        if piece or run.kind != "text":
            yield replace(run, text=piece)


def _filled_formula(run: Run, blanks: Sequence[Sequence[Run]]) -> Iterator[Run]:
    """Put the first run of each blank into a formula; what else a blank gives stands behind it."""
    first, *others = run.text.split(_STAND_IN)
    inner = (
        (runs[0].text if runs else "") + rest for runs, rest in zip(blanks, others, strict=True)
    )
    yield replace(run, text=first + "".join(inner))
    yield from (more for runs in blanks for more in runs[1:])


def parse_cloze(text: str, *, ruby: bool = False) -> tuple[Blocks, tuple[Blank, ...]]:
    """Parse a cloze text, with a `blank` run for each outermost mark, and the blanks.

    A blank inside a formula shows as a box there, and as a blank behind it; its text is maths.
    The text of one inside a code block is code.
    """
    blanks: list[Blank] = []

    def blank(found: Blank, run: Run) -> Iterable[Run]:
        in_math = run.kind == "math"
        text = strip_cloze(found.text)
        text = f"${text}$" if in_math else _as_code(text) if run is IN_CODE else text
        blanks.append(replace(found, text=text))
        if in_math:
            return [Run(_MATH_BLANK), Run(found.hint, "blank")]
        style = Run("") if run is IN_CODE else run
        return [replace(style, text=found.hint, kind="blank", href="")]

    return cloze_blocks(text, blank, ruby=ruby), tuple(blanks)


def _as_code(text: str) -> str:
    """Mark a piece of a program as code, so that no sign in it is a mark."""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    if "\n" in text:
        return f"{max(fence, '```')}\n{text}\n{max(fence, '```')}"
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"
