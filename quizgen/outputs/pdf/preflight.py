"""What paper can't hold, found before anything is drawn, each with its item's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from quizgen.bank.load import images_of
from quizgen.bank.media import is_picture
from quizgen.checks.item_text import answer_texts
from quizgen.interaction import (
    Choose,
    EnterNumber,
    EnterText,
    Fill,
    Match,
    Order,
    Recall,
    TextKey,
    Write,
)
from quizgen.model import Bank, Form, Item, Pupil, item_texts
from quizgen.outputs import CheckedBank, Job
from quizgen.outputs.pdf.print_options import Faces, papers_of
from quizgen.outputs.pdf.typeset.fonts import BadFaceError, Face, Family, named_face
from quizgen.outputs.pdf.typeset.shaping import missing_parts, needs_shaping, runs_right_to_left
from quizgen.outputs.pdf.writer.font_subset import check_outlines
from quizgen.present.lower import LoweredItem
from quizgen.present.maths import bad_maths
from quizgen.present.maths.setting import paper_fault
from quizgen.present.pictures import size_of
from quizgen.present.svg import BadPictureError, is_svg, letters_of, read_svg
from quizgen.problems import Problem, Where
from quizgen.text.block_parser import parse_blocks
from quizgen.text.blocks import Blocks, runs_of
from quizgen.text.runs import Run

_WITHOUT_PAPER = "build without paper: --only anki,page"


def picture_sizes(job: Job) -> tuple[Mapping[str, tuple[int, int]], list[Problem]]:
    """Measure a job's pictures in pixels, and name those that can't be read."""
    sizes: dict[str, tuple[int, int]] = {}
    problems: list[Problem] = []
    for name, data in job.media.items():
        if not is_picture(name):
            continue
        try:
            sizes[name] = size_of(data, whole=True)
            _refuse_letters(data)
        except BadPictureError as error:
            problems += _picture_problems(job, name, str(error), error.help)
    return sizes, problems


def _refuse_letters(data: bytes) -> None:
    """Refuse a drawing with letters that no face of ours has: they would be left out unseen."""
    lost = Family().missing(letters_of(read_svg(data))) if is_svg(data) else []
    if lost:
        what = f"sets letters that no face for paper has: {', '.join(map(repr, lost[:5]))}"
        help = f"save its texts as paths, or the drawing as PNG; or {_WITHOUT_PAPER}"
        raise BadPictureError(what, help)


def _picture_problems(job: Job, name: str, what: str, help: str) -> Iterator[Problem]:
    for item in (lowered.item for lowered in job.items):
        if name in images_of(item):
            message = f"the picture {name!r} {what}"
            yield Problem("bad-picture", "error", item.where, message, help, item.id)


def family_of(faces: Faces, where: Where) -> tuple[Family, list[Problem]]:
    """Open the faces that were named for paper; `where` is the bank's."""
    own: dict[str, Face] = {}
    others: list[Face] = []
    problems: list[Problem] = []
    for role, files in sorted(faces.items()):
        for name, data in files:
            try:
                face = named_face(f"U{len(own) + len(others)}", name.rpartition(".")[0], data)
                check_outlines(face)
            except BadFaceError as error:
                help = "name a TrueType file (.ttf); OpenType with PostScript outlines won't do"
                problems.append(Problem("bad-face", "error", where, str(error), help))
                continue
            if role == "others":
                others.append(face)
            else:
                own[role] = face
    return Family(own, tuple(others)), problems


def paper_problems(checked: CheckedBank) -> list[Problem]:
    """Say what paper would refuse of a bank; its fonts are opened for unusual signs alone."""
    papers = papers_of(checked)
    items = [item for item in checked.bank.items if item.status == "ok"]
    unusual = {item.id: item for item in items if _is_unusual(item)}
    problems = list(papers.problems)
    if unusual:
        checked.say("trying it on paper", 0, 0)
        printed = {placed.item.id: placed.item for form in papers.forms for placed in form.placed}
        family, face_problems = family_of(papers.faces, checked.bank.where)
        lowered = checked.lowered((printed | unusual).values())
        problems += face_problems or text_problems(papers.bank, papers.forms, lowered, family)
        if not face_problems:
            problems += name_problems(papers.bank, papers.named.pupils, family)
    return problems


def _is_unusual(item: Item) -> bool:
    """Tell whether an item holds anything but plain letters: other signs, maths, sound."""
    texts = (*item_texts(item), *answer_texts(item).right)
    return bool(item.audio) or any("$" in text or not text.isascii() for text in texts)


def text_problems(
    bank: Bank, forms: Sequence[Form], items: Iterable[LoweredItem], family: Family
) -> list[Problem]:
    """Name every item that paper can't show: sound, glyphs, scripts, broken maths.

    Args:
        bank: The bank as it is printed.
        forms: What is printed of it.
        items: What stands on papers, keys and cards.
        family: The faces.

    """
    placed = {placed.item.id: placed.item for form in forms for placed in form.placed}
    problems: list[Problem] = [_sound_problem(item) for item in placed.values() if item.audio]
    unshaped = missing_parts()
    items = tuple(items)
    for lowered in items:
        item, runs = lowered.item, list(_runs(lowered))
        if "support" in bank.paper.profiles:
            runs += runs_of(lowered.asked.hint)
        text = "".join(run.text for run in runs if run.kind == "text")
        problems += _glyph_problems(item.where, item.id, text, family, unshaped, "build")
        problems += _maths_problems(item.where, item.id, runs)
    if unshaped and runs_right_to_left(bank.lang) and items:
        problems.append(_unshaped(bank.where, "", unshaped, f"the bank's language, {bank.lang},"))
    problems += _frame_problems(bank, forms, family, unshaped)
    return list(dict.fromkeys(problems))


def _frame_problems(
    bank: Bank, forms: Iterable[Form], family: Family, unshaped: list[str]
) -> Iterator[Problem]:
    """Look at what stands round the items: titles, headings, header, names."""
    seen: set[str] = set()
    paper = bank.paper
    frame = f"{paper.school}{paper.group}{paper.date}{paper.header}{paper.footer}"
    frame += "".join((*bank.topics.values(), *paper.fields))
    for form in forms:
        quiz = form.quiz
        text = quiz.title + quiz.instructions
        text += "".join(s.heading + s.instructions for s in form.sections) + frame
        if text not in seen:
            seen.add(text)
            yield from _glyph_problems(quiz.where, "", text, family, unshaped, "print")
            texts = [quiz.title, quiz.instructions]
            texts += [text for s in form.sections for text in (s.heading, s.instructions)]
            yield from _maths_problems(
                quiz.where, "", (r for t in texts for r in runs_of(parse_blocks(t)))
            )


def name_problems(bank: Bank, pupils: Iterable[Pupil], family: Family) -> list[Problem]:
    """Name every pupil whose name paper can't show."""
    unshaped = missing_parts()
    return [
        problem
        for pupil in pupils
        for problem in _glyph_problems(
            bank.where, f"pupil {pupil.id}", pupil.name, family, unshaped, "print"
        )
    ]


def _maths_problems(where: Where, item: str, runs: Iterable[Run]) -> Iterator[Problem]:
    for run in runs:
        why = paper_fault(run.text) if run.kind == "math" else ""
        if why:
            yield bad_maths(where, item, run.text, why)


def _sound_problem(item: Item) -> Problem:
    message = "a quiz asks this item on paper, which has no sound"
    help = "read it out, or draw other items; the deck and the page play it"
    return Problem("sound-on-paper", "warning", item.where, message, help, item.id)


def _glyph_problems(
    where: Where, item: str, text: str, family: Family, unshaped: list[str], verb: str
) -> Iterator[Problem]:
    lost = family.missing(text)
    if lost:
        shown = ", ".join(f"{c!r} (U+{ord(c):04X})" for c in lost[:5])
        message = f"no face for paper can draw {shown}"
        help = "name a TrueType font that has them: paper: {faces: [NotoSansJP-Regular.ttf]}"
        help += f"; or {_WITHOUT_PAPER}" if verb == "build" else ""
        yield Problem("no-glyph", "error", where, message, help, item)
    elif unshaped and needs_shaping(text):
        yield _unshaped(where, item, unshaped, "this script")


def _unshaped(where: Where, item: str, unshaped: list[str], what: str) -> Problem:
    message = f"{what} can't be set on paper without {' and '.join(unshaped)}"
    help = f"pip install 'quizgen[scripts]', or {_WITHOUT_PAPER}"
    return Problem("needs-shaping", "error", where, message, help, item)


def _runs(lowered: LoweredItem) -> Iterator[Run]:
    """Give every run that may stand on paper."""
    asked, told = lowered.as_written()
    texts: list[Blocks] = [asked.stem, asked.reading, told.explanation, *told.answers]
    texts += [choice.text for choice in asked.choices] + [why for _, why in told.whys]
    plain = [c.quote + c.outlet + c.date for c in told.evidence]
    match asked.interaction:
        case Match(lefts):
            texts += lefts
        case EnterNumber(unit):
            plain.append(unit)
        case Choose() | Order() | Fill() | EnterText() | Write() | Recall():
            pass
        case _:
            assert_never(asked.interaction)
    if isinstance(told.key, TextKey):
        plain += told.key.answers
    for text in texts:
        yield from runs_of(text)
    yield from (Run(text) for text in plain)
