"""Ids: for questions, so that no learner loses anything; for banks, so that no two are one."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Final

from quizgen.bank.syntax.fields import suggest_slug
from quizgen.model import Bank
from quizgen.problems import Edit, Problem
from quizgen.release.lock import Lock

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike: an id is read aloud and typed."""


def unlikely_id(slug: str, chance: Random) -> str:
    """Give a bank's id that nobody else is likely to choose: a name and four random letters.

    Cards begin with their bank's id: of two banks of one id, Anki takes the cards of one for
    those of the other, in whosever collections they meet.
    """
    return f"{slug}-{''.join(chance.choices(_LETTERS, k=4))}"


def missing_ids(bank: Bank, problems: tuple[Problem, ...], lock: Lock) -> Iterator[Edit]:
    """Give an id to every question that has none.

    A question that was shipped under the id made from its text keeps that id; others get a plain
    one from their first words.
    """
    shipped = {id for (id, _), stamp in lock.notes.items() if not stamp.gone}
    taken = _taken(bank, lock)
    by_id = {item.id: item for item in bank.items}
    taken_over: set[str] = set()
    for problem in (p for p in problems if p.code == "no-id"):
        item = by_id.get(problem.item)
        stem = item.stem if item else problem.item.rpartition("-")[0]
        if problem.item in shipped and problem.item not in taken_over:
            id = problem.item
            taken_over.add(id)
        else:
            id = _free(_short(stem), taken)
            taken.add(id)
        yield Edit(problem.where, "id", id)


def _taken(bank: Bank, lock: Lock) -> set[str]:
    """Give all ids that are or were in use: what is gone still stands in learners' decks."""
    return {id for id, _ in lock.notes} | {id for i in bank.items for id in (i.id, *i.was)}


def _short(stem: str) -> str:
    """Make a slug of a stem's first words."""
    return short_slug(suggest_slug(stem.replace("{{", " ").replace("}}", " ")))


def short_slug(slug: str) -> str:
    """Cut a slug behind a word, to what people read as one."""
    return slug[:40].rpartition("-")[0] or slug[:40] if len(slug) > 40 else slug


def _free(slug: str, taken: set[str]) -> str:
    number = 2
    id = slug
    while id in taken:
        id = f"{slug}-{number}"
        number += 1
    return id
