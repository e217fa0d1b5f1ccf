"""Paper against its floor and its peers: 1, 30 and 300 forms of 40 questions, and their keys.

The floor is what nobody can do without: compressing and writing the very same page contents. The
peers print the same: every form in shuffled order, and every form again with its right options
marked, as their own documentation would have it: reportlab's platypus, and typst.
"""

from __future__ import annotations

import random
import subprocess
import sys
import zlib
from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf

from quizgen.outputs import Job, render
from quizgen.outputs.pdf.print_options import PrintOptions
from tests.helpers import planned
from tests.measuring import Row, cpu, paired, row

QUESTIONS = 40
_STEM = "According to the article, which of these states signed agreement {i} with its neighbours?"
_OPTIONS = (
    "The first state of {i}",
    "The second state of {i}",
    "The third state of the list {i}",
    "The fourth of {i}",
)


def bank_text(forms: int) -> str:
    """Write the bank."""
    head = "quizgen: 1\nid: bench\ntitle: Bench\npaper: {one-file: true}\nquestions:\n"
    items = "".join(
        f"  - id: q{i}\n    question: {_STEM.format(i=i)}\n    answer: {_OPTIONS[0].format(i=i)}\n"
        f"    distractors: [{', '.join(option.format(i=i) for option in _OPTIONS[1:])}]\n"
        for i in range(QUESTIONS)
    )
    return head + items + f"quizzes: [{{id: z, draw: [{{count: {QUESTIONS}}}], forms: {forms}}}]\n"


def job_of(folder: Path, forms: int) -> Job:
    """Plan the print run."""
    (folder / "bank.yaml").write_text(bank_text(forms), "utf-8")
    return planned(folder, options=[PrintOptions({"key": "full", "marked": True})])


def print_all(job: Job) -> list[bytes]:
    """Print papers and key."""
    made = []
    for file in render("pdf", job).files:
        if file.name != "flashcards.pdf":
            stream = BytesIO()
            file.write(stream)
            made.append(stream.getvalue())
    return made


def contents(files: list[bytes]) -> list[bytes]:
    """Give what the pages of the files show, uncompressed."""
    found = []
    for data in files:
        with pikepdf.open(BytesIO(data)) as pdf:
            found += [page.Contents.read_bytes() for page in pdf.pages]
    return found


def floor(pages: list[bytes]) -> None:
    """Compress and write the same bytes."""
    stream = BytesIO()
    for page in pages:
        stream.write(zlib.compress(page))


def platypus(forms: int) -> None:
    """Print with reportlab's own layout, straight from its user guide."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import KeepTogether, PageBreak, Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    body, title = styles["BodyText"], styles["Title"]
    story: list[Any] = []
    for form, key in ((form, key) for form in range(forms) for key in (False, True)):
        story.append(Paragraph(f"Bench, form {form}", title))
        for number, (i, options) in enumerate(_shuffled(form)):
            block = [Paragraph(f"{number + 1}. {_STEM.format(i=i)}", body)]
            for letter, option in zip("ABCD", options, strict=True):
                mark = "x " if key and option == 0 else ""
                block.append(Paragraph(f"{mark}{letter}. {_OPTIONS[option].format(i=i)}", body))
            story.append(KeepTogether(block))
        story.append(PageBreak())
    SimpleDocTemplate(BytesIO()).build(story)


def typst_source(forms: int) -> str:
    """Write the same for typst."""
    parts = ['#set page(paper: "a4", numbering: "1")\n#set document(date: none)\n']
    for form, key in ((form, key) for form in range(forms) for key in (False, True)):
        parts.append(f"= Bench, form {form}\n")
        for number, (i, options) in enumerate(_shuffled(form)):
            lines = [f"{number + 1}. {_STEM.format(i=i)}"]
            for letter, option in zip("ABCD", options, strict=True):
                mark = "x " if key and option == 0 else ""
                lines.append(f"#h(1em) {mark}{letter}) {_OPTIONS[option].format(i=i)}")
            parts.append("#block(breakable: false)[" + " \\\n".join(lines) + "]\n")
        parts.append("#pagebreak()\n")
    return "".join(parts)


def _shuffled(form: int) -> list[tuple[int, list[int]]]:
    chance = random.Random(form)
    order = chance.sample(range(QUESTIONS), QUESTIONS)
    return [(i, chance.sample(range(4), 4)) for i in order]


def _typst(forms: int) -> float:
    import typst

    with TemporaryDirectory() as name:
        source = Path(name) / "quiz.typ"
        source.write_text(typst_source(forms), "utf-8")
        return cpu(partial(typst.compile, str(source)), 1 if forms > 30 else 3)


def _peak(forms: int) -> float:
    """Give the peak memory of the whole command in MiB, measured in a process of its own."""
    with TemporaryDirectory() as name:
        (Path(name) / "bank.yaml").write_text(bank_text(forms), "utf-8")
        program = (
            "KEYS = ['--key', 'full', '--marked']\n"
            "import resource, subprocess, sys\n"
            "subprocess.run([sys.executable, '-m', 'quizgen', 'pdf', '.', *KEYS], check=True, stdout=-3)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=name
        )
        return int(done.stdout) / 1024


def rows() -> list[Row]:
    """Measure."""
    found: list[Row] = []
    for forms, runs in ((1, 5), (30, 5), (300, 3)):
        with TemporaryDirectory() as name:
            job = job_of(Path(name), forms)
            files = print_all(job)
            pages = contents(files)
            least, ours = paired(partial(floor, pages), partial(print_all, job), runs)
        said = f"{forms} forms of 40, keys, one file" if forms > 1 else "1 form of 40, key"
        straight = cpu(partial(platypus, forms), 1 if forms > 30 else 3)
        found.append(row(said, ours, least, "platypus", straight, 4.0))
        found.append(
            row(f"  the same against typst ({forms})", ours, least, "typst", _typst(forms), 4.0)
        )
        found.append(
            row(f"  KB a form ({forms})", len(files[0]) / 1024 / forms, 1.0, "", 0.0, 11.0)
        )
    return found + [
        row(f"{forms} forms: MiB of memory", _peak(forms), 1.0, "", 0.0, 80.0)
        for forms in (300, 1000)
    ]
