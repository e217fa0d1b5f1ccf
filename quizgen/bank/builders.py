"""One builder an item type: from read fields to an item, or to problems that say why not."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from quizgen.bank.draft import Common, Draft
from quizgen.bank.syntax.format import (
    Answer,
    OptionDraft,
    in_nfc,
    option_id,
)
from quizgen.model import (
    Cloze,
    Flashcard,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    OpenResponse,
    Option,
    Ordering,
    ShortAnswer,
    SingleChoice,
    Space,
    TrueFalse,
)
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import plain_words
from quizgen.text.cloze import (
    BETWEEN_CHOICES,
    FENCED,
    Blank,
    blanks_of,
    cloze_parts,
    depth_of_blanks,
    parse_cloze,
    strip_cloze,
)
from quizgen.text.order import key_of, ranked


def _option(draft: OptionDraft) -> Option:
    return Option(draft.id or option_id(draft.text), draft.text, draft.why)


def _distinct(draft: Draft, key: str, options: Sequence[Option], right: int = 0) -> bool:
    """Refuse options that no eye tells apart, or of one id; the first `right` are answers.

    Case, accents and dashes are differences: they may be what is asked.
    """
    texts = [o.text if o.text.isascii() else in_nfc(o.text) for o in options]
    count = len(options)
    if len(set(texts)) == count and len({option.id for option in options}) == count:
        return True
    for index, option in enumerate(options):
        first = texts.index(texts[index])
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
                "delete one, or write another",
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
    right = tuple([Option(id, text) for id, text in zip(ids, answer.texts, strict=True)])
    wrong = tuple(map(_option, values.get("distractors", ())))
    if not wrong:
        help = f"add `distractors: [...]`{_or_accept(answer)}"
        draft.report("too-few", "answer", "there is no wrong option", help)
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
    by_text = {in_nfc(option.text): option.id for option in options}
    keys = []
    for text in map(in_nfc, answers):
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


def _or_accept(answer: Answer) -> str:
    """Say how several spellings of one answer are written, where a list stands without options."""
    first, *others = answer.texts
    also = ", ".join(others) or "..."
    return f"; if any one of them is right, write `answer: {first}` and `accept: [{also}]`"


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
    if shuffle == "true":
        return {}
    return {"fixed": shuffle == "false", "keep_last": shuffle == "keep-last"}


def _shown(draft: Draft, options: Sequence[Option], keys: Sequence[str]) -> int:
    """Give how many distractors are offered at a time; 0 where all of them are."""
    show: int = draft.values.get("show", 0)
    wrong = len(options) - len(keys)
    if show > wrong:
        draft.report(
            "too-few",
            "show",
            f"{show} distractors are to be shown, and there are {wrong}",
            f"write more of them, or `show: {wrong}`" if wrong else "write more of them",
        )
    return show if show < wrong else 0


def build_single_choice(draft: Draft, common: Common) -> Item | None:
    """Build a choice of one."""
    choices = _choices(draft, draft.values["answer"])
    if choices is None:
        return None
    options, keys = choices
    return SingleChoice(
        stem=draft.values["question"],
        options=options,
        key=keys[0],
        show=_shown(draft, options, keys),
        **_arrangement(draft),
        **common,
    )


def build_multiple_response(draft: Draft, common: Common) -> Item | None:
    """Build a choice of all that apply."""
    choices = _choices(draft, draft.values["answer"])
    if choices is None:
        return None
    options, keys = choices
    count = draft.values.get("choose", 0)
    if count and count != len(keys):
        message = f"`choose` tells pupils {count}, but {len(keys)} options are right"
        draft.report("choose-is-not-the-key", "choose", message, "name as many as are right")
    return MultipleResponse(
        stem=draft.values["question"],
        options=options,
        keys=keys,
        score=draft.values.get("score", "all"),
        choose=count,
        show=_shown(draft, options, keys),
        **_arrangement(draft),
        **common,
    )


def build_true_false(draft: Draft, common: Common) -> Item:
    """Build a statement, true or false."""
    answer = draft.values["answer"].texts[0] == "true"
    return TrueFalse(stem=draft.values["question"], answer=answer, **common)


def build_short_answer(draft: Draft, common: Common) -> Item | None:
    """Build a question for a word or a few."""
    values = draft.values
    answer = values["answer"].texts[0]
    if isinstance(values.get("accept"), dict):
        help = "write a list: `accept: [...]`; places are for the blanks of a cloze"
        draft.report("wrong-kind", "accept", "`accept` of a short answer names places", help)
        return None
    if values["answer"].look == "number-like":
        draft.report(
            "looks-like-a-number",
            "answer",
            f"{answer!r} is read as text, so this is a short answer",
            "put it in quotes if that is meant, or write a plain number",
            "warning",
        )
    if values["answer"].look == "quantity-like":
        draft.report(
            "looks-like-a-number",
            "answer",
            f"{answer!r} is read as text: it is judged as words, not as a number",
            "write a plain number, and what it counts under `unit`; or put it in quotes",
            "info",
        )
    return ShortAnswer(
        stem=values["question"],
        answer=answer,
        accept=tuple(values.get("accept", ())),
        match=values.get("match", "fold"),
        space=_space(draft),
        **common,
    )


def build_numeric(draft: Draft, common: Common) -> Item | None:
    """Build a question for a number, with its range."""
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
            help = "write [low, high], with a point for decimals: [1.5, 2.5]"
            draft.report("wrong-kind", "range", "range takes two numbers", help)
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
        written=values["answer"].texts[0],
        space=_space(draft),
        **common,
    )


MOST_BLANKS, DEEPEST_BLANK = 500, 8
_LINE, _USUAL_LINES = 24.0, 8
"""What a line to write on takes of a page, in points; and how many a box or a grid replaces."""


_OF_THEIR_OWN = re.compile(r"\$[^$]*\$|`[^`]*`|\\\(.*?\\\)|\\\[.*?\\\]", re.DOTALL)
"""Maths and code have braces of their own."""


def build_cloze(draft: Draft, common: Common) -> Item | None:
    """Build a text with blanks."""
    text: str = draft.values["cloze"]
    flaw = next(_flaws_of_cloze(text), None)
    if flaw:
        draft.report("bad-cloze", "cloze", *flaw)
        return None
    words = _word_bank(draft, text)
    if words is None:
        return None
    hidden: list[str] = []
    if "accept" in draft.values or "choices" in draft.values:
        hidden = [plain_words(parse_blocks(blank.text)) for blank in parse_cloze(text)[1]]
    accept = _accepted(draft, hidden)
    choices = _offered(draft, hidden, common)
    if accept is None or choices is None:
        return None
    return Cloze(stem=text, words=words, accept=accept, choices=choices, **common)


def _flaws_of_cloze(text: str) -> Iterator[tuple[str, str]]:
    """Say what is amiss with the marks of a text, each a message and a help, the gravest first."""
    rest = "".join(part for part in cloze_parts(text) if isinstance(part, str))
    rest = _OF_THEIR_OWN.sub("", FENCED.sub("", rest))
    if "{{" in rest or "}}" in rest:
        yield "a blank is not closed", "mark what to hide with {{double braces}}"
    blanks = blanks_of(text)
    if not blanks:
        yield "the text has no blank", "mark what to hide with {{double braces}}"
    for blank in blanks:
        yield from _flaws_of_blank(blank)
    if depth_of_blanks(text) > DEEPEST_BLANK:
        message = f"blanks stand in each other more than {DEEPEST_BLANK} deep"
        yield message, "Anki would make no card of the inmost ones"
    outermost = sum(isinstance(part, Blank) for part in cloze_parts(text))
    if len(parse_cloze(text)[1]) != outermost:
        message = "a blank stands in the address of a link or in a picture's alt text"
        yield message, "hide words of the text itself"


def _flaws_of_blank(blank: Blank) -> Iterator[tuple[str, str]]:
    if not strip_cloze(blank.text).strip():
        yield "a blank hides nothing", "write {{the answer}}"
    if "{{" in blank.hint:
        yield "a blank stands in the hint of another", ""
    if not 1 <= blank.number <= MOST_BLANKS:
        help = f"blanks count from 1 to {MOST_BLANKS}: Anki has no more cards for a note"
        yield f"a blank has the number {blank.number}", help


def _word_bank(draft: Draft, text: str) -> tuple[Option, ...] | None:
    """Give what the blanks hide, each once, and the words that fit none; empty without one."""
    wanted = draft.values.get("word-bank", False)
    if not wanted:
        return ()
    hidden = dict.fromkeys(blank.text for blank in parse_cloze(text)[1])
    others = () if wanted is True else wanted
    words = (*(Option(option_id(t), t) for t in hidden), *map(_option, others))
    return words if _distinct(draft, "word-bank", words, len(hidden)) else None


def _accepted(draft: Draft, hidden: Sequence[str]) -> dict[int, tuple[str, ...]] | None:
    """Give what else is right in blanks, by their places."""
    accept = draft.values.get("accept", {})
    if isinstance(accept, list):
        if len(hidden) > 1:
            draft.report(
                "wrong-kind",
                "accept",
                f"the text has {len(hidden)} blanks: `accept` must say which one it means",
                f"write `accept: {{1: [{accept[0]}]}}`, by the place of the blank",
            )
            return None
        accept = {1: accept}
    return _by_place(draft, "accept", accept, hidden)


def _offered(
    draft: Draft, hidden: Sequence[str], common: Common
) -> dict[int, tuple[str, ...]] | None:
    """Give what blanks offer to choose from: the author's words and the answer, in one order."""
    listed = _by_place(draft, "choices", draft.values.get("choices", {}), hidden)
    if listed is None:
        return None
    oldest = common["was"][0] if common.get("was") else common["id"]
    offered = {}
    for place, texts in listed.items():
        whole = {in_nfc(text): text for text in (hidden[place - 1], *texts)}
        if any(mark in text for text in whole for mark in ("{{", "}}", BETWEEN_CHOICES)):
            help = "write one word or phrase for each entry"
            draft.report("bad-cloze", "choices", "a choice holds braces or ` / `", help)
            return None
        twice = _offers_twice(texts, whole)
        if twice:
            message = f"blank {place} offers {twice}"
            draft.report("duplicate-option", "choices", message, "write other words")
            return None
        by_id = {option_id(text): text for text in whole}
        order = ranked(key_of("choices", oldest, place), by_id)
        offered[place] = tuple(by_id[id] for id in order)
    return offered


def _offers_twice(texts: Sequence[str], whole: Collection[str]) -> str:
    """Say what a blank offers that is no choice; nothing where each of its words is another."""
    if len(whole) < 2:
        return "nothing but the answer"
    return "the same twice" if len(set(map(in_nfc, texts))) < len(texts) else ""


def _by_place(
    draft: Draft, key: str, by_place: Mapping[int, Sequence[str]], hidden: Sequence[str]
) -> dict[int, tuple[str, ...]] | None:
    """Refuse texts for a blank that isn't there."""
    for place in by_place:
        if place > len(hidden):
            count = "one blank" if len(hidden) == 1 else f"{len(hidden)} blanks"
            help = "blanks count from 1 as they stand in the text, whatever their numbers"
            message = f"there is no blank {place}: the text has {count}"
            draft.report("no-such-blank", key, message, help)
            return None
    return {place: tuple(texts) for place, texts in by_place.items()}


def build_matching(draft: Draft, common: Common) -> Item | None:
    """Build pairs to be matched."""
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


def build_ordering(draft: Draft, common: Common) -> Item | None:
    """Build steps to be put in order."""
    steps = tuple(_option(d) for d in draft.values["order"])
    if len(steps) < 2:
        draft.report("too-few", "order", f"ordering needs two steps or more, found {len(steps)}")
        return None
    if not _distinct(draft, "order", steps):
        return None
    return Ordering(stem=draft.values["question"], steps=steps, **common)


def build_open_response(draft: Draft, common: Common) -> Item:
    """Build a question for an answer at length."""
    values = draft.values
    rubric = [c if isinstance(c, dict) else {"text": c} for c in values["rubric"]]
    points = tuple(criterion["points"] for criterion in rubric if "points" in criterion)
    if points:
        common = {**common, "points": _points_of(draft, points, len(rubric), common["points"])}
    return OpenResponse(
        stem=values["question"],
        rubric=tuple(criterion["text"] for criterion in rubric),
        rubric_points=points,
        show_rubric=values.get("show-rubric", False),
        lines=values.get("lines", 5),
        space=_space(draft),
        **common,
    )


def _points_of(draft: Draft, points: Sequence[Decimal], criteria: int, given: Decimal) -> Decimal:
    """Give what an item is worth: what its criteria add up to, or less where it says so."""
    whole = sum(points, Decimal(0))
    if len(points) < criteria or min(points) <= 0:
        message = "some criteria have points and others have none"
        draft.report("rubric-points", "rubric", message, "give each some points, or none of them")
        return whole
    if "points" not in draft.values:
        return whole
    if given > whole:
        message = f"the question is worth {given} points, but its criteria add up to {whole}"
        draft.report("rubric-points", "points", message, "no answer could have them all")
    return given


def _space(draft: Draft) -> Space | None:
    """Give the room to answer in, if an item asks for other than lines."""
    values = draft.values
    grid, box = values.get("grid", 0.0), values.get("box", False)
    if not (grid or box or "space" in values):
        return None
    if "space" in values and "lines" in values:
        message = "both `lines` and `space` are given"
        draft.report("lines-and-space", "space", message, "keep one")
    room = values.get("space") or Space(height=_LINE * values.get("lines", _USUAL_LINES))
    return Space(height=room.height, share=room.share, grid=grid, box=box)


def build_flashcard(draft: Draft, common: Common) -> Item:
    """Build a front and a back."""
    values = draft.values
    return Flashcard(
        stem=values["front"], back=values["back"], reverse=values.get("reverse", False), **common
    )
