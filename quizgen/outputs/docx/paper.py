"""The paper, question by question: what is asked, and on the key what is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import assert_never

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm

from quizgen.interaction import (
    Choose,
    ChooseKey,
    EnterNumber,
    EnterText,
    Fill,
    FillKey,
    Key,
    Match,
    MatchKey,
    NumberKey,
    Order,
    OrderKey,
    Recall,
    RecallKey,
    TextKey,
    Write,
    WriteKey,
)
from quizgen.outputs import Job
from quizgen.outputs.docx.template import new_document, option_list, question_list
from quizgen.outputs.docx.texts import WordTexts, add_field, number_with
from quizgen.present.lower import (
    Asked,
    LoweredItem,
    Told,
    criteria,
    evidence_text,
    instruction,
    letter,
    points_said,
    scoring_rule,
)
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import Blocks, Figure, Paragraph, plain_words
from quizgen.text.runs import Run
from quizgen.text.shown import shown_end
from quizgen.words import words

_ROOM = "_" * 8


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A section: its heading, and its questions in the order printed."""

    heading: str
    instructions: str
    questions: Sequence[tuple[LoweredItem, Asked, Told]]


def parts_of(job: Job) -> Iterator[PaperPart]:
    """Give the sections of a quiz that was asked for, else all questions by their topics."""
    form = job.forms[0] if len(job.forms) == 1 else None
    if form and [p.item.id for p in form.placed] == [i.item.id for i in job.items]:
        for section in form.sections:
            lowered = [(job.by_id[at.item.id], at.order) for at in section.placed]
            yield PaperPart(
                section.heading,
                section.instructions,
                [(one, *one.in_order(order)) for one, order in lowered],
            )
        return
    for topic, group in groupby(_together(job.items), key=lambda one: one.item.topic):
        title = job.bank.topic_title(topic) if topic else ""
        yield PaperPart(title, "", [(one, one.asked, one.told) for one in group])


def _together(items: Sequence[LoweredItem]) -> list[LoweredItem]:
    """Put the questions of a topic together, and in it those of a passage, as they first come."""
    topics = {one.item.topic: at for at, one in reversed(list(enumerate(items)))}
    passages = {_passage_of(one): at for at, one in reversed(list(enumerate(items)))}

    def place(at: int) -> tuple[int, int, int]:
        one = items[at]
        name = _passage_of(one)
        return topics[one.item.topic], passages[name] if name else at, at

    return [items[at] for at in sorted(range(len(items)), key=place)]


def _passage_of(lowered: LoweredItem) -> str:
    return lowered.asked.passage.id if lowered.asked.passage else ""


class Paper:
    """A document while it is written."""

    def __init__(self, job: Job, *, key: bool) -> None:
        """Begin with the title.

        Args:
            job: What is to be written.
            key: Write what is told, too.

        """
        self.job = job
        self.key = key
        self.words = words(job.bank.lang)
        quiz = job.forms[0].quiz.title if len(job.forms) == 1 and job.forms[0].quiz.title else ""
        self.title = quiz or job.bank.title
        if key:
            self.title = f"{self.title}: {self.words.answer_key}"
        self.document = new_document(self.title, job.bank.lang)
        self.texts = WordTexts(self.document, job.media)
        self.faults: list[tuple[str, str, str]] = []
        """(item, what, why) of what could not be written as it is."""
        self._questions = question_list(self.document)
        self._number = 0
        self._with_points = any(one.asked.points != 1 for one in job.items)
        self._around()

    def _around(self) -> None:
        self.document.add_paragraph(self.title, style="Title")
        if not self.key:
            line = self.document.add_paragraph()
            stops = line.paragraph_format.tab_stops
            for at in (92, 130):
                stops.add_tab_stop(Mm(at))
            table = self.words
            line.add_run(
                f"{table.name}: {'_' * 30}\t{table.date}: {'_' * 12}\t{table.score}: {_ROOM}"
            )
        section = self.document.sections[0]
        section.header.paragraphs[0].text = self.title
        footer = section.footer.paragraphs[0]
        footer.paragraph_format.tab_stops.add_tab_stop(Mm(165), WD_TAB_ALIGNMENT.RIGHT)
        footer.add_run("\t")
        before, _, rest = self.words.page.partition("{page}")
        between, _, after = rest.partition("{pages}")
        footer.add_run(before)
        add_field(footer, "PAGE")
        footer.add_run(between)
        add_field(footer, "NUMPAGES")
        footer.add_run(after)

    def write(self, part: PaperPart) -> None:
        """Write a section."""
        if part.heading:
            heading = self.document.add_paragraph(style="Heading 1")
            heading.add_run(plain_words(parse_blocks(part.heading)))
        if part.instructions:
            self.texts.below(parse_blocks(part.instructions), "Instruction")
        questions = list(part.questions)
        for name, group in groupby(questions, key=lambda one: _passage_of(one[0])):
            some = list(group)
            if name:
                self._passage(some[0][1], len(some))
            for lowered, asked, told in some:
                self._question(asked, told)
                self.faults += ((lowered.item.id, *fault) for fault in self.texts.faults)
                self.texts.faults.clear()

    def _passage(self, asked: Asked, count: int) -> None:
        passage = asked.passage
        if passage is None:
            return
        first, last = self._number + 1, self._number + count
        table = words(asked.lang)
        said = table.about_passage.format(first=first)
        if count > 1:
            form = table.about_passage_two if count == 2 else table.about_passage_many
            said = form.format(first=first, last=last)
        self.document.add_paragraph(
            said, style="Passage heading"
        ).paragraph_format.keep_with_next = True
        self.texts.below(passage.blocks, "Passage")

    # --- a question ---

    def _question(self, asked: Asked, told: Told) -> None:
        self._number += 1
        table = words(asked.lang)
        stem = (*asked.stimulus, *asked.stem) if asked.stimulus else asked.stem
        first = self.texts.paragraph("Question")
        number_with(first, self._questions)
        self.texts.write(_from_paragraph(stem), first, "Question text")
        if asked.image:
            self.texts.picture(asked.image.file, asked.image.alt)
        if self._with_points:
            first.add_run(f" ({points_said(asked.points, asked.lang)})")
        said = " ".join(filter(None, (instruction(asked, screen=True), scoring_rule(asked))))
        if said and not (isinstance(asked.interaction, Choose) and not asked.interaction.several):
            self.texts.paragraph("Instruction").add_run(said)
        self._room(asked, told)
        if self.key:
            self._told(asked, told, table.answer)
        self.document.paragraphs[-1].paragraph_format.keep_with_next = None

    def _room(self, asked: Asked, told: Told) -> None:
        interaction = asked.interaction
        match interaction:
            case Choose(choices=choices):
                right = told.key.right if self.key and isinstance(told.key, ChooseKey) else ()
                self._options([choice.text for choice in choices], right)
            case Order(choices=choices):
                self._options([choice.text for choice in choices], ())
            case Match():
                self._two_columns(interaction)
            case Fill(choices=choices):
                if choices:
                    said = " / ".join(plain_words(choice.text) for choice in choices)
                    line = self.texts.paragraph("Instruction")
                    line.add_run(f"{words(asked.lang).word_bank}: {said}")
            case Write(lines=lines, criteria=texts, worth=worth):
                for text in criteria(texts, worth, asked.lang):
                    self.texts.write(text, self.texts.paragraph("Option text"), "Option text")
                self._lines(lines)
            case EnterText() | EnterNumber() | Recall():
                self._lines(1, interaction.unit if isinstance(interaction, EnterNumber) else "")
            case _:
                assert_never(interaction)

    def _lines(self, count: int, unit: str = "") -> None:
        for _ in range(0 if self.key else count):
            self.texts.paragraph("Answer line").add_run(f"\t{unit}")

    def _options(self, options: Sequence[Blocks], right: Sequence[int]) -> None:
        letters = option_list(self.document)
        for at, text in enumerate(options):
            first = self.texts.paragraph("Option")
            number_with(first, letters)
            self.texts.write(_from_paragraph(text), first, "Option text")
            if at in right:
                for run in first.runs:
                    run.bold = True

    def _two_columns(self, asks: Match) -> None:
        rows = max(len(asks.lefts), len(asks.choices))
        table = self.document.add_table(rows, 2)
        table.autofit = False
        for at, row in enumerate(table.rows):
            for cell, width in zip(row.cells, (80, 80), strict=True):
                cell.width = Mm(width)
                cell.paragraphs[0].paragraph_format.keep_with_next = at < rows - 1
            if at < len(asks.lefts):
                first = row.cells[0].paragraphs[0]
                first.paragraph_format.left_indent = Mm(9)
                first.add_run(f"{at + 1}. ")
                self.texts.write(_from_paragraph(asks.lefts[at]), first, "Normal", row.cells[0])
                if not self.key:
                    first.add_run("  ____")
            if at < len(asks.choices):
                first = row.cells[1].paragraphs[0]
                first.add_run(f"{letter(at)}. ")
                text = _from_paragraph(asks.choices[at].text)
                self.texts.write(text, first, "Normal", row.cells[1])
        self.texts.paragraph("Small gap")

    # --- the key ---

    def _told(self, asked: Asked, told: Told, label: str) -> None:
        table = words(asked.lang)
        for text in _answers(told.key, told, asked.lang):
            line = self.texts.paragraph("Answer")
            name = table.rubric if isinstance(told.key, WriteKey) else label
            line.add_run(f"{name}: ").bold = True
            self.texts.write(_from_paragraph(text), line, "Answer")
        if told.explanation:
            self._labelled(table.explanation, told.explanation)
        for at, why in told.whys:
            self._labelled(f"{table.explanation}", (_sign(f"{letter(at)} – "), *why))
        if asked.hint:
            self._labelled(table.hint, asked.hint)
        for cited in told.evidence:
            self._labelled(table.source, _plain(evidence_text(cited, asked.lang)))

    def _labelled(self, name: str, text: Blocks) -> None:
        line = self.texts.paragraph("Answer")
        line.add_run(f"{name}: ").italic = True
        self.texts.write(_joined(text), line, "Answer")


def _from_paragraph(text: Blocks) -> Blocks:
    """Let a text begin with a paragraph, which bears its number."""
    return text if text and isinstance(text[0], Paragraph | Figure) else (Paragraph(()), *text)


def _plain(text: str) -> Blocks:
    return (Paragraph((Run(text),)),)


def _sign(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _joined(text: Blocks) -> Blocks:
    """Join a sign with the paragraph behind it."""
    if len(text) > 1 and isinstance(text[0], Paragraph) and isinstance(text[1], Paragraph):
        head = text[0].runs
        if len(head) == 1 and head[0].text.endswith(" – "):
            return (Paragraph((*head, *text[1].runs)), *text[2:])
    return _from_paragraph(text)


def _answers(key: Key, told: Told, lang: str) -> Iterator[Blocks]:
    """Give the answer lines: letters where there are letters, else the words."""
    match key:
        case ChooseKey(right=right):
            yield _plain(", ".join(map(letter, right)))
        case OrderKey(ranks=ranks):
            order = sorted(range(len(ranks)), key=lambda at: ranks[at])
            yield _plain(", ".join(map(letter, order)))
        case MatchKey(matches=matches):
            yield _plain(", ".join(f"{at}-{letter(to)}" for at, to in enumerate(matches, 1)))
        case FillKey(blanks=blanks):
            for place in range(len(blanks)):
                yield _plain(" / ".join(key.answers(place)))
        case TextKey():
            yield _plain(" / ".join(key.answers))
        case NumberKey(low=low, high=high):
            text = plain_words(told.answers[0])
            if low != high:
                ends = {"low": shown_end(low, lang), "high": shown_end(high, lang)}
                text = f"{text} ({words(lang).range.format(**ends)})"
            yield _plain(text)
        case WriteKey(points=points):
            yield from criteria(told.answers, points, lang)
        case RecallKey():
            yield from told.answers
        case _:
            assert_never(key)
