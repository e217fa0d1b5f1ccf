"""What screens are told of a lesson: advice, tallies, scores, names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quizgen.review.lesson.session import Session
from quizgen.review.server.screens import host_view, phone_view, projector_view
from tests.review.lesson import begin, joined, question, say, setup, steps

TEN = [f"P{n}" for n in range(10)]


def voted(path: Path, right: int, **changes: Any) -> Session:
    """Give a lesson in which so many of ten are right."""
    session = begin(path, given=setup(**changes))
    for number, person in enumerate(joined(session, TEN)):
        if not number:
            steps(session, "next")
        say(session, person, 0 if number < right else 1, sure=number % 2 == 0)
    steps(session, "close")
    return session


@pytest.mark.parametrize(
    ("right", "advice"),
    [(2, "reteach"), (3, "discuss"), (7, "discuss"), (8, "reveal"), (10, "reveal")],
)
def test_advice_after_a_vote(tmp_path: Path, right: int, advice: str) -> None:
    """A teacher would go on where most are wrong, or discuss what all know."""
    session = voted(tmp_path / "a.quizlog", right)
    assert host_view(session)["advice"] == advice
    if right < 8:
        steps(session, "revote", "close")
        assert host_view(session)["advice"] in {"reveal", ""}
    session.log.close()


def test_the_projector_knows_nothing_before_the_reveal(tmp_path: Path) -> None:
    """Threat 9: votes would pull to the majority, or the key stand on the wall."""
    session = voted(tmp_path / "a.quizlog", 4)
    before = projector_view(session)
    assert set(before) & {"tallies", "told", "key", "item", "advice", "moved", "board"} == set()
    assert (before["answered"], before["here"]) == (10, 10)
    steps(session, "reveal")
    after = projector_view(session)
    assert after["tallies"] == [{"n": 10, "counts": [4, 6, 0, 0]}]
    assert "sure_and_wrong" not in after
    steps(session, "undo")
    assert "told" not in projector_view(session)
    session.log.close()


def test_who_was_sure_and_wrong_is_for_the_teacher(tmp_path: Path) -> None:
    """The teacher would not know whom a correction helps most."""
    session = voted(tmp_path / "a.quizlog", 6)
    assert host_view(session)["sure_and_wrong"] == ["P6", "P8"]
    session.log.close()


@pytest.mark.parametrize("score", ["none", "private", "board"])
def test_who_sees_points(tmp_path: Path, score: str) -> None:
    """A shy pupil's points would stand on the wall, or nobody see their own."""
    session = voted(tmp_path / "a.quizlog", 4, score=score)
    assert "score" not in phone_view(session, 1)["you"]  # not before the reveal
    steps(session, "reveal")
    you = phone_view(session, 1)["you"]
    assert ("score" in you) == (score != "none")
    assert ("board" in projector_view(session)) == (score == "board")
    if score == "board":
        assert projector_view(session)["board"][0] == {"name": "P0", "score": 1.0}
    session.log.close()


def test_typed_answers_are_grouped(tmp_path: Path) -> None:
    """The same word in another case would be another answer."""
    item = question("t", "text", 0, accept=["Élan"])
    session = begin(tmp_path / "a.quizlog", given=setup(questions=(item,)))
    people = joined(session, TEN[:4])
    steps(session, "next")
    for person, text in zip(people, ("elan", "ÉLAN", "ÉLAN", "verve"), strict=True):
        say(session, person, text)
    steps(session, "close")
    (tally,) = host_view(session)["tallies"]
    assert [(row["text"], row["n"], row["right"]) for row in tally["texts"]] == [
        ("ÉLAN", 3, 1.0),
        ("verve", 1, 0.0),
    ]
    steps(session, "reveal")
    assert [r["text"] for r in projector_view(session)["tallies"][0]["texts"]] == ["ÉLAN"]
    session.log.close()


def test_a_pupil_who_missed_the_second_vote_keeps_the_first(tmp_path: Path) -> None:
    """A phone that lost its network between two votes would lose the point."""
    session = voted(tmp_path / "a.quizlog", 5)
    steps(session, "revote", "close", "reveal")
    you = phone_view(session, 1)["you"]
    assert (you["right"], you["response"], you["score"]) == (1, 0, 1)
    session.log.close()


def test_extra_time_shows_on_the_phone_of_those_who_have_it(tmp_path: Path) -> None:
    """Somebody with more time would be hurried by the others' clock."""
    session = begin(tmp_path / "a.quizlog", given=setup(limit=10_000))
    ada, ben, _ = joined(session)
    assert session.command("extra", {"person": ada, "percent": 150}, session.state.version) == ""
    steps(session, "next")
    assert phone_view(session, ada)["left"] == 15_000
    assert phone_view(session, ben)["left"] == 10_000
    session.log.close()
