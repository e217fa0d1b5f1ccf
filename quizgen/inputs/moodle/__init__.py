"""Moodle XML: the questions of a course or a category, with their categories and files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from quizgen.formats.from_html import HtmlReader
from quizgen.formats.safe_xml import BrokenXml, tree_of
from quizgen.formats.shelf import MediaShelf
from quizgen.inputs.making import ItemMaker, Names, Passages, fill_points, fill_tags, made
from quizgen.inputs.moodle.categories import path_of, root_of, title_of
from quizgen.inputs.moodle.parts import FilesInside, flag, html_of, text_of
from quizgen.inputs.moodle.types import fill_type
from quizgen.inputs.reading import ForeignItem, Reading, refused
from quizgen.problems import Problem, Where

_ROOT = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*(?:<!--.*?-->\s*)*<quiz[\s>/]", re.DOTALL)


def recognises(data: bytes, name: str) -> bool:  # noqa: ARG001 - every input is asked alike
    """Tell whether a file is Moodle XML: its root is `quiz`."""
    return bool(_ROOT.match(data[:4096].removeprefix(b"\xef\xbb\xbf")))


def read(data: bytes, shown: str) -> Reading:
    """Read the questions of a Moodle XML file."""
    try:
        root = tree_of(data)
    except BrokenXml as error:
        help = "export it again from Moodle as Moodle XML"
        problem = Problem("cannot-read", "error", Where(shown, error.line), str(error), help)
        return Reading(problems=(problem,))
    if not len(root):
        return refused(shown, "cannot-read", "there is no question in the file")
    return _File(root, shown).reading()


class _File:
    """One file: what its questions share."""

    def __init__(self, root: Any, shown: str) -> None:
        self.root = root
        self.shown = shown
        self.shelf = MediaShelf()
        self.reader = HtmlReader(self.shelf)
        self.names = Names()
        self.passages = Passages()
        self.category: tuple[str, ...] = ()
        self.title = ""
        questions = list(root.iter("question"))
        self.usual = _usual_feedback(questions)
        self.outermost = root_of(_categories(questions))
        self.by_name = Counter(text_of(question, "name") for question in questions)
        self.prefix = _shared_prefix(
            [number for question in questions if (number := question.findtext("idnumber"))]
        )
        self.description: tuple[str, int] = ("", 0)
        """The passage that a description made, and how many questions it may stand before."""
        self.ahead = _in_a_row(questions)

    def reading(self) -> Reading:
        items = tuple(self.items())
        return Reading(
            items=items,
            title=self.title,
            passages=self.passages.texts,
            topics=self.names.titles,
            media=self.shelf.media,
            problems=tuple(self.said()),
        )

    def said(self) -> Iterator[Problem]:
        if self.usual:
            message = "feedback that many questions share (such as `Your answer is correct.`)"
            yield Problem("left-out", "info", Where(self.shown), f"{message} is left out")

    def items(self) -> Iterator[ForeignItem]:
        for question in self.root.iter("question"):
            kind = question.get("type", "")
            if kind == "category":
                name = text_of(question, "category")
                path = path_of(name)
                self.category = path[1:] if self.outermost in path[:1] else path
                self.title = self.title or title_of(name)
                self.description = ("", 0)
            elif kind == "description":
                yield from self.describe(question)
            else:
                yield self.item(question, kind)

    def maker(self, question: Any) -> ItemMaker:
        name = text_of(question, "name")
        where = Where(self.shown, question.sourceline or 0, 1)
        return ItemMaker(self.reader, where, name, FilesInside(question))

    def describe(self, question: Any) -> Iterator[ForeignItem]:
        """Keep a description as a passage for the few questions that follow it."""
        maker = self.maker(question)
        text = html_of(maker, question.find("questiontext"))
        count = self.ahead.get(question, 0)
        if text and 0 < count <= _MOST_BELOW:
            self.description = (self.passages.add(text, maker.source), count)
            return
        self.description = ("", 0)
        why = "this description belongs to no few questions below it: it is left out"
        help = "put its text into the questions that need it"
        yield ForeignItem(
            where=maker.where, status="refused", why=why, help=help, source=maker.source
        )

    def item(self, question: Any, kind: str) -> ForeignItem:
        maker = self.maker(question)
        return made(maker, lambda maker: self.fill(maker, question, kind))

    def fill(self, maker: ItemMaker, question: Any, kind: str) -> None:
        fields = maker.fields
        number = (question.findtext("idnumber") or "").strip().removeprefix(self.prefix)
        alone = self.by_name[maker.source] == 1
        id = self.names.id(number) if number else self.names.id(maker.source) if alone else ""
        maker.give(id=id, topic=self.names.topic(self.category))
        fill_tags(maker, (text_of(tag) for tag in question.iterfind("tags/tag")))
        fill_points(maker, question.findtext("defaultgrade") or "1")
        if flag(question, "hidden"):
            fields["status"] = "retired"
        passage, left = self.description
        if left:
            self.description = (passage, left - 1)
            maker.give(passage=passage)
            maker.lose("the description above it is taken for its passage")
        maker.explain(html_of(maker, question.find("generalfeedback")))
        fill_type(maker, question, kind, self.passages)
        self.feedback(maker, question)
        self.hints(maker, question)

    def feedback(self, maker: ItemMaker, question: Any) -> None:
        """Say that feedback for right, partly right and wrong answers stays behind."""
        for name, which in _COMBINED.items():
            node = question.find(name)
            text = text_of(node)
            if text and text not in self.usual:
                if name == "correctfeedback":
                    maker.explain(html_of(maker, node))
                else:
                    maker.lose(f"what is said to {which} answers")

    def hints(self, maker: ItemMaker, question: Any) -> None:
        hints = [html_of(maker, hint) for hint in question.iterfind("hint")]
        hints = [hint for hint in hints if hint]
        maker.give(hint="\n\n".join(hints))


_MOST_BELOW = 12
"""Questions that a description may be the passage of; before more, it is a heading."""
_COMBINED = {
    "correctfeedback": "right",
    "partiallycorrectfeedback": "partly right",
    "incorrectfeedback": "wrong",
}


def _usual_feedback(questions: list[Any]) -> set[str]:
    """Give the feedback that stands in several questions: Moodle's own sentences."""
    texts = Counter(text_of(q.find(name)) for q in questions for name in _COMBINED)
    usual = {text for text, count in texts.items() if text and count > 1}
    return usual | {text for text in texts if _OWN_SENTENCE.fullmatch(text)}


_OWN_SENTENCE = re.compile(
    r"(?:<p[^>]*>)?(?:Your answer is (?:partially )?(?:in)?correct"
    r"|Die Antwort ist (?:teilweise )?(?:richtig|falsch|korrekt)"
    r"|Votre réponse est (?:partiellement )?(?:in)?correcte"
    r"|(?:Tu|Su) respuesta es (?:parcialmente )?(?:in)?correcta|Respuesta (?:in)?correcta"
    r"|Respuesta parcialmente correcta)[.!]?(?:<br ?/?>)?(?:</p>)?"
)


def _categories(questions: list[Any]) -> list[tuple[str, ...]]:
    """Give the categories in which questions stand."""
    found: dict[tuple[str, ...], None] = {}
    path: tuple[str, ...] = ()
    for question in questions:
        if question.get("type") == "category":
            path = path_of(text_of(question, "category"))
        else:
            found[path] = None
    return [*found]


def _shared_prefix(numbers: list[str]) -> str:
    """Give what all id numbers begin with: the bank that they were exported from."""
    heads = {number.partition(":")[0] if ":" in number else "" for number in numbers}
    head = heads.pop() if len(heads) == 1 else ""
    return f"{head}:" if head else ""


def _in_a_row(questions: list[Any]) -> dict[Any, int]:
    """Count the questions that follow each description in its category."""
    counts: dict[Any, int] = {}
    count = 0
    for question in reversed(questions):
        kind = question.get("type", "")
        if kind == "description":
            counts[question] = count
        count = 0 if kind in {"category", "description"} else count + 1
    return counts
