"""Small helpers for tests: the head of a bank, one item of every type, problem codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import dedent

from quizgen.bank.load import Loaded
from quizgen.model import Bank, Item
from quizgen.outputs import Job
from quizgen.pipeline.check import Report, examine
from quizgen.pipeline.plan import plan
from quizgen.pipeline.project import Project
from quizgen.release.class_forms import forms_path, read_class_forms
from quizgen.release.lock import Lock

ROOT = Path(__file__).parent.parent
NATO = ROOT / "question_bank" / "nato-75-summit"
NOW = 1_750_000_000
NOTHING_SHIPPED = Lock()

HEAD = "quizgen: 1\nid: test-bank\ntitle: Test bank\n"

AWKWARD = "& % $ € ü ł Ω < > # _ ~ ^ \\ { } \" ' $5 and $6 Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
"""Ordinary marks a teacher types, and a very long word; every output must give them back."""

EVERY_TYPE = """
questions:
  - {id: single, topic: a, question: Which one?, answer: This one, distractors: [That one, Another one, {text: None other, why: It is other.}]}
  - {id: multiple, topic: a, question: Which ones?, answer: [Alpha, Beta], distractors: [Gamma, Delta]}
  - {id: truth, topic: a, question: Water is wet., answer: true, explanation: It is.}
  - {id: short, topic: b, question: Who?, answer: Kishida, accept: [Fumio Kishida]}
  - {id: number, topic: b, question: How many?, answer: 16, tolerance: 0.5, unit: areas}
  - {id: cloze, topic: b, cloze: "Luxon took {{office}} in {{2::November::month}}."}
  - {id: matching, topic: c, question: Match., pairs: [[Tokyo, Japan], [Seoul, South Korea]], extra: [China]}
  - {id: ordering, topic: c, question: Order., order: [first, second, third]}
  - {id: open, topic: c, question: Why?, rubric: [Names a cause., Names an effect.], lines: 3}
  - {id: card, topic: c, front: AUKUS, back: A pact, reverse: true}
"""


def bank_text(text: str) -> str:
    """Put a head on a bank's text where it has none."""
    text = dedent(text)
    return text if text.lstrip().startswith("quizgen:") else HEAD + text


def load(path: Path, *, cache: bool = True) -> Loaded:
    """Read a bank from where the test stands."""
    return Project.of(path).read(cache=cache)


def examined(path: Path, *, forms: int | None = None) -> Report:
    """Check a bank by itself, without asking any output."""
    return examine(Project.of(path), forms=forms)


def planned(
    path: Path, lock: Lock = NOTHING_SHIPPED, now: int = NOW, options: Sequence[object] = ()
) -> Job:
    """Plan a sound bank, as a build does."""
    report = examined(path)
    assert report.ok, report.problems
    return plan(Project.of(path), report, lock, now, options=options)[0]


def items_of(bank: Bank | None) -> dict[str, Item]:
    """Give a bank's items by id."""
    assert bank is not None
    return {item.id: item for item in bank.items}


def codes(report: Report) -> list[str]:
    """Give the codes of all problems, in order."""
    return [problem.code for problem in report.problems]


def errors(report: Report) -> list[tuple[str, int]]:
    """Give (code, line) of every error."""
    return [(p.code, p.where.line) for p in report.problems if p.level == "error"]


def texts(lines: Iterable[str]) -> str:
    """Join lines to compare texts without caring for white space."""
    return " ".join(" ".join(lines).split())


PROGRAM = 'd = {"a": [1]}\nif d and 1 < 2:\n\tf(d)  # tab\n\n\n    g()'
"""Lines whose white space a learner must see to the character."""

BLOCKS = r"""
questions:
  - id: program
    question: |
      What does it print?

      ```python
      d = {"a": [1]}
      if d and 1 < 2:
      <tab>f(d)  # tab


          g()
      ```

      | n | square |
      |---|-------:|
      | 2 | *4*    |
    answer: |
      ```
      if d:
          f()
      ```
    distractors:
      - |
        ```
        if d:
        f()
        ```
      - text: |
          7. sums
          8. words
        why: |
          Because

          > they said so
    explanation: |
      Look:

      $$
      \frac{1}{2} \\
      x
      $$

      - one
      - two
  - id: gaps
    cloze: |
      ```c
      {{printf}}("{%s}", {{2::a * b * c}}); // {{ own }} {{1, 2}, {3}}
      ```

      | a | b |
      |---|---|
      | {{3::x}} | y |

      1. {{4::ice}}
      2. water
""".replace("<tab>", "\t")


def numbers_of(class_list: Path, quiz: str, bank: str = "test-bank") -> dict[str, str]:
    """Give the numbers of the forms that pupils of a class have of their own, by their ids."""
    text = forms_path(class_list).read_text("utf-8")
    return dict(read_class_forms(text, "f")[0][bank].deals[quiz, "each"])
