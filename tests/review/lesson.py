"""Small lessons for tests: a set-up without a bank on the disk, a clock that is turned by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizgen.review.lesson.event_log import Log
from quizgen.review.lesson.session import Clock, Session, Setup
from quizgen.review.lesson.snapshot import Question


def question(name: str, form: str = "one", count: int = 4, **key: Any) -> Question:
    """Make a question; the key is the first option."""
    shown_form: dict[str, Any] = {"form": form, "count": count}
    return Question(
        item=f"item/{name}",
        oldest=f"item/{name}",
        kind="choice",
        topic="",
        options=tuple(f"{name}-{i}" for i in range(count)),
        points=1.0,
        plain=f"Question {name}?",
        shown={
            "form": shown_form,
            "lang": "en",
            "stem": f"Question {name}?",
            "choices": [f"Choice {i}" for i in range(count)],
        },
        told={"keys": [0], "answers": ["Choice 0"], "explanation": "SECRET", "evidence": []},
        key={"form": form, "count": count, "keys": [0], **key},
    )


def setup(count: int = 3, **changes: Any) -> Setup:
    """Make a set-up of some single choice questions."""
    given = {
        "bank": "test-bank",
        "title": "Test",
        "lang": "en",
        "questions": tuple(question(f"q{i}") for i in range(count)),
        "names": "free",
        **changes,
    }
    return Setup(**given)


@dataclass
class Hands:
    """The hands of a clock, turned by the test."""

    seconds: float = 1000.0
    wall_seconds: float = 1_700_000_000.0

    def turn(self, seconds: float) -> None:
        """Let time pass, on both clocks."""
        self.seconds += seconds
        self.wall_seconds += seconds

    def clock(self, base: int = 0) -> Clock:
        """Give the clock of a session."""
        return Clock(lambda: self.seconds, lambda: self.wall_seconds, base)


def begin(path: Path, hands: Hands | None = None, given: Setup | None = None) -> Session:
    """Begin a session with a log of its own."""
    return Session.begin(given or setup(), Log(path), (hands or Hands()).clock())


def joined(session: Session, names: Iterable[str] = ("Ada", "Ben", "Cem")) -> list[int]:
    """Let some people in."""
    return [session.join(name)[0] for name in names]


def steps(session: Session, *kinds: str) -> None:
    """Take some of the teacher's steps."""
    for kind in kinds:
        assert session.command(kind, {}, session.state.version) == "", kind


def say(session: Session, person: int, response: Any, nonce: str = "", **more: Any) -> str:
    """Answer the question on the screen."""
    heard: list[bool] = []
    said = {
        "ask": session.state.ask,
        "round": session.state.round,
        "response": response,
        "nonce": nonce or f"n{person}-{response}-{session.state.ask}-{session.state.round}",
        **more,
    }
    return session.answer(person, said, heard.append)


Play = Callable[[Session], None]
