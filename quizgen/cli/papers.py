"""`quizgen papers`: what was printed; one of them again, or as a quiz; lines forgotten."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from quizgen.cli.build import chosen_banks
from quizgen.cli.console import print_json, print_problems, print_table, safe
from quizgen.cli.key import Shelf, one_paper, papers_in
from quizgen.model import Bank
from quizgen.outputs import counted
from quizgen.pipeline.check import examine
from quizgen.pipeline.old_papers import KeptPaper, find_papers, papers_on_record
from quizgen.pipeline.project import Project, clock
from quizgen.pipeline.reprint import as_hand_picked, forget, print_again


def run_papers(shelf: Shelf, *, as_json: bool) -> int:
    """List every paper on record."""
    found = papers_in(shelf)
    rows = [
        {
            "bank": bank.id,
            "quiz": paper.line.quiz,
            "form": paper.form,
            "paper": paper.line.paper,
            "day": paper.line.day,
            "class": paper.class_list.name if paper.class_list else "",
        }
        for bank, papers in found
        for paper in papers
    ]
    if as_json:
        print_json(rows)
    elif not rows:
        print("no papers on record; `quizgen build` and `quizgen pdf` put them there")
    else:
        heads = ("bank", "quiz", "form", "paper", "day", "class")
        print_table("Papers", [heads, *(tuple(row[head] for head in heads) for row in rows)])
    return 0


def _chosen(wanted: str, shelf: Shelf) -> tuple[Project, Bank, KeptPaper] | None:
    """Find the one paper that a hash names, with its bank."""
    matches = []
    projects = []
    for path in chosen_banks(shelf.banks):
        for bank, papers in papers_in(replace(shelf, banks=[path])):
            found = find_papers(papers, wanted)
            matches += [(bank, paper) for paper in found]
            projects += [Project.of(path)] * len(found)
    if not one_paper(wanted, matches):
        return None
    return projects[0], *matches[0]


def run_again(wanted: str, shelf: Shelf) -> int:
    """Print a paper again, in today's words."""
    chosen = _chosen(wanted, shelf)
    if chosen is None:
        return 1
    project, _, paper = chosen
    report = examine(project)
    if not report.ok:
        print_problems([p for p in report.problems if p.level == "error"])
        print(safe(f"{report.path}: mend these first; nothing was printed"), file=sys.stderr)
        return 1
    again = print_again(project, report, paper, shelf.out, clock(), shelf.class_list)
    for file in again.files:
        print(safe(str(file)))
    if again.differs:
        print(f"It differs from paper {paper.line.paper}, and is paper {again.paper}:")
        for said in again.differs:
            print(safe(f"  {said}"))
    return 0


def run_items(wanted: str, shelf: Shelf) -> int:
    """Write a paper's items as a hand-picked quiz."""
    chosen = _chosen(wanted, shelf)
    if chosen is None:
        return 1
    _, bank, paper = chosen
    print(safe("\n".join(as_hand_picked(paper, bank))))
    return 0


def run_forget(wanted: Sequence[str], shelf: Shelf) -> int:
    """Take papers off the record."""
    missing = 0
    for one in wanted:
        chosen = _chosen(one, shelf)
        if chosen is None:
            missing += 1
            continue
        project, bank, paper = chosen
        on_record = papers_on_record(project, bank, shelf.out, shelf.class_list)
        same = [one for one in on_record if one.line.paper == paper.line.paper]
        forget(project, bank, same, shelf.out)
        print(safe(f"{paper.line.paper}: forgotten; it has no key any more"))
    if missing:
        print(f"{counted(missing, 'paper')} not found", file=sys.stderr)
    return 1 if missing else 0
