"""Facts and templates: what is generated, and that no distractor is true."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizgen.model import Matching, MultipleResponse, Numeric, Ordering, SingleChoice, TrueFalse
from quizgen.pipeline.check import Report
from tests.helpers import codes, items_of

Check = Callable[..., Report]

WORLD = """
sources: {}
kinds:
  person: {role: text, country: country}
  attendance: {person: person, represents: country, due: flag}
entities:
  japan: {kind: country, name: Japan}
  korea: {kind: country, name: South Korea}
  zealand: {kind: country, name: New Zealand}
  australia: {kind: country, name: Australia}
  kishida: {kind: person, name: Fumio Kishida, short: Kishida, role: Prime Minister, country: japan}
  yoon: {kind: person, name: Yoon Suk Yeol, role: President, country: korea}
  luxon: {kind: person, name: Christopher Luxon, role: Premier, country: zealand}
  albanese: {kind: person, name: Anthony Albanese, role: Prime Minister, country: australia}
facts:
  - {id: kishida, kind: attendance, person: kishida, represents: japan, due: true}
  - {id: yoon, kind: attendance, person: yoon, represents: korea, due: true}
  - {id: luxon, kind: attendance, person: luxon, represents: zealand, due: true}
  - {id: albanese, kind: attendance, person: albanese, represents: australia, due: false}
templates:
"""


def options(report: Report, id: str) -> tuple[str, set[str]]:
    """Give the key and the distractors of a single choice item, as texts."""
    item = items_of(report.bank)[id]
    assert isinstance(item, SingleChoice)
    by_id = {option.id: option.text for option in item.options}
    return by_id[item.key], {text for id, text in by_id.items() if id != item.key}


def test_filters_and_siblings(check_text: Check) -> None:
    """A fact that fails the filter would make an item, or its value would be no distractor."""
    report = check_text(
        WORLD
        + """
  - id: who
    for: attendance
    where: {due: true}
    question: Who was due for {represents}?
    answer: "{person}"
    distractors: siblings
"""
    )
    assert list(items_of(report.bank)) == ["who/kishida", "who/yoon", "who/luxon"]
    key, wrong = options(report, "who/kishida")
    assert key == "Fumio Kishida"
    assert wrong == {"Yoon Suk Yeol", "Christopher Luxon", "Anthony Albanese"}
    item = items_of(report.bank)["who/kishida"]
    assert item.topic == "attendance"
    assert item.facts == ("attendance/kishida",)


def test_fields_short_names_and_capitals(check_text: Check) -> None:
    """A field would print as its slot, or a stem would begin in lower case."""
    report = check_text(
        WORLD
        + """
  - {id: role, for: attendance, question: "{person.short}: {person.role} of {person.country}?", answer: "{person.country}", distractors: siblings}
"""
    )
    assert items_of(report.bank)["role/kishida"].stem == "Kishida: Prime Minister of Japan?"
    assert items_of(report.bank)["role/yoon"].stem == "Yoon Suk Yeol: President of South Korea?"


def test_truth_groups(check_text: Check) -> None:
    """A second right answer would stand among the distractors."""
    report = check_text("""
        kinds: {pact: {first: text, partner: text}}
        facts:
          - {id: a, kind: pact, first: Japan, partner: Britain}
          - {id: b, kind: pact, first: Japan, partner: Italy}
          - {id: c, kind: pact, first: Korea, partner: Estonia}
          - {id: d, kind: pact, first: Korea, partner: Poland}
        templates:
          - {id: with, for: pact, question: "With whom has {first} a pact?", answer: "{partner}", distractors: siblings}
    """)
    assert options(report, "with/a") == ("Britain", {"Estonia", "Poland"})
    assert options(report, "with/d") == ("Poland", {"Britain", "Italy"})


def test_from_takes_all_entities_of_a_kind(check_text: Check) -> None:
    """The author's count or kind would be ignored."""
    report = check_text(
        WORLD
        + """
  - {id: where, for: attendance, where: {person: kishida}, question: "Whose is {person}?", answer: "{represents}", distractors: {from: country, count: 2}}
"""
    )
    key, wrong = options(report, "where/kishida")
    assert key == "Japan"
    assert len(wrong) == 2
    assert wrong < {"South Korea", "New Zealand", "Australia"}


def test_falsify_makes_statements_that_no_fact_makes_true(check_text: Check) -> None:
    """A false statement would be true after all, or all statements would be true."""
    report = check_text(
        WORLD
        + """
  - {id: tf, for: attendance, question: "{person} represents {represents}.", answer: true, falsify: represents}
"""
    )
    true = {
        ("Fumio Kishida", "Japan"),
        ("Yoon Suk Yeol", "South Korea"),
        ("Christopher Luxon", "New Zealand"),
        ("Anthony Albanese", "Australia"),
    }
    answers = []
    for item in items_of(report.bank).values():
        assert isinstance(item, TrueFalse)
        person, _, country = item.stem.removesuffix(".").partition(" represents ")
        assert ((person, country) in true) == item.answer
        answers.append(item.answer)
    assert set(answers) == {True, False}


def test_list_slots(check_text: Check) -> None:
    """A pact with two partners would ask for one, or print a list as code."""
    report = check_text("""
        kinds: {deal: {what: text, with: [text]}}
        facts:
          - {id: jet, kind: deal, what: a fighter, with: [Britain, Italy]}
          - {id: ship, kind: deal, what: a ship, with: [Norway]}
          - {id: tank, kind: deal, what: a tank, with: [Poland, Estonia, Latvia]}
        templates:
          - {id: who, for: deal, question: "Who builds {what}?", answer: "{with}", distractors: siblings}
          - {id: said, for: deal, question: "{with} build {what}.", answer: true}
    """)
    items = items_of(report.bank)
    assert isinstance(items["who/jet"], MultipleResponse)
    assert isinstance(items["who/ship"], SingleChoice)
    assert items["said/jet"].stem == "Britain and Italy build a fighter."
    assert items["said/tank"].stem == "Poland, Estonia and Latvia build a tank."


def test_gather_matching_and_ordering(check_text: Check) -> None:
    """Many facts would make many items where one was asked for."""
    report = check_text(
        WORLD
        + """
  - {id: match, for: attendance, where: {due: true}, gather: all, question: Match., pairs: ["{person}", "{represents}"]}
  - {id: line, for: attendance, gather: due, question: Order., order: "{person}"}
"""
    )
    items = items_of(report.bank)
    match items["match/all"]:
        case Matching() as item:
            assert [(a.text, b.text) for a, b in item.pairs] == [
                ("Fumio Kishida", "Japan"),
                ("Yoon Suk Yeol", "South Korea"),
                ("Christopher Luxon", "New Zealand"),
            ]
            assert len(item.facts) == 3
        case _:
            pytest.fail("not matching")
    assert "too-few" in codes(report)  # one absentee can't be ordered
    assert isinstance(items["line/true"], Ordering)


def test_cloze_marks_live_in_slots(check_text: Check) -> None:
    """A quote's blank would be lost in the cloze, or printed with braces elsewhere."""
    report = check_text("""
        kinds: {quote: {text: text, by: text}}
        facts:
          - {id: a, kind: quote, text: "a {{lifeline}} for all", by: Kishida}
          - {id: b, kind: quote, text: "speed {{dating}}", by: Luxon}
          - {id: c, kind: quote, text: "some {{tool}}", by: Carr}
        templates:
          - {id: gap, for: quote, cloze: "{by}: {text}"}
          - {id: who, for: quote, stimulus: "“{text}”", question: Who said it?, answer: "{by}", distractors: siblings}
          - {id: name, for: quote, cloze: "{{{by}}} said it."}
    """)
    items = items_of(report.bank)
    assert items["gap/a"].stem == "Kishida: a {{lifeline}} for all"
    assert items["who/a"].stimulus == "“a lifeline for all”"
    assert items["name/a"].stem == "{{Kishida}} said it."
    assert options(report, "who/a") == ("Kishida", {"Luxon", "Carr"})


def test_names_are_plain_text(check_text: Check) -> None:
    """A name with a star would turn half a stem bold."""
    report = check_text("""
        kinds: {a: {who: star, n: number}}
        entities: {x: {kind: star, name: "S*T*R & Co"}}
        facts: [{id: x, kind: a, who: x, n: 7}]
        templates:
          - {id: t, for: a, question: "Is {who} one?", answer: true}
          - {id: s, for: a, question: "Who?", answer: "{who}"}
          - {id: n, for: a, question: "How many?", answer: "{n}"}
    """)
    items = items_of(report.bank)
    from quizgen.text.markup import parse
    from quizgen.text.runs import plain_text

    assert plain_text(parse(items["t/x"].stem)) == "Is S*T*R & Co one?"
    assert items["s/x"].answer == "S*T*R & Co"  # type: ignore[union-attr]
    assert isinstance(items["n/x"], Numeric)


def test_patches(check_text: Check) -> None:
    """A hand-written mend of one generated item would be a second item."""
    report = check_text(
        WORLD
        + """
  - {id: who, for: attendance, question: "Who for {represents}?", answer: "{person}", distractors: siblings}
questions:
  - {id: who/kishida, level: 4, distractors: [Shigeru Ishiba, Shinzo Abe]}
  - {id: who/nobody, level: 4}
"""
    )
    items = items_of(report.bank)
    assert items["who/kishida"].level == 4
    assert options(report, "who/kishida")[1] == {"Shigeru Ishiba", "Shinzo Abe"}
    assert len(items) == 4
    assert [p.code for p in report.problems if p.level == "error"] == ["unknown-item"]


def test_a_retired_item_outlives_the_fact_that_made_it(check_text: Check) -> None:
    """A learner's card could not be told that nobody asks it, once its fact had gone."""
    report = check_text(
        WORLD
        + """
  - {id: who, for: attendance, question: "Who for {represents}?", answer: "{person}", distractors: siblings}
questions:
  - {id: who/kishida, status: retired}
  - {id: who/gone, status: retired, question: Who for Peru?, answer: Boluarte, distractors: [Yoon, Carr]}
  - {id: whose/gone, status: retired, question: Whose?, answer: "Hers"}
"""
    )
    items = items_of(report.bank)
    retired = {id for id, item in items.items() if item.status == "retired"}
    assert retired == {"who/kishida", "who/gone", "whose/gone"}
    assert items["who/kishida"].template == "who"
    assert items["who/gone"].template == ""
    assert options(report, "who/gone") == ("Boluarte", {"Yoon", "Carr"})


def test_inheritance(check_text: Check) -> None:
    """A generated item would lose its fact's evidence, or take the template's words over the fact's."""
    report = check_text("""
        sources: {s: none}
        defaults: {source: s}
        kinds: {a: {n: text}}
        facts:
          - {id: x, kind: a, n: one, explanation: The fact's., evidence: "p1: one two three", tags: [fact], was: [w]}
          - {id: y, kind: a, n: two, status: retired}
        templates:
          - {id: t, was: [old], for: a, question: "{n}?", answer: true, explanation: The template's., tags: [templ], topic: top}
    """)
    x, y = items_of(report.bank).values()
    assert (x.explanation, y.explanation) == ("The fact's.", "The template's.")
    assert x.tags == ("fact", "templ")
    assert x.topic == "top"
    assert x.evidence[0].quote == "one two three"
    assert x.oldest_id == "old/w"
    assert y.status == "retired"
    assert x.where.line == 9


BROKEN = {
    "unknown-slot": '{id: t, for: attendance, question: "{persn}?", answer: "{person}", distractors: siblings}',
    "unknown-kind": '{id: t, for: atendance, question: "x?", answer: true}',
    "unknown-entity": '{id: t, for: attendance, where: {represents: japn}, question: "x {person}?", answer: true}',
    "bad-falsify": '{id: t, for: attendance, question: "{person}?", answer: "{person}", falsify: person}',
    "bad-gather": '{id: t, for: attendance, gather: all, question: "{person}?", pairs: ["{person}", "{represents}"]}',
    "too-few-distractors": '{id: t, for: attendance, where: {due: false}, question: "{person}?", answer: "{due}", distractors: siblings}',
    "template-without-facts": '{id: t, for: attendance, where: {person: kishida, represents: korea}, question: "{person}?", answer: true}',
    "missing-key": '{id: t, question: "x", answer: true}',
}


@pytest.mark.parametrize(("code", "template"), BROKEN.items())
def test_one_broken_template_is_one_problem(check_text: Check, code: str, template: str) -> None:
    """Forty facts would print the same mistake forty times."""
    report = check_text(WORLD + f"  - {template}\n")
    found = [p for p in report.problems if p.level != "info" and p.code != "quiz-short-of-items"]
    assert len(found) == 1
    assert found[0].code == code or code == "too-few-distractors"


def test_a_fact_without_a_value_is_passed_over_and_counted(check_text: Check) -> None:
    """A fact would vanish without a word."""
    report = check_text("""
        kinds: {a: {n: text, m: text}}
        facts: [{id: x, kind: a, n: one}, {id: y, kind: a, n: two, m: three}]
        templates: [{id: t, for: a, question: "{n} {m}?", answer: true}]
    """)
    assert list(items_of(report.bank)) == ["t/y"]
    assert any(p.code == "facts-passed-over" and p.message.endswith(": 1") for p in report.problems)


FACTS = {
    "unknown-entity": "facts: [{id: x, kind: a, who: nobody}]",
    "unknown-key": "facts: [{id: x, kind: a, whom: one}]",
    "unknown-kind": "facts: [{id: x, kind: b}]",
    "duplicate-id": "facts: [{id: x, kind: a}, {id: x, kind: a}]",
    "missing-key": "facts: [{kind: a}]",
    "wrong-kind": "facts: [{id: x, kind: a, on: yes}]",
}


@pytest.mark.parametrize(("code", "facts"), FACTS.items())
def test_faulty_facts(check_text: Check, code: str, facts: str) -> None:
    """A slip in a fact would make wrong items instead of a message."""
    report = check_text(
        "kinds: {a: {who: star, 'on': flag}}\nentities: {one: {kind: star, name: One}}\n" + facts
    )
    assert code in codes(report)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)
@given(
    values=st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(["p", "q", "r", "s", "t"])),
        min_size=3,
        max_size=9,
        unique=True,
    )
)
def test_no_distractor_is_ever_true(check_text: Check, values: list[tuple[str, str]]) -> None:
    """Two options of one question would be right."""
    facts = "".join(
        f"  - {{id: f{i}, kind: k, a: {a}, b: {b}}}\n" for i, (a, b) in enumerate(values)
    )
    report = check_text(
        "kinds: {k: {a: text, b: text}}\nfacts:\n"
        + facts
        + 'templates:\n  - {id: t, for: k, question: "What of {a}?", answer: "{b}", distractors: siblings}\n'
    )
    for item in items_of(report.bank).values():
        assert isinstance(item, SingleChoice)
        asked = item.stem[8]
        wrong = {o.text.lower() for o in item.options if o.id != item.key}
        assert not wrong & {b for a, b in values if a == asked}


def test_a_new_fact_changes_only_the_items_it_enters(check_text: Check) -> None:
    """One added fact would reshuffle every card's options."""
    names = [f"name{letter}" for letter in "abcdefghijkl"]

    def bank(count: int) -> Report:
        facts = "".join(
            f"  - {{id: f{i}, kind: k, a: q{i}, b: {names[i]}}}\n" for i in range(count)
        )
        return check_text(
            "kinds: {k: {a: text, b: text}}\nfacts:\n"
            + facts
            + 'templates:\n  - {id: t, for: k, question: "{a}?", answer: "{b}", distractors: siblings}\n'
        )

    before, after = items_of(bank(11).bank), items_of(bank(12).bank)
    changed = 0
    for id, item in before.items():
        assert isinstance(item, SingleChoice)
        other = after[id]
        assert isinstance(other, SingleChoice)
        old, new = {o.text for o in item.options}, {o.text for o in other.options}
        if old != new:
            changed += 1
            assert new - old == {"Namel"}
    assert changed < len(before)


def test_slots_in_a_program(check_text: Check) -> None:
    r"""A pupil would read `my\_list` in a program, or a backslash before each brace."""
    report = check_text(r"""
        entities:
          a: {kind: variable, name: my_list}
          b: {kind: variable, name: your_list}
          c: {kind: variable, name: "*args"}
        kinds: {use: {what: variable}}
        facts: [{id: a, kind: use, what: a}, {id: b, kind: use, what: b}, {id: c, kind: use, what: c}]
        templates:
          - id: t
            for: use
            question: |
              What is {what}?

              ```python
              {what} = \{"a": \{}\}
              ```
            answer: |
              ```
              print({what})
              ```
            distractors: siblings
    """)
    item = items_of(report.bank)["t/a"]
    assert item.stem == 'What is my\\_list?\n\n```python\nmy_list = {"a": {}}\n```'
    assert isinstance(item, SingleChoice)
    assert item.options[0].text == "```\nprint(my_list)\n```"
