"""A row of a table -> a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quizgen.bank.item_types import ITEM_TYPES
from quizgen.bank.syntax.fields import suggest_slug
from quizgen.bank.syntax.writing import value_of
from quizgen.formats.our_table import unguarded
from quizgen.formats.tables import Sheet, SheetRow
from quizgen.inputs.choices import choice_fields
from quizgen.inputs.numerals import numeral_of
from quizgen.inputs.reading import ForeignItem, Plain, Status, Value
from quizgen.inputs.table.headings import word
from quizgen.inputs.table.keys import Doubt, right_options
from quizgen.inputs.table.layout import Layout
from quizgen.inputs.truth import truth_of
from quizgen.problems import Where
from quizgen.text.spelling import spell_out

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)?")
_SIDES = re.compile(r"\s*(?:->|→|⇒|=>|\t|=)\s*")
_PARTED = re.compile(r"\s*[;|\n]\s*")
_BLANK = re.compile(r"\{\{.+?\}\}", re.DOTALL)
_TYPE_WORDS: Mapping[str, str] = {
    **{word(name): name for name in ITEM_TYPES},
    **dict.fromkeys(("mc", "multiplechoice", "singlechoice", "sc", "choice", "mcq", "qcm"), ""),
    **dict.fromkeys(("multipleanswers", "multipleselect", "ma", "checkbox", "checkboxes"), ""),
    **dict.fromkeys(("truefalse", "tf", "truthfalse", "wahrfalsch", "vraifaux"), "true-false"),
    **dict.fromkeys(
        ("shortanswer", "sa", "short", "text", "kurzantwort", "fillin"), "short-answer"
    ),
    **dict.fromkeys(("numeric", "number", "numerical", "zahl", "nombre", "numero"), "numeric"),
    **dict.fromkeys(
        ("essay", "open", "openended", "offen", "ouverte", "longanswer"), "open-response"
    ),
    **dict.fromkeys(("flashcard", "card", "karte", "karteikarte", "carte", "tarjeta"), "flashcard"),
    **dict.fromkeys(("matching", "match", "zuordnung", "appariement", "relacionar"), "matching"),
    **dict.fromkeys(("ordering", "order", "sortieren", "reihenfolge", "ordonner"), "ordering"),
    **dict.fromkeys(("cloze", "luckentext", "gap", "fillintheblank", "texteatrous"), "cloze"),
}
"""What a column `type` may say; nothing where the options and the key say more."""

_AS_IT_STANDS = ("topic", "explanation", "hint", "stimulus", "lang", "note", "match")
_READ_APART = frozenset(
    "id type topic level points question key option wrong explanation evidence hint tags front "
    "back tolerance unit image alt stimulus time lang status note match number why".split()
)
"""Columns whose cells are read here; others of a bank's keys stand as they would in the bank."""
_CITED = re.compile(r"(?:([a-z0-9][a-z0-9._-]*) )?p(\d{1,5}): (.+)", re.DOTALL)


@dataclass(slots=True)
class _Row:
    """A row while it is read."""

    row: SheetRow
    layout: Layout
    table: Sheet
    shown: str
    notes: list[str] = field(default_factory=list)
    """What was degraded."""

    def text(self, meaning: str) -> str:
        """Give the cell of a meaning."""
        return unguarded(self.row.cell(self.layout.first(meaning)))

    def texts(self, meaning: str) -> list[str]:
        """Give the filled cells of a meaning, in their order."""
        cells = (unguarded(self.row.cell(at)) for at in self.layout.of(meaning))
        return [cell for cell in cells if cell]

    def where(self, meaning: str = "") -> Where:
        """Give the place of a meaning's cell; of the row's first one for none."""
        return self.table.where(self.shown, self.row, max(self.layout.first(meaning), 0))


def item_of(row: SheetRow, layout: Layout, table: Sheet, shown: str) -> ForeignItem:
    """Read a row as a question.

    Args:
        row: The row.
        layout: What its columns hold.
        table: The table it stands in.
        shown: How messages name the file.

    """
    read = _Row(row, layout, table, shown)
    fields = _fields(read)
    if isinstance(fields, Doubt):
        return ForeignItem(
            where=read.where("key"), status="refused", why=fields.why, help=fields.help
        )
    fields = {**_common(read), **fields, **_as_in_a_bank(read)}
    status: Status = "degraded" if read.notes else "kept"
    places = {"answer": read.where("key"), "explanation": read.where("explanation")}
    return ForeignItem(
        where=read.where("question" if read.text("question") else "front"),
        fields=fields,
        places=places,
        status=status,
        why="; ".join(read.notes),
        source=read.text("id") or str(row.number),
    )


_Fields = Mapping[str, Value] | Doubt


def _fields(read: _Row) -> _Fields:
    told = word(read.text("type"))
    if told and told not in _TYPE_WORDS:
        known = ", ".join(ITEM_TYPES)
        return Doubt(f"there is no type {read.text('type')!r}", f"write one of {known}")
    kind = _TYPE_WORDS.get(told, "")
    if read.text("front") or kind == "flashcard":
        return _card(read)
    if not read.text("question"):
        return Doubt("this row has no question", "write one, or delete the row")
    if kind == "matching":
        return _matching(read)
    if kind == "ordering":
        return {"question": read.text("question"), "order": read.texts("option")}
    if kind == "open-response":
        if read.text("rubric"):
            return {"question": read.text("question")}
        rubric = [part for part in _PARTED.split(read.text("key")) if part]
        return {"question": read.text("question"), "rubric": rubric}
    if kind == "cloze" or (_BLANK.search(read.text("question")) and not read.text("key")):
        return {"cloze": read.text("question")}
    return _answered(read, kind)


def _card(read: _Row) -> _Fields:
    front = read.text("front") or read.text("question")
    back = read.text("back") or read.text("key")
    if not front or not back:
        lacks = "back" if front else "front"
        return Doubt(f"this card has no {lacks}", "write it, or delete the row")
    return {"front": front, "back": back}


def _matching(read: _Row) -> _Fields:
    sides = [_SIDES.split(text, maxsplit=1) for text in read.texts("option")]
    if not sides or any(len(pair) != 2 for pair in sides):
        return Doubt("a pair needs two sides", "write each as `left -> right` under an option")
    pairs = [pair for pair in sides if pair[0]]
    extra = [right for left, right in sides if not left]
    return {"question": read.text("question"), "pairs": pairs} | ({"extra": extra} if extra else {})


def _answered(read: _Row, kind: str) -> _Fields:
    """Read what has a key: a choice, a statement, a number, a word."""
    question, key = read.text("question"), read.text("key")
    wrong, options = read.texts("wrong"), read.texts("option")
    truth = truth_of(key, plainly=kind != "true-false")
    statement = all(truth_of(option) is not None for option in options) and len(options) in {0, 2}
    if kind == "true-false" or (truth is not None and statement and not wrong):
        if truth is None:
            return _statement_of(read, options)
        return {"question": question, "answer": Plain("true" if truth else "false")}
    if wrong and not options:
        return _with_wrong(read, wrong)
    if options:
        return _choice(read, options)
    if not key:
        return Doubt("this row has no key", "write what is right")
    return _typed(read, kind)


def _statement_of(read: _Row, options: Sequence[str]) -> _Fields:
    """Read a statement whose key is a letter or number of `True` and `False`."""
    found = right_options(read.text("key"), options)
    truth = None if isinstance(found, Doubt) else truth_of(options[found[0]])
    if truth is None:
        key = read.text("key")
        return Doubt(f"the key {key!r} is neither true nor false", "write `true` or `false`")
    return {"question": read.text("question"), "answer": Plain("true" if truth else "false")}


def _with_wrong(read: _Row, wrong: Sequence[str]) -> _Fields:
    key = read.text("key")
    if not key:
        return Doubt("this row has no right answer", "write it")
    return choice_fields(read.text("question"), [key, *wrong], [0])


def _choice(read: _Row, options: Sequence[str]) -> _Fields:
    # A key by number or letter means the column, filled or not.
    columns = read.layout.of("option")
    cells = [unguarded(read.row.cell(at)) for at in columns]
    found = right_options(read.text("key"), cells)
    if isinstance(found, Doubt):
        if len(options) == 1 and not read.text("key"):
            return Doubt("there is one option, and no key", "write more options, or a key")
        return found
    meant = [cells[place] for place in found]
    if not all(meant):
        return Doubt(f"the key {read.text('key')!r} names an option that is empty")
    if len(options) < 2:
        return {"question": read.text("question"), "answer": meant[0]}
    right = [options.index(text) for text in meant]
    fields = choice_fields(read.text("question"), options, right)
    if read.text("type") in ITEM_TYPES and "shuffle" not in fields:
        fields = {**fields, "shuffle": Plain("true")}  # our own table says where it is not so
    return {**fields, "options": _with_whys(read, options)} if read.layout.of("why") else fields


def _with_whys(read: _Row, options: Sequence[str]) -> list[Value]:
    """Give options with what is said of each where it is chosen."""
    whys = {read.layout.columns[at].number: read.row.cell(at) for at in read.layout.of("why")}
    told = [whys.get(number, "") for number in range(1, len(options) + 1)]
    pairs = zip(options, told, strict=True)
    return [{"text": text, "why": why} if why else text for text, why in pairs]


def _typed(read: _Row, kind: str) -> _Fields:
    question, key = read.text("question"), read.text("key")
    number = numeral_of(key)
    if kind == "numeric" and not number:
        help = "write it without signs between thousands: 1500, or 1.5"
        return Doubt(f"{key!r} could be two numbers, or is none", help)
    if number and kind != "short-answer":
        fields: dict[str, Value] = {"question": question, "answer": Plain(number)}
        margin = read.text("tolerance").lstrip("±+-/ ")
        if margin:
            bare = numeral_of(margin.rstrip("% "))
            fields["tolerance"] = Plain(f"{bare}%" if margin.endswith("%") else bare)
        return fields | ({"unit": read.text("unit")} if read.text("unit") else {})
    others = read.text("accept")
    accept = [] if others[:1] == "[" else [part for part in _PARTED.split(others) if part]
    return {"question": question, "answer": key, **({"accept": accept} if accept else {})}


# --- what any question may have -------------------------------------------------------------------


def _common(read: _Row) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    if id := id_of(read.text("id")):
        fields["id"] = id
    for key in _AS_IT_STANDS:
        if text := read.text(key):
            fields[key] = text
    if tags := [tag for tag in re.split(r"\s*[;,\n]\s*", read.text("tags")) if tag]:
        fields["tags"] = tags
    if points := numeral_of(read.text("points")):
        fields["points"] = Plain(points)
    if read.text("level").isdigit():
        fields["level"] = Plain(read.text("level"))
    elif read.text("level"):
        read.notes.append(f"the level {read.text('level')!r} is left out: levels are 1 to 5")
    if (status := read.text("status")) in {"ok", "draft", "retired"}:
        fields["status"] = status
    if (image := read.text("image")) and not image.startswith("{"):
        fields["image"] = {"file": image, "alt": read.text("alt") or image}
    if evidence := [_cited(line) for line in read.text("evidence").split("\n") if line]:
        fields["evidence"] = evidence
    return fields


def _cited(line: str) -> Value:
    """Read `nato-75-summit p12: words`, as our own table has it."""
    found = _CITED.fullmatch(line)
    if not found or not found[1]:
        return line
    return {"source": found[1], "paragraph": Plain(found[2]), "quote": found[3]}


def sources_of(item: ForeignItem) -> list[str]:
    """Give the sources that a question cites."""
    cited = item.fields.get("evidence", "")
    listed = cited if isinstance(cited, list) else []
    return [str(one["source"]) for one in listed if isinstance(one, Mapping)]


def _as_in_a_bank(read: _Row) -> dict[str, Value]:
    """Read the cells of columns that bear the name of a bank's key."""
    fields: dict[str, Value] = {}
    for at, column in read.layout.columns.items():
        text = read.row.cell(at)
        bracketed = text[:1] in {"[", "{"}
        if text and (
            column.meaning not in _READ_APART or (bracketed and column.meaning == "image")
        ):
            if column.meaning == "accept" and not bracketed:
                continue  # `colour; color`, as people write it
            fields[column.meaning] = value_of(text)
    return fields


def id_of(text: str) -> str:
    """Make an item's id of what a table calls it; nothing of nothing."""
    low = text.strip().lower()
    return low if _ID.fullmatch(low) else suggest_slug(spell_out(low)) if low else ""
