"""`quizgen show`: one item in words, as pupils and as the key see it; or a whole bank."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

import typer

from quizgen.assembly.forms import printed_order
from quizgen.cli.build import chosen_banks
from quizgen.cli.console import safe
from quizgen.cli.show_draw import run_why
from quizgen.cli.show_items import run_list
from quizgen.interaction import (
    ChooseKey,
    FillKey,
    Match,
    MatchKey,
    NumberKey,
    OrderKey,
    RecallKey,
    TextKey,
    WriteKey,
)
from quizgen.model import Citation, Item, type_name
from quizgen.pipeline.check import examine
from quizgen.pipeline.project import Project
from quizgen.present.lower import (
    Asked,
    Told,
    also_text,
    ask,
    instruction,
    letter,
    proved_evidence_text,
    tell,
)
from quizgen.problems import did_you_mean
from quizgen.text.blocks import Blocks, plain_words, text_as_blocks, text_lines
from quizgen.text.order import key_of
from quizgen.words import words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be shown: an item, all items, or how a quiz was drawn."""

    item: str = ""
    """The first bank instead, where no item is to be shown."""
    listed: bool = False
    why: str = ""
    form: str = ""
    as_json: bool = False


def run_show(wanted: Wanted, banks: Sequence[Path]) -> int:
    """Show what is wanted of the banks. Raises typer.BadParameter for what can't be had at once."""
    if wanted.listed and wanted.why:
        raise typer.BadParameter("give one of them", param_hint="--list, --why")
    every = [*([Path(wanted.item)] if wanted.item else []), *banks]
    if wanted.form and not wanted.why:
        raise typer.BadParameter("say of which quiz: --why QUIZ", param_hint="--form")
    if wanted.listed:
        return run_list(every, as_json=wanted.as_json)
    if wanted.why:
        return run_why(wanted.why, wanted.form, every, as_json=wanted.as_json)
    if not wanted.item:
        raise typer.BadParameter("give the id of an item, or --list to see them", param_hint="ID")
    if wanted.as_json:
        raise typer.BadParameter("goes with --list or --why", param_hint="--json")
    return _show_item(wanted.item, banks)


def _show_item(id: str, banks: Sequence[Path]) -> int:
    """Print an item of any of the banks."""
    known: list[str] = []
    faulty: list[str] = []
    of_template: list[str] = []
    for path in chosen_banks(banks):
        report = examine(Project.of(path))
        faulty += [] if report.ok else [report.path]
        if report.bank is None:
            continue
        for item in report.bank.items:
            if id in (item.id, *item.was):
                citations = report.checked.citations.get(item.id, ())
                print(safe("\n".join(item_lines(item, report.bank.lang, citations))))
                return 0
            known.append(item.id)
            if item.template == id:
                of_template.append(item.id)
    if of_template:
        print(safe(f"{id} is a template; its items are\n  " + "\n  ".join(of_template)))
        return 0
    message = f"quizgen: there is no item {id!r} without errors; {did_you_mean(id, known)}"
    if faulty:
        message += f"\n(some items have errors: quizgen check {' '.join(faulty)})"
    print(safe(message), file=sys.stderr)
    return 1


def item_lines(item: Item, lang: str, citations: Sequence[Citation]) -> Iterator[str]:
    """Give an item in lines: what is asked, then what is told."""
    order = printed_order(item, key_of("show", item.oldest_id))
    asked, told = ask(item, order, lang), tell(item, order, lang, citations)
    yield f"{item.id}  ({type_name(item)}, {item.topic or 'no topic'}, {item.where})"
    yield ""
    yield from (f"  {line}".rstrip() for line in _asked(asked))
    yield ""
    yield from (f"  {line}".rstrip() for line in _told(asked, told))


def _asked(asked: Asked) -> Iterator[str]:
    yield from (f"| {line}" for line in text_lines(asked.reading))
    yield from text_lines(asked.stem)
    if to_do := instruction(asked):
        yield f"({to_do})"
    if isinstance(asked.interaction, Match):
        for number, left in enumerate(asked.interaction.lefts, 1):
            yield from _labelled(f"{number}. ", left)
    for i, choice in enumerate(asked.choices):
        yield from _labelled(f"{letter(i)}  ", choice.text)
    if asked.hint:
        yield from _labelled(f"{words(asked.lang).hint}: ", asked.hint)


def _labelled(label: str, text: Blocks) -> Iterator[str]:
    """Give a text behind a label; its other lines begin where the first does."""
    for index, line in enumerate(text_lines(text)):
        yield f"{' ' * len(label) if index else label}{line}"


def _answer(asked: Asked, told: Told) -> Blocks:
    match told.key:
        case MatchKey(matches):
            answer = ", ".join(f"{n}{letter(place)}" for n, place in enumerate(matches, 1))
        case ChooseKey(right):
            chosen = (f"{letter(i)}  {plain_words(asked.choices[i].text)}" for i in right)
            answer = ", ".join(chosen)
        case OrderKey():
            answer = " → ".join(plain_words(text) for text in told.answers)
        case FillKey() | TextKey() | NumberKey() | WriteKey() | RecallKey():
            if len(told.answers) == 1:
                return told.answers[0]
            answer = " · ".join(plain_words(text) for text in told.answers)
        case _:
            assert_never(told.key)
    return text_as_blocks(answer)


def _told(asked: Asked, told: Told) -> Iterator[str]:
    table = words(asked.lang)
    yield from _labelled(f"{table.answer}: ", _answer(asked, told))
    if also := also_text(told, asked.lang):
        yield also
    if told.explanation:
        yield from _labelled(f"{table.explanation}: ", told.explanation)
    for index, why in told.whys:
        yield f"{plain_words(asked.choices[index].text)}: {plain_words(why)}"
    for cited in told.evidence:
        yield f"{table.source}: {proved_evidence_text(cited, asked.lang)}"
