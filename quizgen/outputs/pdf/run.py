"""A print run: which files a job makes, who shares faces, and in what order pages are written.

There are two inkwells. Pupils' files embed the faces of the pupils' inkwell alone: a letter that
stands only in an answer is in no pupil's file, not even in its font.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import BinaryIO

from quizgen.model import Bank, Form
from quizgen.outputs import Job, OutputFile, Rendered, counted
from quizgen.outputs.pdf.preflight import family_of, name_problems, picture_sizes, text_problems
from quizgen.outputs.pdf.print_options import Papers, papers_of
from quizgen.outputs.pdf.quiz.answer_grid import FEW_FORMS
from quizgen.outputs.pdf.quiz.answer_key import Teacher, write_key, write_marked
from quizgen.outputs.pdf.quiz.calibration import Calibration, write_calibration
from quizgen.outputs.pdf.quiz.card_grid import grid_of
from quizgen.outputs.pdf.quiz.flashcards import CardPages, CardSheets, cards_of, write_cards
from quizgen.outputs.pdf.quiz.item_layout import Leaves
from quizgen.outputs.pdf.quiz.question_paper import (
    FormLayout,
    Sheets,
    asked_as_written,
    with_word_banks,
)
from quizgen.outputs.pdf.quiz.tickets import draw_sheets, page_count
from quizgen.outputs.pdf.typeset.fonts import Family
from quizgen.outputs.pdf.typeset.styles import PAPERS, look_of
from quizgen.outputs.pdf.typeset.words import Sizes
from quizgen.outputs.pdf.writer.content import ContentWriter
from quizgen.outputs.pdf.writer.drawables import drawable
from quizgen.outputs.pdf.writer.font_subset import embedded
from quizgen.outputs.pdf.writer.pdf_file import PdfFile, Resources
from quizgen.present.lower import letter
from quizgen.problems import has_errors
from quizgen.text.markup import parse
from quizgen.text.runs import plain_text

_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "·…–—"
"""Drawn by headers and footers, whatever the forms say: in every subset."""


def print_run(job: Job) -> Rendered:
    """Plan every file of a job; each is drawn when it is written."""
    papers = papers_of(job)
    sizes, problems = picture_sizes(job)
    family, bad_faces = family_of(papers.faces, job.bank.where)
    problems += papers.problems
    problems += bad_faces or text_problems(papers.bank, papers.forms, job.items, family)
    if not bad_faces:
        problems += name_problems(papers.bank, papers.named.pupils, family)
    if has_errors(problems):
        return Rendered(problems=tuple(problems))
    run = _Run(job, papers, family, sizes)
    files: list[OutputFile] = []
    by_quiz: dict[str, list[Form]] = {}
    for form in papers.forms:
        by_quiz.setdefault(form.quiz.id, []).append(form)
    for profile in papers.bank.paper.profiles:
        sheets = run.sheets(profile)
        for forms in by_quiz.values():
            files += run.papers(forms, sheets, profile)
    for forms in by_quiz.values():
        files += run.for_teachers(forms)
    files += run.cards()
    files += run.calibration()
    return Rendered(tuple(files), tuple(problems), papers.printed)


class _Run:
    """What the files of a job share."""

    def __init__(self, job: Job, papers: Papers, family: Family, sizes: Sizes) -> None:
        self.job = job
        self.bank = papers.bank
        self.batch = papers.batch
        self.named = papers.named
        self.options = papers.options
        self.family = family
        self.sizes = sizes
        self.asked = asked_as_written(job)
        self.pupils = _Faces(job, family)
        self.teachers = _Faces(job, family)
        self._sheets: dict[str, Sheets] = {}

    def sheets(self, profile: str, *, whole: bool = False) -> Sheets:
        """Give the sheets of a profile, measured once; whole ones, where papers are smaller."""
        name = f"{profile} whole" if whole and self.bank.paper.up > 1 else profile
        if name not in self._sheets:
            look = look_of(replace(self.bank.paper, up=1) if whole else self.bank.paper, profile)
            asked = with_word_banks(self.job) if profile == "support" else self.asked
            self._sheets[name] = Sheets(self.bank, asked, look, self.family, self.sizes)
        return self._sheets[name]

    # --- pupils' papers -------------------------------------------------------------------------

    def papers(self, forms: Sequence[Form], sheets: Sheets, profile: str) -> Iterator[OutputFile]:
        """Plan the papers of a quiz in one look."""
        quiz, paper = forms[0].quiz, self.bank.paper
        items = max(len(form.placed) for form in forms)
        named = self.named.copies(forms)
        self.pupils.prime(sheets, (*forms, *(() if named == tuple(forms) else named)))
        end = self._suffix(profile) + ".pdf"
        if paper.up > 1:
            yield from self._tickets(named, sheets, end)
            return
        if not quiz.numbers and self.named.pupils and not paper.one_file:
            yield from self._dealt(forms, named, sheets, end)
            return
        forms = named
        pages = [sheets.page_count(form) for form in forms]
        if paper.copies or paper.one_file:
            count = paper.copies or len(forms)
            even = paper.duplex or bool(paper.copies)
            each = [n + n % 2 if even else n for n in pages]
            total = sum(each[i % len(forms)] for i in range(count))
            amount = f"{counted(count, 'paper')}, {counted(total, 'page')}"
            write = partial(self._write_all, forms, sheets, count)
            copies = f".{paper.copies}-copies" if paper.copies else ""
            name = f"{quiz.id}{self.batch.suffix}{copies}{end}"
            yield OutputFile(name, write, items, amount, _by_name(forms))
            return
        group = f".{self.batch.group}" if self.batch.group else ""
        for form, count in zip(forms, pages, strict=True):
            write = partial(self._write_one, form, sheets)
            count += count % 2 if paper.duplex else 0  # noqa: PLW2901
            name, formerly = (f"{quiz.id}-{n}{group}{end}" for n in (form.shown, form.name))
            amount = counted(count, "page")
            yield OutputFile(
                name, write, len(form.placed), amount, (form,), "" if name == formerly else formerly
            )

    def _dealt(
        self, forms: Sequence[Form], named: Sequence[Form], sheets: Sheets, end: str
    ) -> Iterator[OutputFile]:
        """Plan a file for each form that was dealt: a paper for each pupil who has it."""
        for form in forms:
            some = [copy for copy in named if copy.name == form.name]
            if not some:
                continue
            pages = sheets.page_count(form)
            pages += pages % 2 if self.bank.paper.duplex else 0
            amount = f"{counted(len(some), 'paper')}, {counted(len(some) * pages, 'page')}"
            write = partial(self._write_all, some, sheets, len(some))
            name = f"{form.quiz.id}-{form.shown}{self.batch.suffix}{end}"
            yield OutputFile(name, write, len(form.placed), amount, (form,))

    def _tickets(self, forms: Sequence[Form], sheets: Sheets, end: str) -> Iterator[OutputFile]:
        """Plan papers that are cut from sheets: a sheet for each form, or all forms in turn."""
        quiz, paper = forms[0].quiz, self.bank.paper
        copies = f".{paper.copies}-copies" if paper.copies else ""
        if paper.copies or paper.one_file or any(form.pupil for form in forms):
            count = paper.copies or len(forms)
            files = [(f"{quiz.id}{self.batch.suffix}{copies}{end}", forms, count)]
        else:
            files = [(f"{quiz.id}-{form.shown}{end}", (form,), paper.up) for form in forms]
        for name, some, count in files:
            groups = self._groups(some, count)
            even = paper.duplex or bool(paper.copies)
            pages = sum(
                page_count([sheets.page_count(form) for form in group], even=even)
                for group in groups
            )
            amount = f"{counted(count, 'paper')}, {counted(pages, 'page')}"
            write = partial(self._write_tickets, groups, sheets)
            items = max(len(form.placed) for form in some)
            yield OutputFile(name, write, items, amount, _by_name(some))

    def _groups(self, forms: Sequence[Form], count: int) -> list[tuple[Form, ...]]:
        """Give so many papers, the forms in turn, by the sheet they lie on."""
        papers = [forms[index % len(forms)] for index in range(count)]
        up = self.bank.paper.up
        return [tuple(papers[start : start + up]) for start in range(0, count, up)]

    def _write_tickets(
        self, groups: Sequence[tuple[Form, ...]], sheets: Sheets, stream: BinaryIO
    ) -> None:
        """Write sheets of small papers; equal sheets share their contents."""
        paper = self.bank.paper
        file = self._open(stream, self._title(groups[0][0]))
        even = paper.duplex or bool(paper.copies)
        kept: dict[tuple[str, ...], list[int]] = {}
        for number, group in enumerate(groups):
            names = tuple(form.pupil.id if form.pupil else form.name for form in group)
            if names not in kept:
                laid = [sheets.lay_out(form) for form in group]
                drawn = draw_sheets(laid, sheets, self.pupils.ink, paper.up, even=even)
                kept[names] = [file.content(ops) for ops in drawn]
            for content in kept[names]:
                file.page(content)
            self.job.say("printing", number + 1, len(groups))
        file.close(self.pupils.resources)

    def _suffix(self, profile: str) -> str:
        """Name what differs from the bank's usual paper: `.large`, `.a5`, `.two-columns`."""
        paper, usual = self.bank.paper, self.job.bank.paper
        parts = [profile] if profile != "normal" else []
        parts += [paper.size] if paper.size != usual.size else []
        parts += [f"{paper.up}-up"] if paper.up != usual.up else []
        if paper.columns != usual.columns:
            parts.append("two-columns" if paper.columns == 2 else "one-column")
        return "".join(f".{part}" for part in parts)

    def _open(self, stream: BinaryIO, title: str) -> PdfFile:
        width, height = PAPERS[self.bank.paper.size]
        return PdfFile(
            stream,
            title=title,
            lang=self.bank.lang,
            width=width,
            height=height,
            duplex=self.bank.paper.duplex or bool(self.bank.paper.copies),
        )

    def _title(self, form: Form) -> str:
        return plain_text(parse(form.quiz.title))

    def _write_one(self, form: Form, sheets: Sheets, stream: BinaryIO) -> None:
        """Write a pupil's paper. It takes no key, so it can hold none."""
        said = sheets.words.form.format(form=form.shown)
        file = self._open(stream, f"{self._title(form)} – {said}")
        laid = sheets.lay_out(form)
        self._bookmark_sections(file, laid)
        for content in self._contents(file, laid, sheets):
            file.page(content)
        if self.bank.paper.duplex and file.page_count % 2:
            file.page(file.content(sheets.blank_page(self.pupils.ink)))
        file.close(self.pupils.resources)

    def _contents(self, file: PdfFile, laid: FormLayout, sheets: Sheets) -> Iterator[int]:
        for number in range(len(laid.pages)):
            yield file.content(sheets.draw_page(laid, number, self.pupils.ink))

    def _bookmark_sections(self, file: PdfFile, laid: FormLayout) -> None:
        """Bookmark headed sections at the pages that their first items stand on."""
        page_of: dict[int, int] = {}
        for number, page in enumerate(laid.pages):
            for put in page:
                page_of.setdefault(laid.numbers[put.block], number)
        for section in laid.form.sections:
            if section.heading:
                first = section.placed[0].position - 1
                file.bookmark_at(page_of[first], plain_text(parse(section.heading)))

    def _write_all(
        self, forms: Sequence[Form], sheets: Sheets, count: int, stream: BinaryIO
    ) -> None:
        """Write so many papers into one file, the forms in turn; copies share their contents."""
        file = self._open(stream, self._title(forms[0]))
        even = self.bank.paper.duplex or bool(self.bank.paper.copies)
        blank = 0
        kept: dict[str, list[int]] = {}
        for index in range(count):
            form = forms[index % len(forms)]
            contents = kept.get(form.name)
            if contents is None:
                contents = list(self._contents(file, sheets.lay_out(form), sheets))
                if even and len(contents) % 2:
                    blank = blank or file.content(sheets.blank_page(self.pupils.ink))
                    contents.append(blank)
                if count > len(forms):
                    kept[form.name] = contents
            said = sheets.words.form.format(form=form.shown)
            said += f" · {form.pupil.name}" if form.pupil and form.pupil.name else ""
            file.bookmark(f"{index + 1}: {said}" if count > len(forms) else said)
            for content in contents:
                file.page(content)
            self.job.say("printing", index + 1, count)
        file.close(self.pupils.resources)

    # --- the teacher's files --------------------------------------------------------------------

    def for_teachers(self, forms: Sequence[Form]) -> Iterator[OutputFile]:
        """Plan the key of a quiz and its marked pages, in the first look that the bank asks for."""
        sheets = self.sheets(self.bank.paper.profiles[0], whole=True)
        teacher = Teacher(sheets, forms, self.job.by_id)
        yield self._key(teacher)
        marked = self.bank.paper.marked
        if marked or (marked is None and len(forms) <= FEW_FORMS):
            yield self._marked(teacher)

    def _key(self, teacher: Teacher) -> OutputFile:
        self.teachers.need_always()
        lists = teacher.draw_lists(self.teachers.ink, full=self.bank.paper.key == "full")

        def write(stream: BinaryIO) -> None:
            write_key(teacher, lists, self.teachers.resources, stream)

        return self._of_teacher(teacher, "key", write, len(lists))

    def _marked(self, teacher: Teacher) -> OutputFile:
        sheets, forms = teacher.sheets, teacher.forms
        self.teachers.prime(sheets, forms, teacher)

        def laid() -> Iterator[FormLayout]:
            for number, form in enumerate(forms):
                yield sheets.lay_out(form)
                self.job.say("printing the marked pages", number + 1, len(forms))

        def write(stream: BinaryIO) -> None:
            write_marked(teacher, laid(), self.teachers.ink, self.teachers.resources, stream)

        return self._of_teacher(teacher, "marked", write, sum(map(sheets.page_count, forms)))

    def _of_teacher(
        self, teacher: Teacher, name: str, write: Callable[[BinaryIO], None], pages: int
    ) -> OutputFile:
        forms = tuple(teacher.forms)
        name = f"{forms[0].quiz.id}-{name}{self.batch.suffix}.pdf"
        return OutputFile(name, write, len(teacher.keys), counted(pages, "page"), forms)

    def cards(self) -> Iterator[OutputFile]:
        """Plan the flashcards; on their own paper, in the usual setting."""
        found = cards_of(self.job) if self.options.cards else []
        if not found:
            return
        sheets = self._card_sheets()
        wish, size = self.bank.paper.cards, (sheets.look.width, sheets.look.height)
        letter = _card_size(self.bank) == "letter"
        cards = CardSheets(found, sheets, grid_of(size, wish, letter=letter, rtl=sheets.rtl))
        if not cards.cards:
            return
        faces = _Faces(self.job, self.family)
        drawn = [page for _, pages in cards.files for page in pages]
        faces.add(lambda ink: [cards.draw_page(*page, ink) for page in drawn])
        usual = self.job.bank.paper.cards
        parts = [size for size in (wish.size,) if size != usual.size]
        parts += [wish.sides] if wish.sides not in {usual.sides, "separate"} else []
        changed = "".join(f".{part}" for part in parts)

        for end, pages in cards.files:

            def write(stream: BinaryIO, pages: CardPages = pages) -> None:
                write_cards(cards, pages, faces.ink, faces.resources, stream)

            amount = counted(len(pages), "page")
            yield OutputFile(f"flashcards{changed}{end}.pdf", write, len(cards.cards), amount)

    def _card_sheets(self) -> Sheets:
        plain = replace(self.bank.paper, columns=1, up=1, tint="", size=_card_size(self.bank))
        return Sheets(self.bank, self.asked, look_of(plain), self.family, self.sizes)

    def calibration(self) -> Iterator[OutputFile]:
        """Plan the sheet by which backs are moved until they meet their fronts."""
        if self.options.calibration:
            page = Calibration(self._card_sheets(), self.bank.paper.cards)
            faces = _Faces(self.job, self.family)
            faces.add(lambda ink: (page.front(ink), page.back(ink)))

            def write(stream: BinaryIO) -> None:
                write_calibration(page, faces.ink, faces.resources, stream)

            yield OutputFile("calibration.pdf", write, 0, counted(2, "page"))


def _card_size(bank: Bank) -> str:
    return bank.paper.size if bank.paper.size in {"a4", "letter"} else "a4"


class _Faces:
    """An inkwell, and the faces and pictures that its files hold: made once, at the first file."""

    def __init__(self, job: Job, family: Family) -> None:
        self.job = job
        self.family = family
        self.ink = ContentWriter()
        self._resources: Resources | None = None

    def add(self, draw: Callable[[ContentWriter], object]) -> None:
        """Draw something ahead, so that its glyphs are known."""
        draw(self.ink)

    def need_always(self) -> None:
        """Take what stands in headers and footers."""
        for role in ("regular", "bold"):
            self.ink.need(self.family.face(role), _ALWAYS)

    def prime(self, sheets: Sheets, forms: Sequence[Form], teacher: Teacher | None = None) -> None:
        """Draw all that these forms are put together from, once."""
        ink = self.ink
        self.need_always()
        seen: set[str] = set()
        most = 1
        sheets.prime(forms, ink)
        for form in forms:
            for placed in form.placed:
                if placed.item.id in seen:
                    continue
                seen.add(placed.item.id)
                question = sheets.question(placed)
                most = max(most, len(question.asked.choices))
                self._leaves(question.leaves(placed.order), rtl=question.rtl)
                if teacher is not None:
                    for leaf in question.leaves(placed.order):
                        for _, _, box, as_is in teacher.keys[placed.item.id].parts(
                            leaf, placed.order
                        ):
                            ink.draw(box, rtl=question.rtl and not as_is)
        bold = self.family.face("bold")
        ink.need(bold, "".join(letter(index) for index in range(most)))

    def _leaves(self, leaves: Leaves, *, rtl: bool) -> None:
        for leaf in leaves:
            for _, _, box in leaf.parts:
                self.ink.draw(box, rtl=rtl)

    @property
    def resources(self) -> Resources:
        """What every file of these is drawn with."""
        if self._resources is None:
            faces = {face.key: embedded(face, used) for face, used in self.ink.used.items()}
            pictures = {name: drawable(self.job.media[name]) for name in self.ink.pictures}
            self._resources = Resources(faces, pictures)
            self.ink.freeze()
        return self._resources


def _by_name(papers: Sequence[Form]) -> tuple[Form, ...]:
    """Give each form once, however many papers there are of it."""
    return tuple({form.name: form for form in papers}.values())
