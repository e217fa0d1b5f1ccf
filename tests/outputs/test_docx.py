"""Word papers, read back by other people's readers, by LibreOffice, and by our own."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import mammoth  # type: ignore[import-untyped]
import pypdfium2
import pytest
from docx import Document
from docx2python import docx2python
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from quizgen.bank.syntax.writing import Value, written
from quizgen.formats.marks import as_marked
from quizgen.inputs import read_as
from quizgen.pipeline.check import check
from quizgen.pipeline.export import export
from tests.helpers import EVERY_TYPE, HEAD, NOW
from tests.inputs.written import answer_of, read_as_bank

MORE = r"""
  - {id: maths, topic: c, question: "What is $\\frac{1}{2}+\\sqrt[3]{x^2}$, **really**, in H~2~O?", answer: "$\\sum_{i=1}^{n} i$", distractors: ["$\\alpha$", "$x_{1}$"], points: 2}
  - {id: picture, topic: a, passage: leaf, question: It is red., answer: false, image: {file: map.png, alt: A blue map}}
  - {id: reading, topic: a, passage: leaf, question: Why is it green?, answer: Chlorophyll, distractors: [Water, Light]}
"""
PASSAGE = """
passages: {leaf: {title: About leaves, text: A leaf is green. It takes in light.}}
"""


@pytest.fixture
def papers(bank_from: Callable[..., Path], tmp_path: Path) -> dict[str, bytes]:
    """Export a bank of every type."""
    root = bank_from(PASSAGE + EVERY_TYPE + MORE)
    folder = root if root.is_dir() else root.parent
    Picture.new("RGB", (30, 20), "blue").save(folder / "map.png")
    return exported(root, tmp_path / "out")


def exported(bank: Path, out: Path) -> dict[str, bytes]:
    """Export a bank; give paper and key."""
    made = export(bank, ["docx"], out, now=NOW)
    folder = out / made.bank / "export"
    return {name: (folder / f"test-bank.{name}.docx").read_bytes() for name in ("paper", "key")}


def test_mammoth_reads_stems_options_and_keys(papers: dict[str, bytes]) -> None:
    """A reader that isn't ours would find other lists, or another option marked."""
    html = mammoth.convert_to_html(BytesIO(papers["key"])).value
    found = re.search(r"<li>Which one\? \(1 point\)(.*?)Answer:", html)
    assert found
    options = re.findall(r"<li>(.*?)</li>", found[1])
    assert sorted(re.sub("<.*?>", "", text) for text in options) == sorted(
        ["This one", "That one", "Another one", "None other"]
    )
    assert [text for text in options if "<strong>" in text] == ["<strong>This one</strong>"]
    assert 'alt="A blue map"' in html


def test_docx2python_counts_as_we_do(papers: dict[str, bytes]) -> None:
    """The numbers and letters that Word prints would not be those the key names."""
    with docx2python(BytesIO(papers["key"])) as read:
        lines = [line.strip() for line in read.text.split("\n") if line.strip()]
    stems = [line for line in lines if re.match(r"\d+\)", line)]
    assert [int(stem.split(")")[0]) for stem in stems] == list(range(1, 14))
    for at, line in enumerate(lines):
        if line.startswith("Answer: ") and re.fullmatch(r"[A-D](, [A-D])*", line[8:]):
            above = lines[:at][::-1]
            letters = [re.match(r"([A-D])\)", text) for text in above]
            first = next(place for place, text in enumerate(above) if re.match(r"\d+\)", text))
            assert {m[1] for m in letters[:first] if m} >= set(line[8:].split(", "))


def test_pupils_paper_holds_no_key(papers: dict[str, bytes]) -> None:
    """Pupils would read the answers in the file they are sent."""
    document = Document(BytesIO(papers["paper"]))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert not any("Answer" in text or "Kishida" in text for text in texts)
    bold = [
        r.text
        for p in document.paragraphs
        if p.style and p.style.name == "Option"
        for r in p.runs
        if r.bold
    ]
    assert bold == []


@pytest.mark.peer
def test_libre_office_prints_all_of_it(papers: dict[str, bytes], tmp_path: Path) -> None:
    """A paper that only python-docx can open would be blank in the copy room."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice; apt install libreoffice-writer-nogui libreoffice-math-nogui")
    (tmp_path / "paper.docx").write_bytes(papers["paper"])
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "paper.docx")], check=True, capture_output=True)
    pdf = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
    for words in (
        "1. Which one?",
        "Questions 4 and 5 are about this text.",
        "Choose all that apply.",
        "Page 1 of",
        "Seoul",
        "B. Beta" if "B. Beta" in text else "C. Beta",
        "∑",
    ):
        assert words in text


def test_our_own_reader_gives_the_items_back(papers: dict[str, bytes], tmp_path: Path) -> None:
    """A colleague who edits the key in Word could not bring it back."""
    reading = read_as("docx", papers["key"], "key.docx")
    (tmp_path / "map.png").write_bytes(next(iter(reading.media.values())))
    items = read_as_bank(reading, tmp_path).items
    assert [(one.status, one.why) for one in reading.items if one.status != "kept"] == []
    found = {item.stem.split("\n")[0]: answer_of(item) for item in items}
    assert found == {
        "Which one?": "This one",
        "Which ones?": ["Alpha", "Beta"],
        "Water is wet.": True,
        "It is red.": False,
        "Why is it green?": "Chlorophyll",
        "Who?": "Kishida",
        "How many?": 16.0,
        "Luxon took {{office}} in {{November}} (month).": (
            "Luxon took {{office}} in {{November}} (month)."
        ),
        "Match.": [("Tokyo", "Japan"), ("Seoul", "South Korea")],
        "Order.": ["first", "second", "third"],
        "Why?": ["Names a cause.", "Names an effect."],
        "AUKUS": "A pact",
        r"What is $\frac{1}{2}+\sqrt[3]{x^{2}}$, **really**, in H~2~O?": r"$\sum_{i=1}^{n} i$",
    }
    passages = {item.passage.text for item in items if item.passage}
    assert passages == {"About leaves\n\nA leaf is green. It takes in light."}


WORD = st.text("abcdefghij ÄÖé0123456789.,!+=()%<>&*_$^~#-", min_size=2, max_size=24).map(
    lambda text: f"w{' '.join(text.split())}w"
)


@st.composite
def choices(draw: st.DrawFn) -> dict[str, Value]:
    """Draw a question with options."""
    options = draw(st.lists(WORD, min_size=2, max_size=5, unique_by=str.casefold))
    right = draw(st.lists(st.sampled_from(options), min_size=1, unique=True))
    answer = right[0] if len(right) == 1 else right
    rest = [option for option in options if option not in right]
    if not rest:
        answer, rest = right[0], right[1:]
    return {"question": f"Which {draw(WORD)}?", "answer": answer, "distractors": rest}


@given(st.lists(choices(), min_size=1, max_size=4, unique_by=lambda one: str(one["question"])))
@settings(max_examples=25, deadline=None)
def test_keys_come_back_whatever_is_asked(asked: list[dict[str, Value]]) -> None:
    """A sign in a question would move a key on its way through Word."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        text = HEAD + "questions:\n"
        for number, one in enumerate(asked):
            entry = written({"id": f"q{number}", **{key: _told(one[key]) for key in one}}, 4)
            text += f"  -{entry[3:]}"
        (folder / "bank.yaml").write_text(text, "utf-8")
        before = {item.stem: answer_of(item) for item in check(folder).sound_bank.items}
        key = exported(folder, folder / "out")["key"]
        reading = read_as("docx", key, "key.docx")
        after = {item.stem: answer_of(item) for item in read_as_bank(reading, folder).items}
        assert {stem: _set(answer) for stem, answer in after.items()} == {
            stem: _set(answer) for stem, answer in before.items()
        }


def _told(value: Value) -> Value:
    if isinstance(value, str):
        return as_marked(value)
    return [_told(one) for one in value] if isinstance(value, list) else value


def _set(answer: object) -> object:
    return frozenset(answer) if isinstance(answer, list) else answer


def test_a_key_that_moved_is_seen(papers: dict[str, bytes], tmp_path: Path) -> None:
    """An answer line that names another letter would come back as the same key."""
    document = Document(BytesIO(papers["key"]))
    line = next(
        p for p in document.paragraphs if p.text.startswith("Answer: ") and len(p.text) == 9
    )
    letter = line.runs[-1].text
    line.runs[-1].text = "A" if letter != "A" else "B"
    stream = BytesIO()
    document.save(stream)
    moved = read_as("docx", stream.getvalue(), "key.docx").items[0]
    assert moved.status == "draft"
    assert "bold" in moved.why
