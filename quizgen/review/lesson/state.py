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

ANSWERED: tuple[Phase, ...] = ("closed", "discuss", "reveal")
NONCES_KEPT = 32
"""How many of a person's last answers to a round are told from repetitions."""


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the log; `actor` is a person, or 0 for the teacher and the clock."""

    at: int
    kind: str
    ask: int = 0
    round: int = 0
    actor: int = 0
    body: Mapping[str, Any] = field(default_factory=dict)
    wall: int = 0


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
    hands: tuple[int, ...] = ()
    """Raised hands for each option, as the teacher counted them."""

    def elapsed(self, at: int) -> int:
        """Say how long it had been open at a time."""
        return self.spent + (at - self.since if self.since is not None else 0)

    def left(self, at: int, extra: int = 100) -> int | None:
        """Say how much time is left to somebody who has `extra` per cent of it."""
        return None if self.limit is None else max(0, self.limit * extra // 100 - self.elapsed(at))

    def is_late(self, at: int, extra: int) -> bool:
        """Tell whether an answer comes after the time of somebody who has `extra` per cent."""
        return self.limit is not None and self.elapsed(at) > self.limit * extra // 100


@dataclass(frozen=True, slots=True)
class Asking:
    """A question on the screen: which item it is, and what became of it."""

    item: int
    """Its place in the plan of the session."""
    again: bool = False
    """It was missed before and comes back; only the first time scores."""
    skipped: bool = False
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the room."""

    extra: int = 100
    """Per cent of the time that others have."""
    kicked: bool = False


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
    let: frozenset[str] = frozenset()
    """Typed answers that the teacher lets everybody see."""

    @property
    def asking(self) -> Asking:
        """The question on the screen."""
        return self.askings[self.ask]

    @property
    def vote(self) -> Round:
        """The round on the screen; an empty one in the lobby."""
        return self.rounds.get((self.ask, self.round), Round())

    @property
    def present(self) -> tuple[int, ...]:
        """Everybody who joined and was not sent away."""
        return tuple(id for id, person in self.people.items() if not person.kicked)


def refusal(state: State, event: Event) -> str:
    """Say why an answer is not accepted; nothing if it is."""
    person = state.people.get(event.actor)
    if person is None or person.kicked:
        return "stranger"
    if (event.ask, event.round) != (state.ask, state.round):
        return "stale"
    if state.phase != "open":
        return "closed"
    if state.paused:
        return "paused"
    return "late" if state.vote.is_late(event.at, person.extra) else ""


def is_repeated(state: State, event: Event) -> bool:
    """Tell whether an answer was accepted before: the phone that sent it had not heard so."""
    round = state.rounds.get((event.ask, event.round))
    vote = round.votes.get(event.actor) if round else None
    return vote is not None and event.body.get("nonce") in vote.nonces


def is_over(state: State, at: int) -> bool:
    """Tell whether the time of a round is up, for those too who have more of it."""
    if state.phase != "open" or state.paused:
        return False
    most = max((state.people[id].extra for id in state.present), default=100)
    return state.vote.is_late(at, most)


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
    if after is not state and event.kind in STEPS:
        after = replace(after, version=state.version + 1)
    return after


# --- people -------------------------------------------------------------------------------------


def _unchanged(state: State, _: Event) -> State:
    return state


def _join(state: State, event: Event) -> State:
    person = state.people.get(event.actor, Person())
    if event.actor < 1 or person.kicked:
        return state
    return replace(state, people={**state.people, event.actor: person})


def _kick(state: State, event: Event) -> State:
    return _changed(state, event, kicked=True)


def _extra(state: State, event: Event) -> State:
    return _changed(state, event, extra=max(100, min(400, int(event.body["percent"]))))


def _changed(state: State, event: Event, **changes: Any) -> State:
    id = int(event.body["person"])
    if id not in state.people:
        return state
    person = replace(state.people[id], **changes)
    return replace(state, people={**state.people, id: person})


def _answer(state: State, event: Event) -> State:
    if refusal(state, event) or is_repeated(state, event):
        return state
    body = event.body
    before = state.vote.votes.get(event.actor)
    nonces = (*(before.nonces if before else ()), str(body["nonce"]))[-NONCES_KEPT:]
    vote = Vote(body["response"], body.get("sure"), event.at, nonces)
    return _with_round(state, votes={**state.vote.votes, event.actor: vote})


def _hands(state: State, event: Event) -> State:
    return _with_round(state, hands=tuple(int(n) for n in event.body["counts"]))


def _with_round(state: State, **changes: Any) -> State:
    round = replace(state.vote, **changes)
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
        let=frozenset(),
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
    round = state.vote
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
    return replace(_stopped(state, event), phase="reveal", paused=False)


def _undo(state: State, _: Event) -> State:
    return replace(state, phase="closed")


def _skip(state: State, event: Event) -> State:
    """Drop the question: it counts for nobody."""
    state = _stopped(state, event)
    asking = replace(state.asking, skipped=True)
    askings = {**state.askings, state.ask: asking}
    return replace(state, phase="closed", paused=False, askings=askings)


def _let(state: State, event: Event) -> State:
    text = str(event.body["text"])
    shown = event.body.get("shown", True)
    return replace(state, let=state.let | {text} if shown else state.let - {text})


def _end(state: State, event: Event) -> State:
    return replace(_stopped(state, event) if state.ask else state, phase="end", paused=False)


Handler = Callable[[State, Event], State]

_ASKED: tuple[Phase, ...] = ("open", *ANSWERED)
_HANDLERS: Mapping[str, tuple[tuple[Phase, ...], Handler]] = {
    "join": ((), _join),
    "kick": ((), _kick),
    "extra": ((), _extra),
    "answer": (("open",), _answer),
    "hands": (("open", "closed", "discuss"), _hands),
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
    "let": (_ASKED, _let),
    "end": (("lobby", *_ASKED), _end),
}

STEPS = frozenset(_HANDLERS) - {"join", "answer"}
"""What the teacher does: each raises the version."""


def fits(state: State, kind: str) -> bool:
    """Tell whether a step of the teacher's makes sense in a state."""
    phases, _ = _HANDLERS[kind]
    if phases and state.phase not in phases:
        return False
    match kind:
        case "revote":
            return state.round == 1 and not state.asking.skipped
        case "pause":
            return not state.paused
        case "resume":
            return state.paused
        case "reveal" | "discuss" | "reopen":
            return not state.asking.skipped
        case _:
            return True
