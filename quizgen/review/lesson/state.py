"""The lesson as a pure reducer: `apply(state, event) -> state`, with no clock, disk or socket.

The log of events is the truth and the state is what they add up to, so that a restart is a replay.
Every decision about time uses the event's own time (`at`, in milliseconds that the session ran,
which neither the wall clock nor a crash can turn back). People are numbers here: names stand in a
table of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Phase = Literal["lobby", "open", "closed", "discuss", "reveal", "end"]

AFTER_VOTE: tuple[Phase, ...] = ("closed", "discuss", "reveal")
"""Phases of a question whose vote is closed."""
SHOW_TEXT, RAISED_HANDS, TIME_ALLOWANCE = "let", "hands", "extra"
"""Kinds of events whose names, in logs and on the wire, say little."""
ACCEPT_TEXT, LEAVE_OUT, REPEAT = "accept", "leave", "repeat"
"""Kinds of events that change what is right, and what is asked."""
NONCES_KEPT = 32
"""How many of a person's last answers to a round are told from repetitions."""


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the log."""

    at: int
    """In milliseconds that the session ran."""
    kind: str
    ask: int = 0
    """Which question is on the screen, counted from 1 as they are asked; 0 in the lobby."""
    round: int = 0
    """Its first vote or its second."""
    actor: int = 0
    """A person, or 0 for the teacher and the clock."""
    body: Mapping[str, Any] = field(default_factory=dict)
    wall: int = 0
    """The wall clock's milliseconds; they decide nothing."""


@dataclass(frozen=True, slots=True)
class Vote:
    """Somebody's answer to a round: the last one that was accepted."""

    response: Any
    sure: bool | None
    at: int
    nonces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Round:
    """One vote on a question, and how long it has been open."""

    limit: int | None = None
    """Milliseconds; none by default."""
    spent: int = 0
    """How long it was open before it last stood still."""
    since: int | None = None
    """Since when it has been running; None while it stands still."""
    votes: Mapping[int, Vote] = field(default_factory=dict)
    raised_hands: tuple[int, ...] = ()
    """Raised hands for each option, as the teacher counted them."""

    def elapsed(self, at: int) -> int:
        """Say how long it had been open at a time."""
        return self.spent + (at - self.since if self.since is not None else 0)

    def time_left(self, at: int, allowance: int = 100) -> int | None:
        """Say how much time is left to somebody who has `allowance` per cent of it."""
        if self.limit is None:
            return None
        return max(0, self.limit * allowance // 100 - self.elapsed(at))

    def is_late(self, at: int, allowance: int) -> bool:
        """Tell whether an answer comes after the time of somebody with this allowance."""
        return self.limit is not None and self.elapsed(at) > self.limit * allowance // 100


@dataclass(frozen=True, slots=True)
class Asking:
    """A question on the screen: which item it is, and what became of it."""

    item: int
    """Its place in the plan of the session."""
    is_repeat: bool = False
    """It was missed before and comes back; only the first time scores."""
    skipped: bool = False
    rounds: int = 1
    revealed: bool = False
    """The class has seen its key, hidden again or not."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the room."""

    time_allowance: int = 100
    """Per cent of the time that others have."""
    kicked: bool = False
    """Sent away: the name stays away until it is let in again."""
    waiting: bool = False
    """The teacher has not yet said that the name may stand there."""
    since: int = 0
    """The question on the screen when they came; 0 in the lobby."""

    @property
    def is_in(self) -> bool:
        """Tell whether they are in the room."""
        return not (self.kicked or self.waiting)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that the events so far add up to."""

    phase: Phase = "lobby"
    version: int = 0
    """Rises with each of the teacher's steps: a command that expects another one is refused."""
    at: int = 0
    paused: bool = False
    ask: int = 0
    """The question on the screen, from 1; 0 in the lobby."""
    round: int = 0
    askings: Mapping[int, Asking] = field(default_factory=dict)
    rounds: Mapping[tuple[int, int], Round] = field(default_factory=dict)
    people: Mapping[int, Person] = field(default_factory=dict)
    locked: bool = False
    """Nobody new comes in."""
    asks_first: bool = False
    """New names wait until the teacher lets them in."""
    shown_texts: frozenset[str] = frozenset()
    """Typed answers that the teacher lets everybody see."""
    left_out: frozenset[int] = frozenset()
    """Places of the plan that the teacher passes over."""
    accepted: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Typed answers that the teacher took as right, for each place of the plan."""
    repeats: bool = True
    """Whether what was missed comes back."""

    @property
    def asking(self) -> Asking:
        """The question on the screen."""
        return self.askings[self.ask]

    @property
    def current_round(self) -> Round:
        """The round on the screen; an empty one in the lobby."""
        return self.rounds.get((self.ask, self.round), Round())

    @property
    def present(self) -> tuple[int, ...]:
        """Everybody who joined, was let in, and was not sent away."""
        return tuple(id for id, person in self.people.items() if person.is_in)

    @property
    def newcomers(self) -> tuple[int, ...]:
        """Those who came since the question on the screen was asked; in the lobby, all."""
        people = self.people.items()
        return tuple(id for id, one in people if not one.kicked and one.since >= self.ask)

    @property
    def longest_allowance(self) -> int:
        """The per cent of time that those have who have most of it."""
        return max((self.people[id].time_allowance for id in self.present), default=100)


def refusal(state: State, event: Event) -> str:
    """Say why an answer is not accepted; nothing if it is."""
    person = state.people.get(event.actor)
    if person is None or not person.is_in:
        return "stranger"
    if (event.ask, event.round) != (state.ask, state.round):
        return "stale"
    if state.phase != "open":
        return "closed"
    if state.paused:
        return "paused"
    return "late" if state.current_round.is_late(event.at, person.time_allowance) else ""


def is_duplicate(state: State, event: Event) -> bool:
    """Tell whether an answer was accepted before: the phone that sent it had not heard so."""
    round = state.rounds.get((event.ask, event.round))
    vote = round.votes.get(event.actor) if round else None
    return vote is not None and event.body.get("nonce") in vote.nonces


def is_time_up(state: State, at: int) -> bool:
    """Tell whether the time of a round is up, for those too who have more of it."""
    if state.phase != "open" or state.paused:
        return False
    return state.current_round.is_late(at, state.longest_allowance)


def replay(events: Iterable[Event], state: State | None = None) -> State:
    """Add events up, from nothing or from a state."""
    state = state or State()
    for event in events:
        state = apply(state, event)
    return state


def apply(state: State, event: Event) -> State:
    """Give the state after an event; what makes no sense in a state changes nothing but time."""
    state = replace(state, at=max(state.at, event.at))
    handler = _HANDLERS.get(event.kind)
    phases, step = handler or ((), _unchanged)
    if phases and state.phase not in phases:
        return state
    after = step(state, event)
    if after is not state and event.kind in TEACHER_STEPS:
        after = replace(after, version=state.version + 1)
    return after


# --- people -------------------------------------------------------------------------------------


def _unchanged(state: State, _: Event) -> State:
    return state


def _join(state: State, event: Event) -> State:
    waits = bool(event.body.get("waits"))
    person = state.people.get(event.actor, Person(waiting=waits, since=state.ask))
    if event.actor < 1 or person.kicked:
        return state
    return replace(state, people={**state.people, event.actor: person})


def _kick(state: State, event: Event) -> State:
    """Send people away, and their answers with them: they may have been somebody else's."""
    if "people" not in event.body:  # as it was written at first: answers stayed
        return _changed(state, event, kicked=True)
    gone = {int(id) for id in event.body["people"]} & state.people.keys()
    people = {
        id: replace(person, kicked=True, waiting=False) if id in gone else person
        for id, person in state.people.items()
    }
    rounds = {
        place: replace(round, votes={i: vote for i, vote in round.votes.items() if i not in gone})
        for place, round in state.rounds.items()
    }
    return replace(state, people=people, rounds=rounds)


def _admit(state: State, event: Event) -> State:
    """Let in those who wait, or whose name was sent away."""
    admitted = {int(id) for id in event.body.get("people", ())}
    people = {
        id: replace(person, kicked=False, waiting=False) if id in admitted else person
        for id, person in state.people.items()
    }
    return replace(state, people=people)


def _lock(state: State, event: Event) -> State:
    return replace(state, locked=bool(event.body.get("on")))


def _ask_first(state: State, event: Event) -> State:
    return replace(state, asks_first=bool(event.body.get("on")))


def _allow_time(state: State, event: Event) -> State:
    return _changed(state, event, time_allowance=max(100, min(400, int(event.body["percent"]))))


def _changed(state: State, event: Event, **changes: Any) -> State:
    id = int(event.body["person"])
    if id not in state.people:
        return state
    person = replace(state.people[id], **changes)
    return replace(state, people={**state.people, id: person})


def _answer(state: State, event: Event) -> State:
    if refusal(state, event) or is_duplicate(state, event):
        return state
    body = event.body
    before = state.current_round.votes.get(event.actor)
    nonces = (*(before.nonces if before else ()), str(body["nonce"]))[-NONCES_KEPT:]
    vote = Vote(body["response"], body.get("sure"), event.at, nonces)
    return _with_round(state, votes={**state.current_round.votes, event.actor: vote})


def _count_hands(state: State, event: Event) -> State:
    return _with_round(state, raised_hands=tuple(int(n) for n in event.body["counts"]))


def _with_round(state: State, **changes: Any) -> State:
    round = replace(state.current_round, **changes)
    return replace(state, rounds={**state.rounds, (state.ask, state.round): round})


# --- the teacher's steps ------------------------------------------------------------------------


def _open(state: State, event: Event) -> State:
    """Ask the next question: the event says which."""
    if event.ask != state.ask + 1:
        return state
    body = event.body
    asking = Asking(int(body["item"]), bool(body.get("again")))
    return replace(
        state,
        phase="open",
        paused=False,
        ask=event.ask,
        round=1,
        shown_texts=frozenset(),
        askings={**state.askings, event.ask: asking},
        rounds={**state.rounds, (event.ask, 1): Round(body.get("limit"), since=event.at)},
    )


def _revote(state: State, event: Event) -> State:
    """Open the second round of the same question."""
    if state.round != 1:
        return state
    asking = replace(state.asking, rounds=2)
    return replace(
        state,
        phase="open",
        round=2,
        askings={**state.askings, state.ask: asking},
        rounds={**state.rounds, (state.ask, 2): Round(event.body.get("limit"), since=event.at)},
    )


def _stopped(state: State, event: Event) -> State:
    round = state.current_round
    if round.since is None:
        return state
    # Not before it began: a log may have been written by a clock that was set wrong.
    spent = max(round.spent, round.elapsed(event.at))
    return _with_round(state, spent=spent, since=None)


def _close(state: State, event: Event) -> State:
    return replace(_stopped(state, event), phase="closed", paused=False)


def _reopen(state: State, event: Event) -> State:
    """Open the same round again: without a limit, whose time may be over."""
    return replace(_with_round(state, since=event.at, limit=None), phase="open")


def _pause(state: State, event: Event) -> State:
    return state if state.paused else replace(_stopped(state, event), paused=True)


def _resume(state: State, event: Event) -> State:
    if not state.paused:
        return state
    return replace(_with_round(state, since=event.at), paused=False)


def _discuss(state: State, _: Event) -> State:
    return replace(state, phase="discuss")


def _reveal(state: State, event: Event) -> State:
    askings = {**state.askings, state.ask: replace(state.asking, revealed=True)}
    return replace(_stopped(state, event), phase="reveal", paused=False, askings=askings)


def _undo(state: State, _: Event) -> State:
    return replace(state, phase="closed")


def _skip(state: State, event: Event) -> State:
    """Drop the question: it counts for nobody."""
    state = _stopped(state, event)
    asking = replace(state.asking, skipped=True)
    askings = {**state.askings, state.ask: asking}
    return replace(state, phase="closed", paused=False, askings=askings)


def _show_text(state: State, event: Event) -> State:
    text = str(event.body["text"])
    shown = event.body.get("shown", True)
    texts = state.shown_texts | {text} if shown else state.shown_texts - {text}
    return replace(state, shown_texts=texts)


def _leave_out(state: State, event: Event) -> State:
    item = {int(event.body["item"])}
    on = event.body.get("on", True)
    return replace(state, left_out=state.left_out | item if on else state.left_out - item)


def _accept(state: State, event: Event) -> State:
    """Take a typed answer as right from now on, in what was typed before, too; or no longer."""
    item, text = state.asking.item, str(event.body["text"])
    texts = [one for one in state.accepted.get(item, ()) if one != text]
    if event.body.get("on", True):
        texts.append(text)
    return replace(state, accepted={**state.accepted, item: tuple(texts)})


def _repeat(state: State, event: Event) -> State:
    return replace(state, repeats=bool(event.body.get("on", True)))


def _end(state: State, event: Event) -> State:
    return replace(_stopped(state, event) if state.ask else state, phase="end", paused=False)


Handler = Callable[[State, Event], State]

_ASKED: tuple[Phase, ...] = ("open", *AFTER_VOTE)
_HANDLERS: Mapping[str, tuple[tuple[Phase, ...], Handler]] = {
    "join": ((), _join),
    "kick": ((), _kick),
    "admit": ((), _admit),
    "lock": ((), _lock),
    "approve": ((), _ask_first),
    TIME_ALLOWANCE: ((), _allow_time),
    "answer": (("open",), _answer),
    RAISED_HANDS: (("open", "closed", "discuss"), _count_hands),
    "open": (("lobby", *_ASKED), _open),
    "close": (("open",), _close),
    "reopen": (("closed",), _reopen),
    "discuss": (("closed",), _discuss),
    "revote": (("closed", "discuss"), _revote),
    "reveal": (("open", "closed", "discuss"), _reveal),
    "undo": (("reveal",), _undo),
    "pause": (("open",), _pause),
    "resume": (("open",), _resume),
    "skip": (("open", "closed", "discuss"), _skip),
    SHOW_TEXT: (_ASKED, _show_text),
    ACCEPT_TEXT: (_ASKED, _accept),
    LEAVE_OUT: (("lobby", *_ASKED), _leave_out),
    REPEAT: (("lobby", *_ASKED), _repeat),
    "end": (("lobby", *_ASKED), _end),
}

TEACHER_STEPS = frozenset(_HANDLERS) - {"join", "answer"}
"""What the teacher does: each raises the version."""


def is_possible(state: State, kind: str) -> bool:
    """Tell whether a step of the teacher's makes sense in a state."""
    phases, _ = _HANDLERS[kind]
    if phases and state.phase not in phases:
        return False
    match kind:
        case "revote":
            fresh = state.round == 1 and not state.asking.revealed
            return fresh and not state.asking.skipped
        case "pause":
            return not state.paused
        case "resume":
            return state.paused
        case "discuss" | "reopen":
            # Whoever saw the key, hidden again or not, has no answer to give.
            return not state.asking.skipped and not state.asking.revealed
        case "reveal":
            return not state.asking.skipped
        case _:
            return True
