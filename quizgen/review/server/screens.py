"""What each screen sees of a session: phones, projector, the teacher's page.

Snapshots of the state, never deltas. Phones and projector get `shown` (made of `Asked` alone)
before the reveal, and nothing else of a question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, assert_never

from quizgen.interaction import (
    Choose,
    EnterNumber,
    EnterText,
    Fill,
    Match,
    MatchKey,
    Order,
    Recall,
    Write,
)
from quizgen.review.lesson.session import Session
from quizgen.review.lesson.snapshot import Question
from quizgen.review.lesson.state import Round
from quizgen.scoring.responses import RULES, ScoringRules, response_that_counts, score
from quizgen.text.folding import fold

LOW, HIGH = 0.3, 0.7
"""Below, explain it anew; between, let them talk; above, go on (Crouch and Mazur)."""
BOARD = 5
MOST_TEXTS = 60
"""Different typed answers that a tally lists."""


def common(session: Session) -> dict[str, Any]:
    """Give what every screen may see."""
    state = session.state
    view: dict[str, Any] = {
        "t": "snapshot",
        "phase": state.phase,
        "ask": state.ask,
        "total": len(session.setup.questions),
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


def phone_view(session: Session, person: int) -> dict[str, Any]:
    """Give what is one person's own in a snapshot."""
    state, setup = session.state, session.setup
    vote = state.current_round.votes.get(person)
    you: dict[str, Any] = {"name": session.people[person].name}
    if vote and state.phase != "end":
        you |= {"response": vote.response, "sure": vote.sure}
    if state.phase == "reveal":
        response = response_of(state.rounds, state.ask, state.asking.rounds, person, RULES)
        mark = score(session.question.scoring_key, response)
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
    view["answered"] = len(state.current_round.votes) + _raised(state.current_round)
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
        "answered": len(state.current_round.votes) + _raised(state.current_round),
        "names": session.setup.names,
        "people": [_row(session, id) for id in state.present],
        "let": sorted(state.shown_texts),
        "failed": session.log.failed,
        "trouble": trouble.kind if trouble else "",
        "more": session.next_question() is not None if state.phase in {"reveal", "lobby"} else True,
    }
    if state.ask and state.phase != "end":
        view["item"] = session.question.item
        view["told"] = session.question.told
        view["key"] = session.question.key
        view["hands"] = list(state.current_round.raised_hands)
        view["tallies"] = tallies(session)
        view["moved"] = vote_shift(session)
        view["advice"] = advice(session)
        view["sure_and_wrong"] = sure_and_wrong(session)
    return view


def _row(session: Session, id: int) -> dict[str, Any]:
    person = session.state.people[id]
    return {
        "id": id,
        "name": session.people[id].name,
        "answered": id in session.state.current_round.votes,
        "extra": person.time_allowance,
        "away": session.people[id].token is None,
    }


def _raised(round: Round) -> int:
    return sum(round.raised_hands)


# --- counting -----------------------------------------------------------------------------------


def tallies(session: Session, *, public: bool = False) -> list[dict[str, Any]]:
    """Count the answers of each round of the question on the screen."""
    state = session.state
    rounds = [state.rounds[state.ask, n] for n in range(1, state.asking.rounds + 1)]
    texts = state.shown_texts if public else None
    return [tally(session.question, round, texts) for round in rounds]


def tally(
    question: Question, round: Round, shown_texts: frozenset[str] | None = None
) -> dict[str, Any]:
    """Count a round's answers, and list the typed ones: those to be shown, or all for None."""
    responses = [one.response for one in round.votes.values()]
    fields: dict[str, Any] = {"n": len(responses) + _raised(round)}
    match question.interaction:
        case Choose(choices):
            fields["counts"] = _picked(responses, round, len(choices))
        case Recall():
            fields["counts"] = _picked(responses, round, 2)
        case Match():
            fields["right"] = _right_for_each_left(question, responses)
        case Order():
            fields["all_right"] = sum(score(question.scoring_key, r) == 1 for r in responses)
        case Fill() | EnterText() | EnterNumber() | Write():
            fields["texts"] = _texts(question, responses, shown_texts)
        case _:
            assert_never(question.interaction)
    return fields


def _right_for_each_left(question: Question, responses: Sequence[Any]) -> list[int]:
    key = question.scoring_key
    matches = key.matches if isinstance(key, MatchKey) else ()
    return [sum(r[i] == right for r in responses) for i, right in enumerate(matches)]


def _picked(responses: Iterable[Any], round: Round, count: int) -> list[int]:
    """Count for each choice who picked it, raised hands among them."""
    picks = Counter(i for r in responses for i in (r if isinstance(r, list) else [r]))
    hands = round.raised_hands or (0,) * count
    return [picks[i] + hands[i] if i < len(hands) else 0 for i in range(count)]


def _texts(
    question: Question, responses: list[Any], shown_texts: frozenset[str] | None
) -> list[dict[str, Any]]:
    """Group typed answers that differ in case or accents alone and are judged alike."""
    groups: dict[tuple[str, float | None], list[str]] = {}
    for response in responses:
        text = " / ".join(response) if isinstance(response, list) else str(response)
        group = fold(text), score(question.scoring_key, response)
        groups.setdefault(group, []).append(text)
    rows: list[dict[str, Any]] = [
        {"text": Counter(texts).most_common(1)[0][0], "n": len(texts), "right": mark}
        for (_, mark), texts in groups.items()
    ]
    if shown_texts is not None:
        rows = [row for row in rows if row["text"] in shown_texts or row["right"] == 1]
    return sorted(rows, key=lambda row: (-int(row["n"]), row["text"]))[:MOST_TEXTS]


def vote_shift(session: Session) -> dict[str, int] | None:
    """Say how those who voted twice moved between right and wrong."""
    state = session.state
    if not state.ask or state.asking.rounds < 2:
        return None
    first, second = state.rounds[state.ask, 1].votes, state.rounds[state.ask, 2].votes
    key = session.question.scoring_key
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
    state, key = session.state, session.question.scoring_key
    if state.phase not in {"closed", "discuss", "reveal"}:
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
        mark = score(question.scoring_key, response, rules)
        if mark is not None:
            got += mark * question.points
            possible += question.points
    return round(got, 3), round(possible, 3)


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
