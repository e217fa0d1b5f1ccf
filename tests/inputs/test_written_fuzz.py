"""Damaged, odd and endless documents: a reading, in time, and never a traceback."""

from __future__ import annotations

from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.inputs import docx, text
from quizgen.inputs.reading import Reading
from tests.inputs.test_docx import PAPERS
from tests.inputs.test_pasted_text import TEXTS

PIECES = (
    "1. ", "2) ", "Question 3", "a) ", "B. ", "*c) ", "[x] ", "[ ] ", "- ", "Answer: ", "ANS: B",
    "Answer key", "Lösungen:", "PTS: 1", "Type: MR", "True", "____", "What?", "Match ", "x = y",
    "(2 points)", "T / F", "\t", "  ", "\n", "\n\n", "**", "{{", "}}", "|", "$", "@ ", "~", "Part A",
    "1-B, 2-A", "1. B 2. C", "Questions 1-3 refer to", "½ ± 3", "100 ± 5 %", "\u00a0", "\ufffc",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_reading(written: str) -> None:
    """A slip in a pasted text would end in a traceback."""
    text.recognises(written.encode(), "quiz.txt")
    sound(text.read(written.encode(), "quiz.txt"))


def sound(reading: Reading) -> None:
    """Expect of whatever was read that it says where, and why it did not come."""
    for item in reading.items:
        assert item.where.line
        assert bool(item.fields) == (item.status != "refused")
        assert item.why or item.status == "kept"


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_document_has_a_reading(seed: int) -> None:
    """A file that broke on a stick would end in a traceback, or hang."""
    chance = Random(seed)
    name = chance.choice(sorted(PAPERS))
    data = PAPERS[name]()[0].data()
    if seed % 2:
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        data = bytes(damaged)
    else:
        data = _changed_inside(data, chance)
    if docx.recognises(data, "quiz.docx"):
        sound(docx.read(data, "quiz.docx"))


def _changed_inside(data: bytes, chance: Random) -> bytes:
    """Cut, double or change a stretch of the document's own XML."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            if member in {"word/document.xml", "word/numbering.xml", "word/styles.xml"}:
                tags = [at for at in range(len(content)) if content[at : at + 1] == b"<"]
                one, other = sorted(chance.sample(tags, 2))
                cut = content[one:other]
                times = chance.choice((0, 2, 3))
                content = content[:one] + (cut * times)[:100_000] + content[other:]
                number = f'"{chance.choice((-1, 0, 99, 10**9))}"'.encode()
                content = content.replace(b'"0"', number, 3)
            new.writestr(member, content)
    return stream.getvalue()


def test_a_nested_document_is_refused() -> None:
    """A document made to break readers would take the machine with it."""
    deep = b"<w:tbl><w:tr><w:tc>" * 400 + b"</w:tc></w:tr></w:tbl>" * 400
    data = PAPERS["bold keys"]()[0].data()
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, content.replace(b"<w:body>", b"<w:body>" + deep))
    assert docx.read(stream.getvalue(), "quiz.docx").problems[0].code == "cannot-read"


def test_a_thousand_questions() -> None:
    """Of a whole department's questions some would be lost."""
    one = TEXTS["an answer below each"][0].split("\n\n", 2)[2]
    data = "\n".join(one for _ in range(200)).encode()
    assert text.recognises(data, "quiz.txt")
    assert len(text.read(data, "quiz.txt").items) == 1200
