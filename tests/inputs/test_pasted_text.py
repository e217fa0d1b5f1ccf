"""Quizzes pasted as text: as mails, chats, ExamView, Respondus and old handouts have them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quizgen.inputs import input_of
from quizgen.inputs.reading import Reading
from tests.inputs.written import answer_of, read_as_bank, reading_of

TEXTS: dict[str, tuple[str, list[Any]]] = {
    "an answer below each": (
        """Biology quiz

Name: ____________  Date: ________

1. Which organelle makes ATP?
a) Nucleus
b) Mitochondrion
c) Ribosome
Answer: b

2. Water is a compound. (T/F)
Answer: T

3. Who proposed evolution by natural selection?
Answer: Darwin / Charles Darwin

4. The powerhouse of the cell is the ________.
Answer: mitochondrion

5. At how many °C does water boil?
Answer: 100 ± 0.5 °C

6. Explain why leaves are green. (4 points)
_______________________________
_______________________________
""",
        [
            "Mitochondrion",
            True,
            "Darwin",
            "The powerhouse of the cell is the {{mitochondrion}}.",
            100.0,
            [],
        ],
    ),
    "a key at the end": (
        """Geography

1. Capital of France?
A. Lyon
B. Paris
C. Nice
2. Largest ocean?
A. Atlantic  B. Pacific  C. Indian  D. Arctic
3. Longest river in Africa?
A) Congo   B) Niger
C) Nile    D) Zambezi

Answer Key
1. B 2. B 3. C
""",
        ["Paris", "Pacific", "Nile"],
    ),
    "a key at the end, one a line, with reasons": (
        """1) What is H2O?
(a) salt
(b) water
2) What is NaCl?
(a) salt
(b) water
3) Name the lightest gas.

Answers:
1) (b) water
2) a
Explanation: sodium chloride
3) hydrogen
""",
        ["water", "salt", "hydrogen"],
    ),
    "ExamView": (
        """Chapter 3 Test

Multiple Choice
Identify the choice that best completes the statement or answers the question.

____\t1.\tWhich cells have no nucleus?
a.\tanimal cells\tc.\tfungi
b.\tplant cells\td.\tbacteria
____\t2.\tWhich sugar is in DNA?
a.\tribose
b.\tdeoxyribose
c.\tglucose

True/False
Indicate whether the statement is true or false.

____\t3.\tAll cells have walls.

Completion
Complete each statement.

4.\tThe fluid in a cell is called ____________________.

Matching
Match each item with the correct statement below.
a.\tmitosis\tc.\tosmosis
b.\tmeiosis
____\t5.\tmakes gametes
____\t6.\tmovement of water

Essay
7.\tWhy do cells divide?

Chapter 3 Test
Answer Section

MULTIPLE CHOICE
1.\tANS:\tD\tPTS:\t1\tDIF:\tEasy\tREF:\tp. 54
\tTOP:\tProkaryotes
2.\tANS:\tB\tPTS:\t2

TRUE/FALSE
3.\tANS:\tF\tPTS:\t1

COMPLETION
4.\tANS:\tcytosol
\tPTS:\t1

MATCHING
5.\tANS:\tB\tPTS:\t1
6.\tANS:\tC\tPTS:\t1

ESSAY
7.\tANS:
Because they grow too large, and must replace others.
PTS:\t3
""",
        [
            "bacteria",
            "deoxyribose",
            False,
            "The fluid in a cell is called {{cytosol}}.",
            [("makes gametes", "meiosis"), ("movement of water", "osmosis")],
            ["Because they grow too large, and must replace others."],
        ],
    ),
    "Respondus": (
        """Title: Primes
Type: MR
Points: 2
1) Which are prime?
*a) 2
b) 4
*c) 5
@ Four is two times two.

2. Who painted Guernica?
a. Dali
*b. Picasso
c. Miro

Type: E
3) How did the war begin?

Type: F
4) Who is the father of television?
a. Farnsworth
b. Philo Farnsworth

Type: MT
5) Match the discoverer.
a. Curie = radium
b. Faraday = benzene

6) The earth is flat.
a. True
*b. False
""",
        [
            ["2", "5"],
            "Picasso",
            [],
            "Farnsworth",
            [("Curie", "radium"), ("Faraday", "benzene")],
            False,
        ],
    ),
    "German, with its words": (
        """Test: Die Zelle
Name: ________ Klasse: ____

Aufgabe 1: Was atmen wir ein? (2 Punkte)
A) Stickstoff
B) Sauerstoff
C) Helium
Lösung: B

Aufgabe 2 (1 Punkt)
Gold ist ein Gas. (richtig/falsch)
Antwort: falsch

Aufgabe 3: Welche sind Edelgase? Kreuze alle richtigen an.
A) Helium
B) Chlor
C) Argon
Lösung: A und C

Aufgabe 4: Wie viele Beine hat eine Spinne?
Antwort: 8
""",
        ["Sauerstoff", False, ["Helium", "Argon"], 8.0],
    ),
    "French and Spanish": (
        """Question 1 : Quelle est la capitale de la France ?
a) Lyon
b) Paris
Réponse : b

Pregunta 2: ¿Cuál es la capital de Perú?
a) Quito
b) Lima
Respuesta correcta: b

3. La Terre est ronde. Vrai / Faux
Réponse : Vrai
""",
        ["Paris", "Lima", True],
    ),
    "a chat's": (
        """### **Quiz: Photosynthesis**

**1. What gas do plants take in?**

- A) Oxygen
- B) **Carbon dioxide**
- C) Nitrogen

**Answer: B) Carbon dioxide**
**Explanation:** They fix it in the Calvin cycle.

---

**2. Where does it happen?**

A) Nucleus
B) Chloroplast

**Correct Answer:** B
""",
        ["Carbon dioxide", "Chloroplast"],
    ),
    "ticked boxes": (
        """1. Which is a mammal?
[ ] Shark
[x] Whale
[ ] Trout

2. Which is a bird?
☐ Bat
☒ Penguin

3. Which is a fish?
- Seal
- Eel (correct)
- Otter
""",
        ["Whale", "Penguin", "Eel"],
    ),
    "no numbers": (
        """What is the capital of Italy?
a. Milan
b. Rome
c. Turin
Ans: b

Who wrote Emma?
a. Austen
b. Eliot
Ans: a

What is 6 x 7?
Answer: 42
""",
        ["Rome", "Austen", 42.0],
    ),
    "no letters": (
        """1. What is the capital of Italy?
Milan
Rome
Turin
Answer: Rome

2. Who wrote Emma?
*Austen
Eliot
Answer: Austen
""",
        ["Rome", "Austen"],
    ),
    "an answer behind its question": (
        """1. The first president of the USA? (Answer: Washington)
2. Which is larger? A) Mars B) Jupiter (Answer: B)
3. Put in order of size: A) cat B) mouse C) horse (Answer: B, A, C)
""",
        ["Washington", "Jupiter", ["mouse", "cat", "horse"]],
    ),
    "two columns to match": (
        """1. Match the capital to its country.
1. Rome      a. Spain
2. Madrid    b. Italy
Answer: 1-b, 2-a

2. Say what sum two and two make.
Answer: four
""",
        [[("Rome", "Italy"), ("Madrid", "Spain")], "four"],
    ),
    "several blanks": (
        """1. ______ is the capital of ______.
Answer: Paris; France
2. Water boils at ___ degrees and freezes at ___.
Answer: 100, 0
""",
        [
            "{{Paris}} is the capital of {{France}}.",
            "Water boils at {{100}} degrees and freezes at {{0}}.",
        ],
    ),
    "parts counted within a question": (
        """1. Which of these are right?
1. Iron is a metal.
2. Gold is a gas.
3. Neon is a gas.
A) 1 and 2
B) 1 and 3
Answer: B
2. Which is a metal?
A) Neon
B) Iron
Answer: B
""",
        ["1 and 3", "Iron"],
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_pasted_quiz_gives_its_answers(name: str, tmp_path: Path) -> None:
    """A teacher's questions would have to be typed again, or came with other keys."""
    text, expected = TEXTS[name]
    reading = reading_of(text.encode(), "quiz.txt", "text")
    assert [(i.status, i.why) for i in reading.items if i.status != "kept"] == []
    assert [answer_of(item) for item in read_as_bank(reading, tmp_path).items] == expected


def read(text: str) -> Reading:
    """Read a pasted text."""
    return reading_of(text.encode(), "quiz.txt", "text")


DOUBTS: dict[str, tuple[str, list[tuple[str, str, int]]]] = {
    "no key": (
        "1. What?\na) x\nb) y\n\n2. Who?\na) x\nb) y\nAnswer: b\n",
        [("refused", "no key says", 1), ("kept", "", 5)],
    ),
    "a letter that no option has": (
        "1. What?\na) x\nb) y\nAnswer: d\n",
        [("refused", "the options are A, B", 4)],
    ),
    "two keys": (
        "1. What?\n*a) x\nb) y\nAnswer: b\n",
        [("refused", "contradict", 4)],
    ),
    "the letter of one option, the words of another": (
        "1. What?\na) red\nb) blue\nAnswer: a) blue\n",
        [("refused", "the words of B", 4)],
    ),
    "a letter, and nothing to choose from": (
        "1. What?\nAnswer: b\n2. Why?\na) x\nb) y\nAnswer: a\n",
        [("refused", "no options", 1), ("kept", "", 3)],
    ),
    "neither options nor an answer": (
        "1. What is it?\n2. Who?\na) x\nb) y\nAnswer: a\n",
        [("draft", "neither options nor an answer", 1), ("kept", "", 2)],
    ),
    "a number that could be two": (
        "1. How many?\nAnswer: 1.500\n",
        [("refused", "two numbers", 1)],
    ),
    "fewer answers than blanks": (
        "1. ____ and ____ are metals.\nAnswer: Iron\n",
        [("refused", "2 blanks", 1)],
    ),
    "one number twice, and a key by numbers": (
        "Part A\n1. What?\na) x\nb) y\nPart B\n1. Who?\na) x\nb) y\nAnswer key\n1. a\n",
        [("refused", "2 questions have the number 1", 2), ("refused", "2 questions", 6)],
    ),
    "neither true nor false": (
        "True/False\n1. Gold is a gas.\nAnswer: maybe\n",
        [("refused", "neither true nor false", 2)],
    ),
    "options that are the same": (
        "1. What?\na) x\nb) x\nAnswer: a\n",
        [("refused", "two options are the same", 4)],
    ),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_a_key_is_never_guessed(name: str) -> None:
    """Thirty pupils would be marked by a key that nobody wrote."""
    text, expected = DOUBTS[name]
    found = read(text).items
    assert [(i.status, i.where.line) for i in found] == [(s, line) for s, _, line in expected]
    for item, (_, why, _) in zip(found, expected, strict=True):
        assert why in item.why


def test_what_stands_around_the_questions(tmp_path: Path) -> None:
    """Texts, sections, points and reasons would be lost, or taken for questions."""
    text = """\
Reading test

Part A: Plants
Questions 1-2 refer to the passage below.
A leaf is green because of chlorophyll.
It takes in light.

1. What makes a leaf green? (2 points)
a) chlorophyll
b) water
Answer: a
Explanation: The passage says so.

2. Leaves take in light. (T/F)
Answer: T

Part B: Animals
3. Which has fur?
a) cat
b) eel
Answer: a
Hint: It purrs.

Good luck!
"""
    reading = read(text)
    items = read_as_bank(reading, tmp_path).items
    assert reading.title == "Reading test"
    assert reading.topics == {"plants": "Plants", "animals": "Animals"}
    assert [(item.topic, str(item.points), item.hint) for item in items] == [
        ("plants", "2", ""),
        ("plants", "1", ""),
        ("animals", "1", "It purrs."),
    ]
    assert items[0].explanation == "The passage says so."
    passages = [item.passage.text if item.passage else "" for item in items]
    assert passages == [passages[0], passages[0], ""]
    assert passages[0].endswith("It takes in light.")
    assert ["Good luck!" in problem.message for problem in reading.problems] == [True]


ALIEN = {
    "prose": "In 1912 a ship sank.\n\nIt was large: 269 m. Nobody believed it.\n",
    "a recipe": "Bread\n\n1. Mix flour and water.\n2. Wait.\n3. Bake at 220 degrees.\n",
    "a table": "Question,A,B,Key\nWho?,x,y,A\n",
}


@pytest.mark.parametrize("name", ALIEN)
def test_what_is_no_written_quiz_is_left_to_others(name: str) -> None:
    """A table would be read as prose, and an article as a quiz."""
    assert input_of(ALIEN[name].encode(), "words.txt") != "text"


def test_its_language_is_told_by_its_words() -> None:
    """A German quiz would be printed with English instructions, and read with English numbers."""
    langs = [read(TEXTS[name][0]).lang for name in ("German, with its words", "a chat's")]
    assert langs == ["de", ""]


MOVED = {
    "an answer below each": ("Answer: b", "Answer: a"),
    "a key at the end": ("1. B 2. B", "1. A 2. B"),
    "ExamView": ("ANS:\tD", "ANS:\tA"),
    "Respondus": ("*b. Picasso", "b. Picasso\n*d. Ernst"),
    "German, with its words": ("A) Stickstoff\nB) Sauerstoff", "A) Sauerstoff\nB) Stickstoff"),
    "ticked boxes": ("[ ] Shark\n[x] Whale", "[x] Shark\n[ ] Whale"),
    "two columns to match": ("1-b, 2-a", "1-a, 2-b"),
}


@pytest.mark.parametrize("name", MOVED)
def test_a_key_that_moved_is_seen(name: str, tmp_path: Path) -> None:
    """A key that moved by a letter on the way would come out as the same answers."""
    text, expected = TEXTS[name]
    moved = text.replace(*MOVED[name], 1)
    assert moved != text
    assert [answer_of(i) for i in read_as_bank(read(moved), tmp_path).items] != expected
