"""Paper: one PDF per form, a key per quiz, flashcards. Our own line layout on reportlab's canvas.

Everything is laid out before anything is written, so a character without a glyph, or a picture
that paper can't show, stops the build with the item's name and leaves no file behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from typing import BinaryIO
from unicodedata import bidirectional

from quizgen.bank.load import images_of
from quizgen.markup import Rich, Run
from quizgen.model import Item, item_options
from quizgen.outputs import Job, OutputFile, Rendered, counted
from quizgen.outputs.pdf.cards import cards_of, page_count, write_cards
from quizgen.outputs.pdf.fonts import missing
from quizgen.outputs.pdf.quiz import (
    Laid,
    Setting,
    is_picture,
    lay_out_form,
    write_form,
    write_key,
)
from quizgen.outputs.pdf.styles import paper
from quizgen.outputs.pdf.text import Sizes, maths_problem
from quizgen.present import ask, tell
from quizgen.problems import Problem


def render(job: Job) -> Rendered:
    """Lay out every form, key and card of a job."""
    sizes, problems = _sizes(job)
    problems += text_problems(job)
    if problems:
        return Rendered(problems=tuple(problems))
    setting = Setting(job.bank, paper(job.bank.paper), sizes)
    by_quiz: dict[str, list[Laid]] = {}
    for form in job.forms:
        by_quiz.setdefault(form.quiz.id, []).append(lay_out_form(form, setting))
    files: list[OutputFile] = []
    for quiz, laid in by_quiz.items():
        files += (_form_file(one, setting, job) for one in laid)
        files.append(_key_file(quiz, laid, setting, job))
    pairs = cards_of(job)
    if pairs:
        write = partial(write_cards, pairs, setting, job)
        pages = counted(page_count(pairs), "page")
        files.append(OutputFile("flashcards.pdf", write, len(pairs), pages))
    return Rendered(tuple(files))


def _form_file(laid: Laid, setting: Setting, job: Job) -> OutputFile:
    name = f"{laid.form.quiz.id}-{laid.form.name}.pdf"
    write = partial(write_form, laid, setting, job)
    return OutputFile(name, write, len(laid.asked), counted(len(laid.pages), "page"))


def _key_file(quiz: str, laid: list[Laid], setting: Setting, job: Job) -> OutputFile:
    data = BytesIO()
    pages = write_key(laid, setting, job, data)

    def write(stream: BinaryIO) -> None:
        stream.write(data.getvalue())

    items = len({placed.item.id for one in laid for placed in one.form.placed})
    return OutputFile(f"{quiz}-key.pdf", write, items, counted(pages, "page"))


# --- what paper can't hold ----------------------------------------------------------------------


def _sizes(job: Job) -> tuple[Sizes, list[Problem]]:
    from reportlab.lib.utils import ImageReader

    sizes: dict[str, tuple[int, int]] = {}
    problems: list[Problem] = []
    for name, data in job.media.items():
        if not is_picture(name):
            continue
        try:
            sizes[name] = ImageReader(BytesIO(data)).getSize()
        except Exception:  # noqa: BLE001 - whatever a picture library says of bad bytes
            problems += (
                Problem(
                    "bad-picture",
                    "error",
                    item.where,
                    f"the picture {name!r} can't be read: it is broken, or of another kind",
                    "open it in a picture editor and save it as PNG",
                    item.id,
                )
                for item in job.items
                if name in images_of(item)
            )
    return sizes, problems


def text_problems(job: Job) -> list[Problem]:
    """Name every item that paper can't show: sound, glyphs, writing directions, broken maths."""
    problems: list[Problem] = []
    items = {placed.item.id: placed.item for form in job.forms for placed in form.placed}
    problems += (_sound_problem(item) for item in items.values() if item.audio)
    items |= {item.id: item for item in job.items}
    for item in items.values():
        runs = list(_runs(item, job))
        text = "".join(run.text for run in runs if run.kind == "text")
        problems += _glyph_problem(item, text)
        for run in runs:
            why = maths_problem(run.text) if run.kind == "math" else ""
            if why:
                message = f"the maths ${run.text[:60]}$ can't be set: {why}"
                help = "mend the TeX; write \\$ for a dollar that starts no maths"
                problems.append(Problem("bad-maths", "error", item.where, message, help, item.id))
    return list(dict.fromkeys(problems))


def _sound_problem(item: Item) -> Problem:
    message = "a quiz asks this item on paper, which has no sound"
    help = "read it out, or draw other items; the deck and the page play it"
    return Problem("sound-on-paper", "warning", item.where, message, help, item.id)


_WITHOUT_PAPER = "build without paper: --only anki,page"


def _glyph_problem(item: Item, text: str) -> Iterator[Problem]:
    lost = missing(text)
    if lost:
        shown = ", ".join(f"{c!r} (U+{ord(c):04X})" for c in lost[:5])
        message = f"no face for paper can draw {shown}"
        help = f"write it in other characters, or {_WITHOUT_PAPER}"
        yield Problem("no-glyph", "error", item.where, message, help, item.id)
    elif not text.isascii() and any(bidirectional(c) in {"R", "AL"} for c in text):
        message = "right-to-left text can't be set on paper yet: its letters would run backwards"
        yield Problem("right-to-left", "error", item.where, message, _WITHOUT_PAPER, item.id)


def _runs(item: Item, job: Job) -> Iterator[Run]:
    """Give every run that may stand on paper."""
    order = [option.id for option in item_options(item)]
    lang = job.bank.lang
    asked = ask(item, order, lang)
    told = tell(item, order, lang, job.citations.get(item.id, ()))
    rich: list[Rich] = [asked.stem, asked.stimulus, told.explanation, *asked.lefts, *told.answers]
    rich += [choice.text for choice in asked.choices] + [why for _, why in told.whys]
    for text in rich:
        yield from text
    cited = (c.quote + c.outlet + c.date for c in told.evidence)
    plain = (told.typed, asked.unit, *told.accept, *cited)
    yield from (Run(text) for text in plain)
