"""A text beside what will be shown of it: nothing changes or vanishes unseen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import assert_never
from urllib.parse import unquote

from quizgen.bank.text_flaw import Repair, TextFlaw, with_repair
from quizgen.text.block_parser import parse_blocks
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
    runs_of,
)
from quizgen.text.cloze import FENCED
from quizgen.text.inline_rules import ChangedSign
from quizgen.text.markup import changed_signs

_MARK_SIGNS = frozenset("*_~^$\\`[]()<>!|:-+{}%\"'")
"""Signs that marks are made of; only they may be left out."""
_MARKED_BY_A_BACKSLASH = frozenset("\\`*_~^$[](){}<>!&#|")
_AT_A_START = re.compile(r"(?:^|\n)[ \t]*\d*\Z")


def changes_of(text: str) -> Iterator[TextFlaw]:
    """Find what of a text would be shown otherwise than it is written, other than by a mark."""
    told = False
    for change in changed_signs(FENCED.sub("", text)):
        if change.raw[0] == "\\" and _is_a_mark(change):
            continue
        told = True
        yield _changed(change)
    if not told and (difference := difference_of(text, parse_blocks(text))):
        yield TextFlaw(
            "text-changed",
            "warning",
            f"of '{_short(text)}', {difference!r} would not be shown as it is written",
            "put a backslash before signs that are no marks, or write the text in other words",
        )


def _is_a_mark(change: ChangedSign) -> bool:
    """Tell whether a backslash makes a sign of what would be a mark."""
    starts = change.shown in ".-+)" and _AT_A_START.search(change.before)
    return change.shown in _MARKED_BY_A_BACKSLASH or bool(starts)


def _changed(change: ChangedSign) -> TextFlaw:
    head = re.search(r"\S{0,20}\Z", change.before)
    tail = re.match(r"\S{0,20}", change.after)
    left, right = head[0] if head else "", tail[0] if tail else ""
    shown = change.shown
    if not shown.isprintable() or shown.isspace():
        shown = f"U+{ord(shown[0]):04X}"
    message = f"'{left}{change.raw}{right}' is shown as '{left}{shown}{right}'"
    help = f"if that is meant, write {shown}; if not, write \\{change.raw}, or put it into `code`"
    return TextFlaw("text-changed", "warning", message, help)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:57]}..."


def difference_of(text: str, blocks: Blocks) -> str:
    """Say what letters, digits and signs of a text are not shown, or are shown and not written."""
    written = _signs(text)
    shown = _signs("".join(_shown(blocks)))
    lost = written - shown - _signs("".join(_working(blocks)))
    return "".join(
        sorted({sign for sign in lost if sign not in _MARK_SIGNS} | set(shown - written))
    )


def _signs(text: str) -> Counter[str]:
    return Counter(sign for sign in text if not sign.isspace())


def _shown(blocks: Blocks) -> Iterator[str]:
    for block in blocks:
        yield from _numbers(block)
    for run in runs_of(blocks):
        yield run.text
        yield run.ruby


def _working(blocks: Blocks) -> Iterator[str]:
    """Give what of a text works unseen: addresses, names of files, widths, a code's language."""
    for run in runs_of(blocks):
        yield run.href
        yield unquote(run.href)
    for block in blocks:
        yield from _settings(block)


def _numbers(block: Block) -> Iterator[str]:
    """Give the numbers of lists."""
    if isinstance(block, ListBlock):
        yield from block.numbers
    for inner in _inside(block):
        yield from _numbers(inner)


def _settings(block: Block) -> Iterator[str]:
    if isinstance(block, CodeBlock):
        yield block.language
    if isinstance(block, Figure) and block.width:
        yield f"width={block.width}"
    for inner in _inside(block):
        yield from _settings(inner)


def _inside(block: Block) -> Blocks:
    match block:
        case ListBlock(items=items):
            return tuple(inner for item in items for inner in item)
        case QuoteBlock(blocks=inner):
            return inner
        case Paragraph() | Table() | CodeBlock() | DisplayMaths() | Figure():
            return ()
        case _:
            assert_never(block)


# --- powers ---------------------------------------------------------------------------------------

_EXPONENT = r"\^(?:[-+\u2212]?\d+|[A-Za-z](?![A-Za-z])|\([^\s()^]+\))"
_ATOM = r"(?:\d++(?:[.,]\d++)?|\([^\s()]*\)|(?<![A-Za-z])[A-Za-z]{1,2}(?![A-Za-z]))"
_TERM = rf"(?:{_ATOM}(?:{_EXPONENT})?)+"
_POWERS = re.compile(
    rf"(?<![\w$\\^.,=])[-\u2212]?{_TERM}(?:\s?[-+=*/<>\u2264\u2265\u2212\u00b7\u00d7]\s?{_TERM})*"
    r"(?![\w^$])"
)
_UNIT = re.compile(
    r"(?<![\w^$\\])(?P<unit>(?:[A-Za-z\u00b5]{1,3}[/*\u00b7])?(?:[kcdm\u00b5n]?m|s|ha|[A-Za-z]{2,}))"
    r"\^(?P<power>[-+\u2212]?\d)(?![\w^])"
)
_ONE_LETTER = re.compile(r"(?<=\d )[A-Za-z/\u00b7*]+\Z")


def powers_of(text: str) -> Iterator[TextFlaw]:
    """Name powers that are shown as they are typed: `a^2+b^2`."""
    runs = [run for run in runs_of(parse_blocks(text)) if run.kind == "text" and not run.code]
    pairs = [pair for run in runs if "^" in run.text for pair in _powers_in(run.text)]
    if not pairs:
        return
    found = dict.fromkeys(pairs)
    # Only what stands nowhere else in the text, such as in its code, is safe to replace.
    typed = "\n".join(run.text for run in runs)
    repairs = tuple(
        Repair(*pair)
        for pair in found
        if text.count(pair[0]) == typed.count(pair[0])
        and not any(with_repair(other[0], *pair) != other[0] for other in found if other != pair)
    )
    old, new = next(iter(found))
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    help = f"write {new}" + ("; `quizgen check --fix` does" if repairs else "")
    yield TextFlaw("bare-power", "info", f"'{old}'{more} is shown as it stands", help, repairs)


def _powers_in(text: str) -> Iterator[tuple[str, str]]:
    taken: list[tuple[int, int]] = []
    for found in _UNIT.finditer(text):
        lone = len(found["unit"]) == 1 and not re.search(r"\d\s\Z", text[: found.start()])
        if lone:
            continue
        taken.append(found.span())
        yield found[0], f"{found['unit']}^{found['power']}^"
    for found in _POWERS.finditer(text):
        start, end = found.span()
        if re.search(_EXPONENT, found[0]) and all(end <= a or start >= b for a, b in taken):
            yield found[0], f"${_as_tex(found[0])}$"


def _as_tex(text: str) -> str:
    def exponent(found: re.Match[str]) -> str:
        inner = found[0][1:].removeprefix("(").removesuffix(")").replace("\u2212", "-")
        return f"^{inner}" if len(inner) == 1 else f"^{{{inner}}}"

    return re.sub(_EXPONENT, exponent, text).replace("*", r" \cdot ").replace("\u2212", "-")


# --- wrapped lines --------------------------------------------------------------------------------

_STOPS = ".!?:;\u2026\u3002"


_FENCE = ("```", "~~~")


def is_wrapped(text: str) -> bool:
    """Tell whether the lines of a `|` text look as if they ended only because they were full.

    Rows of a table and lines of a program end where they must.
    """
    in_a_row, in_code = 0, False
    for line in text.split("\n"):
        in_code ^= line.lstrip().startswith(_FENCE)
        prose = not in_code and not line.startswith("|")
        in_a_row = in_a_row + 1 if prose and _is_full(line.rstrip()) else 0
        if in_a_row == 3:
            return True
    return False


def _is_full(line: str) -> bool:
    return 60 <= len(line) <= 100 and line[-1:] not in _STOPS


WRAPPED = TextFlaw(
    "wrapped-prose",
    "info",
    "these lines look wrapped, and each is shown as a line of its own",
    "write the text under `>`, which joins them; `quizgen check --fix` does",
    (Repair("|", ">"),),
)
"""Its repair is of the sign that begins the text."""
