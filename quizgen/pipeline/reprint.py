"""A paper made again: its order in today's words, and its items as a hand-picked quiz."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

from quizgen.assembly.arrangement import Printed, kept_options, ordered, printed, written_out
from quizgen.assembly.forms import arranged, paper_hash
from quizgen.bank.class_list import read_roster
from quizgen.model import (
    Bank,
    Blueprint,
    Form,
    FormSection,
    Item,
    Placed,
    Pupil,
    Section,
)
from quizgen.outputs import Job, lower_items, render
from quizgen.outputs.pdf.named_papers import is_anonymous, names_of_form
from quizgen.outputs.pdf.print_options import PrintOptions
from quizgen.pipeline.check import Report
from quizgen.pipeline.manifest import without_kept
from quizgen.pipeline.old_papers import KeptPaper, how_it_differs, questions_of
from quizgen.pipeline.plan import plan
from quizgen.pipeline.project import Project
from quizgen.pipeline.writing import write_atomically
from quizgen.problems import BankError, CannotWrite, has_errors
from quizgen.release.class_forms import (
    NO_CLASS_RECORD,
    dump_class_forms,
    forms_path,
    read_forms_beside,
    with_record,
)
from quizgen.release.lock import dump_lock
from quizgen.release.papers import PaperRecord
from quizgen.release.printed_items import items_on_record, line_of
from quizgen.text.order import key_of


@dataclass(frozen=True, slots=True)
class Reprint:
    """What was printed again."""

    files: tuple[Path, ...]
    paper: str
    """Its hash by today's words."""
    differs: tuple[str, ...]
    """How it differs from the paper it repeats, by its places."""


def print_again(
    project: Project,
    report: Report,
    kept: KeptPaper,
    out: Path,
    now: int,
    class_list: Path | None = None,
) -> Reprint:
    """Print a paper again, with its key, and put it on record where its words are others.

    Args:
        project: Where the bank is.
        report: Of its check; without errors.
        kept: The paper.
        out: The output folder.
        now: UTC seconds.
        class_list: A class among which a few forms were dealt: those who have this one get it.

    Raises BankError where it can't be printed, CannotWrite.
    """
    bank = report.sound_bank
    form = form_again(kept, bank, _pupil_of(kept, bank, project.here))
    job, _ = plan(project, report, project.lock(), now)
    options = PrintOptions(cards=False)
    if class_list is not None and kept.class_list is None:
        names = names_of_form(bank, kept.line.quiz, kept.line.form, class_list, project.here)
        if names.pupils:
            options = PrintOptions(roster=class_list, names=names, cards=False)
    rendered = render("pdf", _job_of(job, bank, form, options))
    if has_errors(rendered.problems):
        raise BankError(rendered.problems)
    if form.paper != kept.line.paper:
        _put_on_record(project, kept, form, bank)
    folder = out / bank.id
    files = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"can't write {project.shown(folder)}: {error.strerror}") from error
    for file in rendered.files:
        stream = BytesIO()
        file.write(stream)
        path = folder / f"{file.name.removesuffix('.pdf')}.again-{kept.line.paper}.pdf"
        write_atomically(path, stream.getvalue(), project.here)
        files.append(path)
    return Reprint(tuple(files), form.paper, tuple(_differs(kept, bank)))


def _differs(kept: KeptPaper, bank: Bank) -> Iterator[str]:
    for question in questions_of(kept, bank, bank.lang):
        if said := how_it_differs(question):
            left_out = " and is left out" if question.item is None else ""
            yield f"{question.position}: {said.partition(';')[0]}{left_out}"


def _pupil_of(kept: KeptPaper, bank: Bank, here: Path) -> Pupil | None:
    """Find whose paper it was, where the class list still tells."""
    if kept.class_list is None or is_anonymous(bank.paper):
        return None
    pupils, _ = read_roster(kept.class_list, here)
    return next((pupil for pupil in pupils if pupil.id.lower() == kept.line.form.lower()), None)


def form_again(kept: KeptPaper, bank: Bank, pupil: Pupil | None = None) -> Form:
    """Make the form of a paper by today's items, each and its options in the old place."""
    line = kept.line
    items = {item.oldest_id: item for item in bank.items}
    order = tuple(
        tuple((id, _options(kept, items[id], options)) for id, options in section if id in items)
        for section in printed(kept.record.arrangement(line))
    )
    quiz = _blueprint(kept, bank, order)
    position = 0
    sections = []
    for spec, section in zip(quiz.sections, order, strict=True):
        placed = tuple(
            Placed(position + n, items[id], options) for n, (id, options) in enumerate(section, 1)
        )
        position += len(placed)
        if placed:
            sections.append(FormSection(spec.heading, spec.instructions, placed))
    return Form(
        quiz=quiz,
        name=line.form,
        seed=line.seed,
        sections=tuple(sections),
        paper=paper_hash(quiz.id, line.form, sections),
        pupil=pupil,
        arrangement=written_out(quiz.id, line.form, line.seed, order),
    )


def _options(kept: KeptPaper, item: Item, options: tuple[str, ...]) -> tuple[str, ...]:
    """Leave options in their places; what is new takes those of what is gone."""
    line, parts = kept.line, arranged(item)
    offer = key_of(line.seed, line.quiz, line.form, item.oldest_id)
    key = key_of(line.seed, line.quiz, line.form, line.salt or 0, item.oldest_id)
    return kept_options(options, parts, ordered(parts, key, offer))


def _blueprint(kept: KeptPaper, bank: Bank, order: Sequence[Printed]) -> Blueprint:
    """Give the quiz of a paper: today's, with as many sections as the paper has."""
    line = kept.line
    now = next((quiz for quiz in bank.quizzes if quiz.id == line.quiz), None)
    sections = tuple(Section() for _ in order)
    if now is None:
        quiz = Blueprint(id=line.quiz, title=bank.title, where=bank.where, sections=sections)
    elif len(now.sections) == len(order):
        quiz = now
    else:
        quiz = replace(now, sections=sections)
    numbers = {line.form: kept.number} if kept.number else {}
    return replace(quiz, forms=(line.form,), pupils=(), numbers=numbers)


def _job_of(job: Job, bank: Bank, form: Form, options: PrintOptions) -> Job:
    """Give a job that prints one form, whatever became of its items."""
    paper = replace(bank.paper, roster="", quizzes=(), forms=0, copies=0)
    paper = replace(paper, each=False, one_file=False)
    items = [placed.item for placed in form.placed]
    return replace(
        job,
        bank=replace(bank, quizzes=(form.quiz,), paper=paper),
        forms=(form,),
        items=lower_items(items, bank.lang, job.citations),
        options=(options,),
    )


def _put_on_record(project: Project, kept: KeptPaper, form: Form, bank: Bank) -> None:
    """Put a reprint on record behind the paper it repeats: the newest form stays the newest."""
    found = items_on_record(form)
    line = line_of(form, found.id, kept.line.time + 1)
    if line.paper in {one.paper for one in kept.record.lines}:
        return
    record = kept.record.with_more(PaperRecord.of([found], [line]))
    write_record(project, kept, bank, record)


def write_record(project: Project, kept: KeptPaper, bank: Bank, record: PaperRecord) -> None:
    """Write the record that a paper stands in: the lock, or the forms of a class."""
    if kept.class_list is None:
        lock = replace(project.lock(), bank=bank.id, papers=record)
        write_atomically(project.lock_file, dump_lock(lock).encode(), project.here)
        return
    forms, problems = read_forms_beside(kept.class_list, project.here)
    if problems:
        raise BankError(problems)
    after = replace(forms.get(bank.id, NO_CLASS_RECORD), papers=record)
    text = dump_class_forms(with_record(forms, bank.id, after))
    write_atomically(forms_path(kept.class_list), text.encode(), project.here)


def forget(project: Project, bank: Bank, papers: Sequence[KeptPaper], out: Path) -> None:
    """Take papers off every record, and off the list of what builds kept beside newer ones."""
    gone = {paper.line.paper for paper in papers}
    manifest = out / bank.id / "manifest.json"
    if manifest.is_file():
        text = manifest.read_text("utf-8")
        if (left := without_kept(text, gone)) != text:
            write_atomically(manifest, left.encode(), project.here)
    for paper in papers:
        if paper.file == manifest:
            continue
        filed = paper.record if paper.class_list else project.lock().papers
        write_record(project, paper, bank, filed.without(gone))


# --- as a quiz ----------------------------------------------------------------------------------


def as_hand_picked(kept: KeptPaper, bank: Bank) -> Iterator[str]:
    """Write a paper's items out as a quiz for `quizzes:`, in the order of the paper."""
    form = form_again(kept, bank)
    quiz = form.quiz
    line = kept.line
    yield f"  # Paper {line.paper} of {line.day}: write it in place of the quiz of this id"
    if kept.class_list is None:
        yield f"  # (form {form.name} keeps its places and letters), or give it another id."
    else:  # whose it was is nothing for the bank
        yield "  # or give it another id."
    yield f"  - id: {quiz.id}"
    yield f"    title: {_quoted(quiz.title)}"
    if quiz.instructions:
        yield f"    instructions: {_quoted(quiz.instructions)}"
    if quiz.minutes:
        yield f"    minutes: {quiz.minutes}"
    if form.seed:
        yield f"    seed: {form.seed}"
    name = form.name if kept.class_list is None and form.name.isalnum() else "A"
    yield f"    forms: [{_quoted(name) if name.isdigit() else name}]"
    yield "    sections:"
    for section in form.sections:
        yield "      - items:"
        yield from (f"          - {placed.item.id}" for placed in section.placed)
        if section.heading:
            yield f"        heading: {_quoted(section.heading)}"
        if section.instructions:
            yield f"        instructions: {_quoted(section.instructions)}"


def _quoted(text: str) -> str:
    """Write a text in double quotes, as JSON and YAML both read it."""
    return json.dumps(text, ensure_ascii=False)
