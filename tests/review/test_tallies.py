"""What a vote is counted as, type by type, and what a teacher may change in a lesson."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from quizgen.interaction import NumberKey
from quizgen.review.lesson.event_log import Log, read_log
from quizgen.review.lesson.session import Session
from quizgen.review.results.results import report, results_of
from quizgen.review.server.screens import host_view, phone_view, projector_view
from quizgen.review.server.tallies import histogram
from tests.review.lesson import Hands, begin, joined, question, say, setup, steps

MATCH = question("m", "match", 3, matches=[2, 0])
MATCH.shown["form"]["lefts"] = 2
ORDER = question("o", "order", 3, ranks=[1, 0, 2])
TEXT = question("t", "text", 0, accept=["Rome"], judging=2)


@pytest.mark.parametrize(
    ("asked", "said", "right"),
    [
        (MATCH, ([2, 0], [2, 1], [0, 1]), [2, 1]),
        (ORDER, ([1, 0, 2], [1, 2, 0], [0, 1, 2]), [2, 1, 2]),
    ],
)
def test_each_pair_and_place_has_its_share(
    tmp_path: Path, asked: object, said: tuple[list[int], ...], right: list[int]
) -> None:
    """A teacher would see that half of a class was wrong, and not in which pair or place."""
    session = begin(tmp_path / "a.quizlog", given=setup(questions=(asked,)))
    people = joined(session)
    steps(session, "next")
    for person, response in zip(people, said, strict=True):
        assert say(session, person, response) == ""
    steps(session, "close", "reveal")
    (tally,) = projector_view(session)["tallies"]
    assert (tally["n"], tally["right"], tally["all_right"]) == (3, right, 1)
    session.log.close()


def test_numbers_stand_in_columns_around_what_is_right() -> None:
    """One pupil's slip of a zero would press all others into one column."""
    key = NumberKey(Decimal("9.5"), Decimal("9.5"), Decimal("10.5"), "m")
    found = histogram(key, ["10", "10,2 m", "9", "12", "100000", "many"])
    assert (found["low"], found["high"]) == (9.5, 10.5)
    assert found["from"] <= 9
    assert 12 <= found["to"] < 20
    assert (sum(found["counts"]), found["above"], found["below"], found["unread"]) == (4, 1, 0, 1)
    assert sum(histogram(key, [])["counts"]) == 0


def texts(session: Session) -> list[tuple[str, int, float]]:
    """Give the typed answers as the teacher sees them."""
    (tally,) = host_view(session)["tallies"]
    return [(row["text"], row["n"], row["right"]) for row in tally["texts"]]


def test_an_answer_is_accepted_while_teaching(tmp_path: Path) -> None:
    """Pupils would lose points for what the teacher agrees is right, and nobody note it."""
    path = tmp_path / "a.quizlog"
    session = begin(path, given=setup(questions=(TEXT,)))
    ada, ben, cem = joined(session)
    steps(session, "next")
    for person, word in ((ada, "rome"), (ben, "Roma"), (cem, "ROMA")):
        say(session, person, word)
    steps(session, "close")
    assert texts(session) == [("Roma", 2, 0.0), ("rome", 1, 1.0)]
    version = session.state.version
    assert session.command("accept", {"text": "Roma", "on": True, "x": 1}, version) == ""
    assert [row[2] for row in texts(session)] == [1.0, 1.0]
    steps(session, "reveal")
    assert [phone_view(session, person)["you"]["right"] for person in (ada, ben, cem)] == [1, 1, 1]
    session.finish()
    again = Session.resume(session.setup, path, Log)
    assert phone_view(again, cem)["you"]["right"] == 1
    assert again.setup.questions[0].key["accept"] == ["Rome"]
    again.log.close()
    (item,) = report(results_of(read_log(path)))["items"]
    assert (item["accepted"], item["difficulty"]) == (["Roma"], 1.0)


def play(session: Session, person: int, response: int = 1) -> list[int]:
    """Play a lesson to its end; gives the numbers that the wall showed."""
    seen = []
    while session.state.phase != "end":
        steps(session, "next")
        if session.state.phase == "open":
            view = projector_view(session)
            seen.append(view["number"])
            assert view["number"] <= view["total"]
            say(session, person, response)
            steps(session, "close", "reveal")
    return seen


@pytest.mark.parametrize(("most", "asked"), [(0, 12), (5, 17), (50, 24)])
def test_repeats_are_counted_capped_and_numbered(tmp_path: Path, most: int, asked: int) -> None:
    """A class would read "Question 18 of 12" in a lesson that never ends."""
    session = begin(tmp_path / "a.quizlog", given=setup(12, repeats=most))
    (ada,) = joined(session, ["Ada"])
    seen = play(session, ada)
    assert len(seen) == asked
    assert set(seen) == set(range(1, 13))
    assert host_view(session)["repeats"] == {"on": True, "asked": asked - 12, "most": most}
    session.log.close()


def test_repeats_are_switched_off_in_a_lesson(tmp_path: Path) -> None:
    """A teacher who runs out of time could not drop what comes back."""
    session = begin(tmp_path / "a.quizlog", given=setup(6))
    (ada,) = joined(session, ["Ada"])
    assert session.command("repeat", {"on": False}, session.state.version) == ""
    assert play(session, ada) == [1, 2, 3, 4, 5, 6]
    session.log.close()


def test_a_teacher_jumps_and_leaves_out(tmp_path: Path) -> None:
    """A teacher with ten minutes left could not choose what is still asked."""
    path, hands = tmp_path / "a.quizlog", Hands()
    session = begin(path, hands, setup(5))
    (ada,) = joined(session, ["Ada"])

    def do(kind: str, **body: object) -> str:
        return session.command(kind, body, session.state.version)

    assert do("leave", item=4) == ""
    assert do("goto", item=2) == ""
    assert do("goto", item=3) == "not now"  # a vote is open
    say(session, ada, 0)
    steps(session, "close", "reveal", "next")
    order = [asking.item for asking in session.state.askings.values()]
    assert order == [2, 3]
    assert [row["state"] for row in host_view(session)["plan"]] == ["", "", "asked", "now", "left"]
    say(session, ada, 0)
    steps(session, "close", "reveal")
    assert do("goto", item=2) == ""  # asked again, it counts once
    assert session.state.asking.is_repeat
    say(session, ada, 1)
    steps(session, "close", "reveal")
    assert phone_view(session, ada)["you"]["score"] == 2
    for place in (9, -1, "1", None):
        assert do("goto", item=place) == "bad"
        assert do("leave", item=place) == "bad"
    assert do("leave", item=4, on=False) == ""
    assert session.next_question() == (4, False)
    session.log.close()
