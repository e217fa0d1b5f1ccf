"""Paper: one PDF per form, a key per quiz, flashcards. Our own line layout on reportlab's canvas.

Everything is laid out before anything is written, so a character without a glyph, or a picture
that paper can't show, stops the build with the item's name and leaves no file behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from io import BytesIO
from typing import BinaryIO

from quizgen.markup import Rich
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
from quizgen.outputs.pdf.text import Sizes
from quizgen.present import Asked, Told, ask, tell
from quizgen.problems import Problem


def render(job: Job) -> Rendered:
    """Lay out every form, key and card of a job."""
    sizes, problems = _sizes(job.media)
    problems += _glyph_problems(job)
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


def _sizes(media: Mapping[str, bytes]) -> tuple[Sizes, list[Problem]]:
    from reportlab.lib.utils import ImageReader

    sizes: dict[str, tuple[int, int]] = {}
    problems: list[Problem] = []
    for name, data in media.items():
        if not is_picture(name):
            continue
        try:
            sizes[name] = ImageReader(BytesIO(data)).getSize()
        except Exception as error:  # noqa: BLE001 - whatever a picture library says of bad bytes
            problems.append(_bad_picture(name, str(error)))
    return sizes, problems


def _bad_picture(name: str, why: str) -> Problem:
    from quizgen.model import Where

    reason = why.splitlines()[0] if why else "not a picture"
    return Problem("bad-picture", "error", Where(name), f"this picture can't be read: {reason}")


def _glyph_problems(job: Job) -> list[Problem]:
    """Name every item with a character that no face can draw."""
    problems: list[Problem] = []
    items = {placed.item.id: placed.item for form in job.forms for placed in form.placed}
    items |= {item.id: item for item in job.items}
    for item in items.values():
        lost = missing("".join(_texts(item, job)))
        if lost:
            shown = ", ".join(f"{c!r} (U+{ord(c):04X})" for c in lost[:5])
            problems.append(
                Problem(
                    "no-glyph",
                    "error",
                    item.where,
                    f"no face for paper can draw {shown}",
                    "write it in other characters, or build without paper: --only anki,page",
                    item.id,
                )
            )
    return problems


def _texts(item: Item, job: Job) -> Iterator[str]:
    order = [option.id for option in item_options(item)]
    lang = job.bank.lang
    asked = ask(item, order, lang)
    told = tell(item, order, lang, job.citations.get(item.id, ()))
    yield from _rich_texts(asked, told)
    yield from (told.typed, asked.unit, *told.also)
    yield from (cited.quote + cited.place for cited in told.evidence)


def _rich_texts(asked: Asked, told: Told) -> Iterator[str]:
    rich: list[Rich] = [asked.stem, asked.stimulus, told.explanation, *asked.lefts, *told.answers]
    rich += [choice.text for choice in asked.choices] + [why for _, why in told.whys]
    yield from (run.text for text in rich for run in text if run.kind == "text")
