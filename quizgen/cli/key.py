"""`quizgen key`: the key of any paper that was ever printed, by today's answers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizgen.cli.build import OUT, chosen_banks
from quizgen.cli.console import print_json, print_table, safe
from quizgen.model import Bank
from quizgen.pipeline.old_papers import (
    KeptPaper,
    PaperQuestion,
    find_papers,
    how_it_differs,
    papers_on_record,
    questions_of,
)
from quizgen.pipeline.project import Project
from quizgen.problems import has_errors


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where papers are looked for."""

    banks: Sequence[Path]
    out: Path = OUT
    """The output folder."""
    class_list: Path | None = None
    """A list whose papers are looked for, wherever it lies."""


def run_key(wanted: str, shelf: Shelf, *, as_json: bool) -> int:
    """Print the key of a paper, and how it differs from what was printed."""
    found = papers_in(shelf)
    matches = [(bank, paper) for bank, papers in found for paper in find_papers(papers, wanted)]
    if not one_paper(wanted, matches):
        return 1
    bank, paper = matches[0]
    questions = questions_of(paper, bank, bank.lang)
    if as_json:
        print_json(_as_json(paper, bank, questions))
        return 0
    line = paper.line
    title = f"{line.quiz}, form {paper.form}, paper {line.paper}, first made on {line.day}"
    rows = [("question", "answer", "which says", "item")]
    rows += [(str(q.position), _cut(q.answer), _cut(q.words), _name(q)) for q in questions]
    print_table(title, rows)
    for question in questions:
        for text in (question.answer, question.words):
            if text != _cut(text):
                print(safe(f"  {question.position}: {text}"))
    differs = [(q.position, said) for q in questions if (said := how_it_differs(q))]
    print("The bank has changed since:" if differs else "It is the key that was printed.")
    for position, said in differs:
        print(safe(f"  {position}: {said}"))
    return 0


def papers_in(shelf: Shelf) -> list[tuple[Bank, list[KeptPaper]]]:
    """Give the papers of every bank that can be read."""
    found = []
    for path in chosen_banks(shelf.banks):
        project = Project.of(path)
        loaded = project.read()
        if loaded.bank is None:
            print(safe(f"{path}: can't be read; quizgen check says why"), file=sys.stderr)
            continue
        if has_errors(loaded.problems):
            print(safe(f"{path}: some items have errors; quizgen check says why"), file=sys.stderr)
        papers = list(papers_on_record(project, loaded.bank, shelf.out, shelf.class_list))
        found.append((loaded.bank, papers))
    return found


def one_paper(wanted: str, matches: Sequence[tuple[Bank, KeptPaper]]) -> bool:
    """Tell whether a hash names one paper; say why it doesn't."""
    papers = {(bank.id, paper.line.paper) for bank, paper in matches}
    if len(papers) == 1:
        return True
    if papers:
        several = ", ".join(sorted(f"{paper} ({bank})" for bank, paper in papers))
        print(safe(f"quizgen: {wanted!r} begins several papers: {several}"), file=sys.stderr)
    else:
        print(
            safe(
                f"quizgen: no paper {wanted!r} is on record here; the hash stands in its footer, "
                "and `quizgen papers` lists them all"
            ),
            file=sys.stderr,
        )
    return False


_WIDEST = 48


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1].rstrip() + "…"


def _name(question: PaperQuestion) -> str:
    return question.item.id if question.item else question.old.arranged.id


def _as_json(paper: KeptPaper, bank: Bank, questions: Sequence[PaperQuestion]) -> dict[str, Any]:
    line = paper.line
    return {
        "bank": bank.id,
        "quiz": line.quiz,
        "form": paper.form,
        "seed": line.seed,
        "paper": line.paper,
        "day": line.day,
        "items": [
            {
                "position": question.position,
                "item": _name(question),
                "options": list(question.order),
                "answer": question.answer,
                "words": question.words,
                "differs": how_it_differs(question),
            }
            for question in questions
        ],
    }
