"""Mappings to items: the type follows from the keys, and a sound item is whole."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from quizgen.bank.syntax.format import option_id
from quizgen.model import (
    TYPE_NAMES,
    Cloze,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    ShortAnswer,
    SingleChoice,
    item_options,
    type_name,
)
from quizgen.pipeline.check import Report
from tests.helpers import EVERY_TYPE, codes, errors, items_of

Check = Callable[..., Report]


def test_every_type_follows_from_its_keys(check_text: Check) -> None:
    """An item would come out as another type than the author meant."""
    items = items_of(check_text(EVERY_TYPE).bank)
    assert {type_name(item) for item in items.values()} == set(TYPE_NAMES)
    assert [type_name(i) for i in items.values()] == list(TYPE_NAMES)


def test_choices(check_text: Check) -> None:
    """The key would point at another option."""
    items = items_of(check_text(EVERY_TYPE).bank)
    single, multiple = items["single"], items["multiple"]
    assert isinstance(single, SingleChoice)
    assert isinstance(multiple, MultipleResponse)
    assert single.key == option_id("This one")
    assert single.options[3].why == "It is other."
    assert multiple.keys == (option_id("Alpha"), option_id("Beta"))


def test_numbers(check_text: Check) -> None:
    """An exact number would become a range, or the other way round."""
    items = items_of(
        check_text("""
        questions:
          - {id: a, question: q, answer: 200, tolerance: 5%}
          - {id: b, question: q, answer: 16}
          - {id: c, question: q, answer: 7, range: [5, 9], unit: km}
        """).bank
    )
    found = [(i.low, i.high) for i in items.values() if isinstance(i, Numeric)]
    assert found == [
        (Decimal(190), Decimal(210)),
        (Decimal(16), Decimal(16)),
        (Decimal(5), Decimal(9)),
    ]


def test_the_rest(check_text: Check) -> None:
    """Pairs, steps, blanks or accepted answers would be lost."""
    items = items_of(check_text(EVERY_TYPE).bank)
    match items["short"], items["matching"], items["ordering"], items["cloze"]:
        case (
            ShortAnswer() as short,
            Matching() as matching,
            Ordering() as ordering,
            Cloze() as cloze,
        ):
            assert short.accept == ("Fumio Kishida",)
            assert [right.text for right in matching.rights] == ["Japan", "South Korea", "China"]
            assert [step.text for step in ordering.steps] == ["first", "second", "third"]
            assert cloze.stem == "Luxon took {{office}} in {{2::November::month}}."
        case _:
            pytest.fail("an item has another type")


def test_options_that_the_eye_tells_apart(check_text: Check) -> None:
    """An item about accents, capitals, tones or dashes could not be asked."""
    report = check_text("""
        questions:
          - {id: units, question: Which is a millijoule?, answer: mJ, distractors: [MJ, Mj]}
          - {id: tones, question: Which is it?, options: [mā, má, mǎ, mà], answer: mǎ}
          - {id: dash, question: Which is the en dash?, answer: "–", distractors: ["—", "-"]}
          - {id: decomposed, question: Which is it?, options: [élève, eleve], answer: "e\u0301le\u0300ve"}
          - {id: pairs, question: Match., pairs: [[El, él], [el, el]]}
          - {id: steps, question: Order., order: [a, A, B]}
          - {id: words, cloze: "Das {{Haus}}.", word-bank: [haus]}
          - {id: apart, question: Which is it?, answer: kJ, distractors: [J, MJ]}
    """)
    assert report.ok
    options = {
        id: [o.text for o in item_options(item)] for id, item in items_of(report.bank).items()
    }
    assert options["units"] == ["mJ", "MJ", "Mj"]
    assert options["dash"] == ["–", "—", "-"]
    assert options["words"] == ["Haus", "haus"]
    found = [problem.item for problem in report.problems if problem.code == "look-alike-options"]
    assert sorted(found) == sorted(options.keys() - {"apart"})


def test_a_lone_truth_word_is_asked_about(check_text: Check) -> None:
    """A true/false item would silently become one in which pupils type `wahr`."""
    report = check_text("""
        lang: de
        questions:
          - {id: wahr, question: Ist Wasser nass?, answer: wahr}
          - {id: quoted, question: Wie heißt das Gegenteil von falsch?, answer: "wahr"}
          - {id: vrai, lang: fr, question: Est-ce juste ?, answer: Vrai}
          - {id: si, lang: es-MX, question: ¿Es verdad?, answer: sí}
          - {id: foreign, lang: en, question: What is German for yes?, answer: ja}
          - {id: choice, question: Ist Eis warm?, answer: nein, distractors: [ja, manchmal]}
          - {id: longer, question: Wie lautet der Rat?, answer: nein danke}
    """)
    found = [(p.item, p.level) for p in report.problems if p.code == "yes-or-no"]
    assert found == [("wahr", "error"), ("vrai", "error"), ("si", "error")]


def test_a_truth_word_in_a_sister_file(check_text: Check) -> None:
    """The language of the bank would not be known in the files that it includes."""
    report = check_text(
        "include: [other.yaml]\nlang: de\n",
        other="questions:\n  - {id: q, question: Ist das so?, answer: falsch}\n",
    )
    assert errors(report) == [("yes-or-no", 2)]


FAULTS = {
    "distractor-is-answer": "{id: q, question: x, answer: Yes Minister, distractors: [Yes Minister, no]}",
    "duplicate-option": "{id: q, question: x, answer: a, distractors: [Über, U\u0308ber]}",
    "key-not-an-option": "{id: q, question: x, answer: mitocondria, options: [mitochondria, nucleus]}",
    "options-and-distractors": "{id: q, question: x, answer: a, options: [a, b], distractors: [c]}",
    "shuffle-needs-options": "{id: q, question: x, answer: a, distractors: [b], shuffle: false}",
    "type-disagrees": "{id: q, type: numeric, question: x, answer: a, distractors: [b]}",
    "key-not-for-type": "{id: q, question: x, answer: true, accept: [yes]}",
    "no-answer": "{id: q, question: x}",
    "answer-out-of-range": "{id: q, question: x, answer: 3, range: [5, 9]}",
    "two-tolerances": "{id: q, question: x, answer: 3, range: [1, 9], tolerance: 1}",
    "bad-cloze": "{id: q, cloze: no blank here}",
    "too-few": "{id: q, question: x, order: [one]}",
    "bad-id": "{id: Not An Id, question: x, answer: y}",
    "bad-points": "{id: q, question: x, answer: y, points: 0}",
    "missing-key": "{id: q, question: x, answer: y, image: {file: a.png}}",
    "empty": "{id: q, question: '', answer: y}",
    "unknown-item": "{id: q, question: x, answer: y, enemies: [nobody]}",
    "no-source": "{id: q, question: x, answer: y, evidence: 'p1: some words here'}",
    "unknown-source": "{id: q, question: x, answer: y, evidence: {source: wf, quote: some words here}}",
}


@pytest.mark.parametrize(("code", "item"), FAULTS.items())
def test_faults(check_text: Check, code: str, item: str) -> None:
    """An unsound item would reach pupils."""
    report = check_text(f"questions:\n  - {item}\n")
    problem = next((p for p in report.problems if p.code == code), None)
    assert problem is not None, codes(report)
    assert problem.level == "error"


def test_a_missing_id_is_a_warning_and_stable(check_text: Check) -> None:
    """An item without an id would be lost, or change its identity from run to run."""
    text = "questions:\n  - {question: Who came?, answer: Kishida}\n"
    one, two = check_text(text), check_text(text)
    assert codes(one) == ["no-id"]
    assert one.ok
    assert list(items_of(one.bank)) == list(items_of(two.bank))


def test_duplicate_ids_name_both_places(check_text: Check) -> None:
    """Two items would share one card."""
    report = check_text(
        "include: [more.yaml]\nquestions:\n  - {id: q, question: x, answer: y}\n",
        more="questions:\n  - {id: q, question: z, answer: y}\n",
    )
    (problem,) = [p for p in report.problems if p.code == "duplicate-id"]
    assert "bank.yaml" in problem.message + problem.where.file
    assert "more.yaml" in problem.message + problem.where.file


def test_former_ids_keep_identity(check_text: Check) -> None:
    """A renamed item would lose its learners' history."""
    item = items_of(
        check_text("questions:\n  - {id: new, was: [oldest, older], question: x, answer: y}\n").bank
    )["new"]
    assert item.oldest_id == "oldest"


def test_defaults_of_a_sister_file(check_text: Check) -> None:
    """Items would land in no topic, or in another file's."""
    report = check_text(
        "include: [more.yaml]\ndefaults: {topic: root, level: 2}\nquestions:\n  - {id: a, question: x, answer: y}\n",
        more="defaults: {topic: sister}\nquestions:\n  - {id: b, question: x, answer: z}\n  - {id: c, topic: own, question: x, answer: z}\n",
    )
    items = items_of(report.bank)
    assert [(i.topic, i.level) for i in items.values()] == [("root", 2), ("sister", 2), ("own", 2)]


def test_options_keep_the_authors_order(check_text: Check) -> None:
    """Options whose order carries meaning would be shuffled."""
    items = items_of(
        check_text("""
        questions:
          - {id: a, question: x, answer: few, options: [none, few, many]}
          - {id: b, question: x, answer: few, options: [none, few, many], shuffle: true}
          - {id: c, question: x, answer: few, distractors: [many, none of these], shuffle: keep-last}
        """).bank
    )
    found = [(i.fixed, i.keep_last) for i in items.values() if isinstance(i, SingleChoice)]
    assert found == [(True, False), (False, False), (False, True)]


@pytest.mark.parametrize(("other", "alike"), [("  print(n)", False), ("    PRINT(n)", True)])
def test_programs_that_differ_in_indentation_are_no_look_alikes(
    check_text: Callable[..., Report], other: str, alike: bool
) -> None:
    """Every question about indentation would be warned of, with two texts that read the same."""
    option = "      - |\n        ```\n        for n in x:\n        {}\n        ```\n"
    options = option.format("    print(n)") + option.format(other)
    text = f"questions:\n  - id: q\n    question: Which?\n    answer: none\n    distractors:\n{options}"
    assert ("look-alike-options" in codes(check_text(text))) is alike
