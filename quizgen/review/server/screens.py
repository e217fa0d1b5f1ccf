"""What each screen sees of a session: phones, projector, the teacher's page.

Snapshots of the state, never deltas. Phones and projector get `shown` (made of `Asked` alone)
before the reveal, and nothing else of a question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from quizgen.interaction import Choose
from quizgen.review.lesson.session import Session
from quizgen.review.lesson.state import Round
from quizgen.review.server.tallies import raised, tallies
from quizgen.scoring.responses import RULES, ScoringRules, response_that_counts, score

LOW, HIGH = 0.3, 0.7
"""Below, explain it anew; between, let them talk; above, go on (Crouch and Mazur)."""
BOARD = 5
SHORT = 90
"""Characters of a question in the list of all."""


def common(session: Session) -> dict[str, Any]:
    """Give what every screen may see."""
    state = session.state
    view: dict[str, Any] = {
        "t": "snapshot",
        "phase": state.phase,
        "ask": state.ask,
        "total": len(session.setup.questions),
        "number": number_of(session),
        "round": state.round,
        "paused": state.paused,
    }
    if state.ask and state.phase != "end":
        view["shown"] = session.question.shown
        view["again"] = state.asking.is_repeat
        view["skipped"] = state.asking.skipped
        if state.phase == "reveal":
            view["told"] = session.question.told
    return view


def number_of(session: Session) -> int:
    """Give the number of the question on the screen; what comes back has the one that it had."""
    state = session.state
    if not state.ask:
        return 0
    asked = list(dict.fromkeys(asking.item for asking in state.askings.values()))
    return asked.index(state.asking.item) + 1


def waiting_view(session: Session, person: int) -> dict[str, Any]:
    """Give what somebody sees whose name the teacher has not yet let in: nothing of the lesson."""
    you = {"name": session.people[person].name, "waiting": True}
    empty = {"t": "snapshot", "phase": "lobby", "ask": 0, "round": 0, "paused": False}
    return {**empty, "total": 0, "left": None, "you": you}


def phone_view(session: Session, person: int) -> dict[str, Any]:
    """Give what is one person's own in a snapshot."""
    state, setup = session.state, session.setup
    vote = state.current_round.votes.get(person)
    you: dict[str, Any] = {"name": session.people[person].name}
    if vote and state.phase != "end":
        you |= {"response": vote.response, "sure": vote.sure}
    if state.phase == "reveal":
        response = response_of(state.rounds, state.ask, state.asking.rounds, person, RULES)
        mark = score(session.key_of(session.state.asking.item), response)
        you["response"] = response
        you["right"] = None if mark is None else round(mark, 3)
    if setup.score != "none" and state.phase in {"reveal", "end"}:
        you["score"], you["possible"] = score_of(session, person)
    allowance = state.people[person].time_allowance
    return {"left": state.current_round.time_left(session.clock.now(), allowance), "you": you}


def projector_view(session: Session) -> dict[str, Any]:
    """Give what the class sees on the wall."""
    state = session.state
    view = common(session)
    view["here"] = len(state.present)
    view["answered"] = len(state.current_round.votes) + raised(state.current_round)
    view["left"] = state.current_round.time_left(session.clock.now())
    if state.phase == "lobby":
        view["people"] = [session.people[id].name for id in state.present]
    if state.phase == "reveal":
        view["tallies"] = tallies(session, public=True)
        view["moved"] = vote_shift(session)
    if state.phase != "lobby":
        view["let"] = sorted(state.shown_texts)
    if session.setup.score == "board" and state.phase in {"reveal", "end"}:
        view["board"] = board(session)
    return view


def host_view(session: Session) -> dict[str, Any]:
    """Give the teacher all of it; the page hides the tally until it is asked for."""
    state, trouble = session.state, session.log.trouble
    view = common(session)
    view |= {
        "version": state.version,
        "title": session.setup.title,
        "left": state.current_round.time_left(session.clock.now()),
        "here": len(state.present),
        "answered": len(state.current_round.votes) + raised(state.current_round),
        "names": session.setup.names,
        "people": [_row(session, id) for id in state.present],
        "waiting": _named(session, (i for i, one in state.people.items() if one.waiting)),
        "sent_away": _named(session, (i for i, one in state.people.items() if one.kicked)),
        "newcomers": len(state.newcomers),
        "locked": state.locked,
        "approve": state.asks_first,
        "let": sorted(state.shown_texts),
        "failed": session.log.failed,
        "trouble": trouble.kind if trouble else "",
        "more": state.phase in {"open", "discuss"} or session.next_question() is not None,
        "repeats": {
            "on": state.repeats,
            "asked": session.repeats_asked,
            "most": session.setup.repeats,
        },
        "plan": plan(session),
    }
    if state.phase == "end":
        view["overview"] = overview(session)
    if state.ask and state.phase != "end":
        view["item"] = session.question.item
        view["told"] = session.question.told
        view["key"] = session.question.key
        view["hands"] = list(state.current_round.raised_hands)
        view["tallies"] = tallies(session)
        view["moved"] = vote_shift(session)
        view["advice"] = advice(session)
        view["revealed"] = state.asking.revealed
        view["accepted"] = list(state.accepted.get(state.asking.item, ()))
        view["sure_and_wrong"] = sure_and_wrong(session)
    return view


def plan(session: Session) -> list[dict[str, Any]]:
    """List all questions, and what became of each."""
    state = session.state
    told = {
        asking.item: "skipped" if asking.skipped else "asked" for asking in state.askings.values()
    }
    if state.ask:
        told[state.asking.item] = "now"
    rows = enumerate(session.setup.questions)
    left = dict.fromkeys(state.left_out, "left")
    return [
        {"text": question.plain[:SHORT], "state": told.get(i) or left.get(i, "")}
        for i, question in rows
    ]


def _named(session: Session, people: Iterable[int]) -> list[dict[str, Any]]:
    return [{"id": id, "name": session.people[id].name} for id in people]


def _row(session: Session, id: int) -> dict[str, Any]:
    person = session.state.people[id]
    return {
        "id": id,
        "name": session.people[id].name,
        "answered": id in session.state.current_round.votes,
        "extra": person.time_allowance,
        "away": session.people[id].token is None,
    }


# --- counting -----------------------------------------------------------------------------------


def vote_shift(session: Session) -> dict[str, int] | None:
    """Say how those who voted twice moved between right and wrong."""
    state = session.state
    if not state.ask or state.asking.rounds < 2:
        return None
    first, second = state.rounds[state.ask, 1].votes, state.rounds[state.ask, 2].votes
    key = session.key_of(session.state.asking.item)
    counts: Counter[str] = Counter()
    for person in first.keys() & second.keys():
        before, after = (score(key, votes[person].response) for votes in (first, second))
        if before is None or after is None:
            return None
        names = ("right" if mark == 1 else "wrong" for mark in (before, after))
        counts["_".join(names)] += 1
    ways = ("right_right", "wrong_right", "right_wrong", "wrong_wrong")
    return {way: counts[way] for way in ways}


def advice(session: Session) -> str:
    """Advise what to do after a vote: explain it anew, let them discuss, or go on."""
    state = session.state
    if state.phase != "closed" or state.asking.skipped:
        return ""
    if not isinstance(session.question.interaction, Choose):
        return ""
    if not state.current_round.votes and not state.current_round.raised_hands:
        return ""
    right = session.share_right(state.ask)
    if state.round == 2:
        return "reveal"
    return "reteach" if right < LOW else "discuss" if right <= HIGH else "reveal"


def sure_and_wrong(session: Session) -> list[str]:
    """Name those who were sure and wrong: they remember a correction best."""
    state = session.state
    key = session.key_of(state.asking.item) if state.ask else None
    if key is None or state.phase not in {"closed", "discuss", "reveal"}:
        return []
    return [
        session.people[id].name
        for id, vote in state.current_round.votes.items()
        if vote.sure
        and (score(key, vote.response) or 0) < 1
        and score(key, vote.response) is not None
    ]


def score_of(session: Session, person: int, rules: ScoringRules = RULES) -> tuple[float, float]:
    """Give somebody's points, and those of all questions that were revealed."""
    state = session.state
    got = possible = 0.0
    for ask, asking in state.askings.items():
        question = session.setup.questions[asking.item]
        hidden = ask == state.ask and state.phase not in {"reveal", "end"}
        if asking.is_repeat or asking.skipped or hidden:
            continue
        response = response_of(state.rounds, ask, asking.rounds, person, rules)
        mark = score(session.key_of(asking.item), response, rules)
        if mark is not None:
            got += mark * question.points
            possible += question.points
    return round(got, 3), round(possible, 3)


def overview(session: Session) -> list[dict[str, Any]]:
    """Give each pupil's marks in the questions that counted, and their points."""
    state = session.state
    counted = [
        (ask, asking)
        for ask, asking in state.askings.items()
        if not asking.is_repeat and not asking.skipped
    ]
    rows = []
    for person in state.present:
        marks = []
        for ask, asking in counted:
            response = response_of(state.rounds, ask, asking.rounds, person, RULES)
            mark = score(session.key_of(asking.item), response)
            marks.append(None if mark is None or response is None else round(mark, 2))
        got, possible = score_of(session, person)
        row = {"name": session.people[person].name, "marks": marks}
        rows.append({**row, "score": got, "possible": possible})
    return rows


def response_of(
    rounds: Mapping[tuple[int, int], Round], ask: int, last: int, person: int, rules: ScoringRules
) -> Any:
    """Give somebody's response that counts."""
    votes = (rounds[ask, number].votes.get(person) for number in range(1, last + 1))
    return response_that_counts((vote.response for vote in votes if vote), rules)


def board(session: Session) -> list[dict[str, Any]]:
    """Name the first few, where the teacher asked for that."""
    scores = [(session.people[id].name, score_of(session, id)[0]) for id in session.state.present]
    scores.sort(key=lambda row: (-row[1], row[0]))
    return [{"name": name, "score": score} for name, score in scores[:BOARD]]
