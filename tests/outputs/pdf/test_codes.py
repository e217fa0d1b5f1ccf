"""QR codes, read back by a real reader."""

from __future__ import annotations

import re
from pathlib import Path

import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.outputs.pdf.writer import qr
from quizgen.outputs.pdf.writer.qr import QrCodes
from tests.helpers import EVERY_TYPE, bank_text
from tests.outputs.pdf.reading import all_printed, flat, job_of, opened

TEXTS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=8, max_size=8)


@given(st.lists(TEXTS, min_size=3, max_size=6, unique=True))
@settings(deadline=None, max_examples=20)
def test_a_code_by_differences_is_the_code(texts: list[str]) -> None:
    """A paper late in a large print run would be named as another."""
    texts = [f"quizgen:1:bank:quiz:A:1:{text}" for text in texts]
    plain, quick = QrCodes(), QrCodes()
    quick.make(texts[0])
    known = quick._lengths[len(texts[0])]
    known.made = qr._ENOUGH
    assert [quick.make(text) for text in texts[1:]] == [plain.make(text) for text in texts[1:]]


def test_every_page_names_itself(tmp_path: Path) -> None:
    """A scanned page would not be found again, or be marked by another form's key."""
    quiz = "quizzes: [{id: z, draw: [{count: 9}], forms: [A, B]}]\n"
    (tmp_path / "bank.yaml").write_text(bank_text(EVERY_TYPE + quiz), "utf-8")
    job = job_of(tmp_path)
    files = all_printed(job, size="a5")
    for form in job.forms:
        data = files[f"z-{form.name}.a5.pdf"]
        read = []
        for page in opened(data):
            image = page.render(scale=3).to_pil()
            (found,) = zxingcpp.read_barcodes(image)
            read.append(found.text)
        paper = form.paper
        wanted = [f"quizgen:1:test-bank:z:{form.name}:{n + 1}:{paper}" for n in range(len(read))]
        assert read == wanted
        assert len(re.findall(paper, flat(data))) == len(read)
