"""What a bank may say: every mapping of the format as one table of slots.

The reader, the JSON Schema for editors and the messages all stand on these tables, so they can't
disagree. `question_bank/README.md` says the same in prose.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from zlib import crc32

from msgspec import Struct

from quizgen.bank.syntax.fields import (
    FLAG,
    ITEM_ID,
    NUMBER,
    RICH,
    SLUG,
    TEXT,
    WORD,
    Field,
    Schema,
    as_number,
    found_text,
    json_schema_of,
    list_of,
    map_of,
    mapping_field,
    one_of,
    one_or_many,
    read_fields,
    read_number,
    read_rich,
    whole,
)
from quizgen.bank.syntax.paper import PAPER, read_paper
from quizgen.bank.syntax.yaml_tree import Document, Map, Node, Scalar, Seq
from quizgen.model import TYPE_NAMES, DeckSettings, Evidence, Space
from quizgen.words.truth import may_be_truth_word

# --- values that need more than a slot ----------------------------------------------------------


def option_id(text: str) -> str:
    """Give an option's id: the CRC-32 of its text (NFC), so that it never tells role or place."""
    return f"{crc32(in_nfc(text).encode()):08x}"


def in_nfc(text: str) -> str:
    """Give a text as it counts for what is one option and what is another."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class OptionDraft(Struct, frozen=True, gc=False):
    """An option as written, before its id is known."""

    text: str
    why: str = ""
    id: str = ""


Look = Literal[
    "text", "number", "flag", "list", "yes-no", "truth-word", "number-like", "quantity-like"
]


class Answer(Struct, frozen=True):
    """What stands under `answer`, with the look that decides the item's type."""

    look: Literal[
        "text", "number", "flag", "list", "yes-no", "truth-word", "number-like", "quantity-like"
    ]
    texts: tuple[str, ...]
    number: Decimal | None = None
    ids: tuple[str, ...] = ()
    """Of options that a template filled, or that have theirs from another reading."""


_OPTION = Schema("an option", {"text": RICH, "why": RICH, "id": SLUG}, ("text",))


def _read_option(document: Document, node: Node, name: str) -> OptionDraft | None:
    if type(node) is Map and ("text" in node.entries or not node.flow):
        before = len(document.problems)
        values = read_fields(document, node, _OPTION) or {}
        return OptionDraft(**values) if len(document.problems) == before else None
    text = read_rich(document, node, name)
    if text is None:
        return None
    return OptionDraft(text, "", _first_id(node, text)) if "\n" in text else OptionDraft(text)


def _first_id(node: Node, text: str) -> str:
    """Give the id of a text that was read with other line ends once: an id never changes."""
    if "\n" not in text or type(node) is not Scalar or text == node.text.strip():
        return ""
    return option_id(node.text.strip())


OPTION = Field(
    _read_option,
    {
        "anyOf": [
            TEXT.schema,
            {
                "type": "object",
                "properties": {"text": TEXT.schema, "why": TEXT.schema, "id": SLUG.schema},
                "required": ["text"],
                "additionalProperties": False,
            },
        ]
    },
)
OPTIONS = list_of(OPTION)

_YES_NO = re.compile(r"yes|no|on|off|true|false", re.IGNORECASE)


_QUANTITY_LIKE = re.compile(
    r"[-+−–]?(?:\d[\d.,]*(?:\s*[%‰€$£°]\S{0,2}|\s+[^\W\d_]{1,4})"
    r"|(?:\d+\s+)?\d+\s*/\s*\d+|[€$£]\s?\d[\d.,]*)"
)
"""What says a number with a unit or as a fraction: a short answer, and hardly meant as one."""
_NUMBER_LIKE = re.compile(
    r"[-+]?\d[\d.,_]*(?:e[-+]?\d+)?|0[xob][\da-f_]+|[-+]?\.?(?:inf|nan)", re.IGNORECASE
)


_MAY_BE_ELSE = re.compile(r"\s*(?:[-+.\d\u2212\u2013]|\S+\s*\Z)")
"""Finds an answer that may be no text: a number, or a single word."""


def _read_answer(document: Document, node: Node, name: str) -> Answer | None:
    if type(node) is Seq:
        texts = list_of(RICH).read(document, node, name)
        return None if texts is None else Answer("list", tuple(texts), ids=_ids(node.items, texts))
    if type(node) is Scalar and node.plain and _MAY_BE_ELSE.match(node.text):
        if node.text in {"true", "false"}:
            return Answer("flag", (node.text,))
        number = as_number(node.text)
        if number is not None:
            return Answer("number", (node.text.strip(),), number)
        if _YES_NO.fullmatch(node.text):
            return Answer("yes-no", (node.text,))
        if may_be_truth_word(node.text):
            return Answer("truth-word", (node.text,))
        if _NUMBER_LIKE.fullmatch(node.text):
            return Answer("number-like", (node.text,))
        if _QUANTITY_LIKE.fullmatch(node.text):
            return Answer("quantity-like", (node.text,))
    text: str | None = read_rich(document, node, name)
    if text is None:
        return None
    return Answer("text", (text,), ids=_ids([node], [text]) if "\n" in text else ())


def _ids(nodes: Sequence[Node], texts: Sequence[str]) -> tuple[str, ...]:
    """Give the ids of texts, if one of them keeps an id from another reading."""
    first = [_first_id(node, text) for node, text in zip(nodes, texts, strict=False)]
    return tuple(map(_or_made, first, texts)) if any(first) else ()


def _or_made(first: str, text: str) -> str:
    return first or option_id(text)


_EVIDENCE_TEXT = re.compile(r"p(\d{1,5}):\s+(.+)", re.DOTALL)
_ALMOST_PARAGRAPH = re.compile(
    r"(?:p|para|par\.?|paragraph|§|¶)\.?\s*(\d{1,5})(?:\s*[-–]\s*p?\d+)?\s*[:.]?(?=\s)",
    re.IGNORECASE,
)
_EVIDENCE_SHAPE = Schema(
    "evidence", {"source": SLUG, "paragraph": whole(1, 99_999), "quote": TEXT}, ("quote",)
)


def _read_one_evidence(document: Document, node: Node, name: str) -> Evidence | None:
    """Read `"p12: words"` or `{source, paragraph, quote}`; no source means the default one."""
    where = document.where(node.mark)
    if type(node) is Map and ("quote" in node.entries or "source" in node.entries):
        values = read_fields(document, node, _EVIDENCE_SHAPE) or {}
        if "quote" not in values:
            return None
        return Evidence(values.get("source", ""), values.get("paragraph"), values["quote"], where)
    if (
        type(node) is Map
        and len(node.entries) == 1
        and re.match(r"p\d+$", next(iter(node.entries)))
    ):
        key = next(iter(node.entries))
        document.report(
            "wrong-kind",
            node.mark,
            f"{name} is a mapping, because of the colon after {key!r}",
            f'put it in quotes: "{key}: ..."',
        )
        return None
    text = TEXT.read(document, node, name)
    if text is None:
        return None
    match = _EVIDENCE_TEXT.fullmatch(text)
    if match:
        return Evidence("", int(match[1]), match[2].strip(), where)
    almost = _ALMOST_PARAGRAPH.match(text)
    if almost:
        document.report(
            "bad-paragraph",
            node.mark,
            f"{almost[0].strip()!r} does not name a paragraph",
            f'write it as "p{almost[1]}: words of the source"',
        )
        return None
    return Evidence("", None, text, where)


_A_PARAGRAPH = r"([Pp](ar(\.|a|agraph)?)?|§|¶)\.?\s*\d{1,5}"
_CITED = {
    "type": "string",
    "anyOf": [
        {"pattern": r"^p\d{1,5}:\s+\S"},
        {"not": {"pattern": rf"^{_A_PARAGRAPH}(\s*[-–]\s*p?\d+)?\s*[:.]?\s"}},
    ],
    "pattern": r"\S",
}
EVIDENCE = one_or_many(
    Field(_read_one_evidence, {"anyOf": [_CITED, json_schema_of(_EVIDENCE_SHAPE)]})
)


def _read_pair(document: Document, node: Node, name: str) -> tuple[OptionDraft, OptionDraft] | None:
    if type(node) is not Seq or len(node.items) != 2:
        found, help = found_text(node), "write `- [left, right]`"
        if type(node) is Seq and node.items:
            found = f"{found} of {len(node.items)}"
            if len(node.items) > 2:
                help += "; a text that holds a comma must be in quotes"
        message = f"each of the {name} must be a list of two, found {found}"
        document.report("wrong-kind", node.mark, message, help)
        return None
    left, right = (_read_option(document, child, name) for child in node.items)
    return None if left is None or right is None else (left, right)


PAIR = Field(_read_pair, {"type": "array", "minItems": 2, "maxItems": 2, "items": OPTION.schema})
PAIRS = list_of(PAIR, at_least=2)
_NUMBERS = list_of(NUMBER, at_least=2)
RANGE = Field(_NUMBERS.read, {**_NUMBERS.schema, "maxItems": 2})


def _read_tolerance(document: Document, node: Node, name: str) -> tuple[Decimal, bool] | None:
    """Read `0.5` or `5%` as (amount, whether it is a percentage)."""
    text = node.text.strip() if type(node) is Scalar else ""
    number = as_number(text.removesuffix("%").strip())
    if number is None or number < 0:
        document.report(
            "wrong-kind",
            node.mark,
            f"{name} must be a number or a percentage, found {found_text(node)}",
            "write `0.5` or `5%`",
        )
        return None
    return number, text.endswith("%")


def _read_shuffle(document: Document, node: Node, name: str) -> str | None:
    if type(node) is Scalar and node.text in {"true", "false", "keep-last"}:
        return node.text
    document.report(
        "wrong-kind",
        node.mark,
        f"{name} must be true, false or keep-last, found {found_text(node)}",
    )
    return None


_IMAGE = Schema("image", {"file": WORD, "alt": TEXT}, ("file", "alt"))

_LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"


def _read_language(document: Document, node: Node, name: str) -> str | None:
    text: str | None = WORD.read(document, node, name)
    if text is None or re.fullmatch(_LANGUAGE, text):
        return text
    help = "write its code: en, de, fr, pt-BR"
    document.report("bad-language", node.mark, f"{name}: {text!r} is no language", help)
    return None


LANGUAGE = Field(_read_language, {**WORD.schema, "pattern": f"^{_LANGUAGE}$"})
_SPOKEN = Schema("audio", {"say": TEXT, "lang": LANGUAGE}, ("say",))
_SAID = mapping_field(_SPOKEN)


def _read_audio(document: Document, node: Node, name: str) -> dict[str, str] | None:
    """Read `bees.mp3`, or `{say: text, lang: ja}` for the voice of the learner's device."""
    if type(node) is Map:
        said: dict[str, str] | None = _SAID.read(document, node, name)
        return said
    file = WORD.read(document, node, name)
    return None if file is None else {"file": file}


AUDIO = Field(_read_audio, {"anyOf": [WORD.schema, _SAID.schema]})


def _read_word_bank(
    document: Document, node: Node, name: str
) -> tuple[OptionDraft, ...] | bool | None:
    """Read `true`, or the words that fit no blank."""
    if type(node) is Scalar:
        flag: bool | None = FLAG.read(document, node, name)
        return flag
    words: list[OptionDraft] | None = OPTIONS.read(document, node, name)
    return None if words is None else tuple(words)


_PLACE = Field(whole(1, 500).read, {"type": "string", "pattern": r"^[1-9]\d{0,2}$"})
_BY_PLACE = map_of(_PLACE, one_or_many(TEXT))


def _read_by_place(document: Document, node: Node, name: str) -> dict[int, list[str]] | None:
    """Read `{2: [color]}`: texts by the place of the blank they belong to, from 1."""
    before = len(document.problems)
    found: dict[str, list[str]] | None = _BY_PLACE.read(document, node, name)
    if found is None or len(document.problems) > before:
        return None
    return {int(place): texts for place, texts in found.items()}


BY_PLACE = Field(_read_by_place, _BY_PLACE.schema)
_ACCEPTED = one_or_many(TEXT)


def _read_accept(document: Document, node: Node, name: str) -> Any:
    """Read answers that are right too: of a short answer, or of blanks by their places."""
    return (BY_PLACE if type(node) is Map else _ACCEPTED).read(document, node, name)


_CRITERION_POINTS = Field(read_number, {"type": "number", "exclusiveMinimum": 0})
_CRITERION = Schema("a criterion", {"text": RICH, "points": _CRITERION_POINTS}, ("text",))


def _read_criterion(document: Document, node: Node, name: str) -> Any:
    """Read what a good answer has: a text, or `{text, points}`."""
    if type(node) is not Map:
        return RICH.read(document, node, name)
    before = len(document.problems)
    values = read_fields(document, node, _CRITERION) or {}
    return values if len(document.problems) == before else None


CRITERION = Field(_read_criterion, {"anyOf": [RICH.schema, json_schema_of(_CRITERION)]})

_POINTS_OF_UNIT = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
_LENGTH = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s*(mm|cm|in)")
_LENGTH_SCHEMA = {"type": "string", "pattern": r"^\d{1,3}([.,]\d+)?\s*(mm|cm|in)$"}
SPACE_SHARES = {"quarter-page": 0.25, "third-page": 1 / 3, "half-page": 0.5, "page": 1.0}


def _length(text: str) -> float | None:
    """Read `8cm`, `5 mm` or `2.5in` in points."""
    found = _LENGTH.fullmatch(text.strip())
    return float(found[1].replace(",", ".")) * _POINTS_OF_UNIT[found[2]] if found else None


def _read_space(document: Document, node: Node, name: str) -> Space | None:
    text = node.text.strip() if type(node) is Scalar else ""
    if text in SPACE_SHARES:
        return Space(share=SPACE_SHARES[text])
    height = _length(text)
    if height is not None and 10 <= height <= 1200:
        return Space(height=height)
    help = f"write {', '.join(SPACE_SHARES)}, or a height such as `8cm` or `3in`"
    message = f"{name} can't be {found_text(node)}"
    document.report("wrong-kind", node.mark, message, help)
    return None


def _read_grid(document: Document, node: Node, name: str) -> float | None:
    side = _length(node.text) if type(node) is Scalar else None
    if side is not None and 5 <= side <= 150:
        return side
    message = f"{name} can't be {found_text(node)}"
    document.report("wrong-kind", node.mark, message, "write the side of a square: `5mm`, `0.25in`")
    return None


# --- items --------------------------------------------------------------------------------------

COMMON: Mapping[str, Field] = {
    "id": ITEM_ID.about("The item's name for life: rewording keeps it, and with it all history."),
    "was": one_or_many(ITEM_ID).about("Former ids, the oldest first."),
    "topic": WORD.about("A path, such as `summit/attendance`."),
    "tags": one_or_many(WORD).about("Words to find and draw items by."),
    "level": whole(1, 5).about("1 (recall) to 5 (judgement)."),
    "points": Field(read_number, {"type": "number", "exclusiveMinimum": 0}).about(
        "What the item is worth; 1 if missing."
    ),
    "explanation": RICH.about("Why the answer is right; told after the reveal."),
    "hint": RICH.about("A nudge, shown on request."),
    "evidence": EVIDENCE.about('The words of the source: `"p12: words"`.'),
    "status": one_of("draft", "ok", "retired").about("`draft` is left out, `retired` fades out."),
    "note": TEXT.about("For authors; never printed."),
    "allow": map_of(WORD, TEXT).about("Rules this item may break, each with the reason."),
}
ITEM_ONLY: Mapping[str, Field] = {
    "stimulus": RICH.about("What is read or looked at before the question, such as a quote."),
    "passage": SLUG.about("What it asks about together with other items, by its name."),
    "image": mapping_field(_IMAGE).about("`{file, alt}`; alt says in words what it shows."),
    "audio": AUDIO.about("A sound file, or `{say: text, lang: ja}` to have it read aloud."),
    "lang": LANGUAGE.about("The item's language, when it isn't the bank's."),
    "enemies": one_or_many(ITEM_ID).about("Items that never stand on the same form."),
    "shuffle": Field(_read_shuffle, {"enum": [True, False, "keep-last"]}).about(
        "`false` keeps the order of `options`; `keep-last` pins the last one."
    ),
}
ANSWER = Field(
    _read_answer,
    {**TEXT.schema, "type": ["string", "number", "boolean", "array"], "items": TEXT.schema},
).about("The right answer, as text; a list of texts where several are right.")
TYPED: Mapping[str, Field] = {
    "question": RICH.about("The stem: what is asked."),
    "answer": ANSWER,
    "distractors": OPTIONS.about("Wrong options; `{text, why}` says why one is wrong."),
    "options": OPTIONS.about("All options in the order they should be read."),
    "show": whole(1, 40).about("So many distractors are offered, others on each form and day."),
    "score": one_of("all", "partial", "right-minus-wrong").about("How several answers score."),
    "accept": Field(_read_accept, {"anyOf": [_ACCEPTED.schema, BY_PLACE.schema]}).about(
        "Other answers that are right too; `{2: [color]}` for the second blank of a cloze."
    ),
    "choices": BY_PLACE.about("Words to choose from in a blank: `{1: [go, goes]}`."),
    "match": one_of("fold", "accents", "case", "exact").about(
        "What counts in typed answers: `fold` ignores case, accents, quotes, dashes and spaces; "
        "`accents`, `case` and `exact` each count more."
    ),
    "tolerance": Field(_read_tolerance, {"type": ["number", "string"]}).about("`0.5` or `5%`."),
    "range": RANGE.about("`[low, high]`, both right."),
    "unit": WORD.about("What the number counts; plain text."),
    "cloze": Field(RICH.read, {"type": "string", "pattern": r"\{\{[\s\S]+\}\}"}).about(
        "A text with blanks: `Luxon took office in {{November}}.`"
    ),
    "word-bank": Field(_read_word_bank, {"anyOf": [FLAG.schema, OPTIONS.schema]}).about(
        "`true` prints the hidden words in a frame to choose from; a list adds others."
    ),
    "pairs": PAIRS.about("`[left, right]` each."),
    "extra": OPTIONS.about("Right sides that match nothing."),
    "order": list_of(OPTION, at_least=2).about("Steps in the right order."),
    "choose": whole(2, 40).about("Tells pupils how many to choose; as many as are right."),
    "rubric": list_of(CRITERION, at_least=0).about(
        "What a good answer has; `{text, points}` says what each is worth."
    ),
    "show-rubric": FLAG.about("`true` shows pupils the criteria, on paper and screens."),
    "space": Field(_read_space, {"anyOf": [{"enum": list(SPACE_SHARES)}, _LENGTH_SCHEMA]}).about(
        "Room to answer in: `half-page`, `8cm`."
    ),
    "grid": Field(_read_grid, _LENGTH_SCHEMA).about("Squares to answer on: `5mm`."),
    "box": FLAG.about("`true` frames the room to answer in, for a sketch."),
    "lines": whole(1, 40).about("Lines to write on."),
    "front": RICH.about("The front of the card."),
    "back": RICH.about("The back of the card."),
    "reverse": FLAG.about("`true` makes a second card, back to front."),
}
PASSAGE = Schema(
    "a passage",
    {
        "title": RICH.about("Stands above it."),
        "text": RICH.about("What is read; a `|` block keeps its lines."),
        "image": ITEM_ONLY["image"],
        "audio": ITEM_ONLY["audio"],
        "evidence": COMMON["evidence"],
        "number-lines": whole(1, 100).about("`5` numbers every fifth line on paper."),
    },
)
TYPE = one_of(*TYPE_NAMES).about("Follows from the keys; may be written, and must agree.")
FACT_OF = SLUG.about("The fact it asks about: no other fact may make a distractor true.")
ITEM = Schema("a question", {**COMMON, **ITEM_ONLY, "fact": FACT_OF, "type": TYPE, **TYPED})

# --- facts and templates ------------------------------------------------------------------------

FACT_COMMON = {**COMMON, "id": SLUG, "was": one_or_many(SLUG)}
ENTITY_COMMON = {key: slot for key, slot in COMMON.items() if key != "id"}


class Siblings(NamedTuple):
    """Where a template takes its distractors from: sister facts, or all entities of a kind."""

    kind: str = ""
    take: int = 3


_FROM = Schema("distractors", {"from": SLUG, "count": whole(2, 20)}, ("from",))


def _read_distractors(document: Document, node: Node, name: str) -> Any:
    if type(node) is Scalar and node.text == "siblings":
        return Siblings()
    if type(node) is Map:
        if isinstance(node.entries.get("from"), Scalar) and (
            node.entries["from"].text == "siblings"  # type: ignore[union-attr]
        ):
            values = read_fields(document, node, _FROM) or {}
            return Siblings("", values.get("count", 3))
        before = len(document.problems)
        values = read_fields(document, node, _FROM) or {}
        if len(document.problems) > before:
            return None
        return Siblings(values["from"], values.get("count", 3))
    if type(node) is Scalar:
        document.report(
            "wrong-kind",
            node.mark,
            f"{name} can't be {found_text(node)}",
            "write `siblings`, `{from: kind, count: 3}` or a list of texts",
        )
        return None
    return OPTIONS.read(document, node, name)


def _read_filter(document: Document, node: Node, name: str) -> dict[str, tuple[Scalar, ...]] | None:
    """Read `{slot: value}` or `{slot: [values]}`; the kind decides later what a value means."""
    if type(node) is not Map:
        help = f"write `{name}: {{slot: value}}`"
        document.report(
            "wrong-kind", node.mark, f"{name} must be a mapping, found {found_text(node)}", help
        )
        return None
    wanted: dict[str, tuple[Scalar, ...]] = {}
    for key, child in node.entries.items():
        values = child.items if type(child) is Seq else [child]
        if not all(type(value) is Scalar for value in values):
            document.report("wrong-kind", child.mark, f"{name}.{key} must be a value or a list")
            return None
        wanted[key] = tuple(values)  # type: ignore[arg-type]
    return wanted


_FILTER = Field(_read_filter, {"type": "object"})


def _read_pair_patterns(document: Document, node: Node, name: str) -> Any:
    """Read pairs, or with `gather` the one pattern `["{left}", "{right}"]`."""
    if type(node) is Seq and len(node.items) == 2 and all(type(c) is Scalar for c in node.items):
        pair = _read_pair(document, node, name)
        return None if pair is None else [pair]
    return list_of(PAIR).read(document, node, name)


TEMPLATE_ONLY: Mapping[str, Field] = {
    "for": SLUG.about("The kind of fact, or of entity, that makes the items."),
    "where": _FILTER.about("Only facts whose slots have these values."),
    "unless": _FILTER.about("Not the facts whose slots have these values."),
    "falsify": SLUG.about("Make some statements false, by a sibling value of this slot."),
    "gather": WORD.about("`all`, or a slot: one item of many facts."),
    "capitalise": FLAG.about("`false` leaves the first letter of every slot as written."),
}
TEMPLATE = Schema(
    "a template",
    {
        **COMMON,
        **ITEM_ONLY,
        "type": TYPE,
        **TYPED,
        "id": SLUG,
        "was": one_or_many(SLUG),
        "answer": ANSWER,
        "cloze": RICH.about("A text with blanks; they may stand in a slot."),
        "distractors": Field(
            _read_distractors,
            {"anyOf": [{"const": "siblings"}, {"type": "object"}, OPTIONS.schema]},
        ).about("`siblings`, `{from: kind, count: 3}`, or a list of texts."),
        "pairs": Field(_read_pair_patterns, {"type": "array"}),
        "order": one_or_many(OPTION),
        **TEMPLATE_ONLY,
    },
    ("id", "for"),
)

# --- quizzes and the bank itself ----------------------------------------------------------------

DRAW = Schema(
    "a draw",
    {
        "topic": WORD,
        "tag": WORD,
        "level": whole(1, 5),
        "type": TYPE,
        "passage": SLUG,
        "not-in": one_or_many(SLUG).about("Nothing that these quizzes ask."),
        "count": whole(1, 500),
    },
    ("count",),
)


def _read_shapes(shape: Schema) -> Field:
    """Make a slot for a list of mappings, each kept with the place it came from."""

    def read(document: Document, node: Node, name: str) -> list[tuple[dict[str, Any], Map]] | None:
        if type(node) is not Seq or not node.items:
            document.report(
                "wrong-kind", node.mark, f"{name} must be a list, found {found_text(node)}"
            )
            return None
        return [
            (values, child)  # type: ignore[misc]
            for child in node.items
            if (values := read_fields(document, child, shape)) is not None
        ]

    return Field(read, {"type": "array", "items": json_schema_of(shape), "minItems": 1})


SECTION = Schema(
    "a section",
    {
        "heading": RICH,
        "instructions": RICH,
        "draw": _read_shapes(DRAW),
        "items": list_of(ITEM_ID),
    },
)


def _read_forms(document: Document, node: Node, name: str) -> list[str] | None:
    """Read a list of form names, or how many there are."""
    if type(node) is Seq:
        return list_of(Field(_read_form_name, {})).read(document, node, name)  # type: ignore[no-any-return]
    count = whole(1, 1000).read(document, node, name)
    return None if count is None else [form_name(index) for index in range(count)]


_FORM_NAME = {
    "type": ["string", "integer"],
    "pattern": "^(?!([Kk][Ee][Yy]|[Mm][Aa][Rr][Kk][Ee][Dd])$)[A-Za-z0-9]{1,12}$",
}


def _read_form_name(document: Document, node: Node, name: str) -> str | None:
    text = WORD.read(document, node, name)
    taken = text is not None and text.lower() in {"key", "marked"}  # names of teachers' files
    if text is None or (re.fullmatch(r"[A-Za-z0-9]{1,12}", text) and not taken):
        return text  # type: ignore[no-any-return]
    document.report("bad-id", node.mark, f"{text!r} can't name a form", "write a letter: A, B, C")
    return None


def form_name(index: int) -> str:
    """Give the name of the form at an index from 0: A..Z, AA, AB..."""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(65 + letter) + name
    return name


def _read_grades(
    document: Document, node: Node, name: str
) -> tuple[tuple[str, Decimal], ...] | None:
    """Read grades with the share of points each takes, and give them the best first."""
    if type(node) is not Map or not node.entries:
        help = "write `{1: 92 %, 2: 81 %}`: what each grade takes at least"
        message = f"{name} must be a mapping, found {found_text(node)}"
        document.report("wrong-kind", node.mark, message, help)
        return None
    found: dict[str, Decimal] = {}
    for grade, child in node.entries.items():
        text = child.text.strip().removesuffix("%").strip() if type(child) is Scalar else ""
        share = as_number(text.replace(",", "."))
        if share is None or not 0 <= share <= 100:
            message = f"{name}.{grade} must be a percentage, found {found_text(child)}"
            document.report("wrong-kind", child.mark, message, "write it from `0 %` to `100 %`")
            return None
        if share in found.values():
            message = f"two grades take {text} %"
            document.report("bad-grades", child.mark, message, "give each a percentage of its own")
            return None
        found[grade] = share
    return tuple(sorted(found.items(), key=lambda pair: -pair[1]))


QUIZ = Schema(
    "a quiz",
    {
        "id": SLUG.about("Names the files: `<id>-A.pdf`."),
        "title": RICH,
        "instructions": RICH,
        "minutes": whole(1, 600),
        "sections": _read_shapes(SECTION).about("Headed parts, each with `draw` or `items`."),
        "draw": _read_shapes(DRAW).about("Shorthand for one section without a heading."),
        "items": list_of(ITEM_ID).about("Items picked by hand, in this order."),
        "forms": Field(
            _read_forms,
            {"anyOf": [{"type": "integer"}, {"type": "array", "items": _FORM_NAME}]},
        ).about("`[A, B]`, or how many."),
        "grades": Field(_read_grades, {"type": "object"}).about(
            "A table of points to grades under the key: `{1: 92 %, 2: 81 %}`."
        ),
        "not-in": one_or_many(SLUG).about(
            "Draw nothing that these quizzes ask, now or when they were last printed."
        ),
        "vary": one_of("items").about("`items`: each form draws its own items."),
        "seed": whole(0, 2**31 - 1).about("Another seed gives other forms."),
    },
    ("id",),
)
DEFAULTS = Schema(
    "defaults",
    {
        "source": SLUG,
        **{key: COMMON[key] for key in ("topic", "tags", "level", "points", "status", "hint")},
    },
)


def _read_raw(document: Document, node: Node, name: str) -> Node:  # noqa: ARG001
    return node


_RAW_LIST = Field(_read_raw, {"type": "array"})
_RAW_MAP = Field(_read_raw, {"type": "object"})
_VERSION = whole(1, 1)
PART: Mapping[str, Field] = {
    "quizgen": _VERSION.about("The format version: 1."),
    "defaults": mapping_field(DEFAULTS).about("For every item of this file that doesn't say."),
    "kinds": _RAW_MAP.about("Kinds of facts and entities: slots and their types."),
    "entities": _RAW_MAP.about("People, places, pacts..., by id."),
    "passages": _RAW_MAP.about("Texts that several questions ask about, by name."),
    "topics": map_of(WORD, TEXT).about("Topic -> its title, shown above its questions."),
    "facts": _RAW_LIST.about("Typed records that templates make items from."),
    "templates": _RAW_LIST.about("Item models: one item for each fact."),
    "questions": _RAW_LIST.about("Items written by hand, and patches of generated ones."),
}
ANKI = Schema(
    "anki",
    {
        "options": one_of("shown", "folded").about(
            "`folded`: a card of a question that can be asked without its options keeps them "
            "behind a button. Setting it changes those notes once."
        ),
        "typing": one_of("never", "short", "always").about(
            "Which answers are typed; `short`: a word, a number, and all else is turned over. "
            "Setting it changes those notes once."
        ),
        "description": TEXT.about("Stands under the deck's name in Anki."),
    },
)
_ANKI = mapping_field(ANKI)


def _read_anki(document: Document, node: Node, name: str) -> DeckSettings | None:
    values = _ANKI.read(document, node, name)
    return None if values is None else DeckSettings(**values)


ROOT_ONLY: Mapping[str, Field] = {
    "id": SLUG.about("Every identity starts here."),
    "title": WORD,
    "deck": WORD.about("Anki matches decks by name: once shipped, leave it."),
    "subdecks": FLAG.about("`true` puts the cards of each topic into a deck of their own."),
    "lang": LANGUAGE.about("The language of the bank: en, de, fr..."),
    "paper": Field(read_paper, json_schema_of(PAPER)).about("How quizzes are printed."),
    "anki": Field(_read_anki, json_schema_of(ANKI)).about("How cards ask in Anki."),
    "allow": COMMON["allow"].about("Rules that any item may break, each with the reason."),
    "sources": map_of(SLUG, SLUG).about("Local name -> `seeds/<id>.yaml`."),
    "include": list_of(WORD).about("Sister files."),
    "quizzes": _RAW_LIST.about("Blueprints of printed quizzes."),
}
BANK = Schema("the bank", {**ROOT_ONLY, **PART}, ("quizgen", "id", "title"))
INCLUDED = Schema("an included file", PART)
