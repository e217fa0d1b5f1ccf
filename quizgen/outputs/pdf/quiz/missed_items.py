"""One page of the items that somebody missed in class, each with its answer, why, and the source.

For after the lesson: it tells everything. What doesn't fit the page is counted at its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from quizgen.model import Blueprint, Form, FormSection, Placed, item_options
from quizgen.outputs import Job
from quizgen.outputs.pdf.preflight import family_of, picture_sizes, text_problems
from quizgen.outputs.pdf.print_options import read_faces
from quizgen.outputs.pdf.quiz.answer_key import Teacher
from quizgen.outputs.pdf.quiz.item_layout import leaf_of
from quizgen.outputs.pdf.quiz.question_paper import Ops, Sheets, asked_as_written
from quizgen.outputs.pdf.typeset.pagination import Area, Block, PlacedLeaf, paginate
from quizgen.outputs.pdf.typeset.styles import look_of
from quizgen.outputs.pdf.writer.content import ContentWriter
from quizgen.outputs.pdf.writer.drawables import drawable
from quizgen.outputs.pdf.writer.font_subset import embedded
from quizgen.outputs.pdf.writer.pdf_file import PdfFile, Resources
from quizgen.present.lower import LoweredItem
from quizgen.problems import BankError, has_errors
from quizgen.text.runs import text_as_rich


def missed_sheet(job: Job, items: Sequence[LoweredItem], title: str) -> bytes:
    """Print a page of items.

    Args:
        job: The bank's job: its faces, pictures, evidence, and the size of its paper.
        items: In the order to be printed.
        title: Set at the top, such as a pupil's name.

    Raises BankError where paper can't show them.
    """
    job = replace(job, items=tuple(items), forms=(), retired=())
    sizes, problems = picture_sizes(job)
    faces, _ = read_faces(job.bank, job.here)  # a missing one matters where its signs do
    family, bad = family_of(faces, job.bank.where)
    problems += bad or text_problems(job.bank, (), job.items, family)
    if has_errors(problems):
        raise BankError(problems)
    look = look_of(replace(job.bank.paper, columns=1, tint=""))
    sheets = Sheets(job.bank, asked_as_written(job), look, family, sizes)
    form = _as_form(job, items, title)
    teacher = Teacher(sheets, (form,), job.by_id)
    heading = sheets.setter.box(text_as_rich(title), look.inner_width, look.heading)
    under = sheets.setter.box(sheets.words.missed, look.inner_width, look.note)
    blocks = [Block((leaf_of(heading), leaf_of(under, 2)), keep_next=bool(items))]
    blocks += [teacher.answer([str(n)], key) for n, key in enumerate(teacher.keys.values(), 1)]
    room = look.inner_height - look.note.leading
    first = paginate(_that_fit(blocks, room), Area(room, room))[0]
    ink = ContentWriter()
    ops = _drawn(sheets, ink, first, len(items))
    stream = BytesIO()
    file = PdfFile(stream, title=title, lang=job.bank.lang, width=look.width, height=look.height)
    file.page(file.content(ops))
    file.close(
        Resources(
            {face.key: embedded(face, used) for face, used in ink.used.items()},
            {name: drawable(job.media[name]) for name in ink.pictures},
        )
    )
    return stream.getvalue()


def _that_fit(blocks: Sequence[Block], room: float) -> Sequence[Block]:
    """Give as many blocks as a page holds; the heading and one item at least."""
    used = 0.0
    for count, block in enumerate(blocks):
        used += block.gap + block.height
        if used > room and count > 2:
            return blocks[:count]
    return blocks


def _as_form(job: Job, items: Sequence[LoweredItem], title: str) -> Form:
    quiz = Blueprint(id="missed", title=title, where=job.bank.where, sections=())
    placed = tuple(
        Placed(number, lowered.item, tuple(option.id for option in item_options(lowered.item)))
        for number, lowered in enumerate(items, 1)
    )
    return Form(quiz=quiz, name="", seed=0, sections=(FormSection("", "", placed),), paper="")


def _drawn(sheets: Sheets, ink: ContentWriter, puts: Sequence[PlacedLeaf], count: int) -> Ops:
    """Draw the page, and say how many items it has no room for."""
    look = sheets.look
    ops: Ops = []
    for put in puts:
        for x, dy, box in put.leaf.parts:
            sheets.put(ops, ink, box, look.margin + x, look.top + put.y + dy)
    begun = {put.block for put in puts if put.begins and put.block > 0}
    if left := count - len(begun):
        line = sheets.line(sheets.words.more_items.format(n=left))
        sheets.put(ops, ink, line, look.margin, look.height - look.bottom - line.height + 2)
    sheets.foot_rule(ops, ink, look.inner_width)
    name = sheets.line(sheets.bank.title[:80])
    sheets.put(ops, ink, name, look.margin, look.height - look.bottom + 16)
    return ops
