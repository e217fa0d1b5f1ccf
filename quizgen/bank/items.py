"""Read fields -> items: the type follows from the keys, and an item that exists is sound."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from zlib import crc32

from quizgen.bank.syntax.fields import suggest_slug
from quizgen.bank.syntax.format import (
    ITEM,
    KEYS_OF_TYPE,
    NEEDED_OF_TYPE,
    TYPED,
    Answer,
    OptionDraft,
)
from quizgen.bank.syntax.yaml_tree import Document, Map
from quizgen.model import (
    Audio,
    Cloze,
    Evidence,
    Flashcard,
    Image,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    OpenResponse,
    Option,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
    Where,
)
from quizgen.problems import Level, Problem
from quizgen.text.folding import fold
from quizgen.text.markup import (
    Blank,
    blanks_of,
    cloze_parts,
    depth_of_blanks,
    parse_cloze,
    strip_cloze,
)


def option_id(text: str) -> str:
    """Give an option's id: the CRC-32 of its text (NFC), so that it never tells role or place."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return f"{crc32(text.encode()):08x}"


@dataclass(slots=True)
class Draft:
    """An item on its way: what was read, where it stands, and what it inherits."""

    values: dict[str, Any]
    document: Document
    node: Map
    """Where the keys stand; for a generated item, in its template."""
    where: Where
    defaults: Mapping[str, Any] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    template: str = ""
    kind: str = ""
    """The kind of its fact: the last resort for its topic."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The item's id, or nothing while it has none."""
        return str(self.values.get("id", ""))

    def has_strange_keys(self) -> bool:
        """Whether a key was refused: what seems to be missing may be one that is misspelt."""
        return any(k not in ITEM.slots and not k.startswith("x-") for k in self.node.entries)

    def at(self, key: str) -> Where:
        """Find the place of a key's value, or of the whole mapping."""
        node = self.node.entries.get(key)
        return self.document.where(node.mark if node else self.node.mark)

    def report(
        self, code: str, key: str, message: str, help: str = "", level: Level = "error"
    ) -> None:
        """Add a problem at a key of this item."""
        self.problems.append(Problem(code, level, self.at(key), message, help, self.id))


def make_item(draft: Draft) -> Item | None:
    """Build the item a draft describes; None means its problems say why not."""
    type_name = _type_of(draft)
    if type_name is None:
        return None
    before = len(draft.problems)
    _check_keys(draft, type_name)
    unreadable = any(key not in draft.values for key in NEEDED_OF_TYPE[type_name])
    if unreadable or len(draft.problems) > before:
        return None
    common = _common(draft)
    item = _BUILDERS[type_name](draft, common)
    errors = any(p.level == "error" for p in draft.problems[before:])
    return None if errors else item


# --- type ---------------------------------------------------------------------------------------

_BY_KEY = (
    ("cloze", "cloze"),
    ("pairs", "matching"),
    ("order", "ordering"),
    ("rubric", "open-response"),
    ("front", "flashcard"),
    ("back", "flashcard"),
)


def _type_of(draft: Draft) -> str | None:
    values = draft.values
    entries = draft.node.entries
    inferred = next((name for key, name in _BY_KEY if key in values), None)
    if inferred is None and any(key in entries for key, _ in _BY_KEY) and not draft.template:
        return None  # what stands there was refused when it was read
    if inferred is None:
        inferred = _type_by_answer(draft)
    if inferred is None:
        return None
    written = values.get("type", inferred)
    if written != inferred:
        draft.report(
            "type-disagrees",
            "type",
            f"the keys make this a {inferred} item, but `type` says {written}",
            f"delete `type`, or give the keys of a {written} item: "
            + ", ".join(sorted(KEYS_OF_TYPE[written])),
        )
        return None
    return inferred


def _type_by_answer(draft: Draft) -> str | None:
    values = draft.values
    answer: Answer | None = values.get("answer")
    choice = "distractors" in values or "options" in values
    if answer is None:
        if "answer" not in draft.node.entries and not draft.has_strange_keys():
            help = "give it `answer`, `pairs`, `order`, `rubric`, `cloze`, or `front` and `back`"
            draft.report("no-answer", "question", "this question has no answer", help)
        return None
    if answer.look == "list":
        return "multiple-response"
    if choice:
        return "single-choice"
    if answer.look == "yes-no":
        draft.report(
            "yes-or-no",
            "answer",
            f"is {answer.texts[0]!r} a truth value or a word?",
            "write `true` or `false` for a true/false item; put a word in quotes",
        )
        return None
    return {"flag": "true-false", "number": "numeric"}.get(answer.look, "short-answer")


def _check_keys(draft: Draft, type_name: str) -> None:
    allowed = KEYS_OF_TYPE[type_name]
    for key in draft.values:
        if key in TYPED and key not in allowed:
            draft.report(
                "key-not-for-type",
                key,
                f"a {type_name} item has no `{key}`",
                f"its keys are {', '.join(sorted(allowed))}",
            )
    if "shuffle" in draft.values and "shuffle" not in allowed:
        draft.report("key-not-for-type", "shuffle", f"a {type_name} item has nothing to shuffle")
    for key in NEEDED_OF_TYPE[type_name]:
        if key in draft.values or key in draft.node.entries:
            continue
        if not draft.has_strange_keys():
            draft.report(
                "missing-key", key, f"a {type_name} item needs `{key}`", f"add `{key}: ...`"
            )


# --- what all items share -----------------------------------------------------------------------


def _common(draft: Draft) -> dict[str, Any]:
    values, defaults = draft.values, draft.defaults
    get = values.get
    if not draft.id:
        values["id"] = _id_from_text(draft)
    points = get("points", defaults.get("points", Decimal(1)))
    if points <= 0:
        draft.report("bad-points", "points", f"points must be more than 0, found {points}")
    common: dict[str, Any] = {"id": values["id"], "where": draft.where, "points": points}
    for key, default in _PLAIN:
        value = get(key, default)
        if value is not default:
            common[key] = value
    common["topic"] = get("topic") or defaults.get("topic") or draft.kind
    level = get("level", defaults.get("level"))
    if level is not None:
        common["level"] = level
    tags = [*defaults.get("tags", ()), *get("tags", ())]
    if tags:
        common["tags"] = tuple(dict.fromkeys(tags))
    if "was" in values:
        common["was"] = tuple(values["was"])
    if "enemies" in values:
        common["enemies"] = tuple(values["enemies"])
    if "image" in values:
        common["image"] = Image(**values["image"])
    if "audio" in values:
        common["audio"] = Audio(**values["audio"])
    if "evidence" in values:
        common["evidence"] = _evidence(draft, values["evidence"])
    status = get("status", defaults.get("status", "ok"))
    if status != "ok":
        common["status"] = status
    if draft.facts:
        common["facts"] = draft.facts
        common["template"] = draft.template
    return common


_MISSING: Any = None
_PLAIN = tuple(
    (key, _MISSING) for key in ("explanation", "hint", "stimulus", "note", "allow", "lang")
)


def _id_from_text(draft: Draft) -> str:
    text = next((draft.values[k] for k in ("question", "cloze", "front") if k in draft.values), "")
    made = f"{suggest_slug(text)[:40].rstrip('-')}-{option_id(text)[:6]}"
    if "id" in draft.node.entries and not draft.template:
        return made  # it was refused when it was read
    draft.problems.append(
        Problem(
            "no-id",
            "warning",
            draft.where,
            "this item has no id, so rewording it will lose its history",
            f"add `id: {suggest_slug(text)[:40].rstrip('-')}`",
            made,
        )
    )
    return made


def _evidence(draft: Draft, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    if not all(e.source for e in evidence):
        draft.report(
            "no-source",
            "evidence",
            "the evidence names no source, and there is no default one",
            "add `defaults: {source: NAME}` to the file, or write {source, quote}",
        )
    return tuple(evidence)


# --- one builder a type -------------------------------------------------------------------------

Common = dict[str, Any]


def _option(draft: OptionDraft) -> Option:
    return Option(draft.id or option_id(draft.text), draft.text, draft.why)


def _distinct(draft: Draft, key: str, options: Sequence[Option], right: int = 0) -> bool:
    """Refuse options that read alike or share an id; the first `right` of them are answers."""
    folded = [fold(option.text) for option in options]
    count = len(options)
    if len(set(folded)) == count and len({option.id for option in options}) == count:
        return True
    for index, option in enumerate(options):
        first = folded.index(folded[index])
        if first < right <= index:
            draft.report(
                "distractor-is-answer",
                key,
                f"the distractor {option.text!r} is the answer",
                "delete it, or write another",
            )
            return False
        if first < index:
            draft.report(
                "duplicate-option",
                key,
                f"{option.text!r} is offered twice",
                "options must differ in more than case, accents or spaces",
            )
            return False
    draft.report("duplicate-option", key, "two options have one id", "give them other ids")
    return False


def _choices(draft: Draft, answer: Answer) -> tuple[tuple[Option, ...], tuple[str, ...]] | None:
    """Give the options and the ids of the right ones."""
    values = draft.values
    if "options" in values and "distractors" in values:
        draft.report(
            "options-and-distractors",
            "distractors",
            "both `options` and `distractors` are given",
            "`options` lists all of them, `distractors` only the wrong ones: keep one",
        )
        return None
    if "options" in values:
        return _choices_among(draft, answer.texts)
    ids = answer.ids or map(option_id, answer.texts)
    right = tuple(Option(id, text) for id, text in zip(ids, answer.texts, strict=True))
    wrong = tuple(_option(d) for d in values.get("distractors", ()))
    if not wrong:
        draft.report("too-few", "answer", "there is no wrong option", "add `distractors: [...]`")
        return None
    options = right + wrong
    if not _distinct(draft, "distractors", options, len(right)):
        return None
    return options, tuple(option.id for option in right)


def _choices_among(
    draft: Draft, answers: Sequence[str]
) -> tuple[tuple[Option, ...], tuple[str, ...]] | None:
    options = tuple(_option(d) for d in draft.values["options"])
    if len(options) < 2:
        draft.report("too-few", "options", "a choice needs two options or more, found 1")
        return None
    if not _distinct(draft, "options", options):
        return None
    by_text = {option.text: option.id for option in options}
    keys = []
    for text in answers:
        if text not in by_text:
            from quizgen.problems import did_you_mean  # noqa: PLC0415 - only when wrong

            draft.report(
                "key-not-an-option",
                "answer",
                f"{text!r} is not among the options",
                did_you_mean(text, by_text),
            )
            return None
        keys.append(by_text[text])
    return options, tuple(keys)


def _arrangement(draft: Draft) -> dict[str, Any]:
    listed = "options" in draft.values
    shuffle = draft.values.get("shuffle", "false" if listed else "true")
    if shuffle == "false" and not listed:
        draft.report(
            "shuffle-needs-options",
            "shuffle",
            "`shuffle: false` keeps the order of `options`, but there are no `options`",
            "list all options under `options`, in the order they should be read",
        )
    return {"fixed": shuffle == "false", "keep_last": shuffle == "keep-last"}


def _single_choice(draft: Draft, common: Common) -> Item | None:
    choices = _choices(draft, draft.values["answer"])
    if choices is None:
        return None
    options, keys = choices
    return SingleChoice(
        stem=draft.values["question"], options=options, key=keys[0], **_arrangement(draft), **common
    )


def _multiple_response(draft: Draft, common: Common) -> Item | None:
    choices = _choices(draft, draft.values["answer"])
    if choices is None:
        return None
    options, keys = choices
    return MultipleResponse(
        stem=draft.values["question"],
        options=options,
        keys=keys,
        score=draft.values.get("score", "all"),
        **_arrangement(draft),
        **common,
    )


def _true_false(draft: Draft, common: Common) -> Item:
    answer = draft.values["answer"].texts[0] == "true"
    return TrueFalse(stem=draft.values["question"], answer=answer, **common)


def _short_answer(draft: Draft, common: Common) -> Item:
    values = draft.values
    answer = values["answer"].texts[0]
    if values["answer"].look == "number-like":
        draft.report(
            "looks-like-a-number",
            "answer",
            f"{answer!r} is read as text, so this is a short answer",
            "put it in quotes if that is meant, or write a plain number",
            "warning",
        )
    return ShortAnswer(
        stem=values["question"],
        answer=answer,
        accept=tuple(values.get("accept", ())),
        match=values.get("match", "fold"),
        **common,
    )


def _numeric(draft: Draft, common: Common) -> Item | None:
    values = draft.values
    number: Decimal = values["answer"].number
    low = high = number
    if "tolerance" in values and "range" in values:
        draft.report("two-tolerances", "range", "both `tolerance` and `range` are given")
        return None
    if "tolerance" in values:
        amount, percent = values["tolerance"]
        margin = abs(number) * amount / 100 if percent else amount
        low, high = number - margin, number + margin
    if "range" in values:
        if len(values["range"]) != 2:
            draft.report("wrong-kind", "range", "range takes two numbers", "write [low, high]")
            return None
        low, high = values["range"]
        if not low <= number <= high:
            draft.report(
                "answer-out-of-range", "range", f"the answer {number} is not from {low} to {high}"
            )
            return None
    return Numeric(
        stem=values["question"],
        answer=number,
        low=low,
        high=high,
        unit=values.get("unit", ""),
        **common,
    )


MOST_BLANKS, DEEPEST_BLANK = 500, 8


def _cloze(draft: Draft, common: Common) -> Item | None:
    text: str = draft.values["cloze"]
    blanks = blanks_of(text)
    rest = "".join(part for part in cloze_parts(text) if isinstance(part, str))
    rest = re.sub(r"\$[^$]*\$|`[^`]*`", "", rest)  # maths and code have braces of their own
    unclosed = "{{" in rest or "}}" in rest
    if not blanks or unclosed:
        draft.report(
            "bad-cloze",
            "cloze",
            "a blank is not closed" if unclosed else "the text has no blank",
            "mark what to hide with {{double braces}}",
        )
        return None
    for blank in blanks:
        if not strip_cloze(blank.text).strip():
            draft.report("bad-cloze", "cloze", "a blank hides nothing", "write {{the answer}}")
            return None
        if "{{" in blank.hint:
            draft.report("bad-cloze", "cloze", "a blank stands in the hint of another")
            return None
        if not 1 <= blank.number <= MOST_BLANKS:
            draft.report(
                "bad-cloze",
                "cloze",
                f"a blank has the number {blank.number}",
                f"blanks count from 1 to {MOST_BLANKS}: Anki has no more cards for a note",
            )
            return None
    if depth_of_blanks(text) > DEEPEST_BLANK:
        message = f"blanks stand in each other more than {DEEPEST_BLANK} deep"
        draft.report("bad-cloze", "cloze", message, "Anki would make no card of the inmost ones")
        return None
    outermost = sum(isinstance(part, Blank) for part in cloze_parts(text))
    if len(parse_cloze(text)[1]) != outermost:
        draft.report(
            "bad-cloze",
            "cloze",
            "a blank stands in the address of a link or in a picture's alt text",
            "hide words of the text itself",
        )
        return None
    wanted = draft.values.get("word-bank", False)
    words: tuple[Option, ...] = ()
    if wanted:
        hidden = dict.fromkeys(blank.text for blank in parse_cloze(text)[1])
        others = () if wanted is True else wanted
        words = (*(Option(option_id(t), t) for t in hidden), *map(_option, others))
        if not _distinct(draft, "word-bank", words, len(hidden)):
            return None
    return Cloze(stem=text, words=words, **common)


def _matching(draft: Draft, common: Common) -> Item | None:
    values = draft.values
    pairs = tuple((_option(left), _option(right)) for left, right in values["pairs"])
    if len(pairs) < 2:
        draft.report("too-few", "pairs", f"matching needs two pairs or more, found {len(pairs)}")
        return None
    extra = tuple(_option(d) for d in values.get("extra", ()))
    if not _distinct(draft, "pairs", [left for left, _ in pairs]):
        return None
    item = Matching(
        stem=values["question"],
        pairs=pairs,
        extra=extra,
        fixed=values.get("shuffle") == "false",
        **common,
    )
    return item if _distinct(draft, "pairs", item.rights) else None


def _ordering(draft: Draft, common: Common) -> Item | None:
    steps = tuple(_option(d) for d in draft.values["order"])
    if len(steps) < 2:
        draft.report("too-few", "order", f"ordering needs two steps or more, found {len(steps)}")
        return None
    if not _distinct(draft, "order", steps):
        return None
    return Ordering(stem=draft.values["question"], steps=steps, **common)


def _open_response(draft: Draft, common: Common) -> Item:
    return OpenResponse(
        stem=draft.values["question"],
        rubric=tuple(draft.values["rubric"]),
        lines=draft.values.get("lines", 5),
        **common,
    )


def _flashcard(draft: Draft, common: Common) -> Item:
    values = draft.values
    return Flashcard(
        stem=values["front"], back=values["back"], reverse=values.get("reverse", False), **common
    )


_BUILDERS: Mapping[str, Callable[[Draft, Common], Item | None]] = {
    "single-choice": _single_choice,
    "multiple-response": _multiple_response,
    "true-false": _true_false,
    "short-answer": _short_answer,
    "numeric": _numeric,
    "cloze": _cloze,
    "matching": _matching,
    "ordering": _ordering,
    "open-response": _open_response,
    "flashcard": _flashcard,
}
