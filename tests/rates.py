"""`python -m tests.rates`: how often each item rule fires, on the first bank and on a public set.

The public set is the corpus of the GIFT grammar `gift-pegjs` (MIT), read as its own parser reads
it; it lies in the shared material and is measured, never shipped. quizgen/checks/lint/README.md holds
the table.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from quizgen.bank.syntax.format import option_id
from quizgen.checks.lint import ITEM_RULES
from quizgen.checks.lint.item import flaws, rules_for
from quizgen.checks.lint.view import View
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


def main() -> None:
    """Print the table."""
    shared = Path(os.environ.get("QUIZGEN_SHARED", ROOT.parent / "shared"))
    sets = {
        "first bank": list(load_bank(NATO).items),
        "GIFT corpus": list(gift_items(shared / "corpora" / "gift")),
    }
    found = {name: rates(items) for name, items in sets.items()}
    print(f"| rule | level | {' | '.join(f'{n} ({len(i)} items)' for n, i in sets.items())} |")
    for rule in ITEM_RULES:
        name = rule.rule.name
        cells = (f"{fired[name]} of {looked[name]}" for looked, fired in found.values())
        print(f"| `{name}` | {rule.rule.level} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
