"""Quiz papers: title block, sections, questions; the same pages with the key drawn over them.

Pupils' pages are made from `Asked` alone. The teacher's key takes those very pages and adds
`Told` on top, then answers with letters and text, explanations and evidence, and a grid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, BinaryIO

from quizgen.bank.load import PICTURES
from quizgen.markup import Run, parse
from quizgen.model import Bank, Citation, Form
from quizgen.outputs import Job
from quizgen.outputs.pdf.boxes import HAIR, INK, KEY, QUIET, Box, Mark, Placer, Rect, Rule, stack
from quizgen.outputs.pdf.fonts import face
from quizgen.outputs.pdf.pages import Block, Put, paginate
from quizgen.outputs.pdf.questions import (
    Leaf,
    answer_text,
    key_marks,
    lay_out,
    points_text,
    short_key,
)
from quizgen.outputs.pdf.styles import (
    BODY,
    HEADING,
    MARGIN,
    NOTE,
    NOTE_BOLD,
    NOTE_QUIET,
    SMALL,
    TITLE,
    TOP,
    Paper,
)
from quizgen.outputs.pdf.text import Sizes, text_box, text_width
from quizgen.present import Asked, Told, also_text, ask, evidence_text, number_text, tell
from quizgen.words import words

_RTL = ("ar", "he", "fa", "ur", "yi", "ps", "sd")


@dataclass(frozen=True, slots=True)
class Laid:
    """A form on paper: what was asked, and where all of it stands."""

    form: Form
    asked: tuple[Asked, ...]
    pages: tuple[tuple[Put, ...], ...]
    head: Box


@dataclass(frozen=True, slots=True)
class Setting:
    """What all pages of a job share."""

    bank: Bank
    paper: Paper
    images: Sizes

    @property
    def rtl(self) -> bool:
        """Whether the bank's language runs from right to left."""
        return self.bank.lang.split("-")[0] in _RTL


# --- laying out ---------------------------------------------------------------------------------


def lay_out_form(form: Form, setting: Setting) -> Laid:
    """Lay out all pages of a form, from what pupils may see."""
    width = setting.paper.inner_width
    asked = tuple(ask(placed.item, placed.order, setting.bank.lang) for placed in form.placed)
    head = _title_block(form, setting)
    blocks: list[Block] = []
    index = 0
    for section in form.sections:
        head_blocks = _section_head(section.heading, section.instructions, width)
        blocks += head_blocks
        for number, placed in enumerate(section.placed):
            leaves = lay_out(asked[index], placed.position, width, setting.images)
            gap = 8 if head_blocks and number == 0 else 15
            blocks.append(Block(leaves, gap=gap, tag=index))
            index += 1
    room = setting.paper.inner_height
    pages = paginate(blocks, room - head.height - 14, room)
    return Laid(form, asked, tuple(tuple(page) for page in pages), head)


def _section_head(heading: str, instructions: str, width: float) -> list[Block]:
    boxes = []
    if heading:
        boxes.append((0.0, text_box(parse(heading), width, HEADING)))
    if instructions:
        boxes.append((2.0, text_box(parse(instructions), width, replace(BODY, italic=True))))
    if not boxes:
        return []
    return [Block((Leaf(0, stack(width, boxes)),), gap=22, keep_next=True)]


def _title_block(form: Form, setting: Setting) -> Box:
    """Set the title, the form's letter, what is asked of the pupil, and lines for the name."""
    table = words(setting.bank.lang)
    width = setting.paper.inner_width
    badge = _badge(table.form.format(form=form.name))
    rows: list[tuple[float, Box]] = []
    school = str(setting.bank.paper.get("school", ""))
    if school:
        rows.append((0, text_box(school, width - badge.width - 12, SMALL)))
    rows.append((5, text_box(parse(form.quiz.title), width - badge.width - 12, TITLE)))
    facts = [points_text(form.points, setting.bank.lang)]
    if form.quiz.minutes:
        minutes = form.quiz.minutes
        facts.insert(0, table.one_minute if minutes == 1 else table.minutes.format(minutes=minutes))
    rows.append(
        (1, text_box(" · ".join(facts), width - badge.width - 12, replace(BODY, color=QUIET)))
    )
    rows.append((14, _name_lines(form, setting)))
    if form.quiz.instructions:
        rows.append((12, text_box(parse(form.quiz.instructions), width, BODY)))
    column = stack(width, rows)
    return Box(width, column.height, inner=((0, 0, column), (width - badge.width, 2, badge)))


def _badge(text: str) -> Box:
    style = replace(HEADING, size=12.5, leading=16)
    wide = text_width(text, style)
    frame = Rect(0, 0, wide + 20, 26, 1.1, INK, radius=5)
    return Box(wide + 20, 26, (frame,), ((10, 5, text_box(text, wide + 2, style)),))


def _name_lines(form: Form, setting: Setting) -> Box:
    table = words(setting.bank.lang)
    width = setting.paper.inner_width
    total = f"/ {number_text(form.points)}"
    shares = ((table.name, 0.0, 0.53), (table.date, 0.55, 0.77), (table.score, 0.79, 1.0))
    inner: list[tuple[float, float, Box]] = []
    marks: list[Mark] = []
    for label, start, end in shares:
        box = text_box(label, 90, SMALL)
        inner.append((start * width, 8, box))
        line = start * width + text_width(label, SMALL) + 5
        stop = end * width
        if label == table.score:
            wide = text_width(total, BODY)
            inner.append((stop - wide, 5, text_box(total, wide + 1, BODY)))
            stop -= wide + 4
        marks.append(Rule(line, 18, stop, 18, 0.7, QUIET))
    marks.append(Rule(0, 34, width, 34, 1.1, INK))
    return Box(width, 35, tuple(marks), tuple(inner))


# --- drawing ------------------------------------------------------------------------------------


class Writer:
    """One PDF in the making: pages with header and footer, bookmarks, fixed bytes."""

    def __init__(
        self, setting: Setting, stream: BinaryIO, title: str, images: Mapping[str, Any]
    ) -> None:
        from reportlab import rl_config
        from reportlab.pdfgen.canvas import Canvas

        rl_config.useA85 = 0
        self.setting = setting
        paper = setting.paper
        self.canvas = Canvas(
            stream,
            pagesize=(paper.width, paper.height),
            invariant=1,
            pageCompression=1,
            initialFontName=face("regular").font_name,
            lang=setting.bank.lang,
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor("")
        self.canvas.setCreator("quizgen")
        self.placer = Placer(self.canvas, paper.width, paper.height, rtl=setting.rtl, images=images)

    def text(self, content: str, x: float, y: float, style: Any, *, end: bool = False) -> None:
        """Write a line with its start, or its end, at x."""
        wide = text_width(content, style)
        self.placer.place(text_box(content, wide + 1, style), x - wide if end else x, y)

    def form_page(self, laid: Laid, number: int, told: Sequence[Told] = (), mark: str = "") -> None:
        """Draw one page of a form; with `told`, the key over it."""
        setting, form = self.setting, laid.form
        top = TOP
        if number == 0:
            self.placer.place(laid.head, MARGIN, TOP)
            if mark:
                style = replace(HEADING, color=KEY)
                self.text(mark, setting.paper.width - MARGIN, TOP - 20, style, end=True)
            top += laid.head.height + 14
        else:
            self._running_head(form)
        for put in laid.pages[number]:
            self.placer.place(put.leaf.box, MARGIN, top + put.y)
            if put.continued and put is laid.pages[number][0]:
                table = words(setting.bank.lang)
                position = form.placed[put.tag].position
                self.text(f"{position} {table.continued}", MARGIN, TOP - 13, SMALL)
            if told and put.tag >= 0:
                self.placer.place(key_marks(put.leaf, told[put.tag]), MARGIN, top + put.y)
        self._form_foot(laid, number, mark)
        self.canvas.showPage()

    def _running_head(self, form: Form) -> None:
        paper = self.setting.paper
        table = words(self.setting.bank.lang)
        self.text(form.quiz.title, MARGIN, 24, SMALL)
        self.text(table.form.format(form=form.name), paper.width - MARGIN, 24, SMALL, end=True)

    def _form_foot(self, laid: Laid, number: int, mark: str) -> None:
        table = words(self.setting.bank.lang)
        form = laid.form
        page = table.page.format(page=number + 1, pages=len(laid.pages))
        left = f"{table.form.format(form=form.name)} · {page}"
        self.foot(f"{mark} · {left}" if mark else left, form.paper)

    def foot(self, left: str, right: str) -> None:
        """Draw the footer's hairline, what stands at its start and at its end."""
        paper = self.setting.paper
        y = paper.height - 40
        rule = Rule(0, 0, paper.inner_width, 0, 0.5, HAIR)
        self.placer.place(Box(paper.inner_width, 0, (rule,)), MARGIN, y)
        self.text(left, MARGIN, y + 5, SMALL)
        self.text(right, paper.width - MARGIN, y + 5, SMALL, end=True)

    def bookmark(self, name: str, title: str) -> None:
        """Name this page in the reader's outline."""
        self.canvas.bookmarkPage(name)
        self.canvas.addOutlineEntry(title, name, 0)

    def save(self) -> None:
        """Finish the file."""
        self.canvas.save()


def write_form(laid: Laid, setting: Setting, job: Job, stream: BinaryIO) -> None:
    """Write a pupil's paper. It takes no key, so it can hold none."""
    table = words(setting.bank.lang)
    title = f"{laid.form.quiz.title} – {table.form.format(form=laid.form.name)}"
    writer = Writer(setting, stream, title, open_images(job.media))
    for number in range(len(laid.pages)):
        writer.form_page(laid, number)
    writer.save()


def open_images(media: Mapping[str, bytes]) -> dict[str, Any]:
    """Open the pictures among media files for drawing."""
    from reportlab.lib.utils import ImageReader

    return {name: ImageReader(BytesIO(data)) for name, data in media.items() if is_picture(name)}


def is_picture(name: str) -> bool:
    """Tell whether a media file is one that paper can show."""
    return name.lower().endswith(PICTURES)


# --- the key ------------------------------------------------------------------------------------


def write_key(
    laid: Sequence[Laid],
    setting: Setting,
    job: Job,
    stream: BinaryIO,
) -> int:
    """Write the key of a quiz: its pages with answers, then answers in words, then the grid.

    Gives the number of pages.
    """
    quiz = laid[0].form.quiz
    table = words(setting.bank.lang)
    title = f"{quiz.title} – {table.answer_key}"
    writer = Writer(setting, stream, title, open_images(job.media))
    told = {one.form.name: told_of(one.form, setting.bank.lang, job.citations) for one in laid}
    count = 0
    for one in laid:
        for number in range(len(one.pages)):
            if number == 0:
                writer.bookmark(f"form-{one.form.name}", table.form.format(form=one.form.name))
            writer.form_page(one, number, told[one.form.name], table.answer_key)
            count += 1
    blocks = [*_grid(laid, told, setting), *_answers(laid, told, setting)]
    pages = paginate(blocks, setting.paper.inner_height, setting.paper.inner_height)
    for number, page in enumerate(pages):
        if number == 0:
            writer.bookmark("answers", table.answers)
        for put in page:
            writer.placer.place(put.leaf.box, MARGIN, TOP + put.y)
        place = table.page.format(page=number + 1, pages=len(pages))
        writer.foot(f"{table.answer_key} · {table.answers} · {place}", quiz.title)
        writer.canvas.showPage()
    writer.save()
    return count + len(pages)


def told_of(
    form: Form, lang: str, citations: Mapping[str, tuple[Citation, ...]]
) -> tuple[Told, ...]:
    """Give what is told of every item on a form, in printed order."""
    return tuple(
        tell(placed.item, placed.order, lang, citations.get(placed.item.id, ()))
        for placed in form.placed
    )


def _grid(
    laid: Sequence[Laid], told: Mapping[str, Sequence[Told]], setting: Setting
) -> Iterator[Block]:
    """Set a table of positions by forms; long answers are left to the list below it."""
    table = words(setting.bank.lang)
    width = setting.paper.inner_width
    yield Block((Leaf(0, text_box(table.grid, width, HEADING)),), keep_next=True)
    first = 26.0
    per_row = max(1, int((width - first) // 118))
    for start in range(0, len(laid), per_row):
        forms = laid[start : start + per_row]
        each = (width - first) / per_row
        head = [
            (first + i * each, table.form.format(form=one.form.name)) for i, one in enumerate(forms)
        ]
        yield Block((Leaf(0, _grid_row("", head, width, each)),), gap=8, keep_next=True)
        for index in range(max(len(one.asked) for one in forms)):
            cells = []
            for i, one in enumerate(forms):
                if index < len(one.asked):
                    said = short_key(told[one.form.name][index], one.asked[index])
                    cells.append((first + i * each, said))
            yield Block((Leaf(0, _grid_row(str(index + 1), cells, width, each)),))


def _grid_row(label: str, cells: Sequence[tuple[float, str]], width: float, each: float) -> Box:
    inner = [(2.0, 2.0, text_box(label, 24, NOTE_QUIET))]
    for x, text in cells:
        style = NOTE_BOLD
        text = text[: int(each / 2)]  # noqa: PLW2901 - more could never fit
        while len(text) > 3 and text_width(text, style) > each - 10:
            text = text[:-2].rstrip() + "…"  # noqa: PLW2901 - trimmed to fit
        inner.append((x, 1.5, text_box(text, each, style)))
    rule = Rule(0, 16.5, width, 16.5, 0.4, HAIR)
    return Box(width, 17, (rule,), tuple(inner))


def _answers(
    laid: Sequence[Laid], told: Mapping[str, Sequence[Told]], setting: Setting
) -> Iterator[Block]:
    """Set every item once: its place on each form, its answer, why, and the source's words."""
    table = words(setting.bank.lang)
    width = setting.paper.inner_width
    yield Block((Leaf(0, text_box(table.answers, width, HEADING)),), gap=24, keep_next=True)
    seen: set[str] = set()
    for one in laid:
        for index, placed in enumerate(one.form.placed):
            if placed.item.id in seen:
                continue
            seen.add(placed.item.id)
            places = [
                (
                    f"{other.form.name}{p.position}",
                    _letters(told[other.form.name][i], other.asked[i]),
                )
                for other in laid
                for i, p in enumerate(other.form.placed)
                if p.item.id == placed.item.id
            ]
            yield _answer(places, one.asked[index], told[one.form.name][index], width)


def _letters(told: Told, asked: Asked) -> str:
    return short_key(told, asked) if asked.choices and asked.type != "true-false" else ""


def _answer(places: Sequence[tuple[str, str]], asked: Asked, told: Told, width: float) -> Block:
    """Set one answer: on the left, for each form, the item's number and the letters to mark."""
    column = width - 74
    rows: list[tuple[float, Box]] = [
        *(
            [(0.0, text_box(asked.stimulus, column, replace(NOTE, italic=True)))]
            if asked.stimulus
            else []
        ),
        (0, text_box(asked.stem, column, NOTE)),
        (1, text_box(answer_text(told, asked), column, replace(NOTE_BOLD, color=KEY))),
    ]
    if also := also_text(told, asked.lang):
        rows.append((1, text_box(also, column, NOTE)))
    rows += [(1, text_box(told.explanation, column, NOTE))] if told.explanation else []
    for index, why in told.whys:
        sign = "✓ " if index in told.keys else "✗ "
        line = (Run(sign), *asked.choices[index].text, Run(": "), *why)
        rows.append((1, text_box(line, column, NOTE)))
    rows += [
        (2, text_box(evidence_text(cited, asked.lang), column, NOTE_QUIET))
        for cited in told.evidence
    ]
    rows.append((1, text_box(told.id, column, NOTE_QUIET)))
    body = stack(column, rows)
    shown = [f"{place}: {letters}".removesuffix(": ") for place, letters in places[:6]]
    label = stack(70, [(0.0, text_box(line, 70, NOTE_BOLD)) for line in shown])
    box = Box(width, max(body.height, label.height), inner=((0, 0, label), (74, 0, body)))
    return Block((Leaf(0, box),), gap=9)
