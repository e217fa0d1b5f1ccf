"""A teacher's year from end to end: what was printed stays, whatever becomes of the bank."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from quizgen.cli.app import app
from tests.helpers import numbers_of
from tests.outputs.pdf.reading import flat
from tests.test_papers import LOCK, OUT, orders_of

Write = Callable[..., Path]
ITEMS = [f"item-{n}" for n in range(1, 31)]


def bank_of(items: list[str], quizzes: str, **keys: int) -> str:
    """Write questions of four options; a key is the first option unless another is said."""
    lines = []
    for id in items:
        options = [f"{id}-{sign}" for sign in "pqrs"]
        answer = options.pop(keys.get(id.replace("-", "_"), 0))
        said = ", ".join(options)
        lines.append(
            f"  - {{id: {id}, question: What is {id}?, answer: {answer}, distractors: [{said}]}}\n"
        )
    return "questions:\n" + "".join(lines) + "quizzes:\n" + quizzes


QUIZ = "  - {id: term, draw: [{count: 20}], forms: [A, B, C, D], seed: 3}\n"
MAKEUP = "  - {id: makeup, draw: [{count: 8}], not-in: [term]}\n"


def run(*arguments: str) -> str:
    """Run quizgen; give what it says."""
    result = CliRunner().invoke(app, [*arguments, "--out", "out"])
    assert result.exit_code == 0, result.output
    return result.stdout + result.stderr


def made(quiz: str = "term") -> dict[str, dict[str, Any]]:
    """Give the forms of a quiz that the last run made."""
    forms = json.loads((OUT / "manifest.json").read_text("utf-8"))["forms"]
    return {f["form"]: f for f in forms if f["quiz"] == quiz and "kept" not in f}


def letters(form: dict[str, Any]) -> list[str]:
    """Give the right letters of a form by its manifest."""
    return ["ABCD"[item["options"].index(item["key"][0])] for item in form["items"]]


def key_of(paper: str) -> list[str]:
    """Give the answers of a paper as `quizgen key` says them."""
    items = json.loads(run("key", paper, "bank", "--json"))["items"]
    return [item["answer"] for item in items]


def test_the_year(bank_from: Write) -> None:
    """A teacher would lose a key, a paper, or a class's letters somewhere between two summers."""
    # September: four forms are printed.
    bank_from(bank_of(ITEMS, QUIZ))
    run("build", "bank")
    printed = made()
    pdfs = {name: (OUT / f"term-{name}.pdf").read_bytes() for name in "ABCD"}
    keys = {name: letters(form) for name, form in printed.items()}

    # A pupil finds that two keys are wrong: nothing moves, and the build says which papers it is.
    wrong = [item["item"] for item in printed["A"]["items"]][2:9:6]
    corrected = {id.replace("-", "_"): 1 for id in wrong}
    bank_from(bank_of(ITEMS, QUIZ, **corrected))
    said = run("build", "bank")
    for name, form in printed.items():
        places = sorted(i["position"] for i in form["items"] if i["item"] in wrong)
        which = f"form {name}: the keys of {places[0]}, {places[1]} changed"
        assert f"{which}; paper {form['paper']} stays valid" in said
        assert (OUT / f"term-{name}.pdf").read_bytes() == pdfs[name]
    assert {n: f["paper"] for n, f in made().items()} == {n: f["paper"] for n, f in printed.items()}

    # The key of an old paper: today's answers, and what was another one.
    table = run("key", printed["C"]["paper"], "bank")
    assert key_of(printed["C"]["paper"]) == letters(made()["C"])
    assert table.count("the key changed, it was") == 2
    differ = [a != b for a, b in zip(keys["C"], letters(made()["C"]), strict=True)]
    assert sum(differ) == 2

    # A second class has papers of its own, and nobody's stand in the bank.
    Path("9b.csv").write_text("name,id\nAda Lovelace,ada-1815\nBob Dylan,bob-1941\n", "utf-8")
    run("pdf", "bank", "--quiz", "term", "--roster", "9b.csv")
    number = numbers_of(Path("9b.csv"), "term")["ada-1815"]
    ada = made()[number]
    assert "Ada Lovelace" in flat(OUT / f"term-{number}.9b.pdf")
    assert made().keys() == {"A", "B", "C", "D", "1", "2"}
    assert "ada-1815" not in LOCK.read_text("utf-8").lower()
    assert key_of(ada["paper"]) == letters(ada)

    # A makeup asks nothing that was on the paper.
    bank_from(bank_of(ITEMS, QUIZ + MAKEUP, **corrected))
    run("pdf", "bank", "--quiz", "makeup")
    makeup = {item["item"] for item in made("makeup")["A"]["items"]}
    assert len(makeup) == 8
    assert not makeup & {item["item"] for item in printed["A"]["items"]}

    # Next year: the same quiz by hand, and three of its twenty questions are new.
    run("build", "bank")
    quiz = run("papers", "bank", "--items", printed["B"]["paper"])
    before = orders_of(printed["B"])
    old = [before[at][0] for at in (4, 11, 17)]
    new = ["new-1", "new-2", "new-3"]
    for gone, come in zip(old, new, strict=True):
        quiz = quiz.replace(f"- {gone}\n", f"- {come}\n")
    left = [id for id in ITEMS if id not in old]
    bank_from(bank_of(left + new, quiz, **corrected))
    run("build", "bank")
    now = orders_of(made()["B"])
    assert [here == there for here, there in zip(before, now, strict=True)].count(False) == 3
    assert [now[at][0] for at in (4, 11, 17)] == new

    # And last year's papers, though their questions are gone, still have their keys.
    for name, form in printed.items():
        answers = key_of(form["paper"])
        lost = [i for i, item in enumerate(form["items"]) if item["item"] in old]
        assert [answers[i] for i in lost] == [keys[name][i] for i in lost]
        assert len(answers) == 20
        assert "?" not in answers
    assert key_of(ada["paper"]) == letters(ada)
    listed = json.loads(run("papers", "bank", "--json"))
    assert {row["paper"] for row in listed} >= {form["paper"] for form in printed.values()}
    assert {row["class"] for row in listed if row["form"] in ("1", "2")} == {"9b.csv"}

    # A lost paper is printed again, in its old order, without what is gone.
    said = run("papers", "bank", "--again", printed["D"]["paper"])
    again = flat(OUT / f"term-D.again-{printed['D']['paper']}.pdf")
    places = [again.index(f"What is {id}?") for id, _ in orders_of(printed["D"]) if id not in old]
    assert places == sorted(places)
    assert said.count("left out") == 3
