"""The reducer: what a lesson's events add up to, with no clock, disk or socket."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.review.lesson.state import (
    AFTER_VOTE,
    TEACHER_STEPS,
    Event,
    State,
    apply,
    refusal,
    replay,
)

PEOPLE = (1, 2, 3)
KINDS = sorted(TEACHER_STEPS | {"join", "answer", "clock", "unheard-of"})

LIMITS = st.sampled_from((None, 1000, 3000))
SOMEBODY = st.sampled_from((1, 2, 9))
BODIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "open": st.fixed_dictionaries({"item": st.integers(0, 4), "limit": LIMITS}),
    "revote": st.fixed_dictionaries({"limit": LIMITS}),
    "kick": st.fixed_dictionaries({"person": SOMEBODY}),
    "extra": st.fixed_dictionaries(
        {"person": SOMEBODY, "percent": st.sampled_from((100, 150, 400, 900))}
    ),
    "hands": st.just({"counts": [1, 2]}),
    "let": st.fixed_dictionaries({"text": st.sampled_from("ab"), "shown": st.booleans()}),
    "accept": st.fixed_dictionaries({"text": st.sampled_from("ab"), "on": st.booleans()}),
    "leave": st.fixed_dictionaries({"item": st.integers(0, 4), "on": st.booleans()}),
    "repeat": st.fixed_dictionaries({"on": st.booleans()}),
    "answer": st.fixed_dictionaries(
        {
            "response": st.integers(0, 3),
            "nonce": st.sampled_from("abcdef"),
            "sure": st.sampled_from((True, False, None)),
        }
    ),
}


@st.composite
def lessons(draw: st.DrawFn) -> list[Event]:
    """Give the log of a lesson in which anything may happen at any time, most of it in order."""
    at, events, state = 0, [Event(0, "join", actor=1), Event(0, "join", actor=2)], State()
    state = replay(events)
    for _ in range(draw(st.integers(0, 24))):
        at += draw(st.sampled_from((0, 1, 400, 999, 1000, 5000)))
        kind = draw(st.sampled_from([*KINDS, "answer", "answer", "open", "open", "close"]))
        ask, round = state.ask, state.round
        if kind == "open":
            ask, round = ask + draw(st.sampled_from((1, 1, 1, 0, 2))), 1
        elif draw(st.integers(0, 9)) == 0:
            ask, round = ask - 1, 2
        body = draw(BODIES[kind]) if kind in BODIES else {}
        actor = draw(st.sampled_from(PEOPLE)) if kind in {"answer", "join"} else 0
        event = Event(at, kind, ask, round, actor, body)
        events.append(event)
        state = apply(state, event)
    return events


@settings(max_examples=30, deadline=None)
@given(lessons(), st.integers(0, 40))
def test_a_restart_anywhere_gives_the_same_lesson(events: list[Event], cut: int) -> None:
    """After a crash the class would meet another question, or other scores."""
    assert replay(events[cut:], replay(events[:cut])) == replay(events)


@settings(max_examples=30, deadline=None)
@given(lessons())
def test_only_accepted_answers_count(events: list[Event]) -> None:
    """An answer after the close, too late, or by somebody sent away would count."""
    state = State()
    for event in events:
        before, why = state, refusal(state, event) if event.kind == "answer" else ""
        state = apply(state, event)
        if event.kind == "answer" and why:
            assert state.rounds == before.rounds
        if event.kind != "answer":
            votes = {key: round.votes for key, round in before.rounds.items()}
            assert votes == {k: r.votes for k, r in state.rounds.items() if k in votes}


@settings(max_examples=30, deadline=None)
@given(lessons())
def test_time_and_version_never_go_back(events: list[Event]) -> None:
    """A round would last for ever, or a second press of a key would skip a question."""
    state = State()
    for event in events:
        after = apply(state, event)
        assert after.at >= state.at
        assert after.version in {state.version, state.version + 1}
        if after.phase != state.phase:
            assert after.version > state.version
        state = after


@settings(max_examples=30, deadline=None)
@given(lessons())
def test_nobody_votes_after_their_time(events: list[Event]) -> None:
    """Slow phones would have more time than quick ones."""
    state = State()
    for event in events:
        before, state = state, apply(state, event)
        if event.kind == "answer" and state != before and state.rounds != before.rounds:
            person = before.people[event.actor]
            left = before.current_round.time_left(event.at, person.time_allowance)
            assert left is None or left >= 0
            assert not before.current_round.is_late(event.at, person.time_allowance)


@settings(max_examples=30, deadline=None)
@given(lessons())
def test_running_time_is_only_counted_while_open(events: list[Event]) -> None:
    """A pause would eat up the time of a question."""
    state = State()
    for event in events:
        state = apply(state, event)
        runs = state.phase == "open" and not state.paused
        assert (state.current_round.since is not None) == runs
        assert all(round.spent >= 0 for round in state.rounds.values())
        if state.phase in AFTER_VOTE:
            assert state.ask > 0


def test_a_round_with_a_pause_and_extra_time() -> None:
    """Somebody with extra time would be cut off with the others, or a pause would cost time."""
    state = replay(
        [
            Event(0, "join", actor=1),
            Event(0, "join", actor=2),
            Event(0, "extra", body={"person": 2, "percent": 150}),
            Event(1000, "open", 1, 1, body={"item": 0, "limit": 10_000}),
            Event(5000, "pause", 1, 1),
            Event(65_000, "resume", 1, 1),
        ]
    )
    assert state.current_round.time_left(66_000) == 5000
    body = {"response": 0, "nonce": "x"}
    assert refusal(state, Event(71_000, "answer", 1, 1, 1, body)) == ""
    assert refusal(state, Event(71_001, "answer", 1, 1, 1, body)) == "late"
    assert refusal(state, Event(76_000, "answer", 1, 1, 2, body)) == ""
    assert refusal(state, Event(76_001, "answer", 1, 1, 2, body)) == "late"
