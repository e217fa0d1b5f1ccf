"""Golden files: what each output says of every item type, reviewed like code.

`pytest --golden-update` rewrites them; read the diff before you commit it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from quizgen.outputs import Job
from quizgen.outputs.anki.notes import notes
from quizgen.pipeline.build import build
from tests.helpers import EVERY_TYPE, NOW, planned

GOLDEN = Path(__file__).parent.parent / "golden"
BANK = EVERY_TYPE + "quizzes: [{id: z, title: Every type, draw: [{count: 9}]}]\n"

Compare = Callable[[str, str], None]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Compare:
    """Compare a text with its golden file, or rewrite the file when asked to."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--golden-update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")

    return compare


@pytest.fixture
def job(bank_from: Callable[..., Path]) -> Job:
    """Plan the bank of these goldens."""
    return planned(bank_from(BANK))


def test_notes(golden: Compare, job: Job) -> None:
    """A card would read otherwise than it did, and nobody would notice."""
    lines = []
    for note in notes(job):
        lines.append(f"## {note.kind} {note.guid} {' '.join(note.tags)} cards {note.ordinals}")
        lines += [field for field in note.fields if field]
    golden("anki/notes.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize("name", ["z-A", "z-key", "flashcards"])
def test_paper(golden: Compare, job: Job, name: str) -> None:
    """A line of a paper would change, or go, and nobody would notice."""
    build("bank", "out", only=["pdf"], now=NOW)
    document = pypdfium2.PdfDocument(f"out/{job.bank.id}/{name}.pdf")
    pages = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    document.close()
    golden(f"pdf/{name}.txt", "\n\f\n".join(pages) + "\n")


def test_page_data(golden: Compare, job: Job) -> None:
    """The page would show or mark an item otherwise."""
    build("bank", "out", only=["page"], now=NOW)
    html = Path(f"out/{job.bank.id}/review.html").read_text("utf-8")
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html)
    assert found
    golden("page/data.json", json.dumps(json.loads(found[1]), indent=1, ensure_ascii=False) + "\n")


def test_no_golden_is_left_over() -> None:
    """A golden that nobody compares would rot."""
    wanted = {
        "anki/notes.txt",
        "pdf/z-A.txt",
        "pdf/z-key.txt",
        "pdf/flashcards.txt",
        "page/data.json",
        "maths/sheet.txt",
        "maths/set.txt",
    }
    assert {str(p.relative_to(GOLDEN)) for p in GOLDEN.rglob("*.*")} == wanted
