"""Values written as YAML: what a person would write, and what our reader gives back."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from quizgen.bank.syntax.writing import Plain, Value, written, written_list
from quizgen.bank.syntax.yaml_tree import Map, Node, Scalar, Seq, read_text

TEXTS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters="\n"),
    min_size=1,
    max_size=30,
).filter(lambda text: text == text.strip() and "\x85" not in text) | st.sampled_from(
    [
        "yes",
        "No",
        "1:30",
        "007",
        "- a",
        "a: b",
        "a #b",
        "# a",
        "'",
        '"',
        "{a}",
        "[x",
        "a, b",
        "@x",
        "a\nb",
        "a\n\n  b",
        "a:",
        "true",
        "~",
        "null",
        "|",
        ">",
        "!x",
        "&x",
        "*x",
        "%x",
        "`x`",
    ]
)
KEYS = st.sampled_from(["question", "answer", "why", "a-b"])
VALUES = st.recursive(
    TEXTS | st.sampled_from([Plain("16"), Plain("true"), Plain("-2.5")]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(KEYS, inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


def value_of(node: Node | None) -> Any:
    """Turn a tree that was read into values again."""
    if isinstance(node, Map):
        return {key: value_of(inner) for key, inner in node.entries.items()}
    if isinstance(node, Seq):
        return [value_of(inner) for inner in node.items]
    assert isinstance(node, Scalar)
    return Plain(node.text) if node.plain and node.text in {"16", "true", "-2.5"} else node.text


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=3))
def test_what_is_written_is_read_back(values: dict[str, Value]) -> None:
    """A question that is imported would change on its way into the file."""
    document = read_text(written(values), "bank.yaml")
    assert not [problem for problem in document.problems if problem.level == "error"]
    assert value_of(document.root) == values


def test_it_looks_as_a_person_would_write_it() -> None:
    """A teacher who opens the imported bank would find JSON with other brackets."""
    question: dict[str, Value] = {
        "id": "gases",
        "question": "Which gas is it: the one we breathe?",
        "answer": "Oxygen",
        "options": ["Oxygen", "Nitrogen, mostly", "16"],
        "points": Plain("1.5"),
        "explanation": "First line.\n\nSecond line.",
    }
    assert (
        written_list([question, {"id": "two", "front": "yes", "back": "ja"}])
        == """\
  - id: gases
    question: 'Which gas is it: the one we breathe?'
    answer: Oxygen
    options: [Oxygen, 'Nitrogen, mostly', '16']
    points: 1.5
    explanation: |-
      First line.

      Second line.

  - id: two
    front: 'yes'
    back: ja
"""
    )
