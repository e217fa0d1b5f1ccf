"""Good questions, as teachers write them: each once set off a false alarm."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from quizgen.pipeline.check import RULES, Report
from tests.helpers import codes

Check = Callable[..., Report]

GOOD = """
- {question: Bacteria have no nucleus and no mitochondria., answer: true}
- {question: Without light there is no photosynthesis., answer: true}
- {question: 'No pain, no gain is a proverb.', answer: true}
- {question: 'Whales are not fish, and bats are not birds.', answer: true}
- {question: 'What does “never look a gift horse in the mouth” advise?', answer: Not to find fault with a present, distractors: [To look at teeth before buying, To give horses with good teeth]}
- {question: What happens if the condition of a while loop never becomes false?, answer: The loop does not end, distractors: [The loop is skipped, The program stops]}
- {question: What did the Romans do when Carthage did not surrender?, answer: They laid siege, distractors: [They did not react, They went home]}
- {question: 'Which sentence does **not** need a comma?', answer: I don't know who he is., distractors: [After supper we left., Well I never]}
- {question: Which Bond film did **not** star Connery?, answer: Octopussy, distractors: [Never Say Never Again, Goldfinger]}
- {question: What is the least common multiple of four and six?, answer: "12", distractors: ["2", "24"]}
- {question: Which is a number that cannot be written as a fraction?, answer: Pi, distractors: [A half, Seven]}
- {stimulus: The old keeper wept when the bell rang., question: Who wept?, answer: The old keeper}
- {question: 'Which word in this sentence is a noun: The dog barked?', answer: dog}
- {question: Which vitamin does sunlight make?, answer: Vitamin D, distractors: [Vitamin A, Vitamin C]}
- {question: What is the capital of Italy?, answer: Rome, distractors: [Athens, Brussels, Paris]}
- {question: 'What is the median of 3, 7 and 8?', answer: "7", distractors: ["3", "8"]}
- {question: 'Between which whole numbers lies the root of twenty?', answer: 4 and 5, distractors: [5 and 6, 3 and 4]}
- {question: When was the war?, answer: 1936–1939, distractors: [1939–1945, 1914–1918]}
- {question: How heavy is a full brad?, answer: 12 kg, distractors: [3 kg, 40 kg]}
- {question: What is the root of minus one among the real numbers?, answer: Not defined, distractors: ["1", "-1"]}
- {question: What happens to the pressure?, answer: It increases, distractors: [It decreases, It stays the same]}
- {question: Who may vote?, answer: Citizens of age, distractors: [All adults, Guests]}
- {question: When did it open?, answer: 4 May 1887, distractors: [4 June 1887, 4 July 1887], shuffle: false, options: null}
- {question: Which event began the Depression?, answer: The Wall Street Crash, distractors: [Prohibition, Suffrage]}
- {question: 'What is today the capital of Japan?', answer: Tokyo}
- {question: No president has served more than two terms without a change of law., answer: true}
- {question: What is a half as a decimal?, answer: "0.5", distractors: ["1/2", one half]}
- {question: When did the frost end?, answer: Half of May, distractors: [July 2024, All of June, The end of March]}
- {question: Which adverb fits?, answer: rarely, distractors: [red, run]}
"""
FLAWED = {
    "{question: It is not impossible for a gorl to nost., answer: true}": "double-negative",
    "{question: Hardly any fask has no grist., answer: true}": "double-negative",
    "{question: Which isn't found in a tarn?, answer: Grist, distractors: [No rhyme at all, Peat]}": "double-negative",
    "{question: Who is the current president of Grome?, answer: Brannet}": "dated-words",
    "{question: Which is a pact?, answer: A pact with Grome, distractors: [A pact, A skall]}": "nested-options",
    "{question: Which of them hold grist?, answer: All three, distractors: [A fask, A trell], shuffle: keep-last}": "all-of-the-above",
    "{question: How much is it?, answer: 10 to 20, options: [0 to 10, 10 to 20, 20 to 30]}": "overlapping-ranges",
}


@pytest.mark.parametrize("item", [line[2:] for line in GOOD.strip().splitlines()])
def test_a_good_question(check_text: Check, item: str) -> None:
    """A teacher who is warned of nothing learns to look away."""
    item = item.replace(", shuffle: false, options: null", "")
    report = check_text(f"questions:\n  - {item.replace('{', '{id: q, ', 1)}\n")
    found = [p.code for p in report.problems if p.code in RULES and p.level != "info"]
    assert found == ["unsorted-numbers"] if "4 May" in item else found == []


@pytest.mark.parametrize(("item", "code"), FLAWED.items())
def test_a_flaw_that_was_missed(check_text: Check, item: str, code: str) -> None:
    """A flaw that its rule's page names would pass."""
    assert code in codes(check_text(f"questions:\n  - {item.replace('{', '{id: q, ', 1)}\n"))


WORLD = """
kinds:
  country: {continent: text, currency: text, capital: text}
  novel: {author: text, title: text, year: number}
  battle: {winner: text, loser: text, year: number, place: text}
facts:
  - {id: es, kind: country, continent: Europe, currency: euro, capital: Madrid}
  - {id: fr, kind: country, continent: Europe, currency: euro, capital: Paris}
  - {id: de, kind: country, continent: Europe, currency: euro, capital: Berlin}
  - {id: n1, kind: novel, author: George Orwell, title: Animal Farm, year: 1945}
  - {id: n2, kind: novel, author: George Orwell, title: Burmese Days, year: 1934}
  - {id: hast, kind: battle, winner: William, loser: Harold, year: 1066, place: Hastings}
  - {id: stam, kind: battle, winner: Harold, loser: Harald, year: 1066, place: Stamford Bridge}
questions:
"""
NOT_SURE = [
    "{question: Which capital in Europe is paid for in euro and lies on the Seine?, answer: Paris, distractors: [Madrid, Berlin]}",
    "{question: Which capital in Europe is the largest?, answer: Berlin, distractors: [Madrid, Paris]}",
    "{question: Who won at Stamford Bridge in 1066?, answer: Harold, distractors: [William, Harald]}",
    "{question: In which year was Orwell's Animal Farm published?, answer: '1945', distractors: ['1934', '1949']}",
]


@pytest.mark.parametrize("item", NOT_SURE)
def test_facts_that_say_too_little_are_no_proof(check_text: Check, item: str) -> None:
    """A sound question would be an error because the facts know less than it."""
    report = check_text(f"{WORLD}  - {item.replace('{', '{id: q, ', 1)}\n")
    assert [p.level for p in report.problems if p.code == "true-distractor"] in ([], ["info"])


SEVERAL = ["a / b", "grey; gray", "colo(u)r", "go/goes/went", "word(s)", "Schüler(in)", "(to) go"]
ONE = ["km/h", "1/6", "g/mol", "TCP/IP", "N/A", "Fe(II)", "Ca(OH)2", "sin(x)", "print(ab)", "2:3",
       "void f() { return; }", "$a / b$", "http://x.org/abc", "std::cout", "Washington (D.C.)",
       "24/7", "for (i = 0; i < n; i++)"]  # fmt: skip


@pytest.mark.parametrize("answer", [*SEVERAL, *ONE])
def test_what_looks_like_several_answers(check_text: Check, answer: str) -> None:
    """Pupils would have to type a slash; or an author be asked about every unit and formula."""
    report = check_text(f"questions:\n  - {{id: q, question: Which?, answer: '{answer}'}}\n")
    assert ("several-answers-in-one" in codes(report)) == (answer in SEVERAL)
