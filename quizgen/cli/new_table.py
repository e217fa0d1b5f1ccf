"""`quizgen new --table`: a spreadsheet with three filled rows of each type, and how to fill it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from quizgen.bank.load import shown_path
from quizgen.bank.syntax.fields import suggest_slug
from quizgen.formats.our_table import headings
from quizgen.formats.text_book import text_book
from quizgen.pipeline.writing import write_atomically
from quizgen.problems import QuizgenError
from quizgen.text.spelling import spell_out

_WIDTHS = [18, 18, 12, 8, 8, 50, 24, 24, 24, 24, 24, 36, 36]
_ROWS: Final[Mapping[str, Sequence[tuple[str, str, Sequence[str]]]]] = {
    "single-choice": (
        ("Which planet is nearest to the sun?", "B", ("Venus", "Mercury", "Mars", "Earth")),
        ("Which gas do plants take in?", "C", ("Oxygen", "Helium", "Carbon dioxide")),
        ("What is the capital of Portugal?", "A", ("Lisbon", "Porto", "Madrid", "Seville")),
    ),
    "multiple-response": (
        ("Which of these are metals?", "A, C", ("Iron", "Sulfur", "Copper", "Carbon")),
        ("Which numbers are prime?", "A, D", ("7", "9", "15", "17")),
        ("Which animals lay eggs?", "B, C", ("Whale", "Hen", "Turtle", "Bat")),
    ),
    "true-false": (
        ("Water boils at a lower temperature on high mountains.", "true", ()),
        ("Sound travels faster than light.", "false", ()),
        ("A square is a rectangle.", "true", ()),
    ),
    "short-answer": (
        ("Who wrote *Emma*?", "Jane Austen", ()),
        ("What is the plural of *mouse*?", "mice", ()),
        ("Which organ pumps the blood?", "heart", ()),
    ),
    "numeric": (
        ("How many legs has a spider?", "8", ()),
        ("What is 12 times 12?", "144", ()),
        ("In which year did people first walk on the Moon?", "1969", ()),
    ),
    "cloze": (
        ("Paris lies on the {{Seine}}.", "", ()),
        ("The heart has {{four}} chambers, the lungs have {{none}}.", "", ()),
        ("She {{went::go}} home early yesterday.", "", ()),
    ),
    "matching": (
        ("Match each capital to its country.", "", ("Oslo -> Norway", "Rome -> Italy")),
        ("Match each animal to its young.", "", ("dog -> puppy", "cow -> calf", "cat -> kitten")),
        ("Match each sign to its element.", "", ("Fe -> iron", "Na -> sodium", "Au -> gold")),
    ),
    "ordering": (
        ("Order these from small to large.", "", ("atom", "cell", "mouse", "whale")),
        ("Order these from early to late.", "", ("wheel", "printing press", "telephone")),
        ("Order the steps of the day.", "", ("dawn", "noon", "dusk")),
    ),
    "open-response": (
        ("Why do leaves look green?", "Names chlorophyll; Says which light is reflected", ()),
        ("Why do ships float?", "Names displaced water; Compares weights", ()),
        ("Why does it get dark?", "Says that the earth turns", ()),
    ),
    "flashcard": (
        ("der Hund", "dog", ()),
        ("die Katze", "cat", ()),
        ("das Pferd", "horse", ()),
    ),
}
_HELP = (
    "How to fill in the sheet Questions",
    "A row is a question. Write over the rows that are there, or delete them.",
    "id: a name that stays when you reword the question; by it learners keep their cards.",
    "type: what kind of question it is; each kind has three rows to look at.",
    "topic, level (1 to 5), points: as you like; they may be empty.",
    "key: the letters of the right options (A, or A, C); true or false; the word or the number;",
    "what you look for in an open answer, with ; between; the back of a flashcard.",
    "option 1 to option 4: what is offered; add option 5 and more on the right.",
    "A pair is `left -> right`; steps stand in their right order.",
    "cloze: the gaps stand in the question, in {{two braces}}; {{went::go}} has a hint.",
    "explanation: what is told after the answer. evidence: `source p3: words`, if you have one.",
    "Then, where the file lies: quizgen build, and the file's name.",
)


def run_new_table(name: str) -> int:
    """Write a table to be filled in; nothing that stands there already is touched.

    Args:
        name: What it is about, perhaps behind a folder.

    Raises QuizgenError where a file of that name is there.
    """
    here = Path.cwd()
    wanted = Path(name)
    path = wanted.parent / f"{suggest_slug(spell_out(wanted.name.removesuffix('.xlsx')))}.xlsx"
    if path.exists():
        raise QuizgenError(f"{shown_path(path, here)} is there already; give another name")
    path.parent.mkdir(parents=True, exist_ok=True)
    heads = headings(0, ())
    rows = [heads, *(_cells(heads, *row) for row in _listed())]
    book = text_book({"Questions": rows, "How to": [(line,) for line in _HELP]}, _WIDTHS)
    write_atomically(path, book, here)
    print(f"started {shown_path(path, here)}")
    print(f"fill it in, then:  quizgen build {shown_path(path, here)}")
    return 0


def _listed() -> list[tuple[str, str, str, str, Sequence[str]]]:
    return [
        (f"{kind}-{number}", kind, question, key, options)
        for kind, rows in _ROWS.items()
        for number, (question, key, options) in enumerate(rows, 1)
    ]


def _cells(
    heads: Sequence[str], id: str, kind: str, question: str, key: str, options: Sequence[str]
) -> list[str]:
    cells = {"id": id, "type": kind, "question": question, "key": key}
    cells |= {f"option {number}": text for number, text in enumerate(options, 1)}
    return [cells.get(head, "") for head in heads]
