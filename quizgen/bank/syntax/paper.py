"""What `paper:` of a bank says about printing, as one table of slots."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quizgen.bank.syntax.fields import (
    FLAG,
    NUMBER,
    SLUG,
    TEXT,
    WORD,
    Field,
    Schema,
    json_schema_of,
    list_of,
    mapping_field,
    one_of,
    one_or_many,
    whole,
)
from quizgen.bank.syntax.yaml_tree import Document, Node, Scalar, Seq
from quizgen.model import (
    CARD_SIDES,
    CARD_SIZES,
    KEYS,
    PAPER_SIZES,
    PRINT_FIELDS,
    PRINT_SLOTS,
    PROFILES,
    CardSettings,
    PaperSettings,
)
from quizgen.problems import did_you_mean

MOST_FORMS = 1000
EACH = "each"
"""In place of a number of forms: one for each pupil."""


def template_problem(text: str) -> tuple[str, str] | None:
    """Say what is wrong with a header or footer template, and what to do; None if nothing is."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return "a brace without its partner", "write {{ for a brace that is printed"
    for _, slot, spec, conversion in parts:
        if slot is not None and (slot not in PRINT_SLOTS or spec or conversion):
            return f"nothing is called {{{slot}}}", did_you_mean(slot, PRINT_SLOTS)
    return None


def _read_template(document: Document, node: Node, name: str) -> str | None:
    text: str | None = TEXT.read(document, node, name)
    wrong = template_problem(text) if text else None
    if wrong:
        document.report("bad-template", node.mark, f"{name}: {wrong[0]}", wrong[1])
        return None
    return text


def _read_tint(document: Document, node: Node, name: str) -> str | None:
    text: str | None = WORD.read(document, node, name)
    if text is None or re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        return text.lower() if text else None
    help = 'write a colour as its six digits, in quotes: "#fdf6e3"'
    document.report("bad-tint", node.mark, f"{name}: {text!r} is no colour", help)
    return None


_FACE_FILE = re.compile(r"(?!.*\.\.)[^/\\:].*\.(?:ttf|ttc)", re.IGNORECASE)


def _read_face(document: Document, node: Node, name: str) -> str | None:
    text: str | None = WORD.read(document, node, name)
    if text is None or _FACE_FILE.fullmatch(text):
        return text
    help = "name a TrueType file, .ttf, beside the bank or among the system's fonts"
    document.report("bad-face", node.mark, f"{name}: {text!r} can't be a face", help)
    return None


_FACE = Field(_read_face, {"type": "string", "pattern": r"\.[tT][tT][fFcC]$"})
_FACES = Schema(
    "faces",
    {
        "regular": _FACE.about("In place of our text face."),
        "bold": _FACE,
        "italic": _FACE,
        "bold-italic": _FACE,
        "others": list_of(_FACE).about("For characters that the text face lacks, in this order."),
    },
)


def _read_faces(document: Document, node: Node, name: str) -> dict[str, tuple[str, ...]] | None:
    """Read faces by role, or a list of those that step in for the text face."""
    if type(node) is Seq:
        listed = list_of(_FACE).read(document, node, name)
        return None if listed is None else {"others": tuple(listed)}
    values = mapping_field(_FACES).read(document, node, name)
    if values is None:
        return None
    return {k: tuple(v) if isinstance(v, list) else (v,) for k, v in values.items()}


FARTHEST = 15
"""Millimetres that backs may be moved: a printer that is further off has another trouble."""


def _read_shift(document: Document, node: Node, name: str) -> float | None:
    number = NUMBER.read(document, node, name)
    if number is None or abs(number) <= FARTHEST:
        return None if number is None else float(number)
    message = f"{name} must be from -{FARTHEST} to {FARTHEST} millimetres, found {number}"
    document.report("wrong-kind", node.mark, message)
    return None


_SHIFT = Field(_read_shift, {"type": "number", "minimum": -FARTHEST, "maximum": FARTHEST})
_CARDS = Schema(
    "cards",
    {
        "size": one_of(*CARD_SIZES).about("Of flashcards; 8-up if missing."),
        "sides": one_of(*CARD_SIDES).about("How sheets are turned for their backs."),
        "back-dx": _SHIFT.about("Millimetres that backs are moved to the right."),
        "back-dy": _SHIFT.about("Millimetres that backs are moved down."),
    },
)


def _read_cards(document: Document, node: Node, name: str) -> CardSettings | None:
    values = mapping_field(_CARDS).read(document, node, name)
    if values is None:
        return None
    return CardSettings(**{key.replace("-", "_"): value for key, value in values.items()})


LONGEST_FIELD = 40


def _read_print_field(document: Document, node: Node, name: str) -> str | None:
    """Read the name of a line to fill in: one that we know, or words of the author's own."""
    text: str | None = WORD.read(document, node, name)
    if text is None:
        return None
    text = " ".join(text.split())
    if text.lower() in PRINT_FIELDS:
        return text.lower()
    if text and len(text) <= LONGEST_FIELD and text.isprintable():
        return text
    message = f"{name}: {text[:20]!r} can't stand before a line to fill in"
    document.report("wrong-kind", node.mark, message, f"{LONGEST_FIELD} letters at most")
    return None


def _read_count(document: Document, node: Node, name: str) -> int | str | None:
    """Read a number of forms, or that each pupil has one."""
    if type(node) is Scalar and node.text.strip() == EACH:
        return EACH
    count: int | None = whole(1, MOST_FORMS).read(document, node, name)
    return count


def _read_up(document: Document, node: Node, name: str) -> int | None:
    number: int | None = whole(1, 4).read(document, node, name)
    if number == 3:
        help = "write 2 or 4"
        document.report("wrong-kind", node.mark, "a sheet is cut into two or four papers", help)
        return None
    return number


_TEMPLATE = Field(_read_template, {"type": "string"})
_SIZES = one_of(
    *PAPER_SIZES, *(name.upper() if len(name) == 2 else name.title() for name in PAPER_SIZES)
)
PAPER = Schema(
    "paper",
    {
        "size": _SIZES.about("The sheet; a4 if missing."),
        "profile": one_or_many(one_of(*PROFILES)).about(
            "How it is set; several make a paper of each. Items, order and letters are the same."
        ),
        "columns": whole(1, 2),
        "school": TEXT.about("Printed above the title."),
        "class": TEXT,
        "date": TEXT.about("Printed in place of a line to write it on."),
        "header": _TEMPLATE.about("At the top: `{school}, {class}`."),
        "footer": _TEMPLATE.about("At the foot, in place of `Form A, page 1 of 2`."),
        "fields": list_of(
            Field(
                _read_print_field,
                {"type": "string", "examples": list(PRINT_FIELDS), "maxLength": LONGEST_FIELD},
            ),
            at_least=0,
        ).about(
            f"What stands under the title to fill in: {', '.join(PRINT_FIELDS)}, or words of your "
            "own; `[]`: nothing."
        ),
        "tint": Field(_read_tint, {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}).about(
            "A colour behind the text, such as cream."
        ),
        "ink-saving": FLAG.about("`true`: no tints, no filled shapes."),
        "duplex": FLAG.about("`true`: an even number of pages for each paper."),
        "one-file": FLAG.about("`true`: all forms of a quiz in one PDF."),
        "up": Field(_read_up, {"type": "integer", "enum": [1, 2, 4]}).about(
            "`2` or `4` small papers to a sheet, with lines to cut along."
        ),
        "copies": whole(1, MOST_FORMS).about("So many papers in one PDF, the forms in turn."),
        "quizzes": list_of(SLUG).about("Print these quizzes only."),
        "forms": Field(
            _read_count,
            {"anyOf": [{"type": "integer", "minimum": 1, "maximum": MOST_FORMS}, {"const": EACH}]},
        ).about("So many forms of each quiz, whatever it says; `each`: one for each pupil."),
        "roster": WORD.about(
            "A class list beside the bank, CSV or XLSX: papers have names. Where no number of "
            "forms is given, each pupil has a form of their own."
        ),
        "key": one_of(*KEYS).about("`full` adds reasons, evidence and topics to the key."),
        "marked": FLAG.about(
            "The pupils' pages with answers drawn: `true` for any number of forms, `false` never."
        ),
        "faces": Field(
            _read_faces,
            {"anyOf": [{"type": "array", "items": _FACE.schema}, json_schema_of(_FACES)]},
        ).about("Font files, by role or for what the text face lacks."),
        "cards": Field(_read_cards, json_schema_of(_CARDS)).about("How flashcards are printed."),
    },
)
PAPER_SLOT = mapping_field(PAPER)

_RENAMED = {
    "profile": "profiles",
    "class": "group",
    "ink-saving": "saving",
    "one-file": "one_file",
}


def print_of(values: Mapping[str, Any]) -> PaperSettings:
    """Turn what was read, or what a command line says, into a value; missing ones are usual."""
    given: dict[str, Any] = {}
    for key, value in values.items():
        kept = (
            value.lower() if key == "size" else tuple(value) if isinstance(value, list) else value
        )
        given[_RENAMED.get(key, key)] = kept
    if given.get("forms") == EACH:
        given |= {"forms": 0, "each": True}
    return PaperSettings(**given)


def read_paper(document: Document, node: Node, name: str) -> PaperSettings | None:
    """Read the whole mapping."""
    values = PAPER_SLOT.read(document, node, name)
    return None if values is None else print_of(values)


# Where systems keep their fonts; a bank names a file, never a path out of its folder.
_FONT_FOLDERS = (
    "~/.local/share/fonts",
    "~/.fonts",
    "/usr/local/share/fonts",
    "/usr/share/fonts",
    "~/Library/Fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)


def find_face(name: str, folder: Path) -> Path | None:
    """Find a font file that a bank names: beside the bank, else among the system's fonts."""
    beside = folder / name
    if beside.is_file():
        return beside
    for home in map(Path, _FONT_FOLDERS):
        found = next(iter(sorted(home.expanduser().rglob(Path(name).name))), None)
        if found is not None and found.is_file():
            return found
    return None
