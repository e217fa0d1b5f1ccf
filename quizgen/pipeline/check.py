"""The first half of the way: read -> items -> expand -> check -> assemble.

A check never raises for what a bank contains: all that is wrong with it, of whatever kind, is in
its report, and so are the forms that its quizzes would print. Outputs say ahead what they would
refuse: to a check that is a warning, unless that output was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.assembly.arrangement import KeptForms
from quizgen.assembly.draw import Drawn
from quizgen.assembly.forms import draw_form, make_forms
from quizgen.bank.load import gc_paused
from quizgen.bank.quizzes import with_usual_forms
from quizgen.checks.evidence.rules import RULES as EVIDENCE_RULES
from quizgen.checks.evidence.rules import EvidenceReport, check_evidence
from quizgen.checks.lint import RULES as LINT_RULES
from quizgen.checks.lint import Unjudged, lint
from quizgen.checks.lint.alike import NO_CONFLICTS, ConflictPairs, pairs_on_one_form, report_leaks
from quizgen.checks.lint.shares import check_forms
from quizgen.checks.lint.together import check_quizzes
from quizgen.checks.rules import (
    ALL,
    NOTHING_RAN,
    Rule,
    RuleSelection,
    RulesThatRan,
    judged,
)
from quizgen.checks.testwise import TricksScore, in_runs, tricks_score
from quizgen.checks.testwise.rules import RULES as TESTWISE_RULES
from quizgen.checks.testwise.rules import tricks_problems
from quizgen.libraries import named_when_missing
from quizgen.model import Bank, Blueprint, Form, Source
from quizgen.pipeline.lock_copies import lock_problems
from quizgen.pipeline.media import picture_problems
from quizgen.pipeline.project import ForeignWish, Project
from quizgen.pipeline.records import NO_RECORDS, Records, records_of
from quizgen.problems import BankError, Problem, has_errors, in_order
from quizgen.release.readings import BlindReading

if TYPE_CHECKING:
    from quizgen.outputs import Batch

Progress = Callable[..., None]
"""Called with a word on what is being done; with long work, how many are done of how many."""

RULES: Mapping[str, Rule] = {
    rule.name: rule for rule in (*EVIDENCE_RULES, *LINT_RULES, *TESTWISE_RULES)
}
"""Every rule that leave can be given for, by name."""


def silent(*_: object) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check all_problems; it never raises for what a bank contains."""

    path: str
    bank: Bank | None
    problems: tuple[Problem, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)
    checked: EvidenceReport = field(default_factory=EvidenceReport)
    tricks: TricksScore | None = None
    """What somebody would score who knows nothing but tricks; None with too few choices."""
    blind: tuple[BlindReading, ...] = ()
    """What readers guessed of the questions as they read today."""
    apart: ConflictPairs = NO_CONFLICTS
    unjudged: Mapping[str, Unjudged] = field(default_factory=dict)
    """Language -> the rules that can't judge it, and how many items that leaves."""
    forms: tuple[Form, ...] = ()
    """The forms of its quizzes, as its `paper` numbers them."""
    seed: int | None = None
    """What replaced the seed of every quiz."""
    drafts: bool = False
    """Whether drafts were let into quizzes."""
    records: Records = NO_RECORDS
    """The papers printed before, which stay as they are."""

    @property
    def ok(self) -> bool:
        """Whether the bank has no error."""
        return not has_errors(self.problems)

    @property
    def sound_bank(self) -> Bank:
        """The bank, where the caller has made sure that there is one."""
        assert self.bank is not None  # noqa: S101 - callers stop at errors
        return self.bank

    @property
    def quizzes(self) -> tuple[Blueprint, ...]:
        """All quizzes of the bank, those that its `paper` leaves out, too; its forms in number."""
        bank = self.sound_bank
        every = replace(bank, paper=replace(bank.paper, quizzes=()))
        return with_usual_forms(every).quizzes

    def drawn(self, quiz: Blueprint, form: str) -> Drawn:
        """Draw a form again, as its own was drawn, to tell how that went."""
        return draw_form(
            with_usual_forms(self.sound_bank),
            quiz,
            form,
            seed=self.seed,
            drafts=self.drafts,
            apart=_apart(self.apart, self.records.kept),
            kept=self.records.kept,
        )

    def assemble(self, bank: Bank, batch: Batch) -> tuple[tuple[Form, ...], tuple[Problem, ...]]:
        """Make the forms of other quizzes over the same items: so many, or one for each pupil."""
        own = [quiz for quiz in bank.quizzes if quiz.numbers]
        kept = self.records.kept_of_class(batch, own) if own else self.records.kept
        forms, problems = _assembled(bank, self.apart, kept, seed=self.seed, drafts=self.drafts)
        return forms, in_order(judged(bank, problems, RULES, ran=NOTHING_RAN))


@named_when_missing()
def load_bank(path: str | Path, *, cache: bool = True, working_folder: Path | None = None) -> Bank:
    """Read a bank from a folder or file.

    Args:
        path: A bank's folder or file.
        cache: Take a large bank from the cache when none of its files has changed.
        working_folder: Where paths count from; the process's own if missing.

    Raises BankNotFound when there is none, BankError (with `.problems`) when it has errors;
    warnings are on `Bank.problems`.
    """
    return _whole(Project.of(path, working_folder), cache=cache)


def _whole(project: Project, *, cache: bool = True) -> Bank:
    loaded = project.read(cache=cache)
    if loaded.bank is None or has_errors(loaded.problems):
        raise BankError(loaded.problems)
    return loaded.bank


@named_when_missing()
@gc_paused()
def read_bank(project: Project) -> Report:
    """Read a bank and prove its evidence, and judge nothing: what its notes stand on.

    Raises BankError when it can't be read whole.
    """
    bank = _whole(project)
    sources, problems = project.sources(bank)
    return Report(
        path=project.shown(project.path),
        bank=bank,
        problems=tuple(problems),
        sources=sources,
        checked=check_evidence(bank, sources, known=project.verdicts()),
    )


@named_when_missing()
@gc_paused()
def check(
    path: str | Path,
    *,
    seed: int | None = None,
    drafts: bool = False,
    rules: RuleSelection = ALL,
    require_evidence: bool = False,
    only: Sequence[str] = (),
    columns: Sequence[str] = (),
    working_folder: Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check a bank: structure, evidence, truth, how its items are written, its quizzes.

    What an output would refuse is a warning that names the output.

    Args:
        path: A bank's folder or file.
        seed: Replaces the seed of every quiz.
        drafts: Let draft items into quizzes.
        rules: The rules to apply; structure is always checked.
        require_evidence: Make an item without evidence an error.
        only: Names of outputs that the bank must be good for: what they would refuse is an error,
            and no other output is looked at.
        columns: What the columns of a table from another program hold.
        working_folder: Where paths count from; the process's own if missing.
        progress: Called with a word on each step.

    Raises BankNotFound when there is no bank, QuizgenError for a name that no output has; all else
    is in the report.
    """
    from quizgen.outputs import chosen_outputs  # noqa: PLC0415 - an examination alone needs none

    outputs = chosen_outputs(only)
    project = Project.of(path, working_folder).told(ForeignWish(tuple(columns)))
    report = examine(
        project,
        seed=seed,
        drafts=drafts,
        rules=rules,
        require_evidence=require_evidence,
        progress=progress,
    )
    if report.bank is None:
        return report
    refused = list(_refused(report, outputs, project, progress or silent, as_errors=bool(only)))
    kept = lock_problems(project)
    return replace(report, problems=in_order([*report.problems, *refused, *kept]))


def _refused(
    report: Report, outputs: Iterable[str], project: Project, say: Progress, *, as_errors: bool
) -> Iterator[Problem]:
    """Say what outputs would refuse of a bank."""
    from quizgen.outputs import CheckedBank, refusals  # noqa: PLC0415 - as above

    checked = CheckedBank(
        bank=report.sound_bank,
        forms=report.forms,
        assemble=report.assemble,
        citations=report.checked.citations,
        here=project.here,
        say=say,
    )
    for name in outputs:
        for problem in refusals(name, checked):
            message = f"{name}: {problem.message}"
            level = problem.level if as_errors or problem.level != "error" else "warning"
            yield replace(problem, level=level, message=message)


@gc_paused()
def examine(
    project: Project,
    *,
    seed: int | None = None,
    drafts: bool = False,
    rules: RuleSelection = ALL,
    require_evidence: bool = False,
    forms: int | None = None,
    records: Callable[[Project, Bank], Records] = records_of,
    progress: Progress | None = None,
) -> Report:
    """Check a bank by itself, whatever is made of it.

    Args:
        project: Where it is.
        seed: Replaces the seed of every quiz.
        drafts: Let draft items into quizzes.
        rules: The rules to apply; structure is always checked.
        require_evidence: Make an item without evidence an error.
        forms: Make so many forms of every quiz; the bank's own number if missing.
        records: Gives the papers printed before; those in the lock if missing.
        progress: Called with a word on each step.

    """
    say = progress or silent
    say("reading")
    loaded = project.read()
    shown = project.shown(project.path)
    bank = loaded.bank
    if bank is None:
        return Report(path=shown, bank=None, problems=loaded.problems)
    say("proving the evidence")
    sources, problems = project.sources(bank)
    known = project.verdicts()
    checked = check_evidence(bank, sources, required=require_evidence, known=known)
    say("looking at each item")
    flaws, apart, unjudged = lint(bank)
    tricks = tricks_score(in_runs(bank.items), bank.lang)
    all_problems = [*loaded.problems, *problems, *checked.problems, *flaws]
    all_problems += tricks_problems(bank, tricks)
    assembled: tuple[Form, ...] = ()
    ran = _that_ran(whole=not has_errors(loaded.problems), proved=not has_errors(problems))
    on_record = records(project, bank)
    if not has_errors(loaded.problems):
        # A bank that lost items to errors would be called short of items as well: noise.
        say("assembling the quizzes")
        assembled, form_problems = _assembled(
            _to_assemble(bank, forms), apart, on_record.kept, seed=seed, drafts=drafts
        )
        all_problems += form_problems
        all_problems += picture_problems(bank, loaded.media)
    return Report(
        path=shown,
        bank=bank,
        problems=in_order(judged(bank, all_problems, RULES, rules, ran=ran)),
        sources=sources,
        checked=checked,
        tricks=tricks,
        apart=apart,
        unjudged=unjudged,
        forms=assembled,
        seed=seed,
        drafts=drafts,
        records=on_record,
    )


def tricks_by_quiz(report: Report) -> Mapping[str, TricksScore | None]:
    """Give what tricks alone would score on each quiz, by the first of its forms."""
    firsts: dict[str, Form] = {}
    for form in report.forms:
        firsts.setdefault(form.quiz.id, form)
    lang = report.sound_bank.lang
    return {
        name: tricks_score([placed.item for placed in form.placed], lang)
        for name, form in firsts.items()
    }


def _that_ran(*, whole: bool, proved: bool) -> RulesThatRan:
    """Say which rules had their chance: of a bank that lost items, those about one item alone."""
    groups = ({"item"} | ({"truth", "bank", "form"} if whole else set())) | (
        {"evidence"} if proved and whole else set()
    )
    return RulesThatRan(frozenset(groups), whole=whole)


def _to_assemble(bank: Bank, forms: int | None) -> Bank:
    """Give the bank with the quizzes that are to be made: all of them, where a number is given."""
    if forms is None:
        return with_usual_forms(bank)
    return with_usual_forms(replace(bank, paper=replace(bank.paper, quizzes=())), forms)


def _assembled(
    bank: Bank, apart: ConflictPairs, kept: KeptForms, *, seed: int | None, drafts: bool
) -> tuple[tuple[Form, ...], list[Problem]]:
    """Make the forms of a bank's quizzes, and look at them."""
    forms, problems = make_forms(
        bank, seed=seed, drafts=drafts, apart=_apart(apart, kept), kept=kept
    )
    leaks = report_leaks(bank, apart, pairs_on_one_form(forms, apart))
    return forms, [*problems, *check_forms(forms), *check_quizzes(bank, forms), *leaks]


def _apart(apart: ConflictPairs, kept: KeptForms) -> Mapping[str, frozenset[str]]:
    """Give the pairs that draws keep apart.

    Where papers may lie that no record knows, those alone by which they were drawn.
    """
    return apart.by_words if kept.unrecorded else apart.of
