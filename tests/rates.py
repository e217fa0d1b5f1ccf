"""`python -m tests.rates`: how often each item rule fires, on the first bank and on a public set.

The public set is the corpus of the GIFT grammar `gift-pegjs` (MIT), read as its own parser reads
it; it lies in the shared material and is measured, never shipped. quizgen/checks/lint/README.md holds
the table. `python -m tests.rates testwise` measures what tricks alone would score, on these and on
banks planted for a trick; quizgen/checks/testwise/README.md holds that table.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from quizgen.bank.syntax.format import option_id
from quizgen.checks.lint import ITEM_RULES
from quizgen.checks.lint.item import flaws, rules_for
from quizgen.checks.lint.view import View
from quizgen.checks.testwise import LEAST_ITEMS, in_runs, tricks_score
from quizgen.checks.testwise.rules import percent, shown_p
from quizgen.model import (
    Item,
    MultipleResponse,
    Numeric,
    Option,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from quizgen.pipeline.check import load_bank
from quizgen.problems import Where
from quizgen.text.runs import escape
from tests.checks.testwise import planted, realistic
from tests.helpers import NATO, ROOT


def gift_items(folder: Path) -> Iterator[Item]:
    """Give the corpus as items; what has no stem or no right answer is passed over."""
    for path in sorted(folder.glob("*.json")):
        for number, question in enumerate(json.loads(path.read_text("utf-8"))):
            item = _item(question, f"{path.stem.lower()}-{number}")
            if item is not None:
                yield item


def _item(question: dict[str, Any], id: str) -> Item | None:
    where = Where(id)
    stem = escape((question.get("stem") or {}).get("text", "")).strip()
    choices = question.get("choices") or []
    if not stem:
        return None
    match question["type"]:
        case "MC":
            options = tuple(Option(option_id(t := escape(c["text"]["text"])), t) for c in choices)
            right = [
                o.id
                for o, c in zip(options, choices, strict=True)
                if c["isCorrect"] or (c["weight"] or 0) > 0
            ]
            if not right or len(right) == len(options):
                return None
            if len(right) > 1:
                return MultipleResponse(
                    id=id, where=where, stem=stem, options=options, keys=tuple(right)
                )
            return SingleChoice(id=id, where=where, stem=stem, options=options, key=right[0])
        case "TF":
            return TrueFalse(id=id, where=where, stem=stem, answer=bool(question["isTrue"]))
        case "Short" if choices:
            return ShortAnswer(id=id, where=where, stem=stem, answer=choices[0]["text"]["text"])
        case "Numerical":
            return Numeric(
                id=id, where=where, stem=stem, answer=Decimal(1), low=Decimal(1), high=Decimal(1)
            )
        case _:
            return None


def rates(items: Iterable[Item]) -> tuple[Counter[str], Counter[str]]:
    """Count, for each rule, the items it looked at and those it fired on."""
    looked: Counter[str] = Counter()
    fired: Counter[str] = Counter()
    for item in items:
        view = View(item, "en", {})
        for rule in rules_for(view, ITEM_RULES):
            looked[rule.rule.name] += 1
            fired[rule.rule.name] += any(True for _ in flaws(view, [rule]))
    return looked, fired


GIFT = "GIFT corpus"


def tricks_of(items: Iterable[Item], lang: str, *, filed: bool) -> str:
    """Write a row of what tricks alone would score."""
    found = tricks_score(in_runs(list(items)), lang, filed=filed)
    if found is None:
        return f"under {LEAST_ITEMS} | too few to tell | | | |"
    best = max(found.tricks, key=lambda name: found.tricks[name].score)
    return (
        f"{found.items} | {percent(found.chance)} | {percent(found.score)} | {shown_p(found.p)} | "
        f"{best} {percent(found.tricks[best].score)} | {'yes' if found.alarming else ''}"
    )


def testwise_sets() -> Iterator[tuple[str, Iterable[Item], str]]:
    """Give (name, items, language) of what is measured: banks in use, and planted ones."""
    for folder in sorted(path for path in NATO.parent.iterdir() if path.is_dir()):
        bank = load_bank(folder)
        yield f"`question_bank/{bank.id}`", bank.items, bank.lang
    yield GIFT, gift_items(shared_folder() / "corpora" / "gift"), "en"
    for lang in ("en", "de"):
        for name, plant in planted.PLANTS.items():
            yield f"planted: {name} ({lang})", planted.bank_of(plant, lang), lang
        yield f"planted: true ({lang})", planted.statements(lang), lang
        yield f"planted: elimination ({lang})", planted.pools(lang), lang
        yield f"flawless ({lang})", realistic.flawless_bank(lang, 40, 1), lang


def print_testwise() -> None:
    """Print the table of what tricks alone would score."""
    print("| bank | choices | chance | combined | p | best trick alone | warned |")
    print("|---|---|---|---|---|---|---|")
    for name, items, lang in testwise_sets():
        print(f"| {name} | {tricks_of(items, lang, filed=name == GIFT)} |")


def shared_folder() -> Path:
    """Give the folder of shared material."""
    return Path(os.environ.get("QUIZGEN_SHARED", ROOT.parent / "shared"))


def main() -> None:
    """Print the table."""
    if "testwise" in sys.argv[1:]:
        print_testwise()
        return
    sets = {
        "first bank": [item for item in load_bank(NATO).items if item.status != "retired"],
        GIFT: list(gift_items(shared_folder() / "corpora" / "gift")),
    }
    found = {name: rates(items) for name, items in sets.items()}
    print(f"| rule | level | {' | '.join(f'{n} ({len(i)} items)' for n, i in sets.items())} |")
    for rule in ITEM_RULES:
        name = rule.rule.name
        cells = (f"{fired[name]} of {looked[name]}" for looked, fired in found.values())
        print(f"| `{name}` | {rule.rule.level} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
