"""A session that runs: the state, the log it stands on, its clock, and who is who.

Phones and the teacher's page ask for things here; what is allowed becomes an event, in memory at
once and in the log before anybody hears of it. Knows no socket.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from time import monotonic, time
from typing import Any, Literal

from quizgen.interaction import JUDGING, Choose, ChooseKey, Key, TextKey
from quizgen.model import Pupil
from quizgen.problems import QuizgenError
from quizgen.review.lesson.event_log import (
    Done,
    Log,
    LogError,
    LoggedSession,
    PersonRecord,
    Statement,
    about_row,
    about_rows,
    ask_row,
    event_row,
    person_row,
    plan_rows,
    read_log,
    roster_rows,
)
from quizgen.review.lesson.names import Refusals, clean_name, looks_of
from quizgen.review.lesson.snapshot import (
    Question,
    accepting,
    hash_of_questions,
    judged_as_then,
    question_of,
)
from quizgen.review.lesson.state import (
    ACCEPT_TEXT,
    LEAVE_OUT,
    RAISED_HANDS,
    REPEAT,
    SHOW_TEXT,
    TIME_ALLOWANCE,
    Event,
    State,
    apply,
    is_duplicate,
    is_possible,
    is_time_up,
    refusal,
    replay,
)
from quizgen.review.lesson.wire import FIRST_JUDGING
from quizgen.scoring.responses import score, validate_response
from quizgen.words.review import review_words

Score = Literal["none", "private", "board"]
Names = Literal["roster", "generated", "free"]

COMES_BACK_AFTER = 3
"""Other questions before one that was missed comes back."""
MOST_REPEATS = 5
"""Questions that come back in a lesson: it must come to an end."""
WELL_KNOWN = 0.7
"""A share of right answers from which a question needs no second time."""

# No I, L, O, 0, 1: they are mistaken for each other on a screen.
_SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What a session is about, fixed when it begins."""

    bank: str
    title: str
    lang: str
    deck: str = ""
    questions: tuple[Question, ...]
    quiz: str = ""
    """The id of the quiz that was chosen; the bank's first if empty."""
    roster: tuple[Pupil, ...] = ()
    names: Names = "generated"
    score: Score = "private"
    limit: int | None = None
    """Milliseconds a question is open; no limit by default."""
    repeats: int = MOST_REPEATS
    """How many questions that were missed come back; 0 for none."""
    approve: bool = False
    """New names wait until the teacher lets them in."""
    refuse: tuple[str, ...] = ()
    """Words that may not stand on the wall, besides ours."""


@dataclass(slots=True)
class Clock:
    """The session's own time: it only ever goes on, and stands still while nothing runs."""

    monotonic: Callable[[], float] = monotonic
    wall: Callable[[], float] = time
    base: int = 0
    start: float = field(init=False)
    held: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.start = self.monotonic()

    def now(self) -> int:
        """Give the milliseconds that the session has run, those before a crash included."""
        gone = 0 if self.held else round((self.monotonic() - self.start) * 1000)
        return self.base + gone

    def hold(self, *, held: bool) -> None:
        """Stand still, or go on."""
        self.base, self.held, self.start = self.now(), held, self.monotonic()

    def wall_now(self) -> int:
        """Give the wall clock's milliseconds; they are noted and decide nothing."""
        return round(self.wall() * 1000)


@dataclass(frozen=True, slots=True)
class Refused:
    """Why something was not done."""

    why: str


@dataclass(frozen=True, slots=True)
class _ChosenName:
    """The name under which somebody wants to come in."""

    name: str
    pupil: str = ""
    """An id of the class list, where there is one."""


def token_digest(token: str) -> bytes:
    """Give what is kept of a secret."""
    return sha256(token.encode()).digest()


class Session:
    """One lesson. Every method is called from one thread; `done` is told of the commit."""

    def __init__(self, setup: Setup, log: Log, clock: Clock) -> None:
        self.setup = setup
        self.log = log
        self.clock = clock
        self.state = State()
        self.people: Mapping[int, PersonRecord] = {}
        self.code = "".join(secrets.choice(_SIGNS) for _ in range(4))
        self._by_token: dict[bytes, int] = {}
        self.phone_address: Mapping[str, Any] = {}
        """Where phones found it before a crash: they look for it there."""
        self.page_port = 0
        """Where the teacher's page is."""
        self.rollbacks = 0
        """How often what was not written was taken back."""
        self.refusals = Refusals(setup.lang, setup.refuse)
        self.on_change: Callable[[], None] = lambda: None
        """Called when something was taken back, and when the log fails or can be written again."""
        self._committed: tuple[State, Mapping[int, PersonRecord]] = (self.state, self.people)
        """What the log holds."""
        self._is_checking = False

    @classmethod
    def begin(cls, setup: Setup, log: Log, clock: Clock) -> Session:
        """Start a new log."""
        session = cls(setup, log, clock)
        about = {
            "bank": setup.bank,
            "title": setup.title,
            "lang": setup.lang,
            "deck": setup.deck,
            "quiz": setup.quiz,
            "hash": hash_of_questions(setup.questions),
            "judging": JUDGING,
            "began": clock.wall_now(),
            "code": session.code,
            "names": setup.names,
            "score": setup.score,
            "limit": setup.limit,
            "repeats": setup.repeats,
            "roster": len(setup.roster),
            "refuse": list(setup.refuse),
        }
        pupils = ((pupil.name, pupil.id) for pupil in setup.roster)
        plan = map(asdict, setup.questions)
        log.append([*about_rows(about), *plan_rows(plan), *roster_rows(pupils)])
        if setup.approve:
            session._record(session._event("approve", ask=0, round=0, body={"on": True}))
        if not log.flush() or log.failed:
            log.close()
            raise LogError(log.failed)
        return session

    @classmethod
    def resume(cls, setup: Setup, path: Path, open_log: Callable[[Path], Log]) -> Session:
        """Go on with a log, at the very second it stopped. Raises QuizgenError."""
        record = read_log(path)
        about = record.about
        state = replay(record.events)
        setup = _setup_of_log(setup, record) if record.plan else _setup_of_old_log(setup, path)
        session = cls(setup, open_log(path), Clock(base=state.at))
        session.state = state
        session.code = about["code"]
        session.phone_address = about.get("doors", {})
        for somebody in record.people:
            session._remember(somebody)
        session._committed = (session.state, session.people)
        return session

    def finish(self) -> str:
        """Close the log, and look at it: says what is wrong with it, nothing if it is complete."""
        self.log.close()
        if self.log.failed:
            return self.log.failed
        try:
            record = read_log(self.log.path, whole=True)
        except LogError as error:
            return str(error)
        if replay(record.events) != self.state:
            return f"{self.log.path} does not hold the lesson that was given"
        return ""

    def record_address(self, port: int, *, lan: bool) -> None:
        """Note where phones find the session, so that they find it again after a crash."""
        where = {"port": port, "lan": lan, "page": self.page_port}
        self._append([about_row("doors", where)])

    # --- people -------------------------------------------------------------------------------

    def _remember(self, somebody: PersonRecord) -> None:
        before = self.people.get(somebody.person)
        if before and before.token:
            self._by_token.pop(before.token, None)
        self.people = {**self.people, somebody.person: somebody}
        if somebody.token:
            self._by_token[somebody.token] = somebody.person

    def person_of(self, token: object) -> int | None:
        """Say who holds a token; nobody who was sent away. Those who wait are known, too."""
        id = self._by_token.get(token_digest(token)) if isinstance(token, str) else None
        known = self.state.people.get(id) if id else None
        return id if known and not known.kicked else None

    def join(self, name: object, pupil: object = None, done: Done | None = None) -> Any:
        """Let somebody in: their number and the secret by which their phone is known again."""
        if self.state.phase == "end":
            return Refused("over")
        if self.log.trouble:
            return Refused("log")
        chosen = self._choose_name(name, pupil)
        if chosen is None:
            return Refused("name")
        taken = self._holder(chosen)
        why = self._no_entry(chosen, taken)
        if why:
            return Refused(why)
        id = taken.person if taken else len(self.people) + 1
        token = secrets.token_urlsafe(16)
        somebody = PersonRecord(id, chosen.name, chosen.pupil, token_digest(token))
        self._remember(somebody)
        body = {"waits": True} if self.state.asks_first and not taken else {}
        event = self._event("join", actor=id, ask=0, round=0, body=body)
        self._record(event, [person_row(somebody)], done)
        return id, token

    def _no_entry(self, chosen: _ChosenName, taken: PersonRecord | None) -> str:
        """Say why a name can't be taken up; nothing if it can."""
        if taken is None:
            rude = not chosen.pupil and self.refusals.refuses(chosen.name)
            return "locked" if self.state.locked else "rude" if rude else ""
        if self.state.people[taken.person].kicked:
            return "away"
        return "taken" if taken.token else ""

    def _choose_name(self, name: object, pupil: object) -> _ChosenName | None:
        """Give the name that was chosen from the class list, or written; None if it is none."""
        if self.setup.names != "roster":
            written = clean_name(name)
            return _ChosenName(written) if written else None
        place = pupil if isinstance(pupil, int) and not isinstance(pupil, bool) else -1
        if not 0 <= place < len(self.setup.roster):
            return None
        listed = self.setup.roster[place]
        return _ChosenName(listed.name, listed.id)

    def _holder(self, chosen: _ChosenName) -> PersonRecord | None:
        """Give who has a name already."""
        if self.setup.names == "roster":
            same = (s for s in self.people.values() if s.pupil == chosen.pupil)
        else:
            looks = looks_of(chosen.name)
            same = (s for s in self.people.values() if looks & looks_of(s.name))
        return next(same, None)

    @property
    def released_names(self) -> tuple[str, ...]:
        """Made-up names that the teacher gives back: whose phone they were on is gone."""
        if self.setup.names != "generated":
            return ()
        people = self.people.values()
        return tuple(s.name for s in people if not s.token and self.state.people[s.person].is_in)

    def proposed_name(self) -> str:
        """Give a name that nobody has, for those who give none."""
        taken = {somebody.name for somebody in self.people.values()}
        animals = review_words(self.setup.lang).animals.split(",")
        at = len(self.people)
        for number in range(1, at + 2):
            for step in range(len(animals)):
                animal = animals[(at * 7 + step) % len(animals)]
                name = animal if number == 1 else f"{animal} {number}"
                if name not in taken:
                    return name
        raise AssertionError(taken)

    def rename(self, person: int, name: object) -> bool:
        """Give somebody another name."""
        shown = clean_name(name)
        if person not in self.people or not shown:
            return False
        somebody = replace(self.people[person], name=shown)
        self._remember(somebody)
        self._append([person_row(somebody)])
        return True

    def release(self, person: int) -> bool:
        """Let another phone take up somebody's name, with their score."""
        if person not in self.people:
            return False
        somebody = replace(self.people[person], token=None)
        self._remember(somebody)
        self._append([person_row(somebody)])
        return True

    # --- answers ------------------------------------------------------------------------------

    def answer(self, person: int, message: Mapping[str, Any], done: Done) -> str:
        """Take an answer; says why it is refused, else nothing, and `done` follows its commit."""
        nonce, sure = message.get("nonce"), message.get("sure")
        ask, round = message.get("ask"), message.get("round")
        plain = isinstance(nonce, str) and 0 < len(nonce) <= 64 and isinstance(sure, bool | None)
        if not plain or type(ask) is not int or type(round) is not int:
            return "bad"
        body = {"response": message.get("response"), "sure": sure, "nonce": nonce}
        if self.log.trouble:
            return "log"
        event = self._event("answer", actor=person, ask=ask, round=round, body=body)
        if is_duplicate(self.state, event):
            self.log.append([], done)  # behind the row that holds it already
            return ""
        why = refusal(self.state, event)
        if why:
            return why
        body["response"] = validate_response(self.question.interaction, message.get("response"))
        if body["response"] is None:
            return "bad"
        self._record(event, [], done)
        return ""

    # --- the teacher --------------------------------------------------------------------------

    def command(
        self, kind: str, body: Mapping[str, Any], expected: int, done: Done | None = None
    ) -> str:
        """Take a step of the teacher's; says why it is refused, else nothing, and `done` follows.

        `forward` is whatever comes next, so that one key leads through a lesson.
        """
        if self.log.trouble:
            return "log"
        if expected != self.state.version:
            return "stale"
        kind = self._forward() if kind == "forward" else kind
        body = self._meant(kind, body)
        if kind == "next":
            return self._next(done)
        if kind == "goto":
            return self._go_to(body.get("item"), done)
        if kind not in _COMMANDS or not is_possible(self.state, kind):
            return "not now"
        if not _COMMANDS[kind](self, body):
            return "bad"
        rows = self._forgotten(body["people"]) if kind == "kick" else []
        self._record(self._step(kind, body), rows, done)
        return ""

    def _forgotten(self, people: Sequence[int]) -> list[Statement]:
        """Forget the phones of people: who is let in again later need not be who was sent away."""
        rows = []
        for person in people:
            self._remember(replace(self.people[person], token=None))
            rows.append(person_row(self.people[person]))
        return rows

    def _meant(self, kind: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give a command as it is logged: whom it is about, as people."""
        if kind not in {"kick", "admit"} or "people" in body:
            return body
        if body.get("newcomers") is True:
            return {"people": list(self.state.newcomers)}
        return {"people": [body.get("person")]}

    def _step(self, kind: str, body: Mapping[str, Any]) -> Event:
        """Give the event of a step of the teacher's."""
        if kind == "revote":
            return self._event(kind, round=2, body={"limit": self.setup.limit})
        # Nothing goes into the log that nobody asked for, and no name above all.
        names = _LOGGED_FIELDS.get(kind, ())
        return self._event(kind, body={name: body[name] for name in names if name in body})

    def _forward(self) -> str:
        match self.state.phase:
            case "open":
                return "close"
            case "closed":
                return "next" if self.state.asking.skipped else "reveal"
            case "discuss":
                return "revote"
            case _:
                return "next"

    def _next(self, done: Done | None) -> str:
        if self.state.phase in {"open", "end"}:
            return "not now"
        upcoming = self.next_question()
        if upcoming is None:
            self._record(self._event("end"), [], done)
            return ""
        return self._open(*upcoming, done)

    def _go_to(self, item: object, done: Done | None) -> str:
        """Ask the question at a place of the plan next, whichever it is."""
        if self.state.phase in {"open", "end"}:
            return "not now"
        if type(item) is not int or not 0 <= item < len(self.setup.questions):
            return "bad"
        asked = {one.item for one in self.state.askings.values() if not one.skipped}
        return self._open(item, item in asked, done)

    def _open(self, item: int, again: bool, done: Done | None) -> str:
        body = {"item": item, "again": again, "limit": self.setup.limit}
        ask = self.state.ask + 1
        event = self._event("open", ask=ask, round=1, body=body)
        self._record(event, [ask_row(ask, asdict(self.setup.questions[item]))], done)
        return ""

    def next_question(self) -> tuple[int, bool] | None:
        """Say which question comes next, and whether it comes back; None when all are done."""
        askings = self.state.askings
        asked = {asking.item for asking in askings.values()}
        due = self.missed()
        if due and self.state.ask - due[0][1] >= COMES_BACK_AFTER:
            return due[0][0], True
        # On from the last new one, since the teacher may have jumped; then what was jumped over.
        count = len(self.setup.questions)
        new = [asking.item for asking in askings.values() if not asking.is_repeat]
        at = new[-1] + 1 if new else 0
        places = [*range(at, count), *range(at)]
        done = asked | self.state.left_out
        fresh = next((place for place in places if place not in done), None)
        if fresh is not None:
            return fresh, False
        return (due[0][0], True) if due else None

    def missed(self) -> list[tuple[int, int]]:
        """Give the questions to come back, each with the ask that it was missed in."""
        once: dict[int, int] = {}
        if not self.state.repeats or self.repeats_asked >= self.setup.repeats:
            return []
        for ask, asking in self.state.askings.items():
            if asking.is_repeat or asking.skipped:
                once.pop(asking.item, None)
            elif self.share_right(ask) < WELL_KNOWN:
                once[asking.item] = ask
        return [(item, ask) for item, ask in once.items() if item not in self.state.left_out]

    @property
    def repeats_asked(self) -> int:
        """How many questions came back so far."""
        return sum(asking.is_repeat for asking in self.state.askings.values())

    def key_of(self, item: int) -> Key:
        """Give what is right at a place of the plan, what the teacher accepted among it."""
        question = self.setup.questions[item]
        return accepting(question, self.state.accepted.get(item, ())).scoring_key

    def share_right(self, ask: int) -> float:
        """Say which share of a question was answered right in its last round; 1 if by nobody."""
        asking = self.state.askings[ask]
        round = self.state.rounds[ask, asking.rounds]
        key = self.key_of(asking.item)
        shares = [score(key, vote.response) for vote in round.votes.values()]
        right = key.right if isinstance(key, ChooseKey) else ()
        shares += [float(i in right) for i, n in enumerate(round.raised_hands) for _ in range(n)]
        judged = [one for one in shares if one is not None]
        return sum(judged) / len(judged) if judged else 1.0

    @property
    def question(self) -> Question:
        """The question on the screen."""
        return self.setup.questions[self.state.asking.item]

    # --- time ---------------------------------------------------------------------------------

    def tick(self) -> bool:
        """Note the time while a round runs, and end it when it is over; says if it did."""
        if self.state.phase != "open" or self.state.paused or self.log.trouble:
            return False
        if is_time_up(self.state, self.clock.now()):
            self._record(self._event("close"))
            return True
        self._record(self._event("clock"))
        return False

    def watch(self) -> None:
        """Look after the log: whether it is still there, and whether it can be written again."""
        self._follow_trouble()
        if not self._is_checking:
            self._is_checking = True
            self.log.check(self._checked)

    def _checked(self, _: bool) -> None:
        self._is_checking = False
        self._follow_trouble()

    def _follow_trouble(self) -> None:
        """Stand still while nothing can be written: nobody's time runs out meanwhile."""
        troubled = self.log.trouble is not None
        if troubled != self.clock.held:
            self.clock.hold(held=troubled)
            self.on_change()

    # --- the way into the log -----------------------------------------------------------------

    def _event(
        self,
        kind: str,
        *,
        actor: int = 0,
        ask: int | None = None,
        round: int | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Event:
        return Event(
            at=max(self.clock.now(), self.state.at),
            kind=kind,
            ask=self.state.ask if ask is None else ask,
            round=self.state.round if round is None else round,
            actor=actor,
            body=body or {},
            wall=self.clock.wall_now(),
        )

    def _record(
        self, event: Event, before: Sequence[Statement] = (), done: Done | None = None
    ) -> None:
        self.state = apply(self.state, event)
        self._append([*before, event_row(event)], done)

    def _append(self, statements: Sequence[Statement], done: Done | None = None) -> None:
        after = (self.state, self.people)

        def settled(ok: bool) -> None:
            if ok:
                self._committed = after
            else:
                self._roll_back()
            if done:
                done(ok)

        self.log.append(statements, settled)

    def _roll_back(self) -> None:
        """Go back to what the log holds: what can't be written did not happen."""
        self.state, self.people = self._committed
        tokens = ((one.token, one.person) for one in self.people.values())
        self._by_token = {token: person for token, person in tokens if token}
        self.rollbacks += 1
        self._follow_trouble()
        self.on_change()


def _setup_of_log(setup: Setup, record: LoggedSession) -> Setup:
    """Give the set-up that a lesson began with: its log holds all of it."""
    about = record.about
    return replace(
        setup,
        bank=about["bank"],
        title=about["title"],
        lang=about["lang"],
        deck=about["deck"],
        quiz=about["quiz"],
        questions=tuple(map(question_of, record.plan)),
        roster=tuple(Pupil(id, name) for name, id in record.roster),
        names=about["names"],
        score=about["score"],
        limit=about["limit"],
        repeats=about.get("repeats", MOST_REPEATS),
        refuse=tuple(dict.fromkeys((*about.get("refuse", ()), *setup.refuse))),
    )


def _setup_of_old_log(setup: Setup, path: Path) -> Setup:
    """Give the set-up of a log of format 1, which only knows which one it was.

    Raises QuizgenError where the bank or the class list is not the one it began with.
    """
    about = read_log(path).about
    if about["bank"] != setup.bank or about["hash"] != hash_of_questions(setup.questions):
        raise QuizgenError(
            f"{path.name} began with other questions: go back to the bank as it was, "
            "or export this log and begin a new session"
        )
    if about["names"] == "roster" and not setup.roster:
        raise QuizgenError(f"{path.name} began with a class list: give it again by --class")
    judging = int(about.get("judging", FIRST_JUDGING))
    return replace(
        setup,
        questions=judged_as_then(setup.questions, judging),
        names=about["names"],
        score=about["score"],
        limit=about["limit"],
        repeats=about.get("repeats", MOST_REPEATS),
    )


def _anything(_: Session, __: Mapping[str, Any]) -> bool:
    return True


def _person(session: Session, body: Mapping[str, Any]) -> bool:
    person, percent = body.get("person"), body.get("percent", 100)
    known = type(person) is int and person in session.people
    return known and type(percent) is int and 100 <= percent <= 400


def _people(session: Session, body: Mapping[str, Any]) -> bool:
    people = body["people"]
    return isinstance(people, list) and all(type(i) is int and i in session.people for i in people)


def _switch(_: Session, body: Mapping[str, Any]) -> bool:
    return isinstance(body.get("on"), bool)


def _counts(session: Session, body: Mapping[str, Any]) -> bool:
    counts, interaction = body.get("counts"), session.question.interaction
    return (
        isinstance(counts, list)
        and isinstance(interaction, Choose)
        and len(counts) == len(interaction.choices)
        and all(type(n) is int and 0 <= n <= 999 for n in counts)
    )


def _text(_: Session, body: Mapping[str, Any]) -> bool:
    return isinstance(body.get("text"), str) and isinstance(body.get("shown", True), bool)


def _accepts(session: Session, body: Mapping[str, Any]) -> bool:
    takes = isinstance(session.question.scoring_key, TextKey)
    return takes and isinstance(body.get("text"), str) and isinstance(body.get("on", True), bool)


def _place_of_plan(session: Session, body: Mapping[str, Any]) -> bool:
    item, on = body.get("item"), body.get("on", True)
    known = type(item) is int and 0 <= item < len(session.setup.questions)
    return known and isinstance(on, bool)


_COMMANDS: Mapping[str, Callable[[Session, Mapping[str, Any]], bool]] = {
    **dict.fromkeys(
        "close reopen discuss revote reveal undo pause resume skip end".split(), _anything
    ),
    "kick": _people,
    "admit": _people,
    "lock": _switch,
    "approve": _switch,
    TIME_ALLOWANCE: _person,
    RAISED_HANDS: _counts,
    SHOW_TEXT: _text,
    ACCEPT_TEXT: _accepts,
    LEAVE_OUT: _place_of_plan,
    REPEAT: _switch,
}

_LOGGED_FIELDS: Mapping[str, tuple[str, ...]] = {
    "kick": ("people",),
    "admit": ("people",),
    "lock": ("on",),
    "approve": ("on",),
    TIME_ALLOWANCE: ("person", "percent"),
    RAISED_HANDS: ("counts",),
    SHOW_TEXT: ("text", "shown"),
    ACCEPT_TEXT: ("text", "on"),
    LEAVE_OUT: ("item", "on"),
    REPEAT: ("on",),
}
