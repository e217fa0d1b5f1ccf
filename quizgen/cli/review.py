"""`quizgen review`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import localtime, strftime

from quizgen.bank.class_list import read_roster
from quizgen.bank.load import find_banks
from quizgen.cli.build import HOME, named_bank
from quizgen.cli.console import print_problems, progress, safe
from quizgen.model import Pupil
from quizgen.pipeline.check import Report, examine
from quizgen.pipeline.project import AS_IT_IS, ForeignWish, Project
from quizgen.present.pictures import Sizes, for_screens, sizes_of
from quizgen.problems import BankError, QuizgenError
from quizgen.review.lesson.event_log import LoggedSession, read_log
from quizgen.review.lesson.names import read_refused
from quizgen.review.lesson.session import MOST_REPEATS, Names, Score, Setup
from quizgen.review.lesson.snapshot import Question, plan_questions
from quizgen.review.results.decks import deck_maker
from quizgen.review.results.store import (
    interrupted,
    missed_earlier,
    new_log,
    refuse_output,
    remember_port,
    remembered_port,
    unfinished,
)
from quizgen.review.server.announce import announce
from quizgen.review.server.network import is_address, lan_addresses
from quizgen.review.server.serve import Plan, run


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOptions:
    """What was asked for on the command line."""

    quiz: str
    roster: Path | None
    names: Names | None
    score: Score
    seconds: int | None
    log: Path | None
    port: int
    page_port: int
    address: str
    approve: bool
    refuse: Path | None
    browser: bool
    lan: bool
    resume: bool
    bots: int
    repeat: bool = True
    due: bool = False
    wish: ForeignWish = AS_IT_IS


def run_review(bank: Path | None, wanted: ReviewOptions) -> int:
    """Serve a lesson until Ctrl-C."""
    path = named_bank(bank) if bank else _only_bank()
    project = Project.of(path).told(wanted.wish)
    with progress(f"checking {path}"):
        # A class sees one form, however many are printed: the letters of form A.
        report = examine(project, forms=1)
    if report.bank is None or not (report.ok or wanted.resume):
        raise BankError(report.problems)
    log = _log(report.bank.id, wanted)
    record = read_log(log) if wanted.resume else None
    if record is None:
        _name_interrupted(report.bank.id, path)
    media = _media(project, report)
    setup = _setup(report, wanted, record, sizes_of(media))
    _look_for(wanted.address)
    plan = Plan(
        setup=setup,
        log=log,
        port=wanted.port,
        usual_port=remembered_port(),
        remember=remember_port,
        page_port=wanted.page_port,
        address=wanted.address,
        announce=announce,
        said=_say,
        resume=wanted.resume,
        lan=wanted.lan,
        media={name: for_screens(data) for name, data in media.items()},
        addresses=lan_addresses,
        ready=_ready(browser=wanted.browser),
        deck_of=deck_maker(project, report) if report.ok else None,
        bots=wanted.bots,
    )
    wrong = run(plan)
    verdict = f"The log is not complete: {wrong}" if wrong else f"The log is complete: {log}"
    print(safe(verdict), file=sys.stderr)
    if log.exists():
        print(safe(f"Results: quizgen sessions export {log.stem}"), file=sys.stderr)
    return 1 if wrong else 0


def _only_bank() -> Path:
    banks = find_banks(HOME, Path.cwd())
    if len(banks) > 1:
        names = ", ".join(path.name for path in banks)
        raise QuizgenError(f"which bank? There are {names}")
    return banks[0]


def _say(sentence: str) -> None:
    print(safe(f"quizgen: {sentence}"), file=sys.stderr)


def _media(project: Project, report: Report) -> dict[str, bytes]:
    """Give the pictures and sounds; a lesson that goes on does so without what is gone."""
    try:
        return dict(project.media(report.sound_bank))
    except BankError:
        if report.ok:
            raise
        return {}


def _name_interrupted(bank: str, path: Path) -> None:
    """Name a lesson that was broken off: who begins anew may have meant to go on with it."""
    last = interrupted(bank)
    if last is None:
        return
    lesson = last.lesson
    when = strftime("%Y-%m-%d %H:%M", localtime(lesson.about["began"] / 1000))
    _say(
        f"the lesson of {when} was not finished ({last.path.stem}: questions asked "
        f"{len(lesson.asked)}, pupils {len(lesson.pupils)}); this is a new one. To go on with that "
        f"one: quizgen review {path} --resume"
    )


def _look_for(address: str) -> None:
    """Refuse an address that is not this machine's. Raises QuizgenError."""
    if not address or not is_address(address):
        return
    found = lan_addresses()
    if address not in found:
        known = ", ".join(found) or "none on a network"
        raise QuizgenError(f"--address: {address} is no address of this computer; it has {known}")


def _setup(
    report: Report, wanted: ReviewOptions, record: LoggedSession | None, sizes: Sizes
) -> Setup:
    bank = report.sound_bank
    refuse = _refused(wanted.refuse)
    if record and record.plan:
        # All else is in the log: neither a mended typo nor another class list can bend the lesson.
        if not report.ok or wanted.roster or wanted.quiz:
            _say("the lesson goes on with the questions and the class list that it began with")
        return Setup(bank=bank.id, title=bank.title, lang=bank.lang, questions=(), refuse=refuse)
    if not report.ok:
        raise BankError(report.problems)
    roster = _roster(wanted.roster)
    quiz = wanted.quiz or (str(record.about.get("quiz", "")) if record else "")
    return Setup(
        bank=bank.id,
        title=bank.title,
        lang=bank.lang,
        deck=bank.deck,
        questions=_due_first(plan_questions(report, quiz, sizes), bank.id, wanted),
        quiz=quiz,
        roster=roster,
        names=wanted.names or ("roster" if roster else "generated"),
        score=wanted.score,
        limit=wanted.seconds * 1000 if wanted.seconds else None,
        repeats=MOST_REPEATS if wanted.repeat else 0,
        approve=wanted.approve,
        refuse=refuse,
    )


def _refused(path: Path | None) -> tuple[str, ...]:
    if path is None:
        return ()
    try:
        return read_refused(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise QuizgenError(f"--refuse: can't read {path}: {error}") from error


def _due_first(
    questions: tuple[Question, ...], bank: str, wanted: ReviewOptions
) -> tuple[Question, ...]:
    """Begin with what was missed in earlier lessons, where that is asked for."""
    if not wanted.due:
        return questions
    due = {item: place for place, item in enumerate(missed_earlier(bank))}
    count = sum(question.item in due for question in questions)
    print(safe(f"{count} of {len(questions)} questions come first: missed before"), file=sys.stderr)
    return tuple(sorted(questions, key=lambda question: due.get(question.item, len(due))))


def _roster(path: Path | None) -> tuple[Pupil, ...]:
    if path is None:
        return ()
    pupils, problems = read_roster(path, Path.cwd())
    print_problems(problems)
    if any(problem.level == "error" for problem in problems):
        raise QuizgenError(f"{path}: mend the class list first")
    return pupils


def _log(bank: str, wanted: ReviewOptions) -> Path:
    if wanted.log:
        refuse_output(wanted.log)
        if wanted.log.exists() and not wanted.resume:
            raise QuizgenError(f"{wanted.log} is there already: go on with it by --resume")
        return wanted.log
    if wanted.resume:
        return unfinished(bank)
    return new_log(bank, rehearsal=bool(wanted.bots))


def _ready(*, browser: bool) -> Callable[[str], None]:
    def ready(address: str) -> None:
        print(f"ready {address}", flush=True)
        if browser:
            import threading
            import webbrowser

            # Some browsers are done only when they are closed, and the lesson does not wait.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    return ready
