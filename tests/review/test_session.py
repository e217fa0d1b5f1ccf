"""A session on a real log with a clock turned by hand: joining, answering, time, resuming."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.interaction import JUDGING
from quizgen.model import Pupil
from quizgen.problems import QuizgenError
from quizgen.review.lesson.event_log import Log, read_log
from quizgen.review.lesson.names import clean_name, read_refused
from quizgen.review.lesson.session import Refused, Session
from quizgen.review.lesson.state import replay
from quizgen.review.results.results import results_of
from quizgen.review.server.screens import projector_view
from tests.review.lesson import Hands, begin, joined, question, say, setup, steps


def test_remaining_time_goes_on_after_a_kill(tmp_path: Path) -> None:
    """Threat 4: a crash with 20 s left would start the round anew, or end it at once."""
    hands, path = Hands(), tmp_path / "a.sqlite"
    session = begin(path, hands, setup(limit=30_000))
    joined(session)
    steps(session, "next")
    for _ in range(10):
        hands.turn(1)
        session.tick()
    session.log.flush()  # killed here: nothing is closed
    hands.wall_seconds += 3600
    again = Session.resume(setup(limit=30_000), path, Log)
    assert again.state.phase == "open"
    assert again.state.current_round.time_left(again.state.at) == 20_000
    assert again.clock.now() - again.state.at < 1000
    again.log.close()
    session.log.close()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(("forward", "answer", "pause", "resume", "tick", "kick", "undo", "skip", "revote", "end")), max_size=15))  # fmt: skip
def test_the_log_always_holds_the_lesson(
    tmp_path_factory: pytest.TempPathFactory, acts: list[str]
) -> None:
    """Threat 3: a killed lesson would come back as another one."""
    hands, path = Hands(), tmp_path_factory.mktemp("log") / "a.sqlite"
    session = begin(path, hands, setup(limit=5000))
    people = joined(session)
    for number, act in enumerate(acts):
        hands.turn(0.7)
        if act == "answer":
            say(session, people[number % 3], number % 4, f"n{number}")
        elif act == "tick":
            session.tick()
        else:
            session.command(act, {"person": people[0]}, session.state.version)
    session.log.flush()
    record = read_log(path)
    assert replay(record.events) == session.state
    session.log.close()


def test_late_by_the_sessions_clock_alone(tmp_path: Path) -> None:
    """Threat 7: a phone with a wrong clock, or a laptop that sets its own, would change who is late."""
    hands = Hands()
    session = begin(tmp_path / "a.sqlite", hands, setup(limit=10_000))
    first, second, _ = joined(session)
    steps(session, "next")
    hands.turn(5)
    hands.wall_seconds -= 86_400
    assert say(session, first, 0, at=0, time=0) == ""
    hands.wall_seconds += 2 * 86_400
    hands.turn(5.001)
    assert say(session, second, 0, at=0, time=0) == "late"
    session.log.close()
    answers = [e for e in read_log(tmp_path / "a.sqlite").events if e.kind == "answer"]
    assert [e.actor for e in answers] == [first]


def test_the_same_answer_sent_ten_times_is_one_row(tmp_path: Path) -> None:
    """Threat 5: a phone that retries would vote ten times, or never hear that it voted."""
    session = begin(tmp_path / "a.sqlite")
    person = joined(session)[0]
    steps(session, "next")
    heard: list[bool] = []
    said = {"ask": 1, "round": 1, "response": 2, "nonce": "once", "sure": True}
    for _ in range(10):
        assert session.answer(person, said, heard.append) == ""
    assert session.answer(person, {**said, "response": 1, "nonce": "changed"}, heard.append) == ""
    assert session.answer(person, said, heard.append) == ""  # a late repetition of the first
    session.log.close()
    assert heard == [True] * 12
    assert session.state.current_round.votes[person].response == 1
    rows = [e for e in read_log(tmp_path / "a.sqlite").events if e.kind == "answer"]
    assert [e.body["nonce"] for e in rows] == ["once", "changed"]


@pytest.mark.parametrize("response", [99, -1, "1e9", None, [0], True, 1.0, {"a": 1}, 4])
def test_answers_out_of_range(tmp_path: Path, response: object) -> None:
    """Threat 8: a forged answer would crash the lesson, or count."""
    session = begin(tmp_path / "a.sqlite")
    person = joined(session)[0]
    assert say(session, person, 0) == "stale" if session.state.ask else "closed"
    steps(session, "next")
    assert say(session, person, response) == "bad"
    assert say(session, person, 0, ask=0) == "stale"
    assert say(session, person, 0, round=2) == "stale"
    assert say(session, person, 0, nonce="x" * 65) == "bad"
    assert say(session, person, 0, sure="very") == "bad"
    assert say(session, 77, 0) == "stranger"
    steps(session, "forward")
    assert say(session, person, 0) == "closed"
    steps(session, "forward")
    assert say(session, person, 0) == "closed"
    assert not session.state.current_round.votes
    session.log.close()


def test_one_press_never_skips_two_steps(tmp_path: Path) -> None:
    """Threat 24: with two tabs open, or a clicker that bounces, a question would be lost."""
    session = begin(tmp_path / "a.sqlite")
    seen = session.state.version
    assert session.command("forward", {}, seen) == ""
    assert session.command("forward", {}, seen) == "stale"
    assert (session.state.phase, session.state.ask) == ("open", 1)
    assert session.command("end ", {}, session.state.version) == "not now"
    session.log.close()


def as_format_1(path: Path) -> None:
    """Make a log what an earlier version wrote: without the plan of its lesson."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DROP TABLE plan; DROP TABLE roster;"
            "UPDATE session SET value = '1' WHERE name = 'format';"
        )


def test_a_changed_bank_does_not_resume_an_old_log(tmp_path: Path) -> None:
    """Threat 26: answers would be counted for questions that were never asked."""
    path = tmp_path / "a.sqlite"
    begin(path).log.close()
    as_format_1(path)
    with pytest.raises(QuizgenError, match="other questions"):
        Session.resume(setup(4), path, Log)
    again = Session.resume(setup(), path, Log)
    joined(again)
    steps(again, "next")
    again.log.close()
    assert read_log(path).about["format"] == 1
    assert replay(read_log(path).events) == again.state


def test_a_lesson_goes_on_whatever_became_of_its_bank(tmp_path: Path) -> None:
    """Threat 26: a typo mended after a crash, or another class list, would stop or bend a lesson."""
    path = tmp_path / "a.sqlite"
    pupils = (Pupil("p1", "Ada"), Pupil("p2", "Ben"))
    given = setup(names="roster", roster=pupils, limit=9000, score="board", refuse=("klops",))
    session = begin(path, given=given)
    session.join("", 0)
    steps(session, "next")
    session.log.close()
    others = (question("other"), question("mended"))
    now = setup(questions=others, roster=(Pupil("x", "Xu"),), names="free", score="none")
    again = Session.resume(now, path, Log)
    assert again.setup == given
    assert again.question == given.questions[0]
    assert again.join("", 1)[0] == 2
    again.log.close()


def test_a_class_list_is_asked_for_again_by_an_old_log(tmp_path: Path) -> None:
    """After a crash those who had not yet come could not come in any more, and nobody knew why."""
    path = tmp_path / "a.sqlite"
    given = setup(names="roster", roster=(Pupil("p1", "Ada"), Pupil("p2", "Ben")))
    begin(path, given=given).log.close()
    as_format_1(path)
    with pytest.raises(QuizgenError, match="--class"):
        Session.resume(setup(), path, Log)
    Session.resume(given, path, Log).log.close()


def test_a_roster_name_needs_its_phone_or_the_teacher(tmp_path: Path) -> None:
    """A pupil could sit down under another's name, or lose their own with their phone."""
    roster = (Pupil("p1", "Ada Lovelace"), Pupil("p2", "Ben Blau"))
    session = begin(tmp_path / "a.sqlite", given=setup(names="roster", roster=roster))
    id, token = session.join("", 0)
    assert session.person_of(token) == id
    assert session.join("", 0) == Refused("taken")
    assert session.join("", 9) == Refused("name")
    assert session.join("", "0") == Refused("name")
    assert session.release(id)
    assert session.person_of(token) is None
    again, other = session.join("", 0)
    assert again == id
    assert session.person_of(other) == id
    assert session.command("kick", {"person": id}, session.state.version) == ""
    assert session.person_of(other) is None
    assert session.join("", 0) == Refused("away")
    session.log.close()


def test_names_stand_in_one_table_alone(tmp_path: Path) -> None:
    """Threat 23: a name in some event's body would survive the purge."""
    session = begin(tmp_path / "a.quizlog")
    person = joined(session, ["Wilhelmina"])[0]
    assert session.rename(person, "Ottokar")
    steps(session, "next")
    say(session, person, 0, name="Wilhelmina")
    more = {"person": person, "name": "Wilhelmina", "percent": 150}
    assert session.command("extra", more, session.state.version) == ""
    session.log.close()
    record = read_log(tmp_path / "a.quizlog")
    assert [somebody.name for somebody in record.people] == ["Ottokar"]
    assert "Wilhelmina" not in repr(record.events)
    assert "Ottokar" not in repr(record.events)


def test_secrets_are_kept_as_hashes(tmp_path: Path) -> None:
    """Whoever finds the log could answer in a pupil's name."""
    session = begin(tmp_path / "a.sqlite")
    _, token = session.join("Ada")
    session.log.close()
    assert token.encode() not in (tmp_path / "a.sqlite").read_bytes()
    assert len(token) >= 22  # 128 bits


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Ada\u202eevil\u202c", "Ada evil"),
        ("A\x00B\n\tC", "A B C"),
        ("x" * 10_000, "x" * 32),
        ("👩\u200d🚀 Ada", "👩\u200d🚀 Ada"),
        ("\u200d\u200d", ""),
        ("   ", ""),
        (7, ""),
        ("\u3164\u2800\u115f", ""),  # letters that show nothing
        (" \u0301\u0301", ""),
        ("Z\u0335\u0321\u0322\u0327\u0328\u031ba", "Z\u0335\u0321\u0322a"),  # a tower of marks
        ("\U0001242b" * 9 + "Ada", "Ada"),  # signs as wide as a line
        ("\u2e3b\u2e3b", ""),
        ("\ufdfd", ""),
        ("山" * 40, "山" * 16),
        ("Nguyễn Thị", "Nguyễn Thị"),
        ("שָׁלוֹם", "שָׁלוֹם"),
        ("प्रिया", "प्रिया"),
        ("Ａｄａ", "Ada"),
        ("🇩🇪 Max", "🇩🇪 Max"),
    ],
)
def test_names_can_neither_hide_nor_turn_text(said: object, kept: str) -> None:
    """Threat 10: a name would run as script, turn the list round, or fill the screen."""
    assert clean_name(said) == kept


def test_what_was_missed_comes_back_and_scores_once(tmp_path: Path) -> None:
    """A class would never meet again what it got wrong, or could earn the point later."""
    session = begin(tmp_path / "a.sqlite", given=setup(5))
    ada, ben, _ = joined(session)
    for number in range(5):
        steps(session, "next")
        say(session, ada, 0)
        say(session, ben, 1 if number == 0 else 0)
        steps(session, "close", "reveal")
        if number == 3:
            assert session.next_question() == (0, True)  # three others later
            steps(session, "next")
            assert session.state.asking.is_repeat
            say(session, ben, 1)
            steps(session, "close", "reveal")
    assert session.next_question() is None
    steps(session, "next")
    assert session.state.phase == "end"
    session.log.close()


def test_a_full_disk_is_said_and_nothing_is_acknowledged(tmp_path: Path) -> None:
    """A phone would show a tick for an answer that was never kept."""
    session = begin(tmp_path / "a.sqlite")
    person = joined(session)[0]
    steps(session, "next")
    session.log.flush()
    other = sqlite3.connect(tmp_path / "a.sqlite")
    other.execute("DROP TABLE events")
    other.commit()
    other.close()
    heard: list[bool] = []
    said = {"ask": 1, "round": 1, "response": 0, "nonce": "n"}
    session.answer(person, said, heard.append)
    session.log.flush()
    assert heard == [False]
    assert "events" in session.log.failed
    session.log.close()


def test_unscored_questions_do_not_come_back(tmp_path: Path) -> None:
    """An open question would be asked for ever, since nobody can tell who was right."""
    open_question = question("o", "open", 0)
    session = begin(tmp_path / "a.sqlite", given=setup(questions=(open_question,)))
    person = joined(session)[0]
    steps(session, "next")
    assert say(session, person, "  because \x07 I think so ") == ""
    assert session.state.current_round.votes[person].response == "because I think so"
    steps(session, "close", "reveal", "next")
    assert session.state.phase == "end"
    session.log.close()


def test_a_round_opened_again_keeps_its_votes(tmp_path: Path) -> None:
    """A slip of the clicker would cost the class its answers, or leave no time to give them."""
    hands = Hands()
    session = begin(tmp_path / "a.quizlog", hands, setup(limit=10_000))
    ada, ben, _ = joined(session)
    steps(session, "next")
    say(session, ada, 1)
    hands.turn(9)
    steps(session, "close", "reopen")
    hands.turn(60)
    assert say(session, ben, 0) == ""
    assert set(session.state.current_round.votes) == {ada, ben}
    steps(session, "close", "reveal", "undo")
    for kind in ("reopen", "discuss", "revote"):  # all have seen the key
        assert session.command(kind, {}, session.state.version) == "not now"
    steps(session, "reveal")
    assert set(session.state.current_round.votes) == {ada, ben}
    session.log.close()


def test_a_lesson_is_judged_to_its_end_as_it_began(tmp_path: Path) -> None:
    """Pupils of one lesson would be judged by two rules when a new version goes on with its log."""
    path = tmp_path / "a.sqlite"
    key = {"accept": ["がく"], "exact": False}
    then = setup(questions=(question("q", "text", 0, **key), question("r", "text", 0, **key)))
    now = (question("q", "text", 0, **key, judging=2), question("r", "text", 0, **key, judging=2))
    session = begin(path, Hands(), then)
    session.log.append([("DELETE FROM session WHERE name = 'judging'", ())])
    person = joined(session)[0]
    steps(session, "next")
    say(session, person, "かく")
    session.log.flush()
    session.log.close()
    again = Session.resume(setup(questions=now), path, Log)
    assert again.share_right(1) == 1
    steps(again, "close", "reveal", "next")
    say(again, person, "かく", "n2")
    assert again.share_right(2) == 1
    again.log.close()
    new = begin(tmp_path / "b.sqlite", Hands(), setup(questions=now))
    person = joined(new)[0]
    steps(new, "next")
    say(new, person, "かく")
    assert new.share_right(1) == 0
    new.log.flush()
    assert read_log(tmp_path / "b.sqlite").about["judging"] == JUDGING
    new.log.close()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Ada", "Аdа"),  # in Cyrillic
        ("Ian", "lan"),
        ("ada", "ADA"),
        ("Tom", "Torn"),
        ("Ada B", "AdaB"),
        ("Otto", "0tt0"),
        ("Adele", "Ade\u200dle"),
        ("Max", "Mах"),
    ],
)
def test_names_that_look_alike_are_one(tmp_path: Path, first: str, second: str) -> None:
    """Threat 10: a pupil could sit on the wall under what everybody reads as another's name."""
    session = begin(tmp_path / "a.sqlite")
    session.join(first)
    assert session.join(second) == Refused("taken")
    assert not isinstance(session.join("Ben"), Refused)
    session.log.close()


@pytest.mark.parametrize(
    "name", ["Arschloch", "A r s c h", "4rsch", "Аrsсh", "f.u.c.k", "Hitl3r", "Klops!", "Superdumm"]
)
def test_what_may_not_stand_on_a_wall_is_refused(tmp_path: Path, name: str) -> None:
    """Thirty pupils would read an insult on the wall before the teacher does."""
    given = setup(lang="de", refuse=read_refused("Klops # ours\n\n*dumm*\n"))
    session = begin(tmp_path / "a.sqlite", given=given)
    assert session.join(name) == Refused("rude")
    for fine in ("Dickens", "Scunthorpe", "Anna Lena", "Vergara"):
        assert not isinstance(session.join(fine), Refused)
    session.log.close()


def test_a_name_sent_away_takes_its_votes_with_it(tmp_path: Path) -> None:
    """An impostor's answers would count, and the wall say that 20 of 10 have answered."""
    roster = (Pupil("p1", "Ada"), Pupil("p2", "Ben"))
    session = begin(tmp_path / "a.sqlite", given=setup(names="roster", roster=roster))
    impostor, token = session.join("", 0)
    ben, _ = session.join("", 1)
    steps(session, "next")
    say(session, impostor, 0)
    say(session, ben, 1)
    steps(session, "close", "revote")
    say(session, impostor, 0)
    assert session.command("kick", {"person": impostor}, session.state.version) == ""
    assert [len(round.votes) for round in session.state.rounds.values()] == [1, 0]
    view = projector_view(session)
    assert (view["answered"], view["here"]) == (0, 1)
    assert session.join("", 0) == Refused("away")
    assert session.command("admit", {"people": [impostor]}, session.state.version) == ""
    assert session.person_of(token) is None  # the impostor's phone is not let in with the name
    pupil, _ = session.join("", 0)
    assert pupil == impostor
    say(session, pupil, 2, "mine")
    session.log.flush()
    results = results_of(read_log(tmp_path / "a.sqlite"))
    votes = [{id: vote.response for id, vote in r.votes.items()} for r in results.asked[0].rounds]
    assert votes == [{ben: 1}, {pupil: 2}]
    session.log.close()


def test_a_locked_room_lets_in_whom_it_knows(tmp_path: Path) -> None:
    """Names from the corridor would come in all lesson long, or a pupil's new phone not at all."""
    session = begin(tmp_path / "a.sqlite", given=setup(names="generated"))
    first = session.proposed_name()
    otter, token = session.join(first)
    assert session.command("lock", {"on": True}, session.state.version) == ""
    assert session.join(session.proposed_name()) == Refused("locked")
    assert session.person_of(token) == otter
    assert [*session.released_names] == []
    session.release(otter)
    assert session.released_names == (first,)
    assert session.join(first)[0] == otter
    assert session.command("lock", {"on": "yes"}, session.state.version) == "bad"
    assert session.command("lock", {"on": False}, session.state.version) == ""
    assert session.join(session.proposed_name())[0] == otter + 1
    session.log.close()
    assert Session.resume(setup(), tmp_path / "a.sqlite", Log).state.locked is False


def test_newcomers_are_sent_away_together(tmp_path: Path) -> None:
    """A flood of names would have to be sent away one by one, while the class waits."""
    session = begin(tmp_path / "a.sqlite")
    known = joined(session)
    steps(session, "next")
    flood = joined(session, [f"Flood {n}x" for n in range(40)])
    assert session.state.newcomers == tuple(flood)
    assert session.command("kick", {"newcomers": True}, session.state.version) == ""
    assert list(session.state.present) == known
    assert session.command("admit", {"people": flood[:2]}, session.state.version) == ""
    for wrong in ({"people": [999]}, {"people": "all"}, {"person": None}, {"people": [True]}):
        assert session.command("kick", wrong, session.state.version) == "bad"
    session.log.close()


def test_names_wait_for_the_teacher_who_wants_it(tmp_path: Path) -> None:
    """A name would stand on the wall before the teacher has read it."""
    session = begin(tmp_path / "a.sqlite", given=setup(approve=True))
    ada, token = session.join("Ada")
    steps(session, "next")
    assert [*session.state.present] == []
    assert say(session, ada, 0) == "stranger"
    assert session.person_of(token) == ada
    assert session.command("admit", {"people": [ada]}, session.state.version) == ""
    assert say(session, ada, 0, "again") == ""
    assert session.state.present == (ada,)
    session.log.close()
