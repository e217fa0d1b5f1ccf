"""Formats with both doors: items that are made up go out and come back, or their loss was named."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen.bank.syntax.writing import Plain, Value, written_list
from quizgen.formats.marks import as_marked
from quizgen.model import Cloze, Item, Matching, MultipleResponse, Numeric, item_options
from quizgen.pipeline.check import check
from quizgen.pipeline.export import export
from tests.helpers import HEAD, NOW

SIGNS = "abcd é<>&*_~=#{}:\\$%[]()-|'\"/1.25,;!?"
texts = st.text(alphabet=SIGNS, max_size=14).map(lambda text: " ".join(f"{text} ab".split()))
marked = texts.map(as_marked) | st.sampled_from(
    ["**bold** x", "H~2~O", "so $x^2$ is", "a `code` b"]
)
several = st.lists(marked, min_size=3, max_size=5, unique_by=lambda text: text.casefold())
words = st.text(alphabet="abcdé -'", max_size=8).map(lambda t: f"a{' '.join(t.split())}z")
plain = st.lists(words, min_size=3, max_size=4, unique_by=lambda text: text.casefold())


@st.composite
def items(draw: st.DrawFn) -> dict[str, Value]:
    """Make up the keys of an item."""
    fields = draw(st.sampled_from([choice, several_right, truth, short, number, pairs, gap, gaps]))(
        draw
    )
    head: dict[str, Value] = {"topic": draw(st.sampled_from(["one", "two/three"]))}
    if draw(st.booleans()):
        head["explanation"] = draw(marked)
    if draw(st.booleans()):
        head["stimulus"] = draw(marked)
    if draw(st.booleans()):
        head |= {"tags": ["red"], "level": Plain("3"), "points": Plain("2.5"), "hint": draw(marked)}
    return head | fields


def choice(draw: st.DrawFn) -> dict[str, Value]:
    right, *wrong = draw(several)
    told: list[Value] = [{"text": text, "why": draw(marked)} for text in wrong]
    return {"question": draw(marked), "answer": right, "distractors": told}


def several_right(draw: st.DrawFn) -> dict[str, Value]:
    first, second, *wrong = draw(several)
    score = draw(st.sampled_from(["all", "partial", "right-minus-wrong"]))
    return {
        "question": draw(marked),
        "answer": [first, second],
        "distractors": wrong,
        "score": score,
    }


def truth(draw: st.DrawFn) -> dict[str, Value]:
    return {"question": draw(marked), "answer": Plain(draw(st.sampled_from(["true", "false"])))}


def short(draw: st.DrawFn) -> dict[str, Value]:
    answer, *others = draw(plain)
    return {"question": draw(marked), "answer": answer, "accept": others}


def number(draw: st.DrawFn) -> dict[str, Value]:
    answer = draw(st.decimals(-999, 999, places=2))
    fields: dict[str, Value] = {"question": draw(marked), "answer": Plain(f"{answer}")}
    more: list[dict[str, Value]] = [
        {},
        {"tolerance": Plain("0.05")},
        {"range": [Plain(f"{answer - 1}"), Plain(f"{answer + 2}")]},
        {"unit": "kg"},
    ]
    return fields | draw(st.sampled_from(more))


def pairs(draw: st.DrawFn) -> dict[str, Value]:
    rights = draw(plain)
    lefts = draw(several)
    made: list[Value] = [[a, b] for a, b in zip(lefts, rights, strict=False)]
    return {"question": draw(marked), "pairs": made, "extra": ["something else"]}


def gap(draw: st.DrawFn) -> dict[str, Value]:
    answer, *others = draw(plain)
    fields: dict[str, Value] = {"cloze": f"It is {{{{{answer}}}}} that we mean."}
    return fields | {draw(st.sampled_from(["accept", "choices"])): {"1": others}}


def gaps(draw: st.DrawFn) -> dict[str, Value]:
    one, two, *others = draw(plain)
    return {"cloze": f"First {{{{1::{one}}}}} then {{{{2::{two}}}}}.", "accept": {"2": others}}


def told_of(item: Item) -> dict[str, Any]:
    """Give what must not change, by the fields that losses name."""
    kept = ("low", "high", "score", "accept", "points", "explanation", "stimulus", "tags", "level")
    told = {name: getattr(item, name) for name in kept if hasattr(item, name)}
    told |= {"hint": item.hint, "topic": item.topic, "answer": getattr(item, "answer", None)}
    told["options"] = {(option.text, option.why) for option in item_options(item)}
    told["right"] = set(getattr(item, "right", ()))
    told["unit"] = getattr(item, "unit", "")
    if isinstance(item, Matching):
        told["pairs"] = [(left.text, right.text) for left, right in item.pairs]
    if isinstance(item, Cloze):
        told["choices"] = {place: set(offered) for place, offered in item.choices.items()}
    stem = item.stem.partition("\n\n(kg)")[0] if isinstance(item, Numeric) else item.stem
    told["stem"] = stem
    return told


@pytest.mark.parametrize("format", ["moodle", "gift", "canvas"])
@given(st.lists(items(), min_size=1, max_size=4))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_the_same_comes_back_or_the_loss_was_named(
    format: str, made: list[dict[str, Value]]
) -> None:
    """A key, a margin or a reason would change on the way, and no report would say so."""
    listed = [{"id": f"item-{n}", **fields} for n, fields in enumerate(made)]
    with TemporaryDirectory() as folder:
        bank = Path(folder) / "bank"
        bank.mkdir()
        (bank / "bank.yaml").write_text(f"{HEAD}questions:\n{written_list(listed, 2)}", "utf-8")
        went = check(bank)
        if not went.ok:
            return  # two options that nobody tells apart
        exported = export(bank, [format], Path(folder) / "out", now=NOW)
        path = Path(folder) / "out" / exported.bank / "export" / exported.files[0].name
        came = check(path)
    again = {item.id: item for item in came.sound_bank.items}
    lost: dict[str, set[str]] = {}
    for loss in exported.losses[format]:
        lost.setdefault(loss.item, set()).add(loss.field)
    for item in went.sound_bank.items:
        gone = lost.get(item.id, set())
        if "" in gone:
            continue
        other = told_of(again[item.id])
        for name, value in told_of(item).items():
            assert other[name] == value or name in gone, (item.id, name, value, other[name])
        assert not isinstance(item, MultipleResponse) or isinstance(
            again[item.id], MultipleResponse
        )
