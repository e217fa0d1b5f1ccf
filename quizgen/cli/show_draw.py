"""`quizgen show --why`: how a form was drawn, in the words of what the draw itself noted."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, assert_never

from quizgen.assembly.draw import Drawn, Outcome, Taking, draw_text
from quizgen.cli.build import chosen_banks
from quizgen.cli.console import print_json, print_problems, safe
from quizgen.model import Blueprint, Item
from quizgen.pipeline.check import Report, examine
from quizgen.pipeline.project import Project
from quizgen.problems import did_you_mean

_SHOWN = 20
"""So many ids that nobody needed are named; a bank may hold thousands."""


@dataclass(frozen=True, slots=True)
class _Story:
    """A quiz with the draw of one of its forms."""

    report: Report
    quiz: Blueprint
    form: str
    drawn: Drawn

    @property
    def printed(self) -> int:
        """How many items the form has."""
        return sum(map(len, self.drawn.sections))

    @property
    def unasked(self) -> list[Item]:
        """Give the items that nothing in the quiz asks for."""
        met = {outcome.item.id for taking in self.drawn.takings for outcome in taking.outcomes}
        return [item for item in self.report.sound_bank.items if item.id not in met]


def run_why(quiz: str, form: str, banks: Sequence[Path], *, as_json: bool) -> int:
    """Tell how a quiz of any of the banks was drawn."""
    reports = [examine(Project.of(path)) for path in chosen_banks(banks)]
    sound = [report for report in reports if report.bank is not None]
    named = [(r, one) for r in sound for one in r.quizzes if one.id == quiz]
    if not named:
        known = {one.id for report in sound for one in report.quizzes}
        return _fail(f"there is no quiz {quiz!r}; {did_you_mean(quiz, known)}", reports)
    stories = [
        _Story(report, one, form or one.forms[0], report.drawn(one, form or one.forms[0]))
        for report, one in named
        if not form or form in one.forms
    ]
    if not stories:
        forms = sorted({name for _, one in named for name in one.forms})
        return _fail(f"quiz {quiz!r} has no form {form!r}; {did_you_mean(form, forms)}", ())
    if as_json:
        print_json([_story_json(story) for story in stories])
    for story in stories:
        if not as_json:
            width = min(100, shutil.get_terminal_size((80, 24)).columns)
            print(safe("\n".join(story_lines(story, width))))
        print_problems(story.drawn.problems)
    return 0


def _fail(message: str, reports: Iterable[Report]) -> int:
    faulty = [report.path for report in reports if not report.ok]
    if faulty:
        message += f"\n(some banks have errors: quizgen check {' '.join(faulty)})"
    print(safe(f"quizgen: {message}"), file=sys.stderr)
    return 1


def story_lines(story: _Story, width: int) -> Iterator[str]:
    """Tell a draw: section by section what was asked for, who came, who stayed out and why."""
    quiz, bank = story.quiz, story.report.sound_bank
    yield f"{quiz.title}: quiz {quiz.id}, {_forms(story)}"
    has = "1 item" if len(bank.items) == 1 else f"{len(bank.items)} items"
    if story.drawn.sections:
        yield f"{story.printed} printed; the bank has {has}"
    else:
        yield f"nothing can be printed; the bank has {has}"
    for taking in story.drawn.takings:
        yield ""
        yield from _wrapped(_heading(story, taking), width, "", "  ")
        yield from _outcome_lines(taking, width)
    if story.unasked:
        yield ""
        yield from _ids("Nothing in the quiz asks for", story.unasked, width)


def _forms(story: _Story) -> str:
    forms = story.quiz.forms
    if story.quiz.vary_items and len(forms) > 1:
        return f"form {story.form} (each form draws its own: --form {forms[-1]})"
    if len(forms) == 1:
        return f"form {forms[0]}"
    shown = ", ".join(forms) if len(forms) < 9 else f"{forms[0]} to {forms[-1]}"
    return f"forms {shown} (the same items)"


def _heading(story: _Story, taking: Taking) -> str:
    section = story.quiz.sections[taking.section]
    name = section.heading or f"part {taking.section + 1}"
    where = f"{name}: " if len(story.quiz.sections) > 1 or section.heading else ""
    fitting = [o for o in taking.outcomes if o.fate not in ("flashcard", "draft", "retired")]
    got = len(taking.taken)
    if taking.draw is None:
        return f"{where}picked by hand: {got} of {len(section.items)}"
    upto = "up to " if taking.draw.up_to else ""
    wanted = f"{upto}{taking.draw.count} of {draw_text(taking.draw)}"
    return f"{where}asked for {wanted}; {len(fitting)} fit, {got} taken"


def _outcome_lines(taking: Taking, width: int) -> Iterator[str]:
    told = [outcome for outcome in taking.outcomes if outcome.fate != "not-needed"]
    ids = max((len(outcome.item.id) for outcome in told), default=0)
    gap = min(ids, 30)
    for outcome in told:
        sign = "+" if outcome.fate == "taken" else "-"
        head = f"  {sign} {outcome.item.id.ljust(gap)}  "
        indent = " " * (gap + 6)
        if len(outcome.item.id) > gap:
            yield head.rstrip()
            head = indent
        words = fate_text(outcome)
        yield from _wrapped(words, width, head, indent)
    spare = [outcome.item for outcome in taking.outcomes if outcome.fate == "not-needed"]
    if spare:
        yield from _ids("  . not needed, those before them were enough:", spare, width)


def _ids(lead: str, items: Sequence[Item], width: int) -> list[str]:
    more = len(items) - _SHOWN
    listed = ", ".join(item.id for item in items[:_SHOWN])
    text = f"{lead} {listed}{f' and {more} more' if more > 0 else ''}"
    indent = " " * (len(lead) - len(lead.lstrip()) + 2)
    return _wrapped(text, width, "", indent)


def _wrapped(text: str, width: int, head: str, indent: str) -> list[str]:
    """Break a text into lines; ids stay whole."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=head,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )


def fate_text(outcome: Outcome) -> str:
    """Say what became of an item."""
    by = outcome.by
    match outcome.fate:
        case "taken":
            return (
                f"taken, though it had better not meet {by}: no other was left" if by else "taken"
            )
        case "not-needed":
            return "not needed: those before it were enough"
        case "twice":
            return "taken already by another part"
        case "enemy":
            return f"left out: an enemy of {by}"
        case "same-fact":
            return f"left out: asks the same fact as {by}"
        case "shares-facts":
            return f"left out: shares a fact with {by}"
        case "gives-away":
            return f"left out: one of it and {by} gives the other away"
        case "not-in":
            return f"left out: quiz {by} asks it (not-in)"
        case "flashcard":
            return "left out: a flashcard, drawn only by `type: flashcard`"
        case "draft":
            return "left out: a draft; give it `status: ok`"
        case "retired":
            return "left out: retired"
        case _:
            assert_never(outcome.fate)


def _story_json(story: _Story) -> dict[str, Any]:
    return {
        "path": story.report.path,
        "quiz": story.quiz.id,
        "form": story.form,
        "forms": list(story.quiz.forms),
        "each-form-its-own": story.quiz.vary_items,
        "items": [item.id for section in story.drawn.sections for item in section],
        "draws": [_taking_json(story, taking) for taking in story.drawn.takings],
        "unasked": [item.id for item in story.unasked],
    }


def _taking_json(story: _Story, taking: Taking) -> dict[str, Any]:
    draw = taking.draw
    return {
        "section": taking.section + 1,
        "heading": story.quiz.sections[taking.section].heading,
        "asks": "items picked by hand" if draw is None else draw_text(draw),
        "count": len(story.quiz.sections[taking.section].items) if draw is None else draw.count,
        "up-to": draw is not None and draw.up_to,
        "outcomes": [
            {"item": o.item.id, "fate": o.fate, "by": o.by, "why": fate_text(o)}
            for o in taking.outcomes
        ],
    }
