"""The page that a pupil takes home."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec

from quizgen.outputs.pdf.quiz.missed_items import missed_sheet
from tests.helpers import EVERY_TYPE, bank_text
from tests.outputs.pdf.reading import flat, job_of, page_texts


def test_one_page_of_what_was_missed(tmp_path: Path) -> None:
    """A pupil would get the questions without answers, or a stack of paper."""
    (tmp_path / "bank.yaml").write_text(bank_text(EVERY_TYPE), "utf-8")
    job = job_of(tmp_path)
    some = [one for one in job.items if one.item.id in {"single", "number", "matching"}]
    said = flat(missed_sheet(job, some, "Žofia"))
    for words in ("Žofia", "Look at these again:", "This one", "16 areas", "Tokyo – Japan"):
        assert words in said
    assert "more in the deck" not in said
    many = [
        replace(one, item=msgspec.structs.replace(one.item, id=f"i{n}"))
        for n, one in enumerate(list(job.items) * 8)
    ]
    (page,) = page_texts(missed_sheet(job, many, "Bo"))
    assert "more in the deck" in page
    assert missed_sheet(job, some, "Bo") == missed_sheet(job, some, "Bo")
