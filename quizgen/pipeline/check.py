"""The first half of the way: read -> items -> expand -> check -> assemble.

A check never raises for what a bank contains: all that is wrong with it, of whatever kind, is in
its report, and so are the forms that its quizzes would print.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from quizgen.assembly.forms import make_forms
from quizgen.bank.load import gc_paused, load, shown_path
from quizgen.bank.print_options import (
    Batch,
    Faces,
    PrintOverrides,
    apply_overrides,
    batch_of,
    read_faces,
    without_wishes,
)
from quizgen.checks.evidence.records import find_sources
from quizgen.checks.evidence.rules import RULES as EVIDENCE_RULES
from quizgen.checks.evidence.rules import EvidenceReport, check_evidence
from quizgen.checks.item_text import answer_texts
from quizgen.checks.lint import RULES as LINT_RULES
from quizgen.checks.lint import lint
from quizgen.checks.lint.alike import NO_CONFLICTS, ConflictPairs, pairs_on_one_form, report_leaks
from quizgen.checks.lint.shares import check_forms
from quizgen.checks.rules import ALL, Rule, RuleSelection, judged
from quizgen.libraries import named_when_missing
from quizgen.model import Bank, Form, Item, PaperSettings, Source, item_texts
from quizgen.problems import BankError, Problem, has_errors, in_order

Progress = Callable[..., None]
"""Called with a word on what is being done; with long work, how many are done of how many."""

RULES: Mapping[str, Rule] = {rule.name: rule for rule in (*EVIDENCE_RULES, *LINT_RULES)}
"""Every rule that leave can be given for, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found; it never raises for what a bank contains."""

    path: str
    bank: Bank | None
    problems: tuple[Problem, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)
    checked: EvidenceReport = field(default_factory=EvidenceReport)
    apart: ConflictPairs = NO_CONFLICTS
    forms: tuple[Form, ...] = ()
    faces: Faces = field(default_factory=dict)
    batch: Batch = field(default_factory=Batch)
    usual_paper: PaperSettings = field(default_factory=PaperSettings)
    """What the bank says of paper by itself; `bank.paper` holds what was wished instead."""

    @property
    def ok(self) -> bool:
        """Whether the bank has no error."""
        return not has_errors(self.problems)

    @property
    def sound_bank(self) -> Bank:
        """The bank, where the caller has made sure that there is one."""
        assert self.bank is not None  # noqa: S101 - callers stop at errors
        return self.bank


@named_when_missing()
def load_bank(path: str | Path, *, cache: bool = True) -> Bank:
    """Read a bank from a folder or file.

    Args:
        path: A bank's folder or file.
        cache: Take a large bank from the cache when none of its files has changed.

    Raises BankNotFound when there is none, BankError (with `.problems`) when it has errors;
    warnings are on `Bank.problems`.
    """
    loaded = load(Path(path), cache=cache)
    if loaded.bank is None or has_errors(loaded.problems):
        raise BankError(loaded.problems)
    return loaded.bank


@named_when_missing()
@gc_paused()
def read_bank(path: str | Path) -> Report:
    """Read a bank and prove its evidence, and judge nothing: what its notes stand on.

    Raises BankNotFound, or BankError when it can't be read whole.
    """
    bank = load_bank(path)
    sources, problems = find_sources(bank, Path.cwd())
    return Report(
        path=shown_path(Path(path)),
        bank=bank,
        problems=tuple(problems),
        sources=sources,
        checked=check_evidence(bank, sources),
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
    paper: bool = True,
    on_paper: bool = True,
    wish: PrintOverrides = PrintOverrides(),
    progress: Progress | None = None,
) -> Report:
    """Check a bank: structure, evidence, truth, how its items are written, its quizzes.

    Args:
        path: A bank's folder or file.
        seed: Replaces the seed of every quiz.
        drafts: Let draft items into quizzes.
        rules: The rules to apply; structure is always checked.
        require_evidence: Make an item without evidence an error.
        paper: Warn of what can't be printed; a build finds that out by itself.
        on_paper: Papers are to be made: without, no class list and no face that is missing
            stops anything.
        wish: What to print otherwise than the bank says.
        progress: Called with a word on each step.

    Raises BankNotFound when there is no bank; all else is in the report.
    """
    path = Path(path)
    say = progress or (lambda *_: None)
    say("reading")
    loaded = load(path)
    bank = loaded.bank
    if bank is None:
        return Report(path=shown_path(path), bank=None, problems=loaded.problems)
    usual_paper = bank.paper
    bank, paper_problems = apply_overrides(bank if on_paper else without_wishes(bank), wish)
    faces, face_problems = read_faces(bank, wish.faces)
    say("proving the evidence")
    sources, problems = find_sources(bank, Path.cwd())
    checked = check_evidence(bank, sources, required=require_evidence)
    say("looking at each item")
    flaws, apart = lint(bank)
    found = [*loaded.problems, *problems, *checked.problems, *flaws]
    found += [*paper_problems, *(face_problems if on_paper else ())]
    forms: tuple[Form, ...] = ()
    sound = not has_errors([*loaded.problems, *problems])
    if not has_errors(loaded.problems):
        # A bank that lost items to errors would be called short of items as well: noise.
        say("assembling the quizzes")
        forms, form_problems = make_forms(bank, seed=seed, drafts=drafts, apart=apart.of)
        found += form_problems
        found += check_forms(forms)
        found += report_leaks(bank, apart, pairs_on_one_form(forms, apart))
    if paper:
        found += _paper_problems(bank, checked, forms, faces, say)
    return Report(
        path=shown_path(path),
        bank=bank,
        problems=in_order(judged(bank, found, RULES, rules, whole=sound)),
        sources=sources,
        checked=checked,
        apart=apart,
        forms=forms,
        faces=faces,
        usual_paper=usual_paper,
        batch=batch_of(bank, wish),
    )


def _paper_problems(
    bank: Bank, checked: EvidenceReport, forms: tuple[Form, ...], faces: Faces, say: Progress
) -> list[Problem]:
    """Warn of signs without a glyph, broken maths and the like, where there may be any."""
    unusual = [item for item in bank.items if item.status == "ok" and _is_unusual(item)]
    if not unusual:
        return []
    say("trying it on paper")
    from quizgen.outputs import Job, lower_items  # noqa: PLC0415 - fonts are read for unusual signs only
    from quizgen.outputs.pdf import text_problems  # noqa: PLC0415

    printed = {placed.item.id: placed.item for form in forms for placed in form.placed}
    printed |= {item.id: item for item in unusual}
    items = lower_items(printed.values(), bank.lang, checked.citations)
    job = Job(bank=bank, items=items, forms=forms, faces=faces)
    found = text_problems(job)
    return [replace(problem, level="warning") for problem in found]


def _is_unusual(item: Item) -> bool:
    """Tell whether an item holds anything but plain letters: other signs, maths, sound."""
    texts = (*item_texts(item), *answer_texts(item).right)
    return bool(item.audio) or any("$" in text or not text.isascii() for text in texts)
