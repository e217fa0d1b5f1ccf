"""The files of results; the report among them is a page with plots as SVG and no script."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from quizgen.present.maths.screens import STYLE
from quizgen.present.templates import render_html
from quizgen.review.lesson.salvage import read_what_is_left
from quizgen.review.results.results import SessionResults, answers_csv, report, results_of
from quizgen.review.results.workbook import answers_workbook
from quizgen.scoring.responses import RULES, ScoringRules
from quizgen.words.review import ReviewWords, review_words

FILES = {
    "answers.csv": "text/csv",
    "answers.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "report.html": "text/html",
    "report.json": "application/json",
}

_STYLE = files("quizgen.review.results").joinpath("report.css").read_text("utf-8")


def make_file(name: str, path: Path, rules: ScoringRules = RULES) -> bytes:
    """Make one of the files of results from a log."""
    lesson = results_of(read_what_is_left(path, whole=False))
    match name:
        case "answers.csv":
            return answers_csv(lesson, rules).encode("utf-8-sig")
        case "answers.xlsx":
            return answers_workbook(lesson, rules)
        case "report.html":
            return report_html(lesson, rules).encode()
        case "report.json":
            return (json.dumps(report(lesson, rules), ensure_ascii=False, indent=1) + "\n").encode()
        case _:
            raise KeyError(name)


def report_html(lesson: SessionResults, rules: ScoringRules = RULES) -> str:
    """Write the item report of a lesson."""
    data = report(lesson, rules)
    table = review_words(data["lang"])
    items = [_Item.of(entry, table) for entry in data["items"]]
    judged = [entry for entry in data["items"] if entry["difficulty"] is not None]
    dots = [
        _Dot(row, entry["ask"], entry["difficulty"], bool(entry["again"]))
        for row, entry in enumerate(judged)
    ]
    style = _STYLE + STYLE
    return render_html(
        "quizgen.review.results",
        "report.html",
        {
            "lang": data["lang"],
            "words": table,
            "title": table.report_of.format(title=data["title"]),
            "day": datetime.fromtimestamp(data["began"] / 1000, UTC).strftime("%Y-%m-%d"),
            "here": table.here.format(n=data["pupils"]),
            "style": style,
            "style_hash": "sha256-" + b64encode(sha256(style.encode()).digest()).decode(),
            "dots": dots,
            "items": items,
        },
        escape,  # the same log gives the same bytes, quotes as they ever were
    )


@dataclass(frozen=True, slots=True)
class _Dot:
    """How many were right on a question; the dots stand in the order of the lesson."""

    row: int
    ask: int
    difficulty: float
    again: bool
    """Asked again, after its key was told: an outline."""

    @property
    def x(self) -> str:
        return f"{60 + 520 * self.difficulty:.1f}"

    @property
    def y(self) -> int:
        return 14 + 22 * self.row

    @property
    def percent(self) -> int:
        return round(100 * self.difficulty)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A word on how an item did, behind a number where there is one."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class _Votes:
    """How many picked an option in a vote, and how many voted."""

    picks: int
    voters: int

    @property
    def percent(self) -> float:
        return 100 * self.picks / self.voters if self.voters else 0.0


@dataclass(frozen=True, slots=True)
class _OptionRow:
    """An option in the plot of an item: the last vote as a bar, the first as a dashed outline."""

    letter: str
    html: str
    is_key: bool
    last: _Votes
    first: _Votes | None

    @property
    def bar(self) -> str:
        return f"{0.99 * self.last.percent:.1f}"

    @property
    def first_bar(self) -> str:
        return f"{self.first.percent:.1f}" if self.first and self.first.voters else ""

    @property
    def count(self) -> str:
        if self.first:
            return f"{self.first.picks} → {self._share}"
        return self._share

    @property
    def _share(self) -> str:
        votes = self.last
        return f"{votes.picks} · {round(votes.percent)} %" if votes.voters else "0"


@dataclass(frozen=True, slots=True)
class _Item:
    """An item's section of the report."""

    ask: int
    id: str
    question: str
    facts: tuple[_Fact, ...]
    options: tuple[_OptionRow, ...]
    texts: tuple[Mapping[str, Any], ...]
    """Where there are no options, what was answered most."""

    @classmethod
    def of(cls, entry: Mapping[str, Any], table: ReviewWords) -> _Item:
        rounds = entry["rounds"]
        return cls(
            ask=entry["ask"],
            id=entry["item"],
            question=entry["question"],
            facts=tuple(_facts(entry, table)),
            options=tuple(_option_rows(rounds[-1], rounds[0] if len(rounds) > 1 else None)),
            texts=tuple(rounds[-1].get("answers", ())),
        )


def _option_rows(last: Mapping[str, Any], first: Mapping[str, Any] | None) -> Iterator[_OptionRow]:
    for place, option in enumerate(last.get("options", ())):
        yield _OptionRow(
            letter=option["letter"],
            html=option["text"],
            is_key=option["key"],
            last=_Votes(option["picks"], last["n"]),
            first=_Votes(first["options"][place]["picks"], first["n"]) if first else None,
        )


def _facts(entry: Mapping[str, Any], table: ReviewWords) -> Iterator[_Fact]:
    yield _Fact(str(entry["answers"]), table.answers)
    if entry["difficulty"] is not None:
        yield _Fact(f"{round(100 * entry['difficulty'])} %", table.difficulty)
    if entry["discrimination"] is not None:
        yield _Fact(_signed(entry["discrimination"]), table.discrimination)
    else:
        yield _Fact("", f"{table.discrimination}: {table.too_few}")
    if entry["sure_and_wrong"]:
        yield _Fact(str(entry["sure_and_wrong"]), table.sure_and_wrong)
    if entry["skipped"]:
        yield _Fact("", table.skipped)
    if entry["again"]:
        yield _Fact("", table.comes_back)
    if "shift" in entry:
        yield from _shift_facts(entry["shift"], table)


def _shift_facts(shift: Mapping[str, int], table: ReviewWords) -> Iterator[_Fact]:
    yield _Fact(str(shift["wrong_right"]), table.moved_up)
    yield _Fact(str(shift["right_wrong"]), table.moved_down)
    yield _Fact(str(shift["right_right"]), table.stayed_right)
    yield _Fact(str(shift["wrong_wrong"]), table.stayed_wrong)


def _signed(number: float) -> str:
    return f"{number:.2f}".replace("-", "\u2212")
