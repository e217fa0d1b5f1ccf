"""`quizgen source add` with files as they come, and what a record's address is for."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.checks.evidence.records import read_record
from quizgen.cli.app import app
from quizgen.outputs.anki.notes import notes
from quizgen.pipeline.check import check
from quizgen.problems import QuizgenError
from tests.outputs.pdf.reading import job_of
from tests.sources.pages import GERMAN, NEWS, filled

BANK = (
    "lang: de\nsources: {b: bienen}\ndefaults: {source: b}\nquestions:\n"
    "  - {id: q, question: Was tun sie im Winter?, answer: heizen, evidence: 'p3: Im Winter heizen sie'}\n"
)
URL = "https://landbote.example.org/natur/bienen-im-winter"


@pytest.fixture
def add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Record a file of an empty folder."""
    monkeypatch.chdir(tmp_path)

    def go(*words: str) -> int:
        with pytest.raises(SystemExit) as stopped:
            app(["source", "add", *words])
        return int(stopped.value.code or 0)

    return go


def write_page() -> None:
    """Put the newspaper's page into the folder."""
    Path("bienen.html").write_text(filled(NEWS, GERMAN), "utf-8")


def test_a_page_is_recorded_with_what_it_says(
    add: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """A teacher would not see what was found, or that captions are no paragraphs."""
    write_page()
    assert add("bienen.html", "--author", "K. Imker") == 0
    said = capsys.readouterr().out
    source = read_record(Path("seeds/bienen.yaml"))
    assert (source.title, source.author, source.date) == (
        "Wie Bienen den Winter überstehen",
        "K. Imker",
        "2024-11-03",
    )
    assert (source.url, source.language, source.paragraphs) == (URL, "de", 5)
    assert said.index("publisher: Der Landbote (publisher (schema.org))") < said.index("recorded")
    assert "caption: 1, comment: 2, cookies: 2" in said
    assert "see them: quizgen source add bienen.html --show" in said
    before = Path("seeds/bienen.yaml").read_bytes()
    assert add("bienen.html") == 0
    assert Path("seeds/bienen.yaml").read_bytes() == before


def test_what_is_left_out_can_be_seen_and_kept(
    add: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    """A caption that an item wants to cite would be lost."""
    write_page()
    assert add("bienen.html", "--show", "--keep", "caption") == 0
    said = capsys.readouterr().out
    assert "p2: Bienen an einer Traube. Foto: Jo Wabe" in said
    assert "- navigation: Politik" in said
    assert not Path("seeds").exists()
    assert add("bienen.html", "--keep", "caption,byline", "--keep-text") == 0
    assert "Bienen an einer Traube" in Path("seeds/bienen.txt").read_text("utf-8")
    with pytest.raises(QuizgenError, match="did you mean 'caption'"):
        app(["source", "add", "bienen.html", "--keep", "captoin"])


def test_a_terminal_offers_what_was_found(
    add: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter would record an empty title though the page has one."""
    write_page()
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    answers = iter(["", "-", "Jo Wabe", "", "", "", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert add("bienen.html") == 0
    source = read_record(Path("seeds/bienen.yaml"))
    assert (source.title, source.publisher, source.author) == (
        "Wie Bienen den Winter überstehen",
        "",
        "Jo Wabe",
    )


def test_a_text_beside_its_record_stays_as_it_is(add: Callable[..., int]) -> None:
    """Healing a text that its record is checked against would make every check say it changed."""
    folder = Path("seeds")
    folder.mkdir()
    text = "Eine Ent-\nwicklung der Entwicklung.\n\nEin zweiter Absatz.\n"
    (folder / "t.txt").write_text(text, "utf-8")
    assert add("seeds/t.txt", "--id", "t") == 0
    Path("b.yaml").write_text(
        "quizgen: 1\nid: b\ntitle: B\nsources: {t: t}\nquestions: [{id: q, question: x, answer: y}]\n",
        "utf-8",
    )
    assert "source-changed" not in {problem.code for problem in check(Path("b.yaml")).problems}
    assert (folder / "t.txt").read_text("utf-8") == text
    assert add("seeds/t.txt", "--id", "t", "--keep-text") == 0
    assert "Entwicklung der" in (folder / "t.txt").read_text("utf-8")
    assert "source-changed" not in {problem.code for problem in check(Path("b.yaml")).problems}


def card_back(folder: Path) -> str:
    """Give the evidence on the card of the bank's one item."""
    (note,) = notes(job_of(folder))
    return next(field for field in note.fields if "Im Winter heizen" in field and "<cite>" in field)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        (URL, True),
        ("", False),
        ("javascript:alert(1)", False),
        ('https://a.example.org/"onclick="x', False),
    ],
)
def test_a_cards_back_links_its_source(
    add: Callable[..., int], bank_from: Callable[..., Path], url: str, *, linked: bool
) -> None:
    """Pupils could not read on; or a record could put a script on a card."""
    write_page()
    folder = bank_from(BANK)
    assert add("bienen.html") == 0
    record = Path("seeds/bienen.yaml")
    record.write_text(record.read_text("utf-8").replace(URL, url or "''"), "utf-8")
    back = card_back(folder)
    assert "Der Landbote, 2024-11-03" in re.sub(r"<[^>]+>", "", back)
    assert (f'<a href="{url}" rel="noopener noreferrer">' in back) == linked
    assert ("<a " in back) == linked
