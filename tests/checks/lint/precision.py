"""Sentences of our own on which rules that hold words are measured, by language.

A file has a heading for each rule; below it a line an item: `+` has the flaw, `-` hasn't. Behind
the question stand key and wrong options (`| key | wrong; wrong`), or `= true`. What is in `tuned`
was there while the rules were written; what is in `fresh` was written afterwards, and no rule was
changed for it: the precision that rules claim is measured on it alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from quizgen.bank.syntax.format import option_id
from quizgen.checks.lint import ITEM_RULES
from quizgen.checks.lint.item import ItemRule
from quizgen.checks.lint.precision import Measured
from quizgen.checks.lint.view import View
from quizgen.model import Cloze, Item, Option, SingleChoice, TrueFalse
from quizgen.problems import Where

HERE = Path(__file__).parent / "examples"
SETS = ("tuned", "fresh")
RULES = {rule.rule.name: rule for rule in ITEM_RULES if rule.languages}


class Example(NamedTuple):
    """An item, the rule it is for, and whether it has the flaw."""

    rule: str
    lang: str
    flawed: bool
    text: str

    @property
    def fires(self) -> bool:
        """Whether the rule finds a flaw in it."""
        return any(True for _ in self.known.find(View(self._item(), self.lang, {})))

    @property
    def known(self) -> ItemRule:
        """The rule."""
        return RULES[self.rule]

    def _item(self) -> Item:
        stem, _, told = self.text.partition(" | ")
        where = Where("examples")
        statement, _, truth = stem.partition(" = ")
        if truth:
            return TrueFalse(id="q", where=where, stem=statement, answer=truth == "true")
        if "{{" in stem:
            return Cloze(id="q", where=where, stem=stem)
        key, _, wrong = (told or "Grome | Skoll; Tarvin").partition(" | ")
        options = tuple(Option(option_id(text), text) for text in (key, *wrong.split("; ")))
        return SingleChoice(id="q", where=where, stem=stem, options=options, key=options[0].id)


def examples(lang: str, part: str) -> Iterator[Example]:
    """Give the examples of one file."""
    rule = ""
    for line in (HERE / f"{lang}.{part}.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            rule = line[3:]
        elif line:
            yield Example(rule, lang, line[0] == "+", line[2:])


def measured(lang: str, part: str) -> dict[str, Measured]:
    """Count, for each rule, what it does with the examples of one file."""
    found: dict[str, list[Example]] = defaultdict(list)
    for example in examples(lang, part):
        found[example.rule].append(example)
    return {
        rule: Measured(
            right=sum(one.flawed and one.fires for one in some),
            wrong=sum(not one.flawed and one.fires for one in some),
            flawed=sum(one.flawed for one in some),
            sound=sum(not one.flawed for one in some),
        )
        for rule, some in found.items()
    }


def main() -> None:
    """Print what was measured, and where rules and examples disagree."""
    for lang in ("en", "de"):
        for part in SETS:
            if not (HERE / f"{lang}.{part}.txt").exists():
                continue
            for rule, counts in measured(lang, part).items():
                print(f'    ("{rule}", "{lang}"): Measured{tuple(counts)},  # {part}')
            for one in examples(lang, part):
                if one.fires != one.flawed:
                    print(
                        f"{lang} {part} {one.rule}: {'missed' if one.flawed else 'FALSE'}: {one.text}"
                    )


if __name__ == "__main__":
    main()
