"""The bank of a Python lesson: what it says a program prints is what the program prints."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quizgen.model import Item, Matching, Numeric, Ordering, SingleChoice, type_name
from quizgen.pipeline.build import build
from quizgen.pipeline.check import Report, check
from quizgen.text.cloze import strip_cloze
from tests.anki import Anki, deck
from tests.helpers import ROOT, items_of, planned
from tests.outputs.pdf.reading import all_printed, flat

BANK = ROOT / "question_bank" / "python-first-steps"


@pytest.fixture(scope="module")
def report() -> Report:
    """Check the bank once."""
    return check(BANK)


@pytest.fixture(scope="module")
def items(report: Report) -> dict[str, Item]:
    """Give the bank's items by id."""
    return items_of(report.bank)


def run(program: str, typed: str = "") -> tuple[str, str]:
    """Run a program; give what it printed, and the name of the error that stopped it."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", program],
        input=typed, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    error = re.search(r"^(\w+Error)", done.stderr, re.MULTILINE)
    return done.stdout, error[1] if error else ""


def program_of(item: Item) -> str:
    """Give the program that stands in a question."""
    found = re.search(r"```python\n(.*?)```", strip_cloze(item.stem), re.DOTALL)
    assert found, item.id
    return found[1]


def key(item: Item) -> str:
    """Give the right option as it is read, without marks."""
    assert isinstance(item, SingleChoice)
    (text,) = (option.text for option in item.options if option.id == item.key)
    return text.replace("`", "")


def test_it_checks_clean(report: Report, items: dict[str, Item]) -> None:
    """Whoever teaches programming would be shown a faulty bank as an example."""
    assert [p.message for p in report.problems if p.level != "info"] == []
    assert report.checked.proofs["failed"] == 0
    assert len(items) == 12
    assert [i.id for i in items.values() if not i.evidence or not i.explanation] == []
    assert sum((i.level or 0) >= 3 for i in items.values()) >= 6


@pytest.mark.parametrize("id", ["new-value", "grades"])
def test_choices_print_what_they_say(items: dict[str, Item], id: str) -> None:
    """The key would be what no Python prints."""
    assert run(program_of(items[id])) == (f"{key(items[id])}\n", "")


def test_the_number_is_printed(items: dict[str, Item]) -> None:
    """A sum would be keyed that the loop does not give."""
    item = items["sum"]
    assert isinstance(item, Numeric)
    assert run(program_of(item)) == (f"{item.answer}\n", "")


def test_typed_digits_stay_text(items: dict[str, Item]) -> None:
    """The key about `input` would be wrong."""
    printed, error = run(program_of(items["typed-digits"]), typed="4\n")
    assert (f"It prints {printed.removeprefix('A number, please: ').strip()}.", error) == (
        key(items["typed-digits"]),
        "",
    )


def test_pairs_are_values(items: dict[str, Item]) -> None:
    """An expression would be matched with a value that it hasn't, or an extra one be right."""
    item = items["quotient"]
    assert isinstance(item, Matching)
    for left, right in item.pairs:
        shown, _ = run(f"print(repr({left.text.strip('`')}))")
        assert shown.strip() == right.text.strip("`")


def test_lines_in_order_are_the_program(items: dict[str, Item]) -> None:
    """The keyed order would print something else, or another order would do as well."""
    item = items["countdown"]
    assert isinstance(item, Ordering)
    lines = {step.id: step.text.strip("`") for step in item.steps}
    right = [lines[step.id] for step in item.steps]
    assert run("\n".join(right)) == ("3\n2\n1\nGo!\n", "")
    assert run("\n".join([*right[:2], right[3], right[2], right[4]]))[0] == "2\n1\n0\nGo!\n"


def test_the_endless_loop_and_its_mends(items: dict[str, Item]) -> None:
    """The key would not end the loop, or a distractor would."""
    program = program_of(items["endless"])
    assert key(items["endless"]) == "Indent the last line by four spaces."
    assert run(program.replace("\nn = n - 2", "\n    n = n - 2"))[0].split() == "10 8 6 4 2".split()
    assert run(program.replace("n > 0", "n == 0"))[0] == ""
    capped = (
        "import itertools\nleft = iter(range(50))\n"  # what would never end stops with an error
    )
    for change in (program, program.replace("- 2", "+ 2"), _moved(program)):
        assert (
            run(capped + change.replace("    print(n)", "    next(left); print(n)"))[0].count("\n")
            == 50
        )


def _moved(program: str) -> str:
    first, loop, body, last = program.splitlines()
    return f"{first}\n{last}\n{loop}\n{body}"


def test_the_gaps_make_the_program_run(items: dict[str, Item]) -> None:
    """What is keyed in a gap would stop the program."""
    program = program_of(items["last-name"])
    assert run(program) == run(program.replace("[2]", "[-1]")) == ("Alan\n4\n", "")


def test_an_error_comes_after_what_was_printed(items: dict[str, Item]) -> None:
    """The screen would show other words than the key."""
    printed, error = run(program_of(items["one-too-far"]))
    assert (" and ".join(printed.split()), error) == (key(items["one-too-far"]), "IndexError")


def test_the_wrong_result_is_wrong(items: dict[str, Item]) -> None:
    """The rubric's example would give the right result after all."""
    program = program_of(items["biggest"])
    assert run(f"numbers = [-3, -1]\n{program}") == ("0\n", "")
    mended = program.replace("best = 0", "best = numbers[0]")
    assert run(f"numbers = [-3, -1]\n{mended}") == ("-1\n", "")


def test_what_the_lesson_says_is_so() -> None:
    """The text itself would teach what Python does not do."""
    program = "age = 15\nage = age + 1\nprint(age, 6 / 2, 7 // 2, 7 % 2, -7 // 2, 7 / 2)"
    assert run(program)[0] == "16 3.0 3 1 -4 3.5\n"
    assert run("print([*range(4)], [*range(2, 5)])")[0] == "[0, 1, 2, 3] [2, 3, 4]\n"
    assert run('"3" + 4')[1] == "TypeError"
    assert run('names = ["Ada", "Grace", "Alan"]\nprint(names[0])\nnames[3]') == (
        "Ada\n",
        "IndexError",
    )
    assert run("print(1)\nprint(") == ("", "SyntaxError")


def test_programs_keep_their_lines_on_paper() -> None:
    """A pupil would read a program whose indentation is lost."""
    form = flat(all_printed(planned(BANK))["lesson-quiz-A.pdf"])
    assert "total = 0 for n in range(1, 5):" in form


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the bank with its source, whose lock a build may write."""
    shutil.copytree(BANK, tmp_path / "bank")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    return Path("bank")


@pytest.mark.peer
def test_anki_imports_it_whole(anki: Anki, items: dict[str, Item], copy: Path) -> None:
    """A learner would miss cards, or the indentation of a program."""
    log = anki.take(deck(copy))
    assert len(log.new) == len(items)
    assert {type_name(items[id]) for id in anki.notes()} >= {"single-choice", "ordering", "cloze"}
    assert "    total = total + n" in anki.shown("sum").question_text.replace("\u00a0", " ")


def test_the_lock_is_committed_and_true(copy: Path) -> None:
    """Every clone would ship the same notes with other times."""
    build(copy, "out", locked=True, only=["anki"])
