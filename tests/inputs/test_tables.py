"""Tables of questions as banks: whatever program wrote them, whoever named the columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from quizgen.model import (
    Bank,
    Flashcard,
    Item,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    TrueFalse,
)
from quizgen.pipeline.check import Report, check


def reading(tmp_path: Path, text: str, name: str = "words.csv", encoding: str = "utf-8") -> Report:
    """Check a table as a bank."""
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return check(path)


def answer_of(item: Item) -> Any:
    """Give the answer of an item in words."""
    match item:
        case SingleChoice():
            return next(option.text for option in item.options if option.id == item.key)
        case MultipleResponse():
            return [option.text for option in item.options if option.id in item.keys]
        case Numeric():
            return float(item.answer)
        case TrueFalse() | ShortAnswer():
            return item.answer
        case Flashcard():
            return item.back
        case Matching():
            return [(left.text, right.text) for left, right in item.pairs]
        case Ordering():
            return [step.text for step in item.steps]
        case _:
            return None


def answers(bank: Bank) -> list[Any]:
    """Give the answers of a bank's items, in their order."""
    return [answer_of(item) for item in bank.items]


TABLES = {
    "german, by letter": (
        (
            "Nr;Frage;Antwort A;Antwort B;Antwort C;Lösung;Punkte\n"
            "1;Was atmen wir?;Stickstoff;Sauerstoff;Helium;B;1,5\n"
            "2;Was ist edel?;Helium;Argon;Chlor;A, B;2\n"
        ),
        ["Sauerstoff", ["Helium", "Argon"]],
    ),
    "french, by words": (
        (
            "Question\tRéponse 1\tRéponse 2\tRéponse 3\tBonne réponse\n"
            "Capitale de la France ?\tLyon\tParis\tNice\tParis\n"
        ),
        ["Paris"],
    ),
    "spanish, by number": (
        "Pregunta;Opción 1;Opción 2;Opción 3;Respuesta correcta\n¿Capital?;Lima;Quito;Oslo;2\n",
        ["Quito"],
    ),
    "wrong answers apart": (
        "Question,Correct Answer,Incorrect Answer 1,Incorrect Answer 2\nCapital?,Paris,Rome,Bern\n",
        ["Paris"],
    ),
    "no headings": ("What?,a,b,c,B\nWho?,x,y,z,A\n", ["b", "x"]),
    "two columns of words": ("Hund\tdog\nKatze\tcat\n", ["dog", "cat"]),
    "two columns of questions": (
        "Who wrote Emma?\tAusten\nWho rules?\tNobody\n",
        ["Austen", "Nobody"],
    ),
    "a title above": ("Chapter 3,,\n,,\nQuestion,Answer,Points\nWho?,She,2\n", ["She"]),
    "statements": (
        "Aussage;Richtig\nWasser ist nass.;wahr\nGold ist ein Gas.;falsch\n",
        [True, False],
    ),
    "a number with its margin": (
        "question,key,tolerance,unit\nBoiling point?,99.5,±0.5,°C\n",
        [99.5],
    ),
    "pairs and steps": (
        (
            "type,question,option 1,option 2,option 3\n"
            "matching,Match.,Rome -> Italy,Bern -> Switzerland,\n"
            "ordering,Order.,one,two,three\n"
        ),
        [[("Rome", "Italy"), ("Bern", "Switzerland")], ["one", "two", "three"]],
    ),
    "Excel says its sign": ("sep=;\nQuestion;Answer\nWho, and why?;She\n", ["She"]),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_gives_its_answers(name: str, tmp_path: Path) -> None:
    """A teacher's sheet would be refused, or come with other keys."""
    text, expected = TABLES[name]
    report = reading(tmp_path, text)
    assert report.ok, report.problems
    assert answers(report.sound_bank) == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_excel_writes(encoding: str, tmp_path: Path) -> None:
    """Umlauts would come as signs, or the file not at all."""
    report = reading(tmp_path, "Frage;Antwort\nGröße?;süß\n", encoding=encoding)
    assert answers(report.sound_bank) == ["süß"]


DOUBTS = {
    "the text of one option, the place of another": "Question,A,B,C,Key\nHow many?,3,1,2,3\n",
    "the key is none": "Question,A,B,C,Key\nWho?,x,y,z,w\nWhat?,x,y,z,A\n",
    "no key": "Question,A,B,C,Key\nWho?,x,y,z,\nWhat?,x,y,z,A\n",
    "an option that is empty": "Question,A,B,C,Key\nWho?,x,y,,C\n",
    "a number that could be two": "type,question,key\nnumeric,How many?,1.500\n",
}


@pytest.mark.parametrize("name", DOUBTS)
def test_a_key_is_never_guessed(name: str, tmp_path: Path) -> None:
    """Thirty pupils would be marked by a key that nobody wrote."""
    report = reading(tmp_path, DOUBTS[name])
    wrong = [problem for problem in report.problems if problem.level == "error"]
    assert [problem.code for problem in wrong] == ["cannot-be-read"]
    assert wrong[0].where.line == 2


def test_columns_that_nothing_tells_are_asked_for(tmp_path: Path) -> None:
    """A table whose key column is unknown would come with some key."""
    report = reading(tmp_path, "What?,a,b,c,d\nWho?,x,y,z,w\n")
    assert [p.code for p in report.problems] == ["unknown-columns"]
    assert "--columns" in report.problems[0].help


def test_a_workbook_names_its_cells(tmp_path: Path) -> None:
    """Nobody would find row 7 of the second sheet by a line number."""
    book = Workbook()
    first = book.active
    first.title = "Kapitel 1"
    for row in (["Frage", "A", "B", "Lösung"], ["Wer?", "Sie", "Er", "A"], ["Was?", 1, 2, "D"]):
        first.append(row)
    other = book.create_sheet("Notizen")
    other.append(["nur Text"])
    book.save(tmp_path / "quiz.xlsx")
    report = check(tmp_path / "quiz.xlsx")
    assert answers(report.sound_bank) == ["Sie"]
    places = {problem.code: problem.where.place for problem in report.problems}
    assert places["cannot-be-read"] == "Kapitel 1!D3"
    assert places["left-out"] == "Notizen"
