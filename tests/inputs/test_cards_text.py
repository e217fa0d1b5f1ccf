"""Cards as text, as Anki and Quizlet export them."""

from __future__ import annotations

from pathlib import Path

from quizgen.inputs import input_of
from quizgen.model import Cloze, Flashcard
from quizgen.pipeline.check import Report, check

ANKI = """\
#separator:tab
#html:true
#guid column:1
#notetype column:2
#deck column:3
#tags column:6
Nb@#x{1\tBasic\tBiology::Cells\tWhat makes <b>ATP</b>?\tThe mitochondrion<br>(in H<sub>2</sub>O)\torganelles cell::part
aBcD\tCloze\tBiology::Plants\t{{c1::Chlorophyll::pigment}} absorbs {{c2::light}} &amp; *heat*.\tSee <i>chapter 3</i>\t
xyz9\tBasic\tBiology::Plants\t"A ""stoma""\n[sound:stoma.mp3]"\tA pore\t
"""


def reading(tmp_path: Path, text: str, name: str = "cards.txt") -> Report:
    """Check a text of cards as a bank."""
    path = tmp_path / name
    path.write_bytes(text.encode())
    return check(path)


def test_ankis_columns_are_what_its_head_says(tmp_path: Path) -> None:
    """A guid would be asked, a deck answered, and the marks of HTML be read aloud."""
    report = reading(tmp_path, ANKI)
    first, gap, quoted = report.sound_bank.items
    assert isinstance(first, Flashcard)
    assert isinstance(gap, Cloze)
    assert isinstance(quoted, Flashcard)
    assert (first.stem, first.back) == (
        "What makes **ATP**?",
        "The mitochondrion\n(in H~2~O)",
    )
    assert (first.topic, first.tags) == ("cells", ("organelles", "cell/part"))
    assert gap.stem == r"{{1::Chlorophyll::pigment}} absorbs {{2::light}} \& \*heat\*."
    assert gap.explanation == "See *chapter 3*"
    assert quoted.stem == 'A "stoma"'
    lost = [(p.where.line, p.message) for p in report.problems if p.code == "comes-as-another"]
    assert lost == [(9, "left out: the sound stoma.mp3, which isn't in the file")]
    assert report.sound_bank.title == "Biology"


def test_the_same_notes_keep_their_ids(tmp_path: Path) -> None:
    """Exported again with a word mended, every card would be a new one."""
    before = [item.id for item in reading(tmp_path, ANKI).sound_bank.items]
    after = reading(tmp_path, ANKI.replace("mitochondrion", "mitochondria")).sound_bank.items
    assert [item.id for item in after] == before
    assert before[2] == "xyz9"


def test_quizlets_terms_are_cards_as_they_stand(tmp_path: Path) -> None:
    """Signs of a definition would be taken for marks, or a card be left out."""
    report = reading(tmp_path, "2 * 3 * 4\ttwenty-four\n_x_\ta [name](y)\nder Hund\tdog\n")
    items = report.sound_bank.items
    assert all(isinstance(item, Flashcard) for item in items)
    assert [item.stem for item in items] == ["2 * 3 * 4", r"\_x\_", "der Hund"]


def test_a_card_without_a_back_is_named(tmp_path: Path) -> None:
    """An empty card would be learned."""
    report = reading(tmp_path, "#separator:Semicolon\nfront;\n;back\nHund;dog\n")
    refused = [(p.where.line, p.message) for p in report.problems if p.code == "cannot-be-read"]
    assert refused == [(2, "nothing stands on its back"), (3, "nothing stands on its front")]


def test_tables_of_questions_are_none() -> None:
    """A table that a teacher pasted would come as cards, its headings as the first."""
    assert input_of(b"question\tkey\nWho?\tShe\n", "a.txt") == "csv"
    assert input_of(b"Who?\tShe\nWhere?\tThere\n", "a.txt") == "csv"
    assert input_of(b"Hund\tdog\nKatze\tcat\n", "a.txt") == "quizlet"
    assert input_of(b"Hund\tdog\nKatze\tcat\n", "a.tsv") == "csv"
