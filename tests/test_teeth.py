"""Promises that nothing else held: each of these faults once went through all tests."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from quizgen.assembly.forms import printed_order
from quizgen.model import Cloze
from quizgen.pipeline.build import build
from quizgen.pipeline.check import check
from quizgen.present.lower import letter
from quizgen.problems import CannotWrite
from quizgen.review.lesson.event_log import read_log
from quizgen.review.lesson.state import is_time_up
from quizgen.review.results.results import report, results_of
from quizgen.text.order import key_of
from tests.helpers import EVERY_TYPE, NOW, items_of
from tests.outputs.pdf.reading import page_texts
from tests.review.lesson import Hands, begin, joined, say, setup, steps

BankFrom = Callable[..., Path]


def test_no_deck_goes_out_whose_times_are_not_kept(bank_from: BankFrom) -> None:
    """The next build would know nothing of this deck, and overwrite what learners wrote."""
    bank = bank_from("questions: [{id: q, question: x, answer: y}]\n")
    (bank / "quizgen.lock").symlink_to(Path("gone", "quizgen.lock").absolute())
    with pytest.raises(CannotWrite):
        build(bank, "out", now=NOW)
    assert not Path("out/test-bank/deck.apkg").exists()


def test_the_manifest_holds_the_key_of_every_type(bank_from: BankFrom) -> None:
    """A machine that marks papers by the manifest would find nothing right."""
    bank = bank_from(EVERY_TYPE + "quizzes: [{id: z, draw: [{count: 9}]}]\n")
    build(bank, "out", only=["page"], now=NOW)
    (form,) = json.loads(Path("out/test-bank/manifest.json").read_text("utf-8"))["forms"]
    keys = {item["item"]: item["key"] for item in form["items"]}
    items = items_of(check(bank).bank)
    matching, ordering = items["matching"], items["ordering"]
    assert keys["matching"] == [right.id for _, right in matching.pairs]  # type: ignore[union-attr]
    assert keys["ordering"] == [step.id for step in ordering.steps]  # type: ignore[union-attr]
    assert keys["cloze"] == ["office", "November"]
    assert keys["truth"] == ["true"]
    assert keys["short"] == ["Kishida", "Fumio Kishida"]
    assert keys["number"] == ["16"]
    assert len(keys["multiple"]) == 2
    assert keys["open"] == []


def test_a_source_that_changed_since_the_last_build(
    bank_from: BankFrom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Items would go on to cite a text that says something else by now."""
    from quizgen.cli.app import app

    text = "One two three four five six.\n\nSeven eight nine ten.\n"
    bank = bank_from(
        "sources: {s: s}\ndefaults: {source: s}\n"
        'questions: [{id: q, question: x, answer: one, evidence: "p1: One two three four"}]\n'
    )
    for number, content in enumerate((text, text.replace("ten", "eleven"))):
        Path("s.txt").write_text(content, "utf-8")
        arguments = ["source", "add", "s.txt", "--id", "s", "--title", "S", "--publisher", "P"]
        with pytest.raises(SystemExit):
            app(arguments)
        made = build(bank, "out", only=["anki"], now=NOW + number)
        warned = [p.message for p in made.problems if p.code == "source-changed"]
        assert [("since the last build" in message) for message in warned] == [True] * number


def test_a_word_bank_is_no_list_of_answers(bank_from: BankFrom) -> None:
    """The words would stand in the order of the blanks: whoever copies them is right."""
    bank = bank_from("""
        questions:
          - {id: q, cloze: "{{one}} and {{2::two}}", word-bank: true}
          - {id: r, question: x, answer: y}
        quizzes: [{id: z, items: [q, r], forms: 24}]
    """)
    found = check(bank)
    words = items_of(found.bank)["q"]
    assert isinstance(words, Cloze)
    solved = tuple(option.id for option in words.words)
    orders = [placed.order for form in found.forms for placed in form.placed if placed.order]
    assert len(orders) == 24
    assert solved not in orders
    assert solved in {printed_order(words, key_of("any", n)) for n in range(24)}  # chance gives it


FACTS = """
kinds:
  capital: {city: text, country: text}
facts:
  - {id: a, kind: capital, city: Paris, country: France}
  - {id: b, kind: capital, city: Rome, country: Italy}
  - {id: c, kind: capital, city: Madrid, country: Spain}
  - {id: d, kind: capital, city: Oslo, country: Norway}
templates:
  - {id: of, for: capital, question: 'Which is the capital of {country}?', answer: '{city}', distractors: siblings}
  - {id: in, for: capital, question: 'Of what is {city} the capital?', answer: '{country}', distractors: siblings}
"""


def test_items_of_one_fact_never_meet(bank_from: BankFrom) -> None:
    """One question of a form would tell the answer of another."""
    for seed in range(12):
        bank = bank_from(f"{FACTS}quizzes: [{{id: z, draw: [{{count: 4}}], seed: {seed}}}]\n")
        (form,) = check(bank).forms
        facts = [fact for placed in form.placed for fact in placed.item.facts]
        assert len(set(facts)) == len(facts) == 4
    short = check(bank_from(f"{FACTS}quizzes: [{{id: z, draw: [{{count: 5}}]}}]\n"))
    assert "quiz-short-of-items" in {problem.code for problem in short.problems}


def test_alike_items_are_kept_apart_where_there_is_room(bank_from: BankFrom) -> None:
    """A quiz would ask one thing twice although there is enough else to ask."""
    rivers = {"x": ("Europe", "Volga"), "y": ("Africa", "Nile"), "w": ("Asia", "Yangtze")}
    topics = {"x0": "a", "y0": "a", "x1": "b", "w0": "b", "w1": "c", "y1": "c"}
    questions = "\n".join(
        f"  - {{id: {id}, topic: {topic}, answer: '{rivers[id[0]][1]}', "
        f"question: 'Which river is the longest one of all in {rivers[id[0]][0]}{'?!'[int(id[1])]}'}}"
        for id, topic in topics.items()
    )
    draws = ", ".join(f"{{topic: {topic}, count: 1}}" for topic in "abc")
    for seed in range(24):  # one in four of which picks y0 and w0 first, and is stuck
        bank = bank_from(
            f"questions:\n{questions}\nquizzes: [{{id: z, draw: [{draws}], seed: {seed}}}]\n"
        )
        (form,) = check(bank).forms
        assert len({placed.item.id[0] for placed in form.placed}) == 3


def test_letters_go_on_after_z(bank_from: BankFrom) -> None:
    """The thirtieth right side of a long list would have a letter that nobody can write."""
    assert [letter(n) for n in (0, 25, 26, 27, 51, 52, 701, 702)] == [
        *("A", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA")
    ]
    pairs = ", ".join(f"[left{n}, right{n}]" for n in range(30))
    bank_from(f"questions: [{{id: q, question: Match., pairs: [{pairs}]}}]\n")
    build("bank", "out", only=["page"], now=NOW)
    assert "right29" in Path("out/test-bank/review.html").read_text("utf-8")


@pytest.mark.parametrize("count", [1, 30])
def test_each_paper_of_a_duplex_run_begins_on_a_sheet_of_its_own(
    bank_from: BankFrom, count: int
) -> None:
    """The copier would print the next pupil's first page on the back of a last one."""
    questions = "\n".join(
        f"  - {{id: q{n}, question: 'Why {n}?', rubric: [Because.], lines: 9}}"
        for n in range(count)
    )
    bank_from(
        f"paper: {{duplex: true}}\nquestions:\n{questions}\n"
        f"quizzes: [{{id: z, draw: [{{count: {count}}}], forms: [A]}}]\n"
    )
    build("bank", "out", only=["pdf"], now=NOW)
    assert len(page_texts(Path("out/test-bank/z-A.pdf").read_bytes())) % 2 == 0


def test_raised_hands_count_in_difficulty(tmp_path: Path) -> None:
    """A class without phones would leave a report that says nobody answered."""
    path = tmp_path / "a.quizlog"
    session = begin(path)
    joined(session, ["Ada"])
    steps(session, "next")
    body = {"counts": [6, 3, 1, 0]}
    assert session.command("hands", body, session.state.version) == ""
    steps(session, "close", "reveal")
    session.log.flush()
    item = report(results_of(read_log(path)))["items"][0]
    assert item["difficulty"] == 0.6
    session.log.close()


def test_a_round_waits_for_those_with_extra_time(tmp_path: Path) -> None:
    """Whoever has more time by right would be cut off with the others."""
    hands = Hands()
    session = begin(tmp_path / "a.quizlog", hands, setup(limit=10_000))
    ada, _ = joined(session, ["Ada", "Ben"])
    more = {"person": ada, "percent": 200}
    assert session.command("extra", more, session.state.version) == ""
    steps(session, "next")
    hands.turn(15)
    assert not is_time_up(session.state, session.clock.now())
    assert session.tick() is False
    assert say(session, ada, 0) == ""
    assert session.state.phase == "open"
    hands.turn(7)
    assert session.tick() is True
    session.log.close()


def test_the_page_has_the_letters_of_four_forms(bank_from: BankFrom) -> None:
    """A class with form B in its hands would find other letters on the projector."""
    bank_from(EVERY_TYPE + "quizzes: [{id: z, title: Quiz, draw: [{count: 9}], forms: 5}]\n")
    build("bank", "out", only=["page"], now=NOW)
    html = Path("out/test-bank/review.html").read_text("utf-8")
    data = re.search(r'id="data">(.*?)</script>', html)
    assert data
    titles = [one["title"] for one in json.loads(data[1])["sets"]]
    assert [title for title in titles if title.startswith("Quiz")] == [
        f"Quiz – Form {name}" for name in "ABCD"
    ]


UNITS = {
    "7 days": ("two weeks", "14"),
    "12 months": ("two years", "24"),
    "10 years": ("three decades", "30"),
    "24 hours": ("three days", "72"),
    "52 weeks": ("two years", "104"),
    "60 minutes": ("three hours", "180"),
    "100 centimetres": ("three metres", "300"),
    "365 days": ("two years", "730"),
    "1000 metres": ("five kilometres", "5000"),
    "3600 seconds": ("two hours", "7200"),
    "30 days": ("three months", "90"),
}


@pytest.mark.parametrize("unit", UNITS)
def test_another_unit_is_left_to_a_human(bank_from: BankFrom, unit: str) -> None:
    """An answer in another unit than the source's would be called wrong."""
    from quizgen.cli.app import app

    cited, answer = UNITS[unit]
    Path("s.txt").write_text(f"It went on for {cited} in all.\n", "utf-8")
    bank = bank_from(
        "sources: {s: s}\ndefaults: {source: s}\n"
        f'questions: [{{id: q, question: How long?, answer: {answer}, evidence: "p1: for {cited} in all"}}]\n'
    )
    arguments = ["source", "add", "s.txt", "--id", "s", "--title", "S", "--publisher", "P"]
    with pytest.raises(SystemExit):
        app([*arguments, "--keep-text"])
    assert "answer-number-not-cited" not in {problem.code for problem in check(bank).problems}
