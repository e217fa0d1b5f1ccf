"""A pupil's own deck: what they missed or were unsure of, as a strict subset of the full deck.

The same deck name, guids and times as `quizgen build` gives, so that whoever has both has each
card once, and their reviews stay.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from quizgen.outputs import Job, render
from quizgen.pipeline.check import Report
from quizgen.pipeline.plan import deck_job
from quizgen.pipeline.project import Project
from quizgen.problems import QuizgenError
from quizgen.review.lesson.event_log import read_log
from quizgen.review.results.results import missed, results_of


def deck_of_items(job: Job, oldest_ids: Sequence[str]) -> bytes:
    """Write a deck of some of a job's items. Raises QuizgenError when there is nothing in it."""
    wanted = set(oldest_ids)
    items = tuple(lowered for lowered in job.items if lowered.item.oldest_id in wanted)
    if not items:
        raise QuizgenError("nothing was missed: there is no deck to make")
    out = BytesIO()
    for file in render("anki", replace(job, items=items, retired=())).files:
        file.write(out)
    return out.getvalue()


def page_of_items(job: Job, oldest_ids: Sequence[str], title: str) -> bytes:
    """Print one page of some of a job's items, with their answers. Raises QuizgenError."""
    from quizgen.outputs.pdf.quiz.missed_items import missed_sheet

    by_id = {lowered.item.oldest_id: lowered for lowered in job.items}
    return missed_sheet(job, [by_id[id] for id in oldest_ids if id in by_id], title)


def deck_maker(project: Project, report: Report) -> Callable[[Path, int], bytes]:
    """Give the function that makes a person's deck from a log."""
    jobs: list[Job] = []

    def make(log: Path, person: int) -> bytes:
        if not jobs:
            jobs.append(deck_job(project, report))
        return deck_of_items(jobs[0], missed(results_of(read_log(log)), person))

    return make


def search_of(job: Job, oldest_ids: Sequence[str]) -> str:
    """Give the search for a filtered deck of these items, for those who have the full deck.

    Every note holds its item's id in a field; the deck's name keeps other banks out.
    """
    wanted = set(oldest_ids)
    items = (lowered.item for lowered in job.items)
    ids = [item.id for item in items if item.oldest_id in wanted]
    if not ids:
        return ""
    deck = job.bank.deck.replace("\\", "\\\\").replace('"', '\\"')
    any_of = " OR ".join(f'"ID:{_searched(id)}"' for id in ids)
    return f'"deck:{deck}" ({any_of})'


def _searched(id: str) -> str:
    """Write an id as a search takes it: an underscore would stand for any sign."""
    return id.replace("_", "\\_")
