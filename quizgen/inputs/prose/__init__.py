"""Quizzes as people write them, in Word or as plain text: one reader of paragraphs for both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from quizgen.bank.syntax.fields import suggest_slug
from quizgen.formats.tables import Sheet, SheetRow
from quizgen.inputs.prose.grouping import WrittenQuestion, WrittenQuiz, grouped
from quizgen.inputs.prose.judging import item_of
from quizgen.inputs.prose.key_list import key_entries, share_out
from quizgen.inputs.prose.languages import language_of
from quizgen.inputs.prose.lines import WrittenLine, marked, plain
from quizgen.inputs.prose.splitting import parted
from quizgen.inputs.prose.told import habits_of
from quizgen.inputs.prose.truth_table import statements_of, truth_columns
from quizgen.inputs.reading import ForeignItem, Reading, Value, refused
from quizgen.inputs.table.layout import Layout, layout_of
from quizgen.inputs.table.rows import item_of as item_of_row
from quizgen.problems import Problem, Where
from quizgen.text.spelling import spell_out

_MEANINGS_OF_A_QUIZ = ("question", "front")


def read_prose(
    lines: Sequence[WrittenLine],
    shown: str,
    *,
    title: str = "",
    media: Mapping[str, bytes] | None = None,
) -> Reading:
    """Read a written quiz.

    Args:
        lines: Its paragraphs and tables, in their order.
        shown: How messages name the file.
        title: What the file says is its title.
        media: Its pictures.

    """
    ticked = [line for line in lines if line.rows and truth_columns(line)]
    tables = [one for one in _question_tables(lines) if one[0] not in ticked]
    apart = {id(line) for line, _, _ in tables} | {id(line) for line in ticked}
    quiz = grouped(parted([line for line in lines if id(line) not in apart]))
    unused = list(_unused(quiz))
    in_tables = [
        item_of_row(row, layout, sheet, shown) for _, layout, sheet in tables for row in layout.rows
    ]
    in_tables += [item for table in ticked for item in statements_of(table)]
    items = [*_items(quiz), *in_tables]
    if not items:
        return refused(
            shown,
            "no-questions",
            "no question was found in this document",
            "number the questions, give options letters, and write `Answer: B` below each",
        )
    return Reading(
        items=items,
        problems=[*unused, *_left_out(quiz, shown)],
        title=quiz.title or title,
        lang=language_of(plain(line) for line in lines),
        passages=_passages(quiz),
        topics=_topics(quiz),
        media=media or {},
    )


def is_quiz(lines: Sequence[WrittenLine]) -> bool:
    """Tell whether paragraphs are a quiz: questions with options, or with answers."""
    quiz = grouped(parted(lines))
    return any(one.options or one.answers for one in quiz.questions) or bool(
        quiz.key and quiz.questions
    )


def _items(quiz: WrittenQuiz) -> list[ForeignItem]:
    habits = habits_of(quiz.questions)
    has_answers = any(one.answers or one.in_key for one in quiz.questions)
    return [item_of(one, habits, has_answers) for one in quiz.questions]


def _unused(quiz: WrittenQuiz) -> Iterator[Problem]:
    """Give the key at the end to its questions, and say what of it fits none."""
    for entry in share_out(key_entries(quiz.key), quiz.questions):
        message = f"the key says {entry.said!r} of question {entry.number}, and there is none"
        yield Problem("key-without-question", "warning", entry.line.where, message)


def _left_out(quiz: WrittenQuiz, shown: str) -> Iterator[Problem]:
    if not quiz.left_out:
        return
    first = quiz.left_out[0]
    text = plain(first)[:60] or "a table"
    count = len(quiz.left_out)
    more = f" and {count - 1} more" if count > 1 else ""
    message = f"what asks nothing is left out: {text!r}{more}"
    yield Problem("left-out", "info", first.where or Where(shown), message)


def _passages(quiz: WrittenQuiz) -> dict[str, Mapping[str, Value]]:
    used = {one.passage for one in quiz.questions}
    return {
        passage.name: {"text": marked(passage.lines)}
        for passage in quiz.passages
        if passage.name in used and passage.lines
    }


def _topics(quiz: WrittenQuiz) -> dict[str, str]:
    named = [one.labels.get("TOP") or one.topic for one in quiz.questions]
    return {suggest_slug(spell_out(name)): name for name in named if name}


# --- tables of questions --------------------------------------------------------------------------


def _question_tables(lines: Sequence[WrittenLine]) -> Iterator[tuple[WrittenLine, Layout, Sheet]]:
    """Find the tables whose headings say that a row is a question."""
    number = 0
    for line in lines:
        if not line.rows:
            continue
        number += 1
        rows = [SheetRow(at, tuple(map(plain, row))) for at, row in enumerate(line.rows, 1)]
        sheet = Sheet(tuple(row for row in rows if any(row.cells)), f"table {number}")
        layout = layout_of(sheet) if sheet.rows else None
        if layout and layout.heading and any(layout.first(m) >= 0 for m in _MEANINGS_OF_A_QUIZ):
            yield line, layout, sheet


__all__ = ["WrittenQuestion", "is_quiz", "read_prose"]
